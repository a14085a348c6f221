"""The search field of the tool bar: what to look for, and which of how many places one is at."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from gui import icons, theme
from gui.labels import label

WIDTH = 186
_AFTER_MS = 250
_ROOM = 58


class FindField(QLineEdit):
    """One line to look for.

    typed   what is looked for is another text now, and the keyboard rests
    wanted  the next place was asked for, or (True) the one before
    left    Esc was pressed
    """

    typed = Signal()
    wanted = Signal(bool)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Nothing is looked for."""
        super().__init__(parent)
        self.setObjectName("find")
        self.setAccessibleName("查找")
        self.setPlaceholderText("查找 Ctrl+F")
        self.setToolTip("查所有的表：数、文字、编码、拼音首字母。Enter 下一处，Shift+Enter 上一处")
        self.setFixedWidth(WIDTH)
        self.setFont(theme.font(theme.SANS, theme.BODY))
        sign = self.addAction(icons.icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        sign.setText("查找")
        self._count = label(pixels=theme.SMALL, ink="ink2")
        self._count.setParent(self)
        self._count.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.timeout.connect(self.typed)
        self.textEdited.connect(self._edited)

    def begin(self) -> None:
        """Put the keyboard here; what stood there is typed over."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()

    def count(self) -> str:
        """Which of how many, as it stands there."""
        return self._count.text()

    def show_count(self, words: str) -> None:
        """Say which of how many."""
        if words == self._count.text():
            return  # after every edit; Qt would lay out the whole window anew
        self._count.setText(words)
        self.setAccessibleDescription(words)
        self.setTextMargins(0, 0, _ROOM if words else 0, 0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter looks for the next place, with Shift for the one before; Esc goes back."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._rest.stop()
            self.wanted.emit(bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the count at the right."""
        super().resizeEvent(event)
        self._count.setGeometry(self.width() - _ROOM - 6, 0, _ROOM, self.height())

    def _edited(self) -> None:
        self.show_count("")
        self._rest.start(_AFTER_MS)
