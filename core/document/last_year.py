"""Last year's figures as a document keeps them: a copy, so that the file stays one single file."""

from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from core.values import Value, plain


class Place(NamedTuple):
    """A cell of last year: the record by its key, the project by its name ("" where none is)."""

    form: str
    project: str
    key: str
    name: str


class Figure(NamedTuple):
    """What a cell held last year, exactly, and whether that is a number."""

    place: Place
    text: str
    is_number: bool

    @property
    def value(self) -> Value:
        """The value to calculate with."""
        return Decimal(self.text) if self.is_number else self.text


def figure(place: Place, value: Value) -> Figure | None:
    """The figure to keep of a value; None for a cell that shows none."""
    if isinstance(value, Decimal):
        return Figure(place, plain(value), True)
    return Figure(place, value, False) if isinstance(value, str) and value else None


@dataclass(frozen=True, slots=True)
class LastYear:
    """Where the figures came from, and all of them, each place once."""

    unit: str
    year: str
    suite: str
    revision: int
    file: str
    figures: tuple[Figure, ...]

    def by_place(self) -> dict[Place, Value]:
        """Every value where a formula looks for it."""
        return {one.place: one.value for one in self.figures}
