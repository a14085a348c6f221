"""Blank, zero and failed through whole forms; rounding at the cell; proposals; overrides."""

import pytest

from core.calc.explain import CALCULATED, ENTRY, OVERRIDDEN, PREFILLED
from core.document.edits import SetOverride, SetText
from core.document.model import Override
from core.errors import EditRefused
from core.values import BLANK, Failed
from tests.core.sessions import cell, fill, found, national, small, text

FUNDS = {"拨款.全年预算数": "1,150", "拨款.全年执行数": "975"}
BY_LAW = "按主管部门批复数填列"


# ---- blank, 0, failed


def test_blank_adds_nothing_to_a_sum():
    """A sum passes over blanks, and of nothing but blanks is blank."""
    session = small({"收支总表!行1.金额": "5"})
    assert text(session, "收支总表!行3.金额") == "5.00"
    assert session.value(cell(session, "收支总表!行33.金额")) is BLANK


def test_zero_is_a_figure():
    """A typed 0 makes the sum 0, not blank."""
    session = small({"收支总表!行1.金额": "0"})
    assert session.value(cell(session, "收支总表!行3.金额")) == 0


def test_rate_without_budget_is_blank_and_so_is_its_score():
    """A rate with no divisor is blank, and what builds on it too."""
    session = national(**{"拨款.全年执行数": "5", "总额.分值": "10"})
    assert text(session, "项目自评!总额.执行率") == ""
    assert text(session, "项目自评!总额.得分") == ""


def test_failed_spreads_with_its_reason():
    """A text in a money cell fails everything that builds on it, with the reason."""
    session = national(**{"拨款.全年预算数": "约五百"})
    value = session.value(cell(session, "项目自评!总额.全年预算数"))
    assert value == Failed("“约五百”不是能识别的数，已原样保留")
    assert session.typed(cell(session, "项目自评!拨款.全年预算数")) == "约五百"


# ---- rounding


def test_a_formula_sees_the_rounded_cell():
    """The rate is rounded at its cell (84.78%), the score is reckoned from that."""
    session = national(**FUNDS)
    assert text(session, "项目自评!总额.执行率") == "84.78%"
    assert text(session, "项目自评!总额.得分") == "8.48"


@pytest.mark.parametrize(
    ("typed", "printed"), [("0.005", "0.01"), ("-0.005", "-0.01"), ("0.0049", "0.00")]
)
def test_half_up(typed, printed):
    """A half is rounded away from zero."""
    session = national(**{"拨款.年初预算数": typed})
    assert text(session, "项目自评!拨款.年初预算数") == printed


def test_more_places_than_the_form_keeps_is_a_hint():
    """The typed figure is kept word for word and the rounding is told."""
    session = national(**{"拨款.年初预算数": "26428.2563"})
    [finding] = found(session, "填报-小数")
    assert finding.message == "填了 26428.2563，本表保留 2 位小数，按 26,428.26 计"


def test_a_figure_in_yuan_on_a_form_in_wan_yuan_is_a_hint_with_its_way_out():
    """Both figures are told, and the remedy is one step that can be undone."""
    session = national(**{"拨款.年初预算数": "3250412"})
    [finding] = found(session, "填报-单位")
    assert finding.message == "填了 3250412，本表单位是万元，像是按元填的"
    assert finding.remedy == "按元填的，改为 325.04；真有这么多，不用改"
    [remedy] = session.remedies(finding)
    assert (remedy.label, remedy.guess) == ("可能填错了：改为 325.04", True)
    session.apply(remedy.edit)
    assert text(session, "项目自评!拨款.年初预算数") == "325.04"
    assert not found(session, "填报-单位")
    assert session.remedies(finding) == ()
    session.undo()
    assert text(session, "项目自评!拨款.年初预算数") == "3,250,412.00"


def test_a_total_overridden_in_yuan_is_calculated_again_or_left_alone():
    """Only the form's own figure is offered for it: another one would need another reason."""
    session = national(**{"拨款.年初预算数": "325.04"})
    total = cell(session, "项目自评!总额.年初预算数")
    session.override(total, "3250400", "照批复")
    [remedy] = session.remedies(*found(session, "填报-单位"))
    assert (remedy.label, remedy.guess) == ("恢复自动 325.04", False)
    session.override(total, "3250500", "照批复")
    assert session.remedies(*found(session, "填报-单位")) == ()


@pytest.mark.parametrize("typed", ["99999.99", "-99999.99", "9.9亿", "3250412元", "没有"])
def test_a_figure_that_may_be_in_wan_yuan_is_not_doubted(typed):
    """Only from 10亿元 on, and a unit typed behind the figure is taken at its word."""
    assert not found(national(**{"拨款.年初预算数": typed}), "填报-单位")


# ---- prefilled cells


def test_proposal_follows_until_typed_and_delete_brings_it_back():
    """A proposal follows its source; typing stands over it; clearing gives it back."""
    session = national()
    unit = cell(session, "项目自评!实施单位")
    assert (session.text(unit), session.kind(unit)) == ("县医疗保障局", PREFILLED)
    fill(session, {"封面.单位名称": "市医疗保障局"})
    assert session.text(unit) == "市医疗保障局"
    session.type_text([unit], "服务中心")
    assert (session.text(unit), session.kind(unit)) == ("服务中心", ENTRY)
    session.type_text([unit], None)
    assert (session.text(unit), session.kind(unit)) == ("市医疗保障局", PREFILLED)


@pytest.mark.parametrize("blank", ["", "  ", "\n", "　"])
def test_blank_typed_is_cleared(blank):
    """Typing nothing is taking the typed text away."""
    session = national(实施单位="服务中心")
    session.type_text([cell(session, "项目自评!实施单位")], blank)
    assert text(session, "项目自评!实施单位") == "县医疗保障局"


