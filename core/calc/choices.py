"""What is offered in a cell: choices (in a second level those of its own group), and codes."""

from core.calc.code_search import CodeMatch, search
from core.calc.engine import Calculation
from core.calc.rows import second_level
from core.calc.used_codes import used_codes
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


def codes_for(calculation: Calculation, cell: CellId, text: str) -> list[CodeMatch]:
    """The codes that a text in a cell may mean; none where no dictionary belongs to the cell.

    In a part of a code they are those of the whole code.
    """
    cell, _ = calculation.code_of(cell)
    slot = calculation.slot(cell)
    dictionary = calculation.suite.dictionaries.get(slot.field.dictionary) if slot else None
    if slot is None or dictionary is None:
        return []
    form = calculation.suite.forms.get(slot.form)
    region = form.regions.get(slot.region) if form else None
    digits = region.digits if region and region.key_column == slot.column else 0
    used = used_codes(calculation, dictionary.name)
    others = [code for code, cells in used.items() if cells != [cell]]
    return search(dictionary, text, digits, others)
