"""What is on the screen stands out from its ground: measured from the pixels, in both schemes.

Words 4.5 to 1 (WCAG 1.4.3); those of what cannot be used just now, which need not, 3 to 1.
"""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QListWidget,
    QRadioButton,
    QTreeWidget,
    QWidget,
)
from pytestqt.qtbot import QtBot

from gui import icons, theme
from gui.labels import ElidedLabel, label
from gui.theme import CONTRAST, LIGHT, Colours
from tests.gui.measured import shown
from tests.gui.test_appearance import ratio
from tools.shot_stage import Stage
from tools.shot_states import STATES

WORDS, UNUSABLE, EDGE = 4.5, 3.0, 3
LOOKED_AT = (
    "welcome_with_files",
    "project",
    "missing",
    "paste_strip",
    "proof",
    "cover",
    "new_document",
    "overriding",
    "export_draft",
    "exported",
    "differences",
    "no_backups",
    "help",
)


@pytest.fixture(params=[LIGHT, CONTRAST], ids=["light", "contrast"])
def scheme(request: pytest.FixtureRequest, dressed: QApplication) -> Iterator[Colours]:
    """The program in these colours."""
    _dress(dressed, request.param)
    yield request.param
    _dress(dressed, LIGHT)


def _dress(application: QApplication, colours: Colours) -> None:
    theme.use(colours)
    for drawn in (icons.icon, icons.pixmap):
        getattr(drawn, "cache_clear", lambda: None)()
    theme.dress(application)


@pytest.mark.parametrize("state", LOOKED_AT)
def test_words_stand_out(state: str, scheme: Colours, tmp_path: Path) -> None:
    """Labels, buttons, boxes and fields of the window, its pages and its dialogs."""
    stage = Stage(tmp_path, 100)
    try:
        window = STATES[state](stage)
        window.show()
        stage.settle()
        assert faint(window) == []
    finally:
        stage.close()


def test_faint_words_are_found(qtbot: QtBot) -> None:
    """Grey on white."""
    window = QWidget()
    qtbot.addWidget(window)
    words = label("看不清", ink="line")
    words.setParent(window)
    window.show()
    [found] = faint(window)
    assert found.startswith("看不清 1.")


def faint(window: QWidget) -> list[str]:
    """The words that do not stand out, with their contrast."""
    picture = window.grab().toImage()
    found = []
    for widget in shown(window):
        words = _words(widget)
        measured = _contrast(window, picture, widget) if words else WORDS
        if measured < (WORDS if widget.isEnabled() else UNUSABLE):
            found.append(f"{words} {measured:.2f}")
    return found


def _words(widget: QWidget) -> str:
    if isinstance(widget, QComboBox):
        return widget.currentText()
    kinds = QLabel | QAbstractButton | QLineEdit | ElidedLabel
    return widget.text() if isinstance(widget, kinds) else ""


def _contrast(window: QWidget, picture: QImage, widget: QWidget) -> float:
    """Between the colour there is most of within a widget and the one farthest from it."""
    place = widget.visibleRegion().boundingRect().adjusted(EDGE, EDGE, -EDGE, -EDGE)
    if place.height() < widget.fontMetrics().height() - 2 * EDGE:
        return WORDS  # scrolled out of sight
    place.moveTo(widget.mapTo(window, place.topLeft()))
    place = place.intersected(picture.rect())
    counts = Counter(
        picture.pixel(x, y)
        for y in range(place.top(), place.bottom() + 1)
        for x in range(place.left(), place.right() + 1)
    )
    if not counts:
        return WORDS
    colours = [QColor.fromRgb(pixel).name() for pixel, _ in counts.most_common()]
    return max(ratio(colour, colours[0]) for colour in colours)


@pytest.mark.parametrize("kind", [QCheckBox, QRadioButton, QComboBox, QListWidget, QTreeWidget])
def test_what_can_be_chosen_has_an_edge_that_is_seen(
    kind: type[QWidget], scheme: Colours, qtbot: QtBot
) -> None:
    """Boxes without a tick too: 3 to 1 against what they hold (WCAG 1.4.11)."""
    widget = kind()
    qtbot.addWidget(widget)
    widget.resize(120, 30)
    widget.show()
    picture = widget.grab().toImage()
    middle = [picture.pixelColor(x, picture.height() // 2).name() for x in range(8)]
    assert max(ratio(edge, scheme.panel) for edge in middle) >= UNUSABLE
