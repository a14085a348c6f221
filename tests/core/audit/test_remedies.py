"""What may be done about a finding: edits that are tried before they are offered."""

import pytest

from core.audit.remedies import MOST_CLEARED, Remedy
from core.document.edits import SelectForm
from core.findings import Finding
from core.session import Session
from core.versions.keeping import submit
from tests.core.sessions import cell, changed, fill, found, text
from tests.suites import load_test_suite


def sums(texts: dict[str, str], suite: Session | None = None) -> Session:
    """A document of sums."""
    session = suite or Session.create_from(load_test_suite("sums"), None, "县医疗保障局")
    fill(session, texts)
    return session


def only(session: Session, rule: str) -> Finding:
    """The one finding of a rule."""
    [finding] = found(session, rule)
    return finding


def labels(session: Session, rule: str) -> list[str]:
    """What is offered for the one finding of a rule."""
    return [remedy.label for remedy in session.remedies(only(session, rule))]


def take(session: Session, rule: str) -> Remedy:
    """Take the first remedy of the one finding of a rule."""
    remedy = session.remedies(only(session, rule))[0]
    session.apply(remedy.edit)
    return remedy


def test_a_cell_takes_the_figure_of_the_other_cell():
    """Two entered cells that should be the same: either may take the other's figure."""
    session = sums({"总表!行3.金额": "940.68", "总表!行3.其中": "991.08"})
    assert labels(session, "ZB-02") == [
        "行次3 第三项·其中改为 940.68，与行次3 第三项·金额相同",
        "行次3 第三项·金额改为 991.08，与行次3 第三项·其中相同",
    ]
    assert take(session, "ZB-02").guess is False
    assert text(session, "总表!行3.其中") == "940.68"
    assert found(session, "ZB-02") == []
    assert session.undo_label() == "行次3 第三项·其中改为 940.68"
    session.undo()
    assert text(session, "总表!行3.其中") == "991.08"


def test_a_cell_of_another_form_is_named_with_its_form():
    """Only the entered side can take a figure; the calculated one follows its own sources."""
    swapped = changed("sums", ("总表!行1.其中 = 明细!合计.栏3", "总表!行2.其中 = 明细!合计.栏3"))
    session = sums(
        {"总表!行2.其中": "5", "总表!行2.金额": "90", "明细!行[1].栏3": "7", "明细!行[2].栏3": "1"}
        | {"总表!行6.金额": "3", "明细!行[1].名称": "甲", "明细!行[2].名称": "乙"},
        swapped,
    )
    assert labels(session, "HJ-05")[0] == ("行次2 第二项·其中改为 8.00，与测02表 合计·3栏 三相同")


def test_what_would_break_another_rule_is_not_offered():
    """The figure of the other cell is more than the row has: that would be the next finding."""
    swapped = changed("sums", ("总表!行1.其中 = 明细!合计.栏3", "总表!行2.其中 = 明细!合计.栏3"))
    session = sums(
        {"总表!行2.其中": "5", "总表!行2.金额": "6", "明细!行[1].栏3": "7"}
        | {"总表!行6.金额": "3", "明细!行[1].名称": "甲"},
        swapped,
    )
    assert labels(session, "HJ-05") == []


def test_an_overridden_cell_is_calculated_again():
    """恢复自动, where that makes the rule hold."""
    session = sums({"明细!行[1].栏2": "940680"})
    session.override(cell(session, "总表!行7.金额"), "812345.67", "按批复数填列")
    first, *others = session.remedies(only(session, "HJ-02"))
    assert (first.label, first.guess, others) == ("恢复自动 940,680.00", False, [])
    assert take(session, "HJ-02").edit.label == "恢复自动 行次7 结果·金额"
    assert text(session, "总表!行7.金额") == "940,680.00"


def test_a_proposal_that_was_typed_over_comes_back():
    """The cell that the rule reads is calculated from it: that is a guess, and says so."""
    session = sums({"明细!行[1].栏2": "940680", "总表!行6.金额": "812345.67"})
    [remedy] = session.remedies(only(session, "HJ-02"))
    assert (remedy.label, remedy.guess) == ("可能填错了：取回预填 940,680.00", True)
    session.apply(remedy.edit)
    assert text(session, "总表!行6.金额") == "940,680.00"
    assert session.undo_label() == "取回预填 行次6 取自02·金额"


def test_a_proposal_that_a_rule_compares_itself_comes_back():
    """XM-03 says that the score is not the one the rule gives: the proposal is known to be it."""
    session = Session.example("tonghai-2021", None)
    scores = found(session, "XM-03")
    offered = [session.remedies(finding)[0] for finding in scores]
    assert [remedy.guess for remedy in offered] == [False] * len(scores)
    assert offered[0].label == "取回预填 20.00"
    session.apply(offered[0].edit)
    assert len(found(session, "XM-03")) == len(scores) - 1


