"""The values of a document: read from what was typed, calculated in order, kept up to date.

``calculate`` starts from nothing; ``update`` recalculates only what hangs on changed cells,
``reshape`` also what hangs on changed rows. All give the same values. A calculated value is rounded
once, half up, to its field's decimals as soon as it is calculated; everything that builds on it
sees the rounded cell.
"""

import heapq
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from core.calc.bulk import in_bulk
from core.calc.code_names import Code, CodeNames, unknown_code
from core.calc.last_year import LastFigures
from core.calc.places import cells_on, columns_on, outside_readers
from core.calc.resolve import Constant, Operand, Resolver, Spot, asks_last_year, is_steady
from core.calc.rows import build_shape
from core.calc.shape import PHANTOM, key_is_given
from core.calc.typed import as_slot_value, read_value
from core.document.model import Document, Override
from core.refs import COVER, PROJECT_CARD, CellId, SheetId, card_cell, cover_cell
from core.template.form import Bound, Part, Slot
from core.template.left_out import forms_read, without
from core.template.suite import FormSuite
from core.values import BLANK, Blank, CellValue, Value


@dataclass(slots=True)
class Computation:
    """One formula at one place: its operands are the cells it reads.

    One that is `moving` reads a record whose key is itself a value, and has to be made again.
    """

    bound: Bound
    spot: Spot
    operands: list[Operand]
    sources: tuple[CellId, ...]
    moving: bool = False


LONG_COLUMN = 16
"""So many cells make a column whose values are worth keeping."""


class Reshaped(NamedTuple):
    """What changed rows brought about: the cells whose value changed, the sheets that changed."""

    cells: set[CellId]
    sheets: set[SheetId]


