"""A table of which some rows and columns are seen elsewhere than in their own place.

While a form scrolls, overlays (gui/grid/frozen.py) show its head and its first columns at the edge
of the view. The table beneath stays the one that is clicked, edited and spoken to: it only has to
know what is seen where.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QFocusEvent, QPainter, QPaintEvent, QRegion
from PySide6.QtWidgets import QAbstractItemView, QFrame, QTableView, QWidget

from core.layout.plan import PlanCell
from gui.grid.canvas import Canvas, PaintCell
from gui.grid.plan_model import AnyIndex, PlanModel
from gui.grid.trace import Trace

_EACH_ALONE = 24


@dataclass(frozen=True, slots=True)
class Band:
    """Rows or columns `first` to before `end`, seen `shift` pixels after their own place.

    They take up the pixels `start` to before `edge` of the table.
    """

    first: int
    end: int
    shift: int
    start: int
    edge: int

    def own(self, pixel: int) -> int:
        """Where what is seen at a pixel has its own place."""
        return pixel - self.shift if self.start <= pixel < self.edge else pixel

    def holds(self, section: int) -> bool:
        """Whether a row or column belongs to it."""
        return self.first <= section < self.end


class Over(Protocol):
    """What lies over the table and shows a part of it elsewhere."""

    def refresh(self, part: QRegion) -> None:
        """This part of the form shows something else now."""


class PinnedTable(QTableView):
    """The table under the overlays. It draws nothing by itself: what is seen is on the canvas."""

    def __init__(
        self, model: PlanModel, paint_cell: PaintCell, parent: QWidget | None = None
    ) -> None:
        """Nothing is pinned, and nothing laid out."""
        super().__init__(parent)
        self.plan_model = model
        self.canvas = Canvas(paint_cell, self)
        self.trace = Trace(self.canvas.rect, self._show_again, self)
        self.pinned_rows: Band | None = None
        self.pinned_columns: Band | None = None
        self.loose_rows: frozenset[int] = frozenset()
        """Rows with a cell that would be cut at the edge of the pinned columns: they scroll."""
        self.overlays: list[Over] = []
        self._strip_bare()  # it asks already what is where
        model.touched.connect(self.refresh)
        # Editors lie on this widget, above the overlays, and not on the viewport: so they have to
        # be told when it moves.
        self.horizontalScrollBar().valueChanged.connect(self.updateEditorGeometries)

    def indexAt(self, point: QPoint) -> Any:
        """The cell that is seen at a point, be it in an overlay."""
        return super().indexAt(self.own(point))

    def own(self, point: QPoint) -> QPoint:
        """Where what is seen at a point has its own place."""
        x, y = point.x(), point.y()
        if self.pinned_rows is not None:
            y = self.pinned_rows.own(y)
        if self.pinned_columns is not None and self.rowAt(y) not in self.loose_rows:
            x = self.pinned_columns.own(x)
        return QPoint(x, y)

    def visualRect(self, index: AnyIndex) -> QRect:
        """Where a cell is, sideways where it is seen; up and down it is in its own place."""
        rect = super().visualRect(index)
        band = self.pinned_columns
        if band is not None and self._is_pinned(index):
            rect.translate(band.shift, 0)
        return rect

    def seen_rect(self, index: AnyIndex) -> QRect:
        """Where a cell is seen."""
        rect, band = self.visualRect(index), self.pinned_rows
        if band is not None and band.holds(index.row()):
            rect.translate(0, band.shift)
        return rect

    def _is_pinned(self, index: AnyIndex) -> bool:
        band = self.pinned_columns
        return (
            band is not None and band.holds(index.column()) and index.row() not in self.loose_rows
        )

    def scrollTo(
        self,
        index: AnyIndex,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        """Scroll sideways, clear of the pinned columns; up and down the paper scrolls."""
        if self._is_pinned(index):
            return
        super().scrollTo(index, hint)
        band = self.pinned_columns
        if band is None or index.row() in self.loose_rows:
            return
        hidden = band.edge - self.visualRect(index).left()
        if hidden > 0:
            bar = self.horizontalScrollBar()
            bar.setValue(bar.value() - hidden)

    def inputMethodQuery(self, query: Qt.InputMethodQuery) -> Any:
        """The list of an input method opens beside the cell, wherever that is seen."""
        index = self.currentIndex()
        if query == Qt.InputMethodQuery.ImCursorRectangle and index.isValid():
            return self.seen_rect(index)
        return super().inputMethodQuery(query)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Be ready for an input method. Qt would paint everything anew, and nothing looks new."""
        editable = self.model().flags(self.currentIndex()) & Qt.ItemFlag.ItemIsEditable
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, bool(editable))
        event.accept()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """An editor opened or another pane has the keyboard: the cells look as before."""
        event.accept()

    def _strip_bare(self) -> None:
        """Take away everything a table draws by itself."""
        for head in (self.horizontalHeader(), self.verticalHeader()):
            head.hide()
            head.setMinimumSectionSize(1)
        self.setShowGrid(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)
        self.setAutoScroll(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)

    def dataChanged(
        self, top_left: AnyIndex, bottom_right: AnyIndex, roles: Sequence[int] = ()
    ) -> None:
        """Qt's answer costs as much as painting a cell, and `refresh` has painted it already."""
        if QAccessible.isActive() or self.state() == QAbstractItemView.State.EditingState:
            super().dataChanged(top_left, bottom_right, roles)

    # ---- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Show what was painted."""
        scrolled = self._scrolled()
        painter = QPainter(self.viewport())
        part = event.rect().translated(scrolled)
        self.show_form(painter, -scrolled, part, self.devicePixelRatioF())
        painter.end()

    def show_form(self, painter: QPainter, origin: QPoint, part: QRect, ratio: float) -> None:
        """Show a part of the form and what is drawn over it, as `Canvas.show` does."""
        self.canvas.show(painter, origin, part, ratio)
        self.trace.paint(painter, origin, part)

    def _scrolled(self) -> QPoint:
        return -QPoint(self.columnViewportPosition(0), self.rowViewportPosition(0))

    def refresh(self, places: Iterable[PlanCell]) -> None:
        """Paint cells anew, wherever they are seen."""
        if not self.canvas.is_laid_out:
            return
        places = list(places)
        self.canvas.touch(places)
        self._show_again([self.canvas.rect(place) for place in places])

    def _show_again(self, rects: Sequence[QRect]) -> None:
        """Show parts of the form anew, wherever they are seen."""
        part = QRegion()
        for rect in rects:
            part += rect
        if len(rects) > _EACH_ALONE:
            part = QRegion(part.boundingRect())
        self.viewport().update(part.translated(-self._scrolled()))
        for overlay in self.overlays:
            overlay.refresh(part)
