"""How rules end: six outcomes, what they say, and what explains them."""

import pytest

from core.audit.auditor import Summary
from core.document.edits import SetJustification
from core.document.model import Justification
from core.errors import EditRefused
from core.findings import Outcome, Scope, Severity
from core.session import Session
from tests.core.sessions import PROJECT, cell, changed, fill, found, national, outcomes, small

FUNDS = {"拨款.全年预算数": "100", "拨款.全年执行数": "120"}
REASON = "年中追加未下达，已函告"
RULE_03 = "总额.全年执行数 <= 总额.全年预算数"


# ---- six outcomes


def test_passed():
    """A rule that holds has passed and is not listed."""
    session = national(**FUNDS | {"拨款.全年预算数": "120"})
    assert outcomes(session, "XM-03") == [Outcome.PASSED]
    assert found(session, "XM-03") == []


def test_failed_says_both_figures():
    """A rule that does not hold says both figures; its cells are those it compares, then inputs."""
    session = national(**FUNDS)
    [finding] = found(session, "XM-03")
    assert finding.message.startswith("全年执行数120.00大于全年预算数100.00")
    assert [session.names.local_address(c) for c in finding.cells] == [
        *("总额.全年执行数", "总额.全年预算数"),
        *("拨款.全年执行数", "结转.全年执行数", "其他.全年执行数"),
        *("拨款.全年预算数", "结转.全年预算数", "其他.全年预算数"),
    ]


def test_blank_beside_a_figure_counts_as_zero():
    """An amount that is blank beside a figure is 0 for the rule."""
    assert outcomes(national(**{"拨款.全年执行数": "5"}), "XM-03") == [Outcome.FAILED]


def test_nothing_filled_is_no_data():
    """A rule whose inputs are all blank is 数据不足."""
    session = national()
    assert outcomes(session, "XM-03") == [Outcome.NO_DATA]
    assert session.summary().outcomes[Outcome.NO_DATA] > 1


def test_required_input_missing_is_no_data():
    """A rule is 数据不足 as long as a required input is blank, and names it."""
    session = national(**{"指标[1].分值": "10"})
    messages = {r.message for r in session.auditor.all_results() if r.rule == "XM-02"}
    assert "没有核对：第1个指标·得分还没填" in messages


def test_unreadable_input_is_no_data():
    """A rule over a cell that cannot be read is 数据不足 and names the cell."""
    session = national(**{"拨款.全年预算数": "约", "拨款.全年执行数": "5"})
    [result] = [r for r in session.auditor.all_results() if r.rule == "XM-03"]
    assert result.outcome is Outcome.NO_DATA
    assert result.message == "没有核对：年度资金总额·全年预算数读不出来"


def test_condition_not_met_is_not_applicable():
    """A blank in the condition makes the rule 不适用."""
    assert set(outcomes(national(), "XM-04")) == {Outcome.NOT_APPLICABLE}


def test_unreadable_condition_is_no_data():
    """A condition over a cell that cannot be read tells which."""
    session = national(**{"指标[1].分值": "十分"})
    assert outcomes(session, "XM-04")[0] is not Outcome.PASSED
    results = [r for r in session.auditor.all_results() if r.rule == "XM-04"]
    assert "没有核对：第1个指标·得分读不出来" in [r.message for r in results]


def test_group_value_the_form_does_not_state_is_not_applicable():
    """An undrawn value that the outline does not give makes its rule 不适用."""
    session = national(**{"指标[1].一级指标": "别的", "指标[9].分值": "5"})
    assert Outcome.NOT_APPLICABLE in outcomes(session, "XM-05")


@pytest.mark.parametrize(
    ("rule", "why"),
    [
        ("总额.全年执行数 / 0 > 1", "除数是 0"),
        ("总额.全年执行数 = 项目名称", "不能与数比较"),
        ("IF(总额.全年执行数 > 0, 总额.全年执行数, 1)", "结果不是“是”或“否”"),
    ],
)
def test_rule_that_cannot_be_run_is_not_checked(rule, why):
    """A rule that fails for a reason of its own is 未检查, listed, and never passed."""
    session = changed("national-project", (f"rule: {RULE_03}", f"rule: '{rule}'"))
    fill(session, {"项目自评!拨款.全年执行数": "5", "项目自评!项目名称": "医疗救助"})
    [finding] = found(session, "XM-03")
    assert finding.outcome is Outcome.NOT_CHECKED
    assert why in finding.message
    assert outcomes(session, "XM-03") == [Outcome.NOT_CHECKED]


