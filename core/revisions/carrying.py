"""A document carried over to another revision of its suite, cell by cell of the same name.

What the suite says was renamed goes to its new name first (core.revisions.renaming).

What is not mentioned here stays word for word as it is, also where the forms have no place for it
(core.revisions.drawer).
"""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from core.calc.engine import Calculation
from core.calc.entries import Entries
from core.calc.names import Names
from core.calc.typed import exact_number, in_unit, read_value, typed_text
from core.document.between import edits_between
from core.document.edits import (
    AddRecord,
    Batch,
    Edit,
    SetJustification,
    SetOverride,
    SetText,
    apply_edit,
)
from core.document.model import PUT_ASIDE, Document, Justification, Override
from core.refs import CellId, SheetId
from core.revisions.renaming import cell_before, renamed
from core.template.form import Field, Region, Slot
from core.template.form_suite import FormSuite
from core.template.renames import Renames
from core.values import plain


def carried(old: Calculation, suite: FormSuite) -> tuple[Document, Batch]:
    """The document of an open one under another revision, and the edits that lead there.

    The open document is not changed.
    """
    renames = suite.renames_from(suite.id, old.document.revision)
    document = renamed(old.document, renames)
    edits: list[Edit] = list(edits_between(old.document, document).edits)
    document.revision = suite.revision
    for step in (_figures, _first_rows):
        for edit in list(step(old, Calculation(suite, document), renames)):
            apply_edit(document, edit)
            edits.append(edit)
    return document, Batch(tuple(edits))


# Cells ---------------------------------------------------------------------------------------


def _figures(old: Calculation, new: Calculation, renames: Renames) -> Iterator[Edit]:
    for cell, slot in list(new.all_cells()):
        was = cell_before(cell, renames)
        before = old.slot(was) if was is not None else None
        if was is not None and before is not None and old.exists(was, before):
            yield from _cell(old, new, (was, cell), before, slot)
        if not slot.is_calculated:
            yield from _taken_out(new.document, cell, slot)


def _cell(
    old: Calculation, new: Calculation, cells: tuple[CellId, CellId], before: Slot, slot: Slot
) -> Iterator[Edit]:
    was, cell = cells
    text = old.document.texts.get(was)
    if before.is_calculated and not slot.is_calculated:
        yield from _becomes_entry(old, cells, before, slot)
    elif slot.is_calculated and not before.is_calculated:
        if text is not None:
            yield SetText(cell, None)
            if _in_unit(text, before.field, slot.field) != new.value(cell):
                kept = Justification(text, before.field.unit)
                yield SetJustification(PUT_ASIDE, cell, kept)
    elif _other_unit(before.field, slot.field):
        if text is not None:
            yield SetText(cell, converted(text, before.field, slot.field))
        override = old.document.overrides.get(was)
        if override is not None:
            there = converted(override.text, before.field, slot.field)
            yield SetOverride(cell, Override(there, override.reason, override.basis))


def _becomes_entry(
    old: Calculation, cells: tuple[CellId, CellId], before: Slot, slot: Slot
) -> Iterator[Edit]:
    """What the form showed is typed, or nobody would know it any more."""
    was, cell = cells
    override = old.override(was)
    shown = override.text if override else typed_text(old.value(was), before.field)
    if shown is not None and (override is not None or slot.default is None):
        yield SetText(cell, converted(shown, before.field, slot.field))


def _taken_out(document: Document, cell: CellId, slot: Slot) -> Iterator[Edit]:
    """A cell that is an entry again gets back what was put aside."""
    kept = document.justifications.get((PUT_ASIDE, cell))
    if kept is not None:
        yield SetJustification(PUT_ASIDE, cell, None)
        yield SetText(cell, _moved(kept.text, kept.basis, slot.field))


def _in_unit(text: str, before: Field, field: Field) -> object:
    return read_value(converted(text, before, field), field)


def _other_unit(before: Field, field: Field) -> bool:
    return field.is_figure and before.is_figure and before.unit != field.unit


def converted(text: str, before: Field, field: Field) -> str:
    """A typed amount in the unit of another field, no digit lost; any other text as it is."""
    return _moved(text, before.unit, field) if _other_unit(before, field) else text


def _moved(text: str, unit: str, field: Field) -> str:
    number = exact_number(text, replace(field, unit=unit))
    if unit == field.unit or not isinstance(number, Decimal):
        return text
    moved = in_unit(number, unit, field.unit)
    return text if moved is number else plain(moved)


# Rows ----------------------------------------------------------------------------------------


def _first_rows(old: Calculation, new: Calculation, renames: Renames) -> Iterator[Edit]:
    """The rows that new forms and new floating rows begin with, as in a new document."""
    entries = Entries(new, Names(new))
    for sheet, shape in new.shape.sheets.items():
        was = old.whole.forms.get(renames.forms.before(sheet.form) or "")
        known = {renames.row(sheet.form, name) for name in was.regions} if was is not None else ()
        fresh: set[str] = set()
        for region in shape.form.regions.values():
            if _is_fresh(new.document, sheet, region, fresh) and region.name not in known:
                fresh.add(region.name)
        for edit in entries.first_records(sheet) if fresh else ():
            if _region_of(edit) in fresh:
                yield edit


def _is_fresh(document: Document, sheet: SheetId, region: Region, fresh: set[str]) -> bool:
    within = not region.parent or region.parent in fresh
    return within and not document.records_of(sheet, region.name)


def _region_of(edit: Edit) -> str:
    match edit:
        case AddRecord(region=region):
            return region
        case SetText(cell=cell):
            return cell.name.partition(".")[0]
    return ""
