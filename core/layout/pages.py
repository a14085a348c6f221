"""A form cut into pages: every rule and every line of text with its place on the sheet.

The PDF writer and the preview draw what stands here and decide nothing. Points, counted from the
upper left corner of the sheet; the grid is as wide as the plan says, narrower only if the paper is.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from core.layout.cell_pieces import Share, pieces, places_of, share_out
from core.layout.cell_text import (
    POINTS_PER_MM,
    VERTICAL_PADDING,
    closer_heights,
    face_of,
    fitted_widths,
    insets,
    offsets,
    paper_size,
    printable_width,
    row_heights,
)
from core.layout.font_metrics import Face
from core.layout.heading import SetLine, set_line
from core.layout.page_breaks import Room, Slice, break_rows
from core.layout.plan import Align
from core.layout.printed import PrintedCell, PrintedForm
from core.layout.text_fit import LEADING, LEAST_SIZE, SIZE_STEP

_ASCENT = 0.88  # the baseline of a hanzi below the upper edge of its square, in type sizes
_PAGE_NUMBER_SIZE = 9.0
_SET_CLOSER = 0.1  # of a page: rows are lowered by that much to save a second page
_SCARCELY = 0.1  # of a page: a last page with no more than that is rather saved
_MOST_STEPS = 2  # in type size, to save a page
_NARROWEST_LINE = 0.6  # of the paper's printable width
_TOLERANCE = 0.01


@dataclass(frozen=True, slots=True)
class PlacedText:
    """One line of text: x of its left end, middle or right end, y of its baseline, widest room."""

    text: str
    x: float
    y: float
    align: Align
    face: Face
    size: float
    room: float


@dataclass(frozen=True, slots=True)
class Box:
    """A cell, or the part of it that stands on this page, with its lines of text."""

    cell: PrintedCell
    x: float
    y: float
    width: float
    height: float
    texts: tuple[PlacedText, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """One sheet of paper; `slices` are the plan's rows on it, a repeated head among them."""

    number: int
    count: int
    width: float
    height: float
    slices: tuple[Slice, ...]
    boxes: tuple[Box, ...]
    texts: tuple[PlacedText, ...]


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where the grid and the lines around it may stand on the sheet."""

    width: float
    height: float
    left: float  # the grid's left edge
    columns: Sequence[float]  # the columns' edges, counted from there
    line_width: float  # of the lines around: the grid's, unless that is very narrow
    top: float
    bottom: float

    @property
    def line_left(self) -> float:
        return self.left + (self.columns[-1] - self.line_width) / 2


@dataclass(slots=True)
class _Sheet:
    """A page while it is filled."""

    slices: list[Slice]
    boxes: list[Box] = field(default_factory=list)
    texts: list[PlacedText] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Broken:
    """A form cut into pages, of which the cells are not placed yet."""

    form: PrintedForm
    frame: _Frame
    sheets: list[_Sheet]


def paginate(form: PrintedForm) -> tuple[Page, ...]:
    """The pages of a form; at least one. From two pages on each has its number at the foot.

    The texts have the type size of the form. Where a last page would hold next to nothing they are
    set half a point or a point smaller, if that saves the page.
    """
    broken = _best(form)
    sheets = broken.sheets
    for number, box in _boxes(broken.form, [sheet.slices for sheet in sheets], broken.frame):
        sheets[number].boxes.append(box)
    count = len(sheets)
    return tuple(_page(sheet, n, count, broken.frame) for n, sheet in enumerate(sheets, 1))


def page_count(form: PrintedForm) -> int:
    """How many pages a form has."""
    return len(_best(form).sheets)


def _best(form: PrintedForm) -> _Broken:
    """The form in its own type size, or a little smaller where that saves a page."""
    broken = _broken(form)
    if len(broken.sheets) > 1 and _scarcely_filled(broken.sheets[-1], broken.frame):
        for smaller in _smaller(form):
            fewer = _broken(smaller)
            if len(fewer.sheets) < len(broken.sheets):
                return fewer
    return broken


def _scarcely_filled(sheet: _Sheet, frame: _Frame) -> bool:
    """Whether a page that is not the first has hardly more than the repeated head."""
    begin = max((p.top + p.height for p in sheet.slices if p.again), default=frame.top)
    ends = [piece.top + piece.height for piece in sheet.slices]
    ends += [text.y for text in sheet.texts if text.y < frame.bottom]
    return max(ends) - begin < _SCARCELY * (frame.bottom - frame.top)


def _smaller(form: PrintedForm) -> Iterable[PrintedForm]:
    """The form in the type sizes that may save a page."""
    setup = form.plan.page
    for step in range(1, _MOST_STEPS + 1):
        size = setup.font_size - step * SIZE_STEP
        if size >= LEAST_SIZE:
            page = replace(setup, font_size=size)
            yield replace(form, plan=replace(form.plan, page=page))


def _broken(form: PrintedForm) -> _Broken:
    """The form cut into pages, with the lines around the grid."""
    frame = _frame(form)
    above = [set_line(line, frame.line_width) for line in form.above]
    below = [set_line(line, frame.line_width) for line in form.below]
    first = frame.top + sum(line.height for line in above)
    tail = sum(line.height for line in below)
    room = Room(first, frame.top, frame.bottom)
    heights = _heights(form, frame.bottom - first - tail)
    sheets = [_Sheet(slices) for slices in break_rows(form.plan, heights, room, tail)]
    sheets[0].texts.extend(_around(above, frame, frame.top))
    end = sheets[-1].slices[-1].top + sheets[-1].slices[-1].height if sheets[-1].slices else first
    _write_below(sheets, below, frame, end)
    return _Broken(form, frame, sheets)


def _heights(form: PrintedForm, room: float) -> tuple[float, ...]:
    """The row heights; a little closer where that keeps the form on one page."""
    widths = fitted_widths(form.plan)
    heights = row_heights(form, widths)
    if room < sum(heights) <= (1 + _SET_CLOSER) * room:
        return closer_heights(form, widths, room) or heights
    return heights


def _frame(form: PrintedForm) -> _Frame:
    page = form.plan.page
    width, height = paper_size(page)
    top, _, bottom, left = (margin * POINTS_PER_MM for margin in page.margins)
    columns = offsets(fitted_widths(form.plan))
    room = printable_width(page)
    start = left + (room - columns[-1]) / 2
    line_width = max(columns[-1], _NARROWEST_LINE * room)
    return _Frame(width, height, start, columns, line_width, top, height - bottom)


def _page(sheet: _Sheet, number: int, count: int, frame: _Frame) -> Page:
    texts = list(sheet.texts)
    if count > 1:
        label = f"第{number}页 共{count}页"
        foot = (frame.bottom + frame.height + _PAGE_NUMBER_SIZE) / 2
        middle = frame.width / 2
        texts.append(
            PlacedText(label, middle, foot, Align.CENTER, Face.SONG, _PAGE_NUMBER_SIZE, frame.width)
        )
    return Page(
        number,
        count,
        frame.width,
        frame.height,
        tuple(sheet.slices),
        tuple(sheet.boxes),
        tuple(texts),
    )


def _boxes(
    form: PrintedForm, pages: Sequence[Sequence[Slice]], frame: _Frame
) -> Iterable[tuple[int, Box]]:
    size = form.plan.page.font_size
    places = places_of(pages)
    for cell in form.cells:
        place = cell.place
        x = frame.columns[place.column]
        width = frame.columns[place.column + place.columns] - x
        for share in share_out(cell, width, size, pieces(place, places)):
            texts = _cell_texts(cell, frame.left + x, width, share)
            piece = share.piece
            yield piece.page, Box(cell, frame.left + x, piece.top, width, piece.height, texts)


def _cell_texts(cell: PrintedCell, x: float, width: float, share: Share) -> tuple[PlacedText, ...]:
    piece, fitted = share.piece, share.text
    left, right = insets(cell, fitted.size)
    stretch = (x + left, max(width - left - right, 1.0))
    spare = max(piece.height - len(fitted.lines) * fitted.size * LEADING, 0.0)
    at_top = share.flows or cell.place.style.top
    first = piece.top + (min(VERTICAL_PADDING, spare) if at_top else spare / 2)
    return tuple(
        _placed(
            line,
            stretch,
            cell.place.style.align,
            face_of(cell),
            (fitted.size, first + number * fitted.size * LEADING, LEADING),
        )
        for number, line in enumerate(fitted.lines)
    )


def _write_below(sheets: list[_Sheet], lines: Sequence[SetLine], frame: _Frame, y: float) -> None:
    """The notes below the grid; what a page has no room for goes on on the next."""
    page = frame.bottom - frame.top
    for line in lines:
        if y > frame.top and y + line.height > frame.bottom + _TOLERANCE:
            sheets.append(_Sheet([]))
            y = frame.top
        first = len(sheets) - 1
        for text in _around([line], frame, y):
            beyond = int((text.y - frame.top) / page)  # of a note longer than a page
            while len(sheets) <= first + beyond:
                sheets.append(_Sheet([]))
            sheets[first + beyond].texts.append(replace(text, y=text.y - beyond * page))
        y += line.height - (len(sheets) - 1 - first) * page


def _around(lines: Sequence[SetLine], frame: _Frame, y: float) -> Iterable[PlacedText]:
    """The lines above or below the grid; where one text has fewer lines it stands lower."""
    for line in lines:
        leading = line.size * line.leading
        most = max((len(slot.lines) for slot in line.slots), default=0)
        for slot in line.slots:
            first = y + line.before + (most - len(slot.lines)) * leading
            for number, text in enumerate(slot.lines):
                yield _placed(
                    text,
                    (frame.line_left + slot.start, slot.width),
                    slot.align,
                    line.face,
                    (line.size, first + number * leading, line.leading),
                )
        y += line.height


def _placed(
    text: str,
    stretch: tuple[float, float],
    align: Align,
    face: Face,
    down: tuple[float, float, float],
) -> PlacedText:
    """A line in its stretch; `down` is the type size, the line's upper edge and the leading."""
    start, room = stretch
    size, top, leading = down
    x = {Align.LEFT: start, Align.CENTER: start + room / 2, Align.RIGHT: start + room}[align]
    baseline = top + (leading - 1) * size / 2 + _ASCENT * size
    return PlacedText(text.rstrip(" \u3000"), x, baseline, align, face, size, room)
