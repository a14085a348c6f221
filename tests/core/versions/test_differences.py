"""A comparison tells everything that differs, in the form's words: what it was, is, who, why."""

from pathlib import Path

import pytest

from core.calc.selection import RETURNED
from core.document.edits import (
    Batch,
    MoveRecord,
    RemoveProject,
    RemoveRecord,
    SelectForm,
    SetOverride,
)
from core.document.store import DocumentStore
from core.errors import DocumentError
from core.findings import Outcome
from core.refs import CellId, SheetId
from core.session import Session
from core.template.suite import load_suite
from core.versions.difference_sheet import counts, difference_sheet, texts_of
from core.versions.differences import (
    Difference,
    base_of_opening,
    base_of_version,
    differences,
)
from core.versions.keeping import submit, unlock
from core.versions.shown import shown, shown_from_json, shown_of, shown_to_json
from tests.core.cli_calls import done
from tests.core.sessions import PROJECT, cell, changed, fill, found, small
from tests.core.template.mistakes import suite_of

AMOUNT = "收支总表!行1.金额"
DETAIL = SheetId("支出明细")


@pytest.fixture
def session() -> Session:
    """The small suite with a project, two codes and figures, submitted and unlocked."""
    figures = {
        AMOUNT: "5",
        "支出明细!项[2010301].栏2": "3",
        "支出明细!项[2101501].栏2": "4",
        PROJECT + "总额.执行数": "1",
    }
    made = small(figures, projects=("城乡居民医保",))
    submit(made)
    unlock(made)
    return made


def compared(session: Session) -> list[Difference]:
    """The differences from the only version."""
    [version] = session.store.versions.listed()
    return differences(session, base_of_version(session, version))


def told(lines: list[Difference]) -> list[tuple[str, str, str, str, str]]:
    """The lines without who and why."""
    return [(line.form, line.place, line.was, line.now, line.kind) for line in lines]


def test_nothing_differs_when_nothing_was_done(session: Session) -> None:
    """Neither from the version nor from the opening."""
    assert compared(session) == []
    assert counts([]) == "没有不同的地方。"


def test_what_was_typed_and_what_followed(session: Session) -> None:
    """The entered cell says who and when; calculated and prefilled ones are marked as such."""
    fill(session, {AMOUNT: "7"})

    lines = compared(session)

    assert told(lines) == [
        ("测01表", "行次1 一、财政拨款·金额", "5.00", "7.00", "填"),
        ("测01表", "行次3 本年收入合计·金额", "5.00", "7.00", "计算"),
        ("测01表", "行次34 年末结转·金额", "-2.00", "", "预填"),
        ("测01表", "行次5 总计·金额", "5.00", "7.00", "计算"),
        ("测01表", "行次35 总计·金额", "5.00", "7.00", "计算"),
    ]
    assert lines[0].cell == cell(session, AMOUNT)
    assert lines[0].reason[:2] == "20"
    assert [line.reason for line in lines[1:]] == ["随第1处变"] * 4
    assert counts(lines) == "共 5 处：填 1，计算 3，预填 1。"


def test_what_was_typed_and_taken_back_is_no_difference(session: Session) -> None:
    """Figures are compared, not steps; another way of typing the same figure is none either."""
    fill(session, {AMOUNT: "7"})
    fill(session, {AMOUNT: "５.0"})

    assert compared(session) == []


def test_overrides_tell_their_reason(session: Session) -> None:
    """Also when only the reason changed; taken away they are 恢复自动."""
    total = cell(session, "收支总表!行33.金额")
    session.override(total, "9", "按批复")
    lines = [line for line in compared(session) if line.cell == total]
    assert told(lines) == [("测01表", "行次33 本年支出合计·金额", "7.00", "9.00", "改写")]
    assert lines[0].reason.startswith("按批复；20")

    submit(session)
    unlock(session)
    session.override(total, "9", "按另一份批复")
    base = base_of_version(session, session.store.versions.one(2))
    [line] = differences(session, base)
    assert (line.was, line.now, line.kind) == ("9.00", "9.00", "改写")
    assert line.reason.startswith("按另一份批复；")

    session.apply(SetOverride(total, None))
    kinds = [line.kind for line in differences(session, base) if line.cell == total]
    assert kinds == ["恢复自动"]


def test_rows_added_removed_and_moved(session: Session) -> None:
    """A row is a line, its cells are others; another order is one line."""
    sheet = cell(session, PROJECT + "总额.执行数").sheet
    first, second, *_ = session.document.records_of(sheet, "指标")
    edit, beside = session.entries.added_row(sheet, "指标", second.id)
    session.apply(edit)
    submit(session)
    unlock(session)
    session.apply(Batch((RemoveRecord(sheet, "指标", first.id),)))
    session.apply(MoveRecord(sheet, "指标", beside, 0))
    fill(session, {"支出明细!项[2010601].栏3": "8"})

    lines = differences(session, base_of_version(session, session.store.versions.one(2)))

    rows = [line for line in lines if line.place in ("一行", "指标")]
    assert told(rows) == [
        ("测02表", "一行", "（没有）", "2010601", "增加"),
        ("测3表", "一行", "第1个指标", "（没有）", "删除"),
        ("测3表", "指标", "", "", "移动"),
    ]
    assert rows[1].reason.startswith("20")
    gone = [line for line in lines if line.kind == "删除" and line.place.startswith("第1个指标")]
    assert ("产出指标", "") in [(line.was, line.now) for line in gone]
    assert all(line.cell is None for line in gone)
    assert texts_of(1, rows[2])[3:5] == ("", "")


