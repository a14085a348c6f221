"""A code spread over several cells: each shows its digits, typing into any changes the one code."""

from io import BytesIO

import pytest
from openpyxl import load_workbook

from core.calc.explain import CALCULATED, ENTRY, PREFILLED
from core.errors import EditRefused
from core.export.xlsx import xlsx_bytes
from core.layout.plan import CellKind
from core.refs import SheetId
from core.session import Session
from core.template.suite import load_suite
from tests.core.sessions import cell, fill, text
from tests.core.template.mistakes import messages, suite_of

SHEET = SheetId("表")
PARTS = "parts: {类: 3, 款: 2, 项: 2}"
FORM = """notation: 1
form: parted
title: 分段
money_unit: 元
columns: [12, 12, 12, 40, 30]
grid: |
  | {.类} | {.款} | {.项} | {.名称} | {.金额} | 明细*
fields:
  编码: {type: code, required: yes, parts: {类: 3, 款: 2, 项: 2}}
  名称: {type: text}
  金额: {type: money}
floating:
  明细: {start: 1}
formulas:
  明细.名称: IF(类 = "208", "社保", "别的")
"""
LEVELS = (
    FORM.replace("明细*", "甲/乙*")
    .replace("  明细: {start: 1}", "  甲/乙: {codes: {field: 编码, digits: [3, 7], names: 科目}}")
    .replace("明细.名称", "甲.名称")
    .replace("| {.类} | {.款}", "| {.类} | < | < | {.名称} | {.金额} | 甲*\n  | {.类} | {.款}", 1)
)
CODES = {"codes/a.yaml": 'notation: 1\ndictionary: 科目\nyear: 2021\ncodes: {"208": 社保}\n'}


def opened(form: str = FORM) -> Session:
    """A new document of the form."""
    return Session.create_from(load_suite({**suite_of(form), **CODES}), None, "县医疗保障局")


def shown(session: Session) -> list[str]:
    """What the three cells of the first record print."""
    return [text(session, f"表!明细[1].{part}") for part in ("类", "款", "项")]


def type_into(session: Session, part: str, typed: str | None) -> None:
    """Type into a part of the first record's code."""
    session.type_text([cell(session, f"表!明细[1].{part}")], typed)


def stored(session: Session) -> set[tuple[str, str]]:
    """What the document holds in its floating row: column and text."""
    return {(c.name, t) for c, t in session.document.texts.items() if c.form == "表"}


@pytest.mark.parametrize("part", ["类", "款", "项"])
def test_a_whole_code_typed_into_any_part_fills_all(part: str) -> None:
    """The one stored text is the code's; what reads a part follows."""
    session = opened()

    type_into(session, part, "２０８ 05 01")

    assert shown(session) == ["208", "05", "01"]
    assert stored(session) == {("明细.编码", "2080501")}
    assert text(session, "表!明细[1].编码") == "2080501"
    assert text(session, "表!明细[1].名称") == "社保"


def test_the_digits_of_a_part_change_that_part() -> None:
    """From left to right a code grows; a part in the middle is changed alone; undone at once."""
    session = opened()
    for part, typed in (("类", "208"), ("款", "05"), ("项", "01"), ("款", "11")):
        type_into(session, part, typed)
    assert shown(session) == ["208", "11", "01"]

    session.undo()

    assert shown(session) == ["208", "05", "01"]


def test_clearing_a_part_ends_the_code_before_it() -> None:
    """A later part takes those behind it along; the first one takes all."""
    session = opened()
    type_into(session, "类", "2080501")
    type_into(session, "款", None)
    assert shown(session) == ["208", "", ""]

    type_into(session, "类", " ")

    assert stored(session) == set()


