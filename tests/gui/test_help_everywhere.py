"""F1 wherever the keyboard can be: every panel, every dialog, every box has its page."""

import importlib
import pkgutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

import gui.dialogs
from gui import messages
from gui.help.opening import FORMS, PARTS
from gui.help.window import HelpWindow
from gui.main_window import MainWindow
from tests.gui.hands import Hands
from tools.shot_dialogs import DIALOGS
from tools.shot_stage import Stage
from tools.shot_states import STATES

PANELS = (
    "welcome",
    "figure",
    "cover",
    "project_card",
    "editing",
    "writing_reason",
    "find",
    "go_to",
    "paste_strip",
    "proof",
    "explain_as_tab",
)


@pytest.mark.parametrize("name", PANELS)
def test_every_place_of_the_window_has_a_page(name: str, tmp_path: Path) -> None:
    """Whatever the Tab key or the mouse leads to stands in a part that the manual tells of."""
    stage = Stage(tmp_path, 100)
    try:
        STATES[name](stage)
        stage.settle()
        assert [type(w).__name__ for w in reached(stage.window) if not is_told(w)] == []
    finally:
        stage.close()


def reached(window: MainWindow) -> list[QWidget]:
    """What takes the keyboard."""
    tabbed = Qt.FocusPolicy.TabFocus
    return [w for w in window.findChildren(QWidget) if w.isVisible() and w.focusPolicy() & tabbed]


def is_told(part: QWidget | None) -> bool:
    """Whether it stands in a part that has a page."""
    while part is not None and not isinstance(part, (*PARTS, *FORMS)):
        part = part.parentWidget()
    return part is not None


def test_f1_in_a_dialog_opens_its_page_beside_it(tmp_path: Path, qtbot: QtBot) -> None:
    """The manual can be read and closed while the dialog waits; a dialog that is added is tried."""
    names = [module.name for module in pkgutil.iter_modules(gui.dialogs.__path__)]
    modules = [importlib.import_module(f"gui.dialogs.{name}") for name in names]
    left = {kind for module in modules for kind in vars(module).values() if is_ours(kind)}
    for number, state in enumerate(DIALOGS):
        folder = tmp_path / str(number)
        folder.mkdir()
        stage = Stage(folder, 100)
        try:
            dialog = state(stage)
            if isinstance(dialog, QDialog) and type(dialog) in left:
                left.remove(type(dialog))
                assert asked(dialog, qtbot)
        finally:
            stage.close()
    assert left == set()


def asked(dialog: QDialog, qtbot: QtBot) -> str:
    """Press F1 in a dialog that shuts out the window; the heading of the page that comes."""
    dialog.setModal(True)
    dialog.show()
    dialog.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is dialog)
    QTest.keyClick(dialog, Qt.Key.Key_F1)
    (shown,) = dialog.findChildren(HelpWindow)
    assert shown.isVisible()
    assert shown.manual.page(shown.title) is not None
    return shown.title


def is_ours(kind: object) -> bool:
    """Whether it is a kind of dialog that gui.dialogs defines."""
    dialog = isinstance(kind, type) and issubclass(kind, QDialog)
    return dialog and kind.__module__.startswith("gui.dialogs.")


BOXES: dict[str, Callable[[QWidget], object]] = {
    "打不开的，各是什么意思": lambda window: messages.trouble(window, "打不开"),
    "文件损坏了": lambda window: messages.ask_damaged(window, "已损坏", "9:00"),
    "每填一格就在": lambda window: messages.ask_not_written(window, "没有写入"),
    "程序出了问题": lambda window: messages.crashed(window, ""),
    "行和项目": lambda window: messages.may_remove_project(window, "甲"),
    "上报和版本": lambda window: messages.ask_version_name(window, "上报", ""),
    "套表目录": lambda window: messages.ask_form(window, ["甲"]),
}


@pytest.mark.parametrize(("page", "ask"), BOXES.items(), ids=BOXES.keys())
def test_f1_in_a_box_opens_its_page(
    page: str,
    ask: Callable[[QWidget], object],
    hands: Hands,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Boxes are rare, and whoever gets one wants to know."""
    told: list[str] = []

    def opened(box: QDialog) -> int:
        told.append(asked(box, qtbot))
        box.close()
        return 0

    for kind in (QDialog, QMessageBox):
        monkeypatch.setattr(kind, "exec", opened)
    ask(hands.window)
    assert told == [page]
