"""The editor of codes: digits, hanzi or initials are typed, and a list says what they may mean."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidgetItem, QWidget

from core.calc.code_search import CodeMatch
from gui.grid.drop_list import STEPS, DropList

_CODE = Qt.ItemDataRole.UserRole

Find = Callable[[str], list[CodeMatch]]


class CodeList(DropList):
    """What a text may mean: code, name, upper levels, and a similar code already in use."""

    def show_matches(self, matches: list[CodeMatch]) -> None:
        """List these."""
        self.clear()
        for match in matches:
            words = [match.code, match.name, match.path, match.near]
            item = QListWidgetItem("　".join(word for word in words if word))
            item.setData(_CODE, match.code)
            item.setToolTip(item.text())
            self.addItem(item)

    def chosen(self) -> str:
        """The code that is lit up; "" if none is."""
        return str(self.currentIndex().data(_CODE) or "")


class CodeEditor(QLineEdit):
    """One line for a code, with the list of what may be meant."""

    def __init__(self, parent: QWidget, find: Find) -> None:
        """`find` gives the codes that a text may mean."""
        super().__init__(parent)
        self._find = find
        self.list: CodeList | None = None
        self.textEdited.connect(self.offer)

    def offer(self) -> None:
        """Show what the text may mean; a name or initials can mean only what the list says."""
        text = self.text().strip()
        matches = self._find(text)
        known = len(matches) == 1 and matches[0].code == text
        if not matches or known:
            self._close()
            return
        found = self._opened()
        found.show_matches(matches)
        found.open_at(self)
        if text and not text.isdigit():
            found.setCurrentRow(0)

    def text_meant(self) -> str:
        """The code that is lit up in the list, else what was typed."""
        return (self.list.chosen() if self.is_open() and self.list else "") or self.text()

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
            self._settle()
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Leaving takes what is lit up."""
        self._settle()
        super().focusOutEvent(event)

    def _move(self, step: int) -> None:
        if not self.is_open() or self.list is None:
            self.offer()
            return
        self.list.step(step)

    def _settle(self) -> None:
        self.setText(self.text_meant())
        self._close()

    def _close(self) -> None:
        if self.list is not None:
            self.list.hide()

    def _opened(self) -> CodeList:
        """The list; it is made when it is needed, for only then is it known in which window."""
        if self.list is None:
            self.list = CodeList(self.window(), "code_list", "可选的编码")
            self.list.itemClicked.connect(self._settle)
            self.destroyed.connect(self.list.deleteLater)
        return self.list