@pytest.mark.parametrize(
    ("part", "typed", "says"),
    [
        ("款", "05", "前面的“类”还没有填全"),
        ("类", "20", "“类”是 3 位数字"),
        ("类", "20805011", "有 8 位，编码最多 7 位"),
        ("项", "社保", "只填数字"),
    ],
)
def test_what_no_part_can_hold_is_refused(part: str, typed: str, says: str) -> None:
    """Nothing is changed, and it is said what to type."""
    session = opened()

    with pytest.raises(EditRefused, match=says):
        type_into(session, part, typed)

    assert stored(session) == set()


def test_parts_pasted_together_make_one_code() -> None:
    """Every step of one edit sees those before it, also in a list of addresses."""
    session = opened()
    cells = [cell(session, f"表!明细[1].{part}") for part in ("类", "款", "项")]
    session.apply(session.entries.pasted(zip(cells, ("208", "05", "01"), strict=True)))
    assert stored(session) == {("明细.编码", "2080501")}

    fill(session, {"表!明细[1].类": "210", "表!明细[1].项": "02"})

    assert shown(session) == ["210", "05", "02"]


def test_a_part_is_an_entry_and_is_not_overridden() -> None:
    """It is drawn to be typed into; its code alone is required."""
    session = opened()
    first = cell(session, "表!明细[1].类")
    kinds = {p.cell.name: p.kind for p in session.plan(SHEET).cells if p.cell}
    assert kinds["明细.类"] is CellKind.ENTRY
    assert kinds["明细.名称"] is CellKind.CALCULATED
    assert session.kind(first) == ENTRY
    assert [f.identity[1].name for f in session.findings() if f.rule == "填报-必填"] == [
        "明细.编码"
    ]
    with pytest.raises(EditRefused, match="直接填就行"):
        session.override(first, "208", "依据文件填写")


def test_a_proposed_code_is_shown_and_typed_over() -> None:
    """One part changed keeps the others of the proposal."""
    session = opened(FORM.replace(PARTS, PARTS + ", default: '\"2080501\"'"))
    assert session.kind(cell(session, "表!明细[1].款")) == PREFILLED

    type_into(session, "款", "11")

    assert stored(session) == {("明细.编码", "2081101")}
    assert session.explain(cell(session, "表!明细[1].款")).computed == ""


def test_a_calculated_code_is_not_typed() -> None:
    """Its parts are calculated like it."""
    session = opened(FORM.replace("formulas:\n", "formulas:\n  明细.编码: '\"2080501\"'\n"))
    assert session.kind(cell(session, "表!明细[1].款")) == CALCULATED
    with pytest.raises(EditRefused, match="自动计算"):
        type_into(session, "款", "11")


def test_rows_follow_from_the_whole_code() -> None:
    """A code typed by its parts makes the upper row, which shows its own part and is not typed."""
    session = opened(LEVELS)
    fill(session, {"表!乙[2080501].金额": "5"})
    assert text(session, "表!甲[208].类") == "208"
    with pytest.raises(EditRefused, match="自动列出"):
        session.type_text([cell(session, "表!甲[208].类")], "210")

    session.type_text([cell(session, "表!乙[2080501].类")], "210")

    assert text(session, "表!甲[210].类") == "210"
    assert text(session, "表!乙[2100501].款") == "05"


def test_the_first_part_typed_into_a_blank_row_makes_the_record() -> None:
    """A blank row becomes a record with the code."""
    session = opened(FORM.replace("  明细: {start: 1}", "  明细: {min: 1}"))
    [place] = [p for p in session.plan(SHEET).cells if p.cell and p.cell.name == "明细.款"]

    session.type_text(place.covers, "2080501")

    assert shown(session) == ["208", "05", "01"]


