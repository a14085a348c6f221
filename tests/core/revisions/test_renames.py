"""What a suite says was renamed: read, checked, carried into a newer revision, and last year's."""

from pathlib import Path

import pytest

from core.last_year import left_over, offered, take
from core.revisions.drawer import drawer_of
from core.revisions.upgrade import offered as newer
from core.revisions.upgrade import upgrade
from core.session import Session
from core.template.library import load_folder
from core.template.renames import Renames
from core.template.suite import load_suite
from tests.core.revisions.conftest import Revise
from tests.core.sessions import cell
from tests.core.template.mistakes import SUITE, Mistake, messages, planted, small_sources

SCORE = "score: {reverse: ratio, cap: 1, decimals: 2}"


def editions(text: str) -> str:
    """The settings of the small suite with what was renamed."""
    return f"{SCORE}\nrenames:\n{text}"


def renames(text: str) -> Renames:
    """What the second revision of the small suite says was renamed since the first."""
    sources = dict(small_sources())
    sources[SUITE] = sources[SUITE].replace("revision: 1", "revision: 3")
    sources[SUITE] = sources[SUITE].replace(SCORE, editions(text))
    return load_suite(sources).renames_from("small", 1)


def test_names_that_are_not_mentioned_are_the_same():
    """An edition that nobody wrote about, too."""
    found = renames("  - {revision: 1, cells: {收支总表!行2: 行9}}\n")
    assert found.cell("收支总表", "行1.金额") == ("收支总表", "行1.金额")
    assert found.before("收支总表", "行1.金额") == ("收支总表", "行1.金额")
    assert Renames().cell("哪张", "哪格") == ("哪张", "哪格")


def test_rows_move_on_together():
    """行1 is new, what stood in 行1 stands in 行2, the old 行2 is no more."""
    found = renames("  - {revision: 1, cells: {收支总表!行2: 行1, 收支总表!行1: 新增}}\n")
    assert found.cell("收支总表", "行1.金额") == ("收支总表", "行2.金额")
    assert found.cell("收支总表", "行2.金额") is None
    assert found.before("收支总表", "行2.金额") == ("收支总表", "行1.金额")
    assert found.before("收支总表", "行1.金额") is None


def test_braces_name_several():
    """As on the left of a formula, on both sides."""
    text = '  - {revision: 1, cells: {"收支总表!行{31:33}": "行{131:133}"}}\n'
    assert renames(text).cell("收支总表", "行132.金额") == ("收支总表", "行32.金额")


def test_a_form_and_its_columns_are_renamed_at_once():
    """Cells are named under the form's name of today."""
    text = "  - {revision: 1, forms: {支出明细: 明细表}, cells: {支出明细!项.栏2: 项.栏9}}\n"
    found = renames(text)
    assert found.cell("明细表", "项.栏9") == ("支出明细", "项.栏2")
    assert found.cell("明细表", "项.栏3") == ("支出明细", "项.栏3")
    assert found.cell("明细表", "项.栏2") is None
    assert found.before("支出明细", "项.栏2") == ("明细表", "项.栏9")


def test_the_nearest_edition_counts():
    """One without a revision is for all that no other covers."""
    text = (
        "  - {revision: 2, cells: {收支总表!行1: 行12}}\n"
        "  - {revision: 1, cells: {收支总表!行1: 行11}}\n"
        "  - {suite: small-2020, cells: {收支总表!行1: 行10}}\n"
    )
    sources = dict(small_sources())
    sources[SUITE] = sources[SUITE].replace("revision: 1", "revision: 3")
    sources[SUITE] = sources[SUITE].replace(SCORE, editions(text))
    suite = load_suite(sources)
    was = {
        (name, revision): suite.renames_from(name, revision).before("收支总表", "行1.金额")
        for name, revision in (("small", 1), ("small", 2), ("small", 3), ("small-2020", 7))
    }
    assert [found and found[1] for found in was.values()] == [
        *("行11.金额", "行12.金额", "行1.金额", "行10.金额")
    ]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("- {revision: 1}", "本套表以前的修订，revision 写"),
        ("- {cells: {收支总表!行1: 行9}}", "本套表以前的修订，revision 写"),
        (
            "- {suite: a, cells: {收支总裁!行1: 行9}}",
            "套表里没有“收支总裁”这张表，是否想写",
        ),
        ("- {suite: a, cells: {收支总表!行77: 行9}}", "“收支总表”里没有“行77”"),
        ("- {suite: a, cells: {行1: 行9}}", "要写成“表名!现在的名称: 原来的名称”的样子"),
        ("- {suite: a, cells: {收支总表!行1: 行1}}", "“行1”没有改名，不用写"),
        ("- {suite: a, cells: {收支总表!行1: 行9, 收支总表!行2: 行9}}", "“行9”改成了两个"),
        ("- {suite: a, cells: {收支总表!行1: 行2}}", "“行2”现在也有：写明它原来叫什么"),
        ("- {suite: a, cells: {收支总表!行1: [行9]}}", "cells 要写成“表名!现在的名称"),
        ("- {suite: a, cells: {'收支总表!行{1,2}': 行9}}", "现在的有 2 个名称，原来的有 1 个"),
        ("- {suite: a, cells: {'收支总表!{行1,行1}': '{行8,行9}'}}", "“行1”写了两次"),
        ("- {suite: a, forms: {收支总裁: 旧表}}", "套表里没有“收支总裁”这张表"),
        ("- {suite: a, forms: {收支总表: 支出明细}}", "“支出明细”现在也有"),
        ("- {suite: a, forms: {收支总表: 旧表, 支出明细: 旧表}}", "“旧表”改成了两个"),
        ("- {suite: a, froms: {收支总表: 旧表}}", "是否想写“forms”"),
        ("- 收支总表", "renames 的一条"),
    ],
)
def test_a_mistake_is_told_on_its_line(text: str, says: str):
    """One mistake, one line."""
    mistake = Mistake("", SUITE, SCORE, editions(f"  {text}"), says, text)
    sources = planted([mistake])
    [(file, line, message)] = messages(sources)
    assert says in message
    assert (file, sources[SUITE].splitlines()[line - 1].strip()) == (SUITE, text)


