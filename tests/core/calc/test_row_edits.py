"""Whole rows and projects: copied, moved, taken out of their group; each is one step of undo."""

from collections.abc import Callable

import pytest

from core.calc.project_edits import ProjectEdits
from core.calc.row_edits import RowEdits
from core.copying import copy_project
from core.errors import EditRefused
from core.refs import PROJECT_CARD, CellId, SheetId
from core.session import Session
from tests.core.sessions import changed, fill, national, small, text

FORM = SheetId("项目自评")
DETAIL = SheetId("支出明细")


def listed(session: Session, *columns: str, sheet: SheetId = FORM) -> list[str]:
    """What these columns of the indicators say, row by row."""
    rows = session.calculation.shape.sheets[sheet].records("指标")
    cells = ((CellId(*sheet, row.id, f"指标.{c}") for c in columns) for row in rows)
    return ["/".join(session.typed(cell) for cell in row) for row in cells]


def record(session: Session, number: int, sheet: SheetId = FORM, region: str = "指标") -> str:
    """The id of a row, counted from 1."""
    return session.calculation.shape.sheets[sheet].records(region)[number - 1].id


def move(session: Session, number: int, *, up: bool = False) -> None:
    """Move an indicator."""
    session.apply(RowEdits(session.names).moved(FORM, record(session, number), up=up))


def free(*groups: str) -> Session:
    """The national form without an outline, with a row for each of these grouping texts."""
    session = changed(
        "national-project", ("一级指标:     {type: choice}", "一级指标: {type: choice, free: yes}")
    )
    rows = session.calculation.shape.sheets[FORM].records("指标")
    for row in rows[len(groups) :]:
        session.apply(session.entries.removed_row(FORM, row.id))
    for number in range(1, len(groups) + 1):
        fill(session, {f"项目自评!指标[{number}].三级指标": f"{number}"})
    for row, group in zip(rows, groups, strict=False):
        first, _, second = group.partition("-")
        session.type_text([CellId(*FORM, row.id, "指标.一级指标")], first)
        session.type_text([CellId(*FORM, row.id, "指标.二级指标")], second)
    return session


# ---- copies


def test_a_copied_row_stands_below_with_what_was_typed() -> None:
    """Its group is the same, and one step of undo takes it away."""
    session = free("甲-1", "甲-1", "乙-2")
    edit, copy = RowEdits(session.names).duplicated(FORM, record(session, 1))
    session.apply(edit)
    assert listed(session, "一级指标", "三级指标") == ["甲/1", "甲/1", "甲/2", "乙/3"]
    assert (record(session, 2), session.undo_label()) == (copy, "复制第1个指标")
    session.undo()
    assert listed(session, "三级指标") == ["1", "2", "3"]


def test_a_copied_code_is_left_to_be_typed() -> None:
    """No two rows have one code: the copy has the figures, and takes its place with its code."""
    session = small({"支出明细!项[2101501].栏2": "5"})
    edit, copy = RowEdits(session.names).duplicated(DETAIL, record(session, 1, DETAIL, "项"))
    session.apply(edit)
    own = CellId(*DETAIL, copy, "项.栏2")
    assert session.typed(own) == "5"
    session.type_text([own._replace(name="项.科目编码")], "2010301")
    assert text(session, "支出明细!类[201].栏2") == "5.00"


# ---- up and down


def test_a_row_moves_within_its_group() -> None:
    """Down and up again; each is one step with its own word."""
    session = free("甲-1", "甲-1", "乙-2")
    move(session, 1)
    assert listed(session, "三级指标") == ["2", "1", "3"]
    assert session.undo_label() == "下移第1个指标"
    move(session, 2, up=True)
    assert listed(session, "三级指标") == ["1", "2", "3"]


def test_a_row_moved_over_the_edge_joins_the_next_group() -> None:
    """So it is given another 一级指标; the groups stay whole."""
    session = free("甲-1", "甲-1", "乙-2", "乙-2")
    move(session, 2)
    assert listed(session, "一级指标", "二级指标", "三级指标") == [
        "甲/1/1", "乙/2/2", "乙/2/3", "乙/2/4",
    ]  # fmt: skip
    move(session, 3, up=True)
    move(session, 2, up=True)
    assert listed(session, "一级指标", "三级指标") == ["甲/1", "甲/3", "乙/2", "乙/4"]


def test_a_row_alone_passes_the_next_group() -> None:
    """Its own text stays; the other group is not cut in two."""
    session = free("甲-1", "乙-2", "乙-3")
    move(session, 1)
    assert listed(session, "一级指标", "三级指标") == ["乙/2", "乙/3", "甲/1"]
    move(session, 3, up=True)
    assert listed(session, "一级指标", "三级指标") == ["甲/1", "乙/2", "乙/3"]


def test_the_outline_keeps_its_order() -> None:
    """Where the form prescribes the order of the groups, a row alone joins the next one."""
    session = national()
    names = listed(session, "一级指标", "二级指标")
    move(session, 1)
    assert listed(session, "一级指标", "二级指标") == [names[1], *names[1:]]
    session.undo()
    assert listed(session, "一级指标", "二级指标") == names


