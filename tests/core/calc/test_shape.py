"""Rows, codes and groups: which there are, in which order, and what becomes of their values."""

import pytest

from core.document.edits import MoveRecord, RemoveProject, SelectForm, SetText
from core.errors import EditRefused
from core.refs import CellId, SheetId
from tests.core.sessions import PROJECT, cell, changed, fill, found, national, outcomes, small, text

DETAIL = SheetId("支出明细")
FORM = SheetId("项目自评")


def keys(session, region):
    """The keys of a region's rows in order."""
    return [row.key for row in session.calculation.shape.sheets[DETAIL].rows[region]]


def items(*codes):
    """Rows of the detail form with 1, 2, 3 … as their amounts."""
    return {f"支出明细!项[{code}].栏2": str(n) for n, code in enumerate(codes, 1)}


# ---- codes


def test_upper_levels_follow_from_codes_and_are_sorted():
    """类 and 款 appear with their names, sorted, and sum what stands below them."""
    session = small(items("2101101", "2010350", "2010301"))
    assert keys(session, "类") == ["201", "210"]
    assert keys(session, "项") == ["2010301", "2010350", "2101101"]
    assert text(session, "支出明细!款[20103].栏2") == "5.00"
    assert text(session, "支出明细!类[201].科目名称") == "一般公共服务支出"
    assert text(session, "收支总表!行32.金额") == "1.00"


def test_upper_levels_go_with_their_last_child():
    """A 类 without children is gone; undo brings it back."""
    session = small(items("2101101"))
    record = session.document.records_of(DETAIL, "项")[0].id
    session.apply(session.entries.removed_row(DETAIL, record))
    assert text(session, "收支总表!行32.金额") == ""
    session.undo()
    assert text(session, "收支总表!行32.金额") == "1.00"


def test_unreadable_code_still_counts():
    """A row whose code cannot be read is found, stands last and counts in the total."""
    session = small(items("2010301", "20103", "ABC"))
    assert keys(session, "项") == ["2010301", "20103", "ABC"]
    assert text(session, "支出明细!合计.栏2") == "6.00"
    messages = [finding.message for finding in found(session, "填报-编码")]
    assert messages == ["编码“20103”不是 7 位数字", "编码“ABC”不是 7 位数字"]


def test_full_width_code_is_read():
    """A code typed in full width is the same code."""
    session = small(items("2010301"))
    fill(session, {"支出明细!项[2010301].科目编码": "２０１０３５０"})
    assert keys(session, "项") == ["2010350"]


def test_second_row_of_a_code_is_found():
    """Two rows of one code: the second is told, both count."""
    session = small(items("2010301", "2010350"))
    fill(session, {"支出明细!项[2010350].科目编码": "2010301"})
    [finding] = found(session, "填报-编码")
    assert finding.message == "编码 2010301 有两行"
    assert text(session, "支出明细!类[201].栏2") == "3.00"


def test_second_row_is_the_only_one_when_the_first_goes():
    """The finding of a second row goes when the first one does."""
    session = small(items("2010301", "2010350"))
    fill(session, {"支出明细!项[2010350].科目编码": "2010301"})
    first = session.document.records_of(DETAIL, "项")[0].id
    session.apply(session.entries.removed_row(DETAIL, first))
    assert found(session, "填报-编码") == []


def test_unknown_code_is_a_hint():
    """A code that the dictionary lacks may be right: a hint."""
    session = small(items("2010399"))
    assert found(session, "填报-编码")[0].message == "没有编码 2010399"


def test_upper_codes_are_not_typed_added_or_removed():
    """What follows from codes is not for hands."""
    session = small(items("2010301"))
    with pytest.raises(EditRefused, match="自动列出"):
        session.apply(SetText(CellId(*DETAIL, "类:201", "类.科目编码"), "202"))
    with pytest.raises(EditRefused, match="自动列出"):
        session.entries.added_row(DETAIL, "款")
    with pytest.raises(EditRefused, match="自动列出"):
        session.entries.removed_row(DETAIL, "类:201")


def test_override_of_an_upper_row_goes_with_it():
    """An override of a 类 goes with the 类, in the same step; undo brings both back."""
    session = small(items("2010301"))
    total = cell(session, "支出明细!类[201].栏2")
    session.override(total, "9", "按决算批复填列")
    fill(session, {"支出明细!项[2010301].科目编码": "2101101"})
    assert session.document.overrides == {}
    session.undo()
    assert session.text(total) == "9.00"


# ---- groups


def test_group_field_has_one_value_counted_once():
    """The points of a group are one value, however many records it has."""
    session = national()
    points = cell(session, "项目自评!指标[产出指标].一级分值")
    assert session.text(points) == "50"
    assert [c for c, slot in session.calculation.cells(FORM) if slot.group].count(points) == 1
    groups = session.calculation.shape.sheets[FORM].form.slots["指标.一级分值"]
    assert len(list(session.calculation.shape.sheets[FORM].cells(groups))) == 3


