"""Forms left out and taken back: what the other forms show, may be typed, and are told."""

import copy
from decimal import Decimal

import pytest

from core.calc.selection import RETURNED, TYPED_BEFORE
from core.cli.show import ordered_cells
from core.document.edits import Batch, RemoveRecord, SelectForm, SetOverride, SetText
from core.errors import EditRefused
from core.findings import Finding, Outcome, Severity
from core.refs import SheetId
from core.session import Session
from core.template.suite import load_suite
from tests.core.calc.follows import SOURCES, follows
from tests.core.sessions import PROJECT, cell, changed, fill, found, outcomes, small, text

JOINED, BEYOND = SheetId("汇总"), SheetId("总汇")
LINKED = "收支总表!行31.金额"
PREFILLED = PROJECT + "总额.预算数"
DETAIL = {"支出明细!项[2010301].栏2": "1", "支出明细!项[2010301].栏3": "12,000.50"}
TWO = {"甲!项[2101101].金额": "3", "乙!项[2010301].金额": "4", "乙!项[2101101].金额": "5"}


def leave_out(session: Session, *forms: str) -> None:
    """Leave forms out one after the other."""
    for form in forms:
        session.apply(SelectForm(form, selected=False))


def take_back(session: Session, *forms: str) -> None:
    """Take forms back one after the other."""
    for form in forms:
        session.apply(SelectForm(form, selected=True))


def settle(session: Session, finding: Finding) -> None:
    """Take the way out of a finding."""
    way_out = session.auditor.way_out(finding)
    assert way_out is not None
    session.apply(way_out)


def filled(more: dict[str, str] | None = None) -> Session:
    """The small suite with a calculated and a prefilled cell that read 支出明细."""
    return small(DETAIL | (more or {}), projects=("城乡居民医保",))


def keys(session: Session, sheet: SheetId, region: str) -> list[str]:
    """The keys of the rows of a region in order."""
    return [row.key for row in session.calculation.shape.sheets[sheet].rows.get(region, ())]


# ---- cells


def test_what_is_calculated_from_it_becomes_typed():
    """Exactly what was printed; the cells are entries, typed like any other."""
    session = filled()
    assert [text(session, at) for at in (LINKED, PREFILLED)] == ["12,001.50", "1.20"]
    leave_out(session, "支出明细")
    for at, value in ((LINKED, "12,001.50"), (PREFILLED, "1.20")):
        assert (text(session, at), session.kind(cell(session, at))) == (value, "录入")
    assert session.document.texts[cell(session, LINKED)] == "12001.50"
    kinds = {place.cell: place.kind.name for place in session.plan(SheetId("收支总表")).cells}
    assert kinds[cell(session, LINKED)] == "ENTRY"
    fill(session, {LINKED: "7"})
    assert text(session, "收支总表!行33.金额") == "7.00"


def test_leaving_out_is_one_step():
    """One undo brings back the very document, one redo does it all again."""
    session = filled()
    before, findings = copy.deepcopy(session.document), session.findings()
    leave_out(session, "支出明细")
    after = copy.deepcopy(session.document)
    assert session.undo_label() == "不选用 测02表"
    session.undo()
    assert (session.document, session.findings()) == (before, findings)
    session.redo()
    assert session.document == after


def test_why_a_cell_is_an_entry_is_explained():
    """Which form is missing; nothing more once it is back, or for any other cell."""
    session = filled()
    leave_out(session, "支出明细")
    assert session.explain(cell(session, LINKED)).note == "测02表没有选用，这一格自己填"
    assert session.explain(cell(session, "收支总表!行1.金额")).note == ""
    take_back(session, "支出明细")
    assert session.explain(cell(session, LINKED)).note == ""


