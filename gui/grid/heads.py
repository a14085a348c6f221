"""What a click on a head of the form means: the row or the column of cells that belong to it."""

from core.layout.area import Area, Ground
from core.layout.plan import CellKind, PlanCell

_VALUES = (CellKind.ENTRY, CellKind.CALCULATED)


def area_beside(ground: Ground, place: PlanCell) -> Area | None:
    """The cells that a row head or column head stands for; None for any other cell.

    Row heads are what names a row under a head: labels and calculated names left of its first
    figure. A code that is typed is none, a click there is for typing.
    """
    return _column(ground, place) or _row(ground, place)


def _column(ground: Ground, place: PlanCell) -> Area | None:
    """The cells below the lowest cell of a head, 栏次 or whatever stands there."""
    heads = ground.plan.heads
    head = next((h for h in heads if h.first <= place.row < h.end), None)
    if head is None or place.row + place.rows != head.end or place.kind is not CellKind.LABEL:
        return None
    below = Area(head.end, place.column, head.until - head.end, place.columns)
    return _around_values(ground, below)


def _row(ground: Ground, place: PlanCell) -> Area | None:
    """The cells right of the name of a row, as far as the next name."""
    plan = ground.plan
    if plan.head_over(place.row) is None or place.kind not in (
        CellKind.LABEL,
        CellKind.CALCULATED,
    ):
        return None
    if _is_figure(place) or any(_is_figure(left) for left in _left_of(ground, place)):
        return None
    start = place.column + place.columns
    right = Area(place.row, start, place.rows, len(plan.columns) - start)
    figures = [p for p in ground.places(right) if _is_figure(p)] if right.columns > 0 else []
    if not figures:
        return None
    first = min(figures, key=lambda p: p.column)
    return _around_values(ground, right._replace(
        column=first.column, columns=len(plan.columns) - first.column
    ))  # fmt: skip


def _left_of(ground: Ground, place: PlanCell) -> list[PlanCell]:
    if not place.column:
        return []
    return list(ground.places(Area(place.row, 0, place.rows, place.column)))


def _is_figure(place: PlanCell) -> bool:
    parts = (part for part in place.content if not isinstance(part, str))
    return place.kind in _VALUES and any(part.number is not None for part in parts)


def _around_values(ground: Ground, area: Area) -> Area | None:
    """The smallest area around what can be filled in or is calculated there."""
    found: Area | None = None
    for place in ground.places(area) if area.rows > 0 and area.columns > 0 else ():
        inside = place.column >= area.column and place.row >= area.row
        if place.kind in _VALUES and inside:
            found = Area.of(place) if found is None else found | Area.of(place)
    return ground.grown(found) if found is not None else None
