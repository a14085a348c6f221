"""Where the cells of a block go on a form, and what becomes of them."""

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.clipboard.pasting import Paste, prepare
from core.clipboard.placing import Fate, Placer
from core.clipboard.reading import read_clipboard
from core.layout.area import Area
from core.refs import SheetId
from core.session import Session
from core.values import MAX_TEXT, Failed
from tests.core.clipboard.samples import area_at, copied, ground_of, pasted

EXPENDITURE = SheetId("支出决算表")
ROW = "支出决算表!项[{}].栏{}"
OVERALL = "整体自评表"


@pytest.fixture
def session() -> Iterator[Session]:
    """The shipped example, to be changed."""
    with Session.example("tonghai-2021", None) as session:
        yield session


@pytest.fixture(scope="module")
def kept() -> Iterator[Session]:
    """The shipped example; every change of it is taken back."""
    with Session.example("tonghai-2021", None) as session:
        yield session


@pytest.fixture
def blank() -> Iterator[Session]:
    """A new document of the same suite."""
    with Session.create("yunnan-final-accounts-2021", None, "通海县医疗保障局") as session:
        yield session


def fates(paste: Paste) -> dict[Fate, int]:
    """How many cells what becomes of."""
    return {fate: paste.count(fate) for fate in Fate if paste.count(fate)}


def test_every_form_copied_and_pasted_over_itself_stays_as_it_was(session: Session) -> None:
    """Nothing is asked, nothing is added, nothing changes, in plain text or with HTML."""
    for title in session.sheets():
        for with_html in (True, False):
            before = session.printed(title.sheet)
            copy = copied(session, title.sheet)
            block = read_clipboard(copy.text, copy.html if with_html else "")
            ground = ground_of(session, title.sheet)
            paste = prepare(session.entries, ground, block, ground.whole())
            assert (paste.fits, paste.filled, paste.added) == (True, 0, 0), title.sheet
            session.apply(paste.edit)
            assert session.printed(title.sheet) == before


def test_whole_forms_go_into_a_new_document(session: Session, blank: Session) -> None:
    """Heads show the way wherever one pastes, codes and further lines make rows; all is as it was.

    Nothing that was typed is lost: what is skipped are calculated cells.
    """
    sheets = [title.sheet for title in session.sheets() if not title.sheet.instance]
    for sheet in sheets:
        copy = copied(session, sheet)
        block = read_clipboard(copy.text, copy.html)
        paste = prepare(blank.entries, ground_of(blank, sheet), block, Area(5, 3, 1, 1))
        assert set(fates(paste)) <= {Fate.TAKEN, Fate.SAME, Fate.CALCULATED}
        blank.apply(paste.edit)
    for sheet in sheets:
        assert copied(blank, sheet).text == copied(session, sheet).text


@settings(max_examples=40)
@given(data=st.data())
def test_what_was_copied_is_what_stands_where_it_was_pasted(
    kept: Session, data: st.DataObject
) -> None:
    """Any block of any form, pasted where it came from, changes nothing."""
    sheet = data.draw(st.sampled_from([title.sheet for title in kept.sheets()]))
    ground = ground_of(kept, sheet)
    whole = ground.whole()
    row = data.draw(st.integers(0, whole.rows - 1))
    column = data.draw(st.integers(0, whole.columns - 1))
    rows = data.draw(st.integers(1, whole.rows - row))
    columns = data.draw(st.integers(1, whole.columns - column))
    area = ground.grown(Area(row, column, rows, columns))
    copy = copied(kept, sheet, area)
    before = kept.printed(sheet)
    paste = prepare(kept.entries, ground, read_clipboard(copy.text, copy.html), area)
    assert paste.added == 0
    kept.apply(paste.edit)
    after = kept.printed(sheet)
    if paste.edit.edits:
        kept.undo()
    assert after == before


@settings(max_examples=60)
@given(
    rows=st.lists(
        st.lists(st.sampled_from(["", "1", "x", "2101501", "合计", "—", "1.2万", "=1+2"])),
        min_size=1,
        max_size=6,
    ),
    row=st.integers(0, 21),
    column=st.integers(0, 9),
)
def test_any_block_can_be_put_anywhere(
    kept: Session, rows: list[list[str]], row: int, column: int
) -> None:
    """Every text that is not blank is accounted for, and the edit is one the document takes."""
    ground = ground_of(kept, EXPENDITURE)
    block = read_clipboard("\r\n".join("\t".join(texts) for texts in rows) + "\r\n")
    place = ground.at(row, column)
    assert place is not None
    paste = prepare(kept.entries, ground, block, Area.of(place))
    said = {(p.row, p.column) for p in paste.placed}
    filled = {(r, c) for r, line in enumerate(block.rows) for c, t in enumerate(line) if t.strip()}
    assert said >= filled
    placer = Placer(ground, kept.calculation, kept.names)
    assert all(placer.where(placed) for placed in paste.placed)
    if paste.edit.edits:
        kept.apply(paste.edit)
        kept.undo()


