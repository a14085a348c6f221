"""A figure that is shown rounded, with the digits that are behind it."""

from decimal import Decimal

from core.calc.typed import exact_number
from core.template.form import Field
from core.values import CONTEXT, plain

_MOST_PLACES = 20


def typed_as(text: str, exact: str, field: Field) -> str:
    """What to type for a text: the figure in full if it rounds to the one that is shown."""
    if not exact or not field.is_figure:
        return text
    shown, full = exact_number(text, field), Decimal(exact)
    ratio = field.type == "percent"
    if ratio and "%" not in text and "％" not in text:
        full = full.scaleb(-2, context=CONTEXT)
    if not isinstance(shown, Decimal) or abs(full.adjusted()) > _MOST_PLACES:
        return text
    places = int(shown.as_tuple().exponent)
    if places <= int(full.as_tuple().exponent):
        return text
    if full.quantize(Decimal(1).scaleb(places), context=CONTEXT) != shown:
        return text
    return plain(full.scaleb(2, context=CONTEXT)) + "%" if ratio else plain(full)