@pytest.mark.parametrize(
    ("right", "wrong", "says"),
    [
        ("名称: {type: text}", "名称: {type: text, " + PARTS + "}", "“parts”只用于 code"),
        ("  金额: {", "  类: {type: text}\n  金额: {", "“类”已经是一个字段"),
        ("{.名称} |", "{.名称}{.编码} |", "不能再画它自己"),
        ("| {.款} |", "| |", "没有画 parts 的“款”"),
        ("required: yes", "per: 名称", "不能与 per 一起写"),
        ("  金额: {", "  丙: {type: code, parts: {类: 3}}\n  金额: {", "另一个编码的一段"),
        ("项: 2}", "项: 0}", "项"),
        ("项: 2}", "项: name}", "只写这一段，还要写 dictionary"),
        ("明细.名称:", "明细.类:", "既有公式又有 default"),
    ],
)
def test_wrong_parts_are_refused(right: str, wrong: str, says: str) -> None:
    """Each mistake is told once, at its place."""
    assert right in FORM

    found = messages({**suite_of(FORM.replace(right, wrong, 1)), **CODES})

    assert any(says in message for _, _, message in found), found


def test_parts_add_up_to_a_level_of_the_codes() -> None:
    """So that the rows which follow from the codes can be typed."""
    assert messages({**suite_of(LEVELS), **CODES}) == []

    found = messages({**suite_of(LEVELS.replace("项: 2}", "项: 3}")), **CODES})

    assert [message for _, _, message in found] == ["“乙”的 parts 加起来是 8 位，digits 是 3、7"]


def test_a_workbook_with_formulas_holds_parts_as_texts() -> None:
    """A part is no formula, and keeps its zero in front."""
    session = opened(FORM.replace(PARTS, PARTS + ", default: '\"2080501\"'"))

    book = load_workbook(BytesIO(xlsx_bytes([session.printed(SHEET)], session)))

    values = [row for row in book.worksheets[0].iter_rows(values_only=True) if "208" in row]
    assert [row[:3] for row in values] == [("208", "05", "01")]


NAMED = (
    FORM.replace("{.类} | {.款} | {.项} |", "{.用途} | | |")
    .replace(PARTS, "dictionary: 科目, parts: {用途: name}")
    .replace('IF(类 = "208", "社保", "别的")', "用途")
)
"""A form that prints the name of a code, and has the code nowhere."""
TWICE = 'codes: {"208": 社保, "209": "就 业", "210": 就业}'


def named() -> Session:
    """A new document of the form that prints names."""
    codes = {"codes/a.yaml": CODES["codes/a.yaml"].replace('codes: {"208": 社保}', TWICE)}
    suite = load_suite({**suite_of(NAMED), **codes})
    return Session.create_from(suite, None, "县医疗保障局")


@pytest.mark.parametrize("typed", ["208", "２０８", "社保", " 社 保 "])
def test_a_code_is_typed_by_its_number_or_name_and_printed_by_name(typed: str) -> None:
    """The code is what is stored and reckoned with."""
    session = named()

    type_into(session, "用途", typed)

    assert text(session, "表!明细[1].用途") == "社保"
    assert stored(session) == {("明细.编码", "208")}
    assert session.explain(cell(session, "表!明细[1].用途")).computed == ""


@pytest.mark.parametrize(
    ("typed", "says"),
    [("医保", "编码表里没有“医保”，请在“用途”里填编码"), ("就业", "有 209、210，请在“用途”里填")],
)
def test_a_name_that_means_no_one_code_is_refused(typed: str, says: str) -> None:
    """Unknown, or that of several codes; nothing is changed."""
    session = named()

    with pytest.raises(EditRefused, match=says):
        type_into(session, "用途", typed)

    assert stored(session) == set()


def test_a_code_without_a_name_is_printed_itself() -> None:
    """Until its name is typed; cleared, nothing is left."""
    session = named()
    type_into(session, "用途", "230")
    assert text(session, "表!明细[1].用途") == "230"

    type_into(session, "用途", None)

    assert stored(session) == set()


def test_codes_are_found_in_the_cell_that_prints_a_name() -> None:
    """As in the cell of the code, and in each of its parts."""
    session = named()
    found = session.codes(cell(session, "表!明细[1].用途"), "社")
    assert [match.code for match in found] == ["208"]
