"""The sentences about scores, rates and grades in one cell's formula, with the values of now."""

from collections.abc import Iterator
from dataclasses import dataclass

from core.calc.engine import Calculation, Computation
from core.formula.evaluate import compile_formula
from core.formula.told import SCORING, told
from core.formula.tree import Call, Leaf, Node, children
from core.values import Value


def scoring_told(calculation: Calculation, computation: Computation) -> tuple[str, ...]:
    """A sentence for each scoring function that the formula comes to, the outermost first.

    They say what the rule gives, whatever stands in the cell.
    """
    found = _Telling(calculation, computation).sentences(computation.bound.tree)
    return tuple(dict.fromkeys(found))


@dataclass(frozen=True, slots=True)
class _Telling:
    calculation: Calculation
    computation: Computation

    def sentences(self, node: Node) -> Iterator[str]:
        """Only the branch of IF that is taken is spoken of."""
        if isinstance(node, Leaf):
            return
        if isinstance(node, Call) and node.function in SCORING:
            values = [self._value(argument) for argument in node.arguments]
            yield told(node.function, values, self.calculation.code_names)
        below = children(node)
        if isinstance(node, Call) and node.function == "IF":
            holds = self._value(below[0])
            below = below[1:2] if holds is True else below[2:]
        for child in below:
            yield from self.sentences(child)

    def _value(self, node: Node) -> Value:
        program = compile_formula(node)
        leaves = self.computation.bound.program.leaves
        operands = dict(zip(leaves, self.computation.operands, strict=True))
        values = [self.calculation.operand_value(operands[leaf]) for leaf in program.leaves]
        return program.run(values, self.calculation.code_names)
