"""What may be chosen in a cell: the field's own list, or the outline's groups and second levels."""

from core.calc.engine import Calculation
from core.calc.rows import second_level
from core.refs import CellId
from core.template.form import Slot


def choices_of(calculation: Calculation, cell: CellId, slot: Slot) -> tuple[str, ...]:
    """The choices of a cell in order; () where anything may be typed."""
    if slot.field.type != "choice" or slot.field.choices or not slot.region:
        return slot.field.choices
    region = calculation.suite.forms[slot.form].regions[slot.region]
    columns = region.piece.merge_equal
    if not region.piece.outline or slot.column not in columns[:2]:
        return ()
    if slot.column == columns[0]:
        return tuple(region.piece.outline)
    group = calculation.value(cell._replace(name=f"{region.name}.{columns[0]}"))
    return tuple(second_level(region, group)) if isinstance(group, str) else ()
