"""The edits that lead from one document to another: how an earlier state is brought back.

Whatever happened in between: nothing is read from the history, so a step that cannot be read does
not stand in the way.
"""

from core.document.edits import (
    AddProject,
    AddRecord,
    Batch,
    Edit,
    MoveProject,
    MoveRecord,
    RemoveProject,
    RemoveRecord,
    SelectForm,
    SetJustification,
    SetLastYear,
    SetOverride,
    SetText,
    apply_edit,
)
from core.document.model import Document, Record
from core.refs import SheetId


def edits_between(here: Document, there: Document, label: str = "") -> Batch:
    """What turns `here` into `there`; nothing is changed yet. Empty if they hold the same."""
    walk = _Walk(here.copy(), there)
    walk.last_year()
    walk.selection()
    walk.projects()
    walk.records()
    walk.entries()
    return Batch(tuple(walk.edits), label)


class _Walk:
    """Goes there on a copy, for removing takes more away than the edit names."""

    def __init__(self, now: Document, there: Document) -> None:
        self.now = now
        self.there = there
        self.edits: list[Edit] = []

    def _do(self, edit: Edit) -> None:
        apply_edit(self.now, edit)
        self.edits.append(edit)

    def last_year(self) -> None:
        if self.now.last_year != self.there.last_year:
            self._do(SetLastYear(self.there.last_year))

    def selection(self) -> None:
        for form in sorted(self.now.deselected ^ self.there.deselected):
            self._do(SelectForm(form, form not in self.there.deselected))

    def projects(self) -> None:
        for project in [p for p in self.now.projects if p not in self.there.projects]:
            self._do(RemoveProject(project))
        for position, project in enumerate(self.there.projects):
            if self.now.projects[position : position + 1] != [project]:
                moves = project in self.now.projects
                self._do((MoveProject if moves else AddProject)(project, position))

    def records(self) -> None:
        for (sheet, region), listed in list(self.now.records.items()):
            wanted = self.there.records_of(sheet, region)
            for record in [record for record in listed if record not in wanted]:
                if record in self.now.records_of(sheet, region):  # else it went with another
                    self._do(RemoveRecord(sheet, region, record.id))
        for (sheet, region), wanted_here in sorted(self.there.records.items()):
            self._place(sheet, region, wanted_here)

    def _place(self, sheet: SheetId, region: str, wanted: list[Record]) -> None:
        for position, record in enumerate(wanted):
            listed = self.now.records_of(sheet, region)
            if record not in listed:
                self._do(AddRecord(sheet, region, record, position))
            elif listed[position] != record:
                self._do(MoveRecord(sheet, region, record.id, position))

    def entries(self) -> None:
        now, there = self.now, self.there
        for cell in sorted(now.texts.keys() | there.texts.keys()):
            if now.texts.get(cell) != there.texts.get(cell):
                self._do(SetText(cell, there.texts.get(cell)))
        for cell in sorted(now.overrides.keys() | there.overrides.keys()):
            if now.overrides.get(cell) != there.overrides.get(cell):
                self._do(SetOverride(cell, there.overrides.get(cell)))
        for rule, cell in sorted(now.justifications.keys() | there.justifications.keys()):
            said = there.justifications.get((rule, cell))
            if now.justifications.get((rule, cell)) != said:
                self._do(SetJustification(rule, cell, said))
