"""A line to type in with a list below it, of what the text may mean."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit

from gui.grid.drop_list import STEPS, DropList


class ListedEditor(QLineEdit):
    """Arrows open the list and move in it; Enter and leaving settle what is meant."""

    list: DropList | None = None

    def offer(self) -> None:
        """Show what the text may mean."""
        raise NotImplementedError

    def offer_all(self) -> None:
        """Show everything that there is."""
        raise NotImplementedError

    def offer_something(self) -> None:
        """Show what the text may mean, or everything where that says nothing new."""
        self.offer()
        if not self.is_open():
            self.offer_all()

    def settle(self) -> None:
        """Take what is meant, and close the list."""
        raise NotImplementedError

    def is_open(self) -> bool:
        """Whether the list is shown."""
        return self.list is not None and self.list.isVisible()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move in the list and open it; Enter takes what is lit up."""
        step = STEPS.get(Qt.Key(event.key()))
        if step is not None:
            self._move(step)
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.settle()
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The list goes with the keyboard."""
        self.settle()
        super().focusOutEvent(event)

    def close_list(self) -> None:
        """Put the list away."""
        if self.list is not None:
            self.list.hide()

    def _move(self, step: int) -> None:
        if self.list is not None and self.is_open():
            self.list.step(step)
        else:
            self.offer()
