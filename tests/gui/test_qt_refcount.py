"""A Qt binding that loses references to None aborts Python 3.11 after a few repaints."""

import sys

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

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
