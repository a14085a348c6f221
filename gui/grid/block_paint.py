"""What a cell shows of the block it lies in: its ground, and its share of the frames."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from core.layout.area import Area
from core.layout.plan import PlanCell
from gui.grid.spotlight import Spotlight
from gui.theme import colour

_DARK = 128


def paint_block(painter: QPainter, rect: QRect, place: PlanCell, spotlight: Spotlight) -> None:
    """Paint the selection over a painted cell, so that its own ground still shows through."""
    block = spotlight.block
    if block is not None and block.touches(place):
        dark = colour("paper").lightness() < _DARK
        modes = QPainter.CompositionMode
        painter.setCompositionMode(
            modes.CompositionMode_Screen if dark else modes.CompositionMode_Multiply
        )
        painter.fillRect(rect, colour("selection"))
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
        _paint_edges(painter, rect, place, block, QPen(colour("accent"), 2 if dark else 1))
    if spotlight.copied is not None and spotlight.copied.touches(place):
        _paint_edges(painter, rect, place, spotlight.copied, _dashed(colour("accent"), 2))
    if (place.row, place.column) in spotlight.targets:
        painter.setPen(_dashed(colour("accent"), 1))
        painter.drawRect(rect.adjusted(2, 2, -4, -4))


def _dashed(ink: QColor, width: int) -> QPen:
    pen = QPen(ink, width)
    pen.setDashPattern([4 / width, 3 / width])
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    return pen


def _paint_edges(painter: QPainter, rect: QRect, place: PlanCell, area: Area, pen: QPen) -> None:
    """Those sides of a cell that are sides of the whole area."""
    painter.setPen(pen)
    inner = rect.adjusted(0, 0, -1, -1) if pen.width() == 1 else rect.adjusted(1, 1, -1, -1)
    if place.row <= area.row:
        painter.drawLine(inner.topLeft(), inner.topRight())
    if place.row + place.rows >= area.end_row:
        painter.drawLine(inner.bottomLeft(), inner.bottomRight())
    if place.column <= area.column:
        painter.drawLine(inner.topLeft(), inner.bottomLeft())
    if place.column + place.columns >= area.end_column:
        painter.drawLine(inner.topRight(), inner.bottomRight())
