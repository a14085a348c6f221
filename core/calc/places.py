"""Where the cells of a suite stand in a document, and which slots read a form from elsewhere."""

from collections.abc import Iterator, Sequence

from core.calc.resolve import selectors_of
from core.calc.shape import Shape
from core.refs import COVER, PROJECT_CARD, CellId, SheetId
from core.template.form import Instances, Slot
from core.template.suite import FormSuite


def cells_on(suite: FormSuite, shape: Shape, sheet: SheetId) -> Iterator[tuple[CellId, Slot]]:
    """Every cell of a sheet, of the cover or of a project's card under a shape."""
    for slot, cells in columns_on(suite, shape, sheet):
        for cell in cells:
            yield cell, slot


def columns_on(
    suite: FormSuite, shape: Shape, sheet: SheetId
) -> Iterator[tuple[Slot, Sequence[CellId]]]:
    """Every slot of a sheet, of the cover or of a project's card, with its cells."""
    if sheet.form in (COVER, PROJECT_CARD):
        there = sheet.form == COVER or sheet.instance in shape.projects
        for slot in (suite.cover if sheet.form == COVER else suite.card).values() if there else ():
            yield slot, (CellId(*sheet, "", slot.name),)
    elif sheet in shape.sheets:
        found = shape.sheets[sheet]
        for slot in found.form.slots.values():
            yield slot, found.cells(slot)


def outside_readers(suite: FormSuite) -> dict[str, list[Slot]]:
    """By form the slots elsewhere (or in all its instances) whose formulas read it."""
    found: dict[str, dict[tuple[str, str], Slot]] = {}
    forms = (form.slots for form in suite.forms.values())
    for slots in (suite.cover, suite.card, *forms):
        for slot in slots.values():
            bound = slot.formula or slot.default
            for selector in selectors_of(bound) if bound else ():
                if selector.form != slot.form or selector.instances is Instances.ALL:
                    found.setdefault(selector.form, {})[slot.form, slot.name] = slot
    return {form: list(slots.values()) for form, slots in found.items()}
