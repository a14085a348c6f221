"""From a looked-up name to the cells it means in one document, seen from one place."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from typing import Final, NamedTuple

from core.calc.last_year import LastFigures
from core.calc.shape import GROUP, Row, Shape, SheetShape, group_id
from core.document.last_year import Place
from core.refs import COVER, PROJECT_CARD, CellId, SheetId
from core.template.form import Bound, Instances, Reach, Selector, Slot
from core.values import BLANK, Value, plain


class Spot(NamedTuple):
    """Where a formula stands: a sheet and, in a floating row, the row's or group's id."""

    sheet: SheetId
    record: str = ""
    region: str = ""


@dataclass(frozen=True, slots=True)
class Constant:
    """An operand that is no cell: a key, an ordinal, a value of the suite."""

    value: Value


Operand = CellId | tuple[CellId, ...] | Constant
NOTHING = Constant(BLANK)
MAX_ORDINAL_DIGITS = 4


def ordinal(text: str) -> int | None:
    """The number a key in brackets is, if it can be an ordinal."""
    small = text.isascii() and text.isdigit() and len(text) <= MAX_ORDINAL_DIGITS
    return int(text) if small else None


def selectors_of(bound: Bound) -> Iterator[Selector]:
    """Every selector of a formula, those that give keys included."""
    waiting = list(bound.selectors)
    for selector in waiting:
        yield selector
        if isinstance(selector.key, Selector):
            waiting.append(selector.key)


def asks_last_year(bound: Bound) -> bool:
    """Whether a formula reads anything of last year's document."""
    return any(selector.reach is Reach.PREVIOUS for selector in selectors_of(bound))


class Spread(Enum):
    """Which cells a selector means for the records of one region on one sheet."""

    OWN = "each record its own cell"
    SAME = "the same cells, or none, for all of them"
    EACH = "for each what a key, a group or its place says"


_SAME: Final = (Reach.CONSTANT, Reach.FIXED, Reach.ALL)


def spread(selector: Selector, region: str) -> Spread:
    """How the cells of a selector differ among the records of a region ("": a fixed place)."""
    if selector.reach is Reach.RECORD and selector.region == region:
        return Spread.OWN
    if selector.reach is Reach.PREVIOUS:
        return Spread.SAME if _is_one_of_last_year(selector) else Spread.EACH
    by_text = selector.reach is Reach.KEYED and not isinstance(selector.key, Selector)
    return Spread.SAME if by_text or selector.reach in _SAME else Spread.EACH


def _is_one_of_last_year(selector: Selector) -> bool:
    """Whether a cell of last year is the same for all rows: no row of its own, or a named one."""
    return not selector.region or isinstance(selector.key, str)


def is_steady(bound: Bound, region: str) -> bool:
    """Whether a formula for records of a region means the same cells wherever its row stands."""
    return all(_stays(selector, region) for selector in selectors_of(bound))


def _stays(selector: Selector, region: str) -> bool:
    if selector.reach is Reach.RECORD:
        return selector.region == region
    if selector.reach is Reach.PREVIOUS:
        return _is_one_of_last_year(selector)
    return selector.reach in (Reach.CONSTANT, Reach.FIXED)


