"""How wide the columns of a form are on screen: as on paper, and so that no figure is cut."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from core.layout.plan import CellPart
from core.layout.printed import PrintedCell, PrintedForm
from gui.grid.cell_text import stays_whole
from gui.grid.measured import Measured, figure_width

ROOM_TO_GROW = 42.0

PIXELS_PER_MM = 4.1
"""Scale of a form that has room: 9 point on paper are 13 pixels on screen."""

LEAST_PIXELS_PER_MM = 2.4
"""Below this, labels would be all line breaks: the form scrolls sideways instead."""


@dataclass(frozen=True, slots=True)
class Needs:
    """What stands in the columns of a form, as far as it matters for their widths.

    `millimetres` are those on paper; `least` what figures and codes need in pixels at 100 %;
    `joined` first and last column of figures over several columns, and what they need; `names` the
    columns of texts alone.
    """

    millimetres: tuple[float, ...]
    least: tuple[float, ...]
    joined: tuple[tuple[int, int, float], ...]
    names: frozenset[int]


def needs_of(form: PrintedForm, measured: Measured) -> Needs:
    """Look through a form once; `measured` keeps what does not change until the next time."""
    least = [0.0] * len(form.plan.columns)
    joined: list[tuple[int, int, float]] = []
    texts, others, head = set[int](), set[int](), form.plan.head[1]
    for cell in form.cells:
        place, needed = cell.place, measured.figure_width(cell)
        at = place.column
        if place.columns > 1:
            if needed is not None:
                joined.append((at, at + place.columns - 1, needed))
            continue
        if needed is not None:
            least[at] = max(least[at], needed)
        if cell.text and place.row >= head:
            (others if needed is not None else texts).add(at)
    return Needs(form.plan.columns, tuple(least), tuple(joined), frozenset(texts - others))


def column_widths(
    needs: Needs, available: float, zoom: float, given: Sequence[float] = ()
) -> list[int]:
    """Widths of the columns: the form fits the view if it can, and no figure is ever cut.

    `given` is what columns have at least at 100 %, whatever stands in them.
    """
    columns = needs.millimetres
    scale = min(PIXELS_PER_MM, max(LEAST_PIXELS_PER_MM, available / (sum(columns) or 1.0)))
    least = given or needs.least
    widths = [max(mm * scale, least_width) for mm, least_width in zip(columns, least, strict=True)]
    _share_overrun(widths, least, available)
    for first, last, needed in needs.joined:
        widths[last] += max(0.0, needed - sum(widths[first : last + 1]))
    if sum(widths) > available:  # names have the room they have on paper: it scrolls in any case
        for at in needs.names:
            widths[at] = max(widths[at], columns[at] * PIXELS_PER_MM)
    return [
        max(int(width * zoom), ceil(needed * zoom))
        for width, needed in zip(widths, least, strict=True)
    ]


def still_fits(cell: PrintedCell, width: float, zoom: float) -> bool:
    """Whether a figure or code can change to this without another width of its columns."""
    if not cell.text:
        parts = (part for part in cell.place.content if isinstance(part, CellPart))
        return any(part.number is not None or part.code for part in parts)
    return stays_whole(cell) and figure_width(cell) * zoom <= width


def with_room(least: Sequence[float], given: Sequence[float]) -> list[float]:
    """What columns are given when figures may have outgrown what they were `given` before.

    One that has to grow grows by some digits at once: or it would do so under the eyes of whoever
    types into it again and again, and everything beside it would move.
    """
    pairs = zip(least, given or least, strict=True)
    return [had if needed <= had else needed + ROOM_TO_GROW for needed, had in pairs]


def _share_overrun(widths: list[float], least: Sequence[float], available: float) -> None:
    """What figures took beyond the view is given back by columns that have more than they need."""
    overrun = sum(widths) - available
    spare = [max(0.0, w - max(n, w * 0.7)) for w, n in zip(widths, least, strict=True)]
    total = sum(spare)
    if overrun <= 0 or overrun > total:
        return
    for at, part in enumerate(spare):
        widths[at] -= overrun * part / total
