"""Forms left out and taken back: nothing changes on the other forms, and nothing typed is lost.

Leaving a form out: what other forms calculated or proposed from it becomes typed text, rows that
only it brought become own rows. Taking it back: rows follow again; a text that is what the cell
gives anyway goes. Any other stays: in a calculated cell unused, in a prefilled one in use; both are
told until somebody decides (core.audit.returned_texts).
"""

import copy
from collections.abc import Collection
from dataclasses import replace
from typing import Final

from core.calc.engine import Calculation
from core.calc.entries import new_id
from core.calc.rows import ShapeBuilder
from core.calc.shape import FOLLOWED, GROUP, ONCE_FOLLOWED, SheetShape
from core.calc.sheet_list import sheet_ids
from core.calc.typed import read_value, typed_text
from core.document.edits import (
    AddRecord,
    Edit,
    RemoveRecord,
    SetJustification,
    SetOverride,
    SetText,
    apply_edit,
)
from core.document.model import Document, Justification, Record
from core.refs import COVER, PROJECT_CARD, CellId, SheetId
from core.template.form import Region, Slot
from core.template.form_suite import FormSuite
from core.template.left_out import forms_read, without

RETURNED: Final = "填报-恢复"
"""The rule of a text that stood in a cell while its source was left out, and is not what it is now.

As a mark on a prefilled cell: nobody has said yet that the text is to stand."""

TYPED_BEFORE: Final = "填报-自填"
"""The mark of a prefilled cell that was typed over before its source was left out."""

MARK: Final = Justification("")


def reselected(whole: FormSuite, document: Document, was: frozenset[str]) -> list[Edit]:
    """The edits that follow from another selection of forms; `was` were left out before.

    The document stands as the selection left it, and is not changed. What forms that are left out
    themselves take from others is kept in the same way, so they come back as they would be.
    """
    out = frozenset(document.deselected)
    if out == was:
        return []
    edits: list[Edit] = []
    then = copy.deepcopy(document)
    for form in (None, *(name for name in whole.forms if name in out)):
        before, after = was - {form}, out - {form}
        if before != after:
            change = _Reselection(whole, document, then, before, after)
            forms = {form} if form is not None else whole.forms.keys() - out
            change.keep_rows(forms)
            change.keep_figures(forms | (set() if form else {COVER, PROJECT_CARD}))
            edits += change.edits
    return edits


def is_undecided(document: Document, cell: CellId) -> bool:
    """Whether a prefilled cell is marked: its text came back, and nobody has decided."""
    return (RETURNED, cell) in document.justifications


