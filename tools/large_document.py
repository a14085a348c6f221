"""A large document of any suite: so many coded rows, projects and records, every cell filled in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from core.calc.shape import SheetShape, key_is_given
from core.document.edits import AddRecord, Batch, Edit, SetText
from core.document.model import Record
from core.refs import CellId, SheetId
from core.session import Session
from core.template.form import Region, Slot
from core.template.suite import FormSuite


@dataclass(frozen=True, slots=True)
class Size:
    """How large: rows on each form with codes, projects, records on each project's form."""

    codes: int = 300
    projects: int = 50
    records: int = 40

    def times(self, factor: float) -> Size:
        """The same, larger or smaller in every direction but one, so that cells grow by it."""
        return Size(round(self.codes * factor), round(self.projects * factor), self.records)


Words = Callable[[CellId, Slot, int], str]
"""What to type in a cell; the number counts the cells of its sheet."""


def plain_words(cell: CellId, slot: Slot, index: int) -> str:
    """Something short that belongs there."""
    field = slot.field
    if field.type == "choice":
        return field.choices[index % len(field.choices)] if field.choices else "其他"
    if field.is_figure:
        return f"{index % 90 + 1}" if field.decimals == 0 else f"{index % 900 + 1}.25"
    return f"{cell.name.rpartition('.')[2]}{index}"


def large_session(
    suite: FormSuite, size: Size, words: Words = plain_words, unit: str = "通海县医疗保障局"
) -> Session:
    """A new document of that unit in memory, with these words in every cell."""
    session = Session.create_from(suite, None, unit)
    with session.together("增加项目"):
        for number in range(size.projects if suite.has_projects else 0):
            session.apply(session.entries.added_project(f"项目{number + 1}")[0])
    added: list[Edit] = []
    for shape in session.calculation.shape.sheets.values():
        for region in shape.form.regions.values():
            added += _records(shape, region, size)
    session.apply(Batch(tuple(added), "增加行"))
    typed = [
        SetText(cell, words(cell, slot, index))
        for shape in session.calculation.shape.sheets.values()
        for index, (cell, slot) in enumerate(session.calculation.cells(shape.sheet))
        if _is_typed(session, cell, slot)
        and not key_is_given(shape.form.regions.get(slot.region), cell)
    ]
    session.apply(Batch(tuple(typed), "填数"))
    return session


def _records(shape: SheetShape, region: Region, size: Size) -> Iterator[Edit]:
    """Records of a floating row that are added one by one, with their codes."""
    if region.derived or region.follow is not None or (region.parent and not region.digits):
        return
    wanted = size.codes if region.digits else size.records
    for index in range(len(shape.records(region.name)), wanted):
        record = f"r{index}"
        yield AddRecord(shape.sheet, region.name, Record(record), index)
        if region.digits:
            yield SetText(
                _cell(shape.sheet, record, region, region.key_column), _code(index, region)
            )


def _cell(sheet: SheetId, record: str, region: Region, column: str) -> CellId:
    return CellId(*sheet, record, f"{region.name}.{column}")


def _code(index: int, region: Region) -> str:
    """A code no other index has, twelve to each upper level."""
    level = str(201 + index // 144 % 30)
    middle, inner = index // 12 % 12 + 1, index % 12 + 1
    return f"{level}{middle:02}{inner:02}".ljust(region.digits, "0")[: region.digits]


def _is_typed(session: Session, cell: CellId, slot: Slot) -> bool:
    region = session.suite.forms[cell.form].regions.get(slot.region) if slot.region else None
    shaping = session.typed(cell) != "" or slot.field.type == "code" or key_is_given(region, cell)
    return not (slot.is_calculated or slot.default is not None or shaping) and slot.drawn