def test_not_checked_is_not_in_order():
    """A document with nothing open but a rule that could not be run is not in order."""
    counts = {Outcome.PASSED: 5, Outcome.NOT_CHECKED: 1}
    assert Summary(counts, mandatory=0, verify=0, hints=0, required=0, missing=0).exit_code == 3
    assert Summary({Outcome.PASSED: 5}, 0, 0, 3, 9, 0).exit_code == 0
    assert Summary({Outcome.PASSED: 5}, 1, 1, 3, 9, 2).exit_code == 1


def test_condition_that_cannot_be_run_is_not_checked():
    """A condition that fails for a reason of its own is 未检查 as well."""
    session = changed("national-project", ("when: 得分 < 分值", "when: 得分 / 0 < 分值"))
    fill(session, {"项目自评!指标[1].分值": "5", "项目自评!指标[1].得分": "4"})
    assert Outcome.NOT_CHECKED in outcomes(session, "XM-04")


def test_rule_over_no_records_is_no_data():
    """A sum over no records at all is no reason to fail."""
    session = changed("small", ("rule: 行34.金额 >= 0", "rule: SUM(行1:行2) = 5"))
    assert outcomes(session, "SZ-02") == [Outcome.NO_DATA]


# ---- required cells


def test_missing_cells_are_counted_by_sheet():
    """Required cells that are blank are listed, counted and open."""
    session = national()
    sheet = session.sheets()[0].sheet
    filled, required = session.auditor.filled(sheet)
    summary = session.summary()
    assert required - filled == summary.missing > 0
    assert all(finding.is_open for finding in found(session, "填报-必填"))
    fill(session, {"项目自评!项目名称": "医疗救助"})
    assert session.auditor.filled(sheet) == (filled + 1, required)


# ---- field checks


@pytest.mark.parametrize(
    ("address", "typed", "message"),
    [
        ("指标[1].分值", "101", "填的是 101.00，不能大于 100.00，多 1.00"),
        ("指标[1].分值", "-1", "填的是 -1.00，不能小于 0.00，少 1.00"),
        ("指标[1].分值", "23万7", "“23万7”不是能识别的数，已原样保留"),
        ("指标[1].分值", "9" * 30, "“99999999999999999999…”位数太多，请检查是否多填了"),
        ("项目名称", "项" * 121, "共 121 字，最多 120 字，多 1 字"),
        ("指标[1].一级指标", "产出", "“产出”不在可选的内容里：产出指标、效益指标、满意度指标"),
    ],
)
def test_field_forbids(address, typed, message):
    """What a cell's field forbids is a 强制性 finding at the cell."""
    session = national()
    place = cell(session, f"项目自评!{address}")
    session.type_text([place], typed)
    messages = [f.message for f in session.findings() if f.cells == (place,)]
    assert messages == [message]


def test_limit_may_be_another_cell():
    """A limit given by a formula follows its cell."""
    session = national(**{"指标[1].分值": "10", "指标[1].得分": "12"})
    [finding] = found(session, "填报-范围")
    assert finding.message == "填的是 12.00，不能大于 10.00，多 2.00"
    fill(session, {"项目自评!指标[1].分值": "12"})
    assert found(session, "填报-范围") == []


def test_second_level_is_chosen_within_its_group():
    """The choices of the second level are those of the group."""
    session = national()
    second = cell(session, "项目自评!指标[1].二级指标")
    assert session.choices(second) == ("数量指标", "质量指标", "时效指标", "成本指标")
    session.type_text([second], "数量")
    assert [f.cells[0] for f in found(session, "填报-选项")] == [second]


def test_choice_is_checked_without_outline():
    """A field's own choices are the same on the cover."""
    session = small({"封面.单位性质": "企业"})
    assert found(session, "填报-选项")[0].place == "单位性质"


# ---- scope and order


