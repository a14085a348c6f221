"""The values of a document: read from what was typed, calculated in order, kept up to date.

``calculate`` starts from nothing; ``update`` recalculates only what hangs on changed cells. Both give
the same values (a property test holds them to it). A calculated value is rounded once, half up, to
its field's decimals as soon as it is calculated; everything that builds on it sees the rounded cell.
"""

import heapq
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from core.calc.resolve import Constant, Operand, Resolver, Spot
from core.calc.shape import Shape, SheetShape, build_shape, read_code
from core.document.model import Document
from core.refs import COVER, PROJECT_CARD, CellId, SheetId, card_cell, cover_cell
from core.template.form import Bound, Field, Slot
from core.template.suite import FormSuite
from core.values import (
    BLANK,
    MAX_TEXT,
    Blank,
    CellValue,
    Decimal,
    Failed,
    Value,
    clean_text,
    parse_number,
    parse_percent,
    quantise,
)


@dataclass(slots=True)
class Computation:
    """One formula at one place: its operands are the cells it reads."""

    bound: Bound
    spot: Spot
    operands: list[Operand]
    sources: tuple[CellId, ...]
    moving: bool = False


def read_value(text: str, field: Field) -> CellValue:
    """What a typed text means in a cell of this field: the one door for figures and texts."""
    if field.is_figure:
        number = parse_percent(text) if field.type == "percent" else parse_number(text)
        return quantise(number, field.decimals) if isinstance(number, Decimal) else number
    if len(text) > MAX_TEXT:
        return Failed(f"文字太长，最多 {MAX_TEXT} 字")
    cleaned = read_code(text) if field.type == "code" else clean_text(text)
    return cleaned if cleaned else BLANK


def as_cell_value(value: Value, field: Field) -> CellValue:
    """What a formula's result becomes in a cell of this field (rounded; texts as texts)."""
    if isinstance(value, bool):
        return "是" if value else BLANK
    if isinstance(value, Decimal):
        return quantise(value, field.decimals) if field.is_figure else format(value, "f")
    if isinstance(value, str):
        return Failed(f"“{value}”不是数") if field.is_figure and value else value or BLANK
    return value


