"""What is known of a long column, found out once for all records that look something up in it.

A column is a tuple and never changes; it is known again by being the very same object.
"""

from collections.abc import Sequence
from typing import Final

from core.formula.operands import folded
from core.values import Blank, Value

_LONG: Final = 16
_MOST: Final = 64
_known: dict[int, "_Column"] = {}


class _Column:
    """The kinds of its values, and the places of its texts."""

    def __init__(self, values: tuple[Value, ...]) -> None:
        self.values = values
        self.kinds = set(map(type, values))
        self.places: dict[str, list[int]] | None = None

    def of_text(self, text: str) -> list[int]:
        """The places of a text, as texts are compared."""
        if self.places is None:
            self.places = {}
            for place, value in enumerate(self.values):
                if isinstance(value, str):
                    self.places.setdefault(folded(value), []).append(place)
        return self.places.get(folded(text), [])


def kinds_of(values: Sequence[Value]) -> set[type]:
    """The types there are among these values."""
    column = _column(values)
    return set(map(type, values)) if column is None else column.kinds


def places_of(values: Sequence[Value], wanted: Value) -> list[int] | None:
    """The places of a text in a long column of texts and blanks; None for everything else."""
    column = _column(values) if isinstance(wanted, str) else None
    if column is None or not column.kinds <= {str, Blank}:
        return None
    return column.of_text(str(wanted))


def _column(values: Sequence[Value]) -> _Column | None:
    if len(values) < _LONG or not isinstance(values, tuple):
        return None
    known = _known.get(id(values))
    if known is None or known.values is not values:
        if len(_known) >= _MOST:
            _known.clear()
        known = _known[id(values)] = _Column(values)
    return known
