"""Every way in which a formula reaches its cells, also after rows, keys and projects changed."""

import pytest

from core.document.edits import RemoveProject
from core.findings import Outcome
from core.refs import CellId
from core.values import MAX_TEXT, Failed
from tests.core.calc.reaches import reaches
from tests.core.sessions import cell, changed, fill, found, outcomes, text

CODES = {
    "甲!项[20101].金额": "1", "甲!项[20102].金额": "2",
    "乙!项[20102].金额": "5", "乙!项[20103].金额": "7",
}  # fmt: skip
UNITS = {
    "分单位!单位[1].名称": "一中", "分单位!单位[2].名称": "二中",
}  # fmt: skip
DETAILS = {
    "分单位!单位[1].明细[1].金额": "10", "分单位!单位[1].明细[1].类别": "人员",
    "分单位!单位[1].明细[2].金额": "30", "分单位!单位[1].明细[2].类别": "人员",
    "分单位!单位[2].明细[1].金额": "5", "分单位!单位[2].明细[1].编码": "20101",
}  # fmt: skip


@pytest.fixture
def session():
    """Codes, units and details filled in."""
    session = reaches()
    for texts in (CODES, UNITS, DETAILS):
        fill(session, texts)
    return session


def test_by_the_own_key(session):
    """A row reads the row of the same key in the other form, and follows its code."""
    assert text(session, "甲!项[20102].对照") == "5.00"
    fill(session, {"甲!项[20101].编码": "20103"})
    assert text(session, "甲!项[20103].对照") == "7.00"
    assert outcomes(session, "LJ-01") == [Outcome.FAILED] * 2


def test_by_a_key_that_is_typed(session):
    """A key from a cell may change; the figure follows, and so does what hangs on it."""
    fill(session, {"查询!查.编码": "20101"})
    assert text(session, "查询!查.金额") == "1.00"
    fill(session, {"查询!查.编码": "20102"})
    assert text(session, "查询!查.金额") == "2.00"
    fill(session, {"甲!项[20102].金额": "3"})
    assert text(session, "查询!查.金额") == "3.00"
    fill(session, {"查询!查.编码": "20999"})
    assert text(session, "查询!查.金额") == ""


def test_by_ordinal(session):
    """Where rows have no key the figure in brackets is their place."""
    assert text(session, "查询!第二.金额") == "5.00"
    assert text(session, "查询!第二.个数") == "3"
    sheet = session.names.sheet("分单位")
    session.apply(session.entries.removed_row(sheet.sheet, sheet.rows["单位"][0].id))
    assert text(session, "查询!第二.金额") == ""


def test_key_beyond_the_rows_is_no_place(session):
    """A code that is not there is blank, however many rows there are."""
    fill(session, {"查询!查.编码": "1"})
    assert text(session, "查询!查.金额") == ""


def test_ordinals_count_the_rows(session):
    """序号 is the place of the row, and follows when a row goes."""
    assert text(session, "分单位!单位[2].明细[1].序") == "3"
    sheet = session.names.sheet("分单位")
    session.apply(session.entries.removed_row(sheet.sheet, sheet.rows["明细"][0].id))
    assert text(session, "分单位!单位[2].明细[1].序") == "2"


def test_record_and_group_read_the_row_above(session):
    """A record and a group read the figure of the unit they belong to."""
    assert text(session, "分单位!单位[1].明细[2].占比") == "75.00%"
    assert text(session, "分单位!单位[1].明细[1].小计") == "40.00"
    assert text(session, "分单位!单位[1].明细[1].小计占比") == "100.00%"


def test_cover_and_cards_follow_forms(session):
    """Proposals on the cover and the cards follow the forms, and forms the cards."""
    assert text(session, "封面.经费") == "3.00"
    session.apply(session.entries.added_project("救助")[0])
    fill(session, {"查询!查.编码": "20101"})
    assert text(session, "项目卡[救助].批复") == "1.00"
    assert text(session, "项目表[救助]!经费.金额") == "1.00"
    assert session.sheets()[-1].title == "救助"
    sheet = session.names.sheet("甲")
    session.apply(session.entries.removed_row(sheet.sheet, sheet.rows["项"][0].id))
    assert text(session, "项目卡[救助].支出") == text(session, "封面.经费") == "2.00"


def test_all_projects_are_counted(session):
    """A formula over all projects follows when one comes or goes."""
    for name in ("救助", "参保"):
        session.apply(session.entries.added_project(name)[0])
    assert text(session, "查询!项目数.个数") == "2"
    session.apply(RemoveProject(session.document.projects[0]))
    assert text(session, "查询!项目数.个数") == "1"


