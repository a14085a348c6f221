"""Addresses that people type, and the words in which the form names its cells."""

import pytest

from core.calc.addresses import MissingRecord
from core.document.edits import AddRecord, SelectForm, SetText
from core.document.model import Record
from core.errors import AddressError, EditRefused
from core.refs import CellId, SheetId
from core.session import Session
from tests.clerk import Clerk, every_cell
from tests.core.sessions import cell, changed, fill, national, small, text

UNITS = """columns: [20, 20, 20]
grid: |
  | 单位 | 名称 | 金额 |
  |---
  | 合计 | < | {.金额} | 合计
  | {.单位名称} | < | {.金额} | 单位*
  |  | {.事项} | {.金额} | 单位/明细*
fields:
  单位名称: {type: text}
  事项: {type: text}
  金额: {type: money}
formulas:
  单位.金额: SUM(下级.同列)
  合计.金额: SUM(单位.同列)
"""


def nested() -> Session:
    """A document whose form has details inside units."""
    session = changed("small", ("columns: [20, 60, 30, 30, 30]", "columns: [20, 60, 30, 30, 30]"))
    sources = dict(session.suite.sources)
    sources["forms/detail.yaml"] = (
        "notation: 1\nform: detail\ntitle: 明细\nmoney_unit: 元\n" + UNITS
    )
    head = sources["suite.yaml"].partition("links:")[0]
    from core.template.suite import load_suite

    sources["suite.yaml"] = head
    return Session.create_from(load_suite(sources), None, "局")


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("收支总表!行1.金额", "行1.金额"),
        ("测01表!行1.金额", "行1.金额"),
        ("测01!行1.金额", "行1.金额"),
        (" 收支总表 ！ 行1.金额", "行1.金额"),
        ("封面.单位名称", "单位名称"),
        ("项目卡[甲].负责人", "负责人"),
        ("项目卡[1].负责人", "负责人"),
        ("自评[甲]!总额.执行数", "总额.执行数"),
        ("自评[甲]!指标[1].分值", "指标.分值"),
        ("自评[甲]!指标[#2].分值", "指标.分值"),
        ("自评[甲]!指标[2].一级分值", "指标.一级分值"),
        ("自评[甲]!指标[产出指标].一级分值", "指标.一级分值"),
        ("支出明细!合计.合计", "合计.栏1"),
    ],
)
def test_found(address, name):
    """Forms go by name and number, projects by name and place, columns also by their label."""
    assert cell(small(projects=("甲",)), address).name == name


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("", "不是地址"),
        ("收支总表!行1.金额.", "不是地址"),
        ("行1.金额", "前面要写是哪张表"),
        ("收支总表!行1.金", "是否想写“行1.金额”"),
        ("收支!行1.金额", "是否想写“收支总表”"),
        ("收支总表[1]!行1.金额", "只有一张"),
        ("收支总表!行1[1].金额", "不是浮动行"),
        ("自评!总额.执行数", "要写是哪个项目"),
        ("自评[乙]!总额.执行数", "没有“乙”这个项目"),
        ("自评[²]!总额.执行数", "没有“²”这个项目"),
        ("自评[99999999]!总额.执行数", "没有“99999999”这个项目"),
        ("自评[甲]!指标[²].分值", "没有“²”这一行，现有 3 行"),
        ("自评[甲]!指标[9].分值", "现有 3 行"),
        ("自评[甲]!指标[满意度指标].一级分值", "没有“满意度指标”这一行"),
        ("自评[甲]!指标.分值", "要写是哪一行"),
        ("支出明细!类[999].栏1", "没有“999”这一行"),
        ("封面.单位名", "是否想写“单位名称”"),
        ("封面", "封面里没有"),
        ("项目卡.负责人", "要写是哪个项目"),
        ("自评[甲]!指标[4].分值", "这一行还没有"),
        ("支出明细!项[2010301].栏2", "这一行还没有"),
    ],
)
def test_not_found(address, words):
    """An address that leads nowhere is told with the nearest right one."""
    with pytest.raises(AddressError, match=words):
        small(projects=("甲",)).names.cell(address)


def test_no_project_yet():
    """Without a project there is nothing to address."""
    with pytest.raises(AddressError, match="还没有项目"):
        small().names.cell("自评[1]!总额.执行数")


def test_form_left_out_has_no_addresses():
    """What is left out cannot be addressed."""
    session = small()
    session.apply(SelectForm("收支总表", selected=False))
    with pytest.raises(AddressError, match="没有选用"):
        session.names.cell("收支总表!行1.金额")


