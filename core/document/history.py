"""The history of a document: who did what when, how it is taken back, what became of one cell.

One row per step, written in the same transaction as the step itself; rows are never changed. What
can be undone and redone follows from the rows, so that undo survives closing the file.
"""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, Literal

from core.document.edit_json import (
    cell_to_json,
    edit_from_json,
    edit_to_json,
    entries_from_json,
    text_to_json,
    typed_from_json,
)
from core.document.edits import NOTHING, Batch, Edit, Entry, SetJustification, SetOverride, SetText
from core.errors import EditRefused
from core.refs import CellId

Action = Literal["do", "undo", "redo"]


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One step. `at` is local time as ISO text with seconds; `inverse` takes the step back."""

    seq: int
    at: str
    author: str
    action: Action
    label: str
    edit: Edit
    inverse: Edit


@dataclass(frozen=True, slots=True)
class UndoStep:
    """What undo or redo would do next: the edit to apply, and the menu's word for it."""

    label: str
    edit: Edit


@dataclass(frozen=True, slots=True)
class CellChange:
    """What one step did to one cell: the entry it has had from then on, None if it was emptied."""

    seq: int
    at: str
    author: str
    action: Action
    label: str
    entry: Entry


def _whole(text: str) -> str:
    """The whole JSON of an edit, also where the row keeps only its text and the cell apart."""
    told = f"""CASE WHEN cell IS NULL THEN {text}
    ELSE '{{"cell":' || {_word("cell")} || ',"kind":"text","text":' || {text} || '}}' END"""
    return f"ifnull(CAST({told} AS BLOB), x'')"


def _word(name: str) -> str:
    return f"(SELECT text FROM word WHERE id = {name})"  # noqa: S608 - names of our columns


def _said(name: str) -> str:
    return f"ifnull(CAST({_word(name)} AS BLOB), x'')"


# As bytes, and no join: one damaged text must not hide the rest of the history.
_ALL: Final = f"""SELECT seq, action, CAST(at AS BLOB), {_said("author")}, {_said("label")},
    {_whole("edit")}, {_whole("inverse")} FROM history"""  # noqa: S608
_OLDEST_FIRST: Final = f"{_ALL} ORDER BY seq"
_LAST: Final = f"{_ALL} ORDER BY seq DESC LIMIT 1"
_OF_CELL: Final = f"""{_ALL} WHERE cell = (SELECT id FROM word WHERE text = :cell)
    OR cell IS NULL AND (instr(edit, :cell) OR instr(inverse, :cell)) ORDER BY seq DESC
    LIMIT :limit"""  # noqa: S608
_STEPS: Final = f"""SELECT action, {_said("label")},
    CASE WHEN cell IS NULL THEN NULL ELSE {_said("cell")} END, CAST(inverse AS BLOB)
    FROM history ORDER BY seq"""  # noqa: S608
_INSERT: Final = "INSERT INTO history VALUES (?, ?, ?, ?, ?, ?, ?, ?)"


def time_now() -> str:
    """The local time as every table of a document file has it."""
    return datetime.now().astimezone().isoformat(timespec="seconds")


@dataclass(frozen=True, slots=True)
class Written:
    """A row as its columns hold it; `cell` is None unless the edits are two texts of that cell."""

    seq: int
    at: str
    author: str
    action: Action
    label: str
    cell: str | None
    edit: str
    inverse: str


def written(row: HistoryRow) -> Written:
    """A row as its columns hold it."""
    cell: str | None = None
    match row.edit, row.inverse:
        case SetText(where, text), SetText(same, before) if where == same:
            cell = cell_to_json(where)
            edit, inverse = text_to_json(text), text_to_json(before)
        case _:
            edit, inverse = edit_to_json(row.edit), edit_to_json(row.inverse)
    return Written(row.seq, row.at, row.author, row.action, row.label, cell, edit, inverse)


def append_row(connection: sqlite3.Connection, row: Written) -> None:
    """Write a row, the words that come again and again apart."""
    author, label = (_word_id(connection, text) for text in (row.author, row.label))
    cell = _word_id(connection, row.cell) if row.cell is not None else None
    values = row.seq, row.at, author, row.action, label, cell, row.edit, row.inverse
    connection.execute(_INSERT, values)


def last_seq(connection: sqlite3.Connection) -> int:
    """The number of the last row; 0 before the first."""
    (last,) = connection.execute("SELECT max(seq) FROM history").fetchone()
    return int(last or 0)


