"""A block of a form for the clipboard: plain digits to calculate with, and a table as printed.

The plain text holds what would have to be typed for the same values; the HTML looks like the form,
joined cells included, and says the figures in full where they are printed with other signs.
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from html import escape

from core.clipboard.tsv import write_tsv
from core.layout.area import Area, Ground
from core.layout.plan import CellKind, PlanCell
from core.layout.printed import PrintedCell
from core.number_text import PercentStyle, bare, excel_format, excel_number, format_number
from core.refs import CellId
from core.template.form import Slot
from core.values import CellValue, plain

_CSS_QUOTE = r"\0022"
_CHINESE = 0x0804  # the language of a number format, as Windows counts languages


@dataclass(frozen=True, slots=True)
class Copied:
    """A block as it goes onto the clipboard."""

    text: str
    html: str


@dataclass(frozen=True, slots=True)
class Source:
    """Where a copy takes its texts from."""

    printed: Callable[[PlanCell], PrintedCell]
    value: Callable[[CellId], CellValue]
    typed: Callable[[CellId], str]
    slot: Callable[[CellId], Slot | None]


def copy_area(ground: Ground, area: Area, source: Source) -> Copied:
    """What stands in an area that cuts no joined cell."""
    rows = [[""] * area.columns for _ in range(area.rows)]
    lines: list[list[str]] = [[] for _ in range(area.rows)]
    for place in ground.places(area):
        row, column = place.row - area.row, place.column - area.column
        rows[row][column] = plain_text(place, source)
        lines[row].append(_cell(place, source))
    body = "\n".join("<tr>" + "".join(line) + "</tr>" for line in lines)
    head = '<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta charset="utf-8">'
    html = f"{head}</head><body><table>\n{body}\n</table></body></html>"
    return Copied(write_tsv(rows), html)


def plain_text(place: PlanCell, source: Source) -> str:
    """What a cell holds, as it could be typed; a label's text."""
    if place.cell is None:
        return source.printed(place).text
    value, slot = source.value(place.cell), source.slot(place.cell)
    style = slot.field.number if slot is not None else None
    if isinstance(value, Decimal):
        if style is None:
            return plain(value)
        percent = "%" if style.percent is PercentStyle.SIGN else ""
        return format_number(value, bare(style)) + percent
    if isinstance(value, str) and place.kind is not CellKind.ENTRY:
        return value
    return source.typed(place.cell) or (value if isinstance(value, str) else "")


def _cell(place: PlanCell, source: Source) -> str:
    """A cell as a table cell; texts stay texts there, whatever they look like.

    LibreOffice reads a number format here only up to its first semicolon.
    """
    printed = source.printed(place)
    attributes = ""
    if place.rows > 1:
        attributes += f' rowspan="{place.rows}"'
    if place.columns > 1:
        attributes += f' colspan="{place.columns}"'
    align = place.style.align.value
    style = f"text-align:{align}"
    if printed.number is not None and printed.style is not None:
        written = excel_number(printed.number, printed.style)
        shown = excel_format(printed.number, printed.style)
        number, first = plain(written), escape(shown.partition(";")[0])
        attributes += f' x:num="{number}" sdval="{number}" sdnum="{_CHINESE};0;{first}"'
        style += f";mso-number-format:{_css_text(shown)}"
    else:
        style += r";mso-number-format:'\@'"
        attributes += f' sdnum="{_CHINESE};0;@"' if printed.text[:1].isdigit() else ""
    text = escape(printed.text).replace("  ", "&nbsp;&nbsp;")
    text = text.replace("\n", '<br style="mso-data-placement:same-cell">')
    return f'<td{attributes} style="{escape(style, quote=False)}">{text}</td>'


def _css_text(text: str) -> str:
    """A number format as Excel reads it in a style: signs outside letters and digits escaped."""
    signs = (_CSS_QUOTE if s == '"' else s if s.isalnum() else "\\" + s for s in text)
    return "'" + "".join(signs) + "'"
