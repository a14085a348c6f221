"""The document as tables of its file: the schema, writing all or what an edit touched, reading.

Whoever reads a foreign file calls ``check`` first. All values are text, exactly as typed.
"""

import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import chain
from typing import Final

from core.document.edits import (
    LONGEST_WORD,
    AddProject,
    AddRecord,
    Batch,
    Edit,
    MoveRecord,
    RemoveProject,
    RemoveRecord,
    SelectForm,
    SetJustification,
    SetOverride,
    SetText,
)
from core.document.model import Document, Justification, Override, Record
from core.refs import CellId, SheetId

APPLICATION_ID: Final = int.from_bytes(b"BIAO", "big")
Statement = tuple[str, tuple[str | int, ...]]
"""What SQLite is to execute, with the values for its question marks."""

FORMAT: Final = 1
"""The user_version of the files this program writes."""

SCHEMA: Final = (
    """CREATE TABLE meta (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID""",
    """CREATE TABLE template (
    path TEXT PRIMARY KEY,
    text TEXT NOT NULL
) STRICT, WITHOUT ROWID""",
    """CREATE TABLE cell_text (
    form TEXT, instance TEXT, record TEXT, name TEXT,
    text TEXT NOT NULL,
    PRIMARY KEY (form, instance, record, name)
) STRICT, WITHOUT ROWID""",
    """CREATE TABLE override (
    form TEXT, instance TEXT, record TEXT, name TEXT,
    text TEXT NOT NULL, reason TEXT NOT NULL, basis TEXT NOT NULL,
    PRIMARY KEY (form, instance, record, name)
) STRICT, WITHOUT ROWID""",
    """CREATE TABLE justification (
    rule TEXT, form TEXT, instance TEXT, record TEXT, name TEXT,
    text TEXT NOT NULL, basis TEXT NOT NULL,
    PRIMARY KEY (rule, form, instance, record, name)
) STRICT, WITHOUT ROWID""",
    """CREATE TABLE record (
    form TEXT, instance TEXT, region TEXT, position INTEGER,
    id TEXT NOT NULL, parent TEXT NOT NULL,
    PRIMARY KEY (form, instance, region, position),
    UNIQUE (form, instance, id)
) STRICT, WITHOUT ROWID""",
    """CREATE TABLE project (
    position INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE
) STRICT""",
    """CREATE TABLE deselected (
    form TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID""",
    # Labels, authors and cells of the history come again and again; each is kept once.
    """CREATE TABLE word (
    id INTEGER PRIMARY KEY,
    text TEXT NOT NULL UNIQUE
) STRICT""",
    # Where one text replaces another in one cell, as almost always, `edit` and `inverse` are the
    # two texts alone and `cell` says where; everywhere else they say all themselves.
    """CREATE TABLE history (
    seq INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    author INTEGER NOT NULL REFERENCES word,
    action TEXT NOT NULL CHECK (action IN ('do', 'undo', 'redo')),
    label INTEGER NOT NULL REFERENCES word,
    cell INTEGER REFERENCES word,
    edit TEXT NOT NULL,
    inverse TEXT NOT NULL
) STRICT""",
    # What was submitted, never changed: `step` is the step of history it stands at, the three
    # BLOBs are packed JSON (core.document.versions).
    """CREATE TABLE version (
    number INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    at TEXT NOT NULL,
    author TEXT NOT NULL,
    step INTEGER NOT NULL,
    program TEXT NOT NULL,
    revision INTEGER NOT NULL,
    document BLOB NOT NULL,
    shown BLOB NOT NULL,
    findings BLOB NOT NULL
) STRICT""",
    """CREATE TABLE unlocked (
    version INTEGER PRIMARY KEY REFERENCES version,
    at TEXT NOT NULL,
    author TEXT NOT NULL
) STRICT""",
    # Files exported of a version, or of what will be the next one.
    """CREATE TABLE exported (
    version INTEGER, name TEXT, sha256 TEXT,
    at TEXT NOT NULL,
    step INTEGER NOT NULL,
    PRIMARY KEY (version, name, sha256)
) STRICT, WITHOUT ROWID""",
)


class TooLong(ValueError):
    """A text that no edit would have let in."""


def make_tables(connection: sqlite3.Connection) -> None:
    """Turn an empty database into an empty document file."""
    for statement in SCHEMA:
        connection.execute(statement)
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {FORMAT}")


