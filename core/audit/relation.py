"""The two sides of a rule or limit that compares figures, and by how much they are apart."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from core.audit.field_checks import FieldCheck, is_beyond
from core.audit.rules import RuleCheck
from core.audit.trial import Trial
from core.calc.engine import Calculation, Computation
from core.calc.resolve import Spot
from core.formula.evaluate import compile_formula
from core.formula.tree import Comparison, Name, Node, Step, is_blank_test
from core.refs import CellId
from core.template.form import Bound
from core.values import Blank, Value

_THAT_CELL: Final = Name(None, None, (Step("cell"),))
_OWN: Final = Bound("", _THAT_CELL, compile_formula(_THAT_CELL), ())
_LIMITS: Final = {"<=": 1, ">=": -1}


@dataclass(frozen=True, slots=True)
class Relation:
    """`left` compared with `right` by `sign`: = <> < <= > or >=."""

    sign: str
    left: Computation
    right: Computation

    @property
    def sides(self) -> tuple[Computation, Computation]:
        """Left and right."""
        return self.left, self.right

    @property
    def cells(self) -> frozenset[CellId]:
        """What the two sides read themselves."""
        return frozenset((*self.left.sources, *self.right.sources))

    def figures(self, trial: Trial) -> tuple[Decimal, Decimal] | None:
        """Both sides, a blank as 0; None if one is no figure."""
        left, right = (_figure(trial.run(side, audit=True)) for side in self.sides)
        return None if left is None or right is None else (left, right)

    def gap(self, trial: Trial) -> Decimal | None:
        """By how much the left side is more than the right one."""
        figures = self.figures(trial)
        return figures[0] - figures[1] if figures else None


def _figure(value: Value) -> Decimal | None:
    if isinstance(value, Blank):
        return Decimal(0)
    return value if isinstance(value, Decimal) else None


class Relations:
    """Takes checks apart; the sides of a rule are compiled once."""

    def __init__(self, calculation: Calculation) -> None:
        """Look into this calculation."""
        self.calculation = calculation
        self._sides: dict[int, tuple[Bound, Bound]] = {}

    def of_rule(self, check: RuleCheck) -> Relation | None:
        """The relation that a rule asks for, None where it compares no two sides."""
        bound = check.check.bound
        tree = bound.tree
        if not isinstance(tree, Comparison) or is_blank_test(tree):
            return None
        if id(bound) not in self._sides:
            self._sides[id(bound)] = _side(bound, tree.left), _side(bound, tree.right)
        left, right = (_part(side, check.check) for side in self._sides[id(bound)])
        return Relation(tree.operator, left, right)

    def of_field(self, check: FieldCheck) -> Relation | None:
        """The limit of its field that a cell is beyond, None if it keeps within."""
        own, value = _itself(check.cell, check.slot.region), self.calculation.value(check.cell)
        limits = [
            Relation(sign, own, limit)
            for limit, (sign, way) in zip((check.most, check.least), _LIMITS.items(), strict=True)
            if limit is not None and is_beyond(value, self.calculation.run(limit), way)
        ]
        return limits[0] if limits else None


def _side(bound: Bound, tree: Node) -> Bound:
    """One side as a formula of its own."""
    program = compile_formula(tree)
    meant = dict(zip(bound.program.leaves, bound.selectors, strict=True))
    return Bound(bound.text, tree, program, tuple(meant[leaf] for leaf in program.leaves))


def _part(side: Bound, whole: Computation) -> Computation:
    """One side at the place where the rule stands."""
    placed = dict(zip(whole.bound.program.leaves, whole.operands, strict=True))
    operands = [placed[leaf] for leaf in side.program.leaves]
    read = [o if isinstance(o, tuple) and not isinstance(o, CellId) else (o,) for o in operands]
    cells = [cell for column in read for cell in column if isinstance(cell, CellId)]
    return Computation(side, whole.spot, operands, tuple(dict.fromkeys(cells)))


def _itself(cell: CellId, region: str) -> Computation:
    """A cell as a side of its own."""
    return Computation(_OWN, Spot(cell.sheet, cell.record, region), [cell], (cell,))
