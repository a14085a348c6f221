"""Pastes on forms with codes in several cells, kept rows, followed rows and values of groups."""

from collections.abc import Iterator

import pytest

from core.clipboard.pasting import Paste, prepare
from core.clipboard.placing import Fate, Placer
from core.clipboard.reading import read_clipboard
from core.layout.area import Area
from core.refs import CellId, SheetId
from core.session import Session
from tests.core.clipboard.samples import copied, ground_of

EXPENDITURE = SheetId("部门支出总体")


@pytest.fixture
def budget() -> Iterator[Session]:
    """A budget whose codes stand in three cells."""
    with Session.example("anyang-budget-2021", None) as session:
        yield session


@pytest.fixture
def blank() -> Iterator[Session]:
    """The same suite with nothing in it."""
    with Session.create("henan-budget-2021", None, "安阳市医疗保障局") as session:
        yield session


def paste_at(session: Session, sheet: SheetId, text: str, area: Area) -> Paste:
    """A paste of plain text, made ready."""
    return prepare(session.entries, ground_of(session, sheet), read_clipboard(text), area)


def fates(paste: Paste) -> dict[Fate, int]:
    """How many cells what becomes of."""
    return {fate: paste.count(fate) for fate in Fate if paste.count(fate)}


def where(session: Session, sheet: SheetId, paste: Paste) -> list[str]:
    """The official names of all cells of a paste."""
    placer = Placer(ground_of(session, sheet), session.calculation, session.names)
    return [placer.where(placed) for placed in paste.placed]


def test_every_form_pasted_over_itself_stays_as_it_was(budget: Session) -> None:
    """Codes in three cells find their rows, too."""
    for title in budget.sheets():
        before = budget.printed(title.sheet)
        copy = copied(budget, title.sheet)
        ground = ground_of(budget, title.sheet)
        block = read_clipboard(copy.text, copy.html)
        paste = prepare(budget.entries, ground, block, ground.whole())
        assert (paste.fits, paste.filled, paste.added) == (True, 0, 0), title.sheet
        budget.apply(paste.edit)
        assert budget.printed(title.sheet) == before


def test_codes_in_three_cells_make_rows(budget: Session, blank: Session) -> None:
    """Put together from the cells of a line; the name is left to the program."""
    copy = copied(budget, EXPENDITURE)
    paste = prepare(
        blank.entries,
        ground_of(blank, EXPENDITURE),
        read_clipboard(copy.text, copy.html),
        Area(3, 2, 1, 1),
    )
    assert paste.added > 3
    assert set(fates(paste)) <= {Fate.TAKEN, Fate.SAME, Fate.CALCULATED}
    assert all(where(blank, EXPENDITURE, paste))
    blank.apply(paste.edit)
    lines = [copied(session, EXPENDITURE).text.splitlines() for session in (blank, budget)]
    codes = [[line.split("\t")[:3] for line in found] for found in lines]
    assert codes[0] == codes[1]


def first_row(session: Session, sheet: SheetId, region: str) -> Area:
    """The first place of the first row of a region."""
    rows = session.plan(sheet).rows
    return Area(next(i for i, row in enumerate(rows) if row.region == region), 0, 1, 1)


def test_a_code_is_said_whole_or_in_parts(blank: Session) -> None:
    """All of it in the first cell, or its digits in three; more rows than may be are refused."""
    area = first_row(blank, EXPENDITURE, "科目")
    paste = paste_at(blank, EXPENDITURE, "2101501\t\t\r\n210\t15\t99\r\n", area)
    assert (paste.fits, paste.added) == (True, 2)
    blank.apply(paste.edit)
    column = [line.split("\t")[:3] for line in copied(blank, EXPENDITURE).text.splitlines()]
    assert column[-2:] == [["210", "15", "01"], ["210", "15", "99"]]
    many = "".join(f"21{n:05}\t\t\r\n" for n in range(250))
    paste = paste_at(blank, EXPENDITURE, many, area)
    assert paste.added == 198
    assert fates(paste) == {Fate.TAKEN: 198, Fate.REFUSED: 52}
    assert "最多 200 行" in next(p.why for p in paste.placed if p.fate is Fate.REFUSED)
    assert all(where(blank, EXPENDITURE, paste))


def test_a_part_of_a_code_is_refused_alone(budget: Session) -> None:
    """What is no digit cannot be a part; the cell beside it is filled."""
    area = first_row(budget, EXPENDITURE, "科目")
    paste = paste_at(budget, EXPENDITURE, "一\t15\r\n", area)
    (refused,) = [p for p in paste.placed if p.fate is Fate.REFUSED]
    assert "只填数字" in refused.why


def test_rows_that_follow_others_are_not_made(budget: Session) -> None:
    """A code that is not there goes nowhere, and the reason says what the rows follow."""
    sheet = SheetId("一般公共预算支出")
    paste = paste_at(budget, sheet, "2059999\t\t\r\n", first_row(budget, sheet, "科目"))
    assert fates(paste) == {Fate.OUTSIDE: 1}
    assert paste.placed[0].why.startswith("没有 2059999 一行，这里的行随")


def test_blank_rows_that_a_form_keeps_take_a_line_each(budget: Session) -> None:
    """What the form gives them is the same; what is typed beside it makes the row."""
    sheet = next(t.sheet for t in budget.sheets() if t.sheet.instance)
    rows = budget.plan(sheet).rows
    kept = [i for i, row in enumerate(rows) if row.phantom]
    ground = ground_of(budget, sheet)
    across = [ground.at(kept[0], column) for column in range(ground.whole().columns)]
    free, given = (
        next(c for c, p in enumerate(across) if p is not None and _is(budget, p.cell, start))
        for start in ("三级", "二级")
    )
    paste = paste_at(budget, sheet, "别的\r\n", Area(kept[0], given, 1, 1))
    assert fates(paste) == {Fate.REFUSED: 1}
    paste = paste_at(budget, sheet, "甲\r\n", Area(kept[0], free, 1, 1))
    assert fates(paste) == {Fate.TAKEN: 1}
    budget.apply(paste.edit)
    after = budget.plan(sheet).rows
    assert len(after) == len(rows)
    assert sum(row.phantom for row in after) == len(kept) - 1


def _is(session: Session, cell: CellId | None, start: str) -> bool:
    slot = session.calculation.slot(cell) if cell is not None else None
    return slot is not None and slot.column.startswith(start)


def test_blanks_clear_what_was_typed(budget: Session) -> None:
    """As they do in a spreadsheet; what is blank anyway is not counted."""
    cell = next(c for c in budget.document.texts if c.form == "整体绩效目标")
    ground = ground_of(budget, cell.sheet)
    place = next(p for p in ground.plan.cells if cell in p.covers)
    paste = prepare(budget.entries, ground, read_clipboard("\t\r\n"), Area.of(place))
    assert any(p.text == "" and p.fate is Fate.TAKEN for p in paste.placed)
    budget.apply(paste.edit)
    assert budget.typed(cell) == ""
