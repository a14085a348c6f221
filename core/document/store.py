"""The document file: one SQLite database that holds everything, durable with every step.

A step is written with its row of history in one transaction: what was confirmed outlives a killed
program and a pulled stick. While a file is open for writing nobody else can open it. A store
belongs to the thread that opened it; with `write_in_background` a thread of its own writes the
steps, and a step is confirmed when it no longer waits.
"""

import os
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from pathlib import Path
from threading import RLock
from types import TracebackType
from typing import Self

from core.document import history, marks, opening, schema, tables
from core.document.background import BackgroundWriter, Step, Waiting, write_missing
from core.document.between import edits_between
from core.document.edits import Edit
from core.document.failures import TOO_MUCH, gone, identity, told_plainly
from core.document.history import Action, CellChange, HistoryRow, UndoStep
from core.document.model import Document
from core.document.versions import DocumentVersions
from core.errors import (
    BiaoliError,
    DocumentInUse,
    DocumentNotWritable,
    EditRefused,
)
from core.refs import CellId
from core.temporary import temporary_beside


class DocumentStore:
    """An open document file, or one in memory only (path None).

    path       where the file lies, absolute
    read_only  the file cannot be written, or was opened only to be looked at
    meta       what the file says about itself, as given to `create`
    snapshot   the suite's template files by path, as they were when the document was made
    marks      which document it is, and how it was left
    versions   what was submitted, and whether the document is locked
    """

    def __init__(self, connection: sqlite3.Connection, path: Path | None, read_only: bool) -> None:
        """Only `create` and `open` make stores; the connection is checked."""
        self.path = path
        self.read_only = read_only
        self._connection = connection
        self._using = RLock()  # whoever uses the connection: us, or the thread that writes
        self._writer: BackgroundWriter | None = None
        self._changed = False
        self._identity = None if path is None or read_only else identity(path)
        with self._reading():
            self.meta = tables.read_meta(connection)
            self.snapshot = tables.read_templates(connection)
            self._suite = self.meta.pop(marks.SUITE)
            self._revision = int(self.meta.pop(marks.REVISION))
            self.marks = marks.take_marks(connection, self.meta, self.snapshot)
            self.versions = DocumentVersions(connection, self._reading, self._writing)
            self._last = history.last_seq(connection)

    @classmethod
    def create(
        cls,
        path: Path | None,
        document: Document,
        snapshot: Mapping[str, str],
        meta: Mapping[str, str],
        *,
        replace: bool = False,
    ) -> Self:
        """Write a document into a new file and open it; with `replace` over an existing file.

        The file appears whole or not at all. Raises DocumentNotWritable, DocumentInUse.
        """
        own = {marks.SUITE: document.suite, marks.REVISION: str(document.revision)}
        own |= marks.new_marks(snapshot)
        if path is None:
            return cls(_in_memory(document, snapshot, {**meta, **own}), None, read_only=False)
        with new_file(path, replace) as connection:
            _fill(connection, document, snapshot, {**meta, **own})
        return cls.open(path)

    @classmethod
    def open(cls, path: Path, read_only: bool = False) -> Self:
        """Open a document file; read-only by itself if file or folder cannot be written.

        Raises NotADocument, NewerDocument, DocumentInUse or DocumentError. A file that is not
        changed by an edit keeps every byte, unless it was left open: that is noted as done with.
        """
        path = path.absolute()
        connection = None if read_only else opening.open_for_writing(path)
        if connection is not None:
            return cls._made(connection, path, read_only=False)
        return cls._made(opening.open_for_reading(path), path, read_only=True)

    @classmethod
    def _made(cls, connection: sqlite3.Connection, path: Path, *, read_only: bool) -> Self:
        try:
            store = cls(connection, path, read_only)
            store.load()  # a file that opens can be read to its end
        except BaseException:
            connection.close()
            raise
        return store

    def close(self) -> None:
        """Let the file go, noting that it was closed properly; closing twice is no mistake.

        Steps that wait are written first; those that cannot be written are lost.
        """
        if self._writer is not None:
            self._writer.stop()
            self._writer = None
        if self.path is not None and not self.read_only and self.needs_backup:
            with suppress(BiaoliError, *opening.SQLITE_FAILS), self._writing():
                marks.mark_closed(self._connection)
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def needs_backup(self) -> bool:
        """Whether steps or versions were written, now or by a program that then died."""
        return self._changed or self.versions.changed or self.marks.left_open

    @property
    def name(self) -> str:
        """The file's name as messages quote it."""
        return self.path.name if self.path is not None else "未命名"

    def load(self) -> Document:
        """The document as it stands in the file."""
        with self._reading():
            return tables.read_document(self._connection, self._suite, self._revision)

    def history(self) -> list[HistoryRow]:
        """Every step ever taken, oldest first."""
        with self._reading():
            return history.read_rows(self._connection)

    def last_step(self) -> HistoryRow | None:
        """The step taken last."""
        with self._reading():
            return history.read_last(self._connection)

    def history_of(self, cell: CellId, limit: int = 200) -> list[CellChange]:
        """What happened to one cell, newest first."""
        with self._reading():
            return history.read_changes(self._connection, cell, limit)

    def undo_state(self) -> tuple[list[UndoStep], list[UndoStep]]:
        """The steps that can be undone and redone; the last of each list is the next one."""
        with self._reading():
            return history.read_undo_state(self._connection)

    def commit(
        self,
        document: Document,
        edit: Edit,
        inverse: Edit,
        action: Action,
        author: str,
        label: str,
    ) -> HistoryRow:
        """Write what `edit` changed in `document`, with its row of history, durably.

        Raises DocumentNotWritable or EditRefused, nothing being written: take the edit back.
        """
        row = HistoryRow(self._last + 1, history.time_now(), author, action, label, edit, inverse)
        places = tables.places((edit, inverse))
        statements = tuple(tables.touched(document, places))
        step = Step(statements, history.written(row), len(places), datetime.now())
        if self._writer is None:
            with self._writing():
                step.write(self._connection)
        else:
            self._check_size(step)
            self._writer.put(step)
        self._last = row.seq
        self._changed = True
        return row

    def _check_size(self, step: Step) -> None:
        """Refuse now what the file could never keep: it would wait for ever."""
        with told_plainly(self.path, self.name):
            if step.size() > opening.MAX_VALUE // 2:
                raise EditRefused(TOO_MUCH)

    # ---- in the background

    def write_in_background(self, told: Callable[[], None]) -> None:
        """From now on `commit` only takes down what to write, and a thread writes it.

        `told` is called in that thread whenever steps were written or could not be. A step that
        cannot be written waits, and is tried again until it is or the store is closed. Everything
        that reads or writes otherwise waits for the steps first. Nothing changes for a document
        that has no file or is only looked at.
        """
        if self.path is not None and not self.read_only and self._writer is None:
            self._writer = BackgroundWriter(self._write_steps, told)

    @property
    def waiting(self) -> Waiting | None:
        """Which steps are not in the file yet; None if all are."""
        return self._writer.waiting if self._writer is not None else None

    def try_again(self) -> None:
        """Try now to write what could not be written."""
        if self._writer is not None:
            self._writer.poke()

    def _write_steps(self, steps: Sequence[Step]) -> None:
        with self._using, self._transaction():
            write_missing(self._connection, steps)

    def _settle(self) -> None:
        if self._writer is not None:
            self._writer.settle()

    def change_templates(
        self, document: Document, snapshot: Mapping[str, str], edit: Edit, author: str, label: str
    ) -> None:
        """Give the document other templates, as one step that undo does not go past.

        `edit` led from what the file holds to `document`, which has the revision of the templates.
        Raises DocumentNotWritable or EditRefused, nothing being written.
        """
        row = HistoryRow(self._last + 1, history.time_now(), author, "do", label, edit, edit)
        back = edits_between(document, self.load())
        with self._writing():
            marks.change_templates(self._connection, snapshot, document.revision)
            tables.replace_templates(self._connection, snapshot)
            places = tables.places((edit, back))
            tables.run(self._connection, tables.touched(document, places))
            history.append_last_to_undo(self._connection, row)
        self.snapshot, self._revision, self._last = dict(snapshot), document.revision, row.seq
        self._changed = True

    def copy_to(self, path: Path, *, replace: bool = False, same: bool = False) -> None:
        """Write the whole file, history included, to another place; this store stays at its own.

        The copy is a document of its own, or with `same` another place of this one. Works also
        when the stick with the file has been pulled; steps that wait are in the copy.
        """
        self._settle()
        with self._using, new_file(path, replace) as connection:
            self._connection.backup(connection)
            connection.execute("BEGIN")
            schema.renew(connection)
            write_missing(connection, self._writer.steps() if self._writer is not None else ())
            connection.execute("COMMIT")
            marks.mark_closed(connection)
            if not same:
                marks.rename(connection)

    @contextmanager
    def _reading(self) -> Iterator[None]:
        self._settle()
        try:
            with self._using:
                yield
        except sqlite3.ProgrammingError:  # a closed store, another thread: a defect, not a bad file
            raise
        except (sqlite3.Error, ValueError, TypeError, KeyError) as error:
            raise opening.cannot_read(error, self.path or Path(self.name)) from error

    @contextmanager
    def _writing(self) -> Iterator[None]:
        if self.read_only:
            raise DocumentNotWritable(f"“{self.name}”不能写入，现在只能查看。另存到电脑后可以填。")
        self._settle()
        waiting = self.waiting
        if waiting is not None:
            raise DocumentNotWritable(str(waiting.trouble)) from waiting.trouble
        with self._using, self._transaction():
            yield

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        if self.path is not None and identity(self.path) != self._identity:
            raise gone(self.name)
        try:
            with told_plainly(self.path, self.name):
                self._connection.execute("BEGIN IMMEDIATE")
                schema.renew(self._connection)
                yield
                self._connection.execute("COMMIT")
        except BaseException:
            self._roll_back()
            raise

    def _roll_back(self) -> None:
        with suppress(*opening.SQLITE_FAILS):
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")


