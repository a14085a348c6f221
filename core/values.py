"""What a cell can hold, and the one door through which figures and texts enter the program.

A value is a Decimal, a text, a truth value (inside formulas only), ``BLANK`` or ``Failed`` with a
reason. Blank is not 0; a failed value always propagates with its reason. Figures are Decimals in an
own context (34 digits, half up); no float is ever involved.
"""

import re
import unicodedata
from dataclasses import dataclass
from decimal import (
    ROUND_HALF_UP,
    Clamped,
    Context,
    Decimal,
    DivisionByZero,
    InvalidOperation,
    Overflow,
)
from functools import cache
from typing import Final

CONTEXT: Final = Context(
    prec=34,
    rounding=ROUND_HALF_UP,
    Emin=-6143,
    Emax=6144,
    capitals=1,
    clamp=0,
    flags=[],
    traps=[InvalidOperation, DivisionByZero, Overflow, Clamped],
)
"""The only arithmetic context; the global one is never consulted."""

MAX_WHOLE_DIGITS: Final = 13
"""Figures of 10^13 and more are refused: no county account reaches them; xlsx keeps 15 digits."""

MAX_FRACTION_DIGITS: Final = 20

MAX_TEXT: Final = 20_000
"""Longest text the door lets in; a field's own max_length is an audit matter, not the door's."""


class Blank:
    """The type of ``BLANK``: nothing was typed, or nothing follows from what was typed."""

    __slots__ = ()

    def __bool__(self) -> bool:
        """Blank is never true."""
        return False

    def __repr__(self) -> str:
        """The name of the constant."""
        return "BLANK"


BLANK: Final = Blank()


@dataclass(frozen=True, slots=True)
class Failed:
    """A value that could not be had, with the reason in plain Chinese."""

    reason: str


YES: Final = "是"
"""What a truth is as a cell's text; no is blank."""

Value = Decimal | str | bool | Blank | Failed
"""What a formula may see or give."""

CellValue = Decimal | str | Blank | Failed
"""What a cell may hold."""


@cache
def _last_place(decimals: int) -> Decimal:
    return Decimal(1).scaleb(-decimals)


def quantise(number: Decimal, decimals: int) -> CellValue:
    """Round half up to `decimals` places; Failed if the figure is out of any account's range."""
    if not number.is_finite() or number.adjusted() >= MAX_WHOLE_DIGITS:
        return Failed("数太大，超过万亿，请检查是否多填了位数")
    rounded = number.quantize(_last_place(decimals), context=CONTEXT)
    return rounded if rounded else abs(rounded)  # no -0.00


_WIDE_SIGNS = str.maketrans(
    {"，": ",", "。": ".", "－": "-", "−": "-", "—": "-", "–": "-", "￥": "¥"}
)
_TYPED = re.compile(r"([+-]?)¥?([+-]?)([\d.,]+)(亿元|万元|亿|万|元|分)?")
_FIGURE = re.compile(r"(\d{1,3}(?:,\d{3})+|\d*)(?:\.(\d*))?")
_PLAIN = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,4})?")
"""A figure as it is typed mostly, with no sign that could mean anything else."""
_BLANKS_WITHIN = re.compile(r"[^\S\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+")
"""Every blank but a line break: two figures on two lines are not one."""

_POWERS = {"万": 4, "亿": 8, "万元": 4, "亿元": 8, "元": 0, "分": 0}
"""What a unit typed behind a figure means where no amount of money is asked for: 98分 is 98."""

_POWERS_OF_MONEY = {
    "元": {**_POWERS, "分": -2},
    "万元": {unit: power - 4 for unit, power in {**_POWERS, "分": -2}.items()},
}
"""What it means in a cell whose money is in 元 or in 万元."""


def parse_number(text: str, money_unit: str = "") -> Decimal | Blank | Failed:
    """Read a figure as people type it: 1,234.50, １２３４．５, ¥1.2万, 元 after it, blanks in it.

    With a `money_unit` (元 or 万元) a unit typed behind the figure is converted to it: 1.2万 is
    12000 in a form in 元 and 1.2 in a form in 万元. Returns BLANK for nothing but blanks; Failed
    (the text quoted in the reason) for everything that is not surely one figure. Never guesses,
    never loses a digit.
    """
    if _PLAIN.fullmatch(text):
        return Decimal(text)
    folded = unicodedata.normalize("NFKC", text).translate(_WIDE_SIGNS).strip()
    if not folded:
        return BLANK
    shown = text.strip()
    shown = shown if len(shown) <= 20 else shown[:20] + "…"
    typed = _TYPED.fullmatch(_BLANKS_WITHIN.sub("", folded))
    figure = _FIGURE.fullmatch(typed[3]) if typed else None
    if typed is None or figure is None or not (figure[1] or figure[2]) or (typed[1] and typed[2]):
        return Failed(f"“{shown}”不是能识别的数，已原样保留")
    powers = _POWERS_OF_MONEY.get(money_unit, _POWERS)
    power = powers[typed[4]] if typed[4] else 0
    number = _exact(figure[1].replace(",", ""), figure[2] or "", power)
    if number is None:
        return Failed(f"“{shown}”位数太多，请检查是否多填了")
    return number.copy_negate() if number and "-" in typed[1] + typed[2] else number


def _exact(whole: str, fraction: str, shift: int) -> Decimal | None:
    """The figure of these digits times 10^shift, None if it has more places than any account."""
    if len(whole.lstrip("0")) > MAX_WHOLE_DIGITS or len(fraction) > MAX_FRACTION_DIGITS:
        return None
    number = Decimal(f"{whole or '0'}.{fraction}").scaleb(shift, context=CONTEXT)
    return number if number.adjusted() < MAX_WHOLE_DIGITS else None


def parse_percent(text: str) -> Decimal | Blank | Failed:
    """Read a ratio typed as a percentage: 34.55 and 34.55% are both 0.3455."""
    folded = unicodedata.normalize("NFKC", text).strip()
    number = parse_number(folded.removesuffix("%") or folded)
    return number.scaleb(-2, context=CONTEXT) if isinstance(number, Decimal) else number


def clean_text(raw: str) -> str:
    """A text as it may enter the program: line breaks kept, control signs and lone surrogates gone.

    Blanks at both ends are dropped except full-width blanks at the beginning, which indent.
    """
    if raw.isprintable():  # most are, and have nothing of all that
        return raw.rstrip().lstrip(" ")
    unified = _LINE_BREAK.sub("\n", raw).replace("\t", " ")
    kept = "".join(c for c in unified if c == "\n" or not _is_unwanted(c))
    return kept.rstrip().lstrip(" \n")


_LINE_BREAK = re.compile("\r\n|[\r\u2028\u2029]")


def _is_unwanted(character: str) -> bool:
    """Control signs, halves of a character, and code points that are none (U+FFFE and the like).

    Private use and code points that this Python does not know yet stay: old and new systems write
    rare hanzi of people's names with them.
    """
    code = ord(character)
    none = code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF
    return none or unicodedata.category(character) in ("Cc", "Cs")


def plain(number: Decimal) -> str:
    """The figure without exponent, trailing zeros or separators: the exact text kept in a file."""
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