def test_too_many_cells_that_were_typed_over_are_not_tried():
    """Nobody knows which one is meant."""
    default = (
        '"自评!总额.预算数": 项目卡.基数',
        '"明细!行.栏2": 栏1\n    "自评!总额.预算数": 项目卡.基数',
    )
    compared = ("总表!行7.金额 = 明细!合计.栏2", "总表!行8.数 = SUM(明细!行.栏2)")
    for count in (MOST_CLEARED, MOST_CLEARED + 1):
        session = changed("sums", default, compared)
        rows = {f"明细!行[{n}].栏1": "5" for n in range(1, count + 1)}
        fill(session, rows | {f"明细!行[{n}].栏2": "5" for n in range(1, count)})
        fill(session, {f"明细!行[{count}].栏2": "9", "总表!行8.数": str(5 * count)})
        assert ("取回预填 5.00" in labels(session, "HJ-02")) is (count == MOST_CLEARED)


def test_a_guess_at_a_slip_is_worded_as_a_guess():
    """A figure mistyped below the sum: the edit types what was probably meant."""
    left = {"总表!行1.金额": "1234657", "总表!行2.金额": "408233.51"}
    session = sums(left | {"明细!行[1].栏1": "1642800.51"})
    [remedy] = session.remedies(only(session, "HJ-01"))
    assert (remedy.label, remedy.guess) == ("可能填错了：改为 1,234,567.00", True)
    session.apply(remedy.edit)
    assert session.typed(cell(session, "总表!行1.金额")) == "1234567.00"
    assert session.undo_label() == "行次1 第一项·金额改为 1,234,567.00"
    assert found(session, "HJ-01") == []


def test_a_guess_without_a_figure_offers_nothing():
    """A row that one side lacks: what to type is not known."""
    session = sums({"总表!行1.金额": "1000", "总表!行2.金额": "234.56", "明细!行[1].栏1": "1000"})
    finding = only(session, "HJ-01")
    assert session.with_cause(finding).cause is not None
    assert session.remedies(finding) == ()


def test_a_guess_about_an_overridden_cell_is_not_typed_in():
    """What somebody overrode with a reason needs a reason again."""
    session = sums({"明细!行[1].栏2": "5", "明细!行[1].栏3": "940680", "明细!行[2].栏3": "17"})
    session.override(cell(session, "总表!行7.金额"), "940967", "按批复数填列")
    finding = only(session, "HJ-05")
    cause = session.with_cause(finding).cause
    assert cause is not None
    assert cause.figure == "940,697.00"
    assert session.remedies(finding) == ()


def test_two_figures_in_each_other_s_cells_are_exchanged():
    """A guess of two cells is one step, too."""
    session = sums(
        {"总表!行1.金额": "1234567", "总表!行2.金额": "408233.51"}
        | {"明细!行[1].栏1": "408233.51", "明细!行[1].科目": "甲"}
    )
    [remedy] = [r for r in session.remedies(only(session, "HJ-04")) if r.guess]
    assert remedy.label == "可能填错了：换过来"
    session.apply(remedy.edit)
    assert text(session, "总表!行1.金额") == "408,233.51"
    assert text(session, "总表!行2.金额") == "1,234,567.00"
    assert found(session, "HJ-04") == []
    session.undo()
    assert text(session, "总表!行1.金额") == "1,234,567.00"


def test_texts_that_nobody_uses_can_be_cleared():
    """The finding's own way out is the one thing to do."""
    session = sums({"明细!行[1].栏2": "940680"})
    session.apply(SelectForm("明细", selected=False))
    fill(session, {"总表!行6.金额": "7"})
    session.apply(SelectForm("明细", selected=True))
    assert labels(session, "填报-恢复") == ["用预填的数"]
    take(session, "填报-恢复")
    assert text(session, "总表!行6.金额") == "940,680.00"


def test_an_override_whose_basis_changed_is_taken_back():
    """恢复自动 is always possible, whatever it then holds."""
    session = sums({"明细!行[1].栏2": "940680"})
    session.override(cell(session, "总表!行7.金额"), "940680", "按批复数填列")
    fill(session, {"明细!行[1].栏2": "5"})
    assert labels(session, "改写-依据") == ["恢复自动 5.00"]
    fill(session, {"明细!行[1].栏2": ""})
    assert labels(session, "改写-依据") == ["恢复自动"]
    take(session, "改写-依据")
    assert found(session, "改写-依据") == []


def test_a_field_beyond_its_limit_offers_what_explains_it():
    """A figure in 元 where 万元 are asked for."""
    session = sums({})
    session.apply(session.entries.added_project("甲")[0])
    fill(session, {"自评[甲]!总额.执行数": "940680000", "自评[甲]!总额.预算数": "95000"})
    assert labels(session, "填报-范围") == ["可能填错了：改为 94,068.00"]


@pytest.mark.parametrize("rule", ["填报-必填", "填报-数值"])
def test_nothing_is_offered_where_nothing_is_known(rule):
    """A blank cell or a text that is no figure."""
    session = sums({"总表!行1.金额": "23万7", "封面.单位名称": ""})
    assert [session.remedies(finding) for finding in found(session, rule)] == [()]


def test_nothing_is_offered_in_a_locked_document():
    """What cannot be changed is not offered to be changed."""
    session = sums({"总表!行3.金额": "940.68", "总表!行3.其中": "991.08"})
    finding = only(session, "ZB-02")
    submit(session)
    assert session.remedies(finding) == ()