class Calculation:
    """All values of one document under its suite."""

    def __init__(self, suite: FormSuite, document: Document) -> None:
        """Calculate everything once."""
        self.suite = suite
        self.document = document
        self.shape: Shape
        self.values: dict[CellId, CellValue] = {}
        self.computed: dict[CellId, CellValue] = {}
        self.computations: dict[CellId, Computation] = {}
        self.dependents: dict[CellId, set[CellId]] = {}
        self.calculate()

    # ---- asking

    def value(self, cell: CellId) -> CellValue:
        """What a cell holds; BLANK for a cell that is not there."""
        return self.values.get(cell, BLANK)

    def slot(self, cell: CellId) -> Slot | None:
        """The named cell of the template that a cell is an instance of."""
        return self.suite.slot(cell.form, cell.name)

    def cells(self, sheet: SheetId) -> Iterator[tuple[CellId, Slot]]:
        """Every cell of a sheet with its slot, by slot."""
        shape = self.shape.sheets[sheet]
        for slot in shape.form.slots.values():
            for cell in shape.cells(slot):
                yield cell, slot

    def operand_value(self, operand: Operand) -> Value | tuple[Value, ...]:
        """The value or column of values an operand stands for."""
        if isinstance(operand, Constant):
            return operand.value
        if isinstance(operand, CellId):
            return self.values.get(operand, BLANK)
        return tuple(self.values.get(cell, BLANK) for cell in operand)

    def run(self, computation: Computation, *, audit: bool = False) -> Value:
        """The result of a formula with the values that hold now."""
        operands = [self.operand_value(operand) for operand in computation.operands]
        return computation.bound.program.run(operands, self.suite, audit)

    def computation(self, bound: Bound, spot: Spot) -> Computation:
        """A formula made ready for one place."""
        operands = [self.resolver.resolve(s, spot) for s in bound.selectors]
        sources: dict[CellId, None] = {}
        moving = False
        for operand, selector in zip(operands, bound.selectors, strict=True):
            key = self.resolver.key_cell(selector, spot)
            if key is not None:
                moving = True
                sources[key] = None
            if isinstance(operand, CellId):
                sources[operand] = None
            elif not isinstance(operand, Constant):
                sources.update(dict.fromkeys(operand))
        return Computation(bound, spot, operands, tuple(sources), moving)

    # ---- calculating

    def calculate(self) -> set[CellId]:
        """Build the shape and calculate everything; returns the cells whose value changed."""
        before = self.values
        self.shape = build_shape(self.suite, self.document)
        self.resolver = Resolver(self.suite, self.shape, self.value)
        self.values, self.computed = {}, {}
        self.computations, self.dependents = {}, {}
        waiting: list[tuple[int, CellId, Slot, Bound]] = []
        for cell, slot in self._all_cells():
            bound = slot.formula or slot.default
            if bound is None:
                self._store(cell, self._typed(cell, slot))
            else:
                rank = self.suite.order.get((cell.form, cell.name), -1)
                waiting.append((rank, cell, slot, bound))
        waiting.sort(key=lambda item: item[0])
        for _, cell, slot, bound in waiting:
            spot = Spot(cell.sheet, cell.record, slot.region)
            self._connect(cell, self.computation(bound, spot))
            self._store(cell, self._evaluate(cell, slot))
        return _differences(before, self.values)

    def update(self, cells: Iterable[CellId]) -> set[CellId]:
        """Recalculate after these cells were typed, cleared or overridden; the shape is the same.

        Returns the cells whose value changed.
        """
        queue: list[tuple[int, CellId]] = []
        queued: set[CellId] = set()

        def push(cell: CellId) -> None:
            if cell not in queued:
                queued.add(cell)
                rank = self.suite.order.get((cell.form, cell.name), -1)
                heapq.heappush(queue, (rank, cell))

        for cell in cells:
            push(cell)
        changed: set[CellId] = set()
        while queue:
            _, cell = heapq.heappop(queue)
            slot = self.slot(cell)
            if slot is None or not self._exists(cell, slot):
                continue
            value = self._refresh(cell, slot)
            if value != self.value(cell):
                self._store(cell, value)
                changed.add(cell)
                for dependent in self.dependents.get(cell, ()):
                    push(dependent)
        return changed

    def _refresh(self, cell: CellId, slot: Slot) -> CellValue:
        computation = self.computations.get(cell)
        if computation is None:
            return self._typed(cell, slot)
        if computation.moving:
            self._disconnect(cell)
            self._connect(cell, self.computation(computation.bound, computation.spot))
        return self._evaluate(cell, slot)

    def _evaluate(self, cell: CellId, slot: Slot) -> CellValue:
        """A calculated or prefilled cell: the override or typed text first, else the formula."""
        result = as_cell_value(self.run(self.computations[cell]), slot.field)
        self.computed[cell] = result
        if slot.is_calculated:
            override = self.document.overrides.get(cell)
            return read_value(override.text, slot.field) if override else result
        typed = self.document.texts.get(cell)
        return result if typed is None else read_value(typed, slot.field)

    def _typed(self, cell: CellId, slot: Slot) -> CellValue:
        """An entered cell: what was typed, else the outline's value for its group."""
        typed = self.document.texts.get(cell)
        if typed is not None:
            return read_value(typed, slot.field)
        sheet = self.shape.sheets.get(cell.sheet)
        if sheet is not None and slot.region and slot.column == self._key_column(sheet, slot):
            row = sheet.by_id.get(cell.record)
            return row.key if row is not None and row.derived and row.key else BLANK
        if slot.outline:
            group = cell.record.removeprefix("@").split("/")[0]
            return read_value(slot.outline.get(group, ""), slot.field)
        return BLANK

    def _key_column(self, sheet: SheetShape, slot: Slot) -> str:
        return sheet.form.regions[slot.region].key_column

    # ---- book-keeping

    def _store(self, cell: CellId, value: CellValue) -> None:
        if isinstance(value, Blank):
            self.values.pop(cell, None)
        else:
            self.values[cell] = value

    def _connect(self, cell: CellId, computation: Computation) -> None:
        self.computations[cell] = computation
        for source in computation.sources:
            self.dependents.setdefault(source, set()).add(cell)

    def _disconnect(self, cell: CellId) -> None:
        for source in self.computations[cell].sources:
            self.dependents.get(source, set()).discard(cell)

    def _exists(self, cell: CellId, slot: Slot) -> bool:
        if cell.form in (COVER, PROJECT_CARD):
            return True
        sheet = self.shape.sheets.get(cell.sheet)
        if sheet is None:
            return False
        if not slot.region:
            return True
        if slot.group:
            return sheet.group(slot.region, cell.record) is not None
        row = sheet.by_id.get(cell.record)
        return row is not None and not row.phantom

    def _all_cells(self) -> Iterator[tuple[CellId, Slot]]:
        for slot in self.suite.cover.values():
            yield cover_cell(slot.name), slot
        for project in self.document.projects:
            for slot in self.suite.card.values():
                yield card_cell(project, slot.name), slot
        for sheet in self.shape.sheets:
            yield from self.cells(sheet)


def _differences(
    before: Mapping[CellId, CellValue], after: Mapping[CellId, CellValue]
) -> set[CellId]:
    return {
        cell
        for cell in before.keys() | after.keys()
        if before.get(cell, BLANK) != after.get(cell, BLANK)
    }
