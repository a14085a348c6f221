"""A tree compiled once into nested closures, and run over operands as often as cells change.

`+` and `-` pass over blanks, `*` and `/` are blank with a blank, dividing by 0 fails. A failed
operand comes before everything. Whatever goes wrong comes out as a Failed value, never as an
exception; all arithmetic is done in core.values.CONTEXT.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal, DecimalException
from typing import Final, TypeAlias

from core.formula.comparison import (
    blank_test,
    comparison,
    listed_membership,
    membership,
    order_of_text,
)
from core.formula.functions import FUNCTIONS
from core.formula.operands import Code, ColumnCode, Environment, Frame, Operand, fault, single
from core.formula.tokens import FormulaSyntaxError
from core.formula.tree import (
    Binary,
    Call,
    Comparison,
    Leaf,
    Membership,
    Name,
    Negation,
    Node,
    Number,
    Previous,
    Range,
    Text,
    is_blank_test,
    is_empty_text,
    leaves,
)
from core.values import BLANK, CONTEXT, Failed, Value

__all__ = ["Environment", "Operand", "Program", "compile_formula"]

_TOO_LARGE: Final = Failed("数太大，算不出来")
_NO_DIVISOR: Final = Failed("除数是 0")
_ZERO: Final = Decimal(0)


@dataclass(frozen=True, slots=True)
class Program:
    """A compiled formula; `leaves` says what the operands stand for, in their order."""

    leaves: tuple[Leaf, ...]
    code: Code

    def run(
        self, operands: Sequence[Operand], environment: Environment, audit: bool = False
    ) -> Value:
        """The result; an empty text is BLANK. In an audit a blank beside a value counts as 0."""
        try:
            return single(self.code(Frame(operands, environment, audit)))
        except DecimalException:
            return _TOO_LARGE


def compile_formula(tree: Node) -> Program:
    """Compile once; FormulaSyntaxError for a function that does not exist or other arguments."""
    order = leaves(tree)
    return Program(order, _Compiler(order).single(tree))


class _Compiler:
    """Closures for the nodes of one tree."""

    def __init__(self, order: tuple[Leaf, ...]) -> None:
        self._index = {leaf: index for index, leaf in enumerate(order)}

    def any(self, node: Node) -> ColumnCode:
        """A leaf may be a whole column where a function takes one."""
        if not isinstance(node, Leaf):
            return self.single(node)
        index = self._index[node]
        return lambda frame: frame.operands[index]

    def single(self, node: Node) -> Code:
        match node:
            case Number(value=value):
                return lambda _: value
            case Text(value=text):
                constant = single(text)
                return lambda _: constant
            case Name() | Range() | Previous():
                return _one_of(self._index[node])
            case Negation(operand=operand):
                return _negation(self.single(operand))
            case Binary():
                return self._binary(node)
            case Comparison():
                return self._comparison(node)
            case Membership():
                return self._membership(node)
            case _:
                return self._call(node)

    def _binary(self, node: Binary) -> Code:
        join = _passing_blanks if node.operator in _ADDITIVE else _blank_with_blanks
        return join(_OPERATIONS[node.operator], self.single(node.left), self.single(node.right))

    def _comparison(self, node: Comparison) -> Code:
        left, right = self.single(node.left), self.single(node.right)
        if is_blank_test(node):
            return blank_test(node.operator, left if is_empty_text(node.right) else right)
        texts = isinstance(node.left, Text) or isinstance(node.right, Text)
        if texts and node.operator not in ("=", "<>"):
            return order_of_text(left, right)
        return comparison(node.operator, left, right)

    def _membership(self, node: Membership) -> Code:
        operand = self.single(node.operand)
        if node.list_name is not None:
            return listed_membership(operand, node.list_name)
        return membership(operand, [self.any(item) for item in node.items])

    def _call(self, node: Call) -> Code:
        function = FUNCTIONS.get(node.function)
        if function is None:
            raise FormulaSyntaxError(f"函数“{node.function}”不能在这里使用", node.at)
        refused = function.refuses(len(node.arguments))
        if refused:
            raise FormulaSyntaxError(refused, node.at)
        return function.build([self.any(argument) for argument in node.arguments])


def _one_of(index: int) -> Code:
    def run(frame: Frame) -> Value:
        value = frame.operands[index]
        return value if isinstance(value, Decimal) else single(value)

    return run


# --- arithmetic

_Operation: TypeAlias = Callable[[Decimal, Decimal], Decimal | Failed]


def _divide(left: Decimal, right: Decimal) -> Decimal | Failed:
    return CONTEXT.divide(left, right) if right else _NO_DIVISOR


_ADDITIVE: Final = ("+", "-")
_OPERATIONS: Final[dict[str, _Operation]] = {
    "+": CONTEXT.add,
    "-": CONTEXT.subtract,
    "*": CONTEXT.multiply,
    "/": _divide,
}


def _negation(operand: Code) -> Code:
    def run(frame: Frame) -> Value:
        value = operand(frame)
        return CONTEXT.minus(value) if isinstance(value, Decimal) else fault([value]) or BLANK

    return run


def _passing_blanks(operation: _Operation, left: Code, right: Code) -> Code:
    """+ and -: a blank adds nothing, two blanks are blank."""

    def run(frame: Frame) -> Value:
        a, b = left(frame), right(frame)
        if isinstance(a, Decimal) and isinstance(b, Decimal):
            return operation(a, b)
        wrong = fault((a, b))
        if wrong is not None:
            return wrong
        if isinstance(b, Decimal):
            return operation(_ZERO, b)
        return a

    return run


def _blank_with_blanks(operation: _Operation, left: Code, right: Code) -> Code:
    """* and /: with a blank the result is blank."""

    def run(frame: Frame) -> Value:
        a, b = left(frame), right(frame)
        if isinstance(a, Decimal) and isinstance(b, Decimal):
            return operation(a, b)
        return fault((a, b)) or BLANK

    return run