def test_two_projects_of_one_name():
    """A name that two projects have is no address; their places are."""
    session = small(projects=("甲", "甲"))
    with pytest.raises(AddressError, match="有 2 个项目叫“甲”"):
        session.names.cell("自评[甲]!总额.执行数")


@pytest.mark.parametrize("seed", range(30))
def test_addresses_lead_back(seed):
    """The address of every cell, read again, gives the same cell."""
    session = small(projects=("甲[1]", "2"))
    clerk = Clerk(session, seed)
    for _ in range(12):
        clerk.step()
    for found, _ in every_cell(session.calculation):
        if not found.name.startswith("#"):
            assert session.names.cell(session.names.address(found)) == found


def test_key_that_looks_like_a_place():
    """A row whose place is another row's key is addressed with #."""
    session = small({f"支出明细!项[{code}].栏2": "1" for code in ("2010301", "2")})
    fill(session, {"支出明细!项[2].科目编码": "1"})
    first = session.calculation.shape.sheets[SheetId("支出明细")].records("项")[0]
    session.apply(SetText(CellId("支出明细", "", first.id, "项.科目编码"), None))
    rows = session.calculation.shape.sheets[SheetId("支出明细")].records("项")
    addresses = [session.names.local_address(CellId("支出明细", "", r.id, "项.栏2")) for r in rows]
    assert addresses == ["项[#1].栏2", "项[1].栏2"]


# ---- details inside units


def test_details_belong_to_their_unit():
    """单位[2].明细[1] counts inside its unit; what it makes belongs there."""
    session = nested()
    fill(session, {"支出明细!单位[1].单位名称": "一中", "支出明细!单位[2].单位名称": "二中"})
    fill(session, {"支出明细!单位[1].明细[1].金额": "1"})
    fill(session, {"支出明细!单位[2].明细[1].金额": "2", "支出明细!单位[2].明细[2].金额": "3"})
    assert text(session, "支出明细!单位[2].金额") == "5.00"
    assert text(session, "支出明细!合计.金额") == "6.00"
    second = cell(session, "支出明细!单位[2].明细[2].金额")
    assert session.names.address(second) == "支出明细!单位[2].明细[2].金额"


def test_a_classified_line_is_called_by_its_code():
    """科目31 is the line that prints 31."""
    session = small()
    assert cell(session, "收支总表!科目31.金额") == cell(session, "收支总表!行31.金额")


def test_details_are_not_made_without_their_unit():
    """A detail of no unit, or of one that is not there, is not made."""
    session = nested()
    for address in ("支出明细!明细[1].金额", "支出明细!单位[1].明细[1].金额"):
        with pytest.raises(AddressError):
            fill(session, {address: "1"})
    with pytest.raises(AddressError, match="不在“合计”里"):
        session.names.cell("支出明细!合计.明细[1].金额")
    with pytest.raises(EditRefused, match="下面"):
        session.apply(AddRecord(SheetId("支出明细"), "明细", Record("r1"), 0))


def test_rows_are_added_inside_their_unit():
    """A row added below a detail or to a unit belongs to that unit."""
    session = nested()
    sheet = SheetId("支出明细")
    fill(session, {"支出明细!单位[1].单位名称": "一中"})
    unit = session.document.records_of(sheet, "单位")[0].id
    edit, first = session.entries.added_row(sheet, "明细", unit)
    session.apply(edit)
    session.apply(session.entries.added_row(sheet, "明细", first)[0])
    assert [r.parent for r in session.document.records_of(sheet, "明细")] == [unit, unit]


def test_blank_row_of_a_unit_becomes_its_detail():
    """Typing into the blank row of a unit makes a detail of that unit."""
    session = nested()
    sheet = SheetId("支出明细")
    fill(session, {"支出明细!单位[1].单位名称": "一中"})
    unit = session.document.records_of(sheet, "单位")[0].id
    session.type_text([CellId(*sheet, f"+{unit}", "明细.金额")], "4")
    assert text(session, "支出明细!单位[1].金额") == "4.00"


# ---- lists of addresses


def test_records_are_made_in_order():
    """A list may go on past the last record; one record is made for each place."""
    session = small(projects=("甲",))
    fill(session, {"自评[甲]!指标[4].三级指标": "四", "自评[甲]!指标[4].分值": "4"})
    fill(session, {"自评[甲]!指标[5].三级指标": "五", "自评[甲]!指标[6].三级指标": "六"})
    assert (
        len(session.document.records_of(SheetId("自评", session.document.projects[0]), "指标")) == 6
    )
    assert text(session, "自评[甲]!指标[4].分值") == "4.00"


