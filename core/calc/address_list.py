"""A list of addresses and texts as edits: records that are not there yet are made in order."""

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass

from core.calc.addresses import MissingRecord
from core.calc.code_names import naming
from core.calc.engine import Calculation
from core.calc.entries import below, new_id
from core.calc.names import Names
from core.calc.rows import read_key
from core.document.edits import AddRecord, Edit, SetText
from core.document.model import Record
from core.errors import AddressError
from core.refs import CellId, SheetId, parse_address
from core.template.form import Region, Slot, switch_of
from core.template.form_suite import switch_cell
from core.template.order import SlotId

Pair = tuple[str, str | None]


class AddressList:
    """Edits of one list, and the pairs that wait for them (`postponed`).

    A value of a group can only be addressed once the records of the group are there, the name of a
    code once the code is, rows that follow others once those are; and which group a value belongs
    to may hang on a cell of the list.
    """

    def __init__(self, calculation: Calculation, names: Names) -> None:
        """Look into this calculation."""
        self.calculation = calculation
        self.names = names
        self.edits: list[Edit] = []
        self.postponed: list[Pair] = []
        self._made: dict[tuple[SheetId, str, str, str], str] = {}
        self._below: dict[tuple[SheetId, str], str] = {}

    def read(self, pairs: Iterable[Pair]) -> None:
        """Take in a list of (address, text). Raises AddressError."""
        listed = list(pairs)
        forms = {form for address, _ in listed for form in _forms_of(address)}
        for address, text in listed:
            waits = self._follows(address, forms) or self._is_switched(address)
            if waits or self._lacks_sheet(address):
                self.postponed.append((address, text))
                continue
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
            if isinstance(found, MissingRecord):
                kept = self.names.kept(found)
                is_kept = text is None and kept in self.calculation.document.texts
                found = kept if is_kept else self._make(found)
            cell = found
            self._stand_below(cell)
            if self._is_name_of_new(cell):
                self.postponed.append((address, text))
            else:
                self.edits.append(SetText(cell, text))

    def _follows(self, address: str, forms: Container[str]) -> bool:
        """Whether it is in a row that follows forms of which the list has cells: those come first.

        Rows never follow one another in a circle, so something always comes first.
        """
        suite = self.calculation.suite
        parsed = parse_address(address)
        form = suite.forms.get(parsed.form) if parsed and parsed.form else None
        region = form.regions.get(parsed.steps[0].name) if form and parsed else None
        if form is None or region is None or region.follow is None:
            return False
        sources = (s for s, users in suite.followers.items() if form.name in users)
        return any(source in forms for source in sources)

    def _typed_keys(self) -> set[SlotId]:
        """What the list has just typed that decides which rows, groups and sheets there are."""
        typed = {(e.cell.form, e.cell.name) for e in self.edits if isinstance(e, SetText)}
        return typed & self.calculation.suite.keys

    def _lacks_sheet(self, address: str) -> bool:
        """Whether it is on a sheet that is not there, and may be once the list is typed."""
        parsed = parse_address(address)
        if parsed is None or parsed.form is None or not self._typed_keys():
            return False
        try:
            self.names.sheet(address.replace("！", "!").partition("!")[0])
        except AddressError:
            return True
        return False

    def _is_switched(self, address: str) -> bool:
        """Whether it is a value of a group, and the list has just switched grouping on or off."""
        typed = self._typed_keys()
        if not typed:
            return False
        try:
            place = self._located(address)
        except AddressError:
            return False
        switch = switch_of(place.slot.group) if place else ""
        return bool(switch) and switch_cell(switch) in typed

    def _stand_below(self, cell: CellId) -> None:
        """Own rows among followed ones stand in the order of the list."""
        shape = self.calculation.shape.sheets.get(cell.sheet)
        region = cell.name.partition(".")[0]
        place = below(shape, region, cell.record) if shape and cell.record else ""
        if place:
            self._below[cell.sheet, region] = place

    def _is_name_of_new(self, cell: CellId) -> bool:
        """Whether it is the name of a code in a record of this list, where it may be unknown."""
        form, slot = self.calculation.suite.forms.get(cell.form), self.calculation.slot(cell)
        if form is None or slot is None or cell.record not in self._made.values():
            return False
        return bool(naming(slot, form.regions.get(slot.region)))

    def _may_wait(self, address: str) -> bool:
        """Whether the list makes or changes records to which a group's value or a name belongs."""
        place = self._located(address) if self.edits else None
        return place is not None and bool(place.slot.group or naming(place.slot, place.region))

    def _located(self, address: str) -> "_Place | None":
        """The place of a record's cell, also where the record is not there yet."""
        parsed = parse_address(address)
        if parsed is None or parsed.form is None or len(parsed.steps) < 2:
            return None
        *above, row, column = parsed.steps
        sheet = self.names.sheet(address.replace("！", "!").partition("!")[0])
        slot = sheet.form.slots.get(f"{row.name}.{column.name}")
        region = sheet.form.regions.get(row.name)
        if region is None or slot is None or row.key is None:
            return None
        parent = self.names.above(sheet, region, above).id if above else ""
        key = read_key(region, row.key)
        return _Place(sheet.sheet, region, slot, parent, key)

    def _made_before(self, address: str) -> CellId | None:
        place = self._located(address) if self._made else None
        if place is None or place.slot.group:
            return None
        record = self._made.get((place.sheet, place.region.name, place.parent, place.key))
        return CellId(*place.sheet, record, place.slot.name) if record else None

    def _next_in_list(self, address: str) -> MissingRecord | None:
        """The record after those this list makes."""
        place = self._located(address)
        if place is None or place.region.key_column or place.slot.group:
            return None
        sheet, region = place.sheet, place.region
        if bool(region.parent) is not bool(place.parent):
            return None
        if place.key != str(self._count(sheet, region.name, place.parent) + 1):
            return None
        return MissingRecord(sheet, region.name, place.slot.column, parent=place.parent)

    def _count(self, sheet: SheetId, region: str, parent: str) -> int:
        there = self.calculation.document.records_of(sheet, region)
        made = [key for key in self._made if key[:3] == (sheet, region, parent)]
        return sum(record.parent == parent for record in there) + len(made)

    def _make(self, missing: MissingRecord) -> CellId:
        sheet, region, parent = missing.sheet, missing.region, missing.parent
        key = missing.key or str(self._count(sheet, region, parent) + 1)
        record = self._made[sheet, region, parent, key] = new_id()
        there = len(self.calculation.document.records_of(sheet, region))
        added = sum(made[:2] == (sheet, region) for made in self._made)
        position = there + added - 1
        parent = parent or self._below.get((sheet, region), "")
        self.edits.append(AddRecord(sheet, region, Record(record, parent), position))
        if missing.key:
            column = self.calculation.suite.forms[sheet.form].regions[region].key_column
            self.edits.append(SetText(CellId(*sheet, record, f"{region}.{column}"), missing.key))
        return CellId(*sheet, record, f"{region}.{missing.column}")


def _forms_of(address: str) -> Iterator[str]:
    """The form an address names, if it does: the word before the sign, or the project's card."""
    parsed = parse_address(address)
    if parsed is not None:
        yield parsed.form or parsed.steps[0].name


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the cell of a record stands or would stand."""

    sheet: SheetId
    region: Region
    slot: Slot
    parent: str
    key: str