def test_what_it_means_is_said_in_one_sentence():
    """How many cells of which forms; forms that nobody reads are only named."""
    session = filled()
    leave_out(session, "支出明细", "收支总表")
    assert session.selection_words("支出明细") == (
        "测02表不选用了，自评里 1 格改为自己填，保留现在的数"
    )
    assert session.selection_words("收支总表") == "测01表不选用了"
    take_back(session, "收支总表", "支出明细")
    assert session.selection_words("支出明细") == (
        "测02表选用了，测01表、自评里 3 格又自动计算或预填"
    )


def test_a_proposal_typed_over_stays_typed_over():
    """Neither leaving out nor taking back touches it, and nobody is asked about it."""
    for figure in ("9", "1.20"):
        session = filled({PREFILLED: figure})
        before, findings = copy.deepcopy(session.document), session.findings()
        leave_out(session, "支出明细")
        assert text(session, PREFILLED) == f"{Decimal(figure):.2f}"
        take_back(session, "支出明细")
        assert (session.document, session.findings()) == (before, findings)


def test_a_blank_cell_stays_blank():
    """Where nothing was calculated nothing is typed."""
    session = small(projects=("城乡居民医保",))
    leave_out(session, "支出明细")
    assert cell(session, LINKED) not in session.document.texts


def test_a_cell_that_could_not_be_calculated_is_blank():
    """A reason is no figure; what could not be read stands in its own form."""
    session = filled({"支出明细!项[2010301].栏2": "约五百"})
    leave_out(session, "支出明细")
    assert text(session, LINKED) == ""
    take_back(session, "支出明细")
    assert found(session, RETURNED) == []


def test_an_override_waits():
    """Its figure is the typed one; it is an override again when the form is back."""
    session = filled()
    session.override(cell(session, LINKED), "1.3万", "按决算批复填列")
    leave_out(session, "支出明细")
    at = cell(session, LINKED)
    assert (text(session, LINKED), session.kind(at)) == ("13,000.00", "录入")
    assert session.explain(at).reason == ""
    assert found(session, "改写-依据") == []
    with pytest.raises(EditRefused, match="直接填就行"):
        session.override(at, "5", "按决算批复填列")
    take_back(session, "支出明细")
    assert (text(session, LINKED), session.kind(at)) == ("13,000.00", "已改写")
    assert at not in session.document.texts


def test_percentages_and_texts_are_kept_as_printed():
    """Whatever the field holds: typed again it is the same value."""
    session = changed(
        "small",
        (
            '"收支总表!行{31:32}.金额": "支出明细!类[键].栏1"',
            '"自评!总额.执行率": 支出明细!合计.栏2',
        ),
        ("  总额.执行率: RATIO(执行数, 预算数)\n", ""),
        ('"自评!项目名称": 项目卡.项目名称', '"自评!项目名称": "支出明细!类[201].科目名称"'),
    )
    session.apply(session.entries.added_project("甲")[0])
    fill(session, {"支出明细!项[2010301].栏2": "0.3456"})
    shown = [text(session, f"自评[甲]!{name}") for name in ("总额.执行率", "项目名称")]
    assert shown == ["35.00%", "一般公共服务支出"]
    leave_out(session, "支出明细")
    assert [text(session, f"自评[甲]!{name}") for name in ("总额.执行率", "项目名称")] == shown


def test_any_source_left_out_makes_an_entry():
    """A sum over two forms of which one is there is filled in by hand all the same."""
    session = follows(TWO)
    leave_out(session, "甲")
    assert session.kind(cell(session, "汇总!项[2010301].金额")) == "录入"
    fill(session, {"乙!项[2010301].金额": "40"})
    assert text(session, "汇总!项[2010301].金额") == "4.00"
    take_back(session, "甲")
    [finding] = found(session, RETURNED)
    assert finding.message == "甲或乙没有选用时这一格是 4.00，现在预填的是 40.00，多 36.00"