def test_projects_added_and_removed_are_one_line_each(session: Session) -> None:
    """However many forms and cells they have."""
    session.apply(RemoveProject(session.document.projects[0]))
    session.apply(session.entries.added_project("别的")[0])

    lines = [line for line in compared(session) if line.form == "项目"]

    assert [(line.place, line.kind) for line in lines] == [
        ("项目“别的”", "增加"),
        ("项目“城乡居民医保”", "删除"),
    ]
    assert lines[0].was == "（没有）"
    assert lines[1].was.endswith(" 格有数")
    assert [line for line in compared(session) if line.form in ("测3表", "自评")] == []


def test_forms_left_out_and_taken_in_are_one_line(session: Session) -> None:
    """Whatever stands in them; what others took from them is told there."""
    session.apply(SelectForm("支出明细", selected=False))
    [line] = [line for line in compared(session) if line.place == "整张表"]
    assert (line.form, line.now, line.kind) == ("测02表", "（没有）", "不选用")

    submit(session)
    unlock(session)
    session.apply(SelectForm("支出明细", selected=True))
    base = base_of_version(session, session.store.versions.one(2))
    [line] = [line for line in differences(session, base) if line.place == "整张表"]
    assert (line.was, line.kind) == ("（没有）", "选用")
    assert found(session, RETURNED) == []


def test_what_was_said_about_a_finding_is_told(session: Session) -> None:
    """审核说明 written since, with the cell it stands at."""
    finding = next(f for f in session.findings() if f.rule == "SZ-02")
    session.justify(finding, "上年结余已用完")
    assert found(session, "SZ-02")[0].outcome is Outcome.JUSTIFIED

    [line] = compared(session)

    assert (line.kind, line.was, line.now) == ("审核说明", "", "上年结余已用完")
    assert line.place == "行次34 年末结转·金额"


def test_from_the_opening(session: Session) -> None:
    """What was done since, and nothing that was done before."""
    fresh = Session(session.suite, session.store, session.document)
    fill(fresh, {AMOUNT: "7"})

    base = base_of_opening(fresh)

    assert base.words == "打开时"
    assert [line.kind for line in differences(fresh, base)].count("填") == 1


def test_who_typed_it_is_named() -> None:
    """By the name that the suite says stands for who is filling in."""
    with changed("small", ("cover:\n", "author: 填表人\ncover:\n  填表人: {type: text}\n")) as own:
        fill(own, {"封面.填表人": "张会计"})
        fill(own, {AMOUNT: "7"})

        lines = differences(own, base_of_opening(own))

        [typed] = [line for line in lines if line.cell == cell(own, AMOUNT)]
        assert typed.reason.startswith("张会计 20")


def test_the_sheet_holds_every_line(session: Session) -> None:
    """A4 across, the head repeated, figures as figures, the counts below."""
    fill(session, {AMOUNT: "7", "支出明细!项[2010601].栏3": "8"})
    lines = compared(session)

    sheet = difference_sheet("县医疗保障局", "第1版", lines)

    assert sheet.plan.page.landscape
    assert (sheet.plan.heads[0].first, sheet.plan.heads[0].end) == (0, 1)
    assert sum(sheet.plan.columns) == 267
    rows = [sheet.cells[at : at + 7] for at in range(0, len(sheet.cells), 7)]
    assert [c.text for c in rows[0]][1:5] == ["表", "哪一格", "原来", "现在"]
    assert [tuple(c.text for c in row) for row in rows[1:]] == [
        texts_of(number, line) for number, line in enumerate(lines, 1)
    ]
    assert [line.right for line in sheet.above] == ["", "与第1版比较"]
    assert sheet.below[0].left == counts(lines)


def test_a_suite_without_a_cover_is_compared_too(tmp_path: Path) -> None:
    """There is no unit to print then."""
    form = "notation: 1\nform: one\ntitle: 一\ncolumns: [40]\ngrid: |\n  | {数} |\n"
    sources = suite_of(form + "fields: {数: {type: text}}\n")
    bare = sources["suite.yaml"].replace("cover:\n  单位名称: {type: text}\n", "")
    path = tmp_path / "a.biaoli"
    suite = load_suite({**sources, "suite.yaml": bare})
    with Session.create_from(suite, path, "") as session:
        submit(session)
        unlock(session)
        session.type_text([CellId("表", "", "", "数")], "5")

    assert done("diff", path).out.splitlines()[0].startswith("1  ")


def test_what_is_shown_can_be_read_again(session: Session) -> None:
    """Written as JSON and read back it is the same, and the same as of the document alone."""
    now = shown(session.calculation)

    assert shown_from_json(shown_to_json(now)) == now
    assert shown_of(session.calculation.whole, session.document) == now


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        '{"projects":{}}',
        '{"projects":[],"sheets":[]}',
        '{"projects":{"p":1},"sheets":[]}',
        '{"projects":{},"sheets":[["a",[],[],[]]]}',
        '{"projects":{},"sheets":[[["a",""],"w",[["r","n"]],[]]]}',
        '{"projects":{},"sheets":[[["a",""],"w",[["r","n","p",1,"k","",true]],[]]]}',
        "[" * 100_000,
    ],
)
def test_spoilt_figures_are_told(text: str) -> None:
    """What shown_to_json does not write is refused in plain words."""
    with pytest.raises(DocumentError, match="已损坏"):
        shown_from_json(text)


def test_a_version_does_not_change_with_what_is_done_later(session: Session) -> None:
    """The same comparison base, whatever happened since."""
    [version] = session.store.versions.listed()
    before = base_of_version(session, version)
    fill(session, {AMOUNT: "7"})
    session.apply(SelectForm("支出明细", selected=False))

    assert isinstance(session.store, DocumentStore)
    assert base_of_version(session, version) == before
