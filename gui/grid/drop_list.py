"""A list below an editor, of what may be chosen.

It is no window and never takes the focus, so that the input method keeps its composition and
Enter, Tab and Esc go the way they go in every editor.
"""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QListWidget, QWidget

from gui import theme

WIDTH = 420
ROWS = 8
STEPS = {
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_PageDown: ROWS,
    Qt.Key.Key_PageUp: -ROWS,
}


class DropList(QListWidget):
    """Lines to choose from, below the editor they belong to."""

    def __init__(self, parent: QWidget, name: str, words: str) -> None:
        """Hidden until there is something to show; `words` name it for those who hear it."""
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(words)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setUniformItemSizes(True)
        self.setFont(theme.font(theme.SANS, theme.BODY))
        self.hide()

    def open_at(self, editor: QWidget) -> None:
        """Be seen, over everything else."""
        self.place_at(editor)
        self.show()
        self.raise_()

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

    def step(self, rows: int) -> None:
        """Light up another line."""
        self.setCurrentRow(max(0, min(self.currentRow() + rows, self.count() - 1)))
