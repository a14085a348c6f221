"""per_if: a value for a whole group where the project says so, else one for each record."""

import pytest

from core.errors import TemplateError
from core.session import Session
from tests.core.calc.switched import FORM, switched
from tests.core.sessions import cell, fill, text

INDICATORS = [("产出", "甲", "20"), ("产出", "乙", "30"), ("效益", "丙", "50")]


def load(form: str = FORM) -> Session:
    """A document of the suite with one project of three indicators, in memory."""
    session = switched(form)
    session.apply(session.entries.added_project("救助")[0])
    for place, texts in enumerate(INDICATORS, 1):
        for column, value in zip(("一级指标", "三级指标", "分值"), texts, strict=True):
            fill(session, {f"项目表[1]!指标[{place}].{column}": value})
    return session


@pytest.fixture
def session() -> Session:
    """A project that is scored by groups."""
    session = load()
    fill(session, {"项目卡[救助].分组计分": "是"})
    return session


def scores(session: Session) -> list[tuple[int, str]]:
    """The printed cells of the scores: how many rows high, and what they say."""
    [title] = session.sheets()
    return [
        (c.place.rows, c.text)
        for c in session.printed(title.sheet).cells
        if c.place.cell is not None and c.place.cell.name == "指标.得分"
    ]


def test_a_group_has_one_value_where_the_project_says_so(session):
    """Typed once, printed over the group, counted once."""
    fill(session, {"项目表[1]!指标[产出].得分": "45", "项目表[1]!指标[效益].得分": "40"})
    assert scores(session) == [(2, "45"), (1, "40")]
    assert text(session, "项目表[1]!合计.得分") == "85"


@pytest.mark.parametrize("answer", ["否", None])
def test_else_every_record_has_its_own(session, answer):
    """Without 是 the same form has one value for each record."""
    fill(session, {"项目卡[救助].分组计分": answer or ""})
    for place, value in enumerate(("18", "30", "45"), 1):
        fill(session, {f"项目表[1]!指标[{place}].得分": value})
    assert scores(session) == [(1, "18"), (1, "30"), (1, "45")]
    assert text(session, "项目表[1]!合计.得分") == "93"
    assert text(session, "项目表[1]!合计.分值") == "100"


def test_changing_one_s_mind_is_one_step(session):
    """The values of the groups go in the same step, and one undo brings them back."""
    fill(session, {"项目表[1]!指标[产出].得分": "45"})
    before = dict(session.document.texts)
    fill(session, {"项目卡[救助].分组计分": "否"})
    assert scores(session) == [(1, ""), (1, ""), (1, "")]
    session.undo()
    assert session.document.texts == before
    assert scores(session) == [(2, "45"), (1, "")]


def test_rules_read_the_value_that_counts(session):
    """From a record the group's value, or its own."""
    fill(session, {"项目表[1]!指标[产出].得分": "25"})
    failed = [f.message for f in session.findings() if f.rule == "FZ-01"]
    assert failed == ["甲25"]
    fill(session, {"项目卡[救助].分组计分": "否", "项目表[1]!指标[2].得分": "31"})
    assert [f.message for f in session.findings() if f.rule == "FZ-01"] == ["乙31"]


def test_the_column_itself_stays_joined(session):
    """Only the switched value changes; equal neighbours of the column are joined as before."""
    fill(session, {"项目卡[救助].分组计分": "否"})
    [title] = session.sheets()
    joined = [
        c.place.rows
        for c in session.printed(title.sheet).cells
        if c.place.cell is not None and c.place.cell.name == "指标.一级指标"
    ]
    assert joined == [2, 1]
    assert cell(session, "项目表[1]!指标[1].得分").record.startswith("@/")


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ("per: 一级指标, per_if: 项目卡.没有的", "项目卡里没有“没有的”"),
        ("per: 一级指标, per_if: 单位名称", "per_if 的“单位名称”要是封面或项目卡的一格"),
        ("per: 一级指标, per_if: 封面.甲.乙", "per_if 的“封面.甲.乙”要是封面或项目卡的一格"),
        ("per_if: 项目卡.分组计分", "per_if 要和 per 一起写"),
        ("per: 没有, per_if: 项目卡.分组计分", "per 的“没有”不是“指标”的列"),
    ],
)
def test_a_switch_that_is_none_is_refused(wrong, message):
    """Each mistake is told once."""
    form = FORM.replace("per: 一级指标, per_if: 项目卡.分组计分", wrong)
    with pytest.raises(TemplateError) as caught:
        load(form)
    assert [p for p in caught.value.problems if message in str(p)]
