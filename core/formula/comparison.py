"""Comparing: figures with figures, texts with texts, and what a blank is beside them.

`x = ""` asks only whether x is blank. Otherwise a blank beside a figure leaves the result blank in
a calculation and counts as 0 in an audit; beside a text it counts as the empty text.
"""

import operator
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Final

from core.formula.operands import Code, ColumnCode, Frame, first_failed, flat, folded, quoted
from core.values import BLANK, Blank, Failed, Value

_NO_ORDER: Final = Failed("文字只能比较是否相同，不能比较大小")
_NO_TRUTHS: Final = Failed("比较的结果（是、否）不能再比较")
_NO_WORD: Final = Failed("名单里是文字，不能查一个数")
_ZERO: Final = Decimal(0)

_FIGURES: Final[dict[str, Callable[[Decimal, Decimal], bool]]] = {
    "=": operator.eq,
    "<>": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def blank_test(sign: str, asked: Code) -> Code:
    """`x = ""` and `x <> ""`."""
    wanted = sign == "="

    def run(frame: Frame) -> Value:
        value = asked(frame)
        return value if isinstance(value, Failed) else (value is BLANK) is wanted

    return run


def comparison(sign: str, left: Code, right: Code) -> Code:
    """The comparison of two single values."""
    compare = _FIGURES[sign]
    equal = {"=": True, "<>": False}.get(sign)

    def run(frame: Frame) -> Value:
        a, b = left(frame), right(frame)
        if isinstance(a, Decimal) and isinstance(b, Decimal):
            return compare(a, b)
        if equal is not None and isinstance(a, str) and isinstance(b, str):
            return (folded(a) == folded(b)) is equal
        return compared(sign, a, b, frame.audit)

    return run


def order_of_text(left: Code, right: Code) -> Code:
    """`x < "text"`: always failed, but a failed operand says first why."""
    return lambda frame: first_failed((left(frame), right(frame))) or _NO_ORDER


def membership(operand: Code, items: Sequence[ColumnCode]) -> Code:
    """`x IN (a, b)`: whether x is one of the values; BLANK when x is blank."""

    def run(frame: Frame) -> Value:
        return _is_among(operand(frame), flat(item(frame) for item in items))

    return run


def listed_membership(operand: Code, name: str) -> Code:
    """`x IN name`: whether the text x stands in that list."""

    def run(frame: Frame) -> Value:
        value = operand(frame)
        if isinstance(value, str):
            return folded(value) in set(map(folded, frame.environment.listed(name)))
        return _NO_WORD if isinstance(value, Decimal | bool) else value

    return run


def _is_among(value: Value, items: Sequence[Value]) -> Value:
    failed = first_failed((value, *items))
    if failed is not None:
        return failed
    if value is BLANK:
        return BLANK
    results = equals(items, value)
    return first_failed(results) or (True in results)


def equals(values: Sequence[Value], wanted: Value) -> list[Value]:
    """For each value whether it is the wanted one; a blank never is."""
    if isinstance(wanted, Decimal):
        return [v == wanted if isinstance(v, Decimal) else _alike(v, wanted) for v in values]
    if isinstance(wanted, str):
        text = folded(wanted)
        kinds = set(map(type, values))
        if kinds <= {str, Blank}:
            return [isinstance(v, str) and folded(v) == text for v in values]
        return [folded(v) == text if isinstance(v, str) else _alike(v, wanted) for v in values]
    return [_alike(v, wanted) for v in values]


def _alike(left: Value, right: Value) -> Value:
    return compared("=", left, right, False)


def compared(sign: str, left: Value, right: Value, audit: bool) -> Value:
    """Compare two single values of any kind: a truth value, BLANK, or why that cannot be."""
    failed = first_failed((left, right))
    if failed is not None:
        return failed
    if isinstance(left, bool) or isinstance(right, bool):
        return _NO_TRUTHS
    if isinstance(left, str) or isinstance(right, str):
        return _texts(sign, left, right)
    if (left is BLANK or right is BLANK) and not audit:
        return BLANK
    return _FIGURES[sign](_or_zero(left), _or_zero(right))


def _or_zero(value: Value) -> Decimal:
    return value if isinstance(value, Decimal) else _ZERO


def _texts(sign: str, left: Value, right: Value) -> Value:
    for value, other in ((left, right), (right, left)):
        if isinstance(value, Decimal) and isinstance(other, str):
            return Failed(f"{quoted(other)}不是数，不能与数比较")
    if sign not in ("=", "<>"):
        return _NO_ORDER
    return (_as_text(left) == _as_text(right)) is (sign == "=")


def _as_text(value: Value) -> str:
    return folded(value) if isinstance(value, str) else ""
