"""Which columns of a plan name its rows: code and name, left of the first figure."""

from core.layout.plan import CellKind, CellPart, FormPlan, PlanCell


def name_columns(plan: FormPlan) -> int:
    """How many columns on the left name the rows of the plan's tables; 0 where nothing does.

    They end where the first figure stands below any head: what is left of it says whose figures
    these are. A form without a head is no table, and none of its columns stays in sight.
    """
    figures = [
        place.column
        for place in plan.cells
        if _is_figure(place) and plan.head_over(place.row) is not None
    ]
    return min(figures, default=0)


def _is_figure(place: PlanCell) -> bool:
    if place.kind not in (CellKind.ENTRY, CellKind.CALCULATED):
        return False
    return any(isinstance(part, CellPart) and part.number is not None for part in place.content)
