"""A text that stands for a blank figure (`blank: —`): printed, stored, typed, read by formulas."""

from io import BytesIO

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from core.export.xlsx import xlsx_bytes
from core.refs import SheetId
from core.session import Session
from core.template.suite import load_suite
from core.values import BLANK
from tests.core.sessions import cell, fill
from tests.core.template.mistakes import messages, suite_of

FORM = """notation: 1
form: blanks
title: 例
money_unit: 元
columns: [30, 30, 30, 30]
grid: |
  | {甲} | {乙} | {合计} | {词} |
styles: {money: {blank: "—"}}
fields:
  甲: {type: money}
  乙: {type: money, blank: "0"}
  合计: {type: money}
  词: {type: text}
formulas: {合计: 甲 + 乙}
"""
SHEET = SheetId("表")


@pytest.fixture
def session():
    """A document with nothing typed in it."""
    with Session.create_from(load_suite(suite_of(FORM)), None, "某某局") as session:
        yield session


def sheet(session: Session, *, live: bool = False) -> Worksheet:
    """The form as a workbook holds it."""
    data = xlsx_bytes([session.printed(SHEET)], session if live else None)
    return load_workbook(BytesIO(data)).worksheets[0]


def printed(session: Session) -> list[str]:
    """What the places of the form print."""
    return [place.text for place in session.printed(SHEET).cells]


def test_a_blank_figure_prints_its_text_and_a_blank_text_nothing(session):
    """Each field has its own text, over that of the form; figures print as ever."""
    assert printed(session) == ["—", "0", "—", ""]

    fill(session, {"表!甲": "5"})
    assert printed(session) == ["5.00", "0", "5.00", ""]


def test_what_is_printed_for_a_blank_is_no_value(session):
    """Whoever asks for the cell's own text gets none."""
    assert session.value(cell(session, "表!甲")) is BLANK
    assert session.text(cell(session, "表!甲")) == ""


@pytest.mark.parametrize("typed", ["—", " — "])
def test_typing_the_text_leaves_the_figure_blank(session, typed):
    """It is what the form shows there, so nothing is wrong with it; other texts still are."""
    fill(session, {"表!甲": typed})
    assert session.value(cell(session, "表!甲")) is BLANK
    assert not session.findings()

    fill(session, {"表!甲": "无"})
    assert session.findings()


def test_a_workbook_stores_the_text_never_a_number(session):
    """Even a blank printed as 0 is text, in the format of the figure that may be typed there."""
    row = sheet(session)[2]

    assert [(place.value, place.data_type) for place in row[:2]] == [("—", "s"), ("0", "s")]
    assert row[0].number_format == "#,##0.00"


def test_a_live_formula_gives_the_text_where_it_is_blank(session):
    """Formulas pass over the text of the cells they read."""
    formula = sheet(session, live=True)[2][2].value

    assert formula == '=IF(COUNT(A2:B2)=0,"—",ROUND(N(A2)+N(B2),2))'


@pytest.mark.parametrize(
    ("right", "wrong", "line", "says"),
    [
        ("词: {type: text}", '词: {type: text, blank: "—"}', 13, "“blank”只用于 money、number"),
        ("{money: {blank", "{text: {blank", 8, "styles 的“text”里，“blank”只用于 money、number"),
        ("{money: {blank", "{money: {align: middle, blank", 8, "只能写 left、center 或 right"),
        ('"—"}}', "[]}}", 8, "要写成一段文字"),
    ],
)
def test_what_does_not_fit_is_refused(right: str, wrong: str, line: int, says: str) -> None:
    """A text for a blank belongs to figures; the message stands at its line."""
    found = messages(suite_of(FORM.replace(right, wrong)))

    assert [(at, says in message) for _, at, message in found] == [(line, True)], found


def test_align_is_the_types_the_forms_or_the_fields(session):
    """The field's own goes first, then the form's, then that of the type."""
    text = FORM.replace('{blank: "—"}', "{align: left}")
    text = text.replace("甲: {type: money}", "甲: {type: money, align: center}")
    with Session.create_from(load_suite(suite_of(text)), None, "某某局") as other:
        aligns = [place.style.align.value for place in other.plan(SHEET).cells]

    assert aligns == ["center", "left", "left", "center"]
