"""Overlays on the grid: what stays in sight while the form scrolls under it."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget

from gui.grid.bare_table import set_sizes, strip_bare
from gui.grid.cell_delegate import CellDelegate
from gui.grid.plan_model import AnyIndex
from gui.grid.plan_view import PlanView
from gui.theme import colour


class FrozenHead(QTableView):
    """The head rows, shown over the grid while they are scrolled out of it."""

    def __init__(self, view: PlanView, parent: QWidget) -> None:
        """Share the view's model, selection and spotlight."""
        super().__init__(parent)
        strip_bare(self)
        self.setObjectName("frozen_head")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self._view = view
        self._delegate = CellDelegate(self, view.spotlight, lambda _: None)
        self._delegate.frozen = True
        self.setItemDelegate(self._delegate)
        self.setModel(view.plan_model)
        own = self.selectionModel()
        self.setSelectionModel(view.selectionModel())
        own.deleteLater()
        view.blocks.watch(self)
        view.plan_model.modelReset.connect(self._reset)
        view.horizontalScrollBar().valueChanged.connect(self.horizontalScrollBar().setValue)
        self._reset()

    def _reset(self) -> None:
        self.clearSpans()
        plan = self._view.plan_model.plan
        end = plan.head[1] if plan is not None else 0
        for row, column, rows, columns in self._view.plan_model.spans():
            if row < end:
                self.setSpan(row, column, rows, columns)

    def lay_out(self, widths: list[int], heights: list[int], zoom: float) -> None:
        """Take over the sizes of the grid."""
        self._delegate.zoom = zoom
        set_sizes(self, widths, heights)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the heads, and the edge under which the form goes on."""
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        seen = self.viewport().rect()
        painter.fillRect(0, seen.height() - 2, seen.width(), 2, colour("frame"))
        painter.end()

    def show_rows(self, first: int) -> None:
        """Let a row stand at the upper edge."""
        position = sum(self.rowHeight(row) for row in range(first))
        self.verticalScrollBar().setValue(position)

    def currentChanged(self, current: AnyIndex, previous: AnyIndex) -> None:
        """Repaint the heads that stand out; the grid itself does the rest."""
        self.viewport().update()

    def scrollTo(
        self,
        index: AnyIndex,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        """The overlay shows the head and nothing else, whatever becomes current."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The paper scrolls."""
        event.ignore()
