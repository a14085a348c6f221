"""The cells of a sheet as they stand in the file: openpyxl takes ten times as long to write them.

All that is said of the sheet as a whole, and how cells look, is still written by openpyxl.
"""

from decimal import Decimal
from functools import lru_cache
from html import escape

from core.export.xlsx_looks import Look, Looks
from core.values import plain


class SheetCells:
    """The cells of one sheet while it is filled; rows and columns count from 1."""

    def __init__(self, looks: Looks) -> None:
        """An empty sheet of the workbook with these looks."""
        self._looks = looks
        self._heights: dict[int, float] = {}
        self._rows: dict[int, dict[int, str]] = {}
        self._merged: list[str] = []

    def set_height(self, row: int, points: float) -> None:
        """A row's height."""
        self._heights[row] = points
        self._rows.setdefault(row, {})

    def merge(self, row: int, column: int, rows: int, columns: int) -> None:
        """Make one cell of several."""
        if rows > 1 or columns > 1:
            self._merged.append(_block(row, column, row + rows - 1, column + columns - 1))

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
        kind = ' t="str"' if isinstance(result, str) else ""
        value = escape(result, quote=False) if isinstance(result, str) else plain(result)
        content = f"<f>{escape(formula, quote=False)}</f><v>{value}</v>"
        self._put(row, column, look, kind, content)

    def _put(self, row: int, column: int, look: Look, kind: str, content: str) -> None:
        style = self._looks.number(look)
        address = f"{column_letters(column)}{row}"
        end = f">{content}</c>" if content else "/>"
        self._rows.setdefault(row, {})[column] = f'<c r="{address}" s="{style}"{kind}{end}'

    @property
    def area(self) -> str:
        """The range in which there are cells."""
        last = max((column for cells in self._rows.values() for column in cells), default=1)
        return _block(1, 1, max(self._rows, default=1), last)

    @property
    def data(self) -> str:
        """The rows with their cells."""
        rows = "".join(self._row(number) for number in sorted(self._rows))
        return f"<sheetData>{rows}</sheetData>"

    def _row(self, number: int) -> str:
        cells, height = self._rows[number], self._heights.get(number)
        high = "" if height is None else f' ht="{height:g}" customHeight="1"'
        content = "".join(cells[column] for column in sorted(cells))
        return f'<row r="{number}"{high}>{content}</row>'

    @property
    def merges(self) -> str:
        """The list of merged ranges; nothing where there are none."""
        if not self._merged:
            return ""
        ranges = "".join(f'<mergeCell ref="{place}"/>' for place in self._merged)
        return f'<mergeCells count="{len(self._merged)}">{ranges}</mergeCells>'


@lru_cache(maxsize=1024)
def column_letters(number: int) -> str:
    """The letters of a column counted from 1: A, Z, AA."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _block(row: int, column: int, last_row: int, last_column: int) -> str:
    """A range of places: A1:F37."""
    return f"{column_letters(column)}{row}:{column_letters(last_column)}{last_row}"
