"""Labels that show a text as it is: no mark-up is ever read out of what a user typed."""

from html import escape

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QSizePolicy, QWidget

from gui import theme
from gui.theme import colour


def label(
    text: str = "",
    *,
    pixels: float = theme.BODY,
    families: tuple[str, ...] = theme.SANS,
    ink: str = "ink",
    wrapped: bool = False,
) -> QLabel:
    """A label in a size and colour of the theme."""
    found = QLabel(text)
    found.setTextFormat(Qt.TextFormat.PlainText)
    found.setFont(theme.font(families, pixels))
    found.setWordWrap(wrapped)
    if ink != "ink":
        found.setStyleSheet(f"color: {colour(ink).name()};")
    return found


class ElidedLabel(QFrame):
    """One line that is cut short with … where there is no room; the whole text is the tooltip."""

    def __init__(
        self,
        parent: QWidget | None = None,
        align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
        ink: str = "ink",
    ) -> None:
        """An empty label."""
        super().__init__(parent)
        self._text = ""
        self._align = align
        self._ink = ink
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def text(self) -> str:
        """The whole text."""
        return self._text

    def set_text(self, text: str, ink: str = "ink") -> None:
        """Show a text."""
        self._text, self._ink = text, ink
        self.setAccessibleDescription(text)
        self.setToolTip(tooltip(text))
        self.update()

    def set_align(self, align: Qt.AlignmentFlag) -> None:
        """Where the text stands."""
        self._align = align

    def sizeHint(self) -> QSize:
        """One line high."""
        metrics = self.fontMetrics()
        width = metrics.horizontalAdvance(self._text) + 16
        width = min(max(width, self.minimumWidth()), self.maximumWidth())
        return QSize(width, metrics.height() + 6)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the frame and as much of the text as fits."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setPen(colour(self._ink))
        room = self.contentsRect().adjusted(6, 0, -6, 0)
        line = self._text.replace("\n", " ")
        shown = self.fontMetrics().elidedText(line, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, self._align | Qt.AlignmentFlag.AlignVCenter, shown)
        painter.end()


def tooltip(text: str) -> str:
    """A text as a tooltip: Qt would take what looks like mark-up for mark-up."""
    return f"<p style='white-space:pre-wrap'>{escape(text)}</p>" if text else ""


def shortened(text: str, most: int = 24) -> str:
    """A text for a button: its beginning, where the whole of it is too long."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


def in_a_row(*widgets: QWidget | None) -> QHBoxLayout:
    """Widgets side by side, fields and wrapped words as wide as they can; None is a gap."""
    row = QHBoxLayout()
    row.setSpacing(8)
    for widget in widgets:
        if widget is None:
            row.addStretch(1)
        else:
            wraps = isinstance(widget, QLabel) and widget.wordWrap()
            row.addWidget(widget, 1 if wraps or isinstance(widget, QLineEdit) else 0)
    return row
