"""The audit of one document: every check with its result, rerun only where something changed."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from core.audit.cause import CauseFinder
from core.audit.effects import Effects, Judged
from core.audit.field_checks import LIMIT, FieldCheck, FieldChecker, field_check, stays
from core.audit.kept_texts import KEPT, KeptCheck, kept_checks
from core.audit.relation import Relations
from core.audit.results import REQUIRED, Key, Result, justified
from core.audit.returned_texts import ReturnedCheck, returned_check, texts_on
from core.audit.rules import PlacedRule, RuleBook, RuleCheck, placed_rules
from core.audit.running import RuleRunner
from core.audit.similar_codes import SimilarCheck, similar_checks, similar_key
from core.audit.wording import Wording
from core.calc.engine import Calculation
from core.calc.names import Names
from core.calc.selection import RETURNED
from core.calc.shape import FOLLOWED, key_is_given
from core.document.edits import Batch
from core.findings import Cause, Finding, Outcome, Severity
from core.refs import COVER, PROJECT_CARD, CellId, SheetId
from core.template.form import AuditRule, Slot

ReadyCheck = KeptCheck | SimilarCheck
Check = FieldCheck | RuleCheck | ReadyCheck | ReturnedCheck


@dataclass(frozen=True, slots=True)
class Summary:
    """How an audit ended: rule results by outcome, open findings by weight, required cells."""

    outcomes: dict[Outcome, int]
    mandatory: int
    verify: int
    hints: int
    required: int
    missing: int

    @property
    def exit_code(self) -> int:
        """0 in order, 1 a 强制性 is open, 3 incomplete or a 核实性 (or 待复核) is open."""
        if self.mandatory:
            return 1
        unchecked = self.outcomes.get(Outcome.NOT_CHECKED, 0)
        return 3 if self.verify or self.missing or unchecked else 0


class Auditor:
    """Keeps the findings of a document up to date."""

    def __init__(self, calculation: Calculation) -> None:
        """Audit everything once."""
        self.calculation = calculation
        self.names = Names(calculation)
        self.wording = Wording(self.names)
        self.rules = RuleBook(calculation)
        self._runner = RuleRunner(calculation, self.rules)
        self._fields = FieldChecker(calculation)
        self._relations = Relations(calculation)
        self._causes = CauseFinder(calculation, self.names, Effects(self._judged))
        suite = calculation.suite
        self._own = {form.name: placed_rules(form.audits) for form in suite.forms.values()}
        self._crossing = placed_rules(suite.audits)
        self._steady: dict[tuple[str, str], bool] = {}
        self.audit()

    def audit(self) -> None:
        """Start over: place every check and run it."""
        self.checks: dict[Key, Check] = {}
        self.results: dict[Key, Result] = {}
        self._listed: dict[Key, Result] = {}
        self._by_source: dict[CellId, set[Key]] = {}
        self._by_rule: dict[str, dict[SheetId, set[Key]]] = {}
        self._outcomes: Counter[Outcome] = Counter()
        self._required: Counter[SheetId] = Counter()
        self._missing: Counter[SheetId] = Counter()
        cards = (SheetId(PROJECT_CARD, p) for p in self.calculation.shape.projects)
        for sheet in (SheetId(COVER), *cards, *self.calculation.shape.sheets):
            for key, slot in self._field_keys(sheet).items():
                self._place(field_check(self.calculation, CellId(*key[1:]), slot))
        for placed in (*(rule for own in self._own.values() for rule in own), *self._crossing):
            for spot in self.rules.spots(placed):
                self._place(self.rules.check(placed, spot))
        for sheet in self.calculation.shape.sheets:
            self._place_kept(sheet)
        self._similar: set[Key] = set()
        self._place_similar()
        for cell in texts_on(self.names, None):
            self._place_returned(cell)

    # ---- keeping up

    def update(self, cells: Collection[CellId]) -> bool:
        """Rerun what hangs on these cells; whether any finding changed."""
        changed = False
        again: set[Key] = set()
        followed: set[SheetId] = set()
        for cell in cells:
            changed |= self.names.is_title(cell)
            again.add(("", *cell))
            self._place_override(cell)
            changed |= self._place_returned(cell)
            if cell.record.startswith(FOLLOWED):
                followed.add(cell.sheet)
            again |= self._by_source.get(cell, set())
        for sheet in followed:
            changed |= self._place_kept(sheet)
        if any(self._concerns_codes(cell) for cell in cells):
            changed |= self._place_similar()
        for key in again & self.checks.keys():
            check = self.checks[key]
            if isinstance(check, RuleCheck | FieldCheck) and check.is_moving:
                changed |= self._place(self._made_again(check))
            else:
                changed |= self._run(check)
        return changed

    def _made_again(self, check: RuleCheck | FieldCheck) -> Check:
        """A check that reads other cells than before, because a key changed."""
        if isinstance(check, RuleCheck):
            return self.rules.check(check.placed, check.spot)
        return field_check(self.calculation, check.cell, check.slot)

    def reshape(self, sheets: Collection[SheetId], cells: Collection[CellId]) -> None:
        """Place the checks of changed sheets again and rerun what hangs on these cells."""
        forms = {sheet.form for sheet in sheets}
        for sheet in sheets:
            self._place_fields(sheet)
            self._place_kept(sheet)
            for key in self._keys(RETURNED, sheet):
                self._place_returned(CellId(*key[1:]))
        for cell in texts_on(self.names, sheets):
            self._place_returned(cell)
        for form in forms:
            for placed in self._own.get(form, ()):
                self._place_rule(placed, sheets)
        for placed in self._crossing:
            if placed.forms & forms:
                self._place_rule(placed, {*sheets, *self._homes(placed.rule)})
        self._place_similar()
        self.update(cells)

    def _place_fields(self, sheet: SheetId) -> None:
        wanted = self._field_keys(sheet)
        for key in self._keys("", sheet) - wanted.keys():
            self._drop(key)
        for key, slot in wanted.items():
            known = self.checks.get(key)
            same = isinstance(known, FieldCheck) and known.slot is slot
            if not same or not self._stays(slot):
                self._place(field_check(self.calculation, CellId(*key[1:]), slot))

    def _stays(self, slot: Slot) -> bool:
        known = self._steady.get((slot.form, slot.name))
        if known is None:
            form = self.calculation.suite.forms.get(slot.form)
            known = stays(slot, form.regions.get(slot.region) if form else None)
            self._steady[slot.form, slot.name] = known
        return known

    def _place_rule(self, placed: PlacedRule, sheets: Collection[SheetId]) -> None:
        """Place a rule again on these sheets of its form."""
        rule, absent = placed.rule, self.rules.absent(placed)
        spots = {
            (rule.id, *spot.sheet, spot.record, rule.form): spot
            for spot in self.rules.spots(placed, sheets)
        }
        # Another form drawn by the same file has a rule of the same id on its own sheets.
        for home in {SheetId(rule.form), *(sheet for sheet in sheets if sheet.form == rule.form)}:
            for key in self._keys(rule.id, home) - spots.keys():
                self._drop(key)
        for key, spot in spots.items():
            known = self.checks.get(key)
            kept = isinstance(known, RuleCheck) and known.absent == absent and placed.steady
            if not kept or placed.rule.crossing:
                self._place(self.rules.check(placed, spot))

    def _place_kept(self, sheet: SheetId) -> bool:
        """Tell of texts whose followed row is no more; whether anything changed."""
        wanted = {check.key: check for check in kept_checks(self.calculation, sheet)}
        there = self._keys(KEPT, sheet)
        for key in there - wanted.keys():
            self._drop(key)
        placed = [self._place(check) for check in wanted.values()]
        return any(placed) or len(there) > len(wanted)

    def _place_returned(self, cell: CellId) -> bool:
        """Tell of a text from a time when its cell was an entry; whether anything changed."""
        key: Key = (RETURNED, *cell)
        check, known = returned_check(self.names, cell), key in self.results
        if check is not None:
            return self._place(check)
        self._drop(key)
        return known

    def _concerns_codes(self, cell: CellId) -> bool:
        """Whether it holds a code, or is named in the numbers of forms."""
        slot = self.calculation.slot(cell)
        heads = cell.form in (COVER, PROJECT_CARD)
        return heads or (slot is not None and bool(slot.field.dictionary))

    def _place_similar(self) -> bool:
        """Tell of codes that may have been mistaken for others; whether anything changed."""
        wanted = {check.key: check for check in similar_checks(self.calculation, self.names)}
        gone = self._similar - wanted.keys()
        for key in gone:
            self._drop(key)
        self._similar = set(wanted)
        placed = [self._place(check) for check in wanted.values()]
        return any(placed) or bool(gone)

    def _homes(self, rule: AuditRule) -> list[SheetId]:
        """The sheets of a rule's form where it stands, and those the form has now."""
        there = (*self._by_rule.get(rule.id, ()), *self.calculation.shape.sheets)
        return [sheet for sheet in dict.fromkeys(there) if sheet.form == rule.form]

    def _keys(self, rule: str, sheet: SheetId) -> set[Key]:
        """The checks of a rule ("" for those of cells by themselves) that stand on a sheet."""
        return set(self._by_rule.get(rule, {}).get(sheet, ()))

    def _place_override(self, cell: CellId) -> None:
        """A calculated cell is checked as long as it is overridden."""
        slot = self.calculation.slot(cell)
        if slot is None or not slot.is_calculated:
            return
        key: Key = ("", *cell)
        wanted = cell in self.calculation.document.overrides
        if not (wanted and self.calculation.exists(cell, slot)):
            self._drop(key)
        elif key not in self.checks:
            self._place(field_check(self.calculation, cell, slot))

    def _field_keys(self, sheet: SheetId) -> dict[Key, Slot]:
        """The cells of a sheet that are checked by themselves."""
        overrides = self.calculation.document.overrides
        return {
            ("", *cell): slot
            for cell, slot in self.calculation.cells(sheet)
            if (cell in overrides if slot.is_calculated else not self._is_given(cell, slot))
        }

    def _is_given(self, cell: CellId, slot: Slot) -> bool:
        """Whether it is a key that follows from elsewhere and is checked there."""
        form = self.calculation.suite.forms.get(slot.form)
        return key_is_given(form.regions.get(slot.region) if form else None, cell)

    def _place(self, check: Check) -> bool:
        """Take a check in, in the place of the one there was; whether its result changed."""
        key = check.key
        before = self.results.get(key)
        self._drop(key)
        self.checks[key] = check
        self._hear(key, check.sources)
        self._by_rule.setdefault(key[0], {}).setdefault(SheetId(*key[1:3]), set()).add(key)
        self._required[check.cells[0].sheet] += isinstance(check, FieldCheck) and check.is_required
        self._run(check)
        return self.results.get(key) != before

    def _hear(self, key: Key, sources: Iterable[CellId]) -> None:
        for source in sources:
            self._by_source.setdefault(source, set()).add(key)

    def _drop(self, key: Key) -> None:
        check = self.checks.pop(key, None)
        if check is None:
            return
        for source in check.sources:
            self._by_source[source].discard(key)
        self._by_rule[key[0]][SheetId(*key[1:3])].discard(key)
        self._required[check.cells[0].sheet] -= isinstance(check, FieldCheck) and check.is_required
        self._keep(key, check, None)

    # ---- results

    def _run(self, check: Check) -> bool:
        """Run a check and keep its result; whether it changed."""
        if isinstance(check, RuleCheck):
            known = len(check.sources)
            result: Result | None = self._runner.run(check)
            self._hear(check.key, check.sources[known:])
        elif isinstance(check, ReadyCheck):
            result = check.result
        elif isinstance(check, ReturnedCheck):
            result = check.run(self.names)
        else:
            result = self._fields.run(check)
        if result is not None:
            result = justified(result, check.cells[0], self.calculation.document)
        return self._keep(check.key, check, result)

    def _keep(self, key: Key, check: Check, result: Result | None) -> bool:
        before = self.results.pop(key, None)
        if result is not None:
            self.results[key] = result
        if before == result:
            return False
        sheet = check.cells[0].sheet
        for found, step in ((before, -1), (result, 1)):
            if found is not None and isinstance(check, RuleCheck):
                self._outcomes[found.outcome] += step
            if found is not None and found.rule == REQUIRED:
                self._missing[sheet] += step
        self._listed.pop(key, None)
        if result is not None and result.is_listed:
            self._listed[key] = result
        return True

    # ---- asking

    def findings(self) -> list[Finding]:
        """What is not in order, explained, not checked or still missing, in form order."""
        return self._worded(self._listed)

    def all_results(self) -> list[Finding]:
        """Every rule at every place with its outcome, and the findings of cells."""
        return self._worded(self.results)

    def _worded(self, results: dict[Key, Result]) -> list[Finding]:
        found = [
            self.wording.finding(self.checks[key], result, self._beside(self.checks[key], result))
            for key, result in results.items()
        ]
        return sorted(found, key=self.wording.ranks())

    def _beside(self, check: Check, result: Result) -> str:
        """What a failed rule about a code's row says besides: that a form has a similar code."""
        if not isinstance(check, RuleCheck) or result.outcome is not Outcome.FAILED:
            return ""
        form, spot = self.calculation.suite.forms.get(check.spot.sheet.form), check.spot
        region = form.regions.get(spot.region) if form else None
        if region is None or not region.key_column:
            return ""
        cell = CellId(*spot.sheet, spot.record, f"{region.name}.{region.key_column}")
        similar = self.checks.get(similar_key(cell))
        near = isinstance(similar, SimilarCheck) and similar.forms & check.placed.forms
        return similar.result.message if near and isinstance(similar, SimilarCheck) else ""

    def cause(self, finding: Finding) -> Cause | None:
        """What most probably explains a finding's difference; looked for anew each time."""
        if finding.outcome is not Outcome.FAILED:
            return None
        for key in self._by_source.get(finding.cells[0], ()):
            check, result = self.checks[key], self.results.get(key)
            if result is not None and _is_of(finding, check, result):
                return self._cause(check, result)
        return None

    def _cause(self, check: Check, result: Result) -> Cause | None:
        relation = None
        if isinstance(check, RuleCheck):
            relation = self._relations.of_rule(check)
        elif isinstance(check, FieldCheck) and result.rule == LIMIT:
            relation = self._relations.of_field(check)
        return self._causes.cause(relation, check.cells[0]) if relation else None

    def _judged(self, cell: CellId) -> Iterable[Judged]:
        """The checks that hang on a cell, and how they stand."""
        found = ((self.checks[key], self.results.get(key)) for key in self._by_source.get(cell, ()))
        return [
            (check, result.outcome if result else None)
            for check, result in found
            if isinstance(check, RuleCheck | FieldCheck)
        ]

    def summary(self) -> Summary:
        """Counts for the status bar, the command line and the proof sheet."""
        failed = (r for r in self._listed.values() if r.outcome is Outcome.FAILED)
        weights = Counter(result.severity for result in failed)
        return Summary(
            outcomes={outcome: n for outcome in Outcome if (n := self._outcomes[outcome])},
            mandatory=weights[Severity.MANDATORY],
            verify=weights[Severity.VERIFY],
            hints=weights[Severity.HINT],
            required=self._required.total(),
            missing=self._missing.total(),
        )

    def way_out(self, finding: Finding) -> Batch | None:
        """The edit that settles a finding about texts nobody uses; its label says what it does."""
        for check in map(self.checks.__getitem__, self._listed):
            same = (check.key[0], check.cells[0]) == finding.identity
            if isinstance(check, KeptCheck | ReturnedCheck) and same:
                return check.way_out
        return None

    def filled(self, sheet: SheetId) -> tuple[int, int]:
        """(filled, required) cells of a sheet."""
        wanted = self._required[sheet]
        return wanted - self._missing[sheet], wanted


def _is_of(finding: Finding, check: Check, result: Result) -> bool:
    """Whether a finding was made of this result."""
    return (
        finding.message.startswith(result.message)
        and (result.rule, check.cells[0]) == finding.identity
    )
