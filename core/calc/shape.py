"""The shape of a document: its sheets, and on each the floating rows, groups and cells there are.

Shape follows from records, projects and the texts of key and grouping columns alone, never from
calculated values; so it changes rarely, and everything else may rely on it. Upper levels of codes
(类, 款) are derived rows: they exist, sorted, as long as they have a child. A row whose code cannot be
read hangs under hidden derived rows: it counts in totals, only its upper levels are not printed.
"""

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from core.document.model import Document, Record
from core.refs import COVER, PROJECT_CARD, CellId, SheetId
from core.template.form import Form, Region, Slot
from core.template.suite import FormSuite


@dataclass(slots=True)
class Row:
    """One record of a floating row as it stands on a sheet.

    `key` is the address by key ("" where the region has none), `ordinal` counts from 1 among the
    rows of its region on the sheet. A `phantom` is the blank row of an empty region; a `hidden`
    row is calculated but not printed.
    """

    id: str
    region: str
    parent: "Row | None" = None
    key: str = ""
    ordinal: int = 0
    derived: bool = False
    phantom: bool = False
    hidden: bool = False
    children: dict[str, list["Row"]] = field(default_factory=dict)


@dataclass(slots=True)
class Group:
    """Neighbouring rows with equal values in a grouping column (and in those before it)."""

    id: str
    region: str
    column: str
    rows: list[Row]


@dataclass(slots=True)
class SheetShape:
    """The rows and groups of one sheet. `rows` and `groups` are in printing order."""

    sheet: SheetId
    form: Form
    rows: dict[str, list[Row]] = field(default_factory=dict)
    by_id: dict[str, Row] = field(default_factory=dict)
    groups: dict[tuple[str, str], list[Group]] = field(default_factory=dict)
    group_of: dict[tuple[str, str], Group] = field(default_factory=dict)

    def records(self, region: str) -> list[Row]:
        """The rows of a region that count (no phantom)."""
        return [row for row in self.rows.get(region, ()) if not row.phantom]

    def cells(self, slot: Slot) -> Iterator[CellId]:
        """Every cell of a slot on this sheet: one, or one per record, or one per group."""
        if not slot.region:
            yield CellId(*self.sheet, "", slot.name)
        elif slot.group:
            seen = dict.fromkeys(g.id for g in self.groups.get((slot.region, slot.group), ()))
            for group_id in seen:
                yield CellId(*self.sheet, group_id, slot.name)
        else:
            for row in self.records(slot.region):
                yield CellId(*self.sheet, row.id, slot.name)

    def row_by_key(self, region: str, key: str) -> Row | None:
        """The first row of a region with that key."""
        return next((row for row in self.records(region) if row.key == key), None)

    def group(self, region: str, group_id: str) -> Group | None:
        """A group by its id."""
        return next(
            (
                g
                for (r, _), gs in self.groups.items()
                if r == region
                for g in gs
                if g.id == group_id
            ),
            None,
        )


@dataclass(slots=True)
class Shape:
    """All sheets of a document in order, and the projects."""

    sheets: dict[SheetId, SheetShape]
    projects: tuple[str, ...]

    def of_form(self, form: str) -> list[SheetShape]:
        """The sheets of a form: one, or one per project in order, or none if it is left out."""
        return [s for sheet, s in self.sheets.items() if sheet.form == form]


def build_shape(suite: FormSuite, document: Document) -> Shape:
    """The shape of a document under its suite."""
    sheets: dict[SheetId, SheetShape] = {}
    for form in suite.forms.values():
        if form.name in document.deselected:
            continue
        instances = document.projects if form.per_project else [""]
        for instance in instances:
            sheet = SheetId(form.name, instance)
            sheets[sheet] = _SheetBuilder(form, sheet, document).build()
    return Shape(sheets, tuple(document.projects))


