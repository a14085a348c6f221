"""How far two sides may be apart that were each rounded from a finer unit.

Published figures in 万元 were rounded one by one, so a sum of them misses its total by up to half a
unit of the last place for every figure compared. How much of that reaches the difference is found
by moving every rounded figure by its half unit: what is added, taken away, left out by a condition
or converted counts as it is reckoned.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from core.formula.evaluate import Environment, Operand, Program, compile_formula
from core.formula.tree import Binary, Call, Comparison, Node, Number, is_blank_test
from core.values import CONTEXT, Value

_BROKEN_BY: Final = {"=": (1, -1), "<=": (1,), ">=": (-1,)}
"""By sign the directions in which the left side may have strayed from the right one."""

_NOTHING: Final = Decimal(0)


@dataclass(frozen=True, slots=True)
class Remainder:
    """By how much the sides of a rule may differ through rounding alone.

    `gap` gives the difference as the rule compares it, `exact` the same before the sides are
    rounded; `halves` is half a unit of the last place for every operand (0 for one that is exact),
    `own` that of the sides that are rounded for the comparison.
    """

    gap: Program
    exact: Program
    halves: tuple[Decimal, ...]
    own: Decimal
    ways: tuple[int, ...]

    def covers(self, operands: Sequence[Operand], environment: Environment) -> bool:
        """Whether rounding explains why the rule, run over these operands, does not hold."""
        gap = self.gap.run(operands, environment, audit=True)
        if not isinstance(gap, Decimal) or (1 if gap > 0 else -1) not in self.ways:
            return False
        before = self.exact.run(operands, environment, audit=True)
        slack = self.own
        for place, half in enumerate(self.halves):
            if half:
                moved = [*operands]
                moved[place] = _moved(operands[place], half)
                after = self.exact.run(moved, environment, audit=True)
                slack = CONTEXT.add(slack, _apart(before, after))
        return gap.copy_abs() <= slack


def remainder_of(tree: Node, places: Sequence[int | None]) -> Remainder | None:
    """What rounding may do to a rule; None where nothing was rounded or no two sides compared.

    `places` are by leaf of the tree the decimals to which its figures were rounded, None for exact
    ones.
    """
    if not isinstance(tree, Comparison) or is_blank_test(tree) or tree.operator not in _BROKEN_BY:
        return None
    halves = tuple(_NOTHING if exact is None else _half_of(exact) for exact in places)
    if not any(halves):
        return None
    left, right = _unrounded(tree.left), _unrounded(tree.right)
    return Remainder(
        gap=compile_formula(Binary("-", tree.left, tree.right)),
        exact=compile_formula(Binary("-", left[0], right[0])),
        halves=halves,
        own=CONTEXT.add(left[1], right[1]),
        ways=_BROKEN_BY[tree.operator],
    )


def _half_of(places: int) -> Decimal:
    """Half a unit of a place."""
    return Decimal(5).scaleb(-places - 1)


def _unrounded(side: Node) -> tuple[Node, Decimal]:
    """A side before it is rounded, and half a unit of the place to which it is."""
    if isinstance(side, Call) and side.function == "ROUND":
        inner, places = side.arguments
        if isinstance(places, Number):
            return inner, _half_of(int(places.value))
    return side, _NOTHING


def _moved(operand: Operand, half: Decimal) -> Operand:
    if isinstance(operand, tuple):
        return tuple([_one_moved(value, half) for value in operand])
    return _one_moved(operand, half)


def _one_moved(value: Value, half: Decimal) -> Value:
    return CONTEXT.add(value, half) if isinstance(value, Decimal) else value


def _apart(one: Value, other: Value) -> Decimal:
    if isinstance(one, Decimal) and isinstance(other, Decimal):
        return CONTEXT.subtract(one, other).copy_abs()
    return _NOTHING
