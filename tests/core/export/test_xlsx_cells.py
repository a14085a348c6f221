"""Cells are written as other programs read them, whatever they hold and in whatever order."""

from decimal import Decimal
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from core.export.xlsx_cells import SheetCells, column_letters
from core.export.xlsx_looks import Look, Looks, hei
from core.export.xlsx_package import workbook_bytes
from core.export.xlsx_styles import safe_text

PLACES = st.tuples(st.integers(1, 40), st.integers(1, 40))
BARE = Look(ruled=False)


class Written:
    """A workbook of one sheet, to be filled and read back."""

    def __init__(self) -> None:
        """A sheet without cells."""
        self.workbook = Workbook()
        self.looks = Looks(self.workbook.worksheets[0])
        self.cells = SheetCells(self.looks)

    def read(self, *, values: bool = False) -> Worksheet:
        """The sheet as openpyxl reads it; with the results of formulas."""
        content = BytesIO(workbook_bytes(self.workbook, [self.cells]))
        return load_workbook(content, data_only=values).worksheets[0]


@given(st.dictionaries(PLACES, st.text(max_size=8) | st.decimals(-999, 999, places=2), max_size=9))
def test_everything_stands_where_it_was_put(contents: dict[tuple[int, int], str | Decimal]) -> None:
    """Cells may come in any order."""
    sheet = Written()
    for (row, column), content in contents.items():
        if isinstance(content, str):
            sheet.cells.put_text(row, column, BARE, safe_text(content))
        else:
            sheet.cells.put_figure(row, column, BARE, content)
    written = sheet.read()

    for (row, column), content in contents.items():
        value = written.cell(row, column).value
        if isinstance(content, str):
            assert (value or "") == safe_text(content)
        else:
            assert Decimal(repr(value)) == content


@pytest.mark.parametrize("result", [Decimal("1.50"), "甲<&>", ""])
def test_a_formula_stands_with_its_result(result: Decimal | str) -> None:
    """Both are read, signs of XML in them, too."""
    sheet = Written()
    sheet.cells.put_formula(1, 1, BARE, 'IF(B1<>"&",1,2)', result)

    assert sheet.read().cell(1, 1).value == '=IF(B1<>"&",1,2)'
    value = sheet.read(values=True).cell(1, 1).value
    assert (Decimal(repr(value)) if isinstance(value, float) else value or "") == result


def test_a_sheet_of_nothing_is_read() -> None:
    """No row is no trouble."""
    assert Written().read().dimensions == "A1:A1"


def test_joined_cells_are_joined() -> None:
    """A range is one cell, a single place is left alone."""
    sheet = Written()
    sheet.cells.merge(2, 3, 2, 2)
    sheet.cells.merge(5, 1, 1, 1)

    assert [str(area) for area in sheet.read().merged_cells.ranges] == ["C2:D3"]


def test_each_look_is_put_together_once() -> None:
    """Cells that look alike name the same look."""
    looks = Written().looks
    wanted = Look(hei(9)), Look(), Look(hei(9)), Look(number_format='0"分"')
    numbers = [looks.number(look) for look in wanted]

    assert numbers[0] == numbers[2]
    assert len({*numbers}) == 3


@given(st.integers(1, 16_384))
def test_columns_have_letters(number: int) -> None:
    """A to XFD."""
    assert column_letters(number) == get_column_letter(number)