def test_a_sum_over_projects_becomes_typed():
    """One that reads all the forms of the projects, too."""
    session = follows(projects=("甲",))
    fill(session, {"明细表[甲]!明细[1].金额": "6"})
    leave_out(session, "明细表")
    assert session.kind(cell(session, "任务表!任务[甲].金额")) == "录入"
    assert text(session, "任务表!合计.金额") == "6.00"
    assert session.selection_words("明细表").startswith("明细表不选用了，戊里 1 格")


def test_a_new_required_entry_is_missing():
    """A blank calculated cell that has to be filled is asked for when it becomes an entry."""
    session = changed(
        "small", ("行4.金额:  {default", "行31.金额: {required: yes}\n  行4.金额:  {default")
    )
    assert session.summary().missing == 0
    leave_out(session, "支出明细")
    assert session.summary().missing == 1


# ---- taken back


def test_taken_back_unchanged_it_is_as_before():
    """Nothing typed meanwhile: the same document, values and findings."""
    session = filled({PROJECT + "总额.执行数": "1"})
    before, findings = copy.deepcopy(session.document), session.findings()
    leave_out(session, "支出明细")
    take_back(session, "支出明细")
    assert (session.document, session.findings()) == (before, findings)


def test_another_figure_in_a_calculated_cell_is_told():
    """Both figures and the difference; the automatic one holds meanwhile."""
    session = filled()
    leave_out(session, "支出明细")
    fill(session, {LINKED: "12,000"})
    take_back(session, "支出明细")
    assert text(session, LINKED) == "12,001.50"
    [finding] = found(session, RETURNED)
    assert (
        finding.message == "测02表没有选用时这一格是 12,000.00，现在自动算出的是 12,001.50，多 1.50"
    )
    assert (
        finding.remedy == "用自动算出的数，就清除这一格（恢复自动）；用原来的数，就改写并写明理由"
    )
    assert (finding.severity, finding.cells[0]) == (Severity.VERIFY, cell(session, LINKED))
    with pytest.raises(EditRefused, match="自动计算，不用填"):
        session.apply(SetText(cell(session, LINKED), "5"))


@pytest.mark.parametrize("decide", ["clear", "way out", "override", "equal", "justify"])
def test_the_figure_that_came_back_is_decided(decide):
    """Clearing, 改写, the source, or an 审核说明: then nothing is open, and undo opens it again."""
    session = filled()
    leave_out(session, "支出明细")
    fill(session, {LINKED: "12,000"})
    take_back(session, "支出明细")
    at, [finding] = cell(session, LINKED), found(session, RETURNED)
    if decide == "clear":
        session.apply(SetText(at, None))
    elif decide == "way out":
        settle(session, finding)
        assert session.undo_label() == "用自动算出的数"
    elif decide == "override":
        session.override(at, "12,000", "按决算批复填列")
        assert at not in session.document.texts
    elif decide == "equal":
        fill(session, {"支出明细!项[2010301].栏2": "-0.50"})
    else:
        session.justify(finding, "当时按旧口径填列")
    assert not any(f.outcome is Outcome.FAILED for f in found(session, RETURNED))
    session.undo()
    assert found(session, RETURNED) == [finding]


def test_another_figure_in_a_prefilled_cell_is_told_once():
    """It is in use; clearing it, typing again or an 审核说明 is the decision."""
    session = filled()
    leave_out(session, "支出明细")
    fill(session, {PREFILLED: "5"})
    take_back(session, "支出明细")
    assert text(session, PREFILLED) == "5.00"
    [finding] = found(session, RETURNED)
    assert finding.message == "测02表没有选用时这一格是 5.00，现在预填的是 1.20，少 3.80"
    assert finding.remedy == "用预填的数，就清除这一格；用填的数，就写审核说明"
    session.justify(finding, "预算数按批复填列")
    assert [f.outcome for f in found(session, RETURNED)] == [Outcome.JUSTIFIED]
    session.undo()
    fill(session, {PREFILLED: "6"})
    assert (found(session, RETURNED), session.document.justifications) == ([], {})
    session.undo()
    settle(session, finding)
    assert (found(session, RETURNED), text(session, PREFILLED)) == ([], "1.20")


