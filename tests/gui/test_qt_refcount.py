"""A Qt binding that loses references to None aborts Python 3.11 after a few repaints."""

import sys

from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.gui.hands import Hands

REPAINTS = 200


class Painted(QWidget):
    """A widget whose paintEvent is Python, so that every repaint crosses the border twice."""

    def paintEvent(self, event: object) -> None:
        """Paint nothing."""


def test_repainting_costs_no_reference_to_none(qtbot: QtBot) -> None:
    """The number of references to None is the same after many repaints, but for a few others."""
    widget = Painted()
    qtbot.addWidget(widget)
    widget.show()
    before = sys.getrefcount(None)
    for _ in range(REPAINTS):
        widget.repaint()
    assert abs(sys.getrefcount(None) - before) < REPAINTS // 4


def test_painting_the_grid_costs_no_reference_to_none(hands: Hands) -> None:
    """Neither do the delegate's many calls of the painter, nor those of the overlays."""
    picture = hands.view.grab()
    before = sys.getrefcount(None)
    for _ in range(REPAINTS // 10):
        hands.view.repaint()
        painter = QPainter(picture)
        painter.fillRect(picture.rect(), hands.window.palette().window())
        painter.end()
    assert abs(sys.getrefcount(None) - before) < REPAINTS
