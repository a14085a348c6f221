"""Cells that a page break cuts: where their pieces stand, and which piece prints which lines.

A label is printed whole in every piece, a figure once; a long text flows from piece to piece.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from core.layout.cell_text import VERTICAL_PADDING, face_of, fit_cell, room_for_text
from core.layout.page_breaks import Slice
from core.layout.plan import CellKind, PlanCell
from core.layout.printed import PrintedCell
from core.layout.text_fit import LEADING, LEAST_SIZE, SIZE_STEP, Fitted, wrap

_NOTHING = Fitted((), 1.0)
_REPEATED_LINES = 4
"""A text of more lines is not printed again after the break."""


@dataclass(frozen=True, slots=True)
class Piece:
    """The part of a cell on one page; `again` if it only belongs to a head that is repeated."""

    page: int
    top: float
    height: float
    again: bool = False

    @property
    def free(self) -> float:
        """The height that the paddings leave to the text."""
        return max(self.height - 2 * VERTICAL_PADDING, 0.0)

    def holds(self, size: float) -> int:
        """How many lines of that size there is room for."""
        return int((self.free + 0.01) / (size * LEADING))


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a row, or a part of it, stands: the page, the how many'th of its slices, the slice."""

    page: int
    number: int
    slice: Slice


Places: TypeAlias = dict[int, list[Standing]]
"""Where each row stands, from the first page to the last."""


def places_of(pages: Sequence[Sequence[Slice]]) -> Places:
    """Where the rows of these pages stand."""
    found: Places = {}
    for page, slices in enumerate(pages):
        for number, part in enumerate(slices):
            found.setdefault(part.row, []).append(Standing(page, number, part))
    return found


def pieces(place: PlanCell, places: Places) -> list[Piece]:
    """The parts of a cell on all pages; rows that follow each other on a page are one part."""
    standing = [s for row in range(place.row, place.row + place.rows) for s in places.get(row, ())]
    if place.rows > 1:
        standing.sort(key=lambda s: (s.page, s.number))
    found: list[Piece] = []
    last: Standing | None = None
    for here in standing:
        part = here.slice
        if last and (last.page, last.number + 1) == (here.page, here.number):
            before = found[-1]
            height, again = before.height + part.height, before.again and part.again
            found[-1] = Piece(here.page, before.top, height, again)
        else:
            found.append(Piece(here.page, part.top, part.height, part.again))
        last = here
    return found


@dataclass(frozen=True, slots=True)
class Share:
    """What one piece prints; `flows` if its text goes on over the break."""

    piece: Piece
    text: Fitted
    flows: bool = False


def share_out(cell: PrintedCell, width: float, size: float, parts: Sequence[Piece]) -> list[Share]:
    """What each piece of a cell prints."""
    again = [
        Share(piece, fit_cell(cell, width, size, piece.free)) for piece in parts if piece.again
    ]
    own = [piece for piece in parts if not piece.again]
    if len(own) == 1:
        return [*again, Share(own[0], fit_cell(cell, width, size, own[0].free))]
    whole = fit_cell(cell, width, size)
    holders = [piece for piece in own if piece.holds(whole.size) >= len(whole.lines)]
    short = len(whole.lines) <= _REPEATED_LINES or cell.place.kind is CellKind.LABEL
    if not holders and cell.number is None:
        return [*again, *_flowing(cell, width, size, own)]
    if cell.number is None and short:
        return [*again, *(Share(piece, _if_whole(cell, width, size, piece)) for piece in own)]
    only = (holders or own)[0]
    return [*again, *(Share(piece, whole if piece is only else _NOTHING) for piece in own)]


def _if_whole(cell: PrintedCell, width: float, size: float, piece: Piece) -> Fitted:
    """The whole text, or nothing where even the smallest type has no room for it."""
    fitted = fit_cell(cell, width, size, piece.free)
    return fitted if piece.holds(fitted.size) >= len(fitted.lines) else _NOTHING


def _flowing(cell: PrintedCell, width: float, size: float, own: Sequence[Piece]) -> Iterator[Share]:
    """The lines one after the other; a little smaller where the breaks cost a line."""
    while True:
        lines = wrap(cell.text, face_of(cell), size, room_for_text(cell, width, size))
        enough = sum(piece.holds(size) for piece in own) >= len(lines)
        if enough or size - SIZE_STEP < LEAST_SIZE:
            break
        size -= SIZE_STEP
    for piece in own:
        here = len(lines) if piece is own[-1] else piece.holds(size)
        yield Share(piece, Fitted(lines[:here], size), flows=True)
        lines = lines[here:]