def test_an_undecided_figure_is_told_again_after_another_round():
    """Left out again the cells keep what they show; the prefilled one is asked about once more."""
    session = filled()
    leave_out(session, "支出明细")
    fill(session, {LINKED: "12,000", PREFILLED: "5"})
    take_back(session, "支出明细")
    leave_out(session, "支出明细")
    assert [text(session, at) for at in (LINKED, PREFILLED)] == ["12,001.50", "5.00"]
    assert session.document.justifications == {}
    take_back(session, "支出明细")
    assert [finding.cells[0] for finding in found(session, RETURNED)] == [cell(session, PREFILLED)]


def test_words_for_what_is_no_figure():
    """Unreadable or missing figures, texts, and cells that may not be overridden."""
    session = changed(
        "small",
        (
            "行5.金额:  {override: never}",
            "行5.金额:  {override: never}\n  行31.金额: {override: never}",
        ),
    )
    fill(session, {"支出明细!项[2010301].栏2": "1"})
    leave_out(session, "支出明细")
    fill(session, {LINKED: "约五百"})
    take_back(session, "支出明细")
    [finding] = found(session, RETURNED)
    assert finding.message == (
        "测02表没有选用时这一格是读不出来的（“约五百”不是能识别的数，已原样保留），"
        "现在自动算出的是 1.00"
    )
    assert finding.remedy == "用自动算出的数，就清除这一格"
    session.apply(
        RemoveRecord(
            SheetId("支出明细"), "项", session.names.cell("支出明细!项[2010301].栏2").record
        )
    )
    assert found(session, RETURNED)[0].message.endswith("现在自动算出的是空的")


def test_a_finding_goes_with_its_form():
    """A form that is left out itself has no findings; back in the suite it has them again."""
    session = filled()
    leave_out(session, "支出明细")
    fill(session, {LINKED: "12,000"})
    take_back(session, "支出明细")
    [finding] = found(session, RETURNED)
    leave_out(session, "收支总表")
    assert found(session, RETURNED) == []
    assert session.auditor.way_out(finding) is None
    take_back(session, "收支总表")
    assert found(session, RETURNED) == [finding]


# ---- several forms


def test_a_form_that_comes_back_before_its_source():
    """It has what it showed when it was left out, in cells and rows, and can be typed."""
    session = follows(TWO | {"甲!项[2010350].金额": "7"})
    leave_out(session, "汇总", "甲")
    take_back(session, "汇总")
    assert keys(session, JOINED, "项") == ["2010301", "2010350", "2101101"]
    assert text(session, "汇总!项[2101101].金额") == "8.00"
    fill(session, {"汇总!项[2101101].金额": "80"})
    leave_out(session, "汇总")
    take_back(session, "汇总")
    assert text(session, "汇总!项[2101101].金额") == "80.00"
    take_back(session, "甲")
    assert text(session, "汇总!合计.金额") == "91.00"


def test_in_one_batch_the_figures_of_the_batch_are_kept():
    """What the same step types into the form that goes is what the others keep."""
    session = filled()
    typed = SetText(cell(session, "支出明细!项[2010301].栏2"), "99.50")
    session.apply(Batch((typed, SelectForm("支出明细", selected=False))))
    assert text(session, LINKED) == "12,100.00"


def test_selecting_what_is_selected_changes_nothing():
    """No text, no finding."""
    session = filled()
    before = copy.deepcopy(session.document)
    take_back(session, "支出明细")
    assert session.document == before


def test_last_year_is_another_document():
    """PREV of a form does not need the form this year."""
    session = changed("small", ('"支出明细!类[键].栏1"', "PREV(支出明细!合计.栏1)"))
    leave_out(session, "支出明细")
    assert session.kind(cell(session, LINKED)) == "计算"
    assert session.kind(cell(session, "收支总表!行32.金额")) == "计算"


