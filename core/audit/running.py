"""How a rule ends at a place: six outcomes, and what to say about it.

A blank amount counts as 0 beside a value. A rule is 数据不足 when all its inputs are blank, while a
required input is, or when one cannot be read; `= ""` asks for blank and counts as no input. A blank
in `when` makes it 不适用. A rule that fails for a reason of its own is 未检查, never passed.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import NamedTuple

from core.audit.columns import FILLED, REQUIRED, UNREADABLE, UNSET, Columns, Places
from core.audit.results import Result
from core.audit.rules import PlacedRule, RuleBook, RuleCheck
from core.calc.engine import Calculation, Computation
from core.calc.resolve import Constant, Spot
from core.calc.resolve import Operand as Place
from core.calc.typed import exact_text
from core.findings import Outcome
from core.formula.evaluate import Operand
from core.number_text import NumberStyle, format_number
from core.refs import CellId
from core.template.form import MessagePart
from core.values import Blank, Failed, Value

_LONGEST_BASIS = 2_000
_UNREADABLE = "读不出来"
_NOT_FILLED = "还没填"
_NAMELESS = "“”"  # what has no name yet: where it is, is said beside the message
_ALL_BLANK = "没有核对：有关的格子都是空的"


@dataclass(slots=True)
class Judged:
    """By place how a rule ended there, and the cells it looked up."""

    results: dict[str, Result]
    looked_up: dict[str, set[CellId]]


class Words(NamedTuple):
    """What a failed rule says: its message, the figures it compared, the cells its message read."""

    message: str
    basis: str
    read: set[CellId]


class RuleRunner:
    """Runs placed rules against the values that hold now."""

    def __init__(self, calculation: Calculation, rules: RuleBook) -> None:
        """Look into this calculation; the book makes rules ready."""
        self.calculation = calculation
        self.rules = rules
        self._columns = Columns(calculation)

    def judge(self, placed: PlacedRule, places: Places) -> Judged:
        """How a rule ends at these places of one sheet; why it fails, `worded` tells."""
        absent = self.rules.absent(placed)
        if absent:
            message = f"没有选用{'、'.join(absent)}"
            result = _result(placed, Outcome.NOT_APPLICABLE, message)
            return Judged(dict.fromkeys(places.records, result), {})
        judged = Judged({}, {})
        there = self._where_it_holds(placed, places, judged) if placed.rule.when else places
        if there.records:
            self._judge(placed, there, judged)
        return judged

    def _where_it_holds(self, placed: PlacedRule, places: Places, judged: Judged) -> Places:
        """The places where the condition holds."""
        when = placed.rule.when
        if when is None or not places.records:
            return places
        rows = self._columns.read(when, places)
        judged.looked_up = rows.looked_up
        run, environment = when.program.run, self.calculation.code_names
        there = []
        for record, operands in zip(places.records, rows.operands, strict=True):
            held = run(operands, environment)
            if held is True:
                there.append(record)
            elif isinstance(held, Failed):
                judged.results[record] = self._undecided(placed, places, record, held)
            else:
                judged.results[record] = placed.elsewhere
        return places.only(there)

    def _judge(self, placed: PlacedRule, places: Places, judged: Judged) -> None:
        rule = placed.rule.rule
        rows = self._columns.read(rule, places)
        for record, cells in rows.looked_up.items():
            judged.looked_up.setdefault(record, set()).update(cells)
        asks = any(asked.filled for asked in self._columns.asked(rule))
        run, environment, results = rule.program.run, self.calculation.code_names, judged.results
        for record, operands, state in zip(places.records, rows.operands, rows.states, strict=True):
            if state > FILLED or (asks and not state):
                results[record] = self._without(placed, places, record, state)
                continue
            value = run(operands, environment, True)
            if value is True:
                results[record] = placed.passed
            elif value is False:
                results[record] = self._failed(placed, operands)
            else:
                results[record] = _no_answer(placed, value)

    def _failed(self, placed: PlacedRule, operands: Sequence[Operand]) -> Result:
        """How a rule ends that does not hold over these operands."""
        remainder = placed.rule.remainder
        if remainder is not None and remainder.covers(operands, self.calculation.code_names):
            return placed.rounded
        return placed.failed

    def _undecided(self, placed: PlacedRule, places: Places, record: str, why: Failed) -> Result:
        """How a rule ends whose condition cannot be calculated."""
        check = self.rules.check(placed, Spot(places.sheet, record, places.region))
        cell = self._unreadable(check.when.sources) if check.when else None
        if cell is not None:
            return _result(placed, Outcome.NO_DATA, _UNREADABLE, cell)
        message = f"没有检查：前提算不出来，{why.reason}"
        return _result(placed, Outcome.NOT_CHECKED, message)

    def _without(self, placed: PlacedRule, places: Places, record: str, state: int) -> Result:
        """How a rule ends whose inputs are not all there."""
        if state & UNSET and not state & UNREADABLE:
            return _result(placed, Outcome.NOT_APPLICABLE, "表样没有规定这一项")
        if not state & (UNREADABLE | REQUIRED):
            return _result(placed, Outcome.NO_DATA, _ALL_BLANK)
        check = self.rules.check(placed, Spot(places.sheet, record, places.region)).check
        if state & UNREADABLE:
            lacking = self._unreadable(check.sources)
            return _result(placed, Outcome.NO_DATA, _UNREADABLE, lacking)
        return _result(placed, Outcome.NO_DATA, _NOT_FILLED, self._not_filled(check))

    def _unreadable(self, cells: Iterable[CellId]) -> CellId | None:
        value = self.calculation.value
        return next((cell for cell in cells if isinstance(value(cell), Failed)), None)

    def _not_filled(self, computation: Computation) -> CellId | None:
        """The first blank input that has to be filled in."""
        values = self.calculation.values
        asked = self._columns.asked(computation.bound)
        lacking = (
            cell
            for place, one in zip(computation.operands, asked, strict=True)
            for cell in _cells(place)
            if cell.name in one.required and cell not in values
        )
        return next(lacking, None)

    # ---- what to say

    def worded(self, check: RuleCheck) -> Words:
        """What to say where a rule failed."""
        message, read = self._message(check)
        return Words(message, self._basis(check), read)

    def _basis(self, check: RuleCheck) -> str:
        """The figures the rule compared, as exact text; of very many a fingerprint."""
        texts = [exact_text(self.calculation.value(cell)) for cell in check.check.sources]
        basis = json.dumps(texts, ensure_ascii=False)
        if len(basis) <= _LONGEST_BASIS:
            return basis
        return hashlib.sha256(basis.encode("utf-8", "backslashreplace")).hexdigest()

    def _message(self, check: RuleCheck) -> tuple[str, set[CellId]]:
        texts, read = [], set[CellId]()
        for part in check.placed.rule.message:
            if isinstance(part, str):
                texts.append(part)
                continue
            computation = self.calculation.computation(part.bound, check.spot)
            read.update(computation.sources)
            texts.append(message_text(self.calculation.run(computation, audit=True), part))
        return "".join(texts).replace(_NAMELESS, ""), read


def _result(
    placed: PlacedRule, outcome: Outcome, message: str, lacking: CellId | None = None
) -> Result:
    return Result(placed.rule.id, placed.rule.severity, outcome, message, lacking=lacking)


def _cells(place: Place) -> tuple[CellId, ...]:
    if isinstance(place, Constant):
        return ()
    return (place,) if isinstance(place, CellId) else place


def _no_answer(placed: PlacedRule, value: Value) -> Result:
    """How a rule ends whose formula gives neither yes nor no."""
    if isinstance(value, Blank):
        return _result(placed, Outcome.NO_DATA, "没有核对：算出来是空的")
    why = value.reason if isinstance(value, Failed) else "结果不是“是”或“否”"
    return _result(placed, Outcome.NOT_CHECKED, f"没有检查：这条审核公式算不出来，{why}")


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
