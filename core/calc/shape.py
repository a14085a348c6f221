"""The shape of a document: its sheets, and on each the floating rows, groups and cells there are.

Shape follows from records, projects and the texts of key and grouping columns alone, never from
calculated values; so it changes rarely, and everything may rely on it. core.calc.rows builds it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from core.refs import CellId, SheetId
from core.template.form import Form, Region, Slot
from core.template.suite import FormSuite

PHANTOM = "+"
"""The id of a phantom row begins with it, the id of the record above follows."""

GROUP = "@"
"""The id of a group begins with it."""

FOLLOWED = "="
"""The id of a row that follows from elsewhere begins with it, its key follows.

As the parent of an own row it alone means: above all rows that follow.
"""

ONCE_FOLLOWED = "~"
"""The id of an own row that followed a form which is left out now begins with it."""


@dataclass(slots=True, eq=False)
class Row:
    """One record of a floating row as it stands on a sheet.

    `key` is the address by key ("" where the region has none), `ordinal` counts from 1 among the
    rows of its region on the sheet. A `followed` row's key comes from elsewhere. A `phantom` is the
    blank row of an empty region, or of a place in an outline that no record takes: then `given` are
    the texts of its grouping columns. A `hidden` row is calculated but not printed.
    """

    id: str
    region: str
    parent: "Row | None" = None
    key: str = ""
    ordinal: int = 0
    derived: bool = False
    followed: bool = False
    phantom: bool = False
    hidden: bool = False
    given: Mapping[str, str] = field(default_factory=dict)
    children: dict[str, list["Row"]] = field(default_factory=dict)


@dataclass(slots=True, eq=False)
class Group:
    """Neighbouring rows with equal values in a grouping column (and in those before it).

    `rows` holds no phantoms; a group that has nothing else is printed, but holds no cells.
    """

    id: str
    column: str
    values: tuple[str, ...]
    rows: list[Row]


def group_id(values: Iterable[str], row: str) -> str:
    """The stable id of the group with these values; a row with a blank among them stands alone."""
    words = [value.replace("\\", "\\\\").replace("/", "\\/") for value in values]
    return GROUP + ("/".join(words) if all(words) else f"/{row}")


@dataclass(slots=True)
class SheetShape:
    """The rows and groups of one sheet. `rows` and `groups` are in printing order.

    `by_id` and `by_key` hold no phantoms, `kept` are those of an outline; `members` are the
    rows of a group wherever they stand, by region and group id.
    """

    sheet: SheetId
    form: Form
    rows: dict[str, list[Row]] = field(default_factory=dict)
    by_id: dict[str, Row] = field(default_factory=dict)
    by_key: dict[tuple[str, str], Row] = field(default_factory=dict)
    kept: dict[str, Row] = field(default_factory=dict)
    groups: dict[tuple[str, str], list[Group]] = field(default_factory=dict)
    group_of: dict[tuple[str, str], Group] = field(default_factory=dict)
    members: dict[tuple[str, str], list[Row]] = field(default_factory=dict)
    _cells: dict[str, tuple[CellId, ...]] = field(default_factory=dict)

    def records(self, region: str) -> list[Row]:
        """The rows of a region that count (no phantom)."""
        return [row for row in self.rows.get(region, ()) if not row.phantom]

    def group_ids(self, region: str, column: str) -> Iterable[str]:
        """The groups of a grouping column, each once, in order."""
        return dict.fromkeys(g.id for g in self.groups.get((region, column), ()) if g.rows)

    def owners(self, slot: Slot) -> Iterable[str]:
        """The records or groups that have a cell of this slot; "" for a fixed cell."""
        if not slot.region:
            return ("",)
        if slot.group:
            return self.group_ids(slot.region, slot.group)
        return (row.id for row in self.records(slot.region))

    def cells(self, slot: Slot) -> tuple[CellId, ...]:
        """Every cell of a slot on this sheet: one, or one per record, or one per group.

        Asked for when the sheet is built to its end, the very same cells each time.
        """
        known = self._cells.get(slot.name)
        if known is None:
            known = tuple([CellId(*self.sheet, owner, slot.name) for owner in self.owners(slot)])
            self._cells[slot.name] = known
        return known

    def has(self, slot: Slot, record: str) -> bool:
        """Whether a record or group has a cell of this slot."""
        if not slot.region:
            return record == ""
        if slot.group:
            rows = self.members.get((slot.region, record), ())
            return any(self.group_of[row.id, slot.group].id == record for row in rows)
        row = self.by_id.get(record)
        return row is not None and row.region == slot.region

    def row(self, region: str, record: str) -> Row | None:
        """The row of a record's id, or the first row of a group's."""
        rows = self.members.get((region, record))
        return rows[0] if rows else self.by_id.get(record)

    def row_by_key(self, region: str, key: str) -> Row | None:
        """The first row of a region with that key."""
        return self.by_key.get((region, key))


@dataclass(slots=True)
class Shape:
    """All sheets of a document in order, and the projects."""

    sheets: dict[SheetId, SheetShape]
    projects: tuple[str, ...]

    def of_form(self, form: str) -> list[SheetShape]:
        """The sheets of a form: one, or one per project in order, or none if it is left out."""
        return [s for sheet, s in self.sheets.items() if sheet.form == form]


def shaping_columns(region: Region) -> set[str]:
    """The columns of a region whose texts decide the shape of the sheet."""
    return {*region.piece.merge_equal, region.key_column} - {""}


def key_is_given(region: Region | None, cell: CellId) -> bool:
    """Whether a cell is the key of a row that follows from others, so that nobody types it."""
    if region is None or cell.name != f"{region.name}.{region.key_column}":
        return False
    return region.derived or cell.record.startswith(FOLLOWED)


def shapes(suite: FormSuite, cell: CellId) -> bool:
    """Whether typing into this cell may change the shape (a code, a grouping value, a key)."""
    if (cell.form, cell.name) in suite.keys:
        return True
    form = suite.forms.get(cell.form)
    slot = form.slots.get(cell.name) if form else None
    if form is None or slot is None or not slot.region:
        return False
    return slot.column in shaping_columns(form.regions[slot.region])
