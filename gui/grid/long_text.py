"""The editor of long texts: it grows with the text, never beyond what is seen of the form."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QWidget

from gui import icons, theme
from gui.grid import cell_text
from gui.theme import scheme

LEAST_LINES = 5
_COUNT_ROOM = 24
_MARK = 12


class LongTextEditor(QPlainTextEdit):
    """A text of several lines, with how much of it is used in the corner."""

    def __init__(self, parent: QWidget, limit: int | None, zoom: float) -> None:
        """`limit` is the field's greatest length, None for none."""
        super().__init__(parent)
        self._limit = limit
        self._zoom = zoom
        self._cell = self._room = QRect()
        self.setTabChangesFocus(True)
        self._count = QLabel(self)
        self._count.setObjectName("text_count")
        self._count.setTextFormat(Qt.TextFormat.PlainText)
        self._count.setFont(theme.font(theme.SANS, theme.SMALL))
        self._mark = QLabel(self)
        self._mark.setObjectName("text_too_long")
        self._mark.setPixmap(icons.pixmap("mandatory", _MARK, self.devicePixelRatioF()))
        self.textChanged.connect(self._changed)
        self._show_count()

    def lie_over(self, cell: QRect, room: QRect) -> None:
        """Lie over a cell, inside the room that is seen; both as the parent counts."""
        self._cell, self._room = cell, room
        width = min(max(cell.width(), round(200 * self._zoom)), room.width())
        left = max(room.left(), min(cell.left(), room.right() - width + 1))
        self.setGeometry(left, self.y(), width, self._wanted_height())
        self._grow()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the count in the lower right corner."""
        super().resizeEvent(event)
        self._place_count()

    def _wanted_height(self) -> int:
        """The cell's height, five lines or the whole text, whichever is most; and the count."""
        lines = max(LEAST_LINES, round(self.document().size().height()))
        spacing = max(self.fontMetrics().lineSpacing(), round(cell_text.LINE * self._zoom))
        wanted = max(self._cell.height(), lines * spacing + round(_COUNT_ROOM * self._zoom))
        return min(wanted, self._room.height())

    def _grow(self) -> None:
        """As tall as the text wants; it moves up where the room below ends."""
        if self._room.isEmpty():
            return
        height = self._wanted_height()
        top = min(self._cell.top(), self._room.bottom() - height + 1)
        wanted = QRect(self.x(), max(top, self._room.top()), self.width(), height)
        if wanted != self.geometry():
            self.setGeometry(wanted)
            self.ensureCursorVisible()

    def _changed(self) -> None:
        self._show_count()
        self._grow()

    def _show_count(self) -> None:
        length = len(self.toPlainText())
        over = length - self._limit if self._limit is not None else 0
        if over > 0:
            text = f"超出 {over} 字"
        else:
            text = f"{length}/{self._limit} 字" if self._limit is not None else f"{length} 字"
        self._count.setText(text)
        self._mark.setVisible(over > 0)
        ink = scheme().red if over > 0 else scheme().ink2
        self._count.setStyleSheet(f"background: {scheme().panel}; color: {ink}; padding: 0 3px;")
        self._place_count()

    def _place_count(self) -> None:
        size = self._count.sizeHint()
        right, bottom = self.rect().right() - 5, self.rect().bottom() - 3
        place = QRect(right - size.width(), bottom - size.height(), size.width(), size.height())
        self._count.setGeometry(place)
        middle = place.center().y() - _MARK // 2
        self._mark.setGeometry(place.left() - _MARK - 2, middle, _MARK, _MARK)


def seen_part(view: QWidget) -> QRect:
    """What is seen of a widget, in its own coordinates: it may be far larger than the window."""
    seen, shift, widget = view.rect(), view.rect().topLeft(), view
    while not widget.isWindow() and (parent := widget.parentWidget()) is not None:
        shift += widget.pos()
        seen &= parent.rect().translated(-shift)
        widget = parent
    return seen
