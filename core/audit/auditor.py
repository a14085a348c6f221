"""The audit of one document: every check with its result, rerun only where something changed."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from core.audit.cause import CauseFinder
from core.audit.check_book import CheckBook
from core.audit.effects import Effects, Judged, fails
from core.audit.field_checks import BASIS, LIMIT, UNIT, FieldCheck
from core.audit.kept_texts import KeptCheck
from core.audit.listing import Listing
from core.audit.relation import Relation, Relations
from core.audit.remedies import Remedies, Remedy
from core.audit.results import ROUNDED, Key, Result
from core.audit.returned_texts import ReturnedCheck
from core.audit.rules import RuleCheck
from core.audit.similar_codes import SimilarCheck, similar_key
from core.audit.wording import Check, Wording
from core.calc.engine import Calculation
from core.calc.names import Names
from core.document.edits import Batch
from core.findings import Cause, Finding, Outcome, Scope, Severity
from core.refs import CellId, SheetId


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
        self.book = CheckBook(calculation, self.names)
        self._listing = Listing(calculation, self.book, self.wording)
        self._relations = Relations(calculation)
        effects = Effects(self.book.keys_at, self._judged)
        self._causes = CauseFinder(calculation, self.names, effects)
        self._remedies = Remedies(calculation, self.names, effects)

    def update(self, cells: Collection[CellId]) -> None:
        """Rerun what hangs on these cells."""
        self._listing.update(cells)
        self.book.update(cells)

    def reshape(self, sheets: Collection[SheetId], cells: Collection[CellId]) -> None:
        """Place the checks of changed sheets again and rerun what hangs on these cells."""
        self._listing.forget()
        self.book.reshape(sheets, cells)

    @property
    def results(self) -> Mapping[Key, Result]:
        """How each rule ended at each place, and each cell with which something is the matter."""
        return self.book.ledger.results

    def findings(self) -> list[Finding]:
        """What is not in order, explained, not checked or still missing, in form order."""
        return self._listing.findings(self._beside)

    def findings_by_sheet(self) -> Mapping[SheetId, tuple[Finding, ...]]:
        """The same by the sheets of their first cells; what an edit leaves as it is stays itself.

        A sheet without findings is not in it.
        """
        return self._listing.by_sheet(self._beside)

    def all_results(self) -> list[Finding]:
        """Every rule at every place with its outcome, and the findings of cells."""
        return sorted(map(self.finding_of, self.results), key=self.wording.ranks())

    def finding_of(self, key: Key) -> Finding:
        """How one check ended, in words."""
        check = self.book.check(key)
        said = self.book.said(key, self.results[key])
        return self.wording.finding(check, said, self._beside(check, said))

    def kind_of(self, key: Key) -> tuple[Scope, bool]:
        """Which cells a check compares, and whether it is of a rule, which are counted."""
        placed = self.book.placed(key)
        return (placed.scope, True) if placed else (self.book.check(key).scope, False)

    def rule_of(self, key: Key) -> tuple[RuleCheck, Relation | None] | None:
        """A rule at its place, and its two sides if it compares two; None for another check."""
        check = self.book.check(key)
        return (check, self._relations.of_rule(check)) if isinstance(check, RuleCheck) else None

    def _beside(self, check: Check, result: Result) -> str:
        """What a failed rule about a code's row says besides: that a form has a similar code."""
        if not isinstance(check, RuleCheck) or result.outcome is not Outcome.FAILED:
            return ""
        form, spot = self.calculation.suite.forms.get(check.spot.sheet.form), check.spot
        region = form.regions.get(spot.region) if form else None
        if region is None or not region.key_column:
            return ""
        cell = CellId(*spot.sheet, spot.record, f"{region.name}.{region.key_column}")
        similar = self.book.ready.by_key.get(similar_key(cell))
        near = isinstance(similar, SimilarCheck) and similar.forms & check.placed.forms
        return similar.result.message if near and isinstance(similar, SimilarCheck) else ""

    def cause(self, finding: Finding) -> Cause | None:
        """What most probably explains a finding's difference; looked for anew each time."""
        found = self._compared(finding)
        return self._cause(*found) if found is not None else None

    def _compared(self, finding: Finding) -> tuple[RuleCheck | FieldCheck, Relation | None] | None:
        """The failed check that a finding was made of, and what it compares."""
        if finding.outcome is not Outcome.FAILED:
            return None
        for key in self.book.keys_at(finding.cells[0]):
            result = self.book.ledger.listed.get(key)
            if result is not None and key[0] in ("", finding.rule):
                check = self.book.made_ready(key)
                if result.remedy == ROUNDED:
                    return None
                if _is_of(finding, check, self.book.said(key, result)):
                    return check, self._relation(check, result)
        return None

    def _relation(self, check: RuleCheck | FieldCheck, result: Result) -> Relation | None:
        if isinstance(check, RuleCheck):
            return self._relations.of_rule(check)
        return self._relations.of_field(check) if result.rule == LIMIT else None

    def _cause(self, check: RuleCheck | FieldCheck, relation: Relation | None) -> Cause | None:
        return self._causes.cause(relation, check.cells[0]) if relation else None

    def remedies(self, finding: Finding) -> tuple[Remedy, ...]:
        """What may be done about a finding, the sure before the guessed; looked for anew."""
        way_out = self.way_out(finding)
        if way_out is not None:
            return (Remedy(way_out.label, way_out),)
        found = self._compared(finding)
        if found is None:
            return ()
        check, relation = found
        if finding.rule == BASIS:
            return (self._remedies.automatic(finding.cells[0]),)
        if finding.rule == UNIT:
            return tuple(self._remedies.converted(finding.cells[0]))
        read = check.check.sources if isinstance(check, RuleCheck) else check.cells
        known = tuple(self._remedies.known(relation, read, lambda trial: not fails(check, trial)))
        cause = self._cause(check, relation)
        guessed = self._remedies.guessed(cause) if cause is not None else ()
        edits = {remedy.edit.edits for remedy in known}
        return (*known, *(remedy for remedy in guessed if remedy.edit.edits not in edits))

    def _judged(self, key: Key) -> Judged:
        """A check and how it stands."""
        result = self.book.ledger.results.get(key)
        return self.book.made_ready(key), result.outcome if result else None

    def summary(self) -> Summary:
        """Counts for the status bar, the command line and the proof sheet."""
        ledger = self.book.ledger
        return Summary(
            outcomes={outcome: n for outcome in Outcome if (n := ledger.outcomes[outcome])},
            mandatory=ledger.failed[Severity.MANDATORY],
            verify=ledger.failed[Severity.VERIFY],
            hints=ledger.failed[Severity.HINT],
            required=self.book.required,
            missing=ledger.missing.total(),
        )

    def way_out(self, finding: Finding) -> Batch | None:
        """The edit that settles a finding about texts nobody uses; its label says what it does."""
        listed = (c for key, c in self.book.ready.by_key.items() if key in self.book.ledger.listed)
        ways = (
            check.way_out
            for check in listed
            if isinstance(check, KeptCheck | ReturnedCheck)
            and (check.key[0], check.cells[0]) == finding.identity
        )
        return next(ways, None)

    def filled(self, sheet: SheetId) -> tuple[int, int]:
        """(filled, required) cells of a sheet."""
        return self.book.filled(sheet)


def _is_of(finding: Finding, check: Check, result: Result) -> bool:
    """Whether a finding was made of this result."""
    return (
        finding.message.startswith(result.message)
        and (result.rule, check.cells[0]) == finding.identity
    )
