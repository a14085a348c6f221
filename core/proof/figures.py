"""The two sides of a rule as figures in words: how many, and by how much they are apart."""

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from core.audit.relation import Relation
from core.audit.shown import plain_style
from core.audit.trial import Trial
from core.calc.engine import Calculation, Computation
from core.formula.tree import Name
from core.number_text import NumberStyle, PercentStyle, format_number, printed_number
from core.values import Blank, Failed, Value

BLANK: Final = "空"
_EXACT: Final = NumberStyle(decimals=6, trim=True, thousands=True)


@dataclass(frozen=True, slots=True)
class Figures:
    """Left and right side and left less right, as printed; all "" where a rule has no two sides."""

    left: str
    right: str
    gap: str


NO_FIGURES: Final = Figures("", "", "")


def figures_of(calculation: Calculation, relation: Relation) -> Figures:
    """Both sides of a relation as they are now; a constant is written like the other side."""
    left, right = (_style(calculation, side) for side in relation.sides)
    values = [calculation.run(side, audit=True) for side in relation.sides]
    gap = relation.gap(Trial(calculation, {}))
    return Figures(
        _text(values[0], left or right or _EXACT),
        _text(values[1], right or left or _EXACT),
        "" if gap is None else _text(gap, left or right or _EXACT),
    )


def _style(calculation: Calculation, side: Computation) -> NumberStyle | None:
    """As the first cell of a side prints; what is made from a percentage may be none."""
    slots = (calculation.slot(cell) for cell in side.sources)
    slot = next((slot for slot in slots if slot is not None and slot.field.number), None)
    if slot is None:
        return None
    style = replace(plain_style(slot), prefix="", suffix="")
    plain = isinstance(side.bound.tree, Name) or style.percent is PercentStyle.NONE
    return style if plain else _EXACT


def _text(value: Value, style: NumberStyle) -> str:
    if isinstance(value, Decimal):
        shown = printed_number(value, style)
        exact = shown == round(shown, style.decimals)
        return format_number(value, style if exact else _EXACT)
    if isinstance(value, Blank):
        return BLANK
    if isinstance(value, Failed):
        return "算不出"
    return value if isinstance(value, str) else ("是" if value else "否")
