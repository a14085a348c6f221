"""`empty: keep`: a blank row stands for each place of the outline that no record takes."""

import pytest

from core.calc.engine import Calculation
from core.document.edits import RemoveRecord
from core.errors import EditRefused
from core.findings import Outcome
from core.refs import CellId, SheetId
from core.session import Session
from tests.core.sessions import changed, fill, found, text
from tests.core.template.mistakes import (
    EVALUATION,
    Mistake,
    expected_line,
    messages,
    mistakes_in_form,
    planted,
)

FORM = SheetId("项目自评")
FIRST = "+@产出指标/数量指标"
SAYS = "“指标”写了 empty，要有 outline，也不能套在别的浮动行里"


def keeping(*changes: tuple[str, str]) -> Session:
    """The national project form, with blank rows kept."""
    return changed(
        "national-project", ("    max: 80\n", "    max: 80\n    empty: keep\n"), *changes
    )


def remove(session: Session, *ordinals: int) -> None:
    """Take records away by their places."""
    records = [r.id for r in session.document.records_of(FORM, "指标")]
    for ordinal in ordinals:
        session.apply(session.entries.removed_row(FORM, records[ordinal - 1]))


def printed(session: Session) -> list[list[str]]:
    """The texts of the floating rows, what is joined only in its first row."""
    form = session.printed(FORM)
    rows = [at for at, row in enumerate(form.plan.rows) if row.region]
    return [[c.text for c in form.cells if c.place.row == at][:2] for at in rows]


def blanks(session: Session) -> list[str]:
    """The blank rows on the form."""
    return [row.record for row in session.plan(FORM).rows if row.phantom]


def place(session: Session, record: str, column: str):
    """The printed cell of a blank row."""
    wanted = CellId(*FORM, record, f"指标.{column}")
    return next(p for p in session.plan(FORM).cells if p.cell == wanted)


def test_the_frame_is_printed_whatever_is_taken_away():
    """Without one of its records, or any, the form prints the same lines."""
    session = keeping()
    before = printed(session)
    remove(session, 1, 3)
    assert printed(session) == before
    assert blanks(session) == ["+@产出指标/数量指标", "+@产出指标/时效指标"]
    remove(session, *range(1, 8))
    assert session.document.records_of(FORM, "指标") == ()
    assert printed(session) == before
    assert len(blanks(session)) == 9


def test_without_keep_the_row_is_gone():
    """What an outline lists is not printed once it is removed, unless the form says so."""
    session = changed("national-project")
    remove(session, 1)
    assert len(printed(session)) == 8


def test_typing_into_it_makes_the_record_of_its_place():
    """The record has the texts of its groups; undo takes all of it back."""
    session = keeping()
    remove(session, 1)
    assert session.type_text([place(session, FIRST, "三级指标").cell], "参保率").shape == {FORM}
    assert text(session, "项目自评!指标[1].三级指标") == "参保率"
    assert text(session, "项目自评!指标[1].一级指标") == "产出指标"
    assert text(session, "项目自评!指标[1].二级指标") == "数量指标"
    assert blanks(session) == []
    session.undo()
    assert blanks(session) == [FIRST]
    assert len(session.document.records_of(FORM, "指标")) == 8


def test_adding_a_row_at_it_takes_its_place():
    """A row added at a blank row is the record of that place."""
    session = keeping()
    remove(session, 2)
    edit, record = session.entries.added_row(FORM, "指标", "+@产出指标/质量指标")
    session.apply(edit)
    assert blanks(session) == []
    assert session.calculation.shape.sheets[FORM].rows["指标"][1].id == record


def test_it_counts_nowhere():
    """No total, no rule and no required cell knows a blank row."""
    session = keeping()
    fill(session, {f"项目自评!指标[{n}].分值": "10" for n in range(1, 10)})
    remove(session, 1, 9)
    assert text(session, "项目自评!总分.分值") == "80.00"  # 总额 has 10
    rows = [f.cells[0].record for f in session.findings() if f.cells]
    assert not [record for record in rows if record.startswith(("+", "@满意度"))]
    groups = session.calculation.shape.sheets[FORM].group_ids("指标", "一级指标")
    assert list(groups) == ["@产出指标", "@效益指标"]
    assert Outcome.FAILED in {r.outcome for r in session.auditor.all_results()}
    assert found(session, "填报-分组") == []


