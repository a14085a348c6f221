"""A damaged document file: what can be read goes into a new one, and what was lost is listed.

The damaged file is only read. Where pages are gone the file's own history still knows what was
typed; the templates come from the file, from the installed suite, or from the newest backup.
"""

import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from core.document import history, marks, opening, schema, tables
from core.document.backups import backups_of
from core.document.edits import (
    AddRecord,
    RemoveProject,
    RemoveRecord,
    SetLastYear,
    SetText,
    steps_of,
)
from core.document.last_year import LastYear, is_sound
from core.document.model import Document, Record
from core.document.salvage import (
    DOCUMENT_TABLES,
    LAST_YEAR_TABLES,
    Salvage,
    Values,
    salvage,
)
from core.document.store import DocumentStore, new_file
from core.errors import BiaoliError, DocumentError, NotADocument
from core.refs import CellId, SheetId
from core.template.library import load_installed, nearest_suite
from core.template.suite import FormSuite, load_suite

Snapshot = Mapping[str, str]

_APART: Final = frozenset({"meta", "template", *DOCUMENT_TABLES})
_TABLES: Final = "SELECT name FROM sqlite_master WHERE type = 'table'"
_NOT_TYPED: Final = ("=", "@", "+")
"""How the ids of rows begin that nobody added: they follow others, or stand for groups."""


@dataclass(frozen=True, slots=True)
class Recovery:
    """What came of it: the cells of each form, the steps of history, what is lost or restored."""

    cells: Mapping[str, int]
    steps: int
    told: tuple[str, ...]


def recover(path: Path, target: Path) -> Recovery:
    """Write what can be read of a damaged document into a new file.

    Raises DocumentError if there is nothing to read, no suite to read it with, or no place for
    the new file; then nothing is written.
    """
    path = path.absolute()
    found = salvage(opening.read_damaged(path))
    if not found.is_ours:
        raise NotADocument(f"“{path.name}”里没有找到表里填的内容，救不出什么，没有改动它。")
    backup = _newest_backup(path)
    meta = {str(key): str(value) for key, value in found.rows["meta"]}
    suite, told = _suite(path, meta, found.rows["template"], backup)
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as memory:
        document, steps, told_more = _read(memory, found, suite, meta, backup)
        with new_file(target) as connection:
            _write(connection, memory, document, suite.sources, meta)
    DocumentStore.open(target, read_only=True).close()
    return Recovery(_by_form(document.texts), steps, (*told, *told_more))


# Templates -----------------------------------------------------------------------------------


def _newest_backup(path: Path) -> tuple[Document, Snapshot] | None:
    for backup in backups_of(path):
        with suppress(BiaoliError), DocumentStore.open(backup.path, read_only=True) as store:
            return store.load(), store.snapshot
    return None


def _suite(
    path: Path,
    meta: Mapping[str, str],
    rows: Iterable[Values],
    backup: tuple[Document, Snapshot] | None,
) -> tuple[FormSuite, list[str]]:
    """The suite the document was filled in with, or the nearest to it, and what to say of it."""
    texts = {str(name): str(text) for name, text in rows}
    own = _loaded(texts)
    if own is not None and (marks.TEMPLATES not in meta or marks.is_whole(own.sources, meta)):
        return own, []
    wanted = meta.get(marks.SUITE) or (own.id if own is not None else "")
    saved = _loaded(backup[1]) if backup is not None else None
    installed = _installed(wanted or (saved.id if saved is not None else ""), texts)
    for suite, where in ((saved, "最近的备份里"), (installed, "程序自带的同一套表")):
        if suite is not None and marks.is_whole(suite.sources, meta):
            return suite, []
        if suite is not None and own is None and wanted in ("", suite.id):
            return suite, [f"文件里的表样读不全，用了{where}的第 {suite.revision} 版"]
    if own is not None:
        return own, ["文件里的表样和建文件时不一样，照文件里的用"]
    raise DocumentError(
        f"“{path.name}”里的表样读不全，也没有备份和同一套表可用，没有改动它。请用另一份拷贝。"
    )


def _loaded(sources: Snapshot) -> FormSuite | None:
    with suppress(BiaoliError):
        return load_suite(sources)
    return None


def _installed(suite_id: str, texts: Snapshot) -> FormSuite | None:
    """The installed suite of that id; of no known id the one that has most of the texts."""
    if suite_id:
        with suppress(BiaoliError, OSError):
            return load_installed(suite_id)
        return None
    return nearest_suite(texts)


# Contents ------------------------------------------------------------------------------------


def _read(
    memory: sqlite3.Connection,
    found: Salvage,
    suite: FormSuite,
    meta: Mapping[str, str],
    backup: tuple[Document, Snapshot] | None,
) -> tuple[Document, int, list[str]]:
    schema.make_tables(memory)
    for name, rows in found.rows.items():
        if name not in ("meta", "template"):
            _insert(memory, name, (row for row in rows if _is_sound(name, row)))
    steps, gone = _close_gaps(memory, meta)
    document = tables.read_document(memory, suite.id, suite.revision)
    if not found.lost:
        return document, steps, []
    known = _Known(memory, backup[0] if backup is not None else None)
    restored = _restore_texts(document, known) if "cell_text" in found.damaged else []
    if found.damaged & {"record", "project"}:
        _restore_rows(document, known, suite)
    told = _told_restored(restored, whole=not gone)
    if found.damaged & LAST_YEAR_TABLES:
        told.append(_restore_last_year(document, known))
    told += _told_missing(document, known, backup[0] if backup is not None else None)
    if gone:
        told.append(f"填报记录少了 {gone} 步，撤销只到那里")
    told.append(f"文件里有 {found.lost} 处读不出来，请照报送过的表再查一遍")
    return document, steps, told


