"""Ctrl+G, or a click on the name box: where to go is typed, and a list says what it may mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from core.find.going import Destination, Going
from gui.cell_line import CellLine
from gui.grid.drop_list import STEPS, DropList

if TYPE_CHECKING:
    from gui.workspace import Workspace

_EXAMPLES = "例如 27、7栏、2101501、05表 合计 8栏"


class GoToField(QLineEdit):
    """Stands over the name box while one types where to go."""

    def __init__(self, line: QWidget, go_to: GoTo) -> None:
        """Over the name box of this line."""
        super().__init__(line)
        self.setObjectName("go_to")
        self.setAccessibleName("定位")
        self.setPlaceholderText(_EXAMPLES)
        self._go_to = go_to
        self._list: DropList | None = None
        self.places: list[Destination] = []
        self.textEdited.connect(self.offer)
        self.hide()

    def offer(self) -> None:
        """List what the text may mean."""
        self.places = self._go_to.places(self.text())
        if not self.places:
            self._close_list()
            return
        shown = self._opened()
        shown.clear()
        shown.addItems([place.words for place in self.places])
        shown.setCurrentRow(0)
        shown.open_at(self)

    def leave(self) -> None:
        """Put list and field away."""
        self._close_list()
        self.clear()
        self.places = []
        self.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move in the list, Enter goes to what is lit up, Esc stays where one is."""
        step = STEPS.get(Qt.Key(event.key()))
        if step is not None:
            if self._list is not None and self.places:
                self._list.step(step)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose()
        elif event.key() == Qt.Key.Key_Escape:
            self._go_to.stay()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Whoever goes elsewhere does not want to be taken anywhere."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.ActiveWindowFocusReason:
            self.leave()

    def _choose(self) -> None:
        row = self._list.currentRow() if self._list is not None else 0
        if self.places:
            self._go_to.go(self.places[max(row, 0)])
        elif self.text().strip():
            self._go_to.refuse(self.text())

    def _close_list(self) -> None:
        if self._list is not None:
            self._list.hide()

    def _opened(self) -> DropList:
        """The list; it is made when it is needed, for only then is it known in which window."""
        if self._list is None:
            self._list = DropList(self.window(), "go_to_list", "可以去的地方")
            self._list.itemClicked.connect(lambda _: self._choose())
            self.destroyed.connect(self._list.deleteLater)
        return self._list


class GoTo(QObject):
    """Takes one to a place of the document in a workspace."""

    def __init__(self, work: Workspace, line: CellLine) -> None:
        """Ask over the name box of this line."""
        super().__init__(work)
        self._work = work
        self._line = line
        self.field = GoToField(line, self)
        line.name_clicked.connect(self.start)

    def leave(self) -> None:
        """Let the line go, which outlives the document."""
        self._line.name_clicked.disconnect(self.start)
        self.field.leave()
        self.field.deleteLater()

    def start(self) -> None:
        """Ask where to go."""
        self._work.finish_editing()
        self.field.setGeometry(self._line.name_place())
        self.field.show()
        self.field.raise_()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def places(self, text: str) -> list[Destination]:
        """What a text may mean, seen from where one is."""
        return self._going().places(text)

    def go(self, place: Destination) -> None:
        """Go there."""
        self.field.leave()
        if place.cell is None:
            self._work.open_sheet(place.sheet)
            self._work.focus_page()
        else:
            self._work.jump(place.cell)

    def stay(self) -> None:
        """Back to where one was."""
        self.field.leave()
        self._work.focus_page()

    def refuse(self, text: str) -> None:
        """Say that there is no such place; what was typed stays to be amended."""
        self._work.refuse(self._going().not_found(text))

    def _going(self) -> Going:
        here = self._work.current()
        return Going(self._work.session, self._work.sheet, here.cell if here is not None else None)