def read_code(text: str) -> str:
    """A code as people type it, reduced to its digits' text (full-width folded, blanks dropped)."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def shaping_columns(region: Region) -> set[str]:
    """The columns of a region whose texts decide the shape of the sheet."""
    columns = set(region.piece.merge_equal)
    if region.key_column:
        columns.add(region.key_column)
    return columns


def shapes(suite: FormSuite, cell: CellId) -> bool:
    """Whether typing into this cell may change the shape (a code, a grouping value)."""
    if cell.form in (COVER, PROJECT_CARD):
        return False
    form = suite.forms.get(cell.form)
    slot = form.slots.get(cell.name) if form else None
    if form is None or slot is None or not slot.region:
        return False
    return slot.column in shaping_columns(form.regions[slot.region])


class _SheetBuilder:
    """Builds the rows and groups of one sheet."""

    def __init__(self, form: Form, sheet: SheetId, document: Document) -> None:
        self.form = form
        self.document = document
        self.shape = SheetShape(sheet, form)

    def build(self) -> SheetShape:
        for region in self.form.regions.values():
            if not region.parent:
                innermost = self._innermost(region)
                if region.digits:
                    top = self._coded(innermost)
                else:
                    top = self._typed(region, None, self._by_parent(region))
                self._collect(top)
        for region in self.form.regions.values():
            self._group(region)
        return self.shape

    def _innermost(self, region: Region) -> Region:
        while region.children:
            region = self.form.regions[region.children[0]]
        return region

    def _text(self, row: str, region: str, column: str) -> str:
        return self.document.texts.get(CellId(*self.shape.sheet, row, f"{region}.{column}"), "")

    # ---- rows that were added one by one

    def _by_parent(self, region: Region) -> dict[str, list[Record]]:
        found: dict[str, list[Record]] = {}
        for name in (region.name, *self._below(region)):
            for record in self.document.records_of(self.shape.sheet, name):
                found.setdefault(f"{name}\0{record.parent}", []).append(record)
        return found

    def _below(self, region: Region) -> Iterator[str]:
        for child in region.children:
            yield child
            yield from self._below(self.form.regions[child])

    def _typed(
        self, region: Region, parent: Row | None, records: Mapping[str, list[Record]]
    ) -> list[Row]:
        above = parent.id if parent else ""
        rows = [Row(r.id, region.name, parent) for r in records.get(f"{region.name}\0{above}", ())]
        rows = self._in_outline_order(region, rows)
        if not rows and region.piece.min:
            rows = [Row(f"+{above}", region.name, parent, phantom=True)]
        for row in rows:
            for child in region.children:
                if not row.phantom:
                    row.children[child] = self._typed(self.form.regions[child], row, records)
        return rows

    def _in_outline_order(self, region: Region, rows: list[Row]) -> list[Row]:
        """Rows in the order of the outline's groups and second levels; others keep their order."""
        outline = region.piece.outline
        if not outline or not region.piece.merge_equal:
            return rows
        first = region.piece.merge_equal[0]
        second = region.piece.merge_equal[1] if len(region.piece.merge_equal) > 1 else ""
        groups = list(outline)

        def rank(row: Row) -> tuple[int, int]:
            group = self._text(row.id, region.name, first).strip()
            if group not in outline:
                return len(groups), 0
            inner = (outline[group].model_extra or {}).get(second) or []
            value = self._text(row.id, region.name, second).strip() if second else ""
            return groups.index(group), inner.index(value) if value in inner else len(inner)

        return sorted(rows, key=rank)

    # ---- rows whose upper levels follow from their codes

    def _coded(self, innermost: Region) -> list[Row]:
        levels = [innermost]
        while levels[0].parent:
            levels.insert(0, self.form.regions[levels[0].parent])
        digits = [level.digits for level in levels]
        rows = []
        for record in self.document.records_of(self.shape.sheet, innermost.name):
            code = read_code(self._text(record.id, innermost.name, innermost.key_column))
            rows.append(Row(record.id, innermost.name, key=code))
        if not rows and innermost.piece.min:
            rows = [Row("+", innermost.name, phantom=True)]
        rows.sort(key=lambda row: (not _is_code(row.key, digits), row.key))
        top: list[Row] = []
        made: dict[tuple[str, str], Row] = {}
        for row in rows:
            self._hang(row, levels[:-1], top, made)
        return top

    def _hang(
        self, row: Row, upper: list[Region], top: list[Row], made: dict[tuple[str, str], Row]
    ) -> None:
        """Put a row under its derived upper rows, making those that are not there yet."""
        coded = _is_code(row.key, [*(level.digits for level in upper), len(row.key)])
        above: Row | None = None
        for level in upper:
            key = row.key[: level.digits] if coded else ""
            found = made.get((level.name, key))
            if found is None:
                found = Row(
                    f"{level.name}:{key}", level.name, above, key, derived=True, hidden=not coded
                )
                made[level.name, key] = found
                (above.children.setdefault(level.name, []) if above else top).append(found)
            above = found
        row.parent = above
        (above.children.setdefault(row.region, []) if above else top).append(row)

    # ---- collecting and grouping

    def _collect(self, rows: list[Row]) -> None:
        for row in rows:
            listed = self.shape.rows.setdefault(row.region, [])
            listed.append(row)
            row.ordinal = len(listed)
            self.shape.by_id[row.id] = row
            for below in row.children.values():
                self._collect(below)

    def _group(self, region: Region) -> None:
        """Join neighbours with equal values, column by column inside the groups of the last one."""
        columns = region.piece.merge_equal
        rows = self.shape.records(region.name)
        for depth, column in enumerate(columns):
            groups: list[Group] = []
            for row in rows:
                values = [self._text(row.id, region.name, c).strip() for c in columns[: depth + 1]]
                group_id = "@" + "/".join(values) if all(values) else f"@{row.id}"
                last = groups[-1] if groups else None
                together = last is not None and last.rows[-1].parent is row.parent
                if last is None or last.id != group_id or not together:
                    last = Group(group_id, region.name, column, [])
                    groups.append(last)
                last.rows.append(row)
                self.shape.group_of[row.id, column] = last
            self.shape.groups[region.name, column] = groups


def _is_code(key: str, digits: list[int]) -> bool:
    return key.isascii() and key.isdigit() and len(key) == digits[-1]
