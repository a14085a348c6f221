"""A document under the new names of its forms, rows and cells; whatever has none keeps its own."""

from typing import Final

from core.document.model import Document
from core.refs import CellId, SheetId
from core.template.renames import Renames

ASIDE: Final = "（原）"
"""Follows the name of what is no more while something else has that name."""


def renamed(document: Document, renames: Renames) -> Document:
    """A copy of a document in which everything stands under its name of today.

    What is dropped stays where it was typed, unless something else has that name now.
    """
    copied = document.copy()

    def moved(cell: CellId) -> CellId:
        return cell_now(cell, renames) or _aside(cell)

    copied.texts = {moved(cell): text for cell, text in document.texts.items()}
    copied.overrides = {moved(cell): said for cell, said in document.overrides.items()}
    copied.justifications = {
        (rule, moved(cell)): said for (rule, cell), said in document.justifications.items()
    }
    copied.records = {
        _region_now(sheet, region, renames): records
        for (sheet, region), records in copied.records.items()
    }
    copied.deselected = {renames.form(form) or form for form in document.deselected}
    return copied


def cell_now(cell: CellId, renames: Renames) -> CellId | None:
    """What a cell is called today; None if it is no more."""
    found = renames.cell(cell.form, cell.name)
    return _called(cell, *found) if found is not None else None


def cell_before(cell: CellId, renames: Renames) -> CellId | None:
    """What a cell of today was called; None if it is new."""
    found = renames.before(cell.form, cell.name)
    return _called(cell, *found) if found is not None else None


def _called(cell: CellId, form: str, name: str) -> CellId:
    """The cell of the same record and project under another name."""
    return cell._replace(form=form, name=name)


def _aside(cell: CellId) -> CellId:
    """Where a text is kept whose cell is no more while another has its name: in the drawer."""
    return cell._replace(name=cell.name + ASIDE)


def _region_now(sheet: SheetId, region: str, renames: Renames) -> tuple[SheetId, str]:
    form = renames.form(sheet.form)
    now = renames.row(form, region) if form is not None else None
    if form is None or now is None:
        return sheet, region + ASIDE
    return SheetId(form, sheet.instance), now
