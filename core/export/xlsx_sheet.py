"""One sheet of a workbook: cells, spans, sizes and how it prints, in the words of its format."""

from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from html import escape

from core.export.xlsx_looks import Look, Looks
from core.values import plain

_NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


@dataclass(slots=True)
class PrintSetup:
    """How a sheet prints; margins in inches (top, right, bottom, left).

    `high` is the most pages it may have one below the other, 0 for as many as it needs. `area` and
    `repeated` are ranges of places and of rows; with a `foot` each page has it below.
    """

    margins: tuple[float, float, float, float] = (0.5, 0.5, 0.5, 0.5)
    paper: int = 9
    landscape: bool = False
    high: int = 0
    area: str = ""
    repeated: str = ""
    foot: str = ""

    @property
    def xml(self) -> str:
        """The parts that follow the cells."""
        top, right, bottom, left = (f"{margin:.6g}" for margin in self.margins)
        between = f"{min(self.margins[0], self.margins[2]) / 2:.6g}"
        orientation = "landscape" if self.landscape else "portrait"
        foot = f"<headerFooter><oddFooter>{escape(self.foot)}</oddFooter></headerFooter>"
        return (
            '<printOptions horizontalCentered="1"/>'
            f'<pageMargins left="{left}" right="{right}" top="{top}" bottom="{bottom}"'
            f' header="{between}" footer="{between}"/>'
            f'<pageSetup paperSize="{self.paper}" orientation="{orientation}"'
            f' fitToWidth="1" fitToHeight="{self.high}"/>' + (foot if self.foot else "")
        )


@dataclass(slots=True)
class Worksheet:
    """A sheet while it is filled; rows and columns count from 1.

    `frozen` rows stay on the screen; without `grid` no lines are shown between the cells.
    `formatting` says that rows, columns and cells may be formatted although the sheet is protected.
    """

    title: str
    looks: Looks
    setup: PrintSetup = field(default_factory=PrintSetup)
    frozen: int = 0
    grid: bool = False
    formatting: bool = True
    _columns: list[str] = field(default_factory=list)
    _heights: dict[int, float] = field(default_factory=dict)
    _rows: dict[int, dict[int, str]] = field(default_factory=dict)
    _merged: list[str] = field(default_factory=list)

    def add_column(self, width: float, look: Look) -> None:
        """The next column's width, and how cells look in it that have no look of their own."""
        number, style = len(self._columns) + 1, self.looks.number(look)
        place = f'min="{number}" max="{number}"'
        self._columns.append(f'<col {place} width="{width:g}" style="{style}" customWidth="1"/>')

    def set_height(self, row: int, points: float) -> None:
        """A row's height."""
        self._heights[row] = points
        self._rows.setdefault(row, {})

    def merge(self, row: int, column: int, rows: int, columns: int) -> None:
        """Make one cell of several."""
        if rows > 1 or columns > 1:
            self._merged.append(block(row, column, row + rows - 1, column + columns - 1))

    def put_look(self, row: int, column: int, look: Look) -> None:
        """A place without content."""
        self._put(row, column, look, "", "")

    def put_text(self, row: int, column: int, look: Look, text: str) -> None:
        """A text, which stays a text whatever sign it begins with."""
        if not text:
            self.put_look(row, column, look)
            return
        space = ' xml:space="preserve"' if text != text.strip() or "\n" in text else ""
        content = f"<is><t{space}>{escape(text, quote=False)}</t></is>"
        self._put(row, column, look, ' t="inlineStr"', content)

    def put_figure(self, row: int, column: int, look: Look, figure: Decimal) -> None:
        """A figure."""
        self._put(row, column, look, "", f"<v>{plain(figure)}</v>")

    def put_formula(
        self, row: int, column: int, look: Look, formula: str, result: Decimal | str
    ) -> None:
        """A formula, with the result that readers show until they reckon anew."""
        kind, value = ' t="str"', escape(result, quote=False) if isinstance(result, str) else ""
        if isinstance(result, Decimal):
            kind, value = "", plain(result)
        content = f"<f>{escape(formula, quote=False)}</f><v>{value}</v>"
        self._put(row, column, look, kind, content)

    def _put(self, row: int, column: int, look: Look, kind: str, content: str) -> None:
        style = self.looks.number(look)
        address = f"{column_letters(column)}{row}"
        end = f">{content}</c>" if content else "/>"
        self._rows.setdefault(row, {})[column] = f'<c r="{address}" s="{style}"{kind}{end}'

    @property
    def xml(self) -> str:
        """The sheet as a part of the workbook file."""
        last = max((column for cells in self._rows.values() for column in cells), default=1)
        area = block(1, 1, max(self._rows, default=1), last)
        merged = "".join(f'<mergeCell ref="{place}"/>' for place in self._merged)
        return "".join(
            (
                f'<worksheet xmlns="{_NAMESPACE}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>',
                f'<dimension ref="{area}"/>{self._view()}<sheetFormatPr defaultRowHeight="15"/>',
                f"<cols>{''.join(self._columns)}</cols>" if self._columns else "",
                "<sheetData>",
                *(self._row(number) for number in sorted(self._rows)),
                f"</sheetData>{self._protection()}",
                f'<mergeCells count="{len(self._merged)}">{merged}</mergeCells>' if merged else "",
                self.setup.xml,
                # Codes are texts on purpose: no green corners.
                f'<ignoredErrors><ignoredError sqref="{area}" numberStoredAsText="1"/>',
                "</ignoredErrors></worksheet>",
            )
        )

    def _row(self, number: int) -> str:
        cells, height = self._rows[number], self._heights.get(number)
        high = "" if height is None else f' ht="{height:g}" customHeight="1"'
        content = "".join(cells[column] for column in sorted(cells))
        return f'<row r="{number}"{high}>{content}</row>'

    def _view(self) -> str:
        pane = ""
        if self.frozen:
            pane = (
                f'<pane ySplit="{self.frozen}" topLeftCell="A{self.frozen + 1}"'
                ' activePane="bottomLeft" state="frozen"/>'
                '<selection pane="bottomLeft" activeCell="A1" sqref="A1"/>'
            )
        lines = "" if self.grid else ' showGridLines="0"'
        return f'<sheetViews><sheetView{lines} workbookViewId="0">{pane}</sheetView></sheetViews>'

    def _protection(self) -> str:
        free = ' formatCells="0" formatColumns="0" formatRows="0"' if self.formatting else ""
        return f'<sheetProtection sheet="1"{free}/>'


@lru_cache(maxsize=1024)
def column_letters(number: int) -> str:
    """The letters of a column counted from 1: A, …, Z, AA."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def block(row: int, column: int, last_row: int, last_column: int, fixed: bool = False) -> str:
    """A range of places: A1:F37, or $A$1:$F$37."""
    mark = "$" if fixed else ""
    first, last = column_letters(column), column_letters(last_column)
    return f"{mark}{first}{mark}{row}:{mark}{last}{mark}{last_row}"
