"""The rules of a suite at every place they visit.

A rule of a form stands on each of its sheets, or in each record or group that it visits; one that
speaks of a form that is left out stands once and is 不适用.
"""

from collections.abc import Collection, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from core.audit.columns import Places
from core.audit.results import ROUNDED, Key, Result
from core.calc.engine import Calculation, Computation
from core.calc.resolve import Spot, Spread, asks_last_year, is_steady, selectors_of, spread
from core.calc.shape import SheetShape
from core.findings import Outcome, Scope, Severity
from core.refs import COVER, PROJECT_CARD, CellId, SheetId, cover_cell
from core.template.form import AuditRule, Bound, Instances, MessagePart
from core.template.suite import YEAR_CELL

_ELSEWHERE: Final = "不符合这条审核的前提"


@dataclass(frozen=True, slots=True, eq=False)
class PlacedRule:
    """A rule and what follows from it alone.

    `forms` are those it reads or visits; a `steady` one means the same cells wherever its record
    stands; one `about_all` names all projects at once rather than each one's own form; the message
    of one that is `telling` looks cells up. How it ends without a word about the place is ready:
    `passed`, `failed`, `rounded` (failed by what rounding explains), `elsewhere` (不适用).
    """

    rule: AuditRule
    scope: Scope
    forms: frozenset[str]
    steady: bool
    about_all: bool
    telling: bool
    bounds: tuple[Bound, ...]
    passed: Result
    failed: Result
    rounded: Result
    elsewhere: Result

    @property
    def form(self) -> str:
        """The form it stands on."""
        return self.rule.form

    @property
    def region(self) -> str:
        """The floating row it visits, "" for none."""
        return self.rule.each

    def key(self, sheet: SheetId, record: str) -> Key:
        """Its check at one place."""
        return (self.rule.id, *sheet, record, self.rule.form)


@dataclass(slots=True)
class RuleCheck:
    """One rule at one place, made ready.

    `cells` are what a finding points to, the one to jump to first.
    """

    placed: PlacedRule
    spot: Spot
    check: Computation
    when: Computation | None
    cells: tuple[CellId, ...]
    absent: tuple[str, ...]

    @property
    def scope(self) -> Scope:
        """Which cells the rule compares."""
        return self.placed.scope


def placed_rules(rules: Iterable[AuditRule]) -> list[PlacedRule]:
    """What follows from each rule alone."""
    return [_placed(rule) for rule in rules]


def _placed(rule: AuditRule) -> PlacedRule:
    parts = [part.bound for part in rule.message if isinstance(part, MessagePart)]
    conditions = [rule.rule, *([rule.when] if rule.when else [])]
    own = [s for s in rule.rule.selectors if s.form in (rule.form, PROJECT_CARD)]
    read = {s.form for bound in conditions for s in selectors_of(bound)}
    return PlacedRule(
        rule=rule,
        scope=_scope(conditions),
        forms=frozenset({rule.form, *read} - {"", COVER}),
        steady=all(is_steady(bound, rule.each) for bound in (*conditions, *parts)),
        about_all=rule.crossing and not rule.each and bool(own) and all(s.many for s in own),
        telling=any(spread(s, rule.each) is Spread.EACH for p in parts for s in selectors_of(p)),
        bounds=(*conditions, *parts),
        passed=Result(rule.id, rule.severity, Outcome.PASSED),
        failed=Result(rule.id, rule.severity, Outcome.FAILED, remedy=rule.remedy),
        rounded=Result(rule.id, Severity.HINT, Outcome.FAILED, remedy=ROUNDED),
        elsewhere=Result(rule.id, rule.severity, Outcome.NOT_APPLICABLE, _ELSEWHERE),
    )


def _scope(conditions: Collection[Bound]) -> Scope:
    """Derived from what the rule compares, never typed."""
    selectors = [s for bound in conditions for s in selectors_of(bound)]
    if any(map(asks_last_year, conditions)):
        return Scope.ACROSS_YEARS
    forms = {s.form for s in selectors} - {"", COVER, PROJECT_CARD}
    several = any(s.instances is Instances.ALL for s in selectors)
    return Scope.ACROSS_FORMS if len(forms) > 1 or several else Scope.WITHIN_FORM


def _records(rule: AuditRule, shape: SheetShape) -> Sequence[str]:
    """The records or groups that a rule visits on a sheet, or "" for the sheet itself."""
    if not rule.each:
        return ("",)
    if rule.group:
        return list(shape.group_ids(rule.each, rule.group))
    return [row.id for row in shape.records(rule.each)]


class RuleBook:
    """Places rules under the shape that holds now."""

    def __init__(self, calculation: Calculation) -> None:
        """Look into this calculation."""
        self.calculation = calculation

    def places(
        self, placed: PlacedRule, sheets: Container[SheetId] | None = None
    ) -> Iterator[Places]:
        """Every place a rule visits, sheet by sheet, on these sheets or (None) on all."""
        rule = placed.rule
        form = self.calculation.suite.forms.get(rule.form)
        once = form is None or (placed.about_all and form.per_project)
        if once or self.absent(placed):
            yield Places(SheetId(rule.form), "", ("",))
            return
        for sheet, shape in self.calculation.shape.sheets.items():
            if sheet.form == rule.form and (sheets is None or sheet in sheets):
                whole = bool(rule.each) and not rule.group
                yield Places(sheet, rule.each, _records(rule, shape), whole)

    def check(self, placed: PlacedRule, spot: Spot) -> RuleCheck:
        """A rule made ready for one place."""
        calculation, rule = self.calculation, placed.rule
        check = calculation.computation(rule.rule, spot)
        when = calculation.computation(rule.when, spot) if rule.when else None
        sources = dict.fromkeys((*check.sources, *(when.sources if when else ())))
        cells = self._cells(check, tuple(sources), spot)
        return RuleCheck(placed, spot, check, when, cells, self.absent(placed))

    def absent(self, placed: PlacedRule) -> tuple[str, ...]:
        """The forms a rule speaks of that are left out of this document."""
        return tuple(sorted(placed.forms & self.calculation.document.deselected))

    def _cells(
        self, check: Computation, sources: tuple[CellId, ...], spot: Spot
    ) -> tuple[CellId, ...]:
        """Single cells before columns: they stay where they are when rows come and go.

        What a record only reckons with has no place on the form: it is what it is made from.
        """
        single = [operand for operand in check.operands if isinstance(operand, CellId)]
        found = tuple(dict.fromkeys((*single, *check.sources))) or sources
        return self._drawn(found) or self._drawn(sources) or (self._somewhere(spot),)

    def _drawn(self, cells: tuple[CellId, ...]) -> tuple[CellId, ...]:
        """Those that people can go to."""
        slots = ((cell, self.calculation.slot(cell)) for cell in cells)
        return tuple([cell for cell, slot in slots if not slot or slot.drawn or slot.group])

    def _somewhere(self, spot: Spot) -> CellId:
        """A cell to point to for a rule that reads none: the sheet's first, else the cover's."""
        sheet = self.calculation.shape.sheets.get(spot.sheet)
        slots = sheet.form.slots.values() if sheet else ()
        cells = (cell for slot in slots if sheet and slot.drawn for cell in sheet.cells(slot))
        return next(cells, cover_cell(YEAR_CELL))
