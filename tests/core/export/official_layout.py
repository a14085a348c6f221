"""How the official forms look, and where an exported sheet looks otherwise.

tests/reference/ says how its files are written. Everything a reader or a printer sees is held
against them, exactly; only widths have a tolerance, and a free text may be any text.
"""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from tests.excel_format import rendered

REFERENCE = Path(__file__).parents[2] / "reference"
ANY_TEXT = "〈〉"
CENTRED = "c|"
CELL = re.compile(r"([lcr])(b?)(\^?)(#?)(\d?)(?: (\d+)x(\d+))?\|(.*)", re.DOTALL)
ALIGNS = {"l": "left", "c": "center", "r": "right"}
PAPERS = {"A3": "8", "A4": "9"}
FIGURE_FORMAT = re.compile(r"(#,##)?0(\.0+)?(%|\"\w+\")?(;.*)?")
FIGURE = re.compile(r"(-?[\d,]*\d(?:\.\d+)?)(%?)\w?")  # also 87% and 98分
PIXELS_PER_MM = 96 / 25.4
PIXELS_PER_DIGIT = 8  # of the standard font, in which workbooks count widths
LONGEST_LINE = 409.0
# A width may differ by so many mm, and by so much of itself: what rounding to pixels takes.
WIDTH_TOLERANCE, WIDTH_SHARE = 0.2, 0.01


@dataclass(frozen=True)
class Wanted:
    """One cell of a reference: its place from 0, its span, and what is to be seen there."""

    row: int
    column: int
    rows: int
    columns: int
    align: str
    bold: bool
    top: bool
    figure: bool
    indent: int
    text: str

    @property
    def name(self) -> str:
        """The place as a reader of the form counts: R1C1 is the first cell."""
        return f"R{self.row + 1}C{self.column + 1}"


@dataclass(frozen=True)
class Reference:
    """One official form."""

    paper: str
    orientation: str
    columns: list[float]
    head: list[int] | None
    above: list[list[Wanted]]
    cells: list[Wanted]
    height: int
    below: list[str]
    untitled: bool
    zero: str


@dataclass(frozen=True, order=True)
class Difference:
    """A place of a form where something is not as it should be."""

    form: str
    place: str
    what: str
    wanted: str
    found: str


@cache
def references(folder: str) -> dict[str, Reference]:
    """The forms of a folder of references by their file names, in order."""
    found = sorted((REFERENCE / folder).glob("*.json"))
    return {path.stem: _read(json.loads(path.read_text("utf-8"))) for path in found}


def laid_out(examples: Iterable[str]) -> list[str]:
    """Those of these examples whose publication is carried with its layout."""
    return [example for example in examples if references(example)]


@cache
def published_figures(folder: str) -> dict[str, str]:
    """By address what was printed, of a publication that is carried as figures only; else nothing.

    A figure that is not listed was not printed.
    """
    path = REFERENCE / folder / "figures.yaml"
    if not path.exists():
        return {}
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    return {f"{form}!{at}": text for form, cells in content.items() for at, text in cells.items()}


@dataclass(frozen=True)
class Listed:
    """The names of an example's sheets; why something is not as printed, by form, place, what.

    `live` are the reasons that hold only for a workbook with formulas.
    """

    sheets: list[str]
    reasons: dict[tuple[str, str, str], str]
    live: dict[tuple[str, str, str], str]


def read_listed(folder: str) -> Listed:
    """What a folder of references lists beside its forms."""
    text = (REFERENCE / folder / "listed.yaml").read_text(encoding="utf-8")
    content = yaml.safe_load(text)
    reasons, live = (_reasons(content.get(key, {})) for key in ("differences", "with_formulas"))
    return Listed(content["sheets"], reasons, live)


def _reasons(listed: dict[str, list[list[str]]]) -> dict[tuple[str, str, str], str]:
    return {
        (form, place, what): reason
        for reason, places in listed.items()
        for form, place, what in places
    }


def _read(piece: dict[str, Any]) -> Reference:
    taken: set[tuple[int, int]] = set()
    cells: list[Wanted] = []
    for row, texts in enumerate(piece["rows"]):
        column = 0
        for text in texts:
            while (row, column) in taken:
                column += 1
            cell = _wanted(text, row, column)
            cells.append(cell)
            taken |= {(row + r, column + c) for r in range(cell.rows) for c in range(cell.columns)}
    size = len(piece["rows"]) * len(piece["columns"])
    assert len(taken) == size == sum(cell.rows * cell.columns for cell in cells)
    above = [
        [_wanted(text, row, at) for at, text in enumerate(line)]
        for row, line in enumerate(piece["above"])
    ]
    rest = {name: piece[name] for name in ("paper", "orientation", "columns", "head", "below")}
    return Reference(
        above=above,
        cells=cells,
        height=len(piece["rows"]),
        untitled=piece.get("untitled", False),
        zero=piece.get("zero", ""),
        **rest,
    )


