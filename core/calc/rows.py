"""Builds the shape of a document: from records and the texts of key and grouping columns to rows.

Upper levels of codes (类, 款) are derived rows: they exist, sorted, as long as they have a child. A
row whose code cannot be read hangs under hidden derived rows: it counts in totals, only its upper
levels are not printed. A floating row that follows others has a row for each of their keys; an own
record with such a key takes its place.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from core.calc.read_texts import read_code, read_text, trimmed
from core.calc.shape import FOLLOWED, PHANTOM, Group, Row, Shape, SheetShape, group_id
from core.calc.sheet_list import sheet_ids
from core.document.model import Document, Record
from core.refs import COVER, PROJECT_CARD, CellId, SheetId, card_cell, cover_cell
from core.template.form import (
    Bound,
    Follow,
    Form,
    Region,
    RowSource,
    base_column,
    switch_of,
)
from core.template.form_suite import switch_cell
from core.template.suite import FormSuite
from core.values import BLANK, YES

Keys = Callable[[Follow], list[str]]


def build_shape(
    suite: FormSuite, document: Document, kept: Mapping[SheetId, SheetShape] | None = None
) -> Shape:
    """The shape of a document under its suite; the sheets in `kept` are as they were."""
    builder = ShapeBuilder(suite, document, kept)
    sheets = {sheet: builder.sheet(sheet) for sheet in sheet_ids(suite, document)}
    return Shape(sheets, tuple(document.projects))


def read_key(region: Region, text: str) -> str:
    """The key that a text in the key column of a region means."""
    return read_code(text) if region.digits else text.strip()


class ShapeBuilder:
    """Builds sheets, each when it is asked for: those whose rows it follows before it."""

    def __init__(
        self,
        suite: FormSuite,
        document: Document,
        kept: Mapping[SheetId, SheetShape] | None = None,
    ) -> None:
        """Look into this document; sheets in `kept` are not built again."""
        self.suite = suite
        self.document = document
        self.built = dict(kept or {})

    def sheet(self, sheet: SheetId) -> SheetShape:
        """The rows and groups of one sheet."""
        if sheet not in self.built:
            form = self.suite.forms[sheet.form]
            builder = _SheetBuilder(form, sheet, self.document, lambda f: self._keys(f, sheet))
            self.built[sheet] = builder.build()
        return self.built[sheet]

    def _keys(self, follow: Follow, sheet: SheetId) -> list[str]:
        """The distinct keys of what a sheet follows, in order; blank ones are none.

        A key stands where it first appears, also where the condition holds only further down.
        """
        wanted = dict.fromkeys(follow.keys, True)
        for source in follow.sources:
            for key, holds in self._texts(source, sheet):
                wanted[key] = wanted.get(key, False) or holds
        return [key for key, holds in wanted.items() if key and holds]

    def _texts(self, source: RowSource, follower: SheetId) -> Iterator[tuple[str, bool]]:
        """The key of each record of a source, and whether the condition holds for it."""
        if source.form == PROJECT_CARD:
            for project in self.document.projects:
                texts = ((self.document.texts.get(card_cell(project, n)), n) for n in source.names)
                typed = (trimmed(text, self.suite.card[name].field) for text, name in texts if text)
                yield next(typed, ""), True
            return
        (name,) = source.names
        for sheet in self._followed(source.form, follower):
            region = sheet.form.regions[source.region]
            for row in sheet.records(source.region):
                keyed = name == f"{region.name}.{region.key_column}"
                key = row.key if keyed else self._text(sheet, row, name)
                yield key, source.where is None or self._holds(source.where, sheet, row)

    def _text(self, sheet: SheetShape, row: Row, name: str) -> str:
        text = self.document.texts.get(CellId(*sheet.sheet, row.id, name), "")
        return trimmed(text, sheet.form.slots[name].field)

    def _holds(self, where: Bound, sheet: SheetShape, row: Row) -> bool:
        """Whether a condition on the typed texts of a row holds."""
        texts = []
        for (name,) in (selector.names for selector in where.selectors):
            slot = sheet.form.slots[name]
            text = self._text(sheet, row, name)
            if slot.column == sheet.form.regions[row.region].key_column:
                text = row.key
            elif not text and slot.outline and row.followed:
                text = slot.outline.get(row.key, "").strip()
            texts.append(read_text(text, slot.field) or BLANK)
        return where.program.run(texts, self.suite, audit=False) is True

    def _followed(self, form: str, follower: SheetId) -> Iterator[SheetShape]:
        """The sheets of a form; where both are per project the own one."""
        own = bool(follower.instance)
        for sheet in sheet_ids(self.suite, self.document):
            if sheet.form == form and (not own or sheet.instance in ("", follower.instance)):
                yield self.sheet(sheet)


class _SheetBuilder:
    """Builds the rows and groups of one sheet."""

    def __init__(self, form: Form, sheet: SheetId, document: Document, keys: Keys) -> None:
        self.form = form
        self.document = document
        self.keys = keys
        self.shape = SheetShape(sheet, form)
        self.records: dict[tuple[str, str], list[Record]] = {}
        self.counts: dict[str, int] = {}

    def build(self) -> SheetShape:
        for region in self.form.regions.values():
            for record in self.document.records_of(self.shape.sheet, region.name):
                self.records.setdefault((region.name, record.parent), []).append(record)
        for region in self.form.regions.values():
            if not region.parent:
                self._collect(self._top(region))
        for region in self.form.regions.values():
            self._group(region)
        return self.shape

    def _text(self, row: str, region: str, column: str) -> str:
        cell = CellId(*self.shape.sheet, row, f"{region}.{column}")
        return trimmed(self.document.texts.get(cell, ""), self.form.slots[cell.name].field)

    def _shown(self, row: Row, region: str, column: str) -> str:
        """What was typed, else what the form prescribes for a row of its own or a kept one."""
        if row.phantom:
            return row.given.get(column, "")
        if CellId(*self.shape.sheet, row.id, f"{region}.{column}") in self.document.texts:
            return self._text(row.id, region, column)
        slot = self.form.slots[f"{region}.{column}"]
        return (slot.outline or {}).get(row.key, "").strip() if row.followed else ""

    def _top(self, region: Region) -> list[Row]:
        if region.digits:
            return self._coded(region)
        return self._typed(region, None) if region.follow is None else self._beside(region)

    # ---- rows that were added one by one

    def _typed(self, region: Region, parent: Row | None) -> list[Row]:
        above = parent.id if parent else ""
        found = self.records.get((region.name, above), ())
        rows = [Row(r.id, region.name, parent) for r in found]
        rows = self._in_outline_order(region, rows + self._kept(region, rows))
        for row in rows:
            for child in region.children:
                row.children[child] = self._typed(self.form.regions[child], row)
        return rows or _phantom(region, parent)

    def _in_outline_order(self, region: Region, rows: list[Row]) -> list[Row]:
        """Rows in the order of the outline's groups and second levels; others keep their order."""
        columns = region.piece.merge_equal[:2]
        if not region.piece.outline or not columns:
            return rows
        return sorted(
            rows,
            key=lambda row: outline_rank(
                region, [self._shown(row, region.name, column) for column in columns]
            ),
        )

    def _kept(self, region: Region, rows: list[Row]) -> list[Row]:
        """A blank row for each place of the outline that no record takes, where it is kept."""
        if region.piece.empty is None:
            return []
        kept = []
        for given in outline_texts(region):
            taken = (
                all(self._text(row.id, region.name, c) == text for c, text in given.items())
                for row in rows
            )
            if not any(taken):
                name = PHANTOM + group_id(given.values(), "")
                kept.append(Row(name, region.name, phantom=True, given=given))
        return kept

    # ---- rows that follow others

    def _beside(self, region: Region) -> list[Row]:
        """Followed rows in the order of their sources, own ones below the row they were put to."""
        own = self._own(region)
        rows = self._with_followed(region, own)
        below: dict[str, list[Row]] = {}
        for record, row in zip(self._records_of(region), own, strict=True):
            if not row.followed:
                below.setdefault(record.parent, []).append(row)
        placed: dict[str, Row] = {}
        others = (row for row in own if not row.followed)
        for first in (*below.get(FOLLOWED, ()), *rows, *below.get("", ()), *others):
            waiting = [first]
            while waiting:
                row = waiting.pop()
                if row.id not in placed:
                    placed[row.id] = row
                    waiting += reversed(below.get(FOLLOWED + row.key, ()) if row.key else ())
        return list(placed.values()) or _phantom(region)

    def _own(self, region: Region) -> list[Row]:
        """The records of a region that were added, with their keys."""
        return [
            Row(record.id, region.name, key=read_key(region, self._text(record.id, *key)))
            for record in self._records_of(region)
            for key in ((region.name, region.key_column),)
        ]

    def _records_of(self, region: Region) -> tuple[Record, ...]:
        return self.document.records_of(self.shape.sheet, region.name)

    def _with_followed(self, region: Region, own: Iterable[Row]) -> list[Row]:
        """A row for each key of what a region follows; of own ones with that key the first."""
        mine: dict[str, Row] = {}
        for row in own:
            mine.setdefault(row.key, row)
        rows = []
        for key in self.keys(region.follow) if region.follow else ():
            rows.append(mine.get(key) or Row(FOLLOWED + key, region.name, key=key))
            rows[-1].followed = True
        return rows

    # ---- rows whose upper levels follow from their codes

    def _coded(self, top: Region) -> list[Row]:
        levels = [top]
        while levels[-1].children:
            levels.append(self.form.regions[levels[-1].children[0]])
        *upper, inner = levels
        rows = self._own(inner)
        rows += [row for row in self._with_followed(inner, rows) if row.id[:1] == FOLLOWED]
        rows.sort(key=lambda row: (not _is_code(row.key, inner.digits), row.key))
        return self._hung(rows or _phantom(inner), upper, inner.digits)

    def _hung(self, rows: list[Row], upper: list[Region], digits: int) -> list[Row]:
        """Put rows under their derived upper rows; those at the top."""
        top: list[Row] = []
        made: dict[str, Row] = {}
        for row in rows:
            readable = _is_code(row.key, digits)
            for level in upper:
                key = row.key[: level.digits] if readable else ""
                above = made.get(f"{level.name}:{key}")
                if above is None:
                    above = Row(f"{level.name}:{key}", level.name, row.parent, key, derived=True)
                    above.hidden, above.phantom = not readable, row.phantom
                    made[above.id] = above
                    _siblings(above, top).append(above)
                row.parent = above
            _siblings(row, top).append(row)
        return top

    # ---- collecting and grouping

    def _collect(self, rows: list[Row]) -> None:
        for row in rows:
            listed = self.shape.rows.setdefault(row.region, [])
            listed.append(row)
            if row.given:
                self.shape.kept[row.id] = row
            if not row.phantom:
                row.ordinal = self.counts[row.region] = self.counts.get(row.region, 0) + 1
                self.shape.by_id[row.id] = row
                if row.key:
                    self.shape.by_key.setdefault((row.region, row.key), row)
            for below in row.children.values():
                self._collect(below)

    def _group(self, region: Region) -> None:
        """Join neighbours with equal values, column by column inside the groups of the last one."""
        columns = region.piece.merge_equal
        for row in self.shape.rows.get(region.name, ()) if columns else ():
            if row.phantom and not row.given:
                continue
            texts = tuple(self._shown(row, region.name, column) for column in columns)
            for depth, column in enumerate(columns):
                self._join(region.name, column, row, texts[: depth + 1])
            for switched, on in self._switched(region).items():
                values = texts[: columns.index(base_column(switched)) + 1] if on else ("",)
                self._join(region.name, switched, row, values)

    def _switched(self, region: Region) -> dict[str, bool]:
        """The groupings of a region that a cell of the cover or card switches, and whether on."""
        slots = (self.form.slots[f"{region.name}.{column}"] for column in region.columns)
        groups = {slot.group for slot in slots if switch_of(slot.group)}
        return {group: self._is_on(switch_of(group)) for group in sorted(groups)}

    def _is_on(self, cell: str) -> bool:
        form, name = switch_cell(cell)
        asked = cover_cell(name) if form == COVER else card_cell(self.shape.sheet.instance, name)
        return self.document.texts.get(asked, "").strip() == YES

    def _join(self, region: str, column: str, row: Row, values: tuple[str, ...]) -> None:
        groups = self.shape.groups.setdefault((region, column), [])
        name = group_id(values, row.id)
        last = groups[-1] if groups else None
        apart = last and last.rows and last.rows[-1].parent is not row.parent
        if last is None or last.id != name or apart:
            last = Group(name, column, values, [])
            groups.append(last)
        self.shape.group_of[row.id, column] = last
        if row.phantom:
            return
        last.rows.append(row)
        members = self.shape.members.setdefault((region, name), [])
        if not members or members[-1] is not row:
            members.append(row)


