"""Going over the grid by keys: arrows, Enter, Tab, Home, End and the pages.

It keeps the line one moves on and the column where a run of Tab began; where the ways lead is known
by `Moves`.
"""

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QTableView

from core.layout.plan import PlanCell
from gui.grid.moves import ARROWS, Line, Moves


class _Go(Protocol):
    def __call__(self, place: PlanCell | None, *, line: Line | None = None) -> None: ...


class Walk:
    """Where one is in the grid and where the next key leads.

    moves      the ways over the form that is open; None without a form
    line       the row and column in which one moves: inside a joined cell those one came along
    screenful  how far a page is, in pixels
    """

    def __init__(
        self,
        view: QTableView,
        current: Callable[[], PlanCell | None],
        go: _Go,
        at_end: Callable[[], None],
    ) -> None:
        """`go` makes a cell current; `at_end` is told of Enter and Tab in the last entry cell."""
        self._view, self._current, self._go, self._at_end = view, current, go, at_end
        self.moves: Moves | None = None
        self.line = Line(0, 0)
        self.screenful = 0
        self._run: int | None = None

    def arrived(self, place: PlanCell) -> None:
        """A cell became current: one that the line does not cross gives a line of its own."""
        inside = (
            place.row <= self.line.row < place.row + place.rows
            and place.column <= self.line.column < place.column + place.columns
        )
        if not inside:
            self.line = Line(place.row, place.column)

    def end_run(self) -> None:
        """Enter goes down from where one is, not from where Tab began."""
        self._run = None

    def to_start(self) -> None:
        """Begin where filling in begins."""
        if self.moves is not None:
            self._go(self.moves.first_entry() or self.moves.at(Line(0, 0)))

    def moved(self, event: QKeyEvent) -> bool:
        """Go where a key leads; False if it is no key to go by."""
        key, keys = event.key(), Qt.Key
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if event.modifiers() & Qt.KeyboardModifier.AltModifier:
            return False
        if key in (keys.Key_Return, keys.Key_Enter):
            self.down(back=shift)
        elif key in ARROWS:
            self._arrow(*ARROWS[key], far=control)
        elif key in (keys.Key_Home, keys.Key_End):
            self._edge(last=key == keys.Key_End, whole_form=control)
        elif key in (keys.Key_PageUp, keys.Key_PageDown) and not control:
            self._page(-1 if key == keys.Key_PageUp else 1)
        else:
            return False
        return True

    def _arrow(self, rows: int, columns: int, *, far: bool) -> None:
        """One cell in a direction; `far` goes to the last filled one there."""
        if self.moves is None:
            return
        self._run = None
        step = self.moves.leap if far else self.moves.step
        line = step(self.line, rows, columns)
        self._go(self.moves.at(line), line=line)

    def along(self, *, back: bool) -> None:
        """The next or previous entry cell of the row, then of the next row."""
        place = self._current()
        if self.moves is None or place is None:
            return
        if self._run is None:
            self._run = place.column
        self._arrive(self.moves.along(Line(place.row, place.column), back=back), back=back)

    def to_gap(self) -> None:
        """The next entry cell of the row in which nothing stands; if there is none, as Enter."""
        place = self._current()
        gap = self.moves.gap(Line(place.row, place.column)) if self.moves and place else None
        if gap is None:
            self.down(back=False)
        else:
            self._go(gap)

    def down(self, *, back: bool) -> None:
        """The next or previous entry cell downwards; after a run of Tab back where it began."""
        place = self._current()
        if self.moves is None or place is None:
            return
        line, run = Line(place.row, place.column), self._run
        self._run = None
        found = None
        if run is not None and not back:
            found = self.moves.return_to(line, run)
            if found is None and self.moves.along(line, back=False) is None:
                self._at_end()  # who came row by row has seen every column
                return
        self._arrive(found or self.moves.down(line, back=back), back=back)

    def _arrive(self, place: PlanCell | None, *, back: bool) -> None:
        if place is not None:
            self._go(place)
        elif not back:
            self._at_end()

    def _edge(self, *, last: bool, whole_form: bool) -> None:
        if self.moves is None:
            return
        self._run = None
        if whole_form:
            self._go(self.moves.last() if last else self.moves.first_entry())
            return
        line = self.moves.edge(self.line, last=last)
        self._go(self.moves.at(line), line=line)

    def _page(self, direction: int) -> None:
        """About a screenful up or down."""
        if self.moves is None:
            return
        self._run = None
        top = self._view.rowViewportPosition(self.line.row) + direction * self.screenful
        row = self._view.rowAt(max(0, min(top, self._view.viewport().height() - 1)))
        line = Line(max(row, 0), self.line.column)
        self._go(self.moves.at(line), line=line)
