"""A sum typed in place of a figure: =1200+35.5, also ＝, × ÷ and brackets. Read, never evaluated.

Decimals in the program's own context; short and shallow, so that no text takes long.
"""

import unicodedata
from decimal import Decimal

from core.values import CONTEXT, Blank, Failed, parse_number

MOST_SIGNS = 200
MOST_DEPTH = 20
_MOST_DIGITS = 26
_SIGNS = str.maketrans({"×": "*", "÷": "/", "−": "-", "–": "-", "—": "-"})
_BETWEEN = frozenset("+-*/()")
_END = ""


def is_sum(text: str) -> bool:
    """Whether a text is meant as a sum: it begins with = in either width."""
    return text.lstrip()[:1] in ("=", "＝")


def read_sum(text: str, money_unit: str = "") -> Decimal | Failed:
    """What a sum comes to, before it is rounded; its figures are read as `parse_number` does.

    50% is 0.5. Failed, with the reason, for everything that is not surely a sum.
    """
    shown = text.strip()
    shown = shown if len(shown) <= 20 else shown[:20] + "…"
    if len(text) > MOST_SIGNS:
        return Failed(f"“{shown}”太长，算式最多 {MOST_SIGNS} 个字，已原样保留")
    folded = unicodedata.normalize("NFKC", text).translate(_SIGNS).strip()
    try:
        return _Reader(folded.removeprefix("="), money_unit).result()
    except _Unreadable as error:
        return Failed(f"“{shown}”{error}，已原样保留")


class _Unreadable(Exception):
    """What is wrong with a sum, to follow the quoted text."""


class _Reader:
    """Reads a sum from left to right, by recursive descent."""

    def __init__(self, text: str, money_unit: str) -> None:
        self._tokens = _tokens(text)
        self._at = 0
        self._unit = money_unit

    def result(self) -> Decimal:
        value = self._sum(0)
        if self._next() != _END:
            raise _Unreadable("不是能算的算式")
        return value

    def _next(self) -> str:
        return self._tokens[self._at]

    def _take(self) -> str:
        word = self._next()
        self._at += word != _END
        return word

    def _sum(self, depth: int) -> Decimal:
        value = self._product(depth)
        while self._next() in ("+", "-"):
            sign = self._take()
            other = self._product(depth)
            value = _kept(CONTEXT.add(value, other if sign == "+" else other.copy_negate()))
        return value

    def _product(self, depth: int) -> Decimal:
        value = self._factor(depth)
        while self._next() in ("*", "/"):
            sign = self._take()
            other = self._factor(depth)
            if sign == "/" and not other:
                raise _Unreadable("除以了 0，算不出来")
            reckon = CONTEXT.multiply if sign == "*" else CONTEXT.divide
            value = _kept(reckon(value, other))
        return value

    def _factor(self, depth: int) -> Decimal:
        if depth > MOST_DEPTH:
            raise _Unreadable("括号套得太深")
        word = self._take()
        if word in ("+", "-"):
            value = self._factor(depth + 1)
            return value if word == "+" else value.copy_negate()
        if word == "(":
            value = self._sum(depth + 1)
            if self._take() != ")":
                raise _Unreadable("少一个右括号")
            return value
        return self._figure(word)

    def _figure(self, word: str) -> Decimal:
        percent = word.endswith("%")
        number = parse_number(word.removesuffix("%"), self._unit)
        if isinstance(number, Blank | Failed):
            raise _Unreadable("不是能算的算式")
        return number.scaleb(-2, context=CONTEXT) if percent else number


def _kept(value: Decimal) -> Decimal:
    if value.adjusted() > _MOST_DIGITS:
        raise _Unreadable("算出来的数太大")
    return value


def _tokens(text: str) -> list[str]:
    """Signs and brackets, and what stands between them; the end is an empty one."""
    tokens: list[str] = []
    figure = ""
    for sign in text:
        if sign in _BETWEEN:
            tokens += [figure.strip()] * bool(figure.strip()) + [sign]
            figure = ""
        else:
            figure += sign
    return [*tokens, *[figure.strip()] * bool(figure.strip()), _END]