def test_a_cover_that_reads_a_form():
    """A proposal on the cover becomes typed text, too."""
    session = changed(
        "small",
        (
            "default: 封面.单位名称}\n  单位性质",
            'default: "支出明细!类[201].科目名称"}\n  单位性质',
        ),
    )
    fill(session, {"支出明细!项[2010301].栏2": "1"})
    leave_out(session, "支出明细")
    at = cell(session, "封面.主管部门")
    assert (session.text(at), session.kind(at)) == ("一般公共服务支出", "录入")
    take_back(session, "支出明细")
    assert session.kind(at) == "预填"


def test_rules_over_a_form_left_out_do_not_apply():
    """Neither those that compare with it nor its own; the others go on."""
    session = filled()
    session.override(cell(session, "收支总表!行33.金额"), "5", "按决算批复填列")
    assert outcomes(session, "BJ-01") == [Outcome.FAILED]
    leave_out(session, "支出明细")
    assert outcomes(session, "BJ-01") == outcomes(session, "ZC-01") == [Outcome.NOT_APPLICABLE]
    assert outcomes(session, "SZ-01") == [Outcome.PASSED]


# ---- rows


def test_rows_that_only_it_brought_become_own():
    """With codes and figures, to be typed and removed; the others go on following."""
    session = follows(TWO | {"甲!项[2010350].金额": "7", "汇总!项[2010350].名称": "某项"})
    session.override(cell(session, "汇总!类[201].金额"), "12", "按决算批复填列")
    leave_out(session, "甲")
    assert keys(session, JOINED, "项") == ["2010301", "2010350", "2101101"]
    assert text(session, "汇总!项[2010350].金额") == "7.00"
    assert text(session, "汇总!项[2010350].名称") == "某项"
    assert text(session, "汇总!类[201].金额") == "12.00"
    assert keys(session, BEYOND, "项") == keys(session, JOINED, "项")
    assert session.kind(cell(session, "汇总!项[2010350].编码")) == "录入"
    assert session.kind(cell(session, "汇总!项[2101101].编码")) == "计算"
    fill(session, {"汇总!项[2010350].编码": "2055001"})
    assert keys(session, JOINED, "项") == ["2010301", "2055001", "2101101"]


def test_rows_follow_again():
    """Taken back: followed rows, nothing kept of what stood in their place."""
    session = follows(TWO | {"甲!项[2010350].金额": "7", "汇总!项[2010350].名称": "某项"})
    session.override(cell(session, "汇总!类[201].金额"), "12", "按决算批复填列")
    before = copy.deepcopy(session.document)
    leave_out(session, "甲", "乙")
    take_back(session, "乙", "甲")
    assert session.document == before


def test_an_own_row_that_nobody_brings_any_more_stays():
    """What was typed under another code meanwhile is an own row for good."""
    session = follows(TWO)
    leave_out(session, "甲", "乙")
    fill(session, {"汇总!项[2101101].编码": "2055001"})
    take_back(session, "甲", "乙")
    assert keys(session, JOINED, "项") == ["2010301", "2055001", "2101101"]
    assert session.kind(cell(session, "汇总!项[2055001].编码")) == "录入"


def test_rows_may_be_added_while_the_source_is_left_out():
    """Also where the form allows no own rows beside followed ones."""
    session = follows(TWO)
    leave_out(session, "汇总")
    assert keys(session, BEYOND, "项") == ["2010301", "2101101"]
    fill(session, {"总汇!项[2055001].金额": "1"})
    assert keys(session, BEYOND, "项") == ["2010301", "2055001", "2101101"]
    edit = session.entries.removed_row(BEYOND, cell(session, "总汇!项[2101101].金额").record)
    session.apply(edit)
    assert keys(session, BEYOND, "项") == ["2010301", "2055001"]