def test_rule_visits_groups():
    """A rule of groups compares the sum of a group's records with the group's value."""
    session = national()
    fill(session, {f"项目自评!指标[{n}].分值": "20" for n in (1, 2, 3, 4)})
    [finding] = [f for f in found(session, "XM-05") if f.is_open]
    assert finding.message == "产出指标分值合计80.00，一般为50"
    assert finding.place == "产出指标·一级分值"


def test_group_value_dies_with_its_last_record_and_undo_brings_it_back():
    """Typed over the outline, the value of a group is gone with the group, not before."""
    session = small(projects=("医保",))
    sheet = SheetId("自评", session.document.projects[0])
    points = cell(session, "自评[医保]!指标[产出指标].一级分值")
    session.type_text([points], "55")
    first, second, _ = session.document.records_of(sheet, "指标")
    session.apply(session.entries.removed_row(sheet, first.id))
    assert session.document.texts[points] == "55"
    session.apply(session.entries.removed_row(sheet, second.id))
    assert points not in session.document.texts
    session.undo()
    assert session.text(points) == "55"


def test_group_that_is_renamed_takes_its_value_along():
    """Retyping the joined name of a whole group keeps what belongs to the group."""
    session = small(projects=("医保",))
    sheet = SheetId("自评", session.document.projects[0])
    session.type_text([cell(session, "自评[医保]!指标[产出指标].一级分值")], "55")
    joined = next(place for place in session.plan(sheet).cells if len(place.covers) == 2)
    assert session.type_text(joined.covers, "产出").shape == {sheet}
    assert text(session, "自评[医保]!指标[产出].一级分值") == "55"
    session.undo()
    assert text(session, "自评[医保]!指标[产出指标].一级分值") == "55"


def test_record_moves_the_value_stays_with_the_groups_name():
    """A record that goes over to another group leaves the group's value where it is."""
    session = small(projects=("医保",))
    session.type_text([cell(session, "自评[医保]!指标[产出指标].一级分值")], "55")
    fill(session, {"自评[医保]!指标[1].一级指标": "效益指标"})
    assert text(session, "自评[医保]!指标[产出指标].一级分值") == "55"
    assert text(session, "自评[医保]!指标[效益指标].一级分值") == "30"


def test_outline_orders_records():
    """Records stand in the order of the outline, new ones at the end of their group."""
    session = national()
    names = [row.id for row in session.calculation.shape.sheets[FORM].rows["指标"]]
    edit, added = session.entries.added_row(FORM, "指标", names[0])
    session.apply(edit)
    after = [row.id for row in session.calculation.shape.sheets[FORM].rows["指标"]]
    assert after == [names[0], added, *names[1:]]
    assert text(session, "项目自评!指标[2].二级指标") == "数量指标"


def test_moving_inside_the_outline_keeps_groups_together():
    """A record moved past its group comes back to its place in the outline."""
    session = national()
    first = session.document.records_of(FORM, "指标")[0].id
    session.apply(MoveRecord(FORM, "指标", first, 8))
    assert session.calculation.shape.sheets[FORM].rows["指标"][0].id == first


def test_groups_apart_are_a_hint():
    """Rows of one group outside the outline that do not stand together are told once."""
    session = changed(
        "national-project", ("一级指标:     {type: choice}", "一级指标: {type: choice, free: yes}")
    )
    records = session.document.records_of(FORM, "指标")
    for record, name in zip(records, "甲乙甲", strict=False):
        session.apply(SetText(CellId(*FORM, record.id, "指标.一级指标"), name))
    hints = [f for f in session.findings() if f.rule == "填报-分组"]
    assert [f.message for f in hints] == ["“甲”分在几处，没有连在一起"]
    assert [f.cells[0].record for f in hints] == [records[2].id]


def test_slash_in_a_group_is_no_second_level():
    """Groups a/b and (a, b) have different names."""
    session = national()
    fill(session, {"项目自评!指标[1].一级指标": "a/b", "项目自评!指标[2].一级指标": "a"})
    fill(session, {"项目自评!指标[8].二级指标": "b"})
    groups = session.calculation.shape.sheets[FORM].group_ids("指标", "一级指标")
    assert list(groups)[-2:] == ["@a\\/b", "@a"]


# ---- rows


def test_typing_into_the_blank_row_makes_a_record():
    """The blank row of an empty region becomes a record when something is typed into it."""
    session = small()
    phantom = CellId(*DETAIL, "+", "项.栏2")
    session.type_text([phantom], "5")
    assert text(session, "支出明细!合计.栏2") == "5.00"
    assert session.undo_label() == "填 新增项·2栏 基本支出"
    session.undo()
    assert session.document.records == {}


def test_clearing_the_blank_row_does_nothing():
    """Nothing typed into the blank row is no step."""
    session = small()
    label = session.undo_label()
    session.type_text([CellId(*DETAIL, "+", "项.栏2")], " ")
    assert (session.undo_label(), session.document.records) == (label, {})


