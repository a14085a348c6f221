"""The block that is selected in the grid: by dragging, Shift, heads or Ctrl+A.

The current cell stays the one of Qt's selection model; the block is a rectangle around it which
every view on the form paints, and which goes when another cell becomes current. It never cuts a
joined cell.
"""

from enum import Enum

from PySide6.QtCore import QEvent, QItemSelectionModel, QObject, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent

from core.layout.area import Area, Ground
from core.layout.plan import PlanCell
from gui.grid.block_paint import sides
from gui.grid.heads import area_beside
from gui.grid.moves import ARROWS, Line, Moves
from gui.grid.pinned_table import PinnedTable
from gui.grid.plan_model import PlanModel
from gui.grid.spotlight import Spotlight


class _Dragging(Enum):
    """What the mouse gathers while its button is held."""

    CELLS = "cells"
    ROWS = "rows"
    COLUMNS = "columns"


class Blocks(QObject):
    """Selects blocks in one grid and all overlays on it.

    changed       another block is selected, or none
    wanted        a rectangle of the grid should be seen
    clear_wanted  Delete was pressed on a block
    left          Esc was pressed
    """

    changed = Signal()
    clear_wanted = Signal()
    left = Signal()
    wanted = Signal(QRect)

    def __init__(self, view: PinnedTable, model: PlanModel, spotlight: Spotlight) -> None:
        """`view` is the grid itself."""
        super().__init__(view)
        self._view, self._model, self._spotlight = view, model, spotlight
        self.moves: Moves | None = None
        self._anchor: Area | None = None
        self._lead = Line(0, 0)
        self._drag: _Dragging | None = None
        model.modelReset.connect(self._reset)
        view.installEventFilter(self)
        view.viewport().installEventFilter(self)
        self._reset()

    def _is_filled(self, place: PlanCell) -> bool:
        return bool(self._model.printed(place).text)

    def _reset(self) -> None:
        self.moves = Moves(self.ground, self._is_filled) if self.ground is not None else None
        self._anchor, self._drag = None, None
        self._spotlight.block = self._spotlight.copied = None
        self._spotlight.targets = frozenset()
        self.changed.emit()

    # ---- what is selected

    @property
    def ground(self) -> Ground | None:
        """The plan of the open form as the ground of blocks."""
        return self._model.ground

    @property
    def block(self) -> Area | None:
        """The block, if more than the current cell is selected."""
        return self._spotlight.block

    def area(self) -> Area | None:
        """The block, else the current cell; None where nothing is current."""
        current = self._model.anchor(self._view.currentIndex())
        return self.block or (Area.of(current) if current is not None else None)

    def places(self) -> list[PlanCell]:
        """The cells of the block, or the current one."""
        area = self.area()
        return list(self.ground.places(area)) if area is not None and self.ground else []

    def collapse(self) -> None:
        """Select the current cell alone."""
        current = self._model.anchor(self._view.currentIndex())
        self._anchor = Area.of(current) if current is not None else None
        if self._anchor is not None:
            self._lead = Line(self._anchor.row, self._anchor.column)
        self._set(None)

    def select(self, area: Area) -> None:
        """Select a block; its first cell becomes current if none inside it is."""
        if self.ground is None:
            return
        area = self.ground.grown(area)
        current = self._model.anchor(self._view.currentIndex())
        if current is None or not area.holds(Area.of(current)):
            self._make_current(area)
        self._anchor = area
        self._lead = Line(area.end_row - 1, area.end_column - 1)
        self._set(area)

    def _make_current(self, area: Area) -> None:
        """Make the first cell of an area current without scrolling to it."""
        silent = QItemSelectionModel.SelectionFlag.ClearAndSelect
        index = self._model.index(area.row, area.column)
        self._spotlight.still = True
        self._view.selectionModel().setCurrentIndex(index, silent)
        self._spotlight.still = False

    def select_all(self) -> None:
        """Select the whole form; the current cell stays."""
        if self.ground is not None and self.ground.covering:
            self.select(self.ground.whole())

    def extend(self, line: Line) -> None:
        """Let the block reach from where it began to this row and column."""
        place = self.ground.at(*line) if self.ground is not None else None
        if place is None or self.ground is None:
            return
        self._begin()
        if self._anchor is None:
            return
        self._lead = line
        area = self.ground.grown(self._anchor | Area.of(place))
        self._set(area if area != self._anchor or self.block else None)
        index = self._model.index_of(place)
        self._view.scrollTo(index)
        self.wanted.emit(self._view.visualRect(index))

    def step(self, rows: int, columns: int) -> None:
        """Shift and an arrow: one row or column more or less; joined cells count as one."""
        if self.moves is None:
            return
        self._begin()
        before, line = self.area(), self._lead
        while True:
            further = self.moves.step(line, rows, columns)
            if further == line:
                return
            line = further
            self.extend(line)
            if self.area() != before:
                return

    def edge(self, *, last: bool, whole_form: bool) -> None:
        """Shift and Home or End: as far as the end of the row, with Ctrl of the form."""
        if self.moves is None:
            return
        self._begin()
        column = self.moves.columns - 1 if last else 0
        row = self._lead.row
        if whole_form:
            row = self.moves.rows - 1 if last else 0
        self.extend(Line(row, column))

    def _begin(self) -> None:
        """Begin at the current cell, unless a block has been begun."""
        if self._anchor is None:
            current = self._model.anchor(self._view.currentIndex())
            self._anchor = Area.of(current) if current is not None else None
            if current is not None:
                self._lead = Line(current.row, current.column)

    def _set(self, area: Area | None) -> None:
        """Paint what is selected now and was not, and the other way round."""
        before, self._spotlight.block = self._spotlight.block, area
        if before != area:
            self._repaint(before, area)
            self.changed.emit()

    # ---- frames

    def mark_copied(self, area: Area | None) -> None:
        """Draw the dashed frame 复制中 around an area, or (None) take it away."""
        before, self._spotlight.copied = self._spotlight.copied, area
        self._repaint(before, area)

    @property
    def copied(self) -> Area | None:
        """What stands in the dashed frame."""
        return self._spotlight.copied

    def mark_targets(self, places: frozenset[tuple[int, int]]) -> None:
        """Draw the cells dashed into which a paste would go."""
        changed, self._spotlight.targets = places ^ self._spotlight.targets, places
        self._view.refresh(self._model.cell_at(*at) for at in changed)

    def _repaint(self, before: Area | None, area: Area | None) -> None:
        """Paint the cells anew that are inside or at an edge of only one of two areas."""
        if self.ground is None:
            return
        areas = [each for each in (before, area) if each is not None]
        places = {(p.row, p.column): p for each in areas for p in self.ground.places(each)}
        self._view.refresh(p for p in places.values() if sides(p, before) != sides(p, area))

    # ---- keys and mouse

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """See the keys and the mouse of the grid before it does; overlays pass theirs on to it."""
        if watched is self._view:
            return isinstance(event, QKeyEvent) and self._key(event)
        return isinstance(event, QMouseEvent) and self._mouse(event)

    def _key(self, event: QKeyEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress or self.ground is None:
            return False
        shift, control = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if held == shift and event.key() in ARROWS:
            self.step(*ARROWS[event.key()])
        elif held in (shift, shift | control) and event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End):
            last = event.key() == Qt.Key.Key_End
            self.edge(last=last, whole_form=held != shift)
        else:
            return not held and self._block_key(event.key())
        return True

    def _block_key(self, key: int) -> bool:
        """Keys that mean something only while a block or a frame is there."""
        if key == Qt.Key.Key_Escape and (self.block or self.copied or self._spotlight.targets):
            self.mark_copied(None)
            self.collapse()
            self.left.emit()
            return True
        if key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self.block is not None:
            self.clear_wanted.emit()
            return True
        return False

    def _mouse(self, event: QMouseEvent) -> bool:
        left = Qt.MouseButton.LeftButton
        match event.type():
            case QEvent.Type.MouseButtonPress if event.button() == left:
                return self._pressed(event)
            case QEvent.Type.MouseMove if event.buttons() & left:
                self._dragged(self._view.own(event.position().toPoint()))
                return True
            case QEvent.Type.MouseButtonRelease:
                self._drag = None
        return False

    def _pressed(self, event: QMouseEvent) -> bool:
        place = self._model.anchor(self._view.indexAt(event.position().toPoint()))
        if place is None or self.ground is None:
            return False
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._drag = _Dragging.CELLS
            self._focus()
            self.extend(Line(place.row, place.column))
            return True
        area = area_beside(self.ground, place)
        if area is None:
            self._drag = _Dragging.CELLS
            self.collapse()
            return False  # Qt makes the cell current
        below = area.row >= place.row + place.rows
        self._drag = _Dragging.COLUMNS if below else _Dragging.ROWS
        self._focus()
        self._make_current(area)
        self.select(area)
        return True

    def _focus(self) -> None:
        self._view.setFocus(Qt.FocusReason.MouseFocusReason)

    def _dragged(self, at: QPoint) -> None:
        """The mouse moved with its button held; outside of the form the nearest cell counts."""
        rows, columns = self._model.rowCount(), self._model.columnCount()
        if self._drag is None or self.ground is None or self._anchor is None:
            return
        row, column = self._view.rowAt(at.y()), self._view.columnAt(at.x())
        row = row if row >= 0 else (0 if at.y() < 0 else rows - 1)
        column = column if column >= 0 else (0 if at.x() < 0 else columns - 1)
        begun = self._anchor
        if self._drag is _Dragging.ROWS:
            to = Area(row, begun.column, 1, begun.columns)
        elif self._drag is _Dragging.COLUMNS:
            to = Area(begun.row, column, begun.rows, 1)
        else:
            if Line(row, column) != self._lead:
                self.extend(Line(row, column))
            return
        self._set(self.ground.grown(begun | to))
