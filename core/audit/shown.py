"""Values inside the sentence of a finding."""

from dataclasses import replace
from decimal import Decimal

from core.number_text import NumberStyle, format_number
from core.template.form import Slot
from core.values import CellValue, Failed

_LONGEST = 20


def plain_style(slot: Slot) -> NumberStyle:
    """The print style of a cell with zero as a figure."""
    return replace(slot.field.number or NumberStyle(), zero=None)


def shown(value: CellValue, style: NumberStyle | None) -> str:
    """A value inside a sentence; an exact figure in its print style."""
    if isinstance(value, Decimal):
        return " " + format_number(value, replace(style or NumberStyle(), zero=None))
    if isinstance(value, Failed):
        return f"读不出来的（{value.reason}）"
    return f"“{short(value)}”" if isinstance(value, str) and value else "空的"


def short(text: str) -> str:
    """A text, cut where it would fill the sentence."""
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"