def _in_memory(
    document: Document, snapshot: Mapping[str, str], meta: Mapping[str, str]
) -> sqlite3.Connection:
    connection = opening.in_memory()
    try:
        with told_plainly(None, "未命名"):
            _fill(connection, document, snapshot, meta)
    except BaseException:
        connection.close()
        raise
    return connection


def _fill(
    connection: sqlite3.Connection,
    document: Document,
    snapshot: Mapping[str, str],
    meta: Mapping[str, str],
) -> None:
    connection.execute("BEGIN")
    schema.make_tables(connection)
    tables.write_meta(connection, meta)
    tables.write_templates(connection, snapshot)
    tables.write_document(connection, document)
    connection.execute("COMMIT")


# A new file ----------------------------------------------------------------------------------


@contextmanager
def new_file(path: Path, replace: bool = False) -> Iterator[sqlite3.Connection]:
    """A database to fill; it takes the path's place when it is whole, or leaves no trace."""
    opening.check_path_length(path)
    with told_plainly(path, path.name):
        _check_target(path, replace)
    temporary = temporary_beside(path)
    try:
        with told_plainly(path, path.name):
            where = opening.uri(temporary.absolute(), "rwc")
            with closing(sqlite3.connect(where, uri=True, isolation_level=None)) as connection:
                yield opening.prepare(connection)
            _put_in_place(temporary, path)
    finally:
        for left in (temporary, opening.journal_of(temporary)):
            with suppress(OSError):
                left.unlink(missing_ok=True)


def _check_target(path: Path, replace: bool) -> None:
    if not path.parent.is_dir():
        raise DocumentNotWritable(
            f"没有找到文件夹“{path.parent.name}”，可能 U 盘已拔出。换个地方存。"
        )
    if not os.path.lexists(path):
        return
    if not replace:
        raise DocumentNotWritable(f"已经有“{path.name}”，没有覆盖它。另取一个文件名。")
    if path.is_dir():
        raise DocumentNotWritable(f"“{path.name}”是文件夹。另取一个文件名。")
    if opening.is_in_use(path):
        raise DocumentInUse(f"“{path.name}”正在使用，没有覆盖它。在那边关掉它，或另取文件名。")


def _put_in_place(temporary: Path, path: Path) -> None:
    """Replace durably; a journal left by an earlier file of that name would spoil the new one."""
    opening.journal_of(path).unlink(missing_ok=True)
    temporary.replace(path)
    if os.name == "posix":
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
