"""One line beside a cell: what a sum comes to, or why what stands there does not fit."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QRect, Qt
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QWidget

from gui import theme
from gui.grid.listed_editor import ListedEditor
from gui.grid.many_editor import ManyEditor
from gui.theme import colour

Reading = Callable[[str], tuple[str, bool]]


class Strip(QLabel):
    """A line of words beside a cell; it never takes the focus or a click."""

    def __init__(self, ground: QWidget, name: str) -> None:
        """Hidden; it lies on what the cell lies on."""
        super().__init__(ground)
        self._ground = ground
        self.setObjectName(name)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFont(theme.font(theme.SANS, theme.SECONDARY))
        self.hide()

    def say(self, words: str, beside: QRect, *, fits: bool, above: bool = False) -> None:
        """Say something below (or above) a rectangle, on the other side where there is no room."""
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
        room = self._ground.rect()
        over, under = beside.top() - self.height(), beside.bottom() + 1
        no_room = over < 0 if above else under + self.height() > room.height()
        left = max(0, min(beside.left(), room.width() - self.width()))
        self.move(left, over if above is not no_room else under)
        self.raise_()


class TypingHint(Strip):
    """Belongs to an editor and goes with it."""

    def __init__(self, ground: QWidget, editor: QWidget, reading: Reading) -> None:
        """`reading` says what a text means, and whether it fits.

        An editor with a list below it has the line above it.
        """
        super().__init__(ground, "typing_hint")
        self._editor = editor
        self._reading = reading
        line = editor.lineEdit() if isinstance(editor, QComboBox) else editor
        self._above = isinstance(editor, QComboBox | ListedEditor | ManyEditor)
        editor.installEventFilter(self)
        if isinstance(line, QLineEdit):
            line.textEdited.connect(self.show_reading)
        editor.destroyed.connect(self.deleteLater)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Go out of sight with the editor."""
        if event.type() == QEvent.Type.Hide:
            self.hide()
        return super().eventFilter(watched, event)

    def show_reading(self, text: str) -> None:
        """Say what the text means now; nothing where that is plain."""
        words, fits = self._reading(text)
        self.say(words, self._editor.geometry(), fits=fits, above=self._above)
