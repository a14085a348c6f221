"""The rules of a suite at every place they visit, and how each ended.

A blank amount counts as 0 beside a value. A rule is 数据不足 when all its inputs are blank, or while a
required input is; `= ""` asks for blank and counts as no input. A blank in `when` makes it 不适用.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from core.calc.engine import Calculation, Computation
from core.calc.names import Names
from core.calc.resolve import Constant, Spot
from core.calc.shape import SheetShape
from core.findings import Finding, Outcome, Scope
from core.formula.tree import inputs
from core.number_text import NumberStyle, format_number
from core.refs import CellId, SheetId
from core.template.form import AuditRule
from core.values import Blank, Failed, Value, plain


@dataclass(slots=True)
class RuleCheck:
    """One rule at one place, made ready. `sources` are the cells whose change asks for it again."""

    rule: AuditRule
    spot: Spot
    check: Computation
    when: Computation | None
    message: tuple[str | Computation, ...]
    sources: tuple[CellId, ...]
    absent: tuple[str, ...] = ()


class RuleBook:
    """Places every rule of the suite under the shape that holds now."""

    def __init__(self, calculation: Calculation) -> None:
        """Look into this calculation."""
        self.calculation = calculation

    def checks(self) -> Iterator[RuleCheck]:
        """Every rule at every place it visits."""
        suite = self.calculation.suite
        for form in suite.forms.values():
            for rule in form.audits:
                yield from self._placed(rule)
        for rule in suite.audits:
            yield from self._placed(rule)

    def _placed(self, rule: AuditRule) -> Iterator[RuleCheck]:
        for spot in self._spots(rule):
            yield self._check(rule, spot)

    def _spots(self, rule: AuditRule) -> Iterator[Spot]:
        sheets = self.calculation.shape.of_form(rule.form)
        if rule.crossing and not rule.each:
            form = self.calculation.suite.forms.get(rule.form)
            if form is not None and form.per_project and self._is_about_all(rule):
                yield Spot(SheetId(rule.form))
                return
        if not sheets and rule.crossing:
            yield Spot(SheetId(rule.form))
        for sheet in sheets:
            if not rule.each:
                yield Spot(sheet.sheet)
            else:
                for record in self._visited(rule, sheet):
                    yield Spot(sheet.sheet, record, rule.each)

    def _is_about_all(self, rule: AuditRule) -> bool:
        """Whether the rule names all projects at once rather than each one's own form."""
        own = [s for s in rule.rule.selectors if s.form == rule.form]
        return all(selector.many for selector in own)

    def _visited(self, rule: AuditRule, sheet: SheetShape) -> Iterator[str]:
        if rule.group:
            yield from dict.fromkeys(
                group.id for group in sheet.groups.get((rule.each, rule.group), ())
            )
        else:
            yield from (row.id for row in sheet.records(rule.each))

    def _check(self, rule: AuditRule, spot: Spot) -> RuleCheck:
        calculation = self.calculation
        check = calculation.computation(rule.rule, spot)
        when = calculation.computation(rule.when, spot) if rule.when else None
        message = tuple(
            part if isinstance(part, str) else calculation.computation(part.bound, spot)
            for part in rule.message
        )
        sources: dict[CellId, None] = dict.fromkeys(check.sources)
        for computation in (when, *message):
            if isinstance(computation, Computation):
                sources.update(dict.fromkeys(computation.sources))
        return RuleCheck(rule, spot, check, when, message, tuple(sources), self._absent(rule))

    def _absent(self, rule: AuditRule) -> tuple[str, ...]:
        """The forms a rule speaks of that are left out of this document."""
        left_out = self.calculation.document.deselected
        bounds = [b for b in (rule.rule, rule.when) if b is not None]
        named = {s.form for bound in bounds for s in bound.selectors}
        return tuple(sorted(named & left_out))


