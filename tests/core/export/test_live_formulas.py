"""Workbooks with formulas: which cells are live, what they hold, and what is told of the others."""

from io import BytesIO

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from core.export.excel_formula import _FUNCTIONS, _WITHOUT
from core.export.xlsx import xlsx_bytes
from core.formula.functions import FUNCTIONS
from core.refs import SheetId
from core.session import Session
from tests.core.sessions import cell, fill
from tests.formula_suite import every_function

LAST = "未用公式的格"


@pytest.fixture
def session():
    """Two forms filled in at random."""
    with every_function(seed=5, projects=2) as session:
        front = "表[1]!"
        fill(session, {f"{front}数.甲": "12", f"{front}数.乙": "5", f"{front}数.丙": "91"})
        yield session


def workbook(session: Session, *, results: bool = False, forms: tuple[str, ...] = ()) -> Workbook:
    """The workbook with formulas, or what a reader that does not reckon shows of it."""
    sheets = [title.sheet for title in session.sheets()]
    printed = [session.printed(s) for s in sheets if not forms or s.form in forms]
    return load_workbook(BytesIO(xlsx_bytes(printed, session)), data_only=results)


def formula(session: Session, address: str) -> object:
    """What the place of a cell holds."""
    return place(session, workbook(session), address)


def place(session: Session, book: Workbook, address: str) -> object:
    """What a workbook holds where a cell stands."""
    wanted = cell(session, address)
    for number, title in enumerate(session.sheets()):
        form = session.printed(title.sheet)
        for printed in form.cells:
            if printed.place.cell == wanted:
                row = len(form.above) + printed.place.row + 1
                return book.worksheets[number].cell(row, printed.place.column + 1).value
    raise AssertionError(address)


def test_sum_reads_a_range_and_stays_blank_with_blanks(session):
    """Neighbours are one range; nothing but blanks shows nothing."""
    text = str(formula(session, "表[1]!和.甲"))
    assert text == '=IF(COUNT(B9:B11)=0,"",ROUND(SUM(B9:B11),2))'


def test_blanks_reckon_as_nothing(session):
    """Every cell is read through N, so that an empty text beside it does no harm."""
    text = str(formula(session, "表[1]!和.乙"))
    assert text == '=IF(COUNT(B2:D2)=0,"",ROUND(N(B2)+N(C2)-N(D2),2))'


def test_ratio_is_blank_without_a_divisor(session):
    """No #DIV/0!; a percentage without its sign is stored a hundredfold."""
    text = str(formula(session, "表[1]!率.率一"))
    assert text == '=IF(OR(COUNT(B2)=0,N(C2)=0),"",ROUND(IFERROR(N(B2)/N(C2),0),4)*100)'
    assert "N(B8)/100" in str(formula(session, "表[1]!率.率二"))


def test_other_sheets_are_named_in_quotes(session):
    """A sheet's name with a quotation mark in it is written with two."""
    text = str(formula(session, "汇总!合计.金额"))
    assert "'1 它''s 项目1'!B3" in text


def test_grade_is_a_chain_of_conditions(session):
    """The grades of the suite, the best first."""
    text = str(formula(session, "表[1]!积.词"))
    assert text.startswith('=IF(COUNT(D2)=0,"",IF(N(D2)>=90,"优",IF(N(D2)>=80,"良",')


def test_a_condition_is_tested_place_by_place(session):
    """SUMIFS has no criterion over cells that may be joined."""
    text = str(formula(session, "表[1]!比.甲"))
    assert "SUMIF" not in text
    assert "IF(TRIM(A9)=TRIM(E2),N(B9),0)" in text


def test_a_cell_that_is_not_printed_is_written_out(session):
    """和.丙 reads a figure of each group that stands nowhere on the form."""
    text = str(formula(session, "表[1]!和.丙"))
    assert "SUM(B2,B9:B11)+ROUND(SUM(B9:B11)/3,2)" in text


def test_every_formula_holds_our_value(session):
    """A reader that does not reckon shows what the form prints."""
    live, shown = workbook(session), workbook(session, results=True)
    sheets = [session.printed(title.sheet) for title in session.sheets()]
    values = load_workbook(BytesIO(xlsx_bytes(sheets)))
    compared = 0
    for sheet in values.worksheets:
        for row in sheet.iter_rows():
            for one in row:
                if live[sheet.title][one.coordinate].data_type == "f":
                    compared += 1
                    assert shown[sheet.title][one.coordinate].value == one.value
    assert compared > 40


def test_what_excel_cannot_reckon_is_listed(session):
    """SCORE stays a value, and the last sheet says where and why."""
    book = workbook(session)
    rows = list(book[LAST].iter_rows(min_row=3, values_only=True))
    assert book.sheetnames[-1] == LAST
    assert rows[0] == ("1 它's 项目1", "D9:D11", "得分按计分规则推算，Excel 没有相当的算法")
    assert not str(formula(session, "表[1]!明细[1].分")).startswith("=")


def test_without_a_session_there_are_values_only(session):
    """The usual export has neither formulas nor a last sheet."""
    book = load_workbook(BytesIO(xlsx_bytes([session.printed(session.sheets()[0].sheet)])))
    cells = [one for sheet in book.worksheets for row in sheet.iter_rows() for one in row]
    assert book.sheetnames == ["1 它's 项目1"]
    assert not [one for one in cells if one.data_type == "f"]


def test_what_was_written_over_stays_a_value(session):
    """改写 is a typed figure; it is no formula, and the list does not complain of it."""
    total = cell(session, "表[1]!和.乙")
    session.override(total, "77", "按批复数填列")
    assert float(str(formula(session, "表[1]!和.乙"))) == 77


def test_a_form_that_is_not_exported_is_not_referred_to(session):
    """汇总 alone keeps its values and says why."""
    book = workbook(session, forms=("汇总",))
    rows = [row[2] for row in book[LAST].iter_rows(min_row=3, values_only=True)]
    assert set(rows) == {"取自没有导出的表"}


def test_what_cannot_be_calculated_stays_as_typed(session):
    """A figure that is none makes no formula fail in Excel."""
    fill(session, {"表[1]!数.乙": "五"})
    book = workbook(session)
    reasons = [row[2] for row in book[LAST].iter_rows(min_row=3, values_only=True)]
    assert "现在算不出来" in reasons
    assert place(session, book, "表[1]!和.乙") is None


def test_texts_like_formulas_stay_texts(session):
    """What a user typed never becomes a formula, quotation marks and all."""
    fill(session, {"表[1]!数.词": '=1+1&"x"'})
    book = workbook(session)
    assert book.worksheets[0]["E2"].data_type == "s"


def test_too_many_places_stay_a_value():
    """A formula longer than Excel takes is told, not cut."""
    with every_function(seed=1, projects=1, rows=240) as session:
        book = workbook(session)
        reasons = [row[2] for row in book[LAST].iter_rows(min_row=3, values_only=True)]
    assert "取数的格太多，一个 Excel 公式写不下" in reasons


def test_same_formulas_give_the_same_bytes(session):
    """Twice the same document, twice the same file."""
    forms = [session.printed(SheetId("汇总"))]
    assert xlsx_bytes(forms, session) == xlsx_bytes(forms, session)


def test_every_function_is_written_or_has_a_reason_why_not():
    """A function that a template uses never stops the export."""
    assert sorted([*_FUNCTIONS, *_WITHOUT]) == sorted(FUNCTIONS)
