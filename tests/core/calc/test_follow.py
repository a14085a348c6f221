"""Rows that follow others: which there are, in which order, and what becomes of what was typed."""

import copy

import pytest

from core.document.edits import MoveRecord, RemoveProject, RemoveRecord, SelectForm, SetText
from core.errors import AddressError, EditRefused
from core.refs import CellId, SheetId, card_cell
from core.session import Session
from core.template.suite import load_suite
from tests.core.calc.follows import SOURCES, follows
from tests.core.sessions import cell, fill, found, text

JOINED, BEYOND, TASKS = SheetId("汇总"), SheetId("总汇"), SheetId("任务表")
TWO = {"甲!项[2101101].金额": "3", "乙!项[2010301].金额": "4", "乙!项[2101101].金额": "5"}


def keys(session, sheet, region):
    """The keys of the rows of a region in order."""
    return [row.key for row in session.calculation.shape.sheets[sheet].rows.get(region, ())]


def remove(session, sheet, key, region="项"):
    """Remove the row of a key."""
    row = session.calculation.shape.sheets[sheet].row_by_key(region, key)
    session.apply(session.entries.removed_row(sheet, row.id))


# ---- which rows there are


def test_one_row_for_each_distinct_key_sorted_by_code():
    """Codes of all sources stand once each, sorted, under their upper levels."""
    session = follows(TWO)
    assert keys(session, JOINED, "项") == ["2010301", "2101101"]
    assert keys(session, JOINED, "类") == ["201", "210"]
    assert text(session, "汇总!项[2101101].金额") == "8.00"
    assert text(session, "汇总!合计.金额") == "12.00"


def test_own_rows_stand_sorted_between_followed_ones():
    """A code that no source has may be added."""
    session = follows(TWO | {"汇总!项[2055001].金额": "1"})
    assert keys(session, JOINED, "项") == ["2010301", "2055001", "2101101"]


def test_an_own_row_of_a_followed_key_is_the_same_row():
    """What was typed in the own row holds; when that is removed the row stays, as it follows."""
    session = follows({"汇总!项[2101101].金额": "9"})
    fill(session, TWO)
    assert keys(session, JOINED, "项") == ["2010301", "2101101"]
    assert text(session, "汇总!项[2101101].金额") == "9.00"
    remove(session, JOINED, "2101101")
    assert text(session, "汇总!项[2101101].金额") == "8.00"


def test_rows_that_follow_following_rows():
    """A chain of forms: own rows of the second are followed by the third."""
    session = follows(TWO | {"汇总!项[2055001].金额": "1"})
    assert keys(session, BEYOND, "项") == ["2010301", "2055001", "2101101"]


def test_blank_keys_are_none():
    """A row without a code, a project without a task: nothing follows them."""
    session = follows(projects=("甲",))
    session.apply(session.entries.added_row(SheetId("甲"), "项")[0])
    assert keys(session, JOINED, "项") == [""]
    session.apply(SetText(card_cell(session.document.projects[0], "名称"), None))
    assert keys(session, TASKS, "任务") == [""]


def test_a_code_that_cannot_be_read_is_followed_and_told_once():
    """It counts in every total; only the row where it was typed is told."""
    session = follows({"甲!项[2].金额": "3"})
    assert text(session, "汇总!合计.金额") == "3.00"
    assert [f.cells[0].form for f in found(session, "填报-编码")] == ["甲"]


def test_projects_by_the_name_of_their_task():
    """The task of a card, or what it is prefilled from; two projects of one task are one row."""
    session = follows(projects=("医疗救助", "能力提升", "能力提升二"))
    session.apply(SetText(card_cell(session.document.projects[2], "任务名称"), "能力提升"))
    assert keys(session, TASKS, "任务") == ["医疗救助", "能力提升"]
    session.apply(SetText(card_cell(session.document.projects[0], "名称"), "救助"))
    assert keys(session, TASKS, "任务") == ["救助", "能力提升"]
    session.undo()
    assert keys(session, TASKS, "任务") == ["医疗救助", "能力提升"]


