"""Paints a cell: ground, entry line, rules, text, the mark of a finding, the current frame.

Every state has a shape beside its colour (bar, frame, dashes, icon), so that it can be told apart
in grey print.
"""

from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from core.layout.plan import Align, CellKind, PlanCell
from gui import icons, theme
from gui.grid import cell_text
from gui.grid.block_paint import paint_block
from gui.grid.marks import Mark
from gui.grid.plan_model import Look, PlanModel
from gui.grid.spotlight import Spotlight
from gui.theme import colour

ICON = 11.0
BAR = 3
DOT = 5
CORNER = 7
_DOTS_BELOW = 0.75
_ICONS = {
    Mark.MANDATORY: "mandatory",
    Mark.UNREADABLE: "mandatory",
    Mark.VERIFY: "verify",
    Mark.STALE: "stale",
    Mark.OVERRIDDEN: "pencil",
    Mark.JUSTIFIED: "justified",
    Mark.HINT: "hint",
    Mark.CHANGED: "changed",
}
_INKS = {
    Mark.MANDATORY: "red",
    Mark.UNREADABLE: "red",
    Mark.VERIFY: "amber",
    Mark.STALE: "amber",
    Mark.OVERRIDDEN: "violet",
    Mark.JUSTIFIED: "grey",
    Mark.HINT: "blue",
    Mark.CHANGED: "ink2",
}
_GROUNDS = {
    Mark.MANDATORY: "red_ground",
    Mark.UNREADABLE: "red_ground",
    Mark.VERIFY: "amber_ground",
    Mark.STALE: "amber_ground",
    Mark.OVERRIDDEN: "violet_ground",
}


