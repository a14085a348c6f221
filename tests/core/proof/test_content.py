"""The proof sheet: every result once, in six outcomes that add up to what `check` says."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.document.edits import SelectForm
from core.findings import Outcome, Scope, Severity
from core.proof.content import ORDER, Part, ProofLine, ProofSheet, gathered, proof_sheet
from core.session import Session, example_ids
from tests.core.sessions import fill, found
from tests.suites import load_test_suite


def every(_: Part) -> bool:
    """All lines."""
    return True


def of(outcome: Outcome):
    """The lines that one card counts."""
    return lambda part: part.is_rule and part.outcome is outcome


def sums(texts: dict[str, str]) -> Session:
    """A document of sums."""
    session = Session.create_from(load_test_suite("sums"), None, "县医疗保障局")
    fill(session, texts)
    return session


def line_of(session: Session, rule: str) -> ProofLine:
    """The one line of a rule."""
    [line] = proof_sheet(session).lines(lambda part: part.rule == rule)
    return line


def assert_adds_up(session: Session) -> ProofSheet:
    """Every result is on the sheet once, and counted as the audit counts it."""
    sheet = proof_sheet(session)
    lines = sheet.lines(every)
    keys = [key for part in sheet.parts for key in part.keys]
    assert sorted(keys) == sorted(session.auditor.results)
    assert len(lines) == len(keys)
    for outcome in Outcome:
        assert sheet.count(of(outcome)) == session.summary().outcomes.get(outcome, 0)
    assert sheet.total + sheet.count(lambda part: not part.is_rule) == len(lines)
    return sheet


@pytest.mark.parametrize("example", example_ids())
def test_the_outcomes_add_up(example):
    """As published, filled in not at all, and with what cannot be read."""
    session = Session.example(example, None)
    sheet = assert_adds_up(session)
    assert sheet.sum_words.endswith("每条都有结果") or "；单格的另有" in sheet.sum_words
    assert_adds_up(Session.create(session.suite.id, None, "县医疗保障局"))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.dictionaries(
        st.sampled_from(
            [
                *(f"总表!行{row}.{column}" for row in range(1, 5) for column in ("金额", "其中")),
                *(f"明细!行[{row}].栏{column}" for row in (1, 2) for column in (1, 2, 3)),
                "总表!行6.金额",
                "总表!行8.数",
            ]
        ),
        st.sampled_from(["", "0", "5", "12.5", "100", "-3", "23万7", "1e9"]),
        max_size=10,
    )
)
def test_whatever_is_typed_the_outcomes_add_up(texts):
    """After every edit, too: results that were replaced are not counted twice."""
    session = sums({"明细!行[1].名称": "甲", "明细!行[2].名称": "乙"})
    session.apply(session.entries.added_project("甲")[0])
    for address, text in texts.items():
        if address != "总表!行1.其中":  # calculated
            fill(session, {address: text})
    assert_adds_up(session)
    session.undo()
    assert_adds_up(session)


@pytest.mark.parametrize("step", [1, 7, 10_000])
def test_the_pieces_make_the_same_sheet(step):
    """However many results are taken at a time."""
    session = Session.example("zengdu-2020", None)
    *_, parts = gathered(session, step)
    assert parts == proof_sheet(session).parts
    assert [part.keys for part in parts] == [part.keys for part in proof_sheet(session).parts]


def test_the_lines_come_in_the_order_of_the_outcomes_and_of_the_forms():
    """What is to be done comes first; within a rule the rows as they stand on the form."""
    session = Session.example("tonghai-2021", None)
    sheet = proof_sheet(session)
    assert [o for o in ORDER if sheet.count(of(o))] == list(
        dict.fromkeys(part.outcome for part in sheet.parts)
    )
    codes = [
        line.finding.place[:7]
        for line in sheet.lines(lambda part: part.rule == "ZC-01")
        if line.form == "公开03表"
    ]
    assert codes == sorted(codes)
    assert len(codes) > 5


def test_a_failed_rule_says_both_figures_and_the_difference():
    """The message is the audit's own; figures are written as the form prints them."""
    session = sums({"总表!行3.金额": "940.68", "总表!行3.其中": "991.08"})
    line = line_of(session, "ZB-02")
    assert line.form == "测01表"
    assert line.words == "其中991.08元，940.68元"
    assert (line.figures.left, line.figures.right, line.figures.gap) == (
        "991.08",
        "940.68",
        "50.40",
    )
    assert line.finding.severity is Severity.VERIFY
    assert line.finding.scope is Scope.WITHIN_FORM