def append_last_to_undo(connection: sqlite3.Connection, row: HistoryRow) -> None:
    """Write a row that cannot be taken back, whatever its inverse says: undo ends above it."""
    whole = replace(row, edit=Batch((row.edit,)))
    append_row(connection, replace(written(whole), inverse=""))


def note_missing(connection: sqlite3.Connection, seq: int) -> None:
    """Put a row that nobody can read where steps were lost: undo ends above it."""
    nothing = _word_id(connection, "")
    connection.execute(_INSERT, (seq, "", nothing, "do", nothing, None, "", ""))


def _word_id(connection: sqlite3.Connection, text: str) -> int:
    connection.execute("INSERT OR IGNORE INTO word (text) VALUES (?)", (text,))
    (found,) = connection.execute("SELECT id FROM word WHERE text = ?", (text,)).fetchone()
    return int(found)


def read_rows(connection: sqlite3.Connection) -> list[HistoryRow]:
    """All rows, oldest first."""
    return _rows(connection, _OLDEST_FIRST)


def read_last(connection: sqlite3.Connection) -> HistoryRow | None:
    """The newest row; None if there is none."""
    return next(iter(_rows(connection, _LAST)), None)


def _rows(connection: sqlite3.Connection, query: str) -> list[HistoryRow]:
    return [
        HistoryRow(seq, _shown(at), _shown(author), action, _shown(label), _edit(edit), _edit(back))
        for seq, action, at, author, label, edit, back in connection.execute(query)
    ]


def read_changes(connection: sqlite3.Connection, cell: CellId, limit: int) -> list[CellChange]:
    """What happened to a cell, newest first, at most `limit` steps."""
    where = {"cell": cell_to_json(cell), "limit": limit}
    return [
        CellChange(seq, _shown(at), _shown(author), action, _shown(label), entry)
        for seq, action, at, author, label, edit, back in connection.execute(_OF_CELL, where)
        for entry in _last_entries(cell, edit, back)
    ]


def read_undo_state(connection: sqlite3.Connection) -> tuple[list[UndoStep], list[UndoStep]]:
    """What can be undone and what redone; the last of each list comes first."""
    undo: list[_Kept] = []
    redo: list[_Kept] = []
    for action, label, cell, inverse in connection.execute(_STEPS):
        if inverse == _NOTED:
            continue
        taken, given = (redo, undo) if action == "redo" else (undo, redo)
        if action == "do":
            redo.clear()
            undo.append((label, cell, inverse))
        elif taken:
            taken.pop()
            given.append((label, cell, inverse))
    return _steps(undo), _steps(redo)


def _shown(damaged: bytes) -> str:
    return damaged.decode(errors="replace")


def _edit(text: bytes) -> Edit:
    """The edit, or one that does nothing if it cannot be read: the rest of the history can."""
    try:
        return edit_from_json(text)
    except EditRefused:
        return Batch(())


_NOTED: Final = edit_to_json(NOTHING).encode()
"""The inverse of a row that only notes something."""

_Kept = tuple[bytes, bytes | None, bytes]
"""A label, the JSON of a cell (None if the edit says all itself), the JSON of an edit or a text."""


def _steps(kept: list[_Kept]) -> list[UndoStep]:
    """The steps down to the first that cannot be read; what lies below it cannot be reached."""
    steps: list[UndoStep] = []
    for label, cell, text in reversed(kept):
        try:
            edit = edit_from_json(text) if cell is None else typed_from_json(cell, text)
            steps.append(UndoStep(_shown(label), edit))
        except EditRefused:
            break
    return steps[::-1]


_REMOVES: Final = b'"kind":"remove '


def _last_entries(cell: CellId, edit: bytes, inverse: bytes) -> Iterator[Entry]:
    """Per kind the last entry the step gave the cell; removing a record empties its cells."""
    last: dict[tuple[int, str], Entry] = {}
    if _REMOVES in edit:
        for entry in entries_from_json(inverse, cell):
            last[_kind(entry)] = _emptied(entry)
    for entry in entries_from_json(edit, cell):
        last[_kind(entry)] = entry
    for kind in sorted(last):
        yield last[kind]


def _kind(entry: Entry) -> tuple[int, str]:
    order = (SetText, SetOverride, SetJustification).index(type(entry))
    return order, entry.rule if isinstance(entry, SetJustification) else ""


def _emptied(entry: Entry) -> Entry:
    match entry:
        case SetText(cell):
            return SetText(cell, None)
        case SetOverride(cell):
            return SetOverride(cell, None)
        case SetJustification(rule, cell):
            return SetJustification(rule, cell, None)
