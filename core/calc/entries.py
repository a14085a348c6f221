"""Edits from what people mean: type into a cell of the grid, set a list of addresses, add a row.

Nothing is changed here; the edits come back for the session to apply, several as one batch.
"""

import secrets
from collections.abc import Iterable, Mapping

from core.calc.engine import Calculation
from core.calc.names import Names
from core.calc.permits import followed_words
from core.calc.rows import outline_texts
from core.calc.shape import FOLLOWED, GROUP, PHANTOM, Row, SheetShape
from core.document.edits import (
    AddProject,
    AddRecord,
    Batch,
    Edit,
    RemoveRecord,
    SetOverride,
    SetText,
)
from core.document.model import Document, Record
from core.errors import EditRefused
from core.refs import CellId, SheetId, card_cell
from core.values import clean_text


def new_id(prefix: str = "r") -> str:
    """A fresh stable id for a record or project."""
    return prefix + secrets.token_hex(5)


class Entries:
    """Makes edits for one document as it is now."""

    def __init__(self, calculation: Calculation, names: Names) -> None:
        """Look into this calculation."""
        self.calculation = calculation
        self.names = names
        self.document = calculation.document

    # ---- typing

    def typed(self, cells: Iterable[CellId], text: str | None) -> Edit:
        """Type a text into a cell (or all the joined cells it covers); blank text clears it."""
        joined = tuple(cells)
        verb = "填" if text and text.strip() else "清除"
        label = f"{verb} {self.names.place(joined[0])}" if joined else ""
        return self.pasted([(cell, text) for cell in joined], label)

    def pasted(self, texts: Iterable[tuple[CellId, str | None]], label: str = "") -> Edit:
        """Type many texts in one step; those for one blank row become one record."""
        edits: list[Edit] = []
        made: dict[tuple[SheetId, str, str], str] = {}
        for cell, text in texts:
            wanted = text if text and text.strip() else None
            if not cell.record.startswith(PHANTOM):
                edits.append(SetText(cell, wanted))
            elif wanted is not None:
                cell_, more = self._into_phantom(cell, made)
                edits += [*more, SetText(cell_, wanted)]
        return edits[0] if len(edits) == 1 else Batch(tuple(edits), label)

    def _into_phantom(
        self, cell: CellId, made: dict[tuple[SheetId, str, str], str]
    ) -> tuple[CellId, list[Edit]]:
        """Typing into a blank row makes a record, in the place of the outline it was kept for."""
        region = cell.name.split(".")[0]
        sheet = self.calculation.shape.sheets.get(cell.sheet)
        kept = sheet.kept.get(cell.record) if sheet else None
        slot = self.calculation.slot(cell)
        if kept is not None and slot is not None and slot.group:
            group = "·".join(kept.given.values())
            raise EditRefused(f"“{group}”还没有{region}，先填一条，再填{slot.field.label}")
        place = cell.sheet, region, cell.record
        edits: list[Edit] = []
        if place not in made:
            made[place] = new_id()
            end = len(self.document.records_of(cell.sheet, region))
            parent = "" if kept is not None else cell.record.removeprefix(PHANTOM)
            edits.append(AddRecord(cell.sheet, region, Record(made[place], parent), end))
            edits += _texts(cell.sheet, region, made[place], kept.given if kept else {})
        owner = f"{GROUP}/{made[place]}" if slot is not None and slot.group else made[place]
        return cell._replace(record=owner), edits

    # ---- rows

    def added_row(self, sheet: SheetId, region: str, after: str = "") -> tuple[Edit, str]:
        """A new record below another, in the same group, or at the end; the edit and its id.

        `after` may also be a row of the floating row above, to which the new record belongs, or a
        blank row kept for a place of the outline, which it takes.
        """
        shape = self.calculation.shape.sheets.get(sheet)
        wanted = shape.form.regions.get(region) if shape else None
        if shape is None or wanted is None or wanted.derived:
            raise EditRefused("这里不能增加行；款、类按项的编码自动列出")
        if wanted.follow is not None and not wanted.follow.own:
            raise EditRefused(f"这里的行随{wanted.follow.words}列出，不能自己增加")
        records = self.document.records_of(sheet, region)
        ids = [record.id for record in records]
        beside = after in ids
        position = ids.index(after) + 1 if beside else len(ids)
        parent = records[position - 1].parent if beside else ""
        above = shape.by_id.get(after)
        if above is not None and above.region == wanted.parent and not above.derived:
            parent = after
        place = below(shape, region, after)
        if place:
            parents = [record.parent for record in records]
            position = parents.index(place) if place in parents else len(ids)
            parent = place
        record = new_id()
        edits: list[Edit] = [AddRecord(sheet, region, Record(record, parent), position)]
        kept = shape.kept.get(after)
        edits += _texts(sheet, region, record, kept.given if kept else {})
        for column in wanted.piece.merge_equal if beside else ():
            text = self.document.texts.get(CellId(*sheet, after, f"{region}.{column}"))
            if text is not None:
                edits.append(SetText(CellId(*sheet, record, f"{region}.{column}"), text))
        return Batch(tuple(edits), f"增加{region}"), record

    def removed_row(self, sheet: SheetId, record: str) -> Edit:
        """The removal of a record. Raises EditRefused for a row that follows from others."""
        shape = self.calculation.shape.sheets.get(sheet)
        row = shape.by_id.get(record) if shape else None
        if row is None or row.derived:
            raise EditRefused("这一行不能删除；款、类随项的编码自动列出")
        follow = shape.form.regions[row.region].follow if shape else None
        if follow is not None and record.startswith(FOLLOWED):
            raise EditRefused(followed_words(follow))
        return Batch((RemoveRecord(sheet, row.region, record),), f"删除{row_words(row)}")

    # ---- projects

    def added_project(self, name: str, card: Iterable[tuple[str, str]] = ()) -> tuple[Edit, str]:
        """A new project with its card and, on its forms, the outline's first records."""
        suite = self.calculation.suite
        if not suite.has_projects or not suite.card_name:
            raise EditRefused("这套表没有项目表")
        wanted = clean_text(name)
        if not wanted:
            raise EditRefused(f"{suite.card_name}没有填")
        project = new_id("p")
        edits: list[Edit] = [AddProject(project, len(self.document.projects))]
        texts = {suite.card_name: wanted, **dict(card)}
        edits += [SetText(card_cell(project, key), text) for key, text in texts.items()]
        for form in suite.forms.values():
            if form.per_project:
                edits += self.first_records(SheetId(form.name, project))
        return Batch(tuple(edits), f"增加项目“{wanted}”"), project

    def first_records(self, sheet: SheetId) -> list[Edit]:
        """The records prescribed for a fresh sheet.

        One for each second level of an outline; so many as `start` says, in each record of the
        floating row around it.
        """
        edits: list[Edit] = []
        form = self.calculation.suite.forms[sheet.form]
        made: dict[str, list[str]] = {}
        for region in form.regions.values():
            blank: list[dict[str, str]] = [{}] * (region.piece.start or 0)
            around = made.get(region.parent) or [""]
            rows = [(place, texts) for place in around for texts in outline_texts(region) or blank]
            for position, (parent, texts) in enumerate(rows):
                record = new_id()
                made.setdefault(region.name, []).append(record)
                edits.append(AddRecord(sheet, region.name, Record(record, parent), position))
                edits += _texts(sheet, region.name, record, texts)
        return edits


def below(shape: SheetShape, region: str, after: str) -> str:
    """What the parent of an own record says where it stands below a followed row; "" elsewhere."""
    row = shape.by_id.get(after)
    beside = row is not None and row.followed and row.region == region
    return FOLLOWED + row.key if row and beside and not shape.form.regions[region].digits else ""


def cleared(document: Document, cells: Iterable[CellId], label: str = "") -> Batch:
    """Take away what was typed in cells, and what stands over their calculation."""
    edits: list[Edit] = []
    for cell in cells:
        if cell in document.overrides:
            edits.append(SetOverride(cell, None))
        if cell in document.texts:
            edits.append(SetText(cell, None))
    return Batch(tuple(edits), label)


def _texts(sheet: SheetId, region: str, record: str, texts: Mapping[str, str]) -> list[Edit]:
    """Type these columns of a record."""
    cells = {CellId(*sheet, record, f"{region}.{column}"): t for column, t in texts.items()}
    return [SetText(cell, text) for cell, text in cells.items()]


def row_words(row: Row) -> str:
    """A row as a step of undo calls it."""
    return f"{row.key}一行" if row.key else f"第{row.ordinal}个{row.region}"