def test_rows_of_all_projects_or_of_the_own_one():
    """A form of the suite follows all projects' rows, a form per project its own project's."""
    session = follows(projects=("甲", "乙"))
    fill(session, {"明细表[甲]!明细[1].任务名称": "a", "明细表[乙]!明细[1].任务名称": "b"})
    first, second = session.document.projects
    assert keys(session, SheetId("明细汇总"), "任务") == ["a", "b"]
    assert keys(session, SheetId("又明细", first), "明细") == ["a"]
    assert keys(session, SheetId("又明细", second), "明细") == ["b"]
    session.apply(RemoveProject(first))
    assert keys(session, SheetId("明细汇总"), "任务") == ["b"]


# ---- where own rows stand


def test_own_rows_stand_where_they_were_put():
    """Below the row at the cursor, and those of a list below the row named before them."""
    session = follows({"任务表!任务[甲].内容": "一", "任务表!任务[自有].内容": "二"}, ("甲", "乙"))
    assert keys(session, TASKS, "任务") == ["甲", "自有", "乙"]
    edit, record = session.entries.added_row(TASKS, "任务", "=甲")
    session.apply(edit)
    assert keys(session, TASKS, "任务") == ["甲", "", "自有", "乙"]
    session.apply(session.entries.added_row(TASKS, "任务", record)[0])
    assert keys(session, TASKS, "任务") == ["甲", "", "", "自有", "乙"]
    fill(session, {"任务表!任务[末尾].内容": "三"})
    assert keys(session, TASKS, "任务")[-1] == "末尾"


def test_an_own_row_whose_neighbour_is_gone_stands_last():
    """It goes to the end, and back when the project comes back."""
    session = follows({"任务表!任务[甲].内容": "一", "任务表!任务[自有].内容": "二"}, ("甲", "乙"))
    session.apply(RemoveProject(session.document.projects[0]))
    assert keys(session, TASKS, "任务") == ["乙", "自有"]
    session.undo()
    assert keys(session, TASKS, "任务") == ["甲", "自有", "乙"]


def test_second_row_of_one_name_is_found():
    """Two own rows of one name: the second is told."""
    session = follows({"任务表!任务[自有].内容": "二"})
    edit, record = session.entries.added_row(TASKS, "任务")
    session.apply(edit)
    session.apply(SetText(CellId(*TASKS, record, "任务.任务名称"), "自有"))
    assert [f.message for f in found(session, "填报-编码")] == ["自有 有两行"]


def test_in_one_list_the_sources_are_typed_first():
    """However the forms stand: no own row is made for a key that the list itself brings."""
    session = follows({"总汇!项[2101101].名称": "x", "汇总!项[2101101].金额": "9"} | TWO)
    assert not session.document.records_of(JOINED, "项")
    assert text(session, "总汇!项[2101101].名称") == "x"


# ---- what was typed


def test_typed_texts_stay_with_the_key():
    """Rows come and go above; what was typed belongs to the key, addressed by it."""
    session = follows({"任务表!任务[乙].内容": "治病"}, ("乙",))
    edit, _ = session.entries.added_project("甲")
    session.apply(edit)
    assert text(session, "任务表!任务[乙].内容") == "治病"
    assert session.names.address(cell(session, "任务表!任务[乙].内容")) == "任务表!任务[乙].内容"
    assert session.names.cell("任务表!任务[1].内容").record == "=乙"


def test_texts_of_a_row_that_is_gone_are_kept_and_told():
    """They come back with the source; until then a hint says that they are there."""
    session = follows({"任务表!任务[甲].内容": "一"}, ("甲",))
    renamed = card_cell(session.document.projects[0], "名称")
    session.apply(SetText(renamed, "丙"))
    assert text(session, "任务表!任务[丙].内容") == ""
    [hint] = found(session, "填报-保留")
    assert (hint.severity.value, hint.message) == (
        "提示",
        "以前随项目列出的行里填的内容还留着：“甲”1格",
    )
    assert hint.cells[0] == cell(session, "任务表!任务[丙].任务名称")
    session.apply(SetText(renamed, "甲"))
    assert text(session, "任务表!任务[甲].内容") == "一"
    assert found(session, "填报-保留") == []