class Calculation:
    """All values of one document under its suite."""

    def __init__(self, suite: FormSuite, document: Document) -> None:
        """Calculate everything once.

        `whole` is the suite as it was drawn, `suite` as the document fills it in: without the
        forms that are left out.
        """
        self.whole = self.suite = suite
        self.document = document
        self.code_names = CodeNames(suite, document)
        self._left_out: frozenset[str] = frozenset()
        self._readers = outside_readers(suite)
        self._steady: dict[tuple[str, str], bool] = {}
        self.calculate()

    # ---- asking

    def value(self, cell: CellId) -> CellValue:
        """What a cell holds; BLANK for a cell that is not there.

        A blank row kept for a place in the outline shows that place, though nothing counts it.
        """
        if cell.record.startswith(PHANTOM):
            return self._given(cell)
        return self.values.get(cell, BLANK)

    def typed(self, cell: CellId) -> str | None:
        """What was typed into a cell or stands over its calculation, word for word.

        A text that a calculated cell keeps from a time when it was an entry does not count.
        """
        override = self.override(cell)
        if override is not None:
            return override.text
        whole, part = self.code_of(cell)
        if part is not None:
            return part.of(self.typed(whole) or "") or None
        return None if self.keeps_text(cell) else self.document.texts.get(cell)

    def keeps_text(self, cell: CellId) -> bool:
        """Whether a calculated cell keeps a text that it held while a source was left out."""
        slot = self.slot(cell) if cell in self.document.texts else None
        return slot is not None and slot.is_calculated and bool(forms_read(slot))

    def override(self, cell: CellId) -> Override | None:
        """The 改写 that holds in a cell; one of a cell that is an entry just now waits."""
        override = self.document.overrides.get(cell)
        slot = self.slot(cell) if override is not None else None
        return override if slot is not None and slot.is_calculated else None

    def slot(self, cell: CellId) -> Slot | None:
        """The named cell of the template that a cell is an instance of."""
        return self.suite.slot(cell.form, cell.name)

    def code_of(self, cell: CellId) -> tuple[CellId, Part | None]:
        """The cell of the whole code, and which part of it this cell shows; else itself, None."""
        slot = self.slot(cell)
        part = slot.part if slot is not None else None
        return (cell if part is None else cell._replace(name=part.whole)), part

    def missing_sources(self, cell: CellId) -> list[str]:
        """The forms left out that a cell would read: it is an entry as long as they are."""
        slot = self.whole.slot(cell.form, cell.name)
        read = forms_read(slot) if slot and slot is not self.slot(cell) else frozenset[str]()
        return [name for name in self.whole.forms if name in read & self._left_out]

    def exists(self, cell: CellId, slot: Slot) -> bool:
        """Whether the document has this cell of the slot now."""
        if cell.form == COVER:
            return cell == cover_cell(cell.name)
        if cell.form == PROJECT_CARD:
            return cell.record == "" and cell.instance in self.shape.projects
        sheet = self.shape.sheets.get(cell.sheet)
        return sheet is not None and sheet.has(slot, cell.record)

    def to_be_named(self, cell: CellId, slot: Slot) -> Code | None:
        """The code, unknown to its dictionary, whose name is typed into this cell."""
        sheet = self.shape.sheets.get(cell.sheet)
        return unknown_code(self.suite, slot, sheet.by_id.get(cell.record) if sheet else None)

    def cells(self, sheet: SheetId) -> Iterator[tuple[CellId, Slot]]:
        """Every cell of a sheet with its slot, by slot."""
        return cells_on(self.suite, self.shape, sheet)

    def columns(self, sheet: SheetId) -> Iterator[tuple[Slot, Sequence[CellId]]]:
        """Every slot of a sheet with its cells."""
        return columns_on(self.suite, self.shape, sheet)

    def all_cells(self) -> Iterator[tuple[CellId, Slot]]:
        """Every cell of the document with its slot: cover, cards, sheets."""
        for sheet in (*self._pseudo_sheets(), *self.shape.sheets):
            yield from self.cells(sheet)

    def operand_value(self, operand: Operand) -> Value | tuple[Value, ...]:
        """The value or column of values an operand stands for."""
        if isinstance(operand, Constant):
            return operand.value
        if isinstance(operand, CellId):
            return self.values.get(operand, BLANK)
        # Many records read the same long column; it is kept until any value changes.
        kept = self._read_columns.get(id(operand))
        if kept is not None and kept[0] is operand:
            return kept[1]
        values = tuple([self.values.get(cell, BLANK) for cell in operand])
        if len(operand) >= LONG_COLUMN:
            self._read_columns[id(operand)] = operand, values
        return values

    def run(self, computation: Computation, *, audit: bool = False) -> Value:
        """The result of a formula with the values that hold now."""
        operands = [self.operand_value(operand) for operand in computation.operands]
        return computation.bound.program.run(operands, self.code_names, audit)

    def computation(self, bound: Bound, spot: Spot) -> Computation:
        """A formula made ready for one place."""
        operands = [self.resolver.resolve(s, spot) for s in bound.selectors]
        sources: dict[CellId, None] = {}
        moving = False
        for operand, selector in zip(operands, bound.selectors, strict=True):
            key = self.resolver.key_cell(selector, spot) if selector.key is not None else None
            if key is not None:
                moving = True
                sources[key] = None
            if isinstance(operand, CellId):
                sources[operand] = None
            elif not isinstance(operand, Constant):
                sources.update(dict.fromkeys(operand))
        return Computation(bound, spot, operands, tuple(sources), moving)

    # ---- calculating

    @in_bulk()
    def calculate(self) -> None:
        """Build the shape and calculate everything."""
        self._select()
        self.shape = build_shape(self.suite, self.document)
        self.code_names.read(self.shape)
        self.resolver = Resolver(self.shape, self.value, self._last_figures())
        self.values: dict[CellId, CellValue] = {}
        self._read_columns: dict[int, tuple[tuple[CellId, ...], tuple[CellValue, ...]]] = {}
        self.computed: dict[CellId, CellValue] = {}
        self.computations: dict[CellId, Computation] = {}
        self.dependents: dict[CellId, set[CellId]] = {}
        order = self.suite.order
        ranked: list[tuple[int, Slot, Sequence[CellId]]] = []
        for sheet in (*self._pseudo_sheets(), *self.shape.sheets):
            for slot, cells in self.columns(sheet):
                if slot.formula is None and slot.default is None:
                    self._enter(slot, cells)
                else:
                    ranked.append((order.get((slot.form, slot.name), -1), slot, cells))
        ranked.sort(key=lambda item: item[0])
        for _, slot, cells in ranked:
            for cell in cells:
                self._store(cell, self._refreshed(cell, slot))

    def _enter(self, slot: Slot, cells: Sequence[CellId]) -> None:
        """Read what was typed into the cells of an entered slot of one sheet."""
        form = self.suite.forms.get(slot.form)
        region = form.regions.get(slot.region) if form else None
        if slot.outline or (region is not None and slot.column == region.key_column):
            for cell in cells:
                self._store(cell, self._entered(cell, slot))
            return
        texts, field = self.document.texts, slot.field
        for cell in cells:
            typed = texts.get(cell)
            if typed is not None:
                self._store(cell, read_value(typed, field))

    def update(self, cells: Iterable[CellId]) -> set[CellId]:
        """Recalculate after these cells were typed, cleared or overridden; the shape is the same.

        Returns the cells whose value, proposal or overridden result changed.
        """
        queue: list[tuple[int, CellId]] = []
        queued: set[CellId] = set()
        changed: set[CellId] = set()
        order = self.suite.order

        def push(cell: CellId) -> None:
            if cell not in queued:
                queued.add(cell)
                heapq.heappush(queue, (order.get((cell.form, cell.name), -1), cell))

        for cell in cells:
            push(cell)
            if self._names_code(cell):
                changed |= self._reread_names()
        for cell in list(changed):
            for dependent in self.dependents.get(cell, ()):
                push(dependent)
        while queue:
            _, cell = heapq.heappop(queue)
            slot = self.slot(cell)
            if slot is None or not self.exists(cell, slot):
                continue
            before = self.computed.get(cell, BLANK)
            value = self._refreshed(cell, slot)
            if value != self.value(cell):
                self._store(cell, value)
                changed.add(cell)
                for dependent in self.dependents.get(cell, ()):
                    push(dependent)
            elif before != self.computed.get(cell, BLANK):
                changed.add(cell)
        return changed

    def reshape(self, sheets: Collection[SheetId], cells: Iterable[CellId]) -> Reshaped:
        """Recalculate after rows of these sheets, or the forms and projects there are, changed.

        Cells that are gone, new, or entries only now are among the changed ones, cards among the
        sheets, and so are forms that were taken in or left out, with or without sheets.
        """
        before, left_out = self.shape, self._left_out
        self._select()
        self._rebuild(sheets)
        toggled = left_out ^ self._left_out
        touched = [s for s in before.sheets if before.sheets[s] is not self.shape.sheets.get(s)]
        touched += [s for s in self.shape.sheets if s not in before.sheets]
        touched += [SheetId(form) for form in toggled]
        projects = set(before.projects) ^ set(self.shape.projects)
        touched += [SheetId(PROJECT_CARD, project) for project in projects]
        again: set[CellId] = set(cells)
        changed = self._reread_names()
        for cell in changed:
            again |= self.dependents.get(cell, set())
        for sheet in touched:
            was = {cell for cell, _ in cells_on(self.suite, before, sheet)}
            now = dict(self.cells(sheet))
            changed |= {cell for cell in was - now.keys() if self._forgotten(cell)}
            again |= {c for c, slot in now.items() if c not in was or not self.is_steady(slot)}
        for slot in self._reading({sheet.form for sheet in touched}):
            again |= self.cells_of(slot)
        for cell in again:
            self._disconnect(cell)
        for slot in self._reading(toggled):  # entries now, or no longer
            changed |= self.cells_of(slot)
        return Reshaped(changed | self.update(again), set(touched))

    def reread_last_year(self) -> set[CellId]:
        """Recalculate after other figures of last year were taken; the cells that changed."""
        self.resolver.last_year = self._last_figures()
        again = {cell for slot in self._asking_last_year() for cell in self.cells_of(slot)}
        for cell in again:
            self._disconnect(cell)
        return self.update(again)

    def _last_figures(self) -> LastFigures:
        return LastFigures(self.document.last_year, self.whole)

    def _asking_last_year(self) -> Iterator[Slot]:
        for form in self.suite.forms.values():
            for slot in form.slots.values():
                bound = slot.formula or slot.default
                if bound is not None and asks_last_year(bound):
                    yield slot

    def is_steady(self, slot: Slot) -> bool:
        """Whether a cell's value does not hang on how the rows of its sheet stand."""
        known = self._steady.get((slot.form, slot.name))
        if known is None:
            bound = slot.formula or slot.default
            known = slot.outline is None if bound is None else is_steady(bound, slot.region)
            self._steady[slot.form, slot.name] = known
        return known

    def _names_code(self, cell: CellId) -> bool:
        slot = self.slot(cell)
        return slot is not None and self.to_be_named(cell, slot) is not None

    def _reread_names(self) -> set[CellId]:
        """Look for typed names of codes again; the cells that hold codes with another name now."""
        codes = {code for _, code in self.code_names.read(self.shape)}
        slots = (slot for slot in self.suite.code_slots if codes)
        cells = {cell for slot in slots for cell in self.cells_of(slot)}
        return {cell for cell in cells if self.value(cell) in codes}

    def _rebuild(self, sheets: Collection[SheetId]) -> None:
        forms = self.suite.forms
        kept = {
            sheet: shape
            for sheet, shape in self.shape.sheets.items()
            if sheet not in sheets and shape.form is forms[sheet.form]
        }
        self.shape = build_shape(self.suite, self.document, kept)
        self.resolver.shape = self.shape

    def _select(self) -> None:
        """Take the suite without the forms that are left out now."""
        left_out = frozenset(self.document.deselected)
        if left_out != self._left_out:
            self._left_out = left_out
            self.suite = without(self.whole, left_out)
            self._steady.clear()

    def _reading(self, forms: Iterable[str]) -> Iterator[Slot]:
        for form in forms:
            yield from self._readers.get(form, ())

    def cells_of(self, slot: Slot) -> set[CellId]:
        """Every cell of a slot in the document."""
        if slot.form == COVER:
            return {cover_cell(slot.name)}
        if slot.form == PROJECT_CARD:
            return {card_cell(project, slot.name) for project in self.shape.projects}
        return {cell for sheet in self.shape.of_form(slot.form) for cell in sheet.cells(slot)}

    # ---- one cell

    def _refreshed(self, cell: CellId, slot: Slot) -> CellValue:
        bound = slot.formula or slot.default
        if bound is None:
            self.computed.pop(cell, None)
            return self._entered(cell, slot)
        known = self.computations.get(cell)
        if known is None or known.moving:
            self._disconnect(cell)
            spot = Spot(cell.sheet, cell.record, slot.region)
            self._connect(cell, self.computation(bound, spot))
        return self._evaluated(cell, slot)

    def _evaluated(self, cell: CellId, slot: Slot) -> CellValue:
        """A calculated or prefilled cell: the override or typed text first, else the formula."""
        result = as_slot_value(self.run(self.computations[cell]), slot)
        self.computed[cell] = result
        if slot.is_calculated:
            override = self.document.overrides.get(cell)
            return read_value(override.text, slot.field) if override else result
        typed = self.document.texts.get(cell)
        return result if typed is None else read_value(typed, slot.field)

    def _entered(self, cell: CellId, slot: Slot) -> CellValue:
        """An entered cell: what was typed, else its derived code or the outline's value."""
        typed = self.document.texts.get(cell)
        sheet = self.shape.sheets.get(cell.sheet)
        if sheet is None or not slot.region:
            return BLANK if typed is None else read_value(typed, slot.field)
        region = sheet.form.regions[slot.region]
        if key_is_given(region, cell):
            return sheet.by_id[cell.record].key or BLANK
        if typed is not None:
            return read_value(typed, slot.field)
        row = sheet.row(slot.region, cell.record)
        if not slot.outline or row is None:
            return BLANK
        key = row.key if row.followed else ""
        if slot.group:
            key = sheet.group_of[row.id, region.piece.merge_equal[0]].values[0]
        return read_value(slot.outline.get(key, ""), slot.field)

    def _given(self, cell: CellId) -> CellValue:
        """What the outline says for a cell of a kept blank row."""
        sheet, slot = self.shape.sheets.get(cell.sheet), self.slot(cell)
        row = sheet.kept.get(cell.record) if sheet else None
        if row is None or slot is None:
            return BLANK
        if slot.group and slot.outline:
            return read_value(slot.outline.get(next(iter(row.given.values())), ""), slot.field)
        return row.given.get(slot.column, BLANK)

    # ---- book-keeping

    def _store(self, cell: CellId, value: CellValue) -> None:
        self._read_columns.clear()
        if isinstance(value, Blank):
            self.values.pop(cell, None)
        else:
            self.values[cell] = value

    def _forgotten(self, cell: CellId) -> bool:
        """Forget a cell that is gone; whether it had a value."""
        self._disconnect(cell)
        self.computed.pop(cell, None)
        self._read_columns.clear()
        return self.values.pop(cell, None) is not None

    def _connect(self, cell: CellId, computation: Computation) -> None:
        self.computations[cell] = computation
        for source in computation.sources:
            self.dependents.setdefault(source, set()).add(cell)

    def _disconnect(self, cell: CellId) -> None:
        known = self.computations.pop(cell, None)
        for source in known.sources if known else ():
            users = self.dependents[source]
            users.discard(cell)
            if not users:
                del self.dependents[source]

    def _pseudo_sheets(self) -> list[SheetId]:
        return [SheetId(COVER), *(SheetId(PROJECT_CARD, p) for p in self.shape.projects)]
