"""How a cell's text sits in its cell: widths, paddings, lines, and the row heights that follow.

Lengths here are points; the plan's millimetres end at this door.
"""

from collections.abc import Sequence
from itertools import accumulate

from core.layout.font_metrics import Face
from core.layout.plan import Align, FormPlan, PageSetup
from core.layout.printed import PrintedCell, PrintedForm
from core.layout.text_fit import LEADING, Fitted, fit, wrap_evenly

POINTS_PER_MM = 72 / 25.4

DIGIT_MM = 8 / 96 * 25.4
"""The digit of a workbook's standard font, 8 pixels, in which it counts its columns' widths."""

PADDING = 1.0 * POINTS_PER_MM
"""Between a text and the rule at its side."""

FIGURE_PADDING = 0.6 * POINTS_PER_MM
"""Between a figure and the rule at its side: columns of amounts are narrow."""

VERTICAL_PADDING = 0.3 * POINTS_PER_MM
"""Between a text and the rules above and below."""

_STEPS = 20  # in which rows are set closer

PAPERS = {"A3": (297.0, 420.0), "A4": (210.0, 297.0), "A5": (148.0, 210.0)}
"""Width and height in mm, upright."""


def paper_size(page: PageSetup) -> tuple[float, float]:
    """Width and height of the sheet as it is printed."""
    width, height = PAPERS.get(page.paper, PAPERS["A4"])
    if page.landscape:
        width, height = height, width
    return width * POINTS_PER_MM, height * POINTS_PER_MM


def printable_width(page: PageSetup) -> float:
    """What the margins leave of the sheet's width."""
    _, right, _, left = page.margins
    return paper_size(page)[0] - (left + right) * POINTS_PER_MM


def drawn_widths(plan: FormPlan) -> tuple[float, ...]:
    """The column widths as the plan gives them."""
    return tuple(width * POINTS_PER_MM for width in plan.columns)


def fitted_widths(plan: FormPlan) -> tuple[float, ...]:
    """The column widths, made narrower where together they are wider than the paper allows."""
    widths = drawn_widths(plan)
    scale = min(1.0, printable_width(plan.page) / (sum(widths) or 1.0))
    return tuple(width * scale for width in widths)


def offsets(lengths: Sequence[float]) -> list[float]:
    """Where each length begins when they are laid end to end, and where the last one ends."""
    return list(accumulate(lengths, initial=0.0))


def face_of(cell: PrintedCell) -> Face:
    """The typeface of the cell."""
    return Face.SONG_BOLD if cell.place.style.bold else Face.SONG


def insets(cell: PrintedCell, size: float) -> tuple[float, float]:
    """What is kept free of text on the left and on the right of the cell."""
    side = PADDING if cell.number is None else FIGURE_PADDING
    indent = cell.place.style.indent * size
    if cell.place.style.align is Align.RIGHT:
        return side, side + indent
    return side + indent, side


def room_for_text(cell: PrintedCell, width: float, size: float) -> float:
    """The width that the paddings leave to the text; never nothing."""
    left, right = insets(cell, size)
    return max(width - left - right, 1.0)


def fit_cell(cell: PrintedCell, width: float, size: float, height: float | None = None) -> Fitted:
    """The cell's lines in that width (and height), set smaller where they must be.

    A figure stays on one line; a centred text is broken into lines of about one length.
    """
    face, room = face_of(cell), room_for_text(cell, width, size)
    if cell.number is not None:
        line = LEADING * size
        return fit(cell.text, face, size, room, line if height is None else min(line, height))
    fitted = fit(cell.text, face, size, room, height)
    if cell.place.style.align is Align.CENTER:
        return Fitted(wrap_evenly(cell.text, face, fitted.size, room), fitted.size)
    return fitted


def text_height(lines: int, size: float, leading: float = LEADING) -> float:
    """The height of a cell with so many lines; another leading opens the gaps between them."""
    return (LEADING + max(lines - 1, 0) * leading) * size + 2 * VERTICAL_PADDING


def row_heights(
    form: PrintedForm, widths: Sequence[float], leading: float = LEADING
) -> tuple[float, ...]:
    """The heights at which every text of the form is whole at the form's type size.

    No row is lower than the plan says. What a cell over several rows lacks is given to its last
    row, shorter cells first.
    """
    return _grown(form, widths, _least_heights(form, leading, 1.0), leading)


def closer_heights(
    form: PrintedForm, widths: Sequence[float], room: float
) -> tuple[float, ...] | None:
    """The heights nearest to the plan's that together fit the room; None if the texts need more."""
    for step in range(_STEPS, -1, -1):
        heights = _grown(form, widths, _least_heights(form, LEADING, step / _STEPS), LEADING)
        if sum(heights) <= room:
            return heights
    return None


def _least_heights(form: PrintedForm, leading: float, share: float) -> list[float]:
    """For each row a height between that of its least lines and the planned one."""
    size = form.plan.page.font_size
    heights = []
    for row in form.plan.rows:
        bare = text_height(row.lines, size, leading)
        heights.append(bare + share * max(row.height * POINTS_PER_MM - bare, 0.0))
    return heights


def _grown(
    form: PrintedForm, widths: Sequence[float], least: Sequence[float], leading: float
) -> tuple[float, ...]:
    """The least heights, grown where the texts need it."""
    size = form.plan.page.font_size
    heights = list(least)
    left = offsets(widths)
    for cell in sorted(form.cells, key=lambda c: (c.place.rows, c.place.row)):
        place = cell.place
        if not cell.text:
            continue
        width = left[place.column + place.columns] - left[place.column]
        needed = text_height(len(fit_cell(cell, width, size).lines), size, leading)
        last = place.row + place.rows - 1
        heights[last] += max(0.0, needed - sum(heights[place.row : last + 1]))
    return tuple(heights)
