"""The tables of a document file by format, and bringing a file of an earlier format up to today's.

Whoever reads a foreign file compares its tables with these first.
"""

import sqlite3
from itertools import chain
from typing import Final

APPLICATION_ID: Final = int.from_bytes(b"BIAO", "big")
FORMAT: Final = 2
"""The user_version of the files this program writes. It reads every one from 1 on."""

_FORMAT_1: Final = (
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
_FORMAT_2: Final = (
    # Whose figures these are; one row, or none without last year's document.
    """CREATE TABLE last_year (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    unit TEXT NOT NULL,
    year TEXT NOT NULL,
    suite TEXT NOT NULL,
    revision INTEGER NOT NULL,
    file TEXT NOT NULL
) STRICT""",
    """CREATE TABLE last_year_figure (
    form TEXT, key TEXT, name TEXT,
    text TEXT NOT NULL, shown TEXT NOT NULL, unit TEXT NOT NULL, number INTEGER NOT NULL,
    PRIMARY KEY (form, key, name)
) STRICT, WITHOUT ROWID""",
)
_ADDED: Final = (_FORMAT_1, _FORMAT_2)
"""By format, from 1, the tables that came with it; what is there never changes."""


def make_tables(connection: sqlite3.Connection, format_: int = FORMAT) -> None:
    """Turn an empty database into an empty document file, of an earlier format if asked for."""
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    _add_tables(connection, 0, format_)


def format_of(connection: sqlite3.Connection) -> int:
    """The format of a file, 0 of an empty database."""
    (found,) = connection.execute("PRAGMA user_version").fetchone()
    return int(found)


def renew(connection: sqlite3.Connection) -> None:
    """Give a file of an earlier format the tables it lacks, in the transaction that is open."""
    _add_tables(connection, format_of(connection), FORMAT)


def _add_tables(connection: sqlite3.Connection, has: int, wanted: int) -> None:
    if has < wanted:
        for statement in chain.from_iterable(_ADDED[has:wanted]):
            connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {wanted}")


def schema_of(connection: sqlite3.Connection) -> set[tuple[str | None, ...]]:
    """Everything that stands in the schema, as SQLite keeps it."""
    return set(connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_master"))


def row_count(connection: sqlite3.Connection) -> int:
    """How many rows all tables have together."""
    names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    counts = (f"(SELECT count(*) FROM {name})" for (name,) in names)  # noqa: S608 - checked names
    (count,) = connection.execute(f"SELECT {' + '.join(counts)}").fetchone()
    return int(count)
