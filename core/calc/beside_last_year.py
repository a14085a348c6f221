"""A figure beside last year's of the same cell: whether they differ, and by how much."""

from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

from core.calc.engine import Calculation
from core.calc.taking import place_of
from core.number_text import NumberStyle, format_number
from core.refs import CellId


class Beside(NamedTuple):
    """This year's figure and last year's in the same unit; None where last year has none."""

    now: Decimal
    before: Decimal | None
    style: NumberStyle
    unit: str

    @property
    def words(self) -> str:
        """Both figures and what lies between, as they are printed."""
        now = f"今年 {self._told(self.now)}"
        if self.before is None:
            return f"上年没有，{now}"
        way = "多" if self.now > self.before else "少"
        gap = self._told(abs(self.now - self.before))
        return f"上年 {self._told(self.before)}，{now}，{way} {gap} {self.unit}".rstrip()

    def _told(self, figure: Decimal) -> str:
        return format_number(figure, replace(self.style, zero=None))


def beside(calculation: Calculation, cell: CellId) -> Beside | None:
    """The two figures of a cell where they differ.

    None where they are the same, where nothing stands this year, and where last year's are not
    kept: without a document of last year, of single projects, of rows without a key, of texts.
    """
    if calculation.document.last_year is None:
        return None
    slot, now = calculation.slot(cell), calculation.value(cell)
    if slot is None or slot.field.number is None or not isinstance(now, Decimal):
        return None
    place = place_of(calculation, cell, slot)
    if place is None:
        return None
    found = calculation.resolver.last_year.value(place)
    before = found if isinstance(found, Decimal) else None
    if now == (before or 0):
        return None
    return Beside(now, before, slot.field.number, slot.field.unit)
