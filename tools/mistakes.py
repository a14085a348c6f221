"""Single mistakes as they happen at the keyboard: one digit, two swapped, a figure a row off.

Every mistake is one edit of a document that is in order, and names the cell that is then wrong.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from random import Random

from core.calc.engine import Calculation
from core.document.edits import Batch, Edit, RemoveRecord, SetText
from core.refs import CellId
from core.session import Session
from core.template.form import Slot
from core.values import Blank, parse_number, plain

KINDS = (
    ONE_DIGIT := "一位数字不对",
    SWAPPED := "两位数字对调",
    A_CENT := "差一分",
    TEN_THOUSAND := "差一万倍",
    ROW_OFF := "填错一行",
    MISSING := "漏填一格",
    MISSING_ROW := "漏填一行",
)

# Some cells do not take some mistakes, and some are drawn twice.
TURNS = 20


@dataclass(frozen=True, slots=True)
class Mistake:
    """One mistake: its kind, the cells that are wrong then, what stands in the first, the edit."""

    kind: str
    cells: tuple[CellId, ...]
    wrong: str
    edit: Edit


Maker = Callable[[Session, CellId, Random], Mistake | None]


def entered_figures(session: Session) -> list[CellId]:
    """Every cell of a form in which somebody typed a figure, in the order of the forms."""
    calculation, texts = session.calculation, session.document.texts
    return [
        cell
        for sheet in calculation.shape.sheets
        for cell, slot in calculation.cells(sheet)
        if not slot.is_calculated and cell in texts and _is_figure(slot, texts[cell])
    ]


def _is_figure(slot: Slot, text: str) -> bool:
    """A figure, also where a text may stand (指标值); a code is none."""
    plainly = slot.field.is_figure or slot.field.type == "text"
    return plainly and isinstance(parse_number(text), Decimal)


def _typed(session: Session, cell: CellId) -> str:
    return session.typed(cell).replace(",", "")


def _set(kind: str, session: Session, cell: CellId, text: str) -> Mistake | None:
    same = parse_number(text) == parse_number(_typed(session, cell))
    return None if same else Mistake(kind, (cell,), text, SetText(cell, text))


def one_digit(session: Session, cell: CellId, chance: Random) -> Mistake | None:
    """One digit is another."""
    text = _typed(session, cell)
    place = chance.choice([at for at, sign in enumerate(text) if sign.isdigit()])
    digit = chance.choice([d for d in "0123456789" if d != text[place]])
    return _set(ONE_DIGIT, session, cell, text[:place] + digit + text[place + 1 :])


def swapped(session: Session, cell: CellId, chance: Random) -> Mistake | None:
    """Two neighbouring digits change places."""
    text = _typed(session, cell)
    pairs = [
        at
        for at in range(len(text) - 1)
        if text[at : at + 2].isdigit() and text[at] != text[at + 1]
    ]
    if not pairs:
        return None
    at = chance.choice(pairs)
    swap = text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    return _set(SWAPPED, session, cell, swap)


def a_cent(session: Session, cell: CellId, chance: Random) -> Mistake | None:
    """One hundredth too much or too little."""
    value = parse_number(_typed(session, cell))
    slot = session.calculation.slot(cell)
    if not isinstance(value, Decimal) or (
        slot and slot.field.is_figure and slot.field.decimals < 2
    ):
        return None
    wrong = value + chance.choice([Decimal("0.01"), Decimal("-0.01")])
    return _set(A_CENT, session, cell, plain(wrong))


def ten_thousand(session: Session, cell: CellId, _: Random) -> Mistake | None:
    """元 for 万元."""
    value = parse_number(_typed(session, cell))
    if not isinstance(value, Decimal):
        return None
    return _set(TEN_THOUSAND, session, cell, plain(value * 10_000))


def row_off(session: Session, cell: CellId, chance: Random) -> Mistake | None:
    """The figure stands in the row above or below, and that row's figure here."""
    near = [found for found in _beside(session.calculation, cell) if found is not None]
    near = [other for other in near if session.value(other) != session.value(cell)]
    if not near:
        return None
    other = chance.choice(near)
    mine, theirs = session.typed(cell), session.typed(other)
    edits = SetText(cell, theirs or None), SetText(other, mine)
    return Mistake(ROW_OFF, (cell, other), theirs, Batch(edits, ROW_OFF))


def _beside(calculation: Calculation, cell: CellId) -> Iterator[CellId | None]:
    """The cells above and below in the same column that can be typed."""
    slot = calculation.slot(cell)
    column = [
        (other, its)
        for other, its in calculation.cells(cell.sheet)
        if slot and (its.column, its.region) == (slot.column, slot.region)
    ]
    at = next(place for place, (other, _) in enumerate(column) if other == cell)
    for place in (at - 1, at + 1):
        if 0 <= place < len(column) and not column[place][1].is_calculated:
            yield column[place][0]


def missing(session: Session, cell: CellId, _: Random) -> Mistake | None:
    """The figure is not there."""
    if isinstance(session.value(cell), Blank) or session.value(cell) == 0:
        return None
    return Mistake(MISSING, (cell,), "", SetText(cell, None))


def missing_row(session: Session, cell: CellId, _: Random) -> Mistake | None:
    """The whole row is not there."""
    region = cell.name.partition(".")[0]
    records = session.document.records_of(cell.sheet, region)
    if cell.record not in {record.id for record in records}:
        return None
    row = [other for other in entered_figures(session) if other[:3] == cell[:3]]
    edit = RemoveRecord(cell.sheet, region, cell.record)
    return Mistake(MISSING_ROW, (cell, *row), "", Batch((edit,), MISSING_ROW))


MAKERS: tuple[Maker, ...] = (
    one_digit, swapped, a_cent, ten_thousand, row_off, missing, missing_row,
)  # fmt: skip


def mistakes(session: Session, seed: int, count: int) -> list[Mistake]:
    """So many different mistakes, of all kinds in turn, the same for a seed."""
    chance = Random(seed)  # noqa: S311 - only to choose
    cells = entered_figures(session)
    found: dict[tuple[str, CellId, str], Mistake] = {}
    for turn in range(count * TURNS):
        if len(found) == count:
            break
        made = MAKERS[turn % len(MAKERS)](session, chance.choice(cells), chance)
        if made is not None:
            found.setdefault((made.kind, made.cells[0], made.wrong), made)
    return list(found.values())