def test_figures_go_through_the_same_door_as_typing(session: Session) -> None:
    """Thousands, full-width digits, 万, the sign of the currency; and what is no figure stays."""
    paste = pasted(session, ROW.format(2101501, 3), "1,234.50\t１２\r\n1.2万\t￥7\r\n")
    assert fates(paste) == {Fate.TAKEN: 4}
    session.apply(paste.edit)
    assert session.text(session.names.cell(ROW.format(2101506, 3))) == "12,000.00"
    paste = pasted(session, ROW.format(2101501, 3), "23万7\r\n")
    assert fates(paste) == {Fate.UNFIT: 1}
    session.apply(paste.edit)
    cell = session.names.cell(ROW.format(2101501, 3))
    assert isinstance(session.value(cell), Failed)
    assert session.typed(cell) == "23万7"


def test_labels_dashes_and_what_is_outside_are_told_apart(session: Session) -> None:
    """Each with its own word."""
    sheet = next(t.sheet for t in session.sheets() if t.sheet.instance)
    ground = ground_of(session, sheet)
    labels = {p.content: p for p in ground.plan.cells if p.cell is None}
    for place, fate in ((labels[("—",)], Fate.DASH), (labels[("预期目标",)], Fate.LABEL)):
        paste = prepare(session.entries, ground, read_clipboard("5\t\r\n"), Area.of(place))
        assert fates(paste) == {fate: 1}
    last = ground.whole()
    corner = Area(last.rows - 1, last.columns - 1, 1, 1)
    paste = prepare(session.entries, ground, read_clipboard("\tx\r\ny\t\r\n"), corner)
    assert fates(paste) == {Fate.OUTSIDE: 2}


def test_a_text_too_long_for_a_file_is_refused_alone(session: Session) -> None:
    """The cell beside it is filled."""
    paste = pasted(session, ROW.format(2101501, 3), "x" * (MAX_TEXT + 1) + "\t5\r\n")
    assert fates(paste) == {Fate.TAKEN: 1, Fate.REFUSED: 1}
    session.apply(paste.edit)
    assert session.text(session.names.cell(ROW.format(2101501, 4))) == "5.00"


def test_choices_that_are_none_stay_marked(session: Session) -> None:
    """As if they were typed."""
    paste = pasted(session, "项目自评[1]!指标[1].指标性质", "约\r\n")
    (placed,) = paste.placed
    assert (placed.fate, placed.why) == (Fate.UNFIT, "“约”不在可选的内容里，已原样保留")


def test_codes_find_their_rows_and_make_new_ones(session: Session) -> None:
    """In whatever order; 类 and 款 come by themselves, what has no code goes nowhere."""
    ground = ground_of(session, EXPENDITURE)
    start = area_at(session, ROW.format(2080505, 1))
    block = read_clipboard(
        "2101506\t\t\t\t\t60\r\n205\t\t\t教育支出\t\t9\r\n2050101\t\t\t\t\t70\r\n"
        "\t\t\t甲\t\t1\r\n\t\t\t\t\t\r\n2101506\t\t\t\t\t61\r\n"
    )
    paste = prepare(session.entries, ground, block, Area(start.row, 0, 1, 1))
    assert paste.added == 1
    assert fates(paste) == {Fate.TAKEN: 3, Fate.SAME: 1, Fate.CALCULATED: 3, Fate.OUTSIDE: 4}
    session.apply(paste.edit)
    assert session.text(session.names.cell(ROW.format(2101506, 2))) == "60.00"
    assert session.text(session.names.cell(ROW.format(2050101, 2))) == "70.00"


def test_further_lines_of_a_list_make_rows(blank: Session) -> None:
    """In the place of the blank one, and behind the last one."""
    ground = ground_of(blank, SheetId(OVERALL))
    place = next(
        p
        for p in ground.plan.cells
        if p.cell is not None and p.cell.name == "指标.三级指标" and p.cell.record.startswith("+")
    )
    block = read_clipboard("参保率\r\n救助人次\r\n政策宣传次数\r\n")
    paste = prepare(blank.entries, ground, block, Area.of(place))
    assert (paste.fits, paste.added) == (True, 3)
    blank.apply(paste.edit)
    assert blank.text(blank.names.cell(f"{OVERALL}!指标[1].三级指标")) == "参保率"
    paste = pasted(blank, f"{OVERALL}!指标[3].三级指标", "甲\r\n乙\r\n")
    assert (paste.fits, paste.added) == (True, 1)
    blank.apply(paste.edit)
    assert blank.text(blank.names.cell(f"{OVERALL}!指标[4].三级指标")) == "乙"


def test_one_value_fills_what_can_be_filled(session: Session) -> None:
    """Of the block that is selected."""
    ground = ground_of(session, EXPENDITURE)
    area = area_at(session, ROW.format(2101501, 1)) | area_at(session, ROW.format(2101501, 3))
    paste = prepare(session.entries, ground, read_clipboard("8\r\n"), area)
    assert fates(paste) == {Fate.TAKEN: 2, Fate.CALCULATED: 1}
