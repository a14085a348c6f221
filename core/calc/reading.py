"""What a text that is being typed will mean in its cell, said before the cell is left."""

from decimal import Decimal

from core.calc.code_search import typed_words
from core.calc.engine import Calculation
from core.calc.typed import exact_number, read_value
from core.choice_text import joined, no_choices
from core.number_text import format_number
from core.refs import CellId
from core.sum_text import is_sum
from core.values import Failed


def reading_words(calculation: Calculation, cell: CellId, text: str) -> tuple[str, bool]:
    """What to say of a text, and whether it fits; ("", True) where there is nothing to say.

    The outcome of a sum, digits that are cut, or why it cannot be read.
    """
    slot = calculation.slot(cell)
    if slot is None or not text.strip():
        return "", True
    field = slot.field
    value = read_value(text, field)
    if isinstance(value, Failed):
        return value.reason, False
    if isinstance(value, Decimal) and field.number is not None:
        shown = format_number(value, field.number)
        if is_sum(text):
            return f"= {shown}", True
        cut = exact_number(text, field) != value
        return (
            (f"本表保留 {field.number.decimals} 位小数，按 {shown} 计", True) if cut else ("", True)
        )
    dictionary = calculation.suite.dictionaries.get(field.dictionary)
    if dictionary is not None:
        return typed_words(dictionary, text), True
    wrong = no_choices(text.strip(), field.choices, many=field.many) if field.choices else ()
    if wrong and not field.free:
        return f"“{joined(wrong)[:20]}”不在可选的内容里，照填的留着", False
    return "", True
