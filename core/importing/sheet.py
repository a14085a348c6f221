"""A worksheet as a reader sees it: boxes with texts and rules; what is hidden is not there."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from openpyxl.utils import column_index_from_string
from openpyxl.worksheet.worksheet import Worksheet

from core.layout.cell_text import DIGIT_MM
from core.template.loader import MOST_WIDTH

Place = tuple[int, int]
"""Row and column, from 0, among those that are shown."""

_STANDARD_WIDTH: Final = 8.43
_A3: Final = "8"
_UNREADABLE: Final = re.compile(
    "[^\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
_BREAKS: Final = re.compile(r"_x000[dD]_\n?|\r\n?")
_AMOUNT_FORMAT: Final = re.compile(r"#,##0|0\.0")
_REPEATED: Final = re.compile(r"\$?(\d+):\$?(\d+)")


@dataclass(frozen=True, slots=True)
class Box:
    """One cell, or several joined ones.

    `text` is what is printed there for everybody, "" where something is to be filled in or nothing
    stands; `figure` is the number that stands there, "" for none. `align` is "" where the
    workbook leaves it open. `figures` is how a number would print: "money", "percent" or "".
    """

    row: int
    column: int
    rows: int
    columns: int
    text: str = ""
    figure: str = ""
    align: str = ""
    indent: int = 0
    ruled: bool = False
    size: float = 11.0
    figures: str = ""

    @property
    def end(self) -> int:
        """The row behind its last one."""
        return self.row + self.rows

    @property
    def right(self) -> int:
        """The column behind its last one."""
        return self.column + self.columns


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is shown of a worksheet: `boxes` by their first place, widths in mm.

    `repeated` are the rows that are printed on every page, from first to before the last.
    """

    title: str
    boxes: Mapping[Place, Box]
    widths: tuple[float, ...]
    rows: int
    paper: str
    landscape: bool
    repeated: tuple[int, int]


def read_sheet(sheet: Worksheet) -> Sheet:
    """Read a worksheet of a workbook that `open_workbook` opened."""
    return _Reader(sheet).read()


class _Reader:
    """Reads one worksheet; cells of openpyxl have many types, none of them ours."""

    def __init__(self, sheet: Any) -> None:
        self.sheet = sheet
        hidden_columns, self.widths = _columns(sheet)
        hidden_rows = {n for n, row in sheet.row_dimensions.items() if _is_gone(row, row.height)}
        self.rows = _numbered(range(1, sheet.max_row + 1), hidden_rows)
        self.columns = _numbered(range(1, sheet.max_column + 1), hidden_columns)

    def read(self) -> Sheet:
        setup = self.sheet.page_setup
        return Sheet(
            title=clean_text(str(self.sheet.title)).strip(),
            boxes=self._boxes(),
            widths=tuple(self.widths.get(number, self._standard()) for number in self.columns),
            rows=len(self.rows),
            paper="A3" if str(setup.paperSize or "") == _A3 else "A4",
            landscape=setup.orientation == "landscape",
            repeated=self._repeated(),
        )

    def _standard(self) -> float:
        """The width of a column of which nothing is said."""
        return _mm(self.sheet.sheet_format.defaultColWidth or _STANDARD_WIDTH)

    def _repeated(self) -> tuple[int, int]:
        match = _REPEATED.search(str(self.sheet.print_title_rows or ""))
        shown = [
            index
            for number, index in self.rows.items()
            if match and int(match[1]) <= number <= int(match[2])
        ]
        return (min(shown), max(shown) + 1) if shown else (0, 0)

    def _boxes(self) -> dict[Place, Box]:
        found = {(box.row, box.column): box for box in self._joined()}
        covered = {
            (row, column)
            for box in found.values()
            for row in range(box.row, box.end)
            for column in range(box.column, box.right)
        }
        for cells in self.sheet.iter_rows():
            row = self.rows.get(cells[0].row)
            for cell in cells if row is not None else ():
                column = self.columns.get(cell.column)
                if row is None or column is None or (row, column) in covered:
                    continue
                if cell.value is not None or cell.has_style:
                    found[row, column] = _box(cell, (row, column, 1, 1), [cell])
        return dict(sorted(found.items()))

    def _joined(self) -> Iterator[Box]:
        for area in self.sheet.merged_cells.ranges:
            rows = [n for n in range(area.min_row, area.max_row + 1) if n in self.rows]
            columns = [n for n in range(area.min_col, area.max_col + 1) if n in self.columns]
            if rows and columns:
                cells = [self.sheet.cell(row, column) for row in rows for column in columns]
                first = self.sheet.cell(area.min_row, area.min_col)
                at = (self.rows[rows[0]], self.columns[columns[0]], len(rows), len(columns))
                yield _box(first, at, cells)