def test_rows_keep_their_order():
    """Own rows between followed ones, and rows of a second source after them."""
    session = follows(projects=("一",))
    fill(session, {f"明细表[一]!明细[{n + 1}].任务名称": name for n, name in enumerate("甲乙丙")})
    sheet = SheetId("又明细", session.document.projects[0])
    for name, after in (("子", "=甲"), ("丑", "=丙"), ("末", "")):
        edit, record = session.entries.added_row(sheet, "明细", after)
        named = SetText(
            cell(session, "又明细[一]!明细[甲].金额")._replace(record=record, name="明细.任务名称"),
            name,
        )
        session.apply(Batch((edit, named)))
    listed = ["甲", "子", "乙", "丙", "丑", "末"]
    assert keys(session, sheet, "明细") == listed
    before = copy.deepcopy(session.document)
    leave_out(session, "明细表")
    assert keys(session, sheet, "明细") == listed
    take_back(session, "明细表")
    assert (keys(session, sheet, "明细"), session.document) == (listed, before)


def test_rows_above_those_that_still_follow_stay_above():
    """The first source goes: its rows still stand first."""
    sources = dict(SOURCES)
    sources["suite.yaml"] = sources["suite.yaml"].replace(
        "{from: 项目, key: 任务名称, own: yes}", "{from: [明细汇总!任务, 项目], key: 任务名称}"
    )
    with Session.create_from(load_suite(sources), None, "县医保局") as session:
        for name in ("一", "二"):
            session.apply(session.entries.added_project(name)[0])
        fill(session, {"明细表[一]!明细[1].任务名称": "先", "明细表[一]!明细[2].任务名称": "后"})
        fill(session, {"明细表[二]!明细[1].任务名称": "二"})
        tasks = SheetId("任务表")
        assert keys(session, tasks, "任务") == ["先", "后", "二", "一"]
        before = copy.deepcopy(session.document)
        leave_out(session, "明细汇总")
        assert keys(session, tasks, "任务")[:2] == ["先", "后"]
        assert sorted(keys(session, tasks, "任务")) == sorted(["先", "后", "二", "一"])
        assert session.kind(cell(session, "任务表!任务[二].任务名称")) == "计算"
        take_back(session, "明细汇总")
        assert session.document == before


def test_group_values_go_along_with_their_row():
    """What belongs to the group that one row makes up alone is the row's."""
    sources = dict(SOURCES)
    sources["tasks.yaml"] = (
        sources["tasks.yaml"]
        .replace(
            "  金额: {type: money}\n",
            "  金额: {type: money}\n  组别: {type: text}\n  备注: {type: text, per: 组别}\n",
        )
        .replace("{.内容} | {.金额} | 任务*", "{.内容}//{.组别}{.备注} | {.金额} | 任务*")
        .replace("formulas:", "floating:\n  任务: {merge_equal: [组别]}\nformulas:")
    )
    with Session.create_from(load_suite(sources), None, "县医保局") as session:
        session.apply(session.entries.added_project("一")[0])
        fill(session, {"明细表[一]!明细[1].任务名称": "甲"})
        at = cell(session, "明细汇总!任务[甲].备注")
        session.apply(SetText(at, "单列"))
        before = copy.deepcopy(session.document)
        leave_out(session, "明细表")
        assert text(session, "明细汇总!任务[甲].备注") == "单列"
        take_back(session, "明细表")
        assert session.document == before


def test_an_override_and_a_reason_go_along_with_their_row():
    """Everything that was written in the row of a source that is left out."""
    session = follows(TWO)
    fill(session, {"汇总!项[2010301].金额": "9"})
    [finding] = found(session, "GS-01")
    session.justify(finding, "按旧口径填列")
    before = copy.deepcopy(session.document)
    leave_out(session, "乙")
    moved = [at for rule, at in session.document.justifications if rule == "GS-01"]
    assert moved == [cell(session, "汇总!项[2010301].金额")]
    assert (TYPED_BEFORE, moved[0]) in session.document.justifications
    take_back(session, "乙")
    assert session.document == before