class CellPainter:
    """Paints the cells of one model in the light of one spotlight."""

    def __init__(self, model: PlanModel, spotlight: Spotlight) -> None:
        """At 100 % until `zoom` says otherwise."""
        self._model = model
        self._spotlight = spotlight
        self.zoom = 1.0

    def paint(self, painter: QPainter, rect: QRect, place: PlanCell) -> None:
        """Paint one cell into that rectangle, and nothing beside it; pen, font and clip change."""
        at = (place.row, place.column)
        look = self._model.look(place)
        painter.setClipRect(rect)
        painter.fillRect(rect, self._ground(look, at))
        self._paint_rules(painter, rect, look)
        inner = rect.adjusted(0, 0, -1, -1)
        if place.kind is CellKind.ENTRY:
            self._paint_entry_line(painter, inner, look)
        if look.mark is not None:
            if self.zoom < _DOTS_BELOW:
                self._paint_dot(painter, inner, look.mark)
            else:
                self._paint_mark(painter, inner, look.mark)
        if look.printed.text or look.mark is not None:
            self._paint_text(painter, inner, look, at)
        if self._spotlight.has_blocks:
            paint_block(painter, rect, place, self._spotlight)
        if at == self._spotlight.current:
            painter.setPen(_frame_pen("accent", theme.current_frame()))
            painter.drawRect(inner.adjusted(1, 1, 0, 0))

    def _ground(self, look: Look, at: tuple[int, int]) -> QColor:
        if at == self._spotlight.flashed:
            return colour("selection")
        if look.mark in _GROUNDS:
            return colour(_GROUNDS[look.mark])
        if at == self._spotlight.head:
            return colour("accent")
        if at in self._spotlight.names:
            return colour("row")
        if look.place.kind is CellKind.ENTRY:
            return colour("paper")
        plain_label = look.place.style.label or look.place.kind is not CellKind.CALCULATED
        return colour("label") if plain_label else colour("calculated")

    def _paint_rules(self, painter: QPainter, rect: QRect, look: Look) -> None:
        place, plan = look.place, self._model.plan
        if plan is None:
            return
        right_edge = place.column + place.columns == len(plan.columns)
        bottom_edge = place.row + place.rows == len(plan.rows)
        rule, frame = colour("rule"), colour("frame")
        left, top, width, height = rect.left(), rect.top(), rect.width(), rect.height()
        painter.fillRect(left + width - 1, top, 1, height, frame if right_edge else rule)
        painter.fillRect(left, top + height - 1, width, 1, frame if bottom_edge else rule)
        if place.column == 0:
            painter.fillRect(left, top, 1, height, frame)
        if place.row == 0:
            painter.fillRect(left, top, width, 1, frame)

    def _paint_entry_line(self, painter: QPainter, inner: QRect, look: Look) -> None:
        pen = QPen(colour("entry_line"), 2 if look.missing else 1)
        if look.prefilled:
            pen.setDashPattern([3, 3])
        painter.setPen(pen)
        y = inner.bottom() - 1
        painter.drawLine(inner.left() + 4, y, inner.right() - 4, y)

    def _paint_mark(self, painter: QPainter, inner: QRect, mark: Mark) -> None:
        if mark in (Mark.MANDATORY, Mark.UNREADABLE):
            painter.fillRect(
                QRect(inner.left() + 1, inner.top(), BAR, inner.height()), colour("red")
            )
        if mark is Mark.UNREADABLE:
            pen = _frame_pen("red", 1)
            pen.setDashPattern([4, 2])
            painter.setPen(pen)
            painter.drawRect(inner.adjusted(BAR + 2, 2, -3, -3))
        if mark in (Mark.VERIFY, Mark.STALE):
            painter.setPen(_frame_pen("amber", 1))
            painter.drawRect(inner.adjusted(1, 1, -1, -1))
        if mark is Mark.OVERRIDDEN:
            painter.fillRect(
                QRect(inner.right() - BAR, inner.top(), BAR, inner.height()), colour("violet")
            )

    def _paint_dot(self, painter: QPainter, inner: QRect, mark: Mark) -> None:
        """A small form has no room for shapes: a dot in the corner, and the tooltip says more."""
        painter.fillRect(QRect(inner.left() + 1, inner.top() + 1, DOT, DOT), colour(_INKS[mark]))

    def _paint_text(self, painter: QPainter, inner: QRect, look: Look, at: tuple[int, int]) -> None:
        cell, zoom = look.printed, self.zoom
        how = cell_text.setting(look.place, zoom)
        lines, pixels = cell_text.set_text(cell, inner.width(), zoom)
        icon_room = self._paint_icon(painter, inner, look, lines)
        if not lines:
            return
        is_head = at == self._spotlight.head
        families = _bold(how.families) if is_head else how.families
        painter.setFont(theme.font(families, pixels))
        painter.setPen(colour("on_accent" if is_head else "ink2" if look.prefilled else "ink"))
        align = cell_text.shown_align(cell, as_typed=look.mark is Mark.UNREADABLE)
        pad = cell_text.padding(look.place) * zoom
        body = QRectF(inner).adjusted(pad, 0, -pad, 0)
        if align is Align.RIGHT:
            body.setRight(body.right() - how.indent)
        else:
            body.setLeft(body.left() + how.indent)
        if align is Align.LEFT and len(lines) == 1:
            body.setLeft(body.left() + icon_room)
        if look.mark is Mark.OVERRIDDEN:
            body.setRight(body.right() - BAR)
        height = len(lines) * how.line
        top = body.top() + max(2 * zoom, (body.height() - height) / 2)
        if look.place.style.top:
            top = body.top() + 2 * zoom
        for number, line in enumerate(lines):
            where = QRectF(body.left(), top + number * how.line, body.width(), how.line)
            painter.drawText(where, _FLAGS[align], line)

    def _paint_icon(
        self, painter: QPainter, inner: QRect, look: Look, lines: tuple[str, ...]
    ) -> float:
        """Paint the mark's icon if figure and icon both find room; the width it takes."""
        if look.mark is None or self.zoom < _DOTS_BELOW:
            return 0.0
        side = ICON * min(self.zoom, 1.5)
        how = cell_text.setting(look.place, self.zoom)
        widest = max((cell_text.text_width(t, how.families, how.pixels) for t in lines), default=0)
        centred = cell_text.shown_align(look.printed, as_typed=False) is Align.CENTER
        needed = widest + (2 if centred else 1) * (side + 8)
        left = inner.left() + (BAR + 3 if look.mark in _BARRED else 3)
        if needed > inner.width() or len(lines) > 1:
            if look.mark is Mark.CHANGED:
                _paint_corner(painter, inner)
            return 0.0
        top = inner.top() + (inner.height() - side) / 2
        if look.place.style.top:
            top = inner.top() + 2 * self.zoom + (how.line - side) / 2
        icons.paint(painter, _ICONS[look.mark], QRectF(left, top, side, side))
        return side + (BAR + 3 if look.mark in _BARRED else 3)


def _paint_corner(painter: QPainter, inner: QRect) -> None:
    """A hollow triangle in the corner, for a mark that is nothing but its icon."""
    left, top = inner.left() + 2, inner.top() + 2
    painter.setPen(QPen(colour(_INKS[Mark.CHANGED]), 1))
    painter.drawPolyline([QPoint(left + at * CORNER, top + down * CORNER) for at, down in _WEDGE])


_WEDGE = ((0, 0), (1, 0), (0, 1), (0, 0))
_BARRED = (Mark.MANDATORY, Mark.UNREADABLE)
_FLAGS = {
    Align.LEFT: Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
    Align.CENTER: Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter,
    Align.RIGHT: Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
}


def _frame_pen(role: str, width: int) -> QPen:
    pen = QPen(colour(role), width)
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    return pen


def _bold(families: tuple[str, ...]) -> tuple[str, ...]:
    return theme.SERIF_BOLD if families == theme.SERIF else families
