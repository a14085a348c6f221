"""Edits of whole projects: a copy with a new name, one place up or down."""

from collections.abc import Iterable, Mapping

from core.calc.entries import Entries, new_id
from core.calc.shape import GROUP
from core.document.edits import AddProject, AddRecord, Batch, Edit, MoveProject, SetText
from core.document.model import Document, Record
from core.errors import EditRefused
from core.refs import PROJECT_CARD, CellId, SheetId, card_cell
from core.values import clean_text


class ProjectEdits:
    """Makes edits of the projects of one document as it is now."""

    def __init__(self, entries: Entries) -> None:
        """Look into the calculation of these entries."""
        self.names = entries.names
        self.calculation = entries.calculation
        self.document: Document = entries.document

    def duplicated(self, project: str, name: str) -> tuple[Batch, list[SetText], str]:
        """A copy of a project below it, under another name, and the copy's id.

        The second are texts of groups and followed rows, which are there once the first is applied.
        Copied is what was typed, but for amounts of money, figures in the place of a proposal and
        what the template says is not copied: they belong to the other project alone, and so do
        改写 and 审核说明.
        """
        suite = self.calculation.suite
        wanted = clean_text(name)
        if not wanted:
            raise EditRefused(f"{suite.card_name}没有填")
        copy = new_id("p")
        edits: list[Edit] = [AddProject(copy, self._position(project) + 1)]
        edits.append(SetText(card_cell(copy, suite.card_name), wanted))
        made: dict[str, str] = {}
        for (sheet, region), records in self.document.records.items():
            if sheet.instance == project:
                made |= {record.id: new_id() for record in records}
                edits += _copied_records(SheetId(sheet.form, copy), region, records, made)
        later: list[SetText] = []
        for cell, text in self.document.texts.items():
            if cell.instance == project and self._is_copied(cell):
                own = _owner_in_copy(cell.record, made)
                there = SetText(cell._replace(instance=copy, record=own), text)
                is_there = not cell.record or own in made.values()
                (edits if is_there else later).append(there)
        label = f"复制项目“{self.names.project_name(project)}”为“{wanted}”"
        return Batch(tuple(edits), label), later, copy

    def _is_copied(self, cell: CellId) -> bool:
        slot = self.calculation.slot(cell)
        if slot is None or slot.is_calculated:
            return False
        own_name = cell.form == PROJECT_CARD and cell.name == self.calculation.suite.card_name
        proposed = slot.field.is_figure and slot.default is not None
        return slot.field.copied and not (own_name or proposed or slot.field.unit)

    def moved(self, project: str, *, up: bool) -> Edit:
        """A project one place up or down; its forms and their numbers follow."""
        at = self._position(project) + (-1 if up else 1)
        if not 0 <= at < len(self.document.projects):
            raise EditRefused(f"这个项目已经在最{'上' if up else '下'}面")
        words = f"{'上移' if up else '下移'}项目“{self.names.project_name(project)}”"
        return Batch((MoveProject(project, at),), words)

    def _position(self, project: str) -> int:
        if project not in self.document.projects:
            raise EditRefused("没有这个项目，可能已经删除")
        return self.document.projects.index(project)


def _copied_records(
    sheet: SheetId, region: str, records: Iterable[Record], made: Mapping[str, str]
) -> list[Edit]:
    """The rows of a floating row under the ids that were made for them; `made` may grow later.

    A row belongs to one of a floating row above, whose rows were listed before.
    """
    return [
        AddRecord(
            sheet, region, Record(made[record.id], made.get(record.parent, record.parent)), position
        )
        for position, record in enumerate(records)
    ]


def _owner_in_copy(record: str, made: Mapping[str, str]) -> str:
    """The record or group of the copy that stands for one of the project."""
    alone = f"{GROUP}/"
    if record.startswith(alone):
        row = record.removeprefix(alone)
        return alone + made.get(row, row)
    return made.get(record, record)
