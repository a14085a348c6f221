"""A table view without anything that a table draws by itself: the ground of grid and overlays."""

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QFrame, QTableView


def strip_bare(view: QTableView) -> None:
    """Take away everything a table draws by itself."""
    view.horizontalHeader().hide()
    view.verticalHeader().hide()
    view.horizontalHeader().setMinimumSectionSize(1)
    view.verticalHeader().setMinimumSectionSize(1)
    view.setShowGrid(False)
    view.setFrameShape(QFrame.Shape.NoFrame)
    view.setWordWrap(False)
    view.setCornerButtonEnabled(False)
    view.setTabKeyNavigation(False)
    view.setAutoScroll(False)
    view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    view.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    view.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)


def set_sizes(view: QTableView, widths: Iterable[int], heights: Iterable[int]) -> None:
    """Give columns and rows their sizes in pixels."""
    for column, width in enumerate(widths):
        view.setColumnWidth(column, width)
    for row, height in enumerate(heights):
        view.setRowHeight(row, height)