class RuleRunner:
    """Runs placed rules against the values that hold now."""

    def __init__(self, calculation: Calculation, names: Names) -> None:
        """Look into this calculation."""
        self.calculation = calculation
        self.names = names

    def run(self, check: RuleCheck) -> Finding:
        """How the rule ended at this place."""
        outcome, reason = self._outcome(check)
        return self._finding(check, outcome, reason)

    def _outcome(self, check: RuleCheck) -> tuple[Outcome, str]:
        if check.absent:
            return Outcome.NOT_APPLICABLE, f"没有选入{'、'.join(check.absent)}"
        if check.when is not None:
            held = self.calculation.run(check.when)
            if isinstance(held, Failed):
                return Outcome.NO_DATA, f"没有核对：{held.reason}"
            if held is not True:
                return Outcome.NOT_APPLICABLE, "不符合这条审核的前提"
        missing = self._missing(check)
        if missing is not None:
            return missing
        result = self.calculation.run(check.check, audit=True)
        if isinstance(result, Failed):
            return Outcome.NO_DATA, f"没有核对：{result.reason}"
        if isinstance(result, Blank):
            return Outcome.NO_DATA, "没有核对：有关的格子还没填"
        return (Outcome.PASSED if result is True else Outcome.FAILED), ""

    def _missing(self, check: RuleCheck) -> tuple[Outcome, str] | None:
        """数据不足 or 不适用 because of blank inputs, or None."""
        wanted = set(inputs(check.rule.rule.tree))
        cells: list[CellId] = []
        constants = 0
        leaves = check.check.bound.program.leaves
        for leaf, operand in zip(leaves, check.check.operands, strict=True):
            if leaf not in wanted:
                continue
            if isinstance(operand, Constant):
                constants += not isinstance(operand.value, Blank)
            elif isinstance(operand, CellId):
                if self._is_unset_outline(operand):
                    return Outcome.NOT_APPLICABLE, "表样没有规定这一项"
                cells.append(operand)
            else:
                cells += operand
        blank = [c for c in cells if isinstance(self.calculation.value(c), Blank)]
        required = next((c for c in blank if self._required(c)), None)
        if required is not None:
            return Outcome.NO_DATA, f"没有核对：{self.names.place(required)}还没填"
        if cells and len(blank) == len(cells) and not constants:
            return Outcome.NO_DATA, "没有核对：有关的格子都是空的"
        return None

    def _is_unset_outline(self, cell: CellId) -> bool:
        slot = self.calculation.slot(cell)
        undrawn = slot is not None and not slot.drawn and bool(slot.group)
        return undrawn and isinstance(self.calculation.value(cell), Blank)

    def _required(self, cell: CellId) -> bool:
        slot = self.calculation.slot(cell)
        return slot is not None and slot.field.required and not slot.is_calculated

    # ---- findings

    def _finding(self, check: RuleCheck, outcome: Outcome, reason: str) -> Finding:
        cells = self._cells(check)
        forms = {cell.sheet for cell in cells if cell.form in self.calculation.suite.forms}
        failed = outcome is Outcome.FAILED
        return Finding(
            rule=check.rule.id,
            severity=check.rule.severity,
            scope=Scope.ACROSS_FORMS if len(forms) > 1 else Scope.WITHIN_FORM,
            outcome=outcome,
            cells=cells,
            message=self._message(check) if failed else reason,
            remedy=check.rule.remedy if failed else "",
            place=self.names.place(cells[0]),
            basis=self._basis(check) if failed else "",
        )

    def _cells(self, check: RuleCheck) -> tuple[CellId, ...]:
        cells = check.check.sources or check.sources
        if cells:
            return cells
        form = self.calculation.suite.forms[check.rule.form]
        return (CellId(*check.spot.sheet, "", next(iter(form.slots))),)

    def _basis(self, check: RuleCheck) -> str:
        """The figures the rule compared, as exact text."""
        values = (self.calculation.value(cell) for cell in check.check.sources)
        return "|".join(_exact(value) for value in values)

    def _message(self, check: RuleCheck) -> str:
        texts = []
        for part, made in zip(check.rule.message, check.message, strict=True):
            if isinstance(made, str):
                texts.append(made)
            elif not isinstance(part, str):
                value = self.calculation.run(made, audit=True)
                texts.append(message_text(value, part.number, signed=part.signed))
        return "".join(texts)


def message_text(value: Value, style: NumberStyle | None, *, signed: bool) -> str:
    """A value inside a message; a difference says 多 or 少 before its amount."""
    style = style or NumberStyle(decimals=6, trim=True)
    if isinstance(value, Failed):
        return "（算不出）"
    if isinstance(value, Blank):
        return "空" if not signed else ""
    if isinstance(value, Decimal):
        if not signed:
            return format_number(value, style)
        word = "多" if value > 0 else "少" if value < 0 else "相差"
        return word + format_number(abs(value), style)
    return "是" if value is True else "否" if value is False else value


def _exact(value: Value) -> str:
    if isinstance(value, Decimal):
        return plain(value)
    return value if isinstance(value, str) else ""
