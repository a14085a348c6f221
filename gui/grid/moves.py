"""Where the keyboard leads: over all cells with arrows, over entry cells with Enter and Tab.

A joined cell is one step. The row or column last used is kept (`Line`), so that passing through a
tall or wide cell comes out on the same line.
"""

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import Qt

from core.layout.area import Ground
from core.layout.plan import CellKind, PlanCell

ARROWS: dict[int, tuple[int, int]] = {
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
}
"""Rows and columns that an arrow key goes."""


class Line(NamedTuple):
    """The row and column in which one moves."""

    row: int
    column: int


class Moves:
    """The ways over one plan."""

    def __init__(self, ground: Ground, is_filled: Callable[[PlanCell], bool]) -> None:
        """Read the plan once; `is_filled` says whether something stands in a cell now."""
        self._is_filled = is_filled
        plan = ground.plan
        self.rows, self.columns = len(plan.rows), len(plan.columns)
        self._covering = ground.covering
        entries = [place for place in plan.cells if place.kind is CellKind.ENTRY]
        self._along = sorted(entries, key=lambda p: (p.row, p.column))
        self._down = sorted(entries, key=lambda p: (p.column, p.row))

    def at(self, line: Line) -> PlanCell | None:
        """The cell on a row and column."""
        return self._covering.get(line)

    def step(self, line: Line, rows: int, columns: int) -> Line:
        """One cell up, down, left or right; the same line at the edge."""
        place = self._covering.get(line)
        if place is None:
            return line
        row, column = line
        if rows:
            row = place.row + place.rows if rows > 0 else place.row - 1
        if columns:
            column = place.column + place.columns if columns > 0 else place.column - 1
        there = Line(row, column)
        return there if there in self._covering else line

    def leap(self, line: Line, rows: int, columns: int) -> Line:
        """To the last cell with something in it in a direction; to the edge if there is none."""
        found = here = line
        while (there := self.step(here, rows, columns)) != here:
            here = there
            if self._is_filled(self._covering[here]):
                found = here
        return found if found != line else here

    def edge(self, line: Line, *, last: bool) -> Line:
        """The first or last cell of the row."""
        return Line(line.row, self.columns - 1 if last else 0)

    def along(self, line: Line, *, back: bool) -> PlanCell | None:
        """The next entry cell in reading order; None at the end."""
        return _beside(self._along, line, lambda p: (p.row, p.column), back=back)

    def gap(self, line: Line) -> PlanCell | None:
        """The next entry cell of the row in which nothing stands; None if all are filled."""
        after = (p for p in self._along if p.row == line.row and p.column > line.column)
        return next((p for p in after if not self._is_filled(p)), None)

    def down(self, line: Line, *, back: bool) -> PlanCell | None:
        """The next entry cell below, then at the top of the next column; None at the end."""
        turned = Line(line.column, line.row)
        return _beside(self._down, turned, lambda p: (p.column, p.row), back=back)

    def return_to(self, line: Line, column: int) -> PlanCell | None:
        """The first entry cell below in the column where a run of Tab began."""
        for row in range(line.row + 1, self.rows):
            place = self._covering.get((row, column))
            if place is not None and place.kind is CellKind.ENTRY and place.row == row:
                return place
        return None

    def first_entry(self) -> PlanCell | None:
        """Where filling in begins."""
        return next(iter(self._along), None)

    def last(self) -> PlanCell | None:
        """The last cell of the form."""
        return self._covering.get((self.rows - 1, self.columns - 1))


def _beside(
    places: list[PlanCell],
    line: tuple[int, int],
    key: Callable[[PlanCell], tuple[int, int]],
    *,
    back: bool,
) -> PlanCell | None:
    if back:
        return next((p for p in reversed(places) if key(p) < line), None)
    return next((p for p in places if key(p) > line), None)
