"""The rules of a suite at every place they visit.

A rule of a form stands on each of its sheets, or in each record or group that it visits; one that
speaks of a form that is left out stands once and is 不适用.
"""

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass

from core.audit.results import Key
from core.calc.engine import Calculation, Computation
from core.calc.resolve import Spot, is_steady, selectors_of
from core.calc.shape import SheetShape
from core.findings import Scope
from core.refs import COVER, PROJECT_CARD, CellId, SheetId, cover_cell
from core.template.form import AuditRule, Bound, Instances, MessagePart, Reach
from core.template.suite import YEAR_CELL

Said = tuple[MessagePart, Computation]
"""A figure in a message, made ready."""


@dataclass(frozen=True, slots=True)
class PlacedRule:
    """A rule and what follows from it alone.

    `forms` are those it reads or visits; a `steady` one means the same cells wherever its record
    stands; one `about_all` names all projects at once rather than each one's own form.
    """

    rule: AuditRule
    scope: Scope
    forms: frozenset[str]
    steady: bool
    about_all: bool


@dataclass(slots=True)
class RuleCheck:
    """One rule at one place, made ready.

    `cells` are what a finding points to, the one to jump to first; `sources` those whose change
    asks for the rule again. The message is made ready when it is needed first, and then its cells
    are sources too.
    """

    placed: PlacedRule
    spot: Spot
    check: Computation
    when: Computation | None
    cells: tuple[CellId, ...]
    sources: tuple[CellId, ...]
    absent: tuple[str, ...] = ()
    message: tuple[str | Said, ...] | None = None

    @property
    def key(self) -> Key:
        """Which check it is."""
        return (self.placed.rule.id, *self.spot.sheet, self.spot.record, self.placed.rule.form)

    @property
    def is_moving(self) -> bool:
        """Whether it reads records whose keys are themselves values."""
        said = (part[1] for part in self.message or () if not isinstance(part, str))
        return any(part.moving for part in (self.check, self.when, *said) if part is not None)

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
    )


def _scope(conditions: Iterable[Bound]) -> Scope:
    """Derived from what the rule compares, never typed."""
    selectors = [s for bound in conditions for s in selectors_of(bound)]
    if any(selector.reach is Reach.PREVIOUS for selector in selectors):
        return Scope.ACROSS_YEARS
    forms = {s.form for s in selectors} - {"", COVER, PROJECT_CARD}
    several = any(s.instances is Instances.ALL for s in selectors)
    return Scope.ACROSS_FORMS if len(forms) > 1 or several else Scope.WITHIN_FORM


class RuleBook:
    """Places rules under the shape that holds now."""

    def __init__(self, calculation: Calculation) -> None:
        """Look into this calculation."""
        self.calculation = calculation

    def spots(self, placed: PlacedRule, sheets: Container[SheetId] | None = None) -> Iterator[Spot]:
        """Every place a rule visits, on these sheets or (None) on all."""
        rule = placed.rule
        form = self.calculation.suite.forms.get(rule.form)
        once = form is None or (placed.about_all and form.per_project)
        if once or self.absent(placed):
            yield Spot(SheetId(rule.form))
            return
        for sheet, shape in self.calculation.shape.sheets.items():
            if sheet.form == rule.form and (sheets is None or sheet in sheets):
                yield from self._spots_on(rule, shape)

    def _spots_on(self, rule: AuditRule, shape: SheetShape) -> Iterator[Spot]:
        if not rule.each:
            yield Spot(shape.sheet)
        elif rule.group:
            for group in shape.group_ids(rule.each, rule.group):
                yield Spot(shape.sheet, group, rule.each)
        else:
            for row in shape.records(rule.each):
                yield Spot(shape.sheet, row.id, rule.each)

    def check(self, placed: PlacedRule, spot: Spot) -> RuleCheck:
        """A rule made ready for one place."""
        calculation, rule = self.calculation, placed.rule
        check = calculation.computation(rule.rule, spot)
        when = calculation.computation(rule.when, spot) if rule.when else None
        sources = dict.fromkeys((*check.sources, *(when.sources if when else ())))
        cells = self._cells(check, tuple(sources), spot)
        sources[cells[0]] = None
        return RuleCheck(placed, spot, check, when, cells, tuple(sources), self.absent(placed))

    def message(self, check: RuleCheck) -> tuple[str | Said, ...]:
        """The parts of a rule's message, made ready for its place."""
        if check.message is None:
            make, spot = self.calculation.computation, check.spot
            parts = check.placed.rule.message
            made = tuple(p if isinstance(p, str) else (p, make(p.bound, spot)) for p in parts)
            found = [c for part in made if not isinstance(part, str) for c in part[1].sources]
            check.message, check.sources = made, tuple(dict.fromkeys((*check.sources, *found)))
        return check.message

    def absent(self, placed: PlacedRule) -> tuple[str, ...]:
        """The forms a rule speaks of that are left out of this document."""
        return tuple(sorted(placed.forms & self.calculation.document.deselected))

    def _cells(
        self, check: Computation, sources: tuple[CellId, ...], spot: Spot
    ) -> tuple[CellId, ...]:
        """Single cells before columns: they stay where they are when rows come and go."""
        single = [operand for operand in check.operands if isinstance(operand, CellId)]
        found = tuple(dict.fromkeys((*single, *check.sources))) or sources
        return found or (self._somewhere(spot),)

    def _somewhere(self, spot: Spot) -> CellId:
        """A cell to point to for a rule that reads none: the sheet's first, else the cover's."""
        sheet = self.calculation.shape.sheets.get(spot.sheet)
        slots = sheet.form.slots.values() if sheet else ()
        cells = (cell for slot in slots if sheet and slot.drawn for cell in sheet.cells(slot))
        return next(cells, cover_cell(YEAR_CELL))
