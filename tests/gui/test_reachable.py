"""Everything can be reached: by its letter, by name, by mouse; and what cannot be used says why."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QColor
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QLabel,
    QLineEdit,
    QMenu,
    QMenuBar,
    QPlainTextEdit,
    QPushButton,
    QScrollBar,
    QTabBar,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from gui.grid.plan_view import PlanView
from gui.proof_parts import ALL, Chip
from gui.theme import colour
from gui.welcome_page import BigButton
from tests.gui.hands import Hands
from tests.gui.measured import shown
from tools.shot_stage import Stage
from tools.shot_states import STATES

LEAST = 22
USED = QAbstractButton | QComboBox | QLineEdit | QPlainTextEdit


@pytest.mark.qt_log_ignore("This plugin does not support")  # raise() of menus, off screen
@pytest.mark.parametrize("state", STATES.values(), ids=STATES.keys())
def test_everything_can_be_reached(state: Callable[[Stage], QWidget], tmp_path: Path) -> None:
    """Letters are unique, focus has names, what is disabled says why, targets are high enough."""
    stage = Stage(tmp_path, 100)
    try:
        window = state(stage)
        window.show()
        stage.settle()
        found = list(shown(window))
        assert _twice(_letters(found)) == []
        assert [problem for menu in _menus(window) for problem in _twice(_of_menu(menu))] == []
        assert [_called(w) for w in found if _takes_focus(w) and not _named(w)] == []
        assert [_called(w) for w in found if _silent(w)] == []
        assert [_called(w) for w in found if _is_target(w) and w.height() < LEAST] == []
    finally:
        stage.close()


def test_what_cannot_be_reached_is_found(qtbot: QtBot) -> None:
    """Two buttons of one letter, one without a name, a disabled one without a word, a low one."""
    window = QWidget()
    qtbot.addWidget(window)
    one, other, nameless = (QPushButton(words, window) for words in ("改(&A)", "删(&A)", ""))
    one.setEnabled(False)
    other.setStyleSheet("min-height: 0; padding: 0;")
    other.setFixedHeight(20)
    window.show()
    assert _twice(_letters(shown(window))) == ["改(&A) 删(&A)"]
    assert (_takes_focus(nameless), _named(nameless)) == (True, False)
    assert (_silent(one), _silent(other)) == (True, False)
    assert (_is_target(other), other.height()) == (True, 20)


def test_an_action_that_cannot_be_used_says_why(hands: Hands) -> None:
    """Where the mouse rests on its button; with its key as long as it can be used."""
    undo, add = (hands.window.actions_.by_name[name] for name in ("undo", "add_row"))
    assert undo.toolTip() == "撤销 Ctrl+Z：没有可以撤销的"
    hands.window.close_document()
    assert add.toolTip().endswith("：先打开或新建一个文件")


@pytest.mark.parametrize("kind", [QPushButton, QToolButton, QLineEdit, BigButton, Chip])
def test_focus_is_seen(kind: type[QWidget], qtbot: QtBot) -> None:
    """A frame of two pixels in the accent colour."""
    window = QWidget()
    qtbot.addWidget(window)
    other = QLineEdit(window)
    made: dict[type[QWidget], Callable[[], QWidget]] = {
        BigButton: lambda: BigButton("new", "新建", "一次建好", "Ctrl+N"),
        Chip: lambda: Chip(ALL),
    }
    widget = made.get(kind, kind)()
    widget.setParent(window)
    widget.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    widget.move(10, 60)
    window.resize(500, 200)
    window.show()
    window.activateWindow()
    other.setFocus()
    qtbot.waitUntil(other.hasFocus)
    before = _edge(widget)
    widget.setFocus()
    qtbot.waitUntil(widget.hasFocus)
    assert (before, _edge(widget)) == (0, 2)


def _edge(widget: QWidget) -> int:
    """How many pixels of the accent colour stand one below the other at the upper edge."""
    picture = widget.grab().toImage()
    ratio, accent = picture.devicePixelRatio(), colour("accent")
    column = (picture.pixelColor(picture.width() // 2, y) for y in range(round(5 * ratio)))
    return sum(_near(found, accent) for found in column)


def _near(one: QColor, other: QColor) -> bool:
    return one.name() == other.name()


def _letter(text: str) -> str:
    found = re.search(r"&([^&])", text.replace("&&", ""))
    return found.group(1).upper() if found else ""


def _letters(widgets: Iterable[QWidget]) -> Iterator[str]:
    """The texts that have a letter in a window."""
    for widget in widgets:
        if isinstance(widget, QAbstractButton):
            yield widget.text()
        elif isinstance(widget, QTabBar):
            yield from (widget.tabText(tab) for tab in range(widget.count()))
        elif isinstance(widget, QMenuBar):
            yield from (action.text() for action in widget.actions())


def _twice(texts: Iterable[str]) -> list[str]:
    kept = [text for text in texts if _letter(text)]
    counts = Counter(map(_letter, kept))
    return [
        " ".join(text for text in kept if _letter(text) == letter)
        for letter, count in counts.items()
        if count > 1
    ]


def _menus(window: QWidget) -> list[QMenu]:
    own = [window] if isinstance(window, QMenu) else []
    return own + [menu for menu in window.findChildren(QMenu) if menu.objectName()]


def _of_menu(menu: QMenu) -> list[str]:
    """Its texts; one without a letter stands for a letter that is there twice."""
    actions: list[QAction] = [a for a in menu.actions() if not a.isSeparator() and a.text()]
    return [a.text() if _letter(a.text()) else f"{a.text()}&?" for a in actions]


def _takes_focus(widget: QWidget) -> bool:
    return widget.focusPolicy() != Qt.FocusPolicy.NoFocus and not isinstance(widget, QScrollBar)


def _named(widget: QWidget) -> bool:
    own = widget.text() if isinstance(widget, QAbstractButton | QLabel) else ""
    return bool(widget.accessibleName() or own)


def _silent(widget: QWidget) -> bool:
    return isinstance(widget, USED) and not widget.isEnabled() and not widget.toolTip()


def _is_target(widget: QWidget) -> bool:
    """What is clicked: not the sign in a field, nor the editor that fills its cell."""
    if not isinstance(widget, QAbstractButton | QComboBox | QLineEdit):
        return False
    parent = widget.parentWidget()
    while parent is not None:
        if isinstance(parent, QLineEdit | PlanView):
            return False
        parent = parent.parentWidget()
    return True


def _called(widget: QWidget) -> str:
    text = widget.text() if isinstance(widget, QAbstractButton | QLabel) else ""
    return f"{type(widget).__name__} {widget.objectName()} {text or widget.accessibleName()}"