def test_rules_follow_their_key(session):
    """A rule that reads the row of a typed key reads another one when the key changes."""
    assert found(session, "LJ-02")[-1].message == "201011.00"
    fill(session, {"甲!项[20101].金额": "9"})
    assert outcomes(session, "LJ-02").count(Outcome.PASSED) == 1
    fill(session, {"分单位!单位[2].明细[1].编码": "20102"})
    assert found(session, "LJ-02")[-1].message == "201022.00"


def test_forms_of_one_file_keep_their_own_rules(session):
    """The same rule stands on both forms; rows that go in one leave it in the other."""
    fill(session, {"甲!项[20101].金额": "100", "乙!项[20103].金额": "100"})
    assert [f.message for f in found(session, "DM-01")] == ["20101", "20103"]
    with session.together("一起改"):
        fill(session, {"甲!项[20101].编码": "20109", "乙!项[20102].编码": "20108"})
    assert [f.message for f in found(session, "DM-01")] == ["20109", "20103"]
    for name, gone in (("甲", "20109"), ("乙", "20103")):
        sheet = session.names.sheet(name)
        record = sheet.by_key["项", gone].id
        session.apply(session.entries.removed_row(sheet.sheet, record))
    assert found(session, "DM-01") == []


def test_limits_follow_their_key(session):
    """A limit that reads the row of a typed key as well."""
    fill(session, {"分单位!单位[2].明细[1].编码": "1", "分单位!单位[2].明细[1].金额": "2000"})
    assert found(session, "填报-范围")[0].message == "填的是 2,000.00，不能大于 1,040.00，多 960.00"
    fill(session, {"分单位!单位[2].明细[1].编码": "2"})
    assert found(session, "填报-范围") == []


def test_rules_of_each_project_stand_on_its_form(session):
    """A rule visited form by form speaks of each project alone."""
    session.apply(session.entries.added_project("救助")[0])
    fill(session, {"项目卡[救助].批复": "5", "项目表[救助]!经费.金额": "6"})
    [finding] = found(session, "LJ-03")
    assert finding.message == "经费"


def test_group_holdings_go_and_come_with_undo(session):
    """An override and a 审核说明 of a group go with the group and move with its name."""
    total = cell(session, "分单位!单位[1].明细[1].小计")
    session.override(total, "99", "按批复数填列")
    session.justify(found(session, "MX-01")[0], "跨单位统筹安排")
    rows = session.names.sheet("分单位").members["明细", total.record]
    cells = [CellId("分单位", "", row.id, "明细.类别") for row in rows]
    session.type_text(cells, "公用")
    assert [o.text for o in session.document.overrides.values()] == ["99"]
    assert found(session, "MX-01")[0].outcome is Outcome.JUSTIFIED
    session.type_text(cells[:1], "甲")
    session.type_text(cells[1:], "甲")
    assert session.document.overrides == {}
    session.undo()
    session.undo()
    session.undo()
    assert session.text(total) == "99.00"


def test_overlong_text_from_a_file_is_found(session):
    """A text longer than the door lets in can only come from a file; it fails and is found."""
    name = cell(session, "封面.单位名称")
    session.document.texts[name] = "长" * (MAX_TEXT + 1)
    session.calculation.calculate()
    session.auditor.book.start_over()
    assert isinstance(session.value(name), Failed)
    assert found(session, "填报-数值")[0].cells == (name,)


def test_key_of_a_fixed_row_as_a_text():
    """键 in a formula of a fixed row is the key drawn beside its number."""
    link = ('"支出明细!类[键].栏1"', '"SUMIFS(支出明细!类.栏1, 支出明细!类.科目编码, 键)"')
    session = changed("small", link)
    fill(session, {"支出明细!项[2101101].栏2": "5"})
    assert text(session, "收支总表!行32.金额") == "5.00"


def test_rows_two_levels_below():
    """A row may sum rows two levels below itself, only its own."""
    sums = ('"{款,类}.{栏1:栏3}": SUM(下级.同列)', '"{款,类}.{栏1:栏3}": SUM(项.同列)')
    session = changed("small", sums)
    fill(session, {"支出明细!项[2101101].栏2": "5", "支出明细!项[2010301].栏2": "3"})
    assert text(session, "支出明细!类[210].栏2") == "5.00"
