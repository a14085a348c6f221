"""The editor of codes: digits, hanzi or initials are typed, and a list says what they may mean.

The list is no window and never takes the focus, so that the input method keeps its composition and
Enter, Tab and Esc go the way they go in every editor.
"""

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QWidget

from core.calc.code_search import CodeMatch
from gui import theme

WIDTH = 420
ROWS = 8
_CODE = Qt.ItemDataRole.UserRole
_STEPS = {
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_PageDown: ROWS,
    Qt.Key.Key_PageUp: -ROWS,
}

Find = Callable[[str], list[CodeMatch]]


class CodeList(QListWidget):
    """What a text may mean: code, name, upper levels, and a similar code already in use."""

    def __init__(self, parent: QWidget) -> None:
        """Hidden until there is something to show."""
        super().__init__(parent)
        self.setObjectName("code_list")
        self.setAccessibleName("可选的编码")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setUniformItemSizes(True)
        self.setFont(theme.font(theme.SANS, theme.BODY))
        self.hide()

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

    def place_at(self, editor: QWidget) -> None:
        """Stand below the editor, above it where there is no room, inside the window."""
        window = self.window()
        rows = min(self.count(), ROWS)
        height = rows * max(self.sizeHintForRow(0), 1) + 2 * self.frameWidth()
        where = editor.mapTo(window, QPoint(0, editor.height()))
        if where.y() + height > window.height():
            where.setY(max(0, where.y() - editor.height() - height))
        width = min(WIDTH, window.width())
        self.setGeometry(max(0, min(where.x(), window.width() - width)), where.y(), width, height)


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
        found.place_at(self)
        found.show()
        found.raise_()
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
        step = _STEPS.get(Qt.Key(event.key()))
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
        row = self.list.currentRow() + step
        self.list.setCurrentRow(max(0, min(row, self.list.count() - 1)))

    def _settle(self) -> None:
        self.setText(self.text_meant())
        self._close()

    def _close(self) -> None:
        if self.list is not None:
            self.list.hide()

    def _opened(self) -> CodeList:
        """The list; it is made when it is needed, for only then is it known in which window."""
        if self.list is None:
            self.list = CodeList(self.window())
            self.list.itemClicked.connect(self._settle)
            self.destroyed.connect(self.list.deleteLater)
        return self.list
