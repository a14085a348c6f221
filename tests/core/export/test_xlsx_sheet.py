"""A sheet is written as other programs read it, whatever it holds and in whatever order."""

from decimal import Decimal
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet as ReadSheet

from core.export.xlsx_looks import BARE, Look, Looks, hei
from core.export.xlsx_package import workbook_bytes
from core.export.xlsx_sheet import Worksheet, block, column_letters
from core.export.xlsx_styles import safe_text

PLACES = st.tuples(st.integers(1, 40), st.integers(1, 40))


def read(sheet: Worksheet, *, values: bool = False) -> ReadSheet:
    """The sheet, written and read back; with the results of formulas."""
    workbook = load_workbook(BytesIO(workbook_bytes([sheet], sheet.looks)), data_only=values)
    found = workbook.worksheets[0]
    assert isinstance(found, ReadSheet)
    return found


@given(st.dictionaries(PLACES, st.text(max_size=8) | st.decimals(-999, 999, places=2), max_size=9))
def test_everything_stands_where_it_was_put(contents: dict[tuple[int, int], str | Decimal]) -> None:
    """Cells may come in any order."""
    sheet = Worksheet("表", Looks())
    for (row, column), content in contents.items():
        if isinstance(content, str):
            sheet.put_text(row, column, BARE, safe_text(content))
        else:
            sheet.put_figure(row, column, BARE, content)
    written = read(sheet)

    for (row, column), content in contents.items():
        value = written.cell(row, column).value
        if isinstance(content, str):
            assert (value or "") == safe_text(content)
        else:
            assert Decimal(repr(value)) == content


@pytest.mark.parametrize("result", [Decimal("1.50"), "甲<&>", ""])
def test_a_formula_stands_with_its_result(result: Decimal | str) -> None:
    """Both are read, signs of XML in them, too."""
    sheet = Worksheet("表", Looks())
    sheet.put_formula(1, 1, BARE, 'IF(B1<>"&",1,2)', result)

    assert read(sheet).cell(1, 1).value == '=IF(B1<>"&",1,2)'
    value = read(sheet, values=True).cell(1, 1).value
    assert (Decimal(repr(value)) if isinstance(value, float) else value or "") == result


def test_a_sheet_of_nothing_is_read() -> None:
    """Neither columns nor rows."""
    assert read(Worksheet("表", Looks())).dimensions == "A1:A1"


def test_names_may_hold_any_sign() -> None:
    """A quotation mark in a sheet's name, where ranges are named by it."""
    sheet = Worksheet("it's <甲> & 乙", Looks())
    sheet.setup.area = block(1, 1, 3, 2, fixed=True)

    assert read(sheet).title == "it's <甲> & 乙"
    assert read(sheet).print_area == "'it''s <甲> & 乙'!$A$1:$B$3"


def test_each_look_is_written_once() -> None:
    """Cells share their looks; known formats of figures keep their numbers."""
    looks = Looks()
    numbers = [
        looks.number(look)
        for look in (Look(hei(9)), Look(), Look(hei(9)), Look(number_format='0"分"'), BARE)
    ]

    assert numbers == [1, 2, 1, 3, 0]
    assert looks.xml.count("<numFmt ") == 1
    assert 'formatCode="0&quot;分&quot;"' in looks.xml


@given(st.integers(1, 16_384))
def test_columns_have_letters(number: int) -> None:
    """A to XFD."""
    assert column_letters(number) == get_column_letter(number)
