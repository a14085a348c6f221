"""What a text means in a cell, and what a formula's result becomes there."""

import re
import unicodedata
from decimal import Decimal
from typing import Final

from core.calc.read_texts import read_text
from core.choice_text import read_many
from core.number_text import bare, format_number
from core.sum_text import is_sum, read_sum
from core.template.form import Field, Slot
from core.values import (
    BLANK,
    CONTEXT,
    MAX_TEXT,
    YES,
    CellValue,
    Failed,
    Value,
    clean_text,
    parse_number,
    parse_percent,
    plain,
    quantise,
)

_POWERS: Final = {"元": 0, "万元": 4}
_YEAR: Final = re.compile(r"20[0-9]{2}")


def exact_number(text: str, field: Field) -> CellValue:
    """A typed figure, or a sum, before it is rounded; the text printed for a blank (—) is none."""
    if field.number is not None and text.strip() == field.number.blank:
        return BLANK
    if is_sum(text):
        result = read_sum(text, field.unit)
        if isinstance(result, Failed) or field.type != "percent" or {"%", "％"} & {*text}:
            return result
        return result.scaleb(-2, context=CONTEXT)
    return parse_percent(text) if field.type == "percent" else parse_number(text, field.unit)


def read_value(text: str, field: Field) -> CellValue:
    """What a typed text means in a cell of this field: the one door for figures and texts."""
    if field.is_figure:
        number = exact_number(text, field)
        return quantise(number, field.decimals) if isinstance(number, Decimal) else number
    if len(text) > MAX_TEXT:
        return Failed(f"文字太长，最多 {MAX_TEXT} 字")
    return read_text(text if field.type == "code" else clean_text(text), field) or BLANK


def in_unit(amount: Decimal, unit: str, wanted: str) -> Decimal:
    """An amount in another unit of money, no digit lost; any other figure as it is."""
    if unit == wanted or unit not in _POWERS or wanted not in _POWERS:
        return amount
    return amount.scaleb(_POWERS[unit] - _POWERS[wanted], context=CONTEXT)


def typed_text(value: CellValue, field: Field) -> str | None:
    """What would have to be typed into a cell of this field for it to hold this value."""
    if isinstance(value, Decimal):
        return format_number(value, bare(field.number)) if field.number else plain(value)
    return value or None if isinstance(value, str) else None


def read_year(value: Value) -> int | None:
    """The year that a text on the cover means: four digits from 2000 on, full-width ones too."""
    folded = unicodedata.normalize("NFKC", value) if isinstance(value, str) else ""
    return int(folded) if _YEAR.fullmatch(folded) else None


def as_cell_value(value: Value, field: Field) -> CellValue:
    """What a formula's result becomes in a cell of this field (rounded; texts as texts)."""
    if isinstance(value, bool):
        return YES if value else BLANK
    if isinstance(value, Decimal):
        return quantise(value, field.decimals) if field.is_figure else plain(value)
    if isinstance(value, str):
        if field.is_figure:
            return Failed(f"“{value[:20]}”不是数")
        return read_many(value, field.choices) or BLANK if field.many else value
    return value


def as_slot_value(value: Value, slot: Slot) -> CellValue:
    """What a formula's result becomes in a cell of this slot; a part shows only its digits."""
    result = as_cell_value(value, slot.field)
    if slot.part is not None and isinstance(result, str):
        return slot.part.of(result) or BLANK
    return result


def exact_text(value: Value) -> str:
    """A value as exact text, to see later whether it is still the same."""
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, Failed):
        return f"（{value.reason}）"
    return value if isinstance(value, str) else ""
