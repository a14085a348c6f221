"""Edits from what people mean: type into a cell of the grid, set a list of addresses, add a row.

Nothing is changed here; the edits come back for the session to apply, several as one batch.
"""

import secrets
from collections.abc import Iterable

from core.calc.engine import Calculation
from core.calc.names import MissingRecord, Names
from core.calc.shape import Row, SheetShape
from core.document.edits import AddProject, AddRecord, Batch, Edit, RemoveRecord, SetText
from core.document.model import Record
from core.errors import AddressError, EditRefused
from core.refs import CellId, SheetId, card_cell, parse_address
from core.template.form import Region
from core.template.schema import OutlineGroup


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
        self._made: dict[tuple[SheetId, str, str], str] = {}
        self._added: dict[tuple[SheetId, str], int] = {}

    # ---- typing

    def typed(self, cells: Iterable[CellId], text: str | None) -> Edit:
        """Type a text into a cell (or all the joined cells it covers); blank text clears it."""
        wanted = text if text and text.strip() else None
        edits: list[Edit] = []
        for cell in cells:
            if cell.record.startswith("+"):
                if wanted is None:
                    continue
                edits += self._into_phantom(cell, wanted)
            else:
                edits.append(SetText(cell, wanted))
        return edits[0] if len(edits) == 1 else Batch(tuple(edits))

    def _into_phantom(self, cell: CellId, text: str) -> list[Edit]:
        """Typing into the blank row of an empty region makes its first record."""
        region = cell.name.split(".")[0]
        record = new_id()
        parent = cell.record.removeprefix("+")
        add = AddRecord(cell.sheet, region, Record(record, parent), self._end(cell.sheet, region))
        return [add, SetText(cell._replace(record=record), text)]

    def _end(self, sheet: SheetId, region: str) -> int:
        return len(self.document.records_of(sheet, region))

    # ---- addresses

    def by_address(self, pairs: Iterable[tuple[str, str | None]]) -> list[Edit]:
        """Edits for a list of (address, text); records that are not there yet are made in order.

        Raises AddressError.
        """
        edits: list[Edit] = []
        for address, text in pairs:
            found = self._find(address)
            if isinstance(found, MissingRecord):
                cell, made = self._make(found)
                edits += made
                edits.append(SetText(cell, text))
            else:
                edits.append(SetText(found, text))
        return edits

    def _find(self, address: str) -> CellId | MissingRecord:
        """Like Names.find, but records made earlier in the same list count."""
        made = self._made_before(address)
        if made is not None:
            return made
        try:
            return self.names.find(address)
        except AddressError:
            after = self._next_in_list(address)
            if after is None:
                raise
            return after

    def _located(self, address: str) -> tuple[SheetShape, Region, str, str] | None:
        """(sheet, region, key, column) of an address of a floating record."""
        parsed = parse_address(address)
        if parsed is None or parsed.form is None or len(parsed.steps) < 2:
            return None
        row, column = parsed.steps[-2], parsed.steps[-1]
        head = address.rpartition("!")[0] or address.rpartition("！")[0]
        sheet = self.names.sheet(head)
        region = sheet.form.regions.get(row.name)
        if region is None or row.key is None:
            return None
        return sheet, region, row.key.strip(), column.name

    def _made_before(self, address: str) -> CellId | None:
        if not self._made:
            return None
        located = self._located(address)
        if located is None:
            return None
        sheet, region, key, column = located
        record = self._made.get((sheet.sheet, region.name, key))
        name = f"{region.name}.{column}"
        if record is None or name not in sheet.form.slots:
            return None
        return CellId(*sheet.sheet, record, name)

    def _next_in_list(self, address: str) -> MissingRecord | None:
        located = self._located(address)
        if located is None:
            return None
        sheet, region, key, column = located
        there = len(sheet.records(region.name)) + self._added.get((sheet.sheet, region.name), 0)
        open_ended = not region.key_column and not region.derived and not region.parent
        if open_ended and key == str(there + 1) and f"{region.name}.{column}" in sheet.form.slots:
            return MissingRecord(sheet.sheet, region.name, column)
        return None

    def _make(self, missing: MissingRecord) -> tuple[CellId, list[Edit]]:
        place = missing.sheet, missing.region
        sheet = self.calculation.shape.sheets[missing.sheet]
        added = self._added.get(place, 0)
        key = missing.key or str(len(sheet.records(missing.region)) + added + 1)
        record = new_id()
        self._made[missing.sheet, missing.region, key] = record
        self._added[place] = added + 1
        edits: list[Edit] = [
            AddRecord(missing.sheet, missing.region, Record(record), self._end(*place) + added)
        ]
        if missing.key:
            column = sheet.form.regions[missing.region].key_column
            cell = CellId(*missing.sheet, record, f"{missing.region}.{column}")
            edits.append(SetText(cell, missing.key))
        return CellId(*missing.sheet, record, f"{missing.region}.{missing.column}"), edits

    # ---- rows and projects

    def added_row(self, sheet: SheetId, region: str, after: str = "") -> tuple[Edit, str]:
        """A new record below another (or at the end), in the same group; the edit and its id."""
        shape = self.calculation.shape.sheets[sheet]
        wanted = shape.form.regions.get(region)
        if wanted is None or wanted.derived:
            raise EditRefused("这里不能增加行；款、类按项的编码自动列出")
        records = self.document.records_of(sheet, region)
        ids = [record.id for record in records]
        position = ids.index(after) + 1 if after in ids else len(ids)
        parent = records[position - 1].parent if after in ids else ""
        record = new_id()
        edits: list[Edit] = [AddRecord(sheet, region, Record(record, parent), position)]
        for column in wanted.piece.merge_equal if after in ids else ():
            text = self.document.texts.get(CellId(*sheet, after, f"{region}.{column}"))
            if text is not None:
                edits.append(SetText(CellId(*sheet, record, f"{region}.{column}"), text))
        return Batch(tuple(edits), f"增加{region}"), record

    def removed_row(self, sheet: SheetId, record: str) -> Edit:
        """The removal of a record. Raises EditRefused for a row that follows from others."""
        row = self.calculation.shape.sheets[sheet].by_id.get(record)
        if row is None or row.derived or row.phantom:
            raise EditRefused("这一行不能删除；款、类随项的编码自动列出")
        return Batch((RemoveRecord(sheet, row.region, record),), f"删除{self._row_words(row)}")

    def _row_words(self, row: Row) -> str:
        return f"{row.key}一行" if row.key else f"第{row.ordinal}个{row.region}"

    def added_project(self, name: str, card: Iterable[tuple[str, str]] = ()) -> tuple[Edit, str]:
        """A new project with its card and, on its forms, the outline's first records."""
        suite = self.calculation.suite
        if not suite.card_name:
            raise EditRefused("这套表没有项目表")
        project = new_id("p")
        edits: list[Edit] = [AddProject(project, len(self.document.projects))]
        texts = {suite.card_name: name, **dict(card)}
        edits += [SetText(card_cell(project, key), text) for key, text in texts.items()]
        for form in suite.forms.values():
            if form.per_project:
                edits += self.first_records(SheetId(form.name, project))
        return Batch(tuple(edits), f"增加项目“{name}”"), project

    def first_records(self, sheet: SheetId) -> list[Edit]:
        """The records an outline prescribes for a fresh sheet: one for each second level."""
        edits: list[Edit] = []
        form = self.calculation.suite.forms[sheet.form]
        for region in form.regions.values():
            for position, texts in enumerate(outline_texts(region)):
                record = new_id()
                edits.append(AddRecord(sheet, region.name, Record(record), position))
                edits += [
                    SetText(CellId(*sheet, record, f"{region.name}.{column}"), text)
                    for column, text in texts.items()
                ]
        return edits


def outline_texts(region: Region) -> list[dict[str, str]]:
    """The grouping values of a region's first records, in the outline's order."""
    columns = region.piece.merge_equal
    if not columns:
        return []
    found: list[dict[str, str]] = []
    for group, piece in region.piece.outline.items():
        for value in _second_level(piece, columns) or [""]:
            texts = {columns[0]: group}
            if value:
                texts[columns[1]] = value
            found.append(texts)
    return found


def _second_level(piece: OutlineGroup, columns: list[str]) -> list[str]:
    extra = piece.model_extra or {}
    inner = extra.get(columns[1]) if len(columns) > 1 else None
    return [str(value) for value in inner] if isinstance(inner, list) else []
