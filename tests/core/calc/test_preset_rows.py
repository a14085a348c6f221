"""Rows that a form prescribes: there from the beginning, named for good, filled in like others."""

from collections.abc import Iterator

import pytest

from core.document.edits import RemoveRecord
from core.errors import EditRefused
from core.layout.plan import CellKind
from core.refs import SheetId
from core.session import Session
from core.template.suite import load_suite
from tests.core.sessions import cell, fill, text
from tests.core.template.mistakes import messages, suite_of

SHEET = SheetId("表")
FORM = """notation: 1
form: preset
title: 规定行
money_unit: 元
columns: [30, 30, 50, 20]
grid: |
  | {.一级} | {.名称} | {.说明} | {.得分} | 指标*
  | 合计 | < | {.组分} | {.得分} | 合计
fields:
  一级: {type: text}
  名称: {type: text, required: yes}
  说明: {type: text}
  得分: {type: number, decimals: 0}
  组分: {type: number}
floating:
  指标:
    merge_equal: [一级]
    own: yes
    rows:
      - {名称: 执行率, 一级: 投入, 说明: 完成数除以预算数, 得分: 10}
      - {名称: 结余率, 一级: 投入}
      - {名称: 满意度, 一级: 效益, 得分: 5}
formulas:
  合计.得分: SUM(指标.得分)
"""


def opened(form: str = FORM) -> Session:
    """A new document of the form."""
    return Session.create_from(load_suite(suite_of(form)), None, "县医疗保障局")


@pytest.fixture
def session() -> Iterator[Session]:
    """A new document of the form above."""
    with opened() as new:
        yield new


def names(session: Session) -> list[str]:
    """The names of the rows, from above."""
    cells = session.plan(SHEET).cells
    places = [p for p in cells if p.cell and p.cell.name == "指标.名称"]
    return [session.text(place.covers[0]) for place in places]


def test_prescribed_rows_are_there_in_their_order(session: Session) -> None:
    """A new document has them, with what they propose, and counts them."""
    assert names(session) == ["执行率", "结余率", "满意度"]
    assert text(session, "表!指标[执行率].说明") == "完成数除以预算数"
    assert text(session, "表!合计.得分") == "15"
    assert session.document.texts.keys() == {cell(session, "封面.单位名称")}


def test_equal_proposals_are_joined(session: Session) -> None:
    """Grouping columns that the list fills in are joined like typed ones, and come apart again."""
    first = next(p for p in session.plan(SHEET).cells if p.cell and p.cell.name == "指标.一级")
    assert (first.rows, len(first.covers)) == (2, 2)

    fill(session, {"表!指标[结余率].一级": "产出"})

    first = next(p for p in session.plan(SHEET).cells if p.cell and p.cell.name == "指标.一级")
    assert first.rows == 1


def test_what_is_typed_stands_over_what_is_proposed(session: Session) -> None:
    """A proposal gives way to what is typed, and comes back when that is cleared."""
    fill(session, {"表!指标[执行率].得分": "8"})
    assert text(session, "表!合计.得分") == "13"

    session.undo()

    assert text(session, "表!合计.得分") == "15"


def test_the_name_of_a_prescribed_row_is_not_for_typing(session: Session) -> None:
    """It is shown like a calculated cell; typing it and deleting the row are refused with a way."""
    place = next(p for p in session.plan(SHEET).cells if p.cell and p.cell.name == "指标.名称")
    assert place.kind is CellKind.CALCULATED
    with pytest.raises(EditRefused, match="随表样列出"):
        fill(session, {"表!指标[执行率].名称": "别的"})
    with pytest.raises(EditRefused, match="随表样列出"):
        session.apply(RemoveRecord(SHEET, "指标", place.covers[0].record))


def test_own_rows_may_stand_between(session: Session) -> None:
    """`own: yes`: a row is added below a prescribed one, without proposals, and stays there."""
    after = cell(session, "表!指标[执行率].名称").record
    edit, _ = session.entries.added_row(SHEET, "指标", after)
    session.apply(edit)
    fill(session, {"表!指标[2].名称": "自评质量", "表!指标[2].得分": "1"})

    assert names(session) == ["执行率", "自评质量", "结余率", "满意度"]
    assert text(session, "表!合计.得分") == "16"


def test_without_own_there_are_only_the_prescribed_rows() -> None:
    """A form that prescribes all its rows takes no others."""
    with opened(FORM.replace("    own: yes\n", "")) as session:
        with pytest.raises(EditRefused, match="不能自己增加"):
            session.entries.added_row(SHEET, "指标")
        assert names(session) == ["执行率", "结余率", "满意度"]


@pytest.mark.parametrize(
    ("right", "wrong", "says"),
    [
        ("{名称: 结余率, ", "{名称: 执行率, ", "rows 里“执行率”写了两次"),
        ("{名称: 结余率, 一级: 投入}", "{一级: 投入}", "都要写“名称”"),
        ("{名称: 结余率, ", '{名称: " ", ', "都要写“名称”"),
        ("说明: 完成数除以预算数", "说名: 甲", "rows 的“说名”不是“指标”的列，是否想写“说明”"),
        ("得分: 10}", "得分: 十}", "rows 的“得分”要写数"),
        ("{名称: 执行率, ", "{组: 1, 名称: 执行率, ", "rows 的“组”不是“指标”的列"),
        ("{名称: 执行率, 一级: 投入, 说明: 完成数除以预算数, 得分: 10}", "{得分: 1}", "不能当名称"),
        ("    rows:\n", "    outline: {投入: {}}\n    rows:\n", "有 outline，不能再写 rows"),
        ("decimals: 0}", "decimals: 0, per: 一级}", "rows 里不能写 per 的“得分”"),
        ("  合计.得分:", "  指标.说明: 名称\n  合计.得分:", "“指标.说明”在 rows 里写了"),
        ("说明: {type: text}", "说明: {type: text, default: 名称}", "“指标.说明”在 rows 里写了"),
        ("指标*\n", "大类*\n  | {.一级} | {.名称} | {.说明} | {.得分} | 大类/指标*\n", "不套别的"),
    ],
)
def test_a_mistake_in_the_list_is_told(right: str, wrong: str, says: str) -> None:
    """One message for each mistake, at its row."""
    assert right in FORM
    found = [message for _, _, message in messages(suite_of(FORM.replace(right, wrong)))]

    assert len(set(found)) == 1
    assert says in found[0]


def test_a_list_without_rows_has_no_own_ones() -> None:
    """`own` alone says nothing."""
    alone = FORM[: FORM.index("    rows:")] + "formulas:\n  合计.得分: SUM(指标.得分)\n"

    assert [m for _, _, m in messages(suite_of(alone))] == ["own 要与 rows 一起写"]