def test_proposed_score_counts_as_filled():
    """A proposal counts as filled: a required cell with one is not missing."""
    indicator = {"年度指标值": ">=90%", "实际完成值": "93%", "分值": "20"}
    session = national(**{f"指标[1].{name}": value for name, value in indicator.items()})
    score = cell(session, "项目自评!指标[1].得分")
    assert session.text(score) == "20.00"
    assert all(finding.cells[0] != score for finding in session.findings())


def test_explains_what_a_typed_value_replaced():
    """The explanation of a typed-over proposal says what the proposal would be."""
    session = national(实施单位="服务中心")
    assert session.explain(cell(session, "项目自评!实施单位")).computed == "县医疗保障局"


# ---- overrides


def test_override_is_used_by_what_builds_on_it():
    """The typed value replaces the calculated one until it is taken back."""
    session = national(**FUNDS)
    rate = cell(session, "项目自评!总额.执行率")
    session.override(rate, "85%", BY_LAW)
    assert session.kind(rate) == OVERRIDDEN
    assert text(session, "项目自评!总额.得分") == "8.50"
    assert session.explain(rate).computed == "84.78%"
    session.apply(SetOverride(rate, None))
    assert (session.kind(rate), session.text(rate)) == (CALCULATED, "84.78%")


def test_override_never_is_refused():
    """A cell that its form protects is not overridden."""
    session = small()
    with pytest.raises(EditRefused, match="按规定不能改写"):
        session.override(cell(session, "收支总表!行5.金额"), "5", BY_LAW)


@pytest.mark.parametrize(
    "reason", ["", "  ", "无", "同上。", "正常", "情况属实！", "1", "…", "啊" * 201]
)
def test_override_wants_a_reason(reason):
    """A blank or empty phrase is no reason, by whatever way the edit comes."""
    session = national(**FUNDS)
    rate = cell(session, "项目自评!总额.执行率")
    with pytest.raises(EditRefused):
        session.apply(SetOverride(rate, Override("85%", reason)))
    assert session.kind(rate) == CALCULATED


def test_override_wants_a_value():
    """An override of nothing is 恢复自动, and said so."""
    session = national(**FUNDS)
    with pytest.raises(EditRefused, match="恢复自动"):
        session.override(cell(session, "项目自评!总额.执行率"), " ", BY_LAW)


def test_only_calculated_cells_are_overridden_and_only_others_typed():
    """An entered cell is typed, a calculated one overridden."""
    session = national()
    with pytest.raises(EditRefused, match="直接填"):
        session.override(cell(session, "项目自评!预期目标"), "目标", BY_LAW)
    with pytest.raises(EditRefused, match="改写"):
        session.apply(SetText(cell(session, "项目自评!总分.得分"), "90"))


def test_override_whose_basis_changed_is_open_until_confirmed():
    """Another calculated figure under an override asks to look again, until it is given again."""
    session = national(**FUNDS)
    rate = cell(session, "项目自评!总额.执行率")
    session.override(rate, "85%", BY_LAW)
    assert found(session, "改写-依据") == []
    fill(session, {"项目自评!拨款.全年执行数": "960"})
    [finding] = found(session, "改写-依据")
    assert finding.message == (
        "改写的依据变了：改写时自动计算是 84.78%，现在是 83.48%，少 1.30%；改写的是 85.00%"
    )
    assert (finding.stale, finding.is_open) == (True, True)
    assert session.summary().verify == 1
    session.override(rate, "85%", BY_LAW)
    assert found(session, "改写-依据") == []


def test_basis_that_comes_back_is_in_order_again():
    """What counts is the figure the override was given for."""
    session = national(**FUNDS)
    session.override(cell(session, "项目自评!总额.执行率"), "85%", BY_LAW)
    fill(session, {"项目自评!拨款.全年执行数": "960"})
    session.undo()
    assert found(session, "改写-依据") == []


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ({}, FUNDS, "改写时自动计算是空的，现在是 84.78%；"),
        (FUNDS, {"拨款.全年执行数": ""}, "改写时自动计算是 84.78%，现在是空的；"),
        (FUNDS, {"拨款.全年执行数": "约"}, "改写时自动计算是 84.78%，现在是读不出来的"),
        (
            {**FUNDS, "拨款.全年执行数": "0"},
            FUNDS,
            "改写时自动计算是 0.00%，现在是 84.78%，多 84.78%",
        ),
    ],
)
def test_basis_in_words(before, after, words):
    """Blank, zero and failed figures under an override are told apart."""
    session = national(**before)
    session.override(cell(session, "项目自评!总额.执行率"), "85%", BY_LAW)
    fill(session, {f"项目自评!{name}": value for name, value in after.items()})
    assert words in found(session, "改写-依据")[0].message


def test_basis_of_a_text():
    """An overridden text remembers the text."""
    session = small({"支出明细!项[2010301].栏2": "5"})
    session.override(cell(session, "支出明细!项[2010301].科目名称"), "行政", BY_LAW)
    fill(session, {"支出明细!项[2010301].科目编码": "2010350"})
    [finding] = found(session, "改写-依据")
    assert "改写时自动计算是“行政运行”，现在是" in finding.message


def test_override_that_is_no_figure_is_found():
    """An override is checked like a typed cell."""
    session = national(**FUNDS)
    session.override(cell(session, "项目自评!总额.执行率"), "八成五", BY_LAW)
    assert [finding.place for finding in found(session, "填报-数值")] == ["年度资金总额·执行率"]
    assert text(session, "项目自评!总额.执行率") == "八成五"
