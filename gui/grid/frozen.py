"""Overlays on the grid: what stays in sight while the form scrolls under it.

The head stays at the top, the columns that name the rows on the left, and a corner where both are.
They show the same model in the same light, and what is done to them is done to the grid.
"""

from collections.abc import Sequence
from itertools import product

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QRegion, QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget

from core.layout.name_columns import name_columns
from core.layout.plan import Head, PlanCell
from gui.grid.pinned_table import Band
from gui.grid.plan_view import PlanView
from gui.theme import colour

EDGE = 2


class Overlay(QWidget):
    """Some rows, some columns, or both, over the grid."""

    def __init__(
        self, view: PlanView, parent: QWidget, name: str, *, rows: bool, columns: bool
    ) -> None:
        """Show what the view shows."""
        super().__init__(parent)
        self.setObjectName(name)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMouseTracking(view.viewport().hasMouseTracking())
        self._view = view
        self._rows, self._columns = rows, columns
        self._scrolled = QPoint()
        self._cut: tuple[PlanCell, ...] = ()
        view.overlays.append(self)
        self.hide()

    def put(
        self, where: QRect, scrolled: QPoint, cut: tuple[PlanCell, ...], free: QRegion | None = None
    ) -> None:
        """Stand there and show the form from that pixel on.

        `cut` are the cells of which only some rows are pinned; `free` is what is covered of it.
        """
        self.setGeometry(where)
        if free is None:
            self.clearMask()
        else:
            # Qt takes all of a mask for painted, even what lies beyond the widget.
            free = free.intersected(self.rect())
            if free != self.mask():
                self.setMask(free)
        if (scrolled, cut) != (self._scrolled, self._cut):
            self._scrolled, self._cut = scrolled, cut
            self.update()
        self.show()

    # ---- painting

    def refresh(self, part: QRegion) -> None:
        """Show a part of the form anew."""
        if self.isVisible():
            self.update(part.translated(-self._scrolled))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Show the cells, and the edge under which the form goes on."""
        painter = QPainter(self)
        part = event.rect().translated(self._scrolled)
        self._view.show_form(painter, -self._scrolled, part, self.devicePixelRatioF())
        for place in self._cut:
            self._paint_cut(painter, place, event.rect())
        painter.setClipRect(event.rect())
        if self._rows:
            painter.fillRect(0, self.height() - EDGE, self.width(), EDGE, colour("frame"))
        if self._columns:
            painter.fillRect(self.width() - EDGE, 0, EDGE, self.height(), colour("frame"))
        painter.end()

    def _paint_cut(self, painter: QPainter, place: PlanCell, part: QRect) -> None:
        """Paint a cell that is pinned in part, if it is seen there: its text in the middle."""
        rect = self._view.canvas.rect(place).translated(-self._scrolled)
        rect.setTop(max(rect.top(), 0))
        rect.setBottom(min(rect.bottom(), self.height() - 1))
        if rect.intersects(part):
            self._view.cells.paint(painter, rect, place)

    # ---- the mouse

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The paper scrolls."""
        event.ignore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Press the grid."""
        self._pass_on(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag over the grid, wherever it leads."""
        self._pass_on(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go of the grid."""
        self._pass_on(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Double click the grid."""
        self._pass_on(event)

    def _pass_on(self, event: QMouseEvent) -> None:
        grid = self._view.viewport()
        there = QMouseEvent(
            event.type(),
            grid.mapFromGlobal(event.globalPosition()),
            event.globalPosition(),
            event.button(),
            event.buttons(),
            event.modifiers(),
        )
        if event.type() == QMouseEvent.Type.MouseButtonPress:
            self._view.setFocus(Qt.FocusReason.MouseFocusReason)
        QApplication.sendEvent(grid, there)
        event.setAccepted(there.isAccepted())


class Frozen:
    """The three overlays, kept where they belong."""

    def __init__(self, view: PlanView, desk: QWidget) -> None:
        """Head and corner lie on the desk on which the paper moves, the columns on the grid."""
        self._view = view
        self._desk = desk
        self.side = Overlay(view, view, "frozen_columns", rows=False, columns=True)
        self.head = Overlay(view, desk, "frozen_head", rows=True, columns=False)
        self.corner = Overlay(view, desk, "frozen_corner", rows=True, columns=True)
        self._names, self._top = 0, 0
        view.plan_model.modelReset.connect(self._reset)
        view.horizontalScrollBar().valueChanged.connect(lambda _: self.place(self._top))
        self._reset()

    @property
    def _heads(self) -> tuple[Head, ...]:
        plan = self._view.plan_model.plan
        return plan.heads if plan is not None else ()

    def _reset(self) -> None:
        """Take over the cells of another form; its sizes are still to come."""
        plan = self._view.plan_model.plan
        self._names = name_columns(plan) if plan is not None else 0
        self._view.pinned_rows = self._view.pinned_columns = None

    @property
    def _lefts(self) -> Sequence[int]:
        return self._view.canvas.lefts

    @property
    def _tops(self) -> Sequence[int]:
        return self._view.canvas.tops

    def _cut_cells(self, rows: Band | None) -> tuple[PlanCell, ...]:
        """The cells that begin above the pinned rows or end below them."""
        model = self._view.plan_model
        if rows is None or model.plan is None:
            return ()
        edges = product((rows.first, rows.end - 1), range(model.columnCount()))
        found = {(at.row, at.column): at for at in (model.cell_at(*edge) for edge in edges)}
        return tuple(
            place
            for place in found.values()
            if place.row < rows.first or place.row + place.rows > rows.end
        )

    # ---- which rows and columns

    def head_of(self, row: int) -> tuple[int, int]:
        """The rows that stand at the top while a row is seen; (0, 0) if it has no head."""
        head = next((h for h in self._heads if h.first <= row < h.until), None)
        return self._fitting(head) if head is not None and len(self._tops) > 1 else (0, 0)

    def height(self, rows: tuple[int, int]) -> int:
        """The height of some rows."""
        return self._tops[rows[1]] - self._tops[rows[0]]

    def _fitting(self, head: Head) -> tuple[int, int]:
        """The rows of a head that leave half the view free: all, the lowest, or none."""
        for rows in ((head.first, head.end), (head.end - 1, head.end)):
            if self.height(rows) <= self._desk.height() / 2:
                return rows
        return 0, 0

    def _pinned_columns(self) -> Band | None:
        """The columns that stay: all that name the rows, the widest of them, or none."""
        room, names = self._view.width(), self._names
        if names == 0 or self._lefts[-1] <= room:
            return None
        widest = max(range(names), key=lambda at: self._lefts[at + 1] - self._lefts[at])
        for first, end in ((0, names), (widest, widest + 1)):
            width = self._lefts[end] - self._lefts[first]
            if width <= room / 2:
                shift = self._view.horizontalScrollBar().value() - self._lefts[first]
                return Band(first, end, shift, 0, width) if shift >= 0 else None
        return None

    def _pinned_rows(self, grid_top: int) -> Band | None:
        """The rows at the top; the next table pushes the head of the one before away."""
        passed = [h for h in self._heads if grid_top + self._tops[h.first] < self._top]
        if not passed:
            return None
        first, end = self._fitting(passed[-1])
        height = self.height((first, end))
        y = min(self._top, grid_top + self._tops[passed[-1].until] - height)
        shift = y - grid_top - self._tops[first]
        if not height or shift <= 0 or y + height <= self._top:
            return None
        return Band(first, end, shift, y - grid_top, y - grid_top + height)

    def _loose_rows(self, band: Band) -> frozenset[int]:
        """The rows with a cell that reaches over an edge of the columns."""
        plan, loose = self._view.plan_model.plan, set[int]()
        for place in plan.cells if plan is not None else ():
            end = place.column + place.columns
            if any(place.column < edge < end for edge in (band.first, band.end)):
                loose.update(range(place.row, place.row + place.rows))
        return frozenset(loose)

    # ---- placing

    def place(self, top: int) -> None:
        """Put everything where it belongs; `top` is the first free pixel of the desk."""
        self._top = top
        view = self._view
        if len(self._tops) <= view.plan_model.rowCount():
            return  # the sizes of another form are still to come
        grid = view.mapTo(self._desk, QPoint(0, 0))
        columns, rows = self._pinned_columns(), self._pinned_rows(grid.y())
        if columns is None:
            view.loose_rows = frozenset()
        elif view.pinned_columns is None or columns.first != view.pinned_columns.first:
            view.loose_rows = self._loose_rows(columns)
        view.pinned_columns, view.pinned_rows = columns, rows
        offset = view.horizontalScrollBar().value()
        cut = self._cut_cells(rows)
        if rows is not None:
            band = QRect(grid.x(), grid.y() + rows.start, view.width(), rows.edge - rows.start)
            self.head.put(band, QPoint(offset, self._tops[rows.first]), cut)
        if columns is not None:
            band = QRect(0, 0, columns.edge, view.height())
            free = self._free_of(view.loose_rows)
            self.side.put(band, QPoint(self._lefts[columns.first], 0), (), free)
        if rows is not None and columns is not None:
            band = QRect(grid.x(), grid.y() + rows.start, columns.edge, rows.edge - rows.start)
            free = self._free_of(view.loose_rows, self._tops[rows.first])
            scrolled = QPoint(self._lefts[columns.first], self._tops[rows.first])
            self.corner.put(band, scrolled, cut, free)
        self.head.setVisible(rows is not None)
        self.side.setVisible(columns is not None)
        self.corner.setVisible(rows is not None and columns is not None)

    def _free_of(self, loose: frozenset[int], start: int = 0) -> QRegion | None:
        """What an overlay covers: not the rows that scroll as they are. None: everything."""
        if not loose:
            return None
        free = QRegion(0, 0, self._lefts[-1], self._tops[-1])
        for row in loose:
            free -= QRegion(
                0, self._tops[row] - start, self._lefts[-1], self.height((row, row + 1))
            )
        return free