def schema_of(connection: sqlite3.Connection) -> set[tuple[str | None, ...]]:
    """Everything that stands in the schema, as SQLite keeps it."""
    return set(connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_master"))


_COUNT: Final = """SELECT
    (SELECT count(*) FROM meta) + (SELECT count(*) FROM template)
    + (SELECT count(*) FROM cell_text) + (SELECT count(*) FROM override)
    + (SELECT count(*) FROM justification) + (SELECT count(*) FROM record)
    + (SELECT count(*) FROM project) + (SELECT count(*) FROM deselected)
    + (SELECT count(*) FROM word) + (SELECT count(*) FROM history)
    + (SELECT count(*) FROM version) + (SELECT count(*) FROM unlocked)
    + (SELECT count(*) FROM exported)"""


def row_count(connection: sqlite3.Connection) -> int:
    """How many rows all tables have together."""
    (count,) = connection.execute(_COUNT).fetchone()
    return int(count)


# Reading -------------------------------------------------------------------------------------


def read_meta(connection: sqlite3.Connection) -> dict[str, str]:
    """What the file says about itself."""
    return dict(connection.execute("SELECT key, value FROM meta"))


def read_templates(connection: sqlite3.Connection) -> dict[str, str]:
    """The suite's files as they were when the document was made, by path."""
    return dict(connection.execute("SELECT path, text FROM template"))


def read_document(connection: sqlite3.Connection, suite: str, revision: int) -> Document:
    """The document; ValueError if the program could not have written it."""
    rows = connection.execute
    document = Document(suite, revision)
    for form, instance, record, name, text in rows("SELECT * FROM cell_text"):
        document.texts[CellId(form, instance, record, name)] = text
    for form, instance, record, name, *words in rows("SELECT * FROM override"):
        document.overrides[CellId(form, instance, record, name)] = Override(*words)
    for rule, form, instance, record, name, *words in rows("SELECT * FROM justification"):
        key = rule, CellId(form, instance, record, name)
        document.justifications[key] = Justification(*words)
    ordered = "SELECT form, instance, region, id, parent FROM record ORDER BY position"
    for form, instance, region, *words in rows(ordered):
        where = SheetId(form, instance), region
        document.records.setdefault(where, []).append(Record(*words))
    document.projects = [id_ for (id_,) in rows("SELECT id FROM project ORDER BY position")]
    document.deselected = {form for (form,) in rows("SELECT form FROM deselected")}
    _check(document)
    return document


def _check(document: Document) -> None:
    """What no edit would let in, no file brings in."""
    if max(map(len, _words(document)), default=0) > LONGEST_WORD:
        raise TooLong
    records = chain.from_iterable(document.records.values())
    if "" in document.projects or any(record.id in ("", record.parent) for record in records):
        raise ValueError


def _words(document: Document) -> Iterator[str]:
    yield from chain.from_iterable(document.texts)
    yield from document.texts.values()
    for cell, override in document.overrides.items():
        yield from (*cell, override.text, override.reason, override.basis)
    for (rule, cell), justification in document.justifications.items():
        yield from (rule, *cell, justification.text, justification.basis)
    for (sheet, region), records in document.records.items():
        yield from (*sheet, region)
        yield from chain.from_iterable((record.id, record.parent) for record in records)
    yield from document.projects
    yield from document.deselected


# Writing -------------------------------------------------------------------------------------


def write_meta(connection: sqlite3.Connection, meta: Mapping[str, str]) -> None:
    """Fill the empty table of what the file says about itself."""
    connection.executemany("INSERT INTO meta VALUES (?, ?)", meta.items())


def write_templates(connection: sqlite3.Connection, templates: Mapping[str, str]) -> None:
    """Fill the empty table of the suite's files."""
    connection.executemany("INSERT INTO template VALUES (?, ?)", templates.items())


def replace_templates(connection: sqlite3.Connection, templates: Mapping[str, str]) -> None:
    """Write the suite's files in place of those that are there."""
    connection.execute("DELETE FROM template")
    write_templates(connection, templates)


def write_document(connection: sqlite3.Connection, document: Document) -> None:
    """Write a whole document into empty tables."""
    run(connection, _whole(document))


def _whole(document: Document) -> Iterator[Statement]:
    for cell in document.texts:
        yield _text(document, cell)
    for cell in document.overrides:
        yield _override(document, cell)
    for rule, cell in document.justifications:
        yield _justification(document, rule, cell)
    for sheet, region in document.records:
        yield from _records(document, sheet, region)
    yield from _projects(document)
    for form in document.deselected:
        yield _selection(document, form)


def run(connection: sqlite3.Connection, statements: Iterable[Statement]) -> None:
    """Execute statements one after the other."""
    for sql, values in statements:
        connection.execute(sql, values)


def touched(document: Document, places: Collection[Edit]) -> Iterator[Statement]:
    """What makes the file hold what the document, already changed, now holds at these places."""
    for place in places:
        if isinstance(place, RemoveRecord):  # all first: a record may have changed its region
            yield _DELETE_RECORDS, (*place.sheet, place.region)
    for place in places:
        match place:
            case SetText(cell):
                yield _text(document, cell)
            case SetOverride(cell):
                yield _override(document, cell)
            case SetJustification(rule, cell):
                yield _justification(document, rule, cell)
            case RemoveRecord(sheet, region):
                yield from _records(document, sheet, region)
            case RemoveProject():
                yield from _projects(document)
            case SelectForm(form):
                yield _selection(document, form)


def places(edits: Iterable[Edit]) -> set[Edit]:
    """Wherever the edits write. An edit and its inverse name every place; either alone does not."""
    return {place for edit in edits for place in _places(edit)}


def _places(edit: Edit) -> Iterator[Edit]:
    """Where the edit writes, each place told by one edit that stands for all edits there."""
    match edit:
        case Batch(edits):
            for inner in edits:
                yield from _places(inner)
        case SetText(cell):
            yield SetText(cell, None)
        case SetOverride(cell):
            yield SetOverride(cell, None)
        case SetJustification(rule, cell):
            yield SetJustification(rule, cell, None)
        case AddRecord(sheet, region) | RemoveRecord(sheet, region) | MoveRecord(sheet, region):
            yield RemoveRecord(sheet, region, "")
        case AddProject() | RemoveProject():
            yield RemoveProject("")
        case SelectForm(form):
            yield SelectForm(form, True)


_DELETE_TEXT: Final = (
    "DELETE FROM cell_text WHERE form = ? AND instance = ? AND record = ? AND name = ?"
)
_DELETE_OVERRIDE: Final = (
    "DELETE FROM override WHERE form = ? AND instance = ? AND record = ? AND name = ?"
)
_DELETE_JUSTIFICATION: Final = (
    "DELETE FROM justification"
    " WHERE rule = ? AND form = ? AND instance = ? AND record = ? AND name = ?"
)
_DELETE_RECORDS: Final = "DELETE FROM record WHERE form = ? AND instance = ? AND region = ?"


def _text(document: Document, cell: CellId) -> Statement:
    text = document.texts.get(cell)
    if text is None:
        return _DELETE_TEXT, cell
    return "REPLACE INTO cell_text VALUES (?, ?, ?, ?, ?)", (*cell, text)


def _override(document: Document, cell: CellId) -> Statement:
    override = document.overrides.get(cell)
    if override is None:
        return _DELETE_OVERRIDE, cell
    words = override.text, override.reason, override.basis
    return "REPLACE INTO override VALUES (?, ?, ?, ?, ?, ?, ?)", (*cell, *words)


def _justification(document: Document, rule: str, cell: CellId) -> Statement:
    key = rule, *cell
    justification = document.justifications.get((rule, cell))
    if justification is None:
        return _DELETE_JUSTIFICATION, key
    words = justification.text, justification.basis
    return "REPLACE INTO justification VALUES (?, ?, ?, ?, ?, ?, ?)", (*key, *words)


def _records(document: Document, sheet: SheetId, region: str) -> Iterator[Statement]:
    for position, record in enumerate(document.records_of(sheet, region)):
        row = *sheet, region, position, record.id, record.parent
        yield "INSERT INTO record VALUES (?, ?, ?, ?, ?, ?)", row


def _projects(document: Document) -> Iterator[Statement]:
    yield "DELETE FROM project", ()
    for row in enumerate(document.projects):
        yield "INSERT INTO project VALUES (?, ?)", row


def _selection(document: Document, form: str) -> Statement:
    if form in document.deselected:
        return "INSERT OR IGNORE INTO deselected VALUES (?)", (form,)
    return "DELETE FROM deselected WHERE form = ?", (form,)