def _wanted(text: str, row: int, column: int) -> Wanted:
    match = CELL.fullmatch(text)
    assert match is not None, text
    align, bold, top, figure, indent, rows, columns, shown = match.groups()
    span = int(rows or 1), int(columns or 1)
    return Wanted(
        row=row,
        column=column,
        rows=span[0],
        columns=span[1],
        align=ALIGNS[align],
        bold=bool(bold),
        top=bool(top),
        figure=bool(figure),
        indent=int(indent or 0),
        text=shown,
    )


def shown(sheet: Worksheet, row: int, column: int) -> str:
    """What a reader sees in a cell (counted from 1): the value under its number format."""
    cell = sheet.cell(row, column)
    if cell.value is None:
        return ""
    if isinstance(cell.value, bool) or not isinstance(cell.value, int | float):
        return str(cell.value)
    return rendered(Decimal(repr(cell.value)), str(cell.number_format))


def _figure(text: str) -> Decimal:
    """The figure that a workbook holds where this is printed."""
    match = FIGURE.fullmatch(text)
    assert match is not None, text
    figure = Decimal(match[1].replace(",", ""))
    return figure.scaleb(-2) if match[2] else figure


@dataclass
class Comparison:
    """One sheet beside one official form."""

    form: str
    wanted: Reference
    sheet: Worksheet

    def differences(self) -> list[Difference]:
        """Everything that is not as on the official form."""
        parts = (
            *(self._page(), self._lines(), self._grid(), self._widths()),
            *(self._merges(), self._outside(), self._hidden()),
        )
        return [Difference(self.form, *found) for part in parts for found in part]

    @property
    def top(self) -> int:
        """Rows of the sheet above the grid."""
        return len(self.wanted.above)

    @property
    def bottom(self) -> int:
        """The last row of the sheet."""
        return self.top + self.wanted.height + len(self.wanted.below)

    # ---- what is compared

    def _page(self) -> Iterator[tuple[str, str, str, str]]:
        sheet, wanted = self.sheet, self.wanted
        last = get_column_letter(len(wanted.columns))
        repeated = [f"${self.top + row}" for row in wanted.head or ()]
        fits = sheet.sheet_properties.pageSetUpPr
        for what, expected, found in (
            ("paper", PAPERS[wanted.paper], sheet.page_setup.paperSize),
            ("orientation", wanted.orientation, sheet.page_setup.orientation),
            ("print titles", ":".join(repeated) or "None", sheet.print_title_rows),
            ("columns repeated", "None", sheet.print_title_cols),
            ("print area", f"'{sheet.title}'!$A$1:${last}${self.bottom}", sheet.print_area),
            ("fitted", "True", fits is not None and fits.fitToPage),
            ("pages wide", "1", sheet.page_setup.fitToWidth),
        ):
            if str(found) != expected:
                yield "page", what, expected, str(found)

    def _lines(self) -> Iterator[tuple[str, str, str, str]]:
        for line in self.wanted.above:
            row = line[0].row + 1
            cells = [c for c in self.sheet[row] if c.value is not None]
            found = [(c.value, c.alignment.horizontal) for c in cells]
            expected = [(slot.text, slot.align) for slot in line]
            if found != expected:
                yield f"line {row}", "text", str(expected), str(found)
            title = row == 1 and not self.wanted.untitled
            if [c for c in cells if bool(c.font.b) is not title]:
                yield f"line {row}", "bold", str(title), str(not title)
        for number, note in enumerate(self.wanted.below, 1):
            centred = note.startswith(CENTRED)
            text, align = note.removeprefix(CENTRED), "center" if centred else "left"
            row = self.top + self.wanted.height + number
            found_texts = [c.value for c in self.sheet[row] if c.value is not None]
            if found_texts != [text]:
                yield f"note {number}", "text", text, str(found_texts)
            if self.sheet.cell(row, 1).alignment.horizontal != align:
                yield f"note {number}", "align", align, "other"

    def _grid(self) -> Iterator[tuple[str, str, str, str]]:
        for cell in self.wanted.cells:
            for what, expected, found in self._cell(cell):
                if expected != found:
                    yield cell.name, what, str(expected), str(found)

    def _cell(self, wanted: Wanted) -> Iterator[tuple[str, object, object]]:
        """Each side of a cell: what it is, as it should be, as it is."""
        row, column = self.top + wanted.row + 1, wanted.column + 1
        cell: Any = self.sheet.cell(row, column)
        text = shown(self.sheet, row, column)
        free = wanted.text == ANY_TEXT
        yield "text", wanted.text, wanted.text if free and text.strip() else text
        if free:
            yield "placeholder", False, "〈" in text
        number = isinstance(cell.value, int | float)
        if text or wanted.text:
            yield "type", "number" if wanted.figure else "text", "number" if number else "text"
        if number and wanted.figure and wanted.text:
            printed = _figure(wanted.text)
            yield "stored figure", printed, Decimal(repr(cell.value)) + printed * 0
        yield from self._number_format(wanted, str(cell.number_format))
        if text or wanted.text or wanted.figure:  # where nothing stands it stands nowhere
            yield "align", wanted.align, cell.alignment.horizontal
            yield "vertical", "top" if wanted.top else "center", cell.alignment.vertical
            yield "indent", wanted.indent, int(cell.alignment.indent or 0)
        yield "bold", wanted.bold, bool(cell.font.b)
        yield "font", "宋体", cell.font.name
        yield "readable", True, (cell.font.sz or 0) >= 6 and not cell.font.strike
        yield (
            "broken or shrunk",
            True,
            bool(cell.alignment.wrap_text or cell.alignment.shrink_to_fit),
        )
        yield "borders", "thin all around", self._borders(wanted)

    def _number_format(self, wanted: Wanted, code: str) -> Iterator[tuple[str, object, object]]:
        """A figure's format prints its digits; text has none."""
        if not wanted.figure:
            yield "number format", "General", code
            return
        sound = FIGURE_FORMAT.fullmatch(code) is not None
        yield "number format", True, sound
        if (
            sound and wanted.align == "right"
        ):  # amounts and points: a minus is a minus, nothing is blank
            sections = code.split(";")
            yield "format of negative figures", f"-{sections[0]}", (*sections, "")[1]
            zero = f'"{self.wanted.zero}"' if self.wanted.zero else ""
            yield "format of zero", zero, (*sections, "?", "?")[2]

    def _borders(self, wanted: Wanted) -> str:
        """Rules along all four sides, also where cells are joined."""
        rows = range(self.top + wanted.row + 1, self.top + wanted.row + wanted.rows + 1)
        columns = range(wanted.column + 1, wanted.column + wanted.columns + 1)
        sides = [(rows[0], c, "top") for c in columns] + [(rows[-1], c, "bottom") for c in columns]
        sides += [(r, columns[0], "left") for r in rows] + [(r, columns[-1], "right") for r in rows]
        rules = [getattr(self.sheet.cell(r, c).border, side) for r, c, side in sides]
        styles = {None if rule is None else rule.style for rule in rules}
        return "thin all around" if styles == {"thin"} else str(sorted(map(str, styles)))

    def _widths(self) -> Iterator[tuple[str, str, str, str]]:
        for column, mm in enumerate(self.wanted.columns, 1):
            width = self.sheet.column_dimensions[get_column_letter(column)].width
            found = width * PIXELS_PER_DIGIT / PIXELS_PER_MM
            if abs(found - mm) > max(WIDTH_TOLERANCE, WIDTH_SHARE * mm):
                yield f"column {column}", "width", f"{mm} mm", f"{found:.2f} mm"

    def _merges(self) -> Iterator[tuple[str, str, str, str]]:
        expected = {
            (w.row + 1, w.column + 1, w.row + w.rows, w.column + w.columns)
            for w in self.wanted.cells
            if (w.rows, w.columns) != (1, 1)
        }
        first, last = self.top + 1, self.top + self.wanted.height
        areas = self.sheet.merged_cells.ranges
        found = {
            (a.min_row - self.top, a.min_col, a.max_row - self.top, a.max_col)
            for a in areas
            if a.max_row >= first and a.min_row <= last
        }
        for area in expected ^ found:
            name = f"R{area[0]}C{area[1]}:R{area[2]}C{area[3]}"
            yield name, "joined", str(area in expected), str(area in found)
        for area in areas:
            if area.min_row != area.max_row and not first <= area.min_row <= area.max_row <= last:
                yield str(area), "joined lines", "one row", "several"

    def _outside(self) -> Iterator[tuple[str, str, str, str]]:
        """Nothing stands beside or below the form, nor in any margin or note of the sheet."""
        covered = {(w.row + self.top + 1, w.column + 1) for w in self.wanted.cells}
        sheet: Any = self.sheet  # more of it is looked at than its type tells
        for cells in sheet.iter_rows():
            for cell in cells:
                line = cell.row <= self.top or self.top + self.wanted.height < cell.row
                inside = cell.row <= self.bottom and cell.column <= len(self.wanted.columns)
                place_of_text = line or (cell.row, cell.column) in covered
                if cell.value is not None and not (inside and place_of_text):
                    yield cell.coordinate, "outside", "nothing", str(cell.value)
                if cell.comment is not None or cell.hyperlink is not None:
                    yield cell.coordinate, "comment or link", "none", "one"
        if sheet._images or sheet._charts or sheet.oddHeader.center.text:
            yield "sheet", "pictures, charts, page head", "none", "some"
        if sheet.conditional_formatting or sheet.row_breaks.brk:
            yield "sheet", "conditional formats, breaks", "none", "some"

    def _hidden(self) -> Iterator[tuple[str, str, str, str]]:
        if self.sheet.sheet_state != "visible":
            yield "sheet", "visible", "visible", self.sheet.sheet_state
        for letter, column in self.sheet.column_dimensions.items():
            if column.hidden:
                yield f"column {letter}", "visible", "visible", "hidden"
        for row in range(1, self.bottom + 1):
            line = self.sheet.row_dimensions[row]
            if line.hidden or not 9 <= (line.height or 0) <= LONGEST_LINE:
                yield f"row {row}", "height", "9 to 409 points", f"{line.height}"
