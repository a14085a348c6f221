"""The zoom of the grid in the tool bar."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QWidget

from gui.form_page import ZOOMS


class ZoomBox(QComboBox):
    """A list of percentages; `chosen` when one was picked by hand."""

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        """At 100 %."""
        super().__init__(parent)
        self.setObjectName("zoom")
        self.setAccessibleName("表格缩放")
        self.setToolTip("表格缩放（Ctrl+滚轮）")
        self.setFixedWidth(104)
        for percent in ZOOMS:
            self.addItem(f"{percent}%", percent)
        self.show_percent(100)
        self.activated.connect(lambda row: self.chosen.emit(self.itemData(row)))

    def show_percent(self, percent: int) -> None:
        """Show the zoom there is."""
        self.setCurrentIndex(self.findData(percent))
