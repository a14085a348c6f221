"""The paper a form lies on, the desk under it, and the caption that replaces a scrolled title."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from PySide6.QtCore import QRect, QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from core.layout.plan import LineRole
from core.layout.printed import PrintedLine
from gui import theme
from gui.grid import cell_text
from gui.grid.plan_view import PlanView
from gui.theme import colour

MARGIN = 8
CAPTION = 25
_TITLE_LINE, _LINE = 30.0, 17.0
_BELOW_TITLE_LINES, _ABOVE_NOTES = 4.0, 4.0


@dataclass(frozen=True, slots=True)
class _SetText:
    """One text of the paper outside the grid, placed."""

    where: QRectF
    text: str
    families: tuple[str, ...]
    pixels: float
    align: Qt.AlignmentFlag


class Paper(QWidget):
    """The sheet: lines above, the grid, lines below.

    below_chosen  somebody double clicked what stands below the grid
    """

    below_chosen = Signal()

    def __init__(self, view: PlanView, parent: QWidget | None = None) -> None:
        """Take the grid onto the paper."""
        super().__init__(parent)
        self.view = view
        view.setParent(self)
        self._texts: list[_SetText] = []
        self.title_bottom = 0

    def set_out(
        self, above: Sequence[PrintedLine], below: Sequence[PrintedLine], width: int, grid: QRect,
        zoom: float,
    ) -> None:  # fmt: skip
        """Place everything in that width; the grid's own size is known."""
        before, self._texts = self._texts, []
        y = MARGIN / 2 * zoom
        for line in above:
            y = self._set_line(line, y, width, zoom)
            if line.role is LineRole.TITLE:
                self.title_bottom = ceil(y)
        y += _BELOW_TITLE_LINES * zoom
        self.view.setGeometry(0, ceil(y), width, grid.height())
        y = ceil(y) + grid.height() + _ABOVE_NOTES * zoom
        for line in below:
            y = self._set_line(line, y, width, zoom)
        self.resize(width, ceil(y + MARGIN * zoom))
        if self._texts != before:
            self.update()  # and with it the grid, so not after every edit

    def around(self, above: Sequence[PrintedLine], below: Sequence[PrintedLine], width: int) -> int:
        """The height of everything but the grid, at 100 %."""
        lines = sum(_height(line, _parts(line, width, 1.0), 1.0) for line in (*above, *below))
        return ceil(1.5 * MARGIN + _BELOW_TITLE_LINES + _ABOVE_NOTES + lines)

    def _set_line(self, line: PrintedLine, y: float, width: int, zoom: float) -> float:
        families, pixels, step = _type(line, zoom)
        parts = _parts(line, width, zoom)
        for pieces, align in parts:
            for number, piece in enumerate(pieces):
                where = QRectF(1, y + number * step, width - 2, step)
                self._texts.append(_SetText(where, piece, families, pixels, align))
        return y + _height(line, parts, zoom)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Double click beyond the grid."""
        if event.position().y() > self.view.geometry().bottom():
            self.below_chosen.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the paper and its texts; the grid paints itself."""
        painter = QPainter(self)
        painter.fillRect(event.rect(), colour("paper"))
        painter.setPen(colour("ink"))
        for text in self._texts:
            painter.setFont(theme.font(text.families, text.pixels))
            painter.drawText(text.where, text.align | Qt.AlignmentFlag.AlignVCenter, text.text)
        painter.end()


_Parts = list[tuple[tuple[str, ...], Qt.AlignmentFlag]]


def _type(line: PrintedLine, zoom: float) -> tuple[tuple[str, ...], float, float]:
    """Typeface, size and line height."""
    if line.role is LineRole.TITLE:
        return theme.SERIF_BOLD, theme.TITLE * zoom, _TITLE_LINE * zoom
    return theme.SERIF, theme.BODY * zoom, _LINE * zoom


def _parts(line: PrintedLine, width: int, zoom: float) -> _Parts:
    """What stands on the left, in the middle and on the right of a line, broken into lines."""
    families, pixels, _ = _type(line, zoom)
    texts = (
        (line.left, Qt.AlignmentFlag.AlignLeft),
        (line.center, Qt.AlignmentFlag.AlignHCenter),
        (line.right, Qt.AlignmentFlag.AlignRight),
    )
    return [
        (cell_text.wrap(text, families, pixels, width - 2) if text else (), align)
        for text, align in texts
    ]


def _height(line: PrintedLine, parts: _Parts, zoom: float) -> float:
    return max(1, *(len(pieces) for pieces, _ in parts)) * _type(line, zoom)[2]


class Caption(QWidget):
    """What stands at the top when the title has scrolled out: number, title, project, unit."""

    def __init__(self, parent: QWidget) -> None:
        """Empty."""
        super().__init__(parent)
        self.setObjectName("caption")
        self._texts = ("", "", "", "")

    def show_texts(self, number: str, title: str, project: str, unit: str) -> None:
        """Say which form this is."""
        self._texts = (number, title, project, unit)
        self.setAccessibleName(" ".join(text for text in self._texts if text))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the four texts."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), colour("paper"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, colour("line"))
        x = 10
        number, title, project, unit = self._texts
        for text, families, ink in (
            (number, theme.SERIF_BOLD, "ink"),
            (title, theme.SERIF, "ink"),
            (project, theme.SERIF, "ink2"),
        ):
            painter.setFont(theme.font(families, theme.BODY))
            painter.setPen(colour(ink))
            where = QRect(x, 0, self.width() - x - 110, self.height())
            painter.drawText(where, Qt.AlignmentFlag.AlignVCenter, text)
            x += ceil(painter.fontMetrics().horizontalAdvance(text)) + 10
        painter.setPen(colour("ink2"))
        where = self.rect().adjusted(0, 0, -10, 0)
        painter.drawText(where, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, unit)
        painter.end()


class Surface(QWidget):
    """The desk's top, around the paper."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint it in one colour."""
        painter = QPainter(self)
        painter.fillRect(event.rect(), colour("desk"))
        painter.end()


class Desk(QScrollArea):
    """What the paper lies on; it scrolls the paper up and down."""

    resized = Signal(int)
    zoomed = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        """An empty desk."""
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.verticalScrollBar().setSingleStep(round(cell_text.ROW))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the paper out again in the new width."""
        super().resizeEvent(event)
        self.resized.emit(event.oldSize().height())

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Ctrl and wheel: zoom."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoomed.emit(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
        else:
            super().wheelEvent(event)