def test_pasting_into_the_blank_row_makes_one_record():
    """All that is pasted into one blank row is one record, its group's value included."""
    session = small(projects=("医保",))
    sheet = SheetId("自评", session.document.projects[0])
    for record in session.document.records_of(sheet, "指标"):
        session.apply(session.entries.removed_row(sheet, record.id))
    names = {"指标.三级指标": "参保率", "指标.一级分值": "60", "指标.一级指标": ""}
    blank = [(CellId(*sheet, "+", name), text) for name, text in names.items()]
    session.apply(session.entries.pasted(blank, "粘贴 1 行"))
    assert len(session.document.records_of(sheet, "指标")) == 1
    assert text(session, "自评[医保]!指标[1].一级分值") == "60"
    fill(session, {"自评[医保]!指标[1].一级指标": "产出指标"})
    assert text(session, "自评[医保]!指标[产出指标].一级分值") == "60"


def test_no_more_rows_than_the_form_allows():
    """One row too many is refused, also in one batch, and nothing is done."""
    session = small(projects=("医保",))
    before = dict(session.document.records)
    with pytest.raises(EditRefused, match="最多 20 行"):
        fill(session, {f"{PROJECT_OF_HEALTH}指标[{n}].三级指标": "x" for n in range(4, 22)})
    assert session.document.records == before


PROJECT_OF_HEALTH = "自评[医保]!"


# ---- forms left out


def test_form_left_out_and_taken_back():
    """Its sheets, links and rules are gone as long as a form is left out; its figures are kept."""
    session = small(items("2010301"), projects=("城乡居民医保",))
    before = session.findings()
    session.apply(SelectForm("支出明细", selected=False))
    assert [title.sheet.form for title in session.sheets()] == ["收支总表", "自评"]
    assert text(session, "收支总表!行31.金额") == "1.00"
    assert {o.value for o in outcomes(session, "BJ-01")} == {"不适用"}
    assert {o.value for o in outcomes(session, "ZC-01")} == {"不适用"}
    assert text(session, PROJECT + "总额.预算数") == ""
    session.apply(SelectForm("支出明细", selected=True))
    assert text(session, "收支总表!行31.金额") == "1.00"
    assert session.findings() == before


def test_typing_into_a_form_left_out_is_refused():
    """What is left out is not for typing."""
    session = small(items("2010301"))
    total = cell(session, "支出明细!项[2010301].栏2")
    session.apply(SelectForm("支出明细", selected=False))
    with pytest.raises(EditRefused, match="没有选用"):
        session.apply(SetText(total, "5"))


def test_everything_left_out_is_an_empty_document():
    """Even with no form at all nothing breaks."""
    session = small(projects=("医保",))
    for form in session.suite.forms:
        session.apply(SelectForm(form, selected=False))
    assert session.sheets() == []
    assert all(r.cells for r in session.auditor.all_results())


# ---- projects


def test_projects_number_their_forms_in_order():
    """Form numbers follow the order of the projects, also when one goes."""
    session = small(projects=("甲", "乙"))
    assert [t.number for t in session.sheets()][2:] == ["测3表", "测4表"]
    changes = session.apply(RemoveProject(session.document.projects[0]))
    assert changes.sheets
    assert [(t.number, t.short) for t in session.sheets()][2:] == [("测3表", "3 乙")]
    session.undo()
    assert [t.short for t in session.sheets()][2:] == ["3 甲", "4 乙"]


def test_projects_of_one_name_have_numbers_for_addresses():
    """Two projects of one name are addressed by their place."""
    session = small(projects=("甲", "甲"))
    second = CellId("自评", session.document.projects[1], "", "总额.执行数")
    assert session.names.address(second) == "自评[2]!总额.执行数"
    assert session.names.cell("自评[2]!总额.执行数") == second


def test_year_of_the_cover_stands_in_the_titles():
    """Another year on the cover changes every title that names it."""
    session = small(projects=("甲",))
    assert session.sheets()[2].title == "2021年度自评表"
    assert session.apply(SetText(cell(session, "封面.年度"), "2023")).sheets
    assert session.sheets()[2].title == "2023年度自评表"


@pytest.mark.parametrize("year", ["²", "二〇二三", "9" * 9, "0021", "abcd"])
def test_year_that_is_none_leaves_the_suites_and_is_told(year):
    """Whatever stands on the cover, titles have a year, and a finding says which and why."""
    session = small({"封面.年度": year}, projects=("甲",))
    assert session.sheets()[2].title == "2021年度自评表"
    [finding] = [f for f in session.findings() if f.cells == (cell(session, "封面.年度"),)]
    assert finding.message == f"“{year}”不是年度，表上印的是 2021"


def test_year_in_full_width_digits_is_a_year():
    """An input method in full-width mode does not change what is meant."""
    session = small({"封面.年度": "２０２３"}, projects=("甲",))
    assert session.sheets()[2].title == "2023年度自评表"
    assert not [f for f in session.findings() if f.cells == (cell(session, "封面.年度"),)]
