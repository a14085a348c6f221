"""What is offered in a cell: the field's choices, in a second level those of its own group."""

from core.calc.engine import Calculation
from core.calc.rows import second_level
from core.refs import CellId


def choices_of(calculation: Calculation, cell: CellId) -> tuple[str, ...]:
    """The choices of a cell in order; () where anything may be typed."""
    slot = calculation.slot(cell)
    if slot is None or not slot.region:
        return slot.field.choices if slot else ()
    region = calculation.suite.forms[slot.form].regions[slot.region]
    columns = region.piece.merge_equal
    if slot.column not in columns[1:2]:
        return slot.field.choices
    group = calculation.value(cell._replace(name=f"{region.name}.{columns[0]}"))
    listed = second_level(region, group) if isinstance(group, str) else []
    return tuple(listed) or slot.field.choices
