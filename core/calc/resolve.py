"""From a looked-up name to the cells it means in one document, seen from one place."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from core.calc.shape import Row, Shape, SheetShape
from core.refs import COVER, PROJECT_CARD, CellId, SheetId
from core.template.form import Instances, Reach, Selector
from core.template.suite import FormSuite
from core.values import BLANK, Blank, Value


class Spot(NamedTuple):
    """Where a formula stands: a sheet and, in a floating row, the row's or group's id."""

    sheet: SheetId
    record: str = ""
    region: str = ""


Cells = CellId | tuple[CellId, ...]


@dataclass(frozen=True, slots=True)
class Constant:
    """An operand that is no cell: a key, an ordinal, a value of the suite."""

    value: Value


Operand = Cells | Constant
NOTHING = Constant(BLANK)


class Resolver:
    """Finds the cells of selectors under one shape.

    `value_of` is asked only for keys that are calculated; such operands have to be resolved again
    when the key changes (`is_moving`).
    """

    def __init__(self, suite: FormSuite, shape: Shape, value_of: Callable[[CellId], Value]) -> None:
        """Keep the shape that holds now."""
        self.suite = suite
        self.shape = shape
        self.value_of = value_of

    def resolve(self, selector: Selector, spot: Spot) -> Operand:
        """The cell, the column of cells, or the constant that a selector means here."""
        match selector.reach:
            case Reach.CONSTANT:
                return Constant(selector.constant)
            case Reach.PREVIOUS:
                return NOTHING
            case Reach.KEY | Reach.ORDINAL:
                row = self._row(spot)
                if row is None:
                    return NOTHING
                is_key = selector.reach is Reach.KEY
                return Constant(row.key if is_key else Decimal(row.ordinal))
            case Reach.FIXED:
                return self._fixed(selector, spot)
        return self._floating(selector, spot)

    def key_cell(self, selector: Selector, spot: Spot) -> CellId | None:
        """The cell whose value decides which record is meant, if any."""
        if not isinstance(selector.key, Selector):
            return None
        operand = self.resolve(selector.key, spot)
        return operand if isinstance(operand, CellId) else None

    def _row(self, spot: Spot) -> Row | None:
        sheet = self.shape.sheets.get(spot.sheet)
        return sheet.by_id.get(spot.record) if sheet else None

    def _fixed(self, selector: Selector, spot: Spot) -> Operand:
        if selector.form == COVER:
            return CellId(COVER, "", "", selector.names[0])
        if selector.form == PROJECT_CARD:
            if selector.many:
                projects = self.shape.projects
                return tuple(CellId(PROJECT_CARD, p, "", selector.names[0]) for p in projects)
            return CellId(PROJECT_CARD, spot.sheet.instance, "", selector.names[0])
        sheets = self._sheets(selector, spot)
        cells = tuple(CellId(*s.sheet, "", name) for s in sheets for name in selector.names)
        if selector.many:
            return cells
        return cells[0] if cells else NOTHING

    def _sheets(self, selector: Selector, spot: Spot) -> list[SheetShape]:
        if selector.instances is Instances.ALL:
            return self.shape.of_form(selector.form)
        own = selector.form == spot.sheet.form
        sheet = spot.sheet if own else SheetId(selector.form)
        found = self.shape.sheets.get(sheet)
        return [found] if found else []

    def _floating(self, selector: Selector, spot: Spot) -> Operand:
        sheets = self._sheets(selector, spot)
        if not sheets:
            return () if selector.many else NOTHING
        sheet = sheets[0]
        match selector.reach:
            case Reach.ALL:
                return tuple(
                    cell
                    for s in sheets
                    for name in selector.names
                    for cell in s.cells(s.form.slots[name])
                )
            case Reach.RECORD:
                return self._own_record(selector, sheet, spot)
            case Reach.GROUP:
                return self._own_group(selector, sheet, spot)
            case Reach.MEMBERS:
                group = sheet.group(selector.region, spot.record)
                rows = group.rows if group else []
                return self._cells(selector, sheet, rows)
            case Reach.BELOW:
                row = sheet.by_id.get(spot.record)
                return self._cells(selector, sheet, _below(row, selector.region) if row else [])
        return self._keyed(selector, sheet, spot)

    def _cells(self, selector: Selector, sheet: SheetShape, rows: list[Row]) -> tuple[CellId, ...]:
        slot = sheet.form.slots[selector.names[0]]
        found: dict[CellId, None] = {}
        for row in rows:
            record = sheet.group_of[row.id, slot.group].id if slot.group else row.id
            found[CellId(*sheet.sheet, record, slot.name)] = None
        return tuple(found)

    def _own_record(self, selector: Selector, sheet: SheetShape, spot: Spot) -> Operand:
        row = sheet.by_id.get(spot.record)
        while row is not None and row.region != selector.region:
            row = row.parent
        if row is None:
            return () if selector.many else NOTHING
        cells = tuple(CellId(*sheet.sheet, row.id, name) for name in selector.names)
        return cells if selector.many else cells[0]

    def _own_group(self, selector: Selector, sheet: SheetShape, spot: Spot) -> Operand:
        slot = sheet.form.slots[selector.names[0]]
        column = slot.group or slot.column
        group = sheet.group_of.get((spot.record, column)) or sheet.group(
            selector.region, spot.record
        )
        if group is None:
            return NOTHING
        if slot.group:
            return CellId(*sheet.sheet, self._group_id(group.rows[0], slot.group, sheet), slot.name)
        return CellId(*sheet.sheet, group.rows[0].id, slot.name)

    def _group_id(self, row: Row, column: str, sheet: SheetShape) -> str:
        return sheet.group_of[row.id, column].id

    def _keyed(self, selector: Selector, sheet: SheetShape, spot: Spot) -> Operand:
        key = selector.key
        if isinstance(key, Selector):
            operand = self.resolve(key, spot)
            value = operand.value if isinstance(operand, Constant) else BLANK
            if isinstance(operand, CellId):
                value = self.value_of(operand)
            key = "" if isinstance(value, Blank) else str(value)
        row = sheet.row_by_key(selector.region, key or "") if key else None
        return CellId(*sheet.sheet, row.id, selector.names[0]) if row else NOTHING


def _below(row: Row, region: str) -> list[Row]:
    """All rows of a region under a row, at any depth."""
    found: list[Row] = []
    for name, rows in row.children.items():
        for child in rows:
            if name == region:
                if not child.phantom:
                    found.append(child)
            else:
                found += _below(child, region)
    return found