def test_a_group_is_renamed_without_its_blank_rows():
    """Typing over the joined name changes the records only; the outline's places stay."""
    session = keeping()
    remove(session, 1)
    joined = next(p for p in session.plan(FORM).cells if p.rows == 4 and len(p.covers) == 3)
    session.type_text(joined.covers, "产出")
    assert len(session.document.records_of(FORM, "指标")) == 8
    assert len(blanks(session)) == 4
    assert [row[0] for row in printed(session)].count("产出指标") == 1


def test_a_name_typed_over_a_group_of_blank_rows_makes_one_record():
    """Of joined blank rows only the first becomes a record."""
    session = keeping()
    remove(session, 1, 2, 3, 4)
    covers = place(session, FIRST, "一级指标").covers
    assert covers == (CellId(*FORM, FIRST, "指标.一级指标"),)
    session.type_text(covers, "效益指标")
    assert len(session.document.records_of(FORM, "指标")) == 6
    assert len(blanks(session)) == 4


def test_the_points_of_a_group_without_record_are_the_outlines():
    """They are printed; they cannot be typed before the group has a record."""
    session = keeping(("| {.一级指标} |", "| {.一级指标}（{.一级分值}分） |"))
    remove(session, 1, 2, 3, 4)
    assert printed(session)[0] == ["产出指标（50分）", "数量指标"]
    points = CellId(*FORM, FIRST, "指标.一级分值")
    with pytest.raises(EditRefused, match="“产出指标·数量指标”还没有指标，先填一条"):
        session.type_text([points], "55")


def test_the_points_of_a_group_with_a_record_are_its_own():
    """Where the first place of a group is blank the printed points are those of its records."""
    session = keeping(("| {.一级指标} |", "| {.一级指标}（{.一级分值}分） |"))
    fill(session, {"项目自评!指标[产出指标].一级分值": "55"})
    remove(session, 1)
    assert printed(session)[0][0] == "产出指标（55分）"


def test_what_is_nowhere_said_of_a_blank_row_is_blank():
    """A cell of a blank row that the outline says nothing about, or of one that is gone."""
    session = keeping()
    remove(session, 1)
    assert session.text(CellId(*FORM, FIRST, "指标.分值")) == ""
    assert session.text(CellId(*FORM, FIRST, "指标.没有")) == ""
    assert session.text(CellId(*FORM, "+@无", "指标.分值")) == ""
    assert session.choices(CellId(*FORM, FIRST, "指标.二级指标"))[0] == "数量指标"


def test_kept_up_to_date_is_what_starting_over_gives():
    """After records went and came the shape and values are those of a fresh calculation."""
    session = keeping()
    for record in session.document.records_of(FORM, "指标")[::2]:
        session.apply(RemoveRecord(FORM, "指标", record.id))
        fresh = Calculation(session.suite, session.document)
        assert session.calculation.values == fresh.values
        shapes = (c.shape.sheets[FORM] for c in (session.calculation, fresh))
        first, second = ([row.id for row in shape.rows["指标"]] for shape in shapes)
        assert first == second


@pytest.mark.parametrize(
    ("right", "wrong", "says"),
    [
        ("    max: 20\n", "    max: 20\n    empty: all\n", "只能写 keep"),
        ("    outline:\n      产出指标: {一级分值: 60, 二级指标: [数量指标, 质量指标]}\n"
         "      效益指标: {一级分值: 30, 二级指标: [社会效益指标]}\n", "    empty: keep\n", SAYS),
    ],
    ids=["another word", "without outline"],
)  # fmt: skip
def test_a_wrong_empty_is_told_at_its_line(right, wrong, says):
    """Only keep may be said, and only beside an outline."""
    mistake = Mistake("empty", EVALUATION, right, wrong, says, "    empty:")
    sources = planted([mistake])
    told = [(line, message) for _, line, message in messages(sources) if says in message]
    assert [line for line, _ in told] == [expected_line(mistake, sources)]


def test_rows_inside_others_are_not_kept():
    """A floating row inside another has no frame of its own."""
    form = (
        "notation: 1\nform: inside\ntitle: 套\ncolumns: [30, 30]\ngrid: |\n"
        "  | {.单位} | < | 单位*\n  | {.类别} | {.内容} | 单位/明细*\n"
        "fields: {单位: {type: text}, 类别: {type: choice}, 内容: {type: text}}\n"
        "floating:\n  明细: {merge_equal: [类别], outline: {甲: {}}, empty: keep}\n"
    )
    assert mistakes_in_form(form) == [("form.yaml", 10, SAYS.replace("指标", "明细"))]