def outline_rank(region: Region, values: Sequence[str]) -> tuple[int, int]:
    """Where the outline puts a row with these grouping values; unlisted ones last, all alike."""
    groups = list(region.piece.outline)
    group, second = values[0], values[1] if len(values) > 1 else ""
    listed = second_level(region, group)
    within = listed.index(second) if second in listed else len(listed)
    return groups.index(group) if group in groups else len(groups), within


def second_level(region: Region, group: str) -> list[str]:
    """The second grouping column's values that the outline lists in a group, in order."""
    columns = region.piece.merge_equal
    piece = region.piece.outline.get(group)
    extra = (piece.model_extra or {}) if piece else {}
    listed = extra.get(columns[1]) if len(columns) > 1 else None
    return [str(value) for value in listed] if isinstance(listed, list) else []


def outline_texts(region: Region) -> list[dict[str, str]]:
    """The grouping values of each place of a region's outline, in order."""
    columns = region.piece.merge_equal
    if not columns or region.parent:
        return []
    found: list[dict[str, str]] = []
    for group in region.piece.outline:
        listed = second_level(region, group)
        found += [{columns[0]: group, columns[1]: value} for value in listed]
        if not listed:
            found.append({columns[0]: group})
    return found


def _phantom(region: Region, parent: Row | None = None) -> list[Row]:
    """The blank row of an empty region, where the form prints one."""
    above = parent.id if parent else ""
    return [Row(PHANTOM + above, region.name, parent, phantom=True)] if region.piece.min else []


def _siblings(row: Row, top: list[Row]) -> list[Row]:
    return row.parent.children.setdefault(row.region, []) if row.parent else top


def _is_code(key: str, digits: int) -> bool:
    return key.isascii() and key.isdigit() and len(key) == digits
