"""The audit of one document: every check with its result, rerun only where something changed."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from core.audit.field_checks import REQUIRED, FieldCheck, FieldChecker, field_check
from core.audit.justify import justified
from core.audit.rules import RuleBook, RuleCheck, RuleRunner
from core.calc.engine import Calculation
from core.calc.names import Names
from core.findings import Finding, Outcome, Severity
from core.refs import CellId, SheetId, card_cell, cover_cell

Check = FieldCheck | RuleCheck


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
        return 3 if self.verify or self.missing else 0


class Auditor:
    """Keeps the findings of a document up to date."""

    def __init__(self, calculation: Calculation) -> None:
        """Audit everything once."""
        self.calculation = calculation
        self.audit()

    def audit(self) -> None:
        """Start over: place every check and run it (after the shape changed)."""
        self.names = Names(self.calculation)
        self.fields = FieldChecker(self.calculation, self.names)
        self.rules = RuleRunner(self.calculation, self.names)
        self.checks: list[Check] = [*self._field_checks(), *RuleBook(self.calculation).checks()]
        self.by_source: dict[CellId, list[int]] = {}
        for index, check in enumerate(self.checks):
            for source in check.sources:
                self.by_source.setdefault(source, []).append(index)
        self.results: list[Finding | None] = [self._run(check) for check in self.checks]
        self.forms = {name: rank for rank, name in enumerate(self.calculation.suite.forms)}

    def update(self, cells: Iterable[CellId]) -> bool:
        """Rerun what hangs on these cells; whether any finding changed."""
        again = sorted({index for cell in cells for index in self.by_source.get(cell, ())})
        changed = False
        for index in again:
            result = self._run(self.checks[index])
            if result != self.results[index]:
                self.results[index] = result
                changed = True
        return changed

    def findings(self) -> list[Finding]:
        """What is not in order (不通过, 已说明) or still missing a required cell, in form order."""
        found = [r for r in self.results if r is not None and _is_listed(r)]
        return sorted(found, key=self._rank)

    def all_results(self) -> list[Finding]:
        """Every rule at every place with its outcome, and the findings of cells."""
        return [result for result in self.results if result is not None]

    def summary(self) -> Summary:
        """Counts for the status bar, the command line and the proof sheet."""
        rules = [
            r
            for r, check in zip(self.results, self.checks, strict=True)
            if isinstance(check, RuleCheck) and r is not None
        ]
        failed = [r for r in self.results if r is not None and r.outcome is Outcome.FAILED]
        weights = Counter(r.severity for r in failed)
        entry = [c for c in self.checks if isinstance(c, FieldCheck) and c.slot.field.required]
        missing = sum(1 for r in self.results if r is not None and r.rule == REQUIRED)
        return Summary(
            outcomes=dict(Counter(r.outcome for r in rules)),
            mandatory=weights[Severity.MANDATORY],
            verify=weights[Severity.VERIFY],
            hints=weights[Severity.HINT],
            required=len(entry),
            missing=missing,
        )

    def filled(self, sheet: SheetId) -> tuple[int, int]:
        """(filled, required) cells of a sheet."""
        wanted = filled = 0
        for check, result in zip(self.checks, self.results, strict=True):
            if not isinstance(check, FieldCheck) or not check.slot.field.required:
                continue
            if check.cell.sheet == sheet:
                wanted += 1
                filled += result is None or result.rule != REQUIRED
        return filled, wanted

    def _rank(self, finding: Finding) -> tuple[int, int, str]:
        order = list(Severity).index(finding.severity)
        return self.forms.get(finding.cells[0].form, -1), order, finding.rule

    def _run(self, check: Check) -> Finding | None:
        if isinstance(check, FieldCheck):
            return self.fields.run(check)
        finding = self.rules.run(check)
        return justified(finding, self.calculation.document)

    def _field_checks(self) -> list[FieldCheck]:
        calculation = self.calculation
        found = [
            field_check(calculation, cover_cell(slot.name), slot)
            for slot in calculation.suite.cover.values()
        ]
        if calculation.suite.has_projects:
            found += [
                field_check(calculation, card_cell(project, slot.name), slot)
                for project in calculation.document.projects
                for slot in calculation.suite.card.values()
            ]
        for shape in calculation.shape.sheets.values():
            for slot in shape.form.slots.values():
                if slot.is_calculated or not slot.drawn:
                    continue
                derived = slot.region and shape.form.regions[slot.region].derived
                if not derived:
                    found += [field_check(calculation, c, slot) for c in shape.cells(slot)]
        return found


def _is_listed(result: Finding) -> bool:
    if result.outcome in (Outcome.FAILED, Outcome.JUSTIFIED):
        return True
    return result.rule == REQUIRED