def test_an_edition_is_written_once():
    """Two lists for one revision would hide one another."""
    text = "  - {suite: a, cells: {收支总表!行1: 行9}}\n  - {suite: a, cells: {收支总表!行2: 行8}}"
    found = messages(planted([Mistake("", SUITE, SCORE, editions(text), "")]))
    assert [message for _, _, message in found] == ["这一版写了两次，合成一条"]


# A newer revision ----------------------------------------------------------------------------

ROW = (
    ("| 二、其他收入   | #2   |", "| 其他收入   | #6   |"),
    ("SUM(行1:行2)", "行1 + 行6"),
)


def taken_over(path: Path) -> tuple[list[str], Session]:
    """What the newer revision is said to change, and the document under it."""
    with Session.open(path) as session:
        offer = newer(session)
        assert offer is not None
        upgrade(session, offer)
    return [change.words for change in offer.changes], Session.open(path)


def test_a_renamed_row_keeps_its_figures(filled: Path, revise: Revise):
    """Without `renames` they would be in the drawer."""
    text = "  - {revision: 1, cells: {收支总表!行6: 行2}}\n"
    revise(*ROW, (SCORE, editions(text)))
    told, session = taken_over(filled)
    with session:
        assert session.typed(cell(session, "收支总表!行6.金额")) == "20"
        assert session.text(cell(session, "收支总表!行3.金额")) == "1,254.50"
        assert not drawer_of(session.names)
    assert not [words for words in told if "去掉" in words or "增加 " in words]
    assert [words for words in told if "原来叫" in words]


def test_a_row_that_is_no_more_is_in_the_drawer(filled: Path, revise: Revise):
    """Also when another row has its name now, which does not get its figure."""
    revise((SCORE, editions("  - {revision: 1, cells: {收支总表!行2: 新增}}\n")))
    told, session = taken_over(filled)
    with session:
        assert session.text(cell(session, "收支总表!行2.金额")) == ""
        assert [kept.text for kept in drawer_of(session.names)] == ["20"]
    assert [words for words in told if "去掉" in words]


def test_a_renamed_form_keeps_everything(filled: Path, revise: Revise):
    """Rows, overrides and what was left out; it is said to be renamed, not dropped and added."""
    text = "  - {revision: 1, forms: {明细: 支出明细}}\n"
    revise(("支出明细", "明细"), (SCORE, editions(text).replace("明细: 明细", "明细: 支出明细")))
    told, session = taken_over(filled)
    with session:
        assert session.text(cell(session, "明细!项[2101501].栏2")) == "2,170,187.26"
        assert session.kind(cell(session, "明细!合计.栏1")) == "已改写"
        assert not drawer_of(session.names)
    assert "测02表 支出明细：改名为“明细”" in told
    assert not [words for words in told if "没有这张表了" in words or "增加的表" in words]


def test_last_year_under_old_names_is_found(filled: Path, revise: Revise, installed: Path):
    """The same renames serve a document of last year; what has no place is listed."""
    text = "  - {revision: 1, cells: {收支总表!行6: 行2, 收支总表!行1: 新增}}\n"
    revise(*ROW, ("PREV(行34.金额)", "PREV(行6.金额)"), (SCORE, editions(text)))
    with Session.create_from(load_folder(installed), None, "县医疗保障局", "2022") as session:
        take(session, offered(session, filled))
        assert session.text(cell(session, "收支总表!行4.金额")) == "20.00"
        assert "收支总表 行1.金额 = 1,234.50" in left_over(session)