def test_kept_texts_may_be_taken_away_but_not_changed():
    """A text of a row that is gone can only be cleared; undo brings it and its hint back."""
    session = follows({"任务表!任务[甲].内容": "一"}, ("甲",))
    session.apply(SetText(card_cell(session.document.projects[0], "名称"), "丙"))
    kept = CellId(*TASKS, "=甲", "任务.内容")
    with pytest.raises(EditRefused, match="没有这一格"):
        session.apply(SetText(kept, "二"))
    session.apply(SetText(kept, None))
    assert found(session, "填报-保留") == []
    session.undo()
    assert len(found(session, "填报-保留")) == 1


def test_undo_is_exact():
    """Every step back gives the document as it was."""
    session = follows({"任务表!任务[甲].内容": "一", "任务表!任务[自有].内容": "二"}, ("甲", "乙"))
    before = copy.deepcopy(session.document)
    session.apply(RemoveProject(session.document.projects[0]))
    session.undo()
    assert session.document == before


def test_override_of_an_upper_row_goes_when_its_source_goes():
    """A 类 of a following form goes with the last code of its source, its override too."""
    session = follows(TWO)
    session.override(cell(session, "汇总!类[201].金额"), "9", "按决算批复填列")
    remove(session, SheetId("乙"), "2010301")
    assert session.document.overrides == {}
    session.undo()
    assert text(session, "汇总!类[201].金额") == "9.00"


# ---- what may not be done


def test_the_key_of_a_followed_row_is_not_typed():
    """It is changed where it comes from; an own row's key may be typed."""
    session = follows(TWO | {"汇总!项[2055001].金额": "1"})
    with pytest.raises(EditRefused, match="“编码”随甲、乙列出，不用填；要改，改甲、乙里的"):
        fill(session, {"汇总!项[2101101].编码": "2010350"})
    fill(session, {"汇总!项[2055001].编码": "2010350"})
    assert keys(session, JOINED, "项") == ["2010301", "2010350", "2101101"]


def test_followed_rows_are_not_removed_or_moved():
    """By whatever way, in plain words."""
    session = follows(projects=("甲",))
    for do in (
        lambda: session.entries.removed_row(TASKS, "=甲"),
        lambda: session.apply(RemoveRecord(TASKS, "任务", "=甲")),
        lambda: session.apply(MoveRecord(TASKS, "任务", "=甲", 0)),
    ):
        with pytest.raises(EditRefused, match="这一行随项目列出，不能删除或移动；要改，改项目里的"):
            do()


def test_no_own_rows_where_the_suite_allows_none():
    """Neither by the menu nor by an address."""
    session = follows(TWO)
    with pytest.raises(EditRefused, match="这里的行随汇总列出，不能自己增加"):
        session.entries.added_row(BEYOND, "项")
    with pytest.raises(EditRefused, match="这里的行随汇总列出，不能自己增加"):
        fill(session, {"总汇!项[2055001].金额": "1"})


def test_the_grid_shows_a_followed_key_as_given():
    """Its place is no place for typing; the other places of the row are."""
    session = follows(projects=("甲",))
    kinds = {place.cell.name: place.kind.name for place in session.plan(TASKS).cells if place.cell}
    assert (kinds["任务.任务名称"], kinds["任务.内容"]) == ("CALCULATED", "ENTRY")
    assert session.kind(cell(session, "任务表!任务[甲].任务名称")) == "计算"
    assert session.names.place(cell(session, "任务表!任务[甲].内容")) == "甲·内容"


def test_a_form_that_is_left_out_is_not_followed():
    """Its keys are none; taken back they are there again."""
    session = follows({"甲!项[2101101].金额": "3"})
    session.apply(SelectForm("甲", selected=False))
    with pytest.raises(AddressError):
        cell(session, "甲!项[2101101].金额")
    session.apply(SelectForm("甲", selected=True))
    assert keys(session, BEYOND, "项") == ["2101101"]


# ---- only the rows for which a condition holds

LARGE = SheetId("大项")
THREE = {
    "任务表!任务[车].内容": "购置",
    "任务表!任务[餐].内容": "接待",
    "任务表!任务[房].内容": "维修",
}


def test_only_rows_for_which_the_condition_holds_are_followed():
    """A row of another kind, or of none yet, is not followed."""
    session = follows(THREE, projects=("甲",))
    assert keys(session, LARGE, "任务") == ["车", "房"]


