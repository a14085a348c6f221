"""How a figure prints (1,234.50 / 94.58% / blank), and the Excel format that prints the same."""

from dataclasses import dataclass, replace
from decimal import Decimal
from enum import Enum

from core.values import CONTEXT


class PercentStyle(Enum):
    """How a ratio prints."""

    NONE = "no"
    SIGN = "87%"
    PLAIN = "34.55"


@dataclass(frozen=True, slots=True)
class NumberStyle:
    """One print style: `decimals` counts printed places (a percentage with 2 is a ratio with 4).

    `zero` is printed for a zero figure instead of it (None: the figure itself), `blank` where there
    is no figure, `suffix` follows the figure (98分), `trim` drops trailing zeros.
    """

    decimals: int = 2
    thousands: bool = False
    trim: bool = False
    zero: str | None = None
    blank: str = ""
    percent: PercentStyle = PercentStyle.NONE
    prefix: str = ""
    suffix: str = ""

    @property
    def value_decimals(self) -> int:
        """Places of the stored value: two more than printed when it is a ratio."""
        return self.decimals + (0 if self.percent is PercentStyle.NONE else 2)


def _printed_decimals(number: Decimal, style: NumberStyle) -> int:
    rounded = number.quantize(Decimal(1).scaleb(-style.decimals), context=CONTEXT)
    if not style.trim:
        return style.decimals
    exponent = rounded.normalize(CONTEXT).as_tuple().exponent
    return max(0, -int(exponent))


def printed_number(number: Decimal, style: NumberStyle) -> Decimal:
    """The figure as printed: ×100 when the style prints percentages."""
    return number if style.percent is PercentStyle.NONE else number.scaleb(2, context=CONTEXT)


def format_number(number: Decimal, style: NumberStyle) -> str:
    """The text of the figure in this style, with prefix and suffix."""
    if number == 0 and style.zero is not None:
        return style.zero
    shown = printed_number(number, style)
    places = _printed_decimals(shown, style)
    rounded = abs(shown).quantize(Decimal(1).scaleb(-places), context=CONTEXT)
    digits = format(rounded, ",f" if style.thousands else "f")
    sign = "-" if number < 0 and rounded != 0 else ""
    percent = "%" if style.percent is PercentStyle.SIGN else ""
    return f"{style.prefix}{sign}{digits}{percent}{style.suffix}"


def bare(style: NumberStyle) -> NumberStyle:
    """The style in which a figure is typed: no separators, no affixes, a zero shown."""
    percent = style.percent if style.percent is PercentStyle.NONE else PercentStyle.PLAIN
    return replace(style, thousands=False, zero=None, prefix="", suffix="", percent=percent)


def excel_number(number: Decimal, style: NumberStyle) -> Decimal:
    """The value that a workbook stores: ×100 only for percentages printed without sign."""
    return number.scaleb(2, context=CONTEXT) if style.percent is PercentStyle.PLAIN else number


def excel_format(number: Decimal, style: NumberStyle) -> str:
    """The Excel number format under which `excel_number` prints as `format_number` does.

    A trimmed style has no Excel format of its own, so the places are taken from the figure; nor
    has a figure that is rounded to nothing, so its minus sign is left out here.
    """
    shown = printed_number(number, style)
    places = _printed_decimals(shown, style)
    core = ("#,##0" if style.thousands else "0") + ("." + "0" * places if places else "")
    core += "%" if style.percent is PercentStyle.SIGN else ""
    prefix, suffix = quoted(style.prefix), quoted(style.suffix)
    vanishes = number and not shown.quantize(Decimal(1).scaleb(-places), context=CONTEXT)
    sign = "" if vanishes else "-"
    positive, negative = f"{prefix}{core}{suffix}", f"{prefix}{sign}{core}{suffix}"
    if style.zero is not None:
        return f"{positive};{negative};{quoted(style.zero)}"
    return f"{positive};{negative}" if prefix or vanishes else positive


def quoted(text: str) -> str:
    """A literal for a number format; Excel has no escape for a quotation mark inside quotes."""
    parts = (f'"{part}"' if part else "" for part in text.split('"'))
    return '\\"'.join(parts)
