"""What is looked for: a text however it is spaced, a figure however it is written, initials."""

import re
import unicodedata
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from core.values import CellValue, parse_number

_SEPARATOR: Final = re.compile(r"(?<=\d),(?=\d)")
_UNITS: Final = ("元", "万元")


def folded(text: str) -> str:
    """A text as it is compared: full width is half width, no blanks, no 1,234 but 1234."""
    compact = "".join(unicodedata.normalize("NFKC", text).split()).casefold()
    return _SEPARATOR.sub("", compact) if "," in compact else compact


@dataclass(frozen=True, slots=True)
class Wanted:
    """A text that is looked for; `wanted` is how it is compared, "" matches nothing.

    `figures` are what it means as an amount, by the unit in which a form has its money: 1.2万 is
    12000 on a form in 元, and 1.2 on one in 万元.
    """

    wanted: str
    figures: dict[str, Decimal] = field(default_factory=dict)

    @property
    def may_be_initials(self) -> bool:
        """Whether it may be the beginning of names in pinyin: two letters at least."""
        return len(self.wanted) > 1 and self.wanted.isascii() and self.wanted.isalpha()

    def is_in(self, text: str) -> bool:
        """Whether a text that is seen on a form contains it."""
        return bool(self.wanted) and self.wanted in folded(text)

    def is_figure(self, value: CellValue, money_unit: str) -> bool:
        """Whether a figure is the very one, on a form whose money is in that unit."""
        return isinstance(value, Decimal) and self.figures.get(money_unit) == value


def read_wanted(text: str) -> Wanted:
    """What somebody looks for."""
    figures = {unit: parse_number(text, unit) for unit in ("", *_UNITS)}
    return Wanted(folded(text), {unit: n for unit, n in figures.items() if isinstance(n, Decimal)})
