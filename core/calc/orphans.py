"""What an edit leaves without an owner: the values of groups and derived rows that are no more.

They go in the same step, so undo brings them back. A group that is only renamed, as a whole, takes
its values along. Forms that are left out keep everything.
"""

from collections.abc import Iterable, Iterator

from core.calc.rows import ShapeBuilder
from core.calc.shape import FOLLOWED, GROUP, SheetShape
from core.document.edits import Edit, SetJustification, SetOverride, SetText
from core.document.model import Document
from core.refs import CellId, SheetId
from core.template.left_out import without
from core.template.suite import FormSuite


def settled(suite: FormSuite, document: Document, before: Iterable[SheetShape]) -> list[Edit]:
    """The edits that settle what belonged to groups and derived rows of these sheets as they were.

    The document stands as the edit left it; the suite is the whole one.
    """
    edits: list[Edit] = []
    builder = ShapeBuilder(without(suite, document.deselected), document)
    for old in before:
        held = list(_held(document, old.sheet))
        if held:
            edits += _settled_on(document, old, builder.sheet(old.sheet), held)
    return edits


def _settled_on(
    document: Document, old: SheetShape, new: SheetShape, held: list[CellId]
) -> list[Edit]:
    gone: dict[CellId, str] = {}
    for cell in held:
        slot = old.form.slots.get(cell.name)
        if slot is not None and old.has(slot, cell.record) and not new.has(slot, cell.record):
            gone[cell] = _renamed(cell, slot.group, old, new)
    edits = [edit for cell in gone for edit in _entries(document, cell, None)]
    for cell, owner in gone.items():
        if owner:
            edits += _entries(document, cell, cell._replace(record=owner))
    return edits


def _renamed(cell: CellId, column: str, old: SheetShape, new: SheetShape) -> str:
    """The new name of a group all of whose rows now make up a group that was not there before."""
    if not column:
        return ""
    region = cell.name.partition(".")[0]
    rows = [new.group_of.get((row.id, column)) for row in old.members[region, cell.record]]
    names = {group.id if group else "" for group in rows}
    name = names.pop()
    return "" if names or (region, name) in old.members else name


def _held(document: Document, sheet: SheetId) -> Iterator[CellId]:
    """The cells of groups and derived rows on a sheet about which something is written."""
    justified = (cell for _, cell in document.justifications)
    for cells in (document.texts, document.overrides, justified):
        for cell in cells:
            if cell[:2] == sheet and _is_made(cell.record):
                yield cell


def _is_made(record: str) -> bool:
    """Whether it is a group or a row that follows from codes; followed rows keep their texts."""
    return record[:1] == GROUP or (":" in record and record[:1] != FOLLOWED)


def _entries(document: Document, cell: CellId, target: CellId | None) -> list[Edit]:
    """Take away all that is written about a cell, or (with a target) write it about another."""
    edits: list[Edit] = []
    text, override = document.texts.get(cell), document.overrides.get(cell)
    if text is not None:
        edits.append(SetText(target or cell, text if target else None))
    if override is not None:
        edits.append(SetOverride(target or cell, override if target else None))
    for (rule, place), found in document.justifications.items():
        if place == cell:
            edits.append(SetJustification(rule, target or cell, found if target else None))
    return edits
