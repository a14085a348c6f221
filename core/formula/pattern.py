"""The left side of a formula: one text in braces stands for several names.

`总额.{年初预算数,全年预算数}`, `行{31:56}.金额`, `{款,类}.{栏1:栏16}`; several braces are
multiplied out in order. Quoted names are left alone.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import product
from math import prod

from core.formula.tokens import FormulaSyntaxError

MAX_LENGTH = 4_000
MAX_NAMES = 5_000
_COLUMN = "栏"

_PIECE = re.compile(
    r"""
      (?P<outside> (?: [^{}'‘,] | '(?:[^']|'')*' | ‘(?:[^’]|’’)*’ )+ )
    | \{ (?P<inside> (?: [^{}'‘] | '(?:[^']|'')*' | ‘(?:[^’]|’’)*’ )* ) \}
    """,
    re.VERBOSE,
)
_ITEM = re.compile(r"((?: [^,'‘] | '(?:[^']|'')*' | ‘(?:[^’]|’’)*’ )*),", re.VERBOSE)
_SPAN = re.compile(r"(\D*)([0-9]{1,9})\s*:\s*(\D*)([0-9]{1,9})")
_QUOTED = re.compile(r"'(?:[^']|'')*'|‘(?:[^’]|’’)*’")
_PLAIN_SIGNS = str.maketrans("｛｝，：．！［］" + "０１２３４５６７８９", "{},:.![]" + "0123456789")

_MISTAKES = {
    "{": "花括号没有成对，或者里面又有花括号",
    "}": "花括号没有成对",
    ",": "几个名称要写在花括号里，例如 {总额,拨款}.执行率",
    "'": "单引号没有成对",
    "‘": "单引号没有成对",
}


def expand_pattern(text: str, numbered: Collection[int] | None = None) -> list[str]:
    """The names a left side stands for, in order.

    With `numbered`, the numbers that are really drawn, a range takes in only those that lie between
    (行{31:56} skips what is not there); ranges of columns (栏) are not rows and stay whole.
    """
    if len(text) > MAX_LENGTH:
        raise FormulaSyntaxError(f"名称太长，最多{MAX_LENGTH}个字", MAX_LENGTH)
    plain = _half_width(text)
    if not plain.strip():
        raise FormulaSyntaxError("公式左边是空的", 0)
    choices = list(_pieces(plain, numbered))
    if prod(map(len, choices)) > MAX_NAMES:
        raise _too_many(0)
    return ["".join(names).strip() for names in product(*choices)]


def _half_width(text: str) -> str:
    """The signs outside quoted names half-width; no character moves."""
    plain, done = [], 0
    for quoted in _QUOTED.finditer(text):
        plain += [text[done : quoted.start()].translate(_PLAIN_SIGNS), quoted[0]]
        done = quoted.end()
    return "".join((*plain, text[done:].translate(_PLAIN_SIGNS)))


def _pieces(text: str, numbered: Collection[int] | None) -> Iterator[Sequence[str]]:
    """One choice of texts for every part of the pattern; outside braces there is only one."""
    position, before = 0, ""
    while position < len(text):
        piece = _PIECE.match(text, position)
        if piece is None:
            raise FormulaSyntaxError(_MISTAKES[text[position]], position)
        if piece["inside"] is None:
            before = piece["outside"]
            yield [before]
        else:
            rows = None if before.rstrip().endswith(_COLUMN) else numbered
            yield list(_items(piece["inside"], position + 1, rows))
            before = ""
        position = piece.end()


def _items(inside: str, at: int, numbered: Collection[int] | None) -> Iterator[str]:
    """The names one pair of braces stands for."""
    count = 0
    for match in _ITEM.finditer(inside + ","):
        item = match[1].strip()
        if not item:
            raise FormulaSyntaxError("花括号里缺一个名称", at + match.start())
        for name in _names(item, at + match.start(), numbered):
            count += 1
            if count > MAX_NAMES:
                raise _too_many(at)
            yield name


def _names(item: str, at: int, numbered: Collection[int] | None) -> Iterator[str]:
    span = _SPAN.fullmatch(item)
    if span is None:
        if ":" in _QUOTED.sub("", item):
            raise FormulaSyntaxError("区域两端要写整数，例如 31:56 或 栏1:栏16", at)
        return iter((item,))
    prefix, first, other, last = span.groups()
    if prefix != other or int(first) > int(last):
        raise FormulaSyntaxError("区域两端要用同样的词，并且从小到大", at)
    numbers = _between(int(first), int(last), None if prefix == _COLUMN else numbered)
    if not numbers:
        raise FormulaSyntaxError(f"{item} 之间没有已编号的行", at)
    width = len(first) if first.startswith("0") else 0
    return (f"{prefix}{number:0{width}d}" for number in numbers)


def _between(first: int, last: int, numbered: Collection[int] | None) -> Sequence[int]:
    if numbered is None:
        return range(first, last + 1)
    return sorted({number for number in numbered if first <= number <= last})


def _too_many(at: int) -> FormulaSyntaxError:
    return FormulaSyntaxError(f"这里一共展开成{MAX_NAMES}个以上的名称，太多了", at)
