"""A list of addresses and texts as edits: records that are not there yet are made in order."""

from collections.abc import Iterable

from core.calc.addresses import MissingRecord
from core.calc.engine import Calculation
from core.calc.entries import new_id
from core.calc.names import Names
from core.calc.rows import read_code
from core.document.edits import AddRecord, Edit, SetText
from core.document.model import Record
from core.errors import AddressError
from core.refs import CellId, SheetId, parse_address
from core.template.form import Region

Pair = tuple[str, str | None]


class AddressList:
    """Edits of one list, and the pairs that wait for them (`postponed`).

    A value of a group can only be addressed once the records of the group are there.
    """

    def __init__(self, calculation: Calculation, names: Names) -> None:
        """Look into this calculation."""
        self.calculation = calculation
        self.names = names
        self.edits: list[Edit] = []
        self.postponed: list[Pair] = []
        self._made: dict[tuple[SheetId, str, str], str] = {}
        self._added: dict[tuple[SheetId, str], int] = {}

    def read(self, pairs: Iterable[Pair]) -> None:
        """Take in a list of (address, text). Raises AddressError."""
        for address, text in pairs:
            try:
                found = self._made_before(address) or self.names.find(address)
            except AddressError:
                following = self._next_in_list(address)
                if following is None and not self._may_wait(address):
                    raise
                if following is None:
                    self.postponed.append((address, text))
                    continue
                found = following
            cell = self._make(found) if isinstance(found, MissingRecord) else found
            self.edits.append(SetText(cell, text))

    def _may_wait(self, address: str) -> bool:
        """Whether it is a group's value, and the list makes or changes records."""
        located = self._located(address)
        if located is None or not self.edits:
            return False
        sheet, region, _, column = located
        slot = self.calculation.suite.slot(sheet.form, f"{region.name}.{column}")
        return slot is not None and bool(slot.group)

    def _located(self, address: str) -> tuple[SheetId, Region, str, str] | None:
        """(sheet, region, key, column) of an address of a floating record."""
        parsed = parse_address(address)
        if parsed is None or parsed.form is None or len(parsed.steps) != 2:
            return None
        row, column = parsed.steps
        sheet = self.names.sheet(address.replace("！", "!").partition("!")[0])
        region = sheet.form.regions.get(row.name)
        if region is None or row.key is None:
            return None
        key = read_code(row.key) if region.key_column else row.key.strip()
        return sheet.sheet, region, key, column.name

    def _made_before(self, address: str) -> CellId | None:
        located = self._located(address) if self._made else None
        if located is None:
            return None
        sheet, region, key, column = located
        record = self._made.get((sheet, region.name, key))
        name = f"{region.name}.{column}"
        slot = self.calculation.suite.slot(sheet.form, name)
        if record is None or slot is None or slot.group:
            return None
        return CellId(*sheet, record, name)

    def _next_in_list(self, address: str) -> MissingRecord | None:
        """The record after those this list makes."""
        located = self._located(address)
        if located is None:
            return None
        sheet, region, key, column = located
        slot = self.calculation.suite.slot(sheet.form, f"{region.name}.{column}")
        ended = region.key_column or region.parent or slot is None or slot.group
        if ended or key != str(self._count(sheet, region.name) + 1):
            return None
        return MissingRecord(sheet, region.name, column)

    def _count(self, sheet: SheetId, region: str) -> int:
        there = self.calculation.shape.sheets[sheet].records(region)
        return len(there) + self._added.get((sheet, region), 0)

    def _make(self, missing: MissingRecord) -> CellId:
        sheet, region = missing.sheet, missing.region
        key = missing.key or str(self._count(sheet, region) + 1)
        record = new_id()
        if not missing.parent:
            self._made[sheet, region, key] = record
        added = self._added.get((sheet, region), 0)
        self._added[sheet, region] = added + 1
        position = len(self.calculation.document.records_of(sheet, region)) + added
        self.edits.append(AddRecord(sheet, region, Record(record, missing.parent), position))
        if missing.key:
            column = self.calculation.suite.forms[sheet.form].regions[region].key_column
            self.edits.append(SetText(CellId(*sheet, record, f"{region}.{column}"), missing.key))
        return CellId(*sheet, record, f"{region}.{missing.column}")
