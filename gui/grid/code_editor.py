"""The editor of codes: digits, hanzi or initials are typed, and a list says what they may mean."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidgetItem, QWidget

from core.calc.code_search import CodeMatch
from gui.grid.drop_list import DropList
from gui.grid.listed_editor import ListedEditor

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


class CodeEditor(ListedEditor):
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
            self.close_list()
            return
        found = self._show(matches)
        if text and not text.isdigit():
            found.setCurrentRow(0)

    def offer_all(self) -> None:
        """Show all codes."""
        self._show(self._find(""))

    def _show(self, matches: list[CodeMatch]) -> CodeList:
        found = self._opened()
        found.show_matches(matches)
        found.open_at(self)
        return found

    def text_meant(self) -> str:
        """The code that is lit up in the list, else what was typed."""
        return (self.list.chosen() if self.is_open() and self.list else "") or self.text()

    def settle(self) -> None:
        """Take what is lit up."""
        self.setText(self.text_meant())
        self.close_list()

    def _opened(self) -> CodeList:
        """The list; it is made when it is needed, for only then is it known in which window."""
        if self.list is None:
            self.list = CodeList(self.window(), "code_list", "可选的编码")
            self.list.itemClicked.connect(self.settle)
            self.destroyed.connect(self.list.deleteLater)
        return self.list