def _columns(sheet: Any) -> tuple[set[int], dict[int, float]]:
    """The numbers of hidden columns, and the widths (mm) of those of which one is given."""
    hidden: set[int] = set()
    widths: dict[int, float] = {}
    for letter, column in sheet.column_dimensions.items():
        first = column.min or column_index_from_string(letter)
        numbers = range(first, min(column.max or first, sheet.max_column) + 1)
        if _is_gone(column, column.width):
            hidden.update(numbers)
        elif column.width:
            widths.update(dict.fromkeys(numbers, _mm(column.width)))
    return hidden, widths


def _is_gone(dimension: Any, extent: float | None) -> bool:
    return bool(dimension.hidden) or extent == 0


def _mm(width: float) -> float:
    return min(max(round(width * DIGIT_MM, 1), 1.0), MOST_WIDTH * 1.0)


def _numbered(numbers: Iterable[int], hidden: set[int]) -> dict[int, int]:
    shown = (number for number in numbers if number not in hidden)
    return {number: index for index, number in enumerate(shown)}


def _box(cell: Any, at: tuple[int, int, int, int], cells: list[Any]) -> Box:
    """The box of a cell, at row, column, rows and columns, whose rules are those of `cells`."""
    align = {"centerContinuous": "center"}.get(cell.alignment.horizontal, cell.alignment.horizontal)
    return Box(
        *at,
        text=_printed(cell),
        figure=_figure(cell.value),
        align=align if align in ("left", "center", "right") else "",
        indent=int(cell.alignment.indent or 0),
        ruled=any(_is_ruled(one) for one in cells),
        size=cell.font.sz or 11.0,
        figures=_figures(cell.number_format),
    )


def _is_ruled(cell: Any) -> bool:
    """Whether rules go round it: one at a side, or above and below (below alone is a blank)."""
    border = cell.border
    left, right, top, bottom = (
        side is not None and side.style is not None
        for side in (border.left, border.right, border.top, border.bottom)
    )
    return left or right or (top and bottom)


def _figures(number_format: str) -> str:
    if "%" in number_format:
        return "percent"
    return "money" if _AMOUNT_FORMAT.search(number_format) else ""


def _printed(cell: Any) -> str:
    """What stands in a cell for everybody: texts, whole numbers, dates.

    A formula, an error, and a figure with decimals or separators are what somebody filled in, and
    a zero is what nothing adds up to.
    """
    value = cell.value
    if isinstance(value, str):
        text = clean_text(value) if cell.data_type == "s" else ""
        return text if text.strip() else ""
    if isinstance(value, datetime | date):
        return f"{value.year}年{value.month}月{value.day}日"
    return _number(Decimal(str(value)), cell.number_format) if _is_number(value) else ""


def _is_number(value: object) -> bool:
    is_plain = isinstance(value, int | float) and not isinstance(value, bool)
    return is_plain and Decimal(str(value)).is_finite()


def _figure(value: object) -> str:
    return _plain(Decimal(str(value))) if _is_number(value) else ""


def _number(value: Decimal, number_format: str) -> str:
    if not value:
        return ""
    figures = _figures(number_format)
    if figures == "percent":
        return f"{_plain(value * 100)}%"
    if figures == "money" or value != value.to_integral_value():
        return ""
    digits = number_format if re.fullmatch("0+", number_format) else ""
    return _plain(value).zfill(len(digits))


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"


def clean_text(text: str) -> str:
    """The text without signs that no form file can hold; breaks of lines are newlines."""
    text = _BREAKS.sub("\n", text).replace("\t", " ").replace("\xa0", " ")
    return _UNREADABLE.sub("", text)
