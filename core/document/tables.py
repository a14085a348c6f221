"""The document as tables of its file: writing all or what an edit touched, reading.

All values are text, exactly as typed. Which tables there are: core.document.schema.
"""

import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any, Final

from core.document.edits import (
    LONGEST_WORD,
    AddProject,
    AddRecord,
    Batch,
    Edit,
    MoveProject,
    MoveRecord,
    RemoveProject,
    RemoveRecord,
    SelectForm,
    SetJustification,
    SetLastYear,
    SetOverride,
    SetText,
)
from core.document.last_year import Figure, LastYear, Place
from core.document.model import Document, Justification, Override, Record
from core.document.schema import format_of
from core.refs import CellId, SheetId

Statement = tuple[str, tuple[str | int, ...]]
"""What SQLite is to execute, with the values for its question marks."""


class TooLong(ValueError):
    """A text that no edit would have let in."""


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
    document.last_year = _read_last_year(connection) if format_of(connection) > 1 else None
    _check(document)
    return document


def _read_last_year(connection: sqlite3.Connection) -> LastYear | None:
    source = connection.execute("SELECT unit, year, suite, revision, file FROM last_year")
    found = source.fetchone()
    rows = connection.execute("SELECT * FROM last_year_figure ORDER BY form, key, name")
    figures = tuple(map(read_figure, rows))
    if found is None:
        return None
    unit, year, suite, revision, file = found
    return LastYear(unit, year, suite, revision, file, figures)


def read_figure(row: Sequence[Any]) -> Figure:
    """A row of last year's figures."""
    form, key, name, text, shown, unit, number = row
    return Figure(Place(form, key, name), text, shown, unit, bool(number))


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
    if document.last_year is not None:
        yield from document.last_year.words()


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
    yield from _last_year(document)


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
            case SetLastYear():
                yield from _last_year(document)


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
        case AddProject() | MoveProject() | RemoveProject():
            yield RemoveProject("")
        case SelectForm(form):
            yield SelectForm(form, True)
        case SetLastYear():
            yield SetLastYear(None)


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


def _last_year(document: Document) -> Iterator[Statement]:
    yield "DELETE FROM last_year_figure", ()
    yield "DELETE FROM last_year", ()
    kept = document.last_year
    if kept is None:
        return
    source = kept.unit, kept.year, kept.suite, kept.revision, kept.file
    yield "INSERT INTO last_year VALUES (1, ?, ?, ?, ?, ?)", source
    for place, text, shown, unit, is_number in kept.figures:
        row = *place, text, shown, unit, int(is_number)
        yield "INSERT INTO last_year_figure VALUES (?, ?, ?, ?, ?, ?, ?)", row
