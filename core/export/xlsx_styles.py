"""How a printed cell looks and what it stores in a workbook.

Figures are stored as numbers whose format prints the same digits; everything else is text, whatever
sign it begins with.
"""

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from core.export.xlsx_looks import TEXT_FORMAT, Look, song
from core.layout.cell_text import DIGIT_MM
from core.layout.plan import Align, CellKind, CellPart
from core.layout.printed import PrintedCell
from core.number_text import (
    NumberStyle,
    PercentStyle,
    excel_format,
    excel_number,
    format_number,
    quoted,
)
from core.values import CONTEXT

_EXACT_DIGITS = 15  # a workbook stores doubles
_LONGEST_TEXT = 32_767  # Excel opens no workbook with a longer one
_LONGEST_FIGURE = 24  # with separators and signs
_FORMULA_SIGNS = ("=", "+", "-", "@")
_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
_ESCAPE_LOOKALIKE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_TYPED_FIGURE = re.compile(r"-?(?:0|[1-9]\d{0,2}(?:,\d{3})+|[1-9]\d*)(?:\.(\d+))?%?")


@dataclass(frozen=True, slots=True)
class Stored:
    """What a workbook cell holds and how it is formatted."""

    value: Decimal | str
    number_format: str = TEXT_FORMAT

    @property
    def is_figure(self) -> bool:
        """Whether a figure stands in the cell, or will."""
        return self.number_format != TEXT_FORMAT


def column_width(mm: float) -> float:
    """A width in mm as workbooks count it: in digits of the standard font (STANDARD_FONT)."""
    return round(mm / DIGIT_MM, 4)


def stored(cell: PrintedCell) -> Stored:
    """What a cell holds: the printed figure, or its text."""
    figure = _typed_figure(cell)
    if cell.number is not None and cell.style is not None:
        figure = cell.number, cell.style
    if figure is None:
        is_blank = cell.text in ("", _blank_text(cell))
        return Stored(cell.text, _format_of_blank(cell) if is_blank else TEXT_FORMAT)
    number, style = figure
    printed = number.quantize(Decimal(1).scaleb(-style.value_decimals), context=CONTEXT)
    value = excel_number(printed, style)
    if len(value.as_tuple().digits) > _EXACT_DIGITS:
        return Stored(cell.text)
    return Stored(value, excel_format(printed, style))


def _figure_style(cell: PrintedCell) -> NumberStyle | None:
    """The style of the one figure that a cell prints; None if it prints something else."""
    content = cell.place.content
    part = content[0] if len(content) == 1 else ""
    return None if isinstance(part, str) else part.number


def _blank_text(cell: PrintedCell) -> str:
    """What a cell prints where it has no figure."""
    style = _figure_style(cell)
    return style.blank if style else ""


def _format_of_blank(cell: PrintedCell) -> str:
    """The format in which a figure typed into the blank cell will stand.

    A trimmed figure has no format before it is known.
    """
    style = _figure_style(cell)
    if style is None or style.trim:
        return TEXT_FORMAT
    return excel_format(Decimal(0), style)


def stored_live(cell: PrintedCell) -> Stored:
    """What a cell with a formula holds beside it; a text stays one, also where it is a figure."""
    content = stored(cell) if cell.number is not None else Stored(cell.text)
    return replace(content, number_format=_live_format(cell))


def _live_format(cell: PrintedCell) -> str:
    """The number format of a formula, right for other results than the present one, too."""
    style = next((p.number for p in cell.place.content if isinstance(p, CellPart)), None)
    if style is None:
        return TEXT_FORMAT
    plainly = not style.thousands and style.percent is PercentStyle.NONE and style.zero is None
    if style.trim and plainly:
        return f"{quoted(style.prefix)}General{quoted(style.suffix)}"
    return excel_format(Decimal(1) if cell.number is None else cell.number, style)


def _typed_figure(cell: PrintedCell) -> tuple[Decimal, NumberStyle] | None:
    """The figure in a text cell (指标值 6000, 95.76, 100%) if it prints exactly as typed.

    Codes, and whatever else begins with a 0 that says nothing, stay text.
    """
    match = _TYPED_FIGURE.fullmatch(cell.text)
    if match is None or len(cell.text) > _LONGEST_FIGURE:
        return None
    if cell.text == _blank_text(cell):
        return None  # stands for no figure
    if cell.place.kind is not CellKind.ENTRY or _is_code(cell):
        return None
    percent = PercentStyle.SIGN if cell.text.endswith("%") else PercentStyle.NONE
    style = NumberStyle(len(match[1] or ""), thousands="," in cell.text, percent=percent)
    number = Decimal(cell.text.rstrip("%").replace(",", ""))
    number = number.scaleb(-2, context=CONTEXT) if percent is PercentStyle.SIGN else number
    return (number, style) if format_number(number, style) == cell.text else None


def _is_code(cell: PrintedCell) -> bool:
    parts = [part for part in cell.place.content if isinstance(part, CellPart)]
    return cell.place.style.label or any(part.code for part in parts)


def safe_text(text: str) -> str:
    """The text without signs that no workbook can hold; _x0041_ stays these seven signs."""
    return _ESCAPE_LOOKALIKE.sub("_x005F_", _FORBIDDEN.sub("", text))[:_LONGEST_TEXT]


def look_of(cell: PrintedCell, content: Stored, size: float, at_top: bool) -> Look:
    """The look of a cell of the grid; only what is typed in may be typed over."""
    style = cell.place.style
    return Look(
        font=song(size, style.bold),
        align=style.align,
        vertical="top" if at_top or style.top else "center",
        indent=0 if style.align is Align.CENTER else style.indent,
        shrinks=content.is_figure,
        locked=cell.place.kind is not CellKind.ENTRY,
        number_format=content.number_format,
        quoted=is_like_formula(content.value),
    )


def is_like_formula(value: Decimal | str) -> bool:
    """Whether it is a text that would be a formula if someone typed it."""
    return isinstance(value, str) and value.startswith(_FORMULA_SIGNS)
