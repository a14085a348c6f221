"""Last year's figures as a document keeps them: a copy, so that the file stays one single file."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain, pairwise
from typing import Final, NamedTuple

from core.values import Value, plain

_NUMBER: Final = re.compile(r"-?[0-9]{1,40}(\.[0-9]{1,40})?")


class Place(NamedTuple):
    """A cell of last year, by the names it had then; a floating record by its key, else ""."""

    form: str
    key: str
    name: str


class Figure(NamedTuple):
    """What a cell held last year: exactly, as it was shown, and in which unit of money if any.

    A text that is no number says so.
    """

    place: Place
    text: str
    shown: str
    unit: str
    is_number: bool

    @property
    def value(self) -> Decimal | str:
        """The value to calculate with."""
        return Decimal(self.text) if self.is_number else self.text


def figure(place: Place, value: Value, shown: str, unit: str) -> Figure | None:
    """The figure to keep of a value; None for a cell that has none."""
    if isinstance(value, Decimal):
        return Figure(place, plain(value), shown, unit, True)
    return Figure(place, value, shown, "", False) if isinstance(value, str) and value else None


def is_sound(one: Figure) -> bool:
    """Whether what is to be a number is one."""
    return not one.is_number or _NUMBER.fullmatch(one.text) is not None


@dataclass(frozen=True, slots=True)
class LastYear:
    """Where the figures came from, and all of them, each place once, in order.

    unit, year       whose document it was, and of which year, as its cover says
    suite, revision  the forms it was filled in with
    file             its name, without the folder
    """

    unit: str
    year: str
    suite: str
    revision: int
    file: str
    figures: tuple[Figure, ...]

    def __post_init__(self) -> None:
        """ValueError unless the program could have made it."""
        ordered = all(one.place < other.place for one, other in pairwise(self.figures))
        if not ordered or not all(map(is_sound, self.figures)):
            raise ValueError

    def words(self) -> Iterator[str]:
        """Every text in it."""
        yield from (self.unit, self.year, self.suite, self.file)
        for one in self.figures:
            yield from chain(one.place, (one.text, one.shown, one.unit))
