"""Builds the shape of a document: from records and the texts of key and grouping columns to rows.

Upper levels of codes (类, 款) are derived rows: they exist, sorted, as long as they have a child. A
row whose code cannot be read hangs under hidden derived rows: it counts in totals, only its upper
levels are not printed.
"""

import unicodedata

from core.calc.shape import PHANTOM, Group, Row, Shape, SheetShape, group_id
from core.document.model import Document, Record
from core.refs import CellId, SheetId
from core.template.form import Form, Region
from core.template.suite import FormSuite


def sheet_ids(suite: FormSuite, document: Document) -> list[SheetId]:
    """The sheets of a document in order."""
    return [
        SheetId(form.name, instance)
        for form in suite.forms.values()
        if form.name not in document.deselected
        for instance in (document.projects if form.per_project else [""])
    ]


def build_shape(suite: FormSuite, document: Document) -> Shape:
    """The shape of a document under its suite."""
    sheets = sheet_ids(suite, document)
    built = {sheet: build_sheet(suite.forms[sheet.form], sheet, document) for sheet in sheets}
    return Shape(built, tuple(document.projects))


def build_sheet(form: Form, sheet: SheetId, document: Document) -> SheetShape:
    """The rows and groups of one sheet."""
    return _SheetBuilder(form, sheet, document).build()


def read_code(text: str) -> str:
    """A code as people type it, reduced to its digits' text (full-width folded, blanks dropped)."""
    return "".join(unicodedata.normalize("NFKC", text).split())


class _SheetBuilder:
    """Builds the rows and groups of one sheet."""

    def __init__(self, form: Form, sheet: SheetId, document: Document) -> None:
        self.form = form
        self.document = document
        self.shape = SheetShape(sheet, form)
        self.records: dict[tuple[str, str], list[Record]] = {}
        self.counts: dict[str, int] = {}

    def build(self) -> SheetShape:
        for region in self.form.regions.values():
            for record in self.document.records_of(self.shape.sheet, region.name):
                self.records.setdefault((region.name, record.parent), []).append(record)
        for region in self.form.regions.values():
            if not region.parent:
                self._collect(self._coded(region) if region.digits else self._typed(region, None))
        for region in self.form.regions.values():
            self._group(region)
        return self.shape

    def _text(self, row: str, region: str, column: str) -> str:
        cell = CellId(*self.shape.sheet, row, f"{region}.{column}")
        return self.document.texts.get(cell, "").strip()

    # ---- rows that were added one by one

    def _typed(self, region: Region, parent: Row | None) -> list[Row]:
        above = parent.id if parent else ""
        found = self.records.get((region.name, above), ())
        rows = self._in_outline_order(region, [Row(r.id, region.name, parent) for r in found])
        for row in rows:
            for child in region.children:
                row.children[child] = self._typed(self.form.regions[child], row)
        if not rows and region.piece.min:
            rows = [Row(PHANTOM + above, region.name, parent, phantom=True)]
        return rows

    def _in_outline_order(self, region: Region, rows: list[Row]) -> list[Row]:
        """Rows in the order of the outline's groups and second levels; others keep their order."""
        columns = region.piece.merge_equal[:2]
        if not region.piece.outline or not columns:
            return rows
        ranks = {group: rank for rank, group in enumerate(region.piece.outline)}
        seconds = {group: second_level(region, group) for group in ranks}

        def rank(row: Row) -> tuple[int, int]:
            group, *inner = (self._text(row.id, region.name, column) for column in columns)
            listed = seconds.get(group, ())
            second = inner[0] if inner else ""
            within = listed.index(second) if second in listed else len(listed)
            return ranks.get(group, len(ranks)), within

        return sorted(rows, key=rank)

    # ---- rows whose upper levels follow from their codes

    def _coded(self, top: Region) -> list[Row]:
        levels = [top]
        while levels[-1].children:
            levels.append(self.form.regions[levels[-1].children[0]])
        *upper, inner = levels
        rows = []
        for record in self.document.records_of(self.shape.sheet, inner.name):
            key = read_code(self._text(record.id, inner.name, inner.key_column))
            rows.append(Row(record.id, inner.name, key=key))
        rows.sort(key=lambda row: (not _is_code(row.key, inner.digits), row.key))
        if not rows and inner.piece.min:
            rows = [Row(PHANTOM, inner.name, phantom=True)]
        return self._hung(rows, upper, inner.digits)

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
        for row in self.shape.records(region.name) if columns else ():
            texts = tuple(self._text(row.id, region.name, column) for column in columns)
            for depth, column in enumerate(columns):
                self._join(region.name, column, row, texts[: depth + 1])

    def _join(self, region: str, column: str, row: Row, values: tuple[str, ...]) -> None:
        groups = self.shape.groups.setdefault((region, column), [])
        name = group_id(values, row.id)
        last = groups[-1] if groups else None
        if last is None or last.id != name or last.rows[-1].parent is not row.parent:
            last = Group(name, column, values, [])
            groups.append(last)
        last.rows.append(row)
        self.shape.group_of[row.id, column] = last
        members = self.shape.members.setdefault((region, name), [])
        if not members or members[-1] is not row:
            members.append(row)


def second_level(region: Region, group: str) -> list[str]:
    """The second grouping column's values that the outline lists in a group, in order."""
    columns = region.piece.merge_equal
    piece = region.piece.outline.get(group)
    extra = (piece.model_extra or {}) if piece else {}
    listed = extra.get(columns[1]) if len(columns) > 1 else None
    return [str(value) for value in listed] if isinstance(listed, list) else []


def _siblings(row: Row, top: list[Row]) -> list[Row]:
    return row.parent.children.setdefault(row.region, []) if row.parent else top


def _is_code(key: str, digits: int) -> bool:
    return key.isascii() and key.isdigit() and len(key) == digits
