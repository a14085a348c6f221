"""Last year's figures where formulas look for them: under the names and in the units of today."""

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from core.calc.typed import in_unit
from core.document.last_year import Figure, LastYear, Place
from core.template.form_suite import FormSuite
from core.values import BLANK, Value


class Held(NamedTuple):
    """A figure of last year and what it is worth in this year's cell."""

    figure: Figure
    value: Value


class LastFigures:
    """What a document keeps of last year, seen with the forms of this year.

    kept      where it comes from; None if nothing was taken
    unplaced  the figures for which the forms have no cell any more
    """

    def __init__(self, kept: LastYear | None, suite: FormSuite) -> None:
        """Look up every figure once."""
        self.kept = kept
        self.unplaced: list[Figure] = []
        self._held: dict[Place, Held] = {}
        if kept is not None:
            self._take(kept, suite)

    def _take(self, kept: LastYear, suite: FormSuite) -> None:
        renames = suite.renames_from(kept.suite, kept.revision)
        for one in kept.figures:
            now = renames.cell(one.place.form, one.place.name)
            slot = suite.slot(*now) if now is not None else None
            if slot is None or bool(slot.region) is not bool(one.place.key):
                self.unplaced.append(one)
                continue
            value = one.value
            if isinstance(value, Decimal):
                value = in_unit(value, one.unit, slot.field.unit)
            self._held[Place(slot.form, one.place.key, slot.name)] = Held(one, value)

    def value(self, place: Place) -> Value:
        """The value to calculate with; BLANK where last year has none."""
        held = self._held.get(place)
        return held.value if held is not None else BLANK

    def held(self, place: Place) -> Held | None:
        """The figure of a place; None where last year has none."""
        return self._held.get(place)

    def placed(self) -> Iterator[tuple[Place, Held]]:
        """Every figure that has a place, with that."""
        yield from self._held.items()
