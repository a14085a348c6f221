"""What rows a damaged document file still holds, table by table.

First each table's tree is followed from its root; then, if anything was lost on the way, the pages
that no tree led to are looked through, and each row goes to the table it fits.
"""

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from typing import Final

from core.document import schema
from core.document.edits import LONGEST_WORD
from core.document.pages import Pages, Row, Value
from core.refs import COVER, PROJECT_CARD

Values = tuple[Value, ...]

_SCHEMA_PAGE: Final = 1
_TYPES: Final = {"TEXT": str, "INTEGER": int, "BLOB": bytes}
LAST_YEAR_TABLES: Final = frozenset({"last_year", "last_year_figure"})
DOCUMENT_TABLES: Final = LAST_YEAR_TABLES | {
    *("cell_text", "override", "justification", "record", "project", "deselected")
}


@dataclass(slots=True)
class Salvage:
    """Rows by table, each with its columns in order; which tables are not whole."""

    rows: dict[str, list[Values]] = field(default_factory=lambda: defaultdict(list))
    damaged: set[str] = field(default_factory=set)
    lost: int = 0

    @property
    def is_ours(self) -> bool:
        """Whether anything of a document was found."""
        return any(self.rows[name] for name in ("template", "history", *DOCUMENT_TABLES))


def salvage(content: bytes) -> Salvage:
    """Everything that can be read in a file; never fails, whatever it holds."""
    found, pages = Salvage(), Pages(content)
    known = _known_tables()
    for name, root in _roots(pages, known).items():
        before = pages.lost
        for row in pages.rows_from(root):
            values = known[name].read(row)
            if values is None:
                pages.lost += 1
            else:
                found.rows[name].append(values)
        if pages.lost > before:
            found.damaged.add(name)
    if pages.lost:
        _take_strays(found, known, pages.stray_rows())
    found.lost = pages.lost
    return found


# Tables --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Table:
    """How a table's rows are stored: the order of its columns, their types, where the rowid goes.

    `order` holds for each stored value the place of its column.
    """

    name: str
    root: int
    order: tuple[int, ...]
    types: tuple[type, ...]
    required: tuple[bool, ...]
    has_rowid: bool
    rowid_column: int | None

    def read(self, row: Row) -> Values | None:
        """The row as the table has it; None if it is none of this table."""
        if (row.rowid is not None) != self.has_rowid or len(row.values) != len(self.order):
            return None
        values: list[Value] = [None] * len(self.order)
        for place, value in zip(self.order, row.values, strict=True):
            values[place] = value
        if self.rowid_column is not None:
            values[self.rowid_column] = row.rowid
        return tuple(values) if self._allows(values) else None

    def _allows(self, values: Iterable[Value]) -> bool:
        for value, kind, required in zip(values, self.types, self.required, strict=True):
            if value is None and required:
                return False
            if value is not None and type(value) is not kind:
                return False
            too_long = self.name in DOCUMENT_TABLES and isinstance(value, str)
            if too_long and len(str(value)) > LONGEST_WORD:
                return False
        return True


def _known_tables() -> dict[str, _Table]:
    with closing(sqlite3.connect(":memory:")) as blank:
        schema.make_tables(blank)
        roots = dict(
            blank.execute(
                "SELECT name, rootpage FROM sqlite_master WHERE type = 'table'"
            ).fetchall()
        )
        kinds = blank.execute("SELECT name, wr FROM pragma_table_list").fetchall()
        return {
            name: _table(blank, name, roots[name], not without_rowid)
            for name, without_rowid in kinds
            if name in roots
        }


def _table(blank: sqlite3.Connection, name: str, root: int, has_rowid: bool) -> _Table:
    columns = blank.execute(
        'SELECT type, "notnull", pk FROM pragma_table_info(?)', (name,)
    ).fetchall()
    keys = sorted((pk, place) for place, (_, _, pk) in enumerate(columns) if pk)
    others = [place for place, (_, _, pk) in enumerate(columns) if not pk]
    order = range(len(columns)) if has_rowid else [*(place for _, place in keys), *others]
    return _Table(
        name,
        root,
        tuple(order),
        tuple(_TYPES[kind] for kind, _, _ in columns),
        tuple(bool(required or pk) for _, required, pk in columns),
        has_rowid,
        keys[0][1] if has_rowid else None,
    )


def _roots(pages: Pages, known: Mapping[str, _Table]) -> dict[str, int]:
    """Where each table begins: as the file says, else where the program always puts it."""
    said = {}
    for row in pages.rows_from(_SCHEMA_PAGE):
        if len(row.values) == 5 and row.values[0] == "table":
            said[row.values[1]] = row.values[3]
    roots = {name: said.get(name, table.root) for name, table in known.items()}
    return {name: root for name, root in roots.items() if isinstance(root, int)}


# Stray rows ----------------------------------------------------------------------------------


def _take_strays(found: Salvage, known: Mapping[str, _Table], strays: Iterable[Row]) -> None:
    unsure: list[dict[str, Values]] = []
    for row in strays:
        fitting = {n: v for n, table in known.items() if (v := table.read(row)) is not None}
        if len(fitting) == 1:
            for name, values in fitting.items():
                found.rows[name].append(values)
        elif fitting:
            unsure.append(fitting)
    forms = {COVER, PROJECT_CARD, *(values[0] for values in _of(found, "cell_text", "record"))}
    projects = {values[1] for values in _of(found, "cell_text", "record")}
    for fitting in unsure:
        told = _told_apart(fitting, forms, projects)
        if told is not None:
            found.rows[told].append(fitting[told])


def _of(found: Salvage, *names: str) -> Iterator[Values]:
    for name in names:
        yield from found.rows[name]


def _told_apart(
    fitting: Mapping[str, Values], forms: set[Value], projects: set[Value]
) -> str | None:
    """Which of several tables of the same shape a row is of, by what stands in it."""
    for name, values in fitting.items():
        belongs = {
            "template": str(values[0]).endswith(".yaml"),
            "override": values[0] in forms,
            "justification": values[1] in forms,
            "project": values[1] in projects,
        }
        if belongs.get(name):
            return name
    return next((name for name in ("meta", "word") if name in fitting), None)
