"""Plans of whole documents: whatever the rows are, every place is covered exactly once."""

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from core.layout.plan import CellKind, FormPlan
from core.refs import SheetId
from tests.clerk import SEEDS, Clerk
from tests.core.sessions import PROJECT, cell, changed, fill, national, small

VALUES = st.sampled_from(
    ["产出指标", "效益指标", "满意度指标", "数量指标", "社会效益指标", "别的", ""]
)


def check_tiled(plan: FormPlan) -> None:
    """Every row and column is covered by one cell, also where cells are joined."""
    places = Counter(
        (row, column)
        for place in plan.cells
        for row in range(place.row, place.row + place.rows)
        for column in range(place.column, place.column + place.columns)
    )
    every = {(row, column) for row in range(len(plan.rows)) for column in range(len(plan.columns))}
    assert places.keys() == every
    assert set(places.values()) == {1}


@settings(max_examples=100)
@given(st.lists(st.tuples(VALUES, VALUES), max_size=12))
def test_any_groups_tile(groups):
    """Any records with any repeated group values tile the sheet, and only equal ones are joined."""
    session = national()
    for record in list(session.document.records_of(SheetId("项目自评"), "指标")):
        session.apply(session.entries.removed_row(SheetId("项目自评"), record.id))
    for ordinal, values in enumerate(groups, 1):
        pairs = zip(("一级指标", "二级指标", "三级指标"), (*values, "x"), strict=True)
        fill(session, {f"项目自评!指标[{ordinal}].{name}": text for name, text in pairs})
    plan = session.plan(SheetId("项目自评"))
    check_tiled(plan)
    for place in plan.cells:
        assert len({session.typed(covered) for covered in place.covers}) <= 1


@settings(max_examples=100)
@given(SEEDS)
def test_any_document_tiles(seed):
    """Whatever people do to the small suite, each of its sheets tiles."""
    session = small(projects=("城乡居民医保",))
    clerk = Clerk(session, seed)
    for _ in range(8):
        clerk.step()
    for title in session.sheets():
        check_tiled(session.plan(title.sheet))


def test_groups_are_joined_and_covered():
    """A joined cell spans its group and names every cell that changes with it."""
    plan = national().plan(SheetId("项目自评"))
    joined = [place for place in plan.cells if len(place.covers) > 1]
    assert [place.rows for place in joined] == [4, 4]
    assert [len(place.covers) for place in joined] == [4, 4]


def test_outer_label_grows_with_its_rows():
    """The vertical label stands over its head line and all records."""
    plan = national().plan(SheetId("项目自评"))
    label = next(place for place in plan.cells if place.content == ("绩\n效\n指\n标",))
    assert label.rows == 10


def test_group_value_is_printed_once_over_the_group():
    """A value of a group stands in the joined cell of the group, with its own text around."""
    session = small(projects=("城乡居民医保",))
    sheet = SheetId("自评", session.document.projects[0])
    form = session.printed(sheet)
    texts = [c.text for c in form.cells if "产出指标" in c.text]
    assert texts == ["产出指标\n（60分）"]


def test_empty_region_prints_a_blank_row():
    """A floating row without records prints one blank row for a first one."""
    plan = small().plan(SheetId("支出明细"))
    phantoms = [row for row in plan.rows if row.phantom]
    assert [row.region for row in phantoms] == ["项"]


def test_unreadable_code_prints_no_upper_rows():
    """A record whose code cannot be read is printed alone, without 类 and 款 above it."""
    session = small({"支出明细!项[ABC].栏2": "5"})
    rows = [row.region for row in session.plan(SheetId("支出明细")).rows if row.region]
    assert rows == ["项"]


def test_derived_code_is_not_for_typing():
    """The code of an upper level follows from its items and is drawn as calculated."""
    session = small({"支出明细!项[2010101].栏2": "5"})
    code = cell(session, "支出明细!类[201].科目编码")
    place = next(p for p in session.plan(SheetId("支出明细")).cells if p.cell == code)
    assert place.kind is CellKind.CALCULATED


def test_note_follows_its_condition():
    """A note with a condition is printed only while it holds."""
    session = small()
    summary = SheetId("收支总表")
    assert [line.left for line in session.printed(summary).below] == ["说明：本单位今年没有收支。"]
    fill(session, {"收支总表!行1.金额": "5"})
    assert session.printed(summary).below == ()
    fill(session, {"收支总表!行1.金额": "五"})
    assert session.printed(summary).below == ()


def test_figure_that_cannot_be_read_prints_as_typed():
    """What is no figure is printed word for word, and what builds on it stays blank."""
    session = small({PROJECT + "总额.执行数": "约五百"}, projects=("城乡居民医保",))
    sheet = SheetId("自评", session.document.projects[0])
    texts = [place.text for place in session.printed(sheet).cells]
    assert "约五百" in texts


def test_words_of_a_heading_stay_where_their_figure_is_blank():
    """总分： waits for its figure; in a cell the words go with it (98分)."""
    title = '  - {center: "{title}", style: title}\n'
    words = title + '  - {right: "总分：{满分}分"}\n'
    name = "  项目名称:     {type"
    field = "  满分: {type: number, decimals: 0}\n" + name
    session = changed("national-project", (title, words), (name, field))
    sheet = SheetId("项目自评")
    assert [line.right for line in session.printed(sheet).above][1] == "总分：分"
    fill(session, {"项目自评!满分": "100"})
    assert [line.right for line in session.printed(sheet).above][1] == "总分：100分"
