"""Rectangles on a plan, and how they grow until they cut no joined cell."""

from collections.abc import Iterator
from typing import NamedTuple

from core.layout.plan import FormPlan, PlanCell


class Area(NamedTuple):
    """Neighbouring rows and columns of a plan."""

    row: int
    column: int
    rows: int
    columns: int

    @classmethod
    def of(cls, place: PlanCell) -> "Area":
        """What a cell takes up."""
        return cls(place.row, place.column, place.rows, place.columns)

    @property
    def end_row(self) -> int:
        """The first row below."""
        return self.row + self.rows

    @property
    def end_column(self) -> int:
        """The first column on the right."""
        return self.column + self.columns

    def __or__(self, other: "Area") -> "Area":
        """The smallest area around both."""
        row, column = min(self.row, other.row), min(self.column, other.column)
        end_row = max(self.end_row, other.end_row)
        end_column = max(self.end_column, other.end_column)
        return Area(row, column, end_row - row, end_column - column)

    def holds(self, other: "Area") -> bool:
        """Whether all of another area lies inside."""
        return self | other == self

    def touches(self, place: PlanCell) -> bool:
        """Whether some of a cell lies inside."""
        beside = place.row + place.rows <= self.row or self.end_row <= place.row
        apart = place.column + place.columns <= self.column or self.end_column <= place.column
        return not (beside or apart)


class Ground:
    """A plan as the ground on which areas lie: which cell covers which place."""

    def __init__(self, plan: FormPlan) -> None:
        """Read the plan once."""
        self.plan = plan
        self.covering = {
            (row, column): place
            for place in plan.cells
            for row in range(place.row, place.row + place.rows)
            for column in range(place.column, place.column + place.columns)
        }

    def at(self, row: int, column: int) -> PlanCell | None:
        """The cell that covers a place; None outside of the form."""
        return self.covering.get((row, column))

    def places(self, area: Area) -> Iterator[PlanCell]:
        """The cells in an area, each once, in reading order."""
        seen: set[tuple[int, int]] = set()
        for row in range(area.row, area.end_row):
            for column in range(area.column, area.end_column):
                place = self.covering.get((row, column))
                if place is not None and (place.row, place.column) not in seen:
                    seen.add((place.row, place.column))
                    yield place

    def grown(self, area: Area) -> Area:
        """The smallest area around this one that cuts no joined cell."""
        while True:
            larger = area
            for place in self.places(area):
                if place.is_joined:
                    larger |= Area.of(place)
            if larger == area:
                return area
            area = larger

    def whole(self) -> Area:
        """The whole form."""
        return Area(0, 0, len(self.plan.rows), len(self.plan.columns))