def test_scope_follows_from_the_cells():
    """A rule over two forms is 表间, over one 表内, with last year's figure 跨年."""
    previous = ("rule: 行34.金额 >= 0", "rule: 行34.金额 >= PREV(行34.金额)")
    session = changed("small", previous)
    scopes = {result.rule: result.scope for result in session.auditor.all_results()}
    assert scopes["BJ-01"] is scopes["BJ-02"] is Scope.ACROSS_FORMS
    assert scopes["SZ-01"] is Scope.WITHIN_FORM
    assert scopes["SZ-02"] is Scope.ACROSS_YEARS


def test_findings_follow_the_forms_then_weigh():
    """Findings stand by form and project, within each the gravest first."""
    session = Session.example("tonghai-2021", None)
    fill(session, {"收入支出总表!行29.金额": "-5", "支出决算表!项[2101101].栏2": "二十"})
    places = {title.sheet: place for place, title in enumerate(session.sheets())}
    ranks = [
        (places[f.cells[0].sheet], list(Severity).index(f.severity)) for f in session.findings()
    ]
    assert ranks == sorted(ranks)
    assert len({severity for _, severity in ranks}) == 3


def test_every_finding_points_to_cells_that_are_there():
    """No finding is without a cell, and every cell exists, whatever is left out."""
    session = small(projects=("甲",))
    for result in session.auditor.all_results():
        assert result.cells
        for place in result.cells:
            slot = session.calculation.slot(place)
            assert slot is not None
            assert session.calculation.exists(place, slot)


def test_no_project_leaves_no_rule_behind():
    """Rules of project forms stand nowhere without a project; those over all projects stand."""
    session = small()
    assert outcomes(session, "XM-01") == []
    assert outcomes(session, "BJ-02") == [Outcome.NO_DATA]


def test_place_follows_the_name_of_the_row():
    """Renaming an indicator renames the place of its findings at once."""
    session = national(**{"指标[1].三级指标": "参保率", "指标[1].分值": "101"})
    assert found(session, "填报-范围")[0].place == "第1个指标 参保率·分值"
    session.type_text([cell(session, "项目自评!指标[1].三级指标")], "资助人数")
    assert found(session, "填报-范围")[0].place == "第1个指标 资助人数·分值"


# ---- 审核说明


def test_justified_until_the_figures_change():
    """A written reason settles a 核实性 finding until one of its figures is another."""
    session = national(**FUNDS)
    session.justify(found(session, "XM-03")[0], REASON)
    [finding] = found(session, "XM-03")
    assert (finding.outcome, finding.justification) == (Outcome.JUSTIFIED, REASON)
    assert session.summary().verify == 0
    fill(session, {"项目自评!拨款.全年执行数": "130"})
    [finding] = found(session, "XM-03")
    assert (finding.outcome, finding.stale) == (Outcome.FAILED, True)
    fill(session, {"项目自评!拨款.全年执行数": "120.00"})
    assert found(session, "XM-03")[0].outcome is Outcome.JUSTIFIED


def test_mandatory_is_not_justified():
    """A 强制性 finding has to be mended."""
    session = national(**{"指标[1].分值": "101"})
    with pytest.raises(EditRefused, match="强制性"):
        session.justify(found(session, "填报-范围")[0], REASON)


@pytest.mark.parametrize("text", ["", "同上", "无", "。。。", "啊" * 201])
def test_justification_says_something(text):
    """An empty phrase is no 审核说明, by whatever way the edit comes."""
    session = national(**FUNDS)
    finding = found(session, "XM-03")[0]
    with pytest.raises(EditRefused):
        session.justify(finding, text)
    with pytest.raises(EditRefused):
        session.apply(SetJustification(*finding.identity, Justification(text)))


def test_justification_survives_rows_above():
    """A record keeps its 审核说明 when rows are added before it."""
    indicator = {"三级指标": "参保率", "分值": "10", "得分": "9"}
    session = national(**{f"指标[9].{name}": value for name, value in indicator.items()})
    session.justify(found(session, "XM-04")[0], REASON)
    sheet = session.sheets()[0].sheet
    first = session.document.records_of(sheet, "指标")[0].id
    session.apply(session.entries.added_row(sheet, "指标", first)[0])
    [finding] = found(session, "XM-04")
    assert (finding.outcome, finding.place[:5]) == (Outcome.JUSTIFIED, "第10个指")


