"""Which forms to export: a list with a tick before each."""

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from core.layout.sheets import SheetTitle
from core.refs import SheetId

_SHEET = Qt.ItemDataRole.UserRole


class FormList(QListWidget):
    """The forms of a document, all chosen to begin with."""

    def __init__(self, titles: Iterable[SheetTitle], parent: QWidget | None = None) -> None:
        """Show them in order."""
        super().__init__(parent)
        self.setObjectName("forms")
        self.setAccessibleName("导出哪些表")
        for title in titles:
            item = QListWidgetItem(title.short)
            item.setData(_SHEET, list(title.sheet))
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked)
            self.addItem(item)

    def sheet(self, row: int) -> SheetId:
        """The sheet in a row."""
        return SheetId(*self.item(row).data(_SHEET))

    def choose(self, sheet: SheetId) -> None:
        """Choose this sheet alone."""
        for row in range(self.count()):
            own = self.sheet(row) == sheet
            state = Qt.CheckState.Checked if own else Qt.CheckState.Unchecked
            self.item(row).setCheckState(state)

    def check_all(self, state: Qt.CheckState) -> None:
        """Choose all or none."""
        for row in range(self.count()):
            self.item(row).setCheckState(state)

    def chosen(self) -> list[SheetId]:
        """What is chosen, in order."""
        return [
            self.sheet(row)
            for row in range(self.count())
            if self.item(row).checkState() is Qt.CheckState.Checked
        ]
