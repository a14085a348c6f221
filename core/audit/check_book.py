"""Every check of a document with its result, run again only where something changed.

The checks themselves are not kept: a rule and a place say all about them, and one is made ready
when somebody asks what it is about.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import cast

from core.audit.columns import Places, is_required
from core.audit.field_checks import FieldCheck, FieldChecker, field_check
from core.audit.ledger import Ledger
from core.audit.readers import Again, Reader, Readers, limits
from core.audit.ready_checks import ReadyChecks
from core.audit.results import Key, Result, justified
from core.audit.rules import PlacedRule, RuleBook, RuleCheck, placed_rules
from core.audit.running import RuleRunner, Words
from core.audit.wording import Check
from core.calc.bulk import in_bulk
from core.calc.engine import Calculation
from core.calc.names import Names
from core.calc.resolve import Spot
from core.calc.shape import FOLLOWED, key_is_given
from core.findings import Outcome
from core.refs import COVER, PROJECT_CARD, CellId, SheetId
from core.template.form import Slot


class CheckBook:
    """All checks of one document. `ledger` says how each ended, `ready` are those without rule."""

    def __init__(self, calculation: Calculation, names: Names) -> None:
        """Run everything once."""
        self.calculation = calculation
        self.names = names
        self.rules = RuleBook(calculation)
        self._runner = RuleRunner(calculation, self.rules)
        self._fields = FieldChecker(calculation)
        suite = calculation.whole
        self._own = {form.name: placed_rules(form.audits) for form in suite.forms.values()}
        self._crossing = placed_rules(suite.audits)
        rules = [*(placed for own in self._own.values() for placed in own), *self._crossing]
        self._rules = {(placed.rule.id, placed.form): placed for placed in rules}
        self._limits = limits(suite)
        self.start_over()

    @in_bulk()
    def start_over(self) -> None:
        """Run every check as if nothing were known."""
        self.ledger = Ledger(self._rules)
        self.ready = ReadyChecks(self.names, self._keep)
        self._readers = Readers([*self._rules.values(), *self._limits.values()])
        self._made: dict[Key, RuleCheck | FieldCheck] = {}
        self._words: dict[Key, Words] = {}
        self._places: dict[PlacedRule, dict[SheetId, set[str]]] = {}
        self._absent: dict[PlacedRule, tuple[str, ...]] = {}
        self._explained: dict[CellId, set[str]] = {}
        self._required: Counter[SheetId] = Counter()
        self._read_justifications()
        cards = (SheetId(PROJECT_CARD, p) for p in self.calculation.shape.projects)
        for sheet in (SheetId(COVER), *cards, *self.calculation.shape.sheets):
            self._judge_sheet(sheet)
        for placed in self._rules.values():
            self._place_rule(placed, None)
        self.ready.all()

    # ---- keeping up

    def update(self, cells: Collection[CellId]) -> None:
        """Rerun what hangs on these cells."""
        again = Again()
        followed: set[SheetId] = set()
        explained = self._read_justifications()
        for cell in cells:
            self._judge_cell(cell)
            self.ready.returned(cell)
            self.ready.run_at(cell)
            if cell.record.startswith(FOLLOWED):
                followed.add(cell.sheet)
            self._hanging(cell, again)
            if cell in explained:
                listed = (key for key in self.ledger.listed if (key[0], key[4]) in self._rules)
                again.add_keys(key for key in listed if key[0] in explained[cell])
        for sheet in followed:
            self.ready.kept(sheet)
        if any(self.ready.concerns_codes(cell) for cell in cells):
            self.ready.similar()
        for reader, sheet, records in again.places():
            self._judge_again(reader, sheet, records)
        for key in again.keys:
            self._judge_again(self._reader(key), SheetId(*key[1:3]), {key[3]})

    def reshape(self, sheets: Collection[SheetId], cells: Collection[CellId]) -> None:
        """Place the checks of changed sheets again and rerun what hangs on these cells."""
        self._made.clear()
        self._words.clear()
        self._read_justifications()
        forms = {sheet.form for sheet in sheets}
        for sheet in sheets:
            self._judge_sheet(sheet)
        for form in forms:
            for placed in self._own.get(form, ()):
                self._place_rule(placed, sheets)
        for placed in self._crossing:
            if placed.forms & forms:
                self._place_rule(placed, {*sheets, *self._homes(placed)})
        self.ready.on(sheets)
        self.update(cells)

    def _hanging(self, cell: CellId, again: Again) -> None:
        """Add the checks that read a cell."""
        for reader in self._readers.own(cell):
            again.add(reader, cell.sheet, (cell.record,))
        for reader, near in self._readers.wide(cell):
            there = self._all_places(reader)
            own = SheetId(reader.form, cell.instance)
            for sheet in (own,) if near else there:
                again.add(reader, sheet, there.get(sheet, ()))
        again.add_keys(self._readers.looked_up(cell))

    def _all_places(self, reader: Reader) -> Mapping[SheetId, Collection[str]]:
        """By sheet the records or groups at which a rule or the limits of a field stand."""
        if isinstance(reader, PlacedRule):
            return self._places[reader]
        found: dict[SheetId, list[str]] = {}
        for cell in self.calculation.cells_of(reader.slot):
            found.setdefault(cell.sheet, []).append(cell.record)
        return found

    def _reader(self, key: Key) -> Reader:
        """The rule or the limits that a check belongs to."""
        return self._rules[key[0], key[4]] if key[0] else self._limits[key[1], key[4]]

    # ---- cells by themselves

    def _judge_sheet(self, sheet: SheetId) -> None:
        """Run the checks of all cells of a sheet; forget those that are gone."""
        for key in self.ledger.of_cells(sheet):
            self._judge_cell(CellId(*key[1:]))
        required = 0
        for slot, cells in self.calculation.columns(sheet):
            checked = self._checked(slot, cells)
            required += len(checked) if is_required(slot) else 0
            self._judge_cells(slot, cells, checked)
        self._required[sheet] = required

    def _judge_cell(self, cell: CellId) -> None:
        """Run the check of one cell, if it has any."""
        slot = self.calculation.slot(cell)
        if slot is None or not self.calculation.exists(cell, slot):
            self._keep(("", *cell), None)
        else:
            self._judge_cells(slot, [cell], self._checked(slot, [cell]))

    def _judge_cells(self, slot: Slot, cells: Sequence[CellId], checked: Sequence[CellId]) -> None:
        """Run the checks of cells of one sheet; those not checked have no finding."""
        found, looked_up = self._fields.judge(slot, checked)
        for cell in cells:
            key, result = ("", *cell), found.get(cell)
            if result is not None:
                result = justified(result, cell, self.calculation.document)
            if result is not None or key in self.ledger.results:
                self._keep(key, result)
        for record, others in looked_up.items():
            self._readers.remember(("", *cells[0].sheet, record, slot.name), others)

    def _checked(self, slot: Slot, cells: Sequence[CellId]) -> Sequence[CellId]:
        """Those that are checked: calculated ones while overridden, keys where they are typed."""
        if slot.is_calculated:
            overrides = self.calculation.document.overrides
            return [cell for cell in cells if cell in overrides]
        form = self.calculation.suite.forms.get(slot.form)
        region = form.regions.get(slot.region) if form else None
        if region is None or slot.column != region.key_column:
            return cells
        return [cell for cell in cells if not key_is_given(region, cell)]

    # ---- rules

    def _place_rule(self, placed: PlacedRule, sheets: Collection[SheetId] | None) -> None:
        """Run a rule on these sheets of its form, or (None) on all; forget the places gone."""
        wanted = {places.sheet: places for places in self.rules.places(placed, sheets)}
        there = self._places.setdefault(placed, {})
        absent = self.rules.absent(placed)
        kept = placed.steady and not placed.rule.crossing and self._absent.get(placed) == absent
        self._absent[placed] = absent
        # Another form drawn by the same file has a rule of the same id on its own sheets.
        for home in {SheetId(placed.form), *(s for s in sheets or () if s.form == placed.form)}:
            gone = there.get(home, set()) - set(wanted[home].records if home in wanted else ())
            for record in gone:
                self._keep(placed.key(home, record), None)
                self._readers.forget(placed.key(home, record))
            there[home] = there.get(home, set()) - gone
        for sheet, places in wanted.items():
            known = there.get(sheet, set())
            new = [record for record in places.records if not kept or record not in known]
            there[sheet] = set(places.records)
            self._judge(placed, places.only(new))

    def _homes(self, placed: PlacedRule) -> list[SheetId]:
        """The sheets of a rule's form where it stands, and those the form has now."""
        there = (*self._places[placed], *self.calculation.shape.sheets)
        return [sheet for sheet in dict.fromkeys(there) if sheet.form == placed.form]

    def _judge_again(self, reader: Reader, sheet: SheetId, records: set[str]) -> None:
        """Run a rule, or the checks of a field, at those of the places that are there."""
        if not isinstance(reader, PlacedRule):
            for record in records:
                self._judge_cell(CellId(*sheet, record, reader.slot.name))
            return
        known = self._places[reader].get(sheet, set())
        there = records & known
        if there and len(there) == len(known):
            [places] = self.rules.places(reader, (sheet,))
            self._judge(reader, places)
        elif there:
            self._judge(reader, Places(sheet, reader.region, list(there)))

    def _judge(self, placed: PlacedRule, places: Places) -> None:
        """Run a rule at places of one sheet."""
        judged = self._runner.judge(placed, places)
        results = {placed.key(places.sheet, r): result for r, result in judged.results.items()}
        for key in self._made.keys() & results:
            del self._made[key]
        for key in self._words.keys() & results:
            del self._words[key]
        if placed.rule.id in self._explained_ids:
            results = {key: self._explain(key, result) for key, result in results.items()}
        for record, cells in judged.looked_up.items():
            self._readers.remember(placed.key(places.sheet, record), cells)
        self.ledger.keep_all(results)

    def _read_justifications(self) -> dict[CellId, set[str]]:
        """Take down which rules are explained; by cell those explained there, now or before."""
        document = self.calculation.document
        self._explained_ids = {rule for rule, _ in document.justifications}
        for rule, cell in document.justifications:
            self._explained.setdefault(cell, set()).add(rule)
        return self._explained

    def _explain(self, key: Key, result: Result) -> Result:
        """How a rule ended, with its 审核说明 if it failed and there is one at this place."""
        if result.outcome is not Outcome.FAILED:
            return result
        full = self.said(key, result)
        return justified(full, self.check(key).cells[0], self.calculation.document)

    def _keep(self, key: Key, result: Result | None) -> None:
        self._made.pop(key, None)
        self._words.pop(key, None)
        self.ledger.keep(key, result)

    # ---- asking

    def keys_at(self, cell: CellId) -> Iterator[Key]:
        """The checks of rules and fields that hang on a cell."""
        again = Again()
        self._hanging(cell, again)
        if ("", *cell) in self.ledger.listed or (cell.form, cell.name) in self._limits:
            yield ("", *cell)
        for reader, sheet, records in again.places():
            yield from (reader.key(sheet, record) for record in records)
        yield from again.keys

    def check(self, key: Key) -> Check:
        """A check made ready at its place: of a rule, of a cell, or one that stands by itself."""
        return self.ready.by_key.get(key) or self.made_ready(key)

    def placed(self, key: Key) -> PlacedRule | None:
        """The rule that a check is of; None for one of a cell or one that stands by itself."""
        return self._rules.get((key[0], key[4]))

    def every_check(self) -> Iterator[tuple[Key, Check]]:
        """Every rule at every place, every cell that is checked, and what else there is."""
        yield from self.ready.by_key.items()
        keys = [
            placed.key(sheet, record)
            for placed, sheets in self._places.items()
            for sheet, records in sheets.items()
            for record in records
        ]
        for sheet in self._required:
            for slot, cells in self.calculation.columns(sheet):
                keys += [("", *cell) for cell in self._checked(slot, cells)]
        yield from ((key, self.made_ready(key)) for key in keys)

    def made_ready(self, key: Key) -> RuleCheck | FieldCheck:
        """The check of a rule or a cell; kept until it is run again or the rows change."""
        known = self._made.get(key)
        if known is None:
            known = self._made[key] = self._of_rule(key) if key[0] else self._of_cell(key)
        return known

    def _of_rule(self, key: Key) -> RuleCheck:
        placed = self._rules[key[0], key[4]]
        return self.rules.check(placed, Spot(SheetId(*key[1:3]), key[3], placed.region))

    def _of_cell(self, key: Key) -> FieldCheck:
        cell = CellId(*key[1:])
        return field_check(self.calculation, cell, cast(Slot, self.calculation.slot(cell)))

    def said(self, key: Key, result: Result) -> Result:
        """A result with its words; those of a failed rule are made when they are asked for."""
        if result.message or result.outcome is not Outcome.FAILED:
            return result
        words = self._worded_rule(key)
        return replace(result, message=words.message, basis=words.basis)

    def _worded_rule(self, key: Key) -> Words:
        """What a failed rule says at its place."""
        known = self._words.get(key)
        if known is None:
            check = cast(RuleCheck, self.made_ready(key))
            known = self._words[key] = self._runner.worded(check)
            if check.placed.telling:
                self._readers.remember_more(key, known.read)
        return known

    def filled(self, sheet: SheetId) -> tuple[int, int]:
        """(filled, required) cells of a sheet."""
        wanted = self._required[sheet]
        return wanted - self.ledger.missing[sheet], wanted

    @property
    def required(self) -> int:
        """How many cells have to be filled in."""
        return self._required.total()
