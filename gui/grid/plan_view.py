"""The ruled grid: a table as tall as the form, so that it scrolls with the paper it lies on.

Heads are cells of the form; while they are scrolled out an overlay (gui/grid/frozen.py) on the same
model and selection shows them. The view selects one cell at a time, a joined cell as one.
"""

from PySide6.QtCore import QItemSelectionModel, QRect, Qt, QTimer, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QInputMethodEvent,
    QKeyEvent,
    QMouseEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QLineEdit,
    QWidget,
)

from core.layout.plan import CellKind, FormPlan, PlanCell
from core.refs import SheetId
from core.template.form import NUMERIC_TYPES
from gui import appearance
from gui.grid import cell_editors, choosing
from gui.grid.blocks import Blocks
from gui.grid.cell_delegate import CellDelegate
from gui.grid.cell_painter import CellPainter
from gui.grid.moves import Line
from gui.grid.pinned_table import PinnedTable
from gui.grid.plan_model import AnyIndex, PlanModel
from gui.grid.spotlight import Spotlight
from gui.grid.walk import Walk

FLASH_MS = 120
_MOST_NAMES = 3


class PlanView(PinnedTable):
    """The grid of the sheet that is open.

    current_moved  another cell is current (its cell of the plan, or None)
    wanted         a rectangle of the grid should be seen
    refused        a key was pressed where nothing can be typed; carries why
    at_end         Enter or Tab was pressed in the last entry cell
    """

    current_moved = Signal(object)
    wanted = Signal(QRect)
    refused = Signal(str)
    at_end = Signal()

    def __init__(self, model: PlanModel, parent: QWidget | None = None) -> None:
        """Show this model; `lay_out` gives the sizes."""
        spotlight = Spotlight()
        cells = CellPainter(model, spotlight)
        super().__init__(model, cells.paint, parent)
        self.spotlight, self.cells = spotlight, cells
        self.setObjectName("grid")
        self.setAccessibleName("表格")
        self._delegate = CellDelegate(self, self._left_editor)
        self.setItemDelegate(self._delegate)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(triggers.AnyKeyPressed)
        self.walk = Walk(self, self.current, self.go, self.at_end.emit)
        self._flash = QTimer(self)
        self._flash.setSingleShot(True)
        self._flash.timeout.connect(self._end_flash)
        self.blocks = Blocks(self, model, self.spotlight)
        self.blocks.wanted.connect(self.wanted)
        self.setModel(model)
        self._kept: tuple[SheetId | None, PlanCell | None] = (None, None)
        model.modelAboutToBeReset.connect(self._keep)
        model.modelReset.connect(self._reset)
        self._reset()

    # ---- layout

    def _keep(self) -> None:
        self._kept = (self.plan_model.sheet, self.current())

    def _reset(self) -> None:
        """Join the cells that the plan joins, all in one pass."""
        self.walk.moves = self.blocks.moves
        self.spotlight.current = self.spotlight.head = self.spotlight.flashed = None
        self.spotlight.names = frozenset()
        self.trace.forget()
        self.canvas.clear()
        self.clearSpans()
        for row, column, rows, columns in self.plan_model.spans():
            self.setSpan(row, column, rows, columns)

    def restore(self) -> bool:
        """Go back to the cell that was current before the form was laid out anew."""
        sheet, place = self._kept
        if place is None or sheet is None or sheet != self.plan_model.sheet:
            return False
        found = self._again(place)
        self.go(found)
        return found is not None

    def _again(self, place: PlanCell) -> PlanCell | None:
        """Where a cell stands now; the blank row of an empty region has become its first record."""
        cell, plan = place.cell, self.plan_model.plan
        if cell is not None and plan is not None:
            found = self.plan_model.anchor(self.plan_model.find(cell))
            if found is not None:
                return found
            same = (p for p in plan.cells if p.cell is not None and p.cell.name == cell.name)
            if cell.record.startswith("+"):
                return next(same, None)
        rows, columns = self.plan_model.rowCount(), self.plan_model.columnCount()
        if not rows:
            return None
        return self.plan_model.cell_at(min(place.row, rows - 1), min(place.column, columns - 1))

    def lay_out(self, widths: list[int], heights: list[int], zoom: float) -> None:
        """Give columns and rows their sizes; the view becomes as tall as the form."""
        if zoom != self.cells.zoom:
            self.canvas.forget()
        self._delegate.zoom = self.cells.zoom = zoom
        self.setUpdatesEnabled(False)
        for column, width in enumerate(widths):
            self.setColumnWidth(column, width)
        for row, height in enumerate(heights):
            self.setRowHeight(row, height)
        self.setUpdatesEnabled(True)
        self.canvas.lay_out(self.plan_model.covering, widths, heights)

    def float_over(self, top: int) -> None:
        """So much of what is seen lies under head and caption: no editor goes there."""
        self._delegate.covered = top

    # ---- the current cell

    def current(self) -> PlanCell | None:
        """The current cell of the plan."""
        return self.plan_model.anchor(self.currentIndex())

    @property
    def line(self) -> Line:
        """The row and column in which one moves: inside a joined cell those one came along."""
        return self.walk.line

    def go(self, place: PlanCell | None, *, line: Line | None = None) -> None:
        """Make a cell current; `line` is the row and column one came along."""
        if place is None:
            return
        self.walk.line = line or Line(place.row, place.column)
        index = self.plan_model.index_of(place)
        self.selectionModel().setCurrentIndex(
            index, QItemSelectionModel.SelectionFlag.ClearAndSelect
        )

    def go_to_start(self) -> None:
        """Begin where filling in begins."""
        self.walk.to_start()

    def flash(self, place: PlanCell) -> None:
        """Light a cell up for a moment after a jump, unless somebody wants 少动画."""
        if appearance.calm():
            return
        self.spotlight.flashed = (place.row, place.column)
        self.refresh([place])
        self._flash.start(FLASH_MS)

    def _end_flash(self) -> None:
        flashed, self.spotlight.flashed = self.spotlight.flashed, None
        if flashed is not None:
            self.refresh([self.plan_model.cell_at(*flashed)])

    def currentChanged(self, current: AnyIndex, previous: AnyIndex) -> None:
        """Move the frame, tint the row's name and the column's head, ask to be seen."""
        super().currentChanged(current, previous)
        place = self.plan_model.anchor(current)
        self.blocks.collapse()
        self.trace.forget()
        before = self._lit()
        self._shine_on(place)
        spots = {spot for _, spot in before ^ self._lit()}
        self.refresh(self.plan_model.cell_at(*spot) for spot in spots)
        if place is not None:
            self.walk.arrived(place)
            if not self.spotlight.still:
                self.show_current()
        self.current_moved.emit(place)

    def show_current(self) -> None:
        """Ask that the current cell be scrolled into sight."""
        index = self.currentIndex()
        if index.isValid():
            self.scrollTo(index)
            self.wanted.emit(self.visualRect(index))

    def _lit(self) -> set[tuple[str, tuple[int, int]]]:
        """The cells that stand out, each with why it does."""
        light = self.spotlight
        lit = (("current", light.current), ("head", light.head))
        return {
            *((why, spot) for why, spot in lit if spot is not None),
            *(("name", spot) for spot in light.names),
        }

    def _shine_on(self, place: PlanCell | None) -> None:
        plan = self.plan_model.plan
        self.spotlight.current = (place.row, place.column) if place is not None else None
        self.spotlight.head, self.spotlight.names = None, frozenset()
        if place is None or plan is None or place.cell is None:
            return
        self.spotlight.head = self._head_over(place, plan)
        self.spotlight.names = self._names_beside(place)

    def _head_over(self, place: PlanCell, plan: FormPlan) -> tuple[int, int] | None:
        """The lowest cell of the head over a cell's column."""
        over = plan.head_over(place.row)
        if over is None:
            return None
        head = self.plan_model.cell_at(over.end - 1, place.column)
        same = (head.column, head.columns) == (place.column, place.columns)
        return (head.row, head.column) if same else None

    def _names_beside(self, place: PlanCell) -> frozenset[tuple[int, int]]:
        """The cells on the left that say which row this is."""
        named: list[PlanCell] = []
        column = place.column - 1
        while column >= 0:
            cell = self.plan_model.cell_at(place.row, column)
            column = cell.column - 1
            if self._is_figure(cell):
                if named:
                    break
                continue
            named.append(cell)
        labels = [cell for cell in named if cell.kind is CellKind.LABEL]
        chosen = labels or named[-_MOST_NAMES:]
        return frozenset((cell.row, cell.column) for cell in chosen if cell.content)

    def _is_figure(self, cell: PlanCell) -> bool:
        slot = self.plan_model.slot(cell)
        return slot is not None and slot.field.type in NUMERIC_TYPES

    # ---- the keyboard

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move, clear, or open the editor."""
        if self.walk.moves is None or self.walk.moved(event) or self._cleared(event):
            event.accept()
            return
        place = self.current()
        if place is not None and _types(event) and not self.plan_model.is_editable(place):
            self.refused.emit(self.plan_model.why_not(place))
            return
        if event.key() == Qt.Key.Key_F2:
            self.amend()
        elif choosing.asks_for_list(event):
            self.list_choices()
        elif _types(event):
            super().keyPressEvent(event)
        else:
            event.ignore()

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Open the editor as a key does; Qt loses a sign that comes without being composed.

        So do the digits of an input method in full-width mode, and handwriting. And while the first
        word is composed the keyboard is still the grid's: nothing in the editor completes it.
        """
        at_once = self.open_editor() is None and not event.preeditString()
        super().inputMethodEvent(event)
        editor = self.open_editor()
        self._delegate.composing = editor is not None and bool(event.preeditString())
        if editor is None:
            return
        if at_once:
            QApplication.sendEvent(editor, event)
        elif event.commitString():
            cell_editors.complete(editor)

    def focusNextPrevChild(self, next: bool) -> bool:
        """Tab stays in the form; F6 leaves it."""
        self.walk.along(back=not next)
        return True

    def _cleared(self, event: QKeyEvent) -> bool:
        if event.key() not in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) or event.modifiers():
            return False
        self.clear_current()
        return True

    def clear_current(self) -> None:
        """Empty the current cell, or say why not."""
        place = self.current()
        if place is None or self.plan_model.clear(self.currentIndex()):
            return
        if not self.plan_model.is_editable(place):
            self.refused.emit(self.plan_model.why_not(place))

    def amend(self) -> None:
        """Open the editor with the cursor at the end of what stands there."""
        place = self.current()
        if place is None:
            return
        if not self.plan_model.is_editable(place):
            self.refused.emit(self.plan_model.why_not(place))
            return
        self._delegate.amending = True
        super().edit(self.currentIndex())
        self._delegate.amending = False
        editor = self.open_editor()
        if isinstance(editor, QLineEdit):
            editor.end(False)  # Qt selects everything once the editor is open

    def list_choices(self) -> None:
        """Alt+↓: open the editor with the list of what may be chosen or meant."""
        place = self.current()
        if place is None or not self.plan_model.is_editable(place):
            self.amend()  # says why not
        elif not choosing.offers_of(self.plan_model, place).some:
            self.refused.emit(choosing.NOTHING_TO_LIST)
        else:
            self.amend()
            choosing.open_list(self.open_editor())

    def open_editor(self) -> QWidget | None:
        """The open editor, if there is one."""
        editors = self.findChildren(QWidget, "cell_editor")
        return next((e for e in editors if not e.property("finished")), None)

    def finish_editing(self) -> None:
        """Take what is being typed, if anything is."""
        editor = self.open_editor()
        if editor is not None:
            self._delegate.finish(editor, "")

    def _left_editor(self, key: str) -> None:
        """Go on after an editor was left with a key."""
        match key:
            case "down" | "up":
                self.walk.down(back=key == "up")
            case "right" | "left":
                self.walk.along(back=key == "left")
            case "gap":
                self.walk.to_gap()

    # ---- the mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click ends a run of Tab, and a word that is being composed."""
        self.walk.end_run()
        self._delegate.settle()
        super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Amend what stands in the cell."""
        self.amend()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Up and down the paper scrolls, not the grid on it."""
        event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Somewhere there is always a current cell."""
        super().focusInEvent(event)
        if not self.currentIndex().isValid():
            self.go_to_start()


def _types(event: QKeyEvent) -> bool:
    """Whether a key puts a sign into a cell."""
    held = event.modifiers() & (
        Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
    )
    return bool(event.text()) and event.text().isprintable() and not held
