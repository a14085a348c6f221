"""The zoom of the grid in the tool bar."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QWidget

from gui.zoom import LEAST, MOST, STEP, USUAL, Fit, Wish


class ZoomBox(QComboBox):
    """A list of percentages and fits; `chosen` (a Wish) when one was picked by hand."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        """At 100 %."""
        super().__init__(parent)
        self.setObjectName("zoom")
        self.setAccessibleName("表格缩放")
        self.setToolTip("表格缩放（Ctrl+滚轮）")
        self.setFixedWidth(104)
        self._wishes: list[Wish] = [*Fit, *range(LEAST, MOST + 1, STEP)]
        for wish in self._wishes:
            self.addItem(wish.value if isinstance(wish, Fit) else f"{wish}%")
        self.setMaxVisibleItems(self.count())
        self.show_wish(USUAL)
        self.activated.connect(lambda row: self.chosen.emit(self._wishes[row]))

    def show_wish(self, wish: Wish) -> None:
        """Show the zoom there is."""
        self.setCurrentIndex(self._wishes.index(wish))