def test_an_explained_one_says_its_reason():
    """已说明, with the 审核说明."""
    session = sums({"总表!行3.金额": "940.68", "总表!行3.其中": "991.08"})
    [finding] = found(session, "ZB-02")
    session.justify(finding, "年中追加了一次，批文在后")
    line = line_of(session, "ZB-02")
    assert line.finding.outcome is Outcome.JUSTIFIED
    assert line.why == "年中追加了一次，批文在后"
    assert line.figures.gap == "50.40"


def test_what_passed_says_what_was_checked():
    """The formula in the form's words, with the figures on both sides."""
    line = line_of(sums({"总表!行3.金额": "5", "总表!行3.其中": "5"}), "ZB-02")
    assert line.words == "行次3 第三项·其中 ＝ 行次3 第三项·金额"
    assert (line.figures.left, line.figures.right, line.figures.gap) == ("5.00", "5.00", "0.00")
    assert line.why == ""


def test_what_does_not_apply_says_why():
    """The condition that does not hold, or the form that is left out."""
    session = sums({})
    line = line_of(session, "ZB-02")
    assert line.why == "不符合这条审核的前提：行次3 第三项·其中 ≠ 空"
    assert line.figures.left == line.figures.right == ""
    session.apply(SelectForm("明细", selected=False))
    assert line_of(session, "HJ-01").why == "没有选用明细"


def test_what_lacks_data_names_what_is_missing():
    """数据不足: which cell is blank, and the other side as far as there is one."""
    session = Session.example("zengdu-2020", None)
    lines = proof_sheet(session).lines(of(Outcome.NO_DATA))
    assert len(lines) == session.summary().outcomes[Outcome.NO_DATA] > 0
    assert all(line.why.startswith("没有核对：") for line in lines)
    assert all(line.words != line.why for line in lines)


def test_a_constant_is_written_like_the_other_side():
    """90 % is 90.00 beside 34.55, not 0.9."""
    session = Session.example("tonghai-2021", None)
    lines = proof_sheet(session).lines(
        lambda part: part.rule == "XM-17" and part.outcome is Outcome.FAILED
    )
    figures = lines[0].figures
    assert (figures.left, figures.right, figures.gap) == ("34.55", "90.00", "-55.45")


def test_texts_blanks_and_what_cannot_be_read_are_shown_as_such():
    """Both sides are shown even where they are no figures."""
    session = sums({"总表!行7.其中": "5", "总表!行8.数": "2"})
    line = line_of(session, "ZB-05")
    assert (line.figures.left, line.figures.right, line.figures.gap) == ("5.00", "空", "5.00")
    session = sums({"总表!行3.其中": "5", "总表!行3.金额": "23万7"})
    line = line_of(session, "ZB-02")
    assert line.finding.outcome is Outcome.NO_DATA
    assert (line.figures.left, line.figures.right, line.figures.gap) == ("5.00", "算不出", "")


def test_cells_of_their_own_are_on_the_sheet_beside_the_sum():
    """A text that is no figure has no rule of the suite; it is neither lost nor counted there."""
    session = sums({"总表!行1.金额": "23万7", "封面.单位名称": ""})
    sheet = assert_adds_up(session)
    cells = sheet.lines(lambda part: not part.is_rule)
    assert {line.finding.rule for line in cells} == {"填报-数值", "填报-必填"}
    assert {line.form for line in cells} == {"封面", "测01表"}
    assert sheet.sum_words.endswith(f"；单格的另有 {len(cells)} 处")


def test_lines_are_a_sequence():
    """Any line, a piece, an end; no line beyond."""
    lines = proof_sheet(Session.example("zengdu-2020", None)).lines(every)
    assert lines[0] == lines[:1][0]
    assert lines[len(lines) - 1] == lines[-1:][0]
    assert len(lines[10:20]) == 10
    for at in (len(lines), -1):
        with pytest.raises(IndexError):
            lines[at]
    assert len(proof_sheet(sums({})).lines(lambda _: False)) == 0
