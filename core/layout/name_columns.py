"""Which columns of a plan name its rows: code and name, left of the first figure."""

from collections import Counter

from core.layout.plan import CellKind, CellPart, FormPlan, PlanCell


def name_columns(plan: FormPlan) -> int:
    """How many columns on the left name the rows of the plan's tables; 0 where nothing does.

    They end where the first figure stands below any head: what is left of it says whose figures
    these are. A form without a head is no table, and none of its columns stays in sight. Where
    tables stand side by side, the names of the first would stand before the figures of the next.
    """
    table = [place for place in plan.cells if plan.head_over(place.row) is not None]
    first = min((place.column for place in table if _is_figure(place)), default=0)
    named = Counter(place.column for place in table if place.column > first and _is_name(place))
    rows = len({place.row for place in table})
    return 0 if any(2 * count > rows for count in named.values()) else first


def _is_figure(place: PlanCell) -> bool:
    if place.kind not in (CellKind.ENTRY, CellKind.CALCULATED):
        return False
    return any(isinstance(part, CellPart) and part.number is not None for part in place.content)


def _is_name(place: PlanCell) -> bool:
    """Printed words, not a dash or a line number."""
    if place.kind is not CellKind.LABEL:
        return False
    texts = (part for part in place.content if isinstance(part, str))
    return any(sign.isalpha() for text in texts for sign in text)