def _insert(connection: sqlite3.Connection, name: str, rows: Iterable[Values]) -> None:
    for row in rows:
        places = ", ".join("?" * len(row))
        connection.execute(f"INSERT OR IGNORE INTO {name} VALUES ({places})", row)  # noqa: S608


def _is_sound(name: str, row: Values) -> bool:
    """What no document may hold, though its table would take it."""
    if name == "record":
        return row[4] not in ("", row[5])
    if name == "last_year_figure":
        return is_sound(tables.read_figure(row))
    return name != "project" or row[1] != ""


def _close_gaps(connection: sqlite3.Connection, meta: Mapping[str, str]) -> tuple[int, int]:
    """Mark where steps of the history are missing; how many are there, how many are not."""
    there = [seq for (seq,) in connection.execute("SELECT seq FROM history ORDER BY seq")]
    last, gone = 0, 0
    for seq in (*there, marks.last_closed(meta) + 1):
        if seq > last + 1:
            history.note_missing(connection, seq - 1)
            gone += seq - 1 - last
        last = max(last, seq)
    return len(there), gone


class _Known:
    """What history and backup say was there: the last text of each cell, and the records."""

    def __init__(self, connection: sqlite3.Connection, backup: Document | None) -> None:
        self.texts: dict[CellId, str | None] = {}
        self.last_years: list[LastYear | None] = []
        self.records: dict[tuple[SheetId, str], tuple[str, Record]] = {}
        for (sheet, region), records in (backup.records if backup is not None else {}).items():
            self.records |= {(sheet, record.id): (region, record) for record in records}
        for row in history.read_rows(connection):
            edits, inverses = list(steps_of(row.edit)), steps_of(row.inverse)
            if any(isinstance(step, RemoveRecord | RemoveProject) for step in edits):
                self.texts |= {s.cell: None for s in inverses if isinstance(s, SetText)}
            for step in edits:
                if isinstance(step, SetText):
                    self.texts[step.cell] = step.text
                elif isinstance(step, AddRecord):
                    self.records[step.sheet, step.record.id] = step.region, step.record
                elif isinstance(step, SetLastYear):
                    self.last_years.append(step.last_year)


def _restore_texts(document: Document, known: _Known) -> list[CellId]:
    """Type again what history says was typed last and what is gone from the cells."""
    gone = {c: text for c, text in known.texts.items() if text is not None}
    missing = [cell for cell in gone if cell not in document.texts]
    document.texts |= {cell: gone[cell] for cell in missing}
    return missing


def _restore_last_year(document: Document, known: _Known) -> str:
    """Take last year's figures again as history says they were taken last; what to say of it."""
    if not known.last_years:
        return "上年数读不全，请重新取上年数"
    document.last_year = known.last_years[-1]
    return "上年数从填报记录补回"


def _restore_rows(document: Document, known: _Known, suite: FormSuite) -> None:
    """Put records and projects back that have texts but stand in no list any more."""
    listed = {(s, r.id) for (s, _), records in document.records.items() for r in records}
    for cell in list(document.texts):
        key = cell.sheet, cell.record
        if cell.instance and cell.instance not in document.projects:
            document.projects.append(cell.instance)
        if not cell.record or cell.record.startswith(_NOT_TYPED) or key in listed:
            continue
        region, record = known.records.get(key) or (cell.name.split(".")[0], Record(cell.record))
        form = suite.forms.get(cell.form)
        if form is not None and region in form.regions and not form.regions[region].derived:
            document.records.setdefault((cell.sheet, region), []).append(record)
            listed.add(key)


def _told_restored(cells: Iterable[CellId], *, whole: bool) -> list[str]:
    counts = _by_form(cells)
    doubt = "" if whole else "（记录也不全，不一定是最后填的）"
    return [f"从填报记录补回{doubt}：{_listed(counts)}"] if counts else []


def _told_missing(document: Document, known: _Known, backup: Document | None) -> list[str]:
    if backup is None:
        return []
    emptied = {cell for cell, text in known.texts.items() if text is None}
    gone = [c for c in backup.texts if c not in document.texts and c not in emptied]
    told = []
    if gone:
        told.append(f"备份里有、这里没有的：{_listed(_by_form(gone))}")
    for what, before, now in (
        ("改写", len(backup.overrides), len(document.overrides)),
        ("审核说明", len(backup.justifications), len(document.justifications)),
    ):
        if now < before:
            told.append(f"{what}比备份里少 {before - now} 处")
    return told


def _by_form(cells: Iterable[CellId]) -> dict[str, int]:
    return dict(Counter(cell.form for cell in cells))


def _listed(counts: Mapping[str, int]) -> str:
    return "，".join(f"{form} {count} 格" for form, count in sorted(counts.items()))


# The new file --------------------------------------------------------------------------------


def _write(
    connection: sqlite3.Connection,
    memory: sqlite3.Connection,
    document: Document,
    snapshot: Snapshot,
    meta: Mapping[str, str],
) -> None:
    connection.execute("BEGIN")
    schema.make_tables(connection)
    suite = {marks.SUITE: document.suite, marks.REVISION: str(document.revision)}
    tables.write_meta(connection, {**meta, **marks.renewed(snapshot, meta), **suite})
    tables.write_templates(connection, snapshot)
    tables.write_document(connection, document)
    names = {name for (name,) in memory.execute(_TABLES)} - _APART
    for name in names:
        _insert(connection, name, memory.execute(f"SELECT * FROM {name}"))  # noqa: S608
    marks.mark_closed(connection)
    connection.execute("COMMIT")