def test_basis_of_very_many_figures_is_short():
    """What a 审核说明 remembers stays short, however many cells the rule reads."""
    session = changed(
        "small", ("rule: 栏2 >= 0", "rule: SUM(项.栏1) + SUM(项.栏2) + SUM(项.栏3) >= 0")
    )
    fill(session, {f"支出明细!项[20103{n:02}].栏2": "-1234567890.12" for n in range(40)})
    fill(session, {f"支出明细!项[20103{n:02}].栏3": "-1234567890.12" for n in range(40)})
    bases = {finding.basis for finding in found(session, "ZC-01")}
    assert {len(basis) for basis in bases} == {64}
    session.justify(found(session, "ZC-01")[0], REASON)
    assert found(session, "ZC-01")[0].outcome is Outcome.JUSTIFIED


def test_project_rules_over_all_projects():
    """A rule over all projects adds them up and points to the other form first."""
    session = small({"支出明细!项[2010301].栏3": "20000"}, projects=("甲", "城乡居民医保"))
    fill(session, {PROJECT + "总额.执行数": "3"})
    [finding] = found(session, "BJ-02")
    assert finding.message == "各项目执行数合计3.00万元，02表2.00万元"
    assert finding.place == "合计·3栏 项目支出"


def test_rule_without_result_is_no_data():
    """A rule that gives nothing is 数据不足, not passed."""
    rule = "IF(总额.全年执行数 > 100, 总额.全年执行数 < 200, 拨款.年初预算数)"
    session = changed("national-project", (f"rule: {RULE_03}", f"rule: '{rule}'"))
    fill(session, {"项目自评!拨款.全年执行数": "5"})
    assert outcomes(session, "XM-03") == [Outcome.NO_DATA]


def test_message_with_a_figure_that_fails():
    """A figure of a message that cannot be had is told, the finding stays."""
    words = ("请核实是否漏记追加预算", "比{总额.全年执行数 / 0}，空{拨款.年初预算数}")
    session = changed("national-project", words)
    fill(session, {f"项目自评!{name}": value for name, value in FUNDS.items()})
    assert found(session, "XM-03")[0].message.endswith("比（算不出），空空")


def test_message_about_what_has_no_name_yet():
    """Nothing stands in quotes where a name is blank."""
    words = ("请核实是否漏记追加预算", "“{预期目标}”应核实")
    session = changed("national-project", words)
    fill(session, {f"项目自评!{name}": value for name, value in FUNDS.items()})
    assert found(session, "XM-03")[0].message.endswith("，应核实")


# ---- figures that were rounded

PAID = "支出明细!项[2010301].栏3"


def rounded(paid: str) -> Session:
    """Two projects of 12.35 and 23.35 万元 that were rounded, and what 02表 says in 元."""
    session = changed("small", ("form: evaluation\n", "form: evaluation\nrounded: yes\n"))
    for name, figure in (("甲", "12.35"), ("乙", "23.35")):
        session.apply(session.entries.added_project(name)[0])
        fill(session, {f"自评[{name}]!总额.执行数": figure})
    fill(session, {PAID: paid})
    return session


def test_a_remainder_of_rounding_is_a_hint():
    """What rounding explains weighs nothing, says so, and nobody looks for its cause."""
    session = rounded("356900")
    [finding] = found(session, "BJ-02")
    assert (finding.severity, finding.outcome) == (Severity.HINT, Outcome.FAILED)
    assert finding.message == "各项目执行数合计35.70万元，02表35.69万元"
    assert finding.remedy == "是四舍五入的尾差，可以不改"
    assert session.with_cause(finding).cause is None
    assert not finding.is_open


def test_more_than_rounding_explains_weighs_as_written():
    """With every edit the rule is weighed anew, up and down."""
    session = rounded("356700")
    assert found(session, "BJ-02")[0].severity is Severity.VERIFY
    before = session.summary().verify
    fill(session, {PAID: "356900"})
    assert found(session, "BJ-02")[0].severity is Severity.HINT
    assert session.summary().verify == before - 1
    fill(session, {PAID: "356950"})
    assert found(session, "BJ-02") == []
