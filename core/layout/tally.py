"""What a block of selected cells comes to: how many cells, total and mean of its figures."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from core.layout.plan import CellKind, PlanCell
from core.number_text import NumberStyle, PercentStyle, format_number
from core.refs import CellId
from core.template.form import Slot
from core.values import CONTEXT, CellValue


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts and, as texts, total and mean; "" where there is none.

    Figures of several units have neither; ratios have a mean only. `mixed` says that units differ.
    """

    cells: int
    total: str = ""
    mean: str = ""
    mixed: bool = False


def tally(
    places: Iterable[PlanCell],
    value_of: Callable[[CellId], CellValue],
    slot_of: Callable[[CellId], Slot | None],
) -> Tally:
    """Count the cells that hold something or can, and add up the figures in them."""
    kinds: dict[tuple[str, str, str, str], NumberStyle] = {}
    figures: list[Decimal] = []
    cells = 0
    for place in places:
        if place.cell is None or place.kind not in (CellKind.ENTRY, CellKind.CALCULATED):
            continue
        cells += 1
        slot, value = slot_of(place.cell), value_of(place.cell)
        style = slot.field.number if slot is not None else None
        if slot is None or style is None or not isinstance(value, Decimal):
            continue
        kind = slot.field.type, slot.field.unit, style.prefix, style.suffix
        known = kinds.setdefault(kind, style)
        kinds[kind] = max(known, style, key=lambda s: s.value_decimals)
        figures.append(value)
    if len(kinds) != 1:
        return Tally(cells, mixed=len(kinds) > 1)
    style = replace(next(iter(kinds.values())), thousands=True, trim=False, zero=None)
    total = figures[0]
    for figure in figures[1:]:
        total = CONTEXT.add(total, figure)
    mean = CONTEXT.divide(total, Decimal(len(figures)))
    ratio = style.percent is not PercentStyle.NONE
    return Tally(cells, "" if ratio else format_number(total, style), format_number(mean, style))
