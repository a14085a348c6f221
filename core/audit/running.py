"""How a rule ends at a place: six outcomes, and what to say about it.

A blank amount counts as 0 beside a value. A rule is 数据不足 when all its inputs are blank, while a
required input is, or when one cannot be read; `= ""` asks for blank and counts as no input. A blank
in `when` makes it 不适用. A rule that fails for a reason of its own is 未检查, never passed.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from core.audit.results import Result
from core.audit.rules import RuleBook, RuleCheck
from core.calc.engine import Calculation, Computation
from core.calc.resolve import Constant
from core.calc.typed import exact_text
from core.findings import Outcome
from core.formula.tree import inputs
from core.number_text import NumberStyle, format_number
from core.refs import CellId
from core.template.form import Bound, MessagePart
from core.values import Blank, Failed, Value

_LONGEST_BASIS = 2_000
_NOT_FILLED = "还没填"
_ALL_BLANK = "没有核对：有关的格子都是空的"


class RuleRunner:
    """Runs placed rules against the values that hold now."""

    def __init__(self, calculation: Calculation, rules: RuleBook) -> None:
        """Look into this calculation; the book makes messages ready."""
        self.calculation = calculation
        self.rules = rules
        self._inputs: dict[int, tuple[bool, ...]] = {}

    def run(self, check: RuleCheck) -> Result:
        """How the rule ended at this place."""
        rule = check.placed.rule
        ended = self._ended(check)
        if ended is not None:
            return ended
        result = self.calculation.run(check.check, audit=True)
        if result is True:
            return Result(rule.id, rule.severity, Outcome.PASSED)
        if result is False:
            message, basis = self._message(check), self._basis(check)
            return Result(rule.id, rule.severity, Outcome.FAILED, message, rule.remedy, basis)
        if isinstance(result, Blank):
            return self._result(check, Outcome.NO_DATA, "没有核对：算出来是空的")
        why = result.reason if isinstance(result, Failed) else "结果不是“是”或“否”"
        return self._result(check, Outcome.NOT_CHECKED, f"没有检查：这条审核公式算不出来，{why}")

    def _result(
        self, check: RuleCheck, outcome: Outcome, message: str, lacking: CellId | None = None
    ) -> Result:
        rule = check.placed.rule
        return Result(rule.id, rule.severity, outcome, message, lacking=lacking)

    def _ended(self, check: RuleCheck) -> Result | None:
        """How the rule ends before its formula is run, if it does."""
        if check.absent:
            message = f"没有选用{'、'.join(check.absent)}"
            return self._result(check, Outcome.NOT_APPLICABLE, message)
        if check.when is not None:
            held = self.calculation.run(check.when)
            if isinstance(held, Failed):
                return self._unreadable(check, check.when.sources) or self._result(
                    check, Outcome.NOT_CHECKED, f"没有检查：前提算不出来，{held.reason}"
                )
            if held is not True:
                return self._result(check, Outcome.NOT_APPLICABLE, "不符合这条审核的前提")
        return self._unreadable(check, check.check.sources) or self._missing(check)

    def _unreadable(self, check: RuleCheck, cells: Iterable[CellId]) -> Result | None:
        for cell in cells:
            if isinstance(self.calculation.value(cell), Failed):
                return self._result(check, Outcome.NO_DATA, "读不出来", cell)
        return None

    def _missing(self, check: RuleCheck) -> Result | None:
        """数据不足 or 不适用 because of blank inputs, or None."""
        cells: list[CellId] = []
        asked = constants = 0
        for counts, operand in zip(self._counted(check.check), check.check.operands, strict=True):
            if not counts:
                continue
            asked += 1
            if isinstance(operand, Constant):
                constants += not isinstance(operand.value, Blank)
            elif isinstance(operand, CellId):
                if self._is_unset_outline(operand):
                    return self._result(check, Outcome.NOT_APPLICABLE, "表样没有规定这一项")
                cells.append(operand)
            else:
                cells += operand
        values = self.calculation.values
        blank = [cell for cell in cells if cell not in values]
        required = next((cell for cell in blank if self._is_required(cell)), None)
        if required is not None:
            return self._result(check, Outcome.NO_DATA, _NOT_FILLED, required)
        if asked and not constants and len(blank) == len(cells):
            return self._result(check, Outcome.NO_DATA, _ALL_BLANK)
        return None

    def _counted(self, computation: Computation) -> tuple[bool, ...]:
        """Which operands count as input."""
        bound: Bound = computation.bound
        known = self._inputs.get(id(bound))
        if known is None:
            wanted = set(inputs(bound.tree))
            known = tuple(leaf in wanted for leaf in bound.program.leaves)
            self._inputs[id(bound)] = known
        return known

    def _is_unset_outline(self, cell: CellId) -> bool:
        slot = self.calculation.slot(cell)
        undrawn = slot is not None and not slot.drawn and bool(slot.group)
        return undrawn and cell not in self.calculation.values

    def _is_required(self, cell: CellId) -> bool:
        slot = self.calculation.slot(cell)
        return slot is not None and slot.field.required and not slot.is_calculated

    # ---- what to say

    def _basis(self, check: RuleCheck) -> str:
        """The figures the rule compared, as exact text; of very many a fingerprint."""
        texts = [exact_text(self.calculation.value(cell)) for cell in check.check.sources]
        basis = json.dumps(texts, ensure_ascii=False)
        if len(basis) <= _LONGEST_BASIS:
            return basis
        return hashlib.sha256(basis.encode("utf-8", "backslashreplace")).hexdigest()

    def _message(self, check: RuleCheck) -> str:
        texts = []
        for said in self.rules.message(check):
            if isinstance(said, str):
                texts.append(said)
            else:
                value = self.calculation.run(said[1], audit=True)
                texts.append(message_text(value, said[0]))
        return "".join(texts)


def message_text(value: Value, part: MessagePart) -> str:
    """A value inside a message; a difference says 多 or 少 before its amount."""
    style = replace(part.number, zero=None) if part.number else NumberStyle(decimals=6, trim=True)
    if isinstance(value, Decimal):
        if not part.signed:
            return format_number(value, style)
        word = "多" if value > 0 else "少" if value < 0 else "相差"
        return word + format_number(abs(value), style)
    if isinstance(value, Failed):
        return "（算不出）"
    if isinstance(value, Blank):
        return "相差 0" if part.signed else part.blank
    return "是" if value is True else "否" if value is False else value
