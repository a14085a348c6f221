"""A choice that prints all its choices with boxes: what is printed, typed, exported and refused."""

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from core.audit.field_checks import CHOICE
from core.choice_text import ChoiceStyle, choices_text
from core.export.xlsx import xlsx_bytes
from core.refs import SheetId
from core.session import Session
from core.template.suite import load_suite
from tests.core.sessions import cell, fill, found
from tests.core.template.mistakes import messages, suite_of

FORM = """notation: 1
form: boxes
title: 例
columns: [60, 60, 30]
grid: |
  | {类别} | 类别：{类别二}。 | {是否} |
fields:
  类别: {type: choice, choices: [甲, 乙], show: "{n}、{choice} {box}"}
  类别二: {type: choice, choices: [甲, 乙], show: "{box}{choice}", ticked: ■}
  是否: {type: text}
formulas: {是否: 'IF(类别 = "乙", "是", "否")'}
"""
SHEET = SheetId("表")


@pytest.fixture
def session():
    """A document with nothing chosen."""
    with Session.create_from(load_suite(suite_of(FORM)), None, "某某局") as session:
        yield session


def printed(session: Session) -> list[str]:
    """What the places of the form print."""
    return [place.text for place in session.printed(SHEET).cells]


def test_every_choice_is_printed_ticked_or_not(session):
    """Nothing chosen ticks nothing; the box stands where the template puts it."""
    assert printed(session)[:2] == ["1、甲 □ 2、乙 □", "类别：□甲 □乙。"]

    fill(session, {"表!类别": "乙", "表!类别二": "甲"})
    assert printed(session) == ["1、甲 □ 2、乙 □√", "类别：■甲 □乙。", "是"]


def test_the_value_is_what_was_chosen(session):
    """Formulas, the editor and the command line know nothing of boxes."""
    fill(session, {"表!类别": "乙"})
    address = cell(session, "表!类别")

    assert (session.value(address), session.text(address)) == ("乙", "乙")
    assert session.choices(address) == ("甲", "乙")


def test_what_is_no_choice_stays_as_typed_and_is_found(session):
    """Nobody loses what was typed, and it is not taken for one of the choices."""
    fill(session, {"表!类别": "丙"})

    assert printed(session)[0] == "丙"
    assert [finding.cells[0] for finding in found(session, CHOICE)] == [cell(session, "表!类别")]


def test_a_workbook_shows_the_boxes_and_reckons_with_the_choice(session):
    """A live formula cannot read the choice from among the boxes, so it is no formula."""
    fill(session, {"表!类别": "乙"})
    book = load_workbook(BytesIO(xlsx_bytes([session.printed(SHEET)], session)))

    assert [place.value for place in book.worksheets[0][2]] == [
        "1、甲 □ 2、乙 □√",
        "类别：□甲 □乙。",
        "是",
    ]


NAMES = st.text("甲乙{}nboxchoice、 ", min_size=1, max_size=12)


@given(st.lists(NAMES, min_size=1, unique=True), st.data())
def test_exactly_the_chosen_one_is_ticked(choices: list[str], data: st.DataObject) -> None:
    """Whatever signs a choice is written with, it is printed as it is."""
    chosen = data.draw(st.sampled_from(choices))
    style = ChoiceStyle(tuple(choices), "{choice}{box}", "■")

    assert choices_text(chosen, style) == " ".join(
        name + ("■" if name == chosen else "□") for name in choices
    )


@pytest.mark.parametrize(
    ("right", "wrong", "line", "says"),
    [
        ('"{n}、{choice} {box}"', '"{choice} {tick}"', 8, "只能用 {n}、{choice}、{box}"),
        ('"{n}、{choice} {box}"', '"{choice} {box"', 8, "只能用 {n}、{choice}、{box}"),
        ('"{n}、{choice} {box}"', '"{n}、{choice}"', 8, "要有一个 {choice} 和一个 {box}"),
        ('{box}"}', '{box}", free: yes}', 8, "另填的内容没有方框"),
        (', show: "{box}{choice}"', "", 9, "ticked 要与 show 一起写"),
        ("ticked: ■", "ticked: ☒", 9, "只能写 □√、■ 或 ☑"),
        ("是否: {type: text}", '是否: {type: text, show: "{choice}{box}"}', 10, "只用于 choice"),
    ],
)
def test_what_does_not_fit_is_refused(right: str, wrong: str, line: int, says: str) -> None:
    """A `show` without its words, or where there is nothing to choose from."""
    told = messages(suite_of(FORM.replace(right, wrong, 1)))

    assert [(at, says in message) for _, at, message in told] == [(line, True)], told
