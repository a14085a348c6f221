"""The editor of a cell where several may be chosen: a line to type in, and a list with ticks.

The line is what counts. The list shows what it names; Space or a click there adds or takes away.
"""

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidgetItem, QWidget

from core.choice_text import joined, sort_out
from gui.grid.drop_list import STEPS, DropList

_TICKS = {True: Qt.CheckState.Checked, False: Qt.CheckState.Unchecked}


class ManyEditor(QLineEdit):
    """One line for several choices, with the list of all of them."""

    def __init__(self, parent: QWidget, choices: tuple[str, ...]) -> None:
        """`choices` are listed in this order."""
        super().__init__(parent)
        self.choices = choices
        self.list: DropList | None = None
        self.textEdited.connect(self._typed)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move in the list and open it; Space ticks the line that is lit up."""
        step = STEPS.get(Qt.Key(event.key()))
        if step is not None:
            self.offer().step(step)
            return
        row = self.list.currentRow() if self.list is not None and self.list.isVisible() else -1
        if event.key() == Qt.Key.Key_Space and row >= 0:
            self.toggle(row)
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._close()
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Whoever comes here sees what can be chosen, and can tick at once."""
        super().focusInEvent(event)
        self.offer().setCurrentRow(0)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The list goes with the keyboard."""
        self._close()
        super().focusOutEvent(event)

    def offer(self) -> DropList:
        """Show the list, ticked as the line says; it is only now known in which window."""
        if self.list is None:
            self.list = DropList(self.window(), "many_list", "可选的内容，可以选几项")
            for choice in self.choices:
                item = QListWidgetItem(choice)
                item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
                item.setToolTip(choice)
                self.list.addItem(item)
            self.list.itemClicked.connect(self._clicked)
            self.destroyed.connect(self.list.deleteLater)
        self._tick(self.list)
        if not self.list.isVisible():
            self.list.open_at(self)
        return self.list

    def toggle(self, row: int) -> None:
        """Choose a choice, or no longer; what else is typed stays behind the choices."""
        found, others = sort_out(self.text(), self.choices)
        changed = {*found} ^ {self.choices[row]}
        self.setText(joined([*(c for c in self.choices if c in changed), *others]))
        self.offer()

    def _clicked(self, item: QListWidgetItem) -> None:
        self.toggle(self.choices.index(item.text()))

    def _typed(self) -> None:
        """While something is typed, Space is a blank."""
        self.offer().setCurrentRow(-1)

    def _tick(self, shown: DropList) -> None:
        found, _ = sort_out(self.text(), self.choices)
        for row, choice in enumerate(self.choices):
            shown.item(row).setCheckState(_TICKS[choice in found])

    def _close(self) -> None:
        if self.list is not None:
            self.list.hide()
