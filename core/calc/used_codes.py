"""Which codes are typed where: what a mistyped code is compared with."""

from collections.abc import Iterator

from core.calc.engine import Calculation
from core.calc.shape import key_is_given
from core.refs import CellId, card_cell
from core.template.form import Slot


def code_cells(calculation: Calculation) -> Iterator[tuple[CellId, Slot]]:
    """Every cell into which a code of a dictionary is typed: no derived row, none that follows.

    First the rows that follow no others, then own rows beside followed ones, then the cards.
    """
    slots = [
        (slot, form.regions.get(slot.region))
        for form in calculation.suite.forms.values()
        for slot in form.slots.values()
        if slot.field.dictionary
    ]
    slots.sort(key=lambda found: found[1] is not None and found[1].follow is not None)
    for slot, region in slots:
        for shape in calculation.shape.of_form(slot.form):
            cells = (cell for cell in shape.cells(slot) if not key_is_given(region, cell))
            yield from ((cell, slot) for cell in cells)
    for slot in calculation.suite.card.values():
        if slot.field.dictionary:
            for project in calculation.shape.projects:
                yield card_cell(project, slot.name), slot


def used_codes(calculation: Calculation, dictionary: str) -> dict[str, list[CellId]]:
    """The typed codes of a dictionary, each with its cells in the order of `code_cells`."""
    found: dict[str, list[CellId]] = {}
    for cell, slot in code_cells(calculation):
        code = calculation.value(cell)
        if slot.field.dictionary == dictionary and isinstance(code, str):
            found.setdefault(code, []).append(cell)
    return found
