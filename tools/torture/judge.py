"""What a killed, stopped or hindered writer leaves behind, judged as the next one finds it."""

from __future__ import annotations

import hashlib
import os
import sqlite3
import time
import zipfile
from contextlib import closing
from pathlib import Path

import pypdfium2

from core.document.edits import apply_edit
from core.document.history import HistoryRow
from core.document.model import Document
from core.document.opening import journal_of
from core.document.store import DocumentStore
from core.errors import BiaoliError
from core.session import Session
from core.temporary import ABANDONED_AFTER, temporary_beside
from core.versions.keeping import figures_of, findings_of, unlock
from tools.torture.counted import Fault, demand
from tools.torture.script import COPY, PDF, WORKBOOK, digest
from tools.torture.writers import Heard

_HOT = bytes.fromhex("d9d505f920a163d7")


def base_of(path: Path) -> Document:
    """The document as it stands."""
    with DocumentStore.open(path, read_only=True) as store:
        return store.load()


def is_hot(path: Path) -> bool:
    """Whether the file was left in the middle of a transaction."""
    try:
        with journal_of(path).open("rb") as file:
            return file.read(8) == _HOT
    except OSError:
        return False


def judge_document(path: Path, base: Document, heard: Heard) -> int:
    """Open the document as the next user does: all that was confirmed is there, and it is sound.

    `base` is the document before its history began. Returns the steps it has. Raises Fault.
    """
    try:
        with Session.open(path) as session:
            found, rows = session.store.load(), session.store.history()
            versions = session.store.versions.listed()
            demand(found == session.document, "打开的不是文件里的")
            for version in versions:
                figures_of(session, version)
                findings_of(session, version)
    except BiaoliError as error:
        raise Fault(f"打不开：{error}") from error
    _is_sound(path)
    steps = rows[-1].seq if rows else 0
    demand([row.seq for row in rows] == list(range(1, steps + 1)), "记录缺了几步")
    demand(steps >= heard.steps, f"确认了{heard.steps}步，文件里只有{steps}步")
    demand(steps <= heard.steps + 1 or not heard.digest, f"确认{heard.steps}步，文件里{steps}步")
    demand(len(versions) >= heard.versions, f"存过{heard.versions}版，只有{len(versions)}版")
    _leads_here(base, rows, found)
    if heard.digest:
        for row in reversed(rows[heard.steps :]):
            apply_edit(found, row.inverse)
        demand(digest(found) == heard.digest, "文件里的与确认过的不一样")
    return steps


def _leads_here(base: Document, rows: list[HistoryRow], found: Document) -> None:
    """The history done again gives the document, and taken back gives the beginning."""
    replayed = clone(base)
    for row in rows:
        apply_edit(replayed, row.edit)
    demand(digest(replayed) == digest(found), "照记录重做一遍，得到的不是这份文件")
    for row in reversed(rows):
        apply_edit(replayed, row.inverse)
    demand(digest(replayed) == digest(base), "照记录全部撤回，得到的不是开始时的文件")


def clone(document: Document) -> Document:
    """The same document again, so that edits leave the other as it is."""
    return Document(
        document.suite,
        document.revision,
        dict(document.texts),
        dict(document.overrides),
        dict(document.justifications),
        {place: list(records) for place, records in document.records.items()},
        list(document.projects),
        set(document.deselected),
    )


def _is_sound(path: Path) -> None:
    try:
        with closing(sqlite3.connect(path)) as connection:
            answer = connection.execute("PRAGMA quick_check").fetchall()
    except sqlite3.Error as error:
        raise Fault(f"quick_check：{error}") from error
    demand(answer == [("ok",)], f"quick_check：{answer[:3]}")


def undo_everything(path: Path, base: Document) -> int:
    """Undo to the very beginning, as the user would. How many steps that took. Raises Fault."""
    count = 0
    try:
        with Session.open(path) as session:
            if session.locked:
                unlock(session)
            while session.undo() is not None:
                count += 1
            demand(digest(session.document) == digest(base), "一步步撤销，回不到开始时的文件")
    except BiaoliError as error:
        raise Fault(f"撤销到第{count}步：{error}") from error
    return count


# ---- exports


def judge_exports(folder: Path, heard: Heard, known: dict[str, str]) -> None:
    """Every export is whole: the last one confirmed, or the one that was being written.

    `known` are the sums of earlier rounds, brought up to date. Raises Fault.
    """
    known |= heard.sums
    for name, check in ((WORKBOOK, _whole_workbook), (PDF, _whole_pdf), (COPY, _whole_copy)):
        path = folder / name
        if not path.exists():
            demand(name not in known, f"{name}不见了")
            continue
        content = hashlib.sha256(path.read_bytes()).hexdigest()
        if content != known.get(name):
            demand(heard.writing == name, f"{name}不是最后写的那一份")
            known[name] = content
        check(path)


def _whole_workbook(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as package:
            demand(package.testzip() is None, f"{path.name}有坏的部分")
            demand("[Content_Types].xml" in package.namelist(), f"{path.name}不是工作簿")
    except zipfile.BadZipFile as error:
        raise Fault(f"{path.name}：{error}") from error


def _whole_pdf(path: Path) -> None:
    try:
        with closing(pypdfium2.PdfDocument(path)) as document:
            demand(len(document) > 0, f"{path.name}没有页")
    except pypdfium2.PdfiumError as error:
        raise Fault(f"{path.name}：{error}") from error


def _whole_copy(path: Path) -> None:
    try:
        DocumentStore.open(path, read_only=True).close()
    except BiaoliError as error:
        raise Fault(f"{path.name}：{error}") from error


def judge_rubbish(folder: Path) -> int:
    """What was left half made goes when the next file is made there, once it is old enough.

    How many files that were. Raises Fault.
    """
    left = list(folder.glob(".biaoli-*"))
    old = time.time() - ABANDONED_AFTER - 60
    for path in left:
        os.utime(path, (old, old))
    temporary_beside(folder / WORKBOOK)
    demand(not list(folder.glob(".biaoli-*")), "半个文件没有清掉")
    return len(left)