def test_group_values_wait_for_their_records():
    """A group's value may stand in the same list as the records that make the group."""
    session = small(projects=("甲",))
    fill(
        session,
        {"自评[甲]!指标[4].一级指标": "满意度指标", "自评[甲]!指标[满意度指标].一级分值": "10"},
    )
    assert text(session, "自评[甲]!指标[满意度指标].一级分值") == "10"
    assert session.undo_label() == "填 2 格"


def test_group_value_that_nobody_makes_is_refused():
    """A group that does not come to be refuses the whole list."""
    session = small(projects=("甲",))
    with pytest.raises(AddressError):
        fill(session, {"自评[甲]!指标[1].分值": "1", "自评[甲]!指标[别的].一级分值": "10"})
    assert text(session, "自评[甲]!指标[1].分值") == ""


def test_a_gap_in_a_list_is_refused():
    """A list cannot jump over a record."""
    session = small(projects=("甲",))
    with pytest.raises(AddressError):
        fill(session, {"自评[甲]!指标[4].分值": "1", "自评[甲]!指标[6].分值": "1"})


def test_missing_record_is_told_apart():
    """Looking up the next record says that it would have to be made."""
    names = small(projects=("甲",)).names
    assert isinstance(names.find("自评[甲]!指标[4].分值"), MissingRecord)
    assert isinstance(names.find("支出明细!项[２０１０３０１].栏2"), MissingRecord)


# ---- words


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("收支总表!行33.金额", "测01表 行次33 本年支出合计·金额"),
        ("支出明细!项[2010301].栏2", "测02表 2010301 行政运行·2栏 基本支出"),
        ("支出明细!合计.栏1", "测02表 合计·1栏 合计"),
        ("自评[甲]!指标[1].分值", "测3表 第1个指标 参保率·分值"),
        ("自评[甲]!指标[产出指标].一级分值", "测3表 产出指标·一级分值"),
        ("自评[甲]!项目名称", "测3表 项目名称"),
        ("封面.单位名称", "封面 单位名称"),
        ("项目卡[甲].负责人", "项目卡[甲] 负责人"),
    ],
)
def test_words_of_the_form(address, words):
    """A cell is named as the form names it: number, row, column."""
    session = small({"支出明细!项[2010301].栏2": "1"}, projects=("甲",))
    fill(session, {"自评[甲]!指标[1].三级指标": "参保率"})
    assert session.names.words(cell(session, address)) == words


def test_explanation_names_inputs_and_users():
    """An explanation says the formula, its inputs and what builds on the cell."""
    session = small({"收支总表!行1.金额": "5"})
    found = session.explain(cell(session, "收支总表!行3.金额"))
    assert (found.text, found.unit, found.kind) == ("5.00", "元", "计算")
    assert [m.address for m in found.inputs] == ["收支总表!行1.金额", "收支总表!行2.金额"]
    assert [m.address for m in found.users] == ["收支总表!行5.金额"]
    assert found.formula.startswith("合计(行次1")


def test_explanation_names_figures_to_reckon_with():
    """A ratio has its sign and a zero is a figure, also where the form prints neither."""
    session = Session.example("tonghai-2021", None)
    fill(session, {"项目自评[1]!拨款.年初预算数": "0"})
    score = session.explain(cell(session, "项目自评[1]!总额.得分"))
    assert [m.text for m in score.inputs] == ["10.00", "34.55%", "325.04", "940.68"]
    total = session.explain(cell(session, "项目自评[1]!总额.年初预算数"))
    assert [m.text for m in total.inputs] == ["0.00", "", ""]


def test_explanation_says_why_blank_or_failed():
    """A blank result names the cell that is missing; a failed one says why."""
    session = national(**{"拨款.全年执行数": "5"})
    blank = session.explain(cell(session, "项目自评!拨款.执行率"))
    assert blank.why_blank == "是空的，因为其中：当年财政拨款·全年预算数还没填"
    fill(session, {"项目自评!拨款.全年预算数": "约"})
    assert "“约”不是能识别的数" in session.explain(cell(session, "项目自评!拨款.执行率")).why_blank


def test_explanation_of_every_cell():
    """Every cell of a whole suite can be explained."""
    session = Session.example("tonghai-2021", None)
    for found, _ in every_cell(session.calculation):
        explained = session.explain(found)
        assert explained.words
        assert (explained.formula != "") is (found in session.calculation.computations)
