"""What a cell shows of the block it lies in: its ground, and its share of the frames."""

from collections.abc import Iterable

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from core.layout.area import Area
from core.layout.plan import PlanCell
from gui.grid.spotlight import Spotlight
from gui.theme import colour

_DARK = 128


def paint_block(painter: QPainter, rect: QRect, place: PlanCell, spotlight: Spotlight) -> None:
    """Paint the selection over a painted cell, so that its own ground still shows through."""
    block, copied = sides(place, spotlight.block), sides(place, spotlight.copied)
    if block is not None:
        dark = colour("paper").lightness() < _DARK
        modes = QPainter.CompositionMode
        painter.setCompositionMode(
            modes.CompositionMode_Screen if dark else modes.CompositionMode_Multiply
        )
        painter.fillRect(rect, colour("selection"))
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
        _paint_edges(painter, rect, block, QPen(colour("accent"), 2 if dark else 1))
    if copied is not None:
        _paint_edges(painter, rect, copied, _dashed(colour("accent"), 2))
    if (place.row, place.column) in spotlight.targets:
        painter.setPen(_dashed(colour("accent"), 1))
        painter.drawRect(rect.adjusted(2, 2, -4, -4))


def _dashed(ink: QColor, width: int) -> QPen:
    pen = QPen(ink, width)
    pen.setDashPattern([4 / width, 3 / width])
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    return pen


def sides(place: PlanCell, area: Area | None) -> tuple[bool, bool, bool, bool] | None:
    """Which sides of a cell are sides of an area: top, bottom, left, right; None outside of it."""
    if area is None or not area.touches(place):
        return None
    return (
        place.row <= area.row,
        place.row + place.rows >= area.end_row,
        place.column <= area.column,
        place.column + place.columns >= area.end_column,
    )


def _paint_edges(painter: QPainter, rect: QRect, at: Iterable[bool], pen: QPen) -> None:
    """Those sides of a cell that are sides of the whole area."""
    painter.setPen(pen)
    inner = rect.adjusted(0, 0, -1, -1) if pen.width() == 1 else rect.adjusted(1, 1, -1, -1)
    corners = inner.topLeft(), inner.topRight(), inner.bottomLeft(), inner.bottomRight()
    for there, (first, last) in zip(at, ((0, 1), (2, 3), (0, 2), (1, 3)), strict=True):
        if there:
            painter.drawLine(corners[first], corners[last])
