"""How a figure is mistyped: digits exchanged, one wrong, the point, the unit or the sign moved.

Figures are whole numbers here, counted in the smallest unit of their cell (分 of 元).
"""

from collections.abc import Iterator
from enum import Enum


class Slip(Enum):
    """What happened to a figure, in the words for it."""

    UNIT = "元和万元弄混了"
    SWAPPED = "两个数字对调"
    HUNDRED = "小数点错了两位"
    TEN = "小数点错了一位"
    SIGN = "正负号填反了"
    DIGIT = "一个数字不同"


_SHIFTS = {Slip.UNIT: 10_000, Slip.HUNDRED: 100, Slip.TEN: 10}
_CLEARLY = 10
_DISTINCT = 4
"""A figure of fewer digits differs in one digit from very many others."""


def slips(figure: int, wanted: int, slack: int = 0) -> Iterator[tuple[Slip, int]]:
    """Every figure that is one slip away and at most `slack` from the wanted one.

    Nothing is a slip of nothing: 0 is neither mistyped nor meant. What is hardly more than the
    slack away is no slip either: there nearly every figure would do.
    """
    if not figure or abs(wanted - figure) < _CLEARLY * slack:
        return
    for slip, meant in (*_shifted(figure), *_swapped(figure), (Slip.SIGN, -figure)):
        if meant and meant != figure and abs(meant - wanted) <= slack:
            yield slip, meant
    if significant(figure) >= _DISTINCT:
        for meant in _one_digit(figure, wanted, slack):
            yield Slip.DIGIT, meant


def significant(figure: int) -> int:
    """How many digits tell it from other figures: those between the zeros at both ends."""
    return len(str(abs(figure)).strip("0"))


def unit_slip(figure: int) -> int:
    """The figure that was meant if it was typed in 元 where 万元 belong."""
    return _divided(figure, _SHIFTS[Slip.UNIT])


def _divided(figure: int, divisor: int) -> int:
    """Half up, as every figure is rounded."""
    whole = (2 * abs(figure) + divisor) // (2 * divisor)
    return whole if figure > 0 else -whole


def _shifted(figure: int) -> Iterator[tuple[Slip, int]]:
    for slip, factor in _SHIFTS.items():
        yield slip, figure * factor
        if slip is Slip.UNIT or figure % factor == 0:
            yield slip, _divided(figure, factor)


def _swapped(figure: int) -> Iterator[tuple[Slip, int]]:
    """Two neighbouring digits exchanged; the first never becomes 0."""
    digits, sign = str(abs(figure)), 1 if figure > 0 else -1
    for at in range(len(digits) - 1):
        first, second = digits[at], digits[at + 1]
        if first != second and (at or second != "0"):
            yield Slip.SWAPPED, sign * int(digits[:at] + second + first + digits[at + 2 :])


def _one_digit(figure: int, wanted: int, slack: int) -> Iterator[int]:
    """One digit replaced, so that it comes nearest to the wanted figure."""
    size, sign = abs(figure), 1 if figure > 0 else -1
    gap = (wanted - figure) * sign
    for place, digit in enumerate(reversed(str(size))):
        step: int = 10**place
        moved = (2 * gap + step) // (2 * step)
        other = int(digit) + moved
        first = place == len(str(size)) - 1
        if moved and int(first) <= other <= 9 and abs(gap - moved * step) <= slack:
            yield figure + sign * moved * step
