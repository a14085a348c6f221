"""Where the two sides of a relation come from: the entered cells below them, and how they count.

The slope of a cell says by how much the gap between the sides grows when the cell grows by one: 1
for a figure that is added on the left, -1 on the right, 0.0001 for 元 that are compared in 万元.
"""

import heapq
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from core.audit.relation import Relation
from core.audit.trial import Trial
from core.calc.engine import Calculation, Computation
from core.calc.resolve import Constant
from core.formula.tree import (
    Binary,
    Call,
    Leaf,
    Name,
    Node,
    Number,
    Previous,
    Range,
)
from core.refs import CellId
from core.template.form import Bound
from core.values import CONTEXT

MOST_CELLS: Final = 600
"""More cells below one relation are not looked through: somebody waits for the answer."""

_MOST_PROBES: Final = 48
_PROBE: Final = Decimal(1_000_000)
_NEAR: Final = Decimal("0.001")
_ONE: Final = Decimal(1)
_CONVERTED: Final = {"WAN": Decimal("0.0001"), "YUAN": Decimal(10_000)}
_SLOPES: Final = (_ONE, -_ONE, *(s * f for f in _CONVERTED.values() for s in (_ONE, -_ONE)))


@dataclass(slots=True)
class Origins:
    """The cells below a relation with their slopes.

    `entered` hold what somebody typed (or could have); `all` also what is calculated from them.
    `complete` says that no cell was left out.
    """

    entered: dict[CellId, Decimal] = field(default_factory=dict)
    all: dict[CellId, Decimal] = field(default_factory=dict)
    complete: bool = True


class Tracer:
    """Finds the origins of relations in one document."""

    def __init__(self, calculation: Calculation) -> None:
        """Look into this calculation."""
        self.calculation = calculation
        self._linear: dict[int, _Linear | None] = {}

    def origins(self, relation: Relation) -> Origins:
        """The cells below both sides, looking through what is calculated or prefilled."""
        found = Origins()
        slopes: dict[CellId, Decimal] = {}
        queue: list[tuple[int, CellId]] = []
        for side, way in zip(relation.sides, (_ONE, -_ONE), strict=True):
            self._spread(side, way, found, slopes, queue)
        while queue and found.complete:
            _, cell = heapq.heappop(queue)
            slope = slopes[cell]
            found.complete = len(slopes) <= MOST_CELLS
            if not slope:
                continue  # it counts the same on both sides, or not at all
            found.all[cell] = slope
            computation = self.calculation.computations.get(cell)
            if computation is None or self.calculation.typed(cell) is not None:
                found.entered[cell] = slope
            else:
                self._spread(computation, slope, found, slopes, queue)
        return found

    def _spread(
        self,
        computation: Computation,
        slope: Decimal,
        found: Origins,
        slopes: dict[CellId, Decimal],
        queue: list[tuple[int, CellId]],
    ) -> None:
        """Share a slope out to the cells a formula reads, the last calculated first."""
        linear = self._linear_of(computation.bound)
        found.complete &= linear is not None or len(computation.sources) <= _MOST_PROBES
        if not found.complete:
            return
        parts = _placed(linear, computation) if linear else self._probed(computation)
        order = self.calculation.suite.order
        for cell, part in parts.items():
            if cell not in slopes:
                slopes[cell] = Decimal(0)
                heapq.heappush(queue, (-order.get((cell.form, cell.name), -1), cell))
            slopes[cell] = CONTEXT.fma(part, slope, slopes[cell])

    def _linear_of(self, bound: Bound) -> "_Linear | None":
        """Read each formula once; they all live as long as the suite and its rules' sides."""
        if id(bound) not in self._linear:
            linear = _Linear()
            self._linear[id(bound)] = linear if linear.read(bound.tree, _ONE) else None
        return self._linear[id(bound)]

    def _probed(self, computation: Computation) -> dict[CellId, Decimal]:
        """The slopes of a formula that is no plain sum, found by trying each of its cells."""
        found: dict[CellId, Decimal] = {}
        before = _figure(self.calculation.run(computation))
        figures = [cell for cell in computation.sources if self._is_figure(cell)]
        for cell in figures:
            value = _figure(self.calculation.value(cell))
            tried = Trial(self.calculation, {cell: value + _PROBE}, follow=False)
            after = _figure(tried.run(computation))
            slope = (after - before) / _PROBE
            found.update((cell, s) for s in _SLOPES if abs(slope - s) <= abs(s) * _NEAR)
        return found

    def _is_figure(self, cell: CellId) -> bool:
        slot = self.calculation.slot(cell)
        return slot is not None and slot.field.is_figure


@dataclass(slots=True)
class _Linear:
    """How often a formula adds each of its operands; only for sums, differences and units."""

    slopes: dict[Leaf, Decimal] = field(default_factory=dict)

    def read(self, node: Node, slope: Decimal) -> bool:
        """Read the tree; whether it is such a formula."""
        match node:
            case Number():
                return True
            case Binary(operator="+" | "-" as sign, left=left, right=right):
                return self.read(left, slope) and self.read(right, slope if sign == "+" else -slope)
            case Call(function="SUM", arguments=arguments):
                return all(self.read(argument, slope) for argument in arguments)
            case Call(function="ROUND", arguments=(inner, *_)):
                return self.read(inner, slope)
            case Call(function="WAN" | "YUAN" as unit, arguments=(inner,)):
                return self.read(inner, slope * _CONVERTED[unit])
            case Name() | Range() | Previous():
                self.slopes[node] = self.slopes.get(node, Decimal(0)) + slope
                return True
        return False


def _placed(linear: _Linear, computation: Computation) -> dict[CellId, Decimal]:
    found: dict[CellId, Decimal] = {}
    leaves = computation.bound.program.leaves
    for leaf, operand in zip(leaves, computation.operands, strict=True):
        slope = linear.slopes[leaf]
        if isinstance(operand, Constant):
            continue
        for cell in (operand,) if isinstance(operand, CellId) else operand:
            found[cell] = found[cell] + slope if cell in found else slope
    return found


def _figure(value: object) -> Decimal:
    return value if isinstance(value, Decimal) else Decimal(0)