# ---- kept rows


def test_what_is_kept_of_rows_that_are_gone_is_cleared():
    """By the way out of the finding: texts and overrides of all those rows, in one step."""
    session = follows({"任务表!任务[甲].内容": "一"}, ("甲", "乙"))
    session.override(cell(session, "任务表!任务[甲].金额"), "5", "按决算批复填列")
    session.apply(SetText(cell(session, "项目卡[甲].名称"), "丙"))
    [hint] = found(session, "填报-保留")
    assert hint.message.endswith("“甲”2格")
    settle(session, hint)
    assert found(session, "填报-保留") == []
    assert session.undo_label() == "清除留着的内容"
    session.undo()
    assert found(session, "填报-保留") == [hint]


def test_only_findings_about_texts_have_a_way_out():
    """Any other finding is settled by changing figures."""
    session = filled({"支出明细!项[2010301].栏2": "-1"})
    assert [session.auditor.way_out(finding) for finding in session.findings()][:1] == [None]


def test_an_override_that_waits_may_be_taken_away():
    """It is nobody's figure then."""
    session = filled()
    at = cell(session, LINKED)
    session.override(at, "5", "按决算批复填列")
    leave_out(session, "支出明细")
    session.apply(SetOverride(at, None))
    take_back(session, "支出明细")
    assert session.kind(at) == "计算"


# ---- the shipped suite


@pytest.fixture(scope="module")
def example():
    """The shipped example, open."""
    with Session.example("tonghai-2021", None) as session:
        yield session


FORMS = (
    *("收入支出总表", "收入决算表", "支出决算表", "财政拨款总表", "一般公共预算收支", "基本支出"),
    *("政府性基金", "国有资本经营", "三公经费", "整体自评情况", "整体自评表", "项目自评"),
)


def test_every_form_of_the_shipped_suite_is_tried(example):
    """A new form has to be named here."""
    assert tuple(example.suite.forms) == FORMS


def printed(session: Session) -> dict[SheetId, object]:
    """Every text of every sheet."""
    texts: dict[SheetId, object] = {}
    for title in session.sheets():
        form = session.printed(title.sheet)
        texts[title.sheet] = [one.text for one in form.cells], form.above, form.below
    return texts


def mandatory(session: Session) -> set[tuple[str, str]]:
    """The 强制性 findings by rule and message."""
    return {(f.rule, f.message) for f in session.findings() if f.severity is Severity.MANDATORY}


@pytest.mark.parametrize("form", FORMS)
def test_each_form_of_the_example_left_out(example, form):
    """Other forms print the same, cells are entries; undone or taken back all is as before."""
    before, findings = copy.deepcopy(example.document), example.findings()
    shown, wrong = printed(example), mandatory(example)
    example.apply(SelectForm(form, selected=False))
    there = printed(example)
    assert there == {sheet: shown[sheet] for sheet in there}
    assert {sheet.form for sheet in shown.keys() - there.keys()} == {form}
    assert mandatory(example) <= wrong
    whole = example.calculation.whole
    linked = [
        (at, slot)
        for sheet in there
        for at in ordered_cells(example, sheet)
        if form in {s.form for s in reads(whole.slot(at.form, at.name))}
        for slot in [example.calculation.slot(at)]
    ]
    for at, slot in linked:
        assert example.kind(at) == "录入"
        example.apply(SetText(at, "5" if slot.field.is_figure else "五"))
        example.undo()
    example.apply(SelectForm(form, selected=True))
    assert (printed(example), example.findings()) == (shown, findings)
    example.undo()
    example.undo()
    assert (example.document, example.findings()) == (before, findings)


def reads(slot):
    """The selectors of a cell's formula or proposal."""
    bound = slot.formula or slot.default
    return bound.selectors if bound else ()