class Resolver:
    """Finds the cells of selectors under one shape.

    `value_of` is asked only for keys that are calculated; such operands have to be resolved again
    when the key changes.
    """

    def __init__(
        self,
        shape: Shape,
        value_of: Callable[[CellId], Value],
        last_year: LastFigures,
    ) -> None:
        """Keep the shape that holds now."""
        self._shape = shape
        self._columns: dict[tuple[int, SheetId | None], tuple[CellId, ...]] = {}
        self.value_of = value_of
        self.last_year = last_year

    @property
    def shape(self) -> Shape:
        """The shape that holds now."""
        return self._shape

    @shape.setter
    def shape(self, shape: Shape) -> None:
        self._shape = shape
        self._columns.clear()

    def resolve(self, selector: Selector, spot: Spot) -> Operand:
        """The cell, the column of cells, or the constant that a selector means here."""
        if selector.reach is Reach.RECORD and selector.region == spot.region:
            cells = tuple([CellId(*spot.sheet, spot.record, name) for name in selector.names])
            return cells if selector.many else cells[0]
        match selector.reach:
            case Reach.CONSTANT:
                return Constant(selector.constant)
            case Reach.PREVIOUS:
                return self._previous(selector, spot)
            case Reach.KEY | Reach.ORDINAL:
                return self._of_row(selector, spot)
            case Reach.FIXED:
                return self._fixed(selector, spot)
        if selector.reach is Reach.ALL:
            return self._column(selector, spot)
        sheets = self._sheets(selector, spot)
        found = self._floating(selector, sheets[0], spot) if sheets else ()
        if selector.many:
            return found
        return found[0] if found else NOTHING

    def _column(self, selector: Selector, spot: Spot) -> tuple[CellId, ...]:
        """A whole column; the same tuple for every record that reads it."""
        one = selector.instances is not Instances.ALL
        # A selector is part of the suite, which outlives its calculations: its id is its own.
        place = (id(selector), self._one(selector, spot) if one else None)
        known = self._columns.get(place)
        if known is None:
            sheets = self._sheets(selector, spot)
            slots = [(sheet, sheet.form.slots[n]) for sheet in sheets for n in selector.names]
            known = tuple(cell for sheet, slot in slots for cell in sheet.cells(slot))
            self._columns[place] = known
        return known

    def key_cell(self, selector: Selector, spot: Spot) -> CellId | None:
        """The cell whose value decides which record is meant, if any."""
        if not isinstance(selector.key, Selector):
            return None
        operand = self.resolve(selector.key, spot)
        return operand if isinstance(operand, CellId) else None

    def _of_row(self, selector: Selector, spot: Spot) -> Operand:
        sheet = self.shape.sheets.get(spot.sheet)
        row = sheet.by_id.get(spot.record) if sheet else None
        if row is None:
            return NOTHING
        return Constant(row.key if selector.reach is Reach.KEY else Decimal(row.ordinal))

    def _previous(self, selector: Selector, spot: Spot) -> Constant:
        place = self.previous_place(selector, spot)
        return Constant(self.last_year.value(place)) if place is not None else NOTHING

    def previous_place(self, selector: Selector, spot: Spot) -> Place | None:
        """Where a cell of last year's document stands; None for a row that has no key."""
        key = self._key(selector, spot) if selector.key is not None else ""
        if selector.region and selector.key is None:
            sheet = self.shape.sheets.get(spot.sheet)
            row = sheet.by_id.get(spot.record) if sheet else None
            key = row.key if row else ""
        if selector.region and not key:
            return None
        return Place(selector.form, key, selector.names[0])

    def _fixed(self, selector: Selector, spot: Spot) -> Operand:
        names = selector.names
        if selector.form == COVER:
            return CellId(COVER, "", "", names[0])
        if selector.form == PROJECT_CARD:
            own = spot.sheet.instance
            projects = self.shape.projects if selector.many else (own,) * bool(own)
            cells = tuple(CellId(PROJECT_CARD, project, "", names[0]) for project in projects)
        else:
            sheets = self._sheets(selector, spot)
            cells = tuple(CellId(*s.sheet, "", name) for s in sheets for name in names)
        if selector.many:
            return cells
        return cells[0] if cells else NOTHING

    def _sheets(self, selector: Selector, spot: Spot) -> list[SheetShape]:
        if selector.instances is Instances.ALL:
            return self.shape.of_form(selector.form)
        found = self.shape.sheets.get(self._one(selector, spot))
        return [found] if found else []

    def _one(self, selector: Selector, spot: Spot) -> SheetId:
        """The sheet that is meant where one is: the project's own, or the only one."""
        own = SheetId(selector.form, spot.sheet.instance)
        return own if own in self.shape.sheets else SheetId(selector.form)

    def _floating(self, selector: Selector, sheet: SheetShape, spot: Spot) -> tuple[CellId, ...]:
        match selector.reach:
            case Reach.MEMBERS:
                rows = sheet.members.get((selector.region, spot.record), [])
            case Reach.BELOW:
                row = sheet.by_id.get(spot.record)
                rows = _below(row, selector.region) if row else []
            case Reach.KEYED:
                return self._keyed(selector, sheet, spot)
            case _:  # the own record, the record or the group it belongs to
                row = sheet.row(spot.region, spot.record)
                while row is not None and row.region != selector.region:
                    row = row.parent
                rows = [row] if row is not None else []
        return self._cells(selector, sheet, rows)

    def _cells(self, selector: Selector, sheet: SheetShape, rows: list[Row]) -> tuple[CellId, ...]:
        """The cells of some rows; what belongs to a group stands once."""
        slots = [sheet.form.slots[name] for name in selector.names]
        return tuple(
            dict.fromkeys(
                CellId(*sheet.sheet, owner_of(sheet, slot, row), slot.name)
                for row in rows
                for slot in slots
            )
        )

    def _keyed(self, selector: Selector, sheet: SheetShape, spot: Spot) -> tuple[CellId, ...]:
        slot = sheet.form.slots[selector.names[0]]
        key = self._key(selector, spot)
        row = find_row(sheet, slot, key)
        if row is None and not sheet.form.regions[slot.region].key_column:
            row = row_at(sheet, slot.region, key)
        return self._cells(selector, sheet, [row]) if row else ()

    def _key(self, selector: Selector, spot: Spot) -> str:
        key = selector.key
        if not isinstance(key, Selector):
            return key or ""
        operand = self.resolve(key, spot)
        of_cell = self.value_of(operand) if isinstance(operand, CellId) else BLANK
        value = operand.value if isinstance(operand, Constant) else of_cell
        return plain(value) if isinstance(value, Decimal) else value if type(value) is str else ""


def owner_of(sheet: SheetShape, slot: Slot, row: Row) -> str:
    """The record or group that a row's cell of this slot belongs to."""
    return sheet.group_of[row.id, slot.group].id if slot.group else row.id


def find_row(sheet: SheetShape, slot: Slot, key: str) -> Row | None:
    """The row with that key, or the first row of the group of that name."""
    if slot.group:
        for name in (GROUP + key, group_id([key], "")):
            if sheet.has(slot, name):
                return sheet.row(slot.region, name)
    return sheet.row_by_key(slot.region, key)


def row_at(sheet: SheetShape, region: str, key: str) -> Row | None:
    """The row of a region whose ordinal that is."""
    place, records = ordinal(key), sheet.records(region)
    return records[place - 1] if place and place <= len(records) else None


def _below(row: Row, region: str) -> list[Row]:
    """All rows of a region under a row, at any depth."""
    found: list[Row] = []
    for name, rows in row.children.items():
        for child in rows:
            if name != region:
                found += _below(child, region)
            elif not child.phantom:
                found.append(child)
    return found
