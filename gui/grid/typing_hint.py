"""One line under the open editor: what a sum comes to, or why what is typed does not fit."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from gui import theme
from gui.theme import colour

Reading = Callable[[str], tuple[str, bool]]


class TypingHint(QLabel):
    """Belongs to an editor and goes with it; it never takes the focus or a click."""

    def __init__(self, ground: QWidget, editor: QLineEdit, reading: Reading) -> None:
        """Lie on what the editor lies on; `reading` says what a text means, and whether it fits."""
        super().__init__(ground)
        self._ground = ground
        self.setObjectName("typing_hint")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFont(theme.font(theme.SANS, theme.SECONDARY))
        self._editor = editor
        self._reading = reading
        self.hide()
        editor.installEventFilter(self)
        editor.textEdited.connect(self.show_reading)
        editor.destroyed.connect(self.deleteLater)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Go out of sight with the editor."""
        if event.type() == QEvent.Type.Hide:
            self.hide()
        return super().eventFilter(watched, event)

    def show_reading(self, text: str) -> None:
        """Say what the text means now; nothing where that is plain."""
        words, fits = self._reading(text)
        self.setText(words)
        self.setVisible(bool(words))
        if not words:
            return
        ink, ground = ("ink2", "panel") if fits else ("red", "red_ground")
        self.setStyleSheet(
            f"color: {colour(ink).name()}; background: {colour(ground).name()};"
            f" border: 1px solid {colour('line').name()}; padding: 1px 4px;"
        )
        self.adjustSize()
        self._place()
        self.raise_()

    def _place(self) -> None:
        """Below the editor, above it where there is no room."""
        room, editor = self._ground.rect(), self._editor.geometry()
        at = editor.bottomLeft() + QPoint(0, 1)
        if at.y() + self.height() > room.height():
            at.setY(editor.top() - self.height())
        at.setX(max(0, min(at.x(), room.width() - self.width())))
        self.move(at)
