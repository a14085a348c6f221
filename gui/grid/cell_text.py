"""How a text sits in its cell on screen: typeface, lines, and the heights that follow.

The paper's counterpart is core.layout.cell_text; here values are set in another typeface than
labels, and lengths are pixels at 96 dpi times the zoom.
"""

from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtGui import QTextLayout, QTextOption

from core.layout.plan import Align, CellKind, CellPart, PlanCell
from core.layout.printed import PrintedCell
from gui import theme

PADDING, LABEL_PADDING = 4.0, 2.0
ROW = 22.0
LINE, LABEL_LINE = 17.0, 16.0
VERTICAL_ROOM = 5.0
LEAST_SHRINK = 0.85
_LONGEST_CODE = 12
_EVEN_PARTS = (0.9, 0.8, 0.7, 0.6, 0.5)
_SMALLER = (0.92, LEAST_SHRINK)


@dataclass(frozen=True, slots=True)
class Setting:
    """How one cell's text is set."""

    families: tuple[str, ...]
    pixels: float
    line: float
    indent: float


def setting(place: PlanCell, zoom: float) -> Setting:
    """Typeface and size: labels as printed in serif, everything filled in in sans."""
    style = place.style
    printed = style.label or place.kind in (CellKind.LABEL, CellKind.EMPTY)
    return _setting(printed, style.bold, style.indent, zoom)


@lru_cache(maxsize=1_000)
def _setting(printed: bool, bold: bool, indent: float, zoom: float) -> Setting:
    if printed:
        families = theme.SERIF_BOLD if bold else theme.SERIF
    else:
        families = theme.SANS_BOLD if bold else theme.SANS
    pixels = theme.BODY * zoom
    return Setting(families, pixels, (LABEL_LINE if printed else LINE) * zoom, indent * pixels)


@lru_cache(maxsize=20_000)
def wrap(text: str, families: tuple[str, ...], pixels: float, width: float) -> tuple[str, ...]:
    """The lines of a text in that width; words and figures break only where nothing else helps."""
    if "\n" not in text and text_width(text, families, pixels) < width:
        return (text,)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    lines: list[str] = []
    for paragraph in text.split("\n"):
        layout = QTextLayout(paragraph, theme.font(families, pixels))
        layout.setTextOption(option)
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            line.setLineWidth(max(width, pixels))
            start = line.textStart()
            lines.append(paragraph[start : start + line.textLength()])
        layout.endLayout()
        if not paragraph:
            lines.append("")
    return tuple(lines)


@lru_cache(maxsize=20_000)
def text_width(text: str, families: tuple[str, ...], pixels: float) -> float:
    """The width of a text on one line."""
    return theme.metrics(families, pixels).horizontalAdvance(text)


def room(place: PlanCell, width: float, zoom: float) -> float:
    """The width that paddings and indentation leave to the text."""
    return width - 2 * padding(place) * zoom - setting(place, zoom).indent


def padding(place: PlanCell) -> float:
    """What is kept free on either side; heads are tight."""
    tight = place.style.label and place.style.align is Align.CENTER
    return LABEL_PADDING if tight else PADDING


def stays_whole(cell: PrintedCell) -> bool:
    """Whether a text is never broken: a figure, or a code as long as one has."""
    return cell.number is not None or (
        len(cell.text) <= _LONGEST_CODE and any(_is_code(part) for part in cell.place.content)
    )


def _is_code(part: str | CellPart) -> bool:
    return isinstance(part, CellPart) and part.code


def set_text(cell: PrintedCell, width: float, zoom: float) -> tuple[tuple[str, ...], float]:
    """The lines a cell shows and their size.

    A figure or code always stays on one line and gets a little smaller where its column has not
    grown yet; a label gets smaller where that saves a line.
    """
    how, space = setting(cell.place, zoom), room(cell.place, width, zoom)
    if not cell.text:
        return (), how.pixels
    if stays_whole(cell):
        needed = text_width(cell.text, how.families, how.pixels)
        shrink = max(LEAST_SHRINK, space / needed) if needed > space else 1.0
        return (cell.text,), how.pixels * shrink
    if not cell.place.style.label:
        return wrap(cell.text, how.families, how.pixels, space), how.pixels
    return _label(cell, how, space)


def _label(cell: PrintedCell, how: Setting, space: float) -> tuple[tuple[str, ...], float]:
    lines, pixels = wrap(cell.text, how.families, how.pixels, space), how.pixels
    for size in _SMALLER if len(lines) > 1 else ():
        fewer = wrap(cell.text, how.families, how.pixels * size, space)
        if len(fewer) < len(lines):
            lines, pixels = fewer, how.pixels * size
    if cell.place.style.align is Align.CENTER and len(lines) > 1:
        lines = _even(cell.text, how.families, pixels, space)
    return lines, pixels


@lru_cache(maxsize=20_000)
def _even(text: str, families: tuple[str, ...], pixels: float, width: float) -> tuple[str, ...]:
    """As many lines as needed, but of about one length."""
    best = wrap(text, families, pixels, width)
    for part in _EVEN_PARTS:
        lines = wrap(text, families, pixels, width * part)
        if len(lines) > len(best):
            break
        best = lines
    return best


def text_height(cell: PrintedCell, width: float, zoom: float) -> float:
    """The height a cell needs in that width."""
    how = setting(cell.place, zoom)
    lines, _ = set_text(cell, width, zoom)
    return len(lines) * how.line + VERTICAL_ROOM * zoom


def shown_align(cell: PrintedCell, *, as_typed: bool) -> Align:
    """Where a text stands; what could not be read stands left, exactly as it was typed."""
    return Align.LEFT if as_typed else cell.place.style.align