def test_typing_what_the_condition_reads_brings_and_takes_the_row():
    """The text decides at once, undo decides back; the sheet is laid out again."""
    session = follows(THREE)
    place = cell(session, "任务表!任务[餐].内容")
    assert LARGE in session.type_text([place], "维修").shape
    assert keys(session, LARGE, "任务") == ["车", "餐", "房"]
    session.undo()
    assert keys(session, LARGE, "任务") == ["车", "房"]
    session.type_text([cell(session, "任务表!任务[车].内容")], None)
    assert keys(session, LARGE, "任务") == ["房"]


def test_a_followed_row_is_judged_by_what_was_typed_in_it():
    """A row that follows itself has its condition's text like any other."""
    session = follows(projects=("甲", "乙"))
    fill(session, {"任务表!任务[乙].内容": "购置"})
    assert keys(session, LARGE, "任务") == ["乙"]


@pytest.mark.parametrize(
    ("where", "found_keys"),
    [
        ('任务名称 = "乙"', ["乙"]),
        ('任务名称 <> "乙"', ["甲", "车", "餐", "房"]),
        ('OR(内容 = "接待", HAS(任务名称, "甲"))', ["甲", "餐"]),
        ('内容 = ""', ["甲", "乙"]),
        ('内容 <> "接待"', ["甲", "乙", "车", "房"]),
    ],
)
def test_conditions_on_keys_and_blanks(where, found_keys):
    """The key is a text like others; a blank is none of the words asked for."""
    session = follows(THREE, projects=("甲", "乙"), where=where)
    assert keys(session, LARGE, "任务") == found_keys


_SUM = "  合计.金额: SUM(任务.金额)\n"
_ROWS = "[{任务名称: 车辆, 内容: 购置}, {任务名称: 会议, 内容: 接待}]"
PRESET = (_SUM, f"{_SUM}floating:\n  任务:\n    rows: {_ROWS}\n")


def test_prescribed_texts_are_judged_until_another_is_typed():
    """What the form prescribes for a row holds, and what is typed over it."""
    sources = {**SOURCES, "preset.yaml": SOURCES["tasks.yaml"].replace(*PRESET)}
    suite = sources["suite.yaml"].replace("任务表, file: tasks", "任务表, file: preset")
    start = suite.index('    "任务表!任务": {from: 项目')
    suite = suite[:start] + suite[suite.index("\n", start) + 1 :]
    with Session.create_from(load_suite({**sources, "suite.yaml": suite}), None, "县") as session:
        assert keys(session, LARGE, "任务") == ["车辆"]
        fill(session, {"任务表!任务[会议].内容": "维修"})
        assert keys(session, LARGE, "任务") == ["车辆", "会议"]


def test_codes_are_judged_as_they_are_read():
    """A code typed in full width meets its condition."""
    where = ("from: 汇总!项, key: 编码}", "from: 汇总!项, key: 编码, where: '编码 = \"2101101\"'}")
    sources = {**SOURCES, "suite.yaml": SOURCES["suite.yaml"].replace(*where)}
    with Session.create_from(load_suite(sources), None, "县") as session:
        fill(session, TWO)
        assert keys(session, BEYOND, "项") == ["2101101"]
        fill(session, {"甲!项[2101101].编码": "２０１０３０１", "乙!项[2101101].编码": "2010302"})
        assert keys(session, BEYOND, "项") == [""]  # the blank row


def test_a_key_stands_where_it_first_appears_also_without_the_condition() -> None:
    """What comes first in the source comes first, though its first row is not wanted."""
    session = Session.create("henan-budget-2021", None, "某局")
    rows = (
        ("日常办公", "30201"),
        ("党建活动", "30216"),
        ("日常办公", "30215"),
        ("办公用房", "30214"),
    )
    for number, (name, code) in enumerate(rows, 1):
        at = f"补充明细!明细[{number}]"
        fill(session, {f"{at}.项目名称": name, f"{at}.经济科目": code})

    keys = [
        row.key for row in session.calculation.shape.sheets[SheetId("三公经费")].records("费用")
    ]

    assert keys == ["日常办公", "党建活动"]