def test_a_row_moves_into_a_place_that_is_kept_blank() -> None:
    """It takes the place's texts, as a row that is typed there does."""
    session = changed("national-project", ("    max: 80\n", "    max: 80\n    empty: keep\n"))
    names = listed(session, "二级指标")
    session.apply(session.entries.removed_row(FORM, record(session, 2)))
    move(session, 1)
    assert listed(session, "二级指标") == names[1:]


@pytest.mark.parametrize(
    ("session", "sheet", "row", "said"),
    [
        (lambda: free("甲-1"), FORM, 1, "已经在最下面"),
        (lambda: small({"支出明细!项[2101501].栏2": "5"}), DETAIL, 1, "按编码排列"),
    ],
)
def test_rows_that_cannot_move_say_why(
    session: Callable[[], Session], sheet: SheetId, row: int, said: str
) -> None:
    """At the edge, and where codes give the order."""
    here = session()
    region = "指标" if sheet == FORM else "项"
    with pytest.raises(EditRefused, match=said):
        RowEdits(here.names).moved(sheet, record(here, row, sheet, region), up=False)


@pytest.mark.parametrize(
    ("row", "said"), [("款:21015", "款、类随项的编码"), ("没有的", "表样上的")]
)
def test_rows_of_the_form_are_no_rows_to_edit(row: str, said: str) -> None:
    """款 and 类 follow from their codes; what is printed in any case is no floating row."""
    session = small({"支出明细!项[2101501].栏2": "5"})
    with pytest.raises(EditRefused, match=said):
        RowEdits(session.names).duplicated(DETAIL, row)
    with pytest.raises(EditRefused, match=said):
        RowEdits(session.names).moved(DETAIL, row, up=True)


# ---- 拆开


def test_a_row_leaves_its_joined_cell() -> None:
    """Its grouping text is blank then, to be typed; the others stay joined."""
    session = free("甲-1", "甲-1", "甲-1")
    own = CellId(*FORM, record(session, 2), "指标.一级指标")
    session.apply(RowEdits(session.names).split(own))
    assert sorted(listed(session, "一级指标", "三级指标")) == ["/2", "甲/1", "甲/3"]
    assert session.undo_label().startswith("拆开")
    with pytest.raises(EditRefused, match="没有和别的行合并"):
        RowEdits(session.names).split(own)


# ---- projects


def test_a_copied_project_has_the_rows_and_texts_of_the_other() -> None:
    """Money and typed-over proposals stay behind; one step of undo takes it all away."""
    session = small(projects=("医保", "救助"))
    fill(session, {
        "自评[医保]!指标[1].三级指标": "参保率",
        "自评[医保]!指标[产出指标].一级分值": "55",
    })  # fmt: skip
    money = next(
        c for c, s in session.calculation.cells(SheetId("自评", session.document.projects[0]))
        if s.field.unit and not s.is_calculated and not s.region
    )  # fmt: skip
    session.type_text([money], "12")
    _, copy = copy_project(session, session.document.projects[0], " 医保二 ")
    assert session.document.projects[1] == copy
    assert text(session, "自评[医保二]!指标[1].三级指标") == "参保率"
    assert text(session, "自评[医保二]!指标[产出指标].一级分值") == "55"
    assert session.typed(money._replace(instance=copy)) == ""
    assert session.undo_label() == "复制项目“医保”为“医保二”"
    before = len(session.document.projects)
    session.undo()
    assert (len(session.document.projects), before) == (2, 3)


def test_a_copied_project_has_achieved_nothing_yet() -> None:
    """Indicators and targets come along; what was reached, and why not more, does not."""
    session = Session.example("tonghai-2021", None)
    old = session.document.projects[0]
    _, copy = copy_project(session, old, "新项目")
    typed = {
        project: {
            cell.name.rpartition(".")[2]
            for cell in session.document.texts
            if cell.instance == project and cell.form != PROJECT_CARD
        }
        for project in (old, copy)
    }
    kept = typed[old] - typed[copy]
    assert {"实际完成值", "实际完成情况", "偏差原因"} <= kept
    assert {"三级指标", "指标值", "预期目标", "分值"} <= typed[copy]


def test_projects_move_up_and_down() -> None:
    """Their forms stand in the new order; at the edge it is said."""
    session = small(projects=("医保", "救助"))
    first = session.document.projects[0]
    session.apply(ProjectEdits(session.entries).moved(first, up=False))
    instances = [t.sheet.instance for t in session.sheets() if t.sheet.instance]
    assert list(dict.fromkeys(instances)) == session.document.projects
    assert session.document.projects[1] == first
    assert session.undo_label() == "下移项目“医保”"
    with pytest.raises(EditRefused, match="最下面"):
        ProjectEdits(session.entries).moved(first, up=False)


def test_a_project_that_is_not_there_is_not_copied() -> None:
    """Nor one without a name."""
    session = small(projects=("医保",))
    for project, name, said in (
        ("x", "新", "没有这个项目"),
        (session.document.projects[0], " ", "没有填"),
    ):
        with pytest.raises(EditRefused, match=said):
            copy_project(session, project, name)
