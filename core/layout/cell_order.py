"""The cells of a sheet in the order in which the printed form has them."""

from core.calc.shape import PHANTOM, SheetShape
from core.layout.plan import CellPart, FormPlan
from core.refs import CellId


def cells_in_order(plan: FormPlan, shape: SheetShape) -> list[CellId]:
    """Every cell of a sheet; entry cells that are not drawn come last, calculated ones not."""
    cells: dict[CellId, None] = {}
    for place in plan.cells:
        parts = [part.cell for part in place.content if isinstance(part, CellPart)]
        cells.update(dict.fromkeys([*place.covers, *parts]))
    for slot in shape.form.slots.values():
        if not slot.is_calculated:
            cells.update(dict.fromkeys(shape.cells(slot)))
    return [c for c in cells if c.sheet == plan.sheet and not c.record.startswith(PHANTOM)]