class _Reselection:
    """One change of the selection, worked out on a copy of the document.

    `old` holds the values and rows there were with everything that comes, before anything goes.
    """

    def __init__(
        self,
        whole: FormSuite,
        before: Document,
        then: Document,
        was: frozenset[str],
        out: frozenset[str],
    ) -> None:
        self.whole = whole
        self.document = replace(then, deselected=set(out))
        self.was, self.out = was, out
        self.left, self.taken = out - was, was - out
        self.old = Calculation(whole, replace(before, deselected=set(was & out)))
        self.edits: list[Edit] = []
        self._origins: dict[tuple[SheetId, str], str] = {}

    def _do(self, edit: Edit) -> None:
        apply_edit(self.document, edit)
        self.edits.append(edit)

    # ---- rows

    def keep_rows(self, forms: Collection[str]) -> None:
        """Make own rows of those whose source went; let those follow again whose source is back."""
        far = {
            name: sum(name in users for users in self.whole.followers.values()) for name in forms
        }
        for name in sorted(far, key=far.__getitem__):  # sources before those that follow them
            for region in self.whole.forms[name].regions.values():
                self._keep_rows_of(name, region)

    def _keep_rows_of(self, form: str, region: Region) -> None:
        sources = {source.form for source in region.follow.sources} if region.follow else set()
        for sheet in sheet_ids(self.whole, self.document):
            if sheet.form == form:
                if sources & self.left:
                    self._become_own(self.old.shape.sheets[sheet], region)
                if sources & self.taken:
                    self._follow_again(sheet, region)

    def _shape(self, sheet: SheetId) -> SheetShape:
        """A sheet as it stands by now."""
        return ShapeBuilder(without(self.whole, self.out), self.document).sheet(sheet)

    def _become_own(self, old: SheetShape, region: Region) -> None:
        now, anchor = self._shape(old.sheet), FOLLOWED
        for row in old.records(region.name):
            there = now.by_id.get(row.id)
            if there is not None:
                anchor = FOLLOWED + there.key if there.followed else anchor
            elif row.id.startswith(FOLLOWED):
                record = Record(new_id(ONCE_FOLLOWED), "" if region.digits else anchor)
                end = len(self.document.records_of(old.sheet, region.name))
                self._do(AddRecord(old.sheet, region.name, record, end))
                key = CellId(*old.sheet, record.id, f"{region.name}.{region.key_column}")
                self._do(SetText(key, row.key))
                self._move(old.sheet, region, row.id, record.id)
                self._origins[old.sheet, record.id] = row.id

    def _follow_again(self, sheet: SheetId, region: Region) -> None:
        key = f"{region.name}.{region.key_column}"
        for row in self._shape(sheet).records(region.name):
            if row.followed and row.id.startswith(ONCE_FOLLOWED):
                self._do(SetText(CellId(*sheet, row.id, key), None))
                self._move(sheet, region, row.id, FOLLOWED + row.key)
                self._do(RemoveRecord(sheet, region.name, row.id))

    def _move(self, sheet: SheetId, region: Region, record: str, to: str) -> None:
        """Everything written in a row, and in the groups that it makes up alone, to another id."""
        document = self.document
        owners = {record: to, f"{GROUP}/{record}": f"{GROUP}/{to}"}

        def moved(cell: CellId) -> CellId | None:
            own = cell.sheet == sheet and cell.name.startswith(f"{region.name}.")
            owner = owners.get(cell.record) if own else None
            return cell._replace(record=owner) if owner else None

        for cell, text in list(document.texts.items()):
            if (target := moved(cell)) is not None:
                self._do(SetText(cell, None))
                self._do(SetText(target, text))
        for cell, override in list(document.overrides.items()):
            if (target := moved(cell)) is not None:
                self._do(SetOverride(cell, None))
                self._do(SetOverride(target, override))
        for (rule, cell), said in list(document.justifications.items()):
            if (target := moved(cell)) is not None:
                self._do(SetJustification(rule, cell, None))
                self._do(SetJustification(rule, target, said))

    # ---- figures

    def keep_figures(self, forms: Collection[str]) -> None:
        """Type what was calculated from a form that went; drop what is calculated again."""
        now = Calculation(self.whole, self.document)
        for cell, slot in list(now.all_cells()):
            whole = self.whole.slot(cell.form, cell.name) or slot
            read = forms_read(whole) if cell.form in forms else frozenset[str]()
            if read & self.out:
                if read.isdisjoint(self.was):  # it was none before
                    self._let_go(cell, whole)
            elif read & self.taken:
                self._link(cell, slot, now)

    def _let_go(self, cell: CellId, slot: Slot) -> None:
        """A cell becomes an entry and keeps what it held."""
        marked = self.document.justifications.get((RETURNED, cell)) == MARK
        if marked:
            self._do(SetJustification(RETURNED, cell, None))
        if slot.is_calculated or cell not in self.document.texts:
            self._type(cell, self._old_text(cell, slot))
        elif not marked:
            self._do(SetJustification(TYPED_BEFORE, cell, MARK))

    def _old_text(self, cell: CellId, slot: Slot) -> str | None:
        """What has to be typed for a cell to hold what it held; an override's text as it is."""
        prefix = f"{GROUP}/" if cell.record.startswith(f"{GROUP}/") else ""
        owner = cell.record.removeprefix(prefix)
        owner = prefix + self._origins.get((cell.sheet, owner), owner)
        there = cell._replace(record=owner)
        override = self.old.override(there)
        return override.text if override else typed_text(self.old.value(there), slot.field)

    def _type(self, cell: CellId, text: str | None) -> None:
        if self.document.texts.get(cell) != text:
            self._do(SetText(cell, text))

    def _link(self, cell: CellId, slot: Slot, now: Calculation) -> None:
        """A cell is calculated or prefilled again: a text that says the same goes.

        A text of a prefilled cell stays as it is if it was there before the form was left out.
        """
        text = self.document.texts.get(cell)
        if (TYPED_BEFORE, cell) in self.document.justifications:
            self._do(SetJustification(TYPED_BEFORE, cell, None))
        elif text is not None:
            given = now.value(cell) if slot.is_calculated else now.computed.get(cell)
            if read_value(text, slot.field) == given:
                self._do(SetText(cell, None))
            elif not slot.is_calculated and not is_undecided(self.document, cell):
                self._do(SetJustification(RETURNED, cell, MARK))
