"""What the findings panel is put together from: title bar, table, likely cause."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QTableView,
    QToolButton,
    QWidget,
)

from core.findings import Cause
from gui.labels import ElidedLabel

ROW = 25
LEAST_HEIGHT = 24 + 2 * ROW  # the head and two findings


class TitleBar(QWidget):
    """Toggles and scope, in the dock's title."""

    resized = Signal()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say so: the toggles have words only where there is room."""
        super().resizeEvent(event)
        self.resized.emit()


class Suspicion(QFrame):
    """One line that says what probably caused the chosen finding, and leads to that cell."""

    followed = Signal()

    def __init__(self, parent: QWidget) -> None:
        """Of no finding."""
        super().__init__(parent)
        self.words = ElidedLabel(self)
        self.follow = QToolButton()
        self.follow.setText("去这一格(Ctrl+J)")
        self.follow.setObjectName("go_to_suspect")
        self.follow.clicked.connect(self.followed)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(4, 0, 6, 0)
        layout.addWidget(self.words, 1)
        layout.addWidget(self.follow)
        self.setFixedHeight(ROW)
        self.hide()

    def show_cause(self, cause: Cause | None) -> None:
        """Show a cause; without one there is no line."""
        self.words.set_text(cause.words if cause else "")
        self.setVisible(cause is not None)


def set_up_table(
    table: QTableView, name: str, words: str, widths: Sequence[int], widest: int
) -> None:
    """Make a table that has its model a list of findings; the column `widest` takes the rest."""
    table.setObjectName(name)
    table.setAccessibleName(words)
    table.setFrameShape(QFrame.Shape.NoFrame)
    table.setMinimumSize(200, LEAST_HEIGHT)
    table.setShowGrid(False)
    table.setWordWrap(False)
    table.setTabKeyNavigation(False)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    table.setIconSize(QSize(14, 14))
    table.verticalHeader().hide()
    table.verticalHeader().setDefaultSectionSize(ROW)
    table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    header = table.horizontalHeader()
    header.setHighlightSections(False)
    header.setFixedHeight(24)
    for column, width in enumerate(widths):
        table.setColumnWidth(column, width)
    header.setSectionResizeMode(widest, QHeaderView.ResizeMode.Stretch)
