"""Which rows of a form stand on which page, and where.

Breaks fall between rows. A head is repeated on every page that begins in its table, is never left
alone at the foot of a page, no more than a caption is, and short joined cells stay together where
there is room. A row with a long text, or one taller than a page, is broken between its text lines.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import ceil

from core.layout.cell_text import VERTICAL_PADDING, text_height
from core.layout.plan import CellKind, FormPlan
from core.layout.text_fit import LEADING

_TOLERANCE = 0.01  # points
_WORTH_FILLING = 0.15  # of a page: less white paper than this is left rather than a row broken
_MOST_MOVED = 0.25  # of a page: so much may follow a joined cell to the next page
_KEPT_TOGETHER = 0.1  # of a page: joined cells up to this height are not cut
_LEAST_LINES = 2  # of a broken row on either side of the break


@dataclass(frozen=True, slots=True)
class Slice:
    """A row, or a part of it, on a page: its upper edge from the top of the sheet, and height.

    `again` marks a row of the head that stands here once more.
    """

    row: int
    top: float
    height: float
    again: bool = False


@dataclass(frozen=True, slots=True)
class Room:
    """From where to where rows may stand: on the first page, and on the others (points)."""

    first: float
    top: float
    bottom: float

    @property
    def whole(self) -> float:
        """The height of a page without heading."""
        return self.bottom - self.top


def break_rows(
    plan: FormPlan, heights: Sequence[float], room: Room, tail: float = 0.0
) -> list[list[Slice]]:
    """The rows of each page from top to bottom, the repeated head included; at least one page.

    `tail` is the height of the notes below the grid: where they do not fit, the last row goes with
    them to the next page.
    """
    breaker = _Breaker(plan, heights, room)
    breaker.run(tail)
    return breaker.pages


@dataclass(slots=True)
class _Breaker:
    plan: FormPlan
    heights: Sequence[float]
    room: Room
    pages: list[list[Slice]] = field(default_factory=lambda: [[]])
    y: float = 0.0
    repeated: int = 0  # slices at the top of this page that are the head again
    line: float = 0.0
    kept: frozenset[int] = frozenset()  # rows that rather stay with the one above

    def run(self, tail: float) -> None:
        self.y = self.room.first
        self.line = self.plan.page.font_size * LEADING
        self.kept = self._kept()
        self._place_from(0)
        page = self.pages[-1]
        if self._fits(tail) or len(page) - self.repeated < 2:
            return
        head = self._height(self._head(page[-1].row))
        if head + page[-1].height + tail <= self.room.whole:
            last = page.pop()
            self._place_from(self._turn_before(last.row))

    def _place_from(self, row: int) -> None:
        while row < len(self.heights):
            if self._fits(self.heights[row]):
                self._put(row, self.heights[row])
                row += 1
            elif self._begins_page(row) or self._worth_breaking(row):
                self._break(row)
                row += 1
            else:
                row = self._turn_before(row)

    @property
    def _left(self) -> float:
        return self.room.bottom - self.y

    def _head(self, row: int) -> range:
        """The rows to stand again over that row where it begins a page."""
        head = self.plan.head_over(row)
        rows = range(head.first, head.end) if head else range(0)
        return rows if self._height(rows) <= self.room.whole / 2 else range(0)

    def _height(self, rows: range) -> float:
        return sum(self.heights[rows.start : rows.stop])

    def _fits(self, height: float) -> bool:
        return height <= self._left + _TOLERANCE

    def _put(self, row: int, height: float, again: bool = False) -> None:
        self.pages[-1].append(Slice(row, self.y, height, again))
        self.y += height

    def _begins_page(self, row: int) -> bool:
        """Whether a new page would give the row no more room than it has here."""
        first_page = len(self.pages) == 1 and self.room.first > self.room.top
        return len(self.pages[-1]) == self.repeated and not (
            first_page and self.heights[row] <= self.room.whole
        )

    def _worth_breaking(self, row: int) -> bool:
        return (
            self.plan.rows[row].breakable
            and self._left > _WORTH_FILLING * self.room.whole
            and self._lines_in(self._left) >= _LEAST_LINES
            and self._lines_in(self.heights[row]) >= 2 * _LEAST_LINES
        )

    def _lines_in(self, height: float) -> int:
        """How many text lines a part of a row of that height holds."""
        return int((height - 2 * VERTICAL_PADDING + _TOLERANCE) / self.line)

    def _break(self, row: int) -> None:
        rest = self.heights[row]
        while not self._fits(rest):
            lines = ceil((rest - 2 * VERTICAL_PADDING - _TOLERANCE) / self.line)
            here = max(1, min(self._lines_in(self._left), lines - 1))
            if lines - here < _LEAST_LINES < here:
                here -= 1
            if lines <= 1:
                break
            self._put(row, text_height(here, self.plan.page.font_size))
            rest = text_height(lines - here, self.plan.page.font_size)
            self._turn(row)
        self._put(row, rest)

    def _turn(self, row: int) -> None:
        """Begin a page whose first row is this one."""
        self.pages.append([])
        self.y = self.room.top
        for row_of_head in self._head(row):
            self._put(row_of_head, self.heights[row_of_head], again=True)
        self.repeated = len(self.pages[-1])

    def _turn_before(self, row: int) -> int:
        """Begin a page at the row, or a little above it; the row with which to go on."""
        page = self.pages[-1]
        start, moved = len(page), 0.0
        while start > self.repeated and self._row_at(start, row) in self.kept:
            start -= 1
            moved += page[start].height
        # Never the whole page; so never a part of a broken row, which always begins one.
        if start == self.repeated or moved > _MOST_MOVED * self.room.whole:
            start = len(page)
        first = self._row_at(start, row)
        del page[start:]
        self._turn(first)
        return first

    def _row_at(self, position: int, following: int) -> int:
        page = self.pages[-1]
        return page[position].row if position < len(page) else following

    def _kept(self) -> frozenset[int]:
        kept: set[int] = set()
        for head in self.plan.heads:
            kept.update(range(head.first + 1, head.end + 1))
        for cell in self.plan.cells:
            rows = range(cell.row, cell.row + cell.rows)
            if cell.kind is CellKind.LABEL and cell.columns == len(self.plan.columns) > 1:
                kept.add(rows.stop)
            if sum(self.heights[row] for row in rows) <= _KEPT_TOGETHER * self.room.whole:
                kept.update(rows[1:])
        return frozenset(kept)
