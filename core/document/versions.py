"""The versions in a document file: what was submitted (上报), never changed afterwards.

A version holds the document as it was, written as the edits that make it out of an empty one, and
two JSON texts of those who know forms: its figures as they were shown and its findings as worded.
While the newest version is not unlocked the document is locked. Files that are exported are noted
with their SHA-256: before 上报 for the version to come, while it is locked for that version.
"""

import sqlite3
import zlib
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from typing import Final

from core.document.between import edits_between
from core.document.edit_json import edit_from_json, edit_to_json
from core.document.edits import apply_edit
from core.document.history import last_seq, time_now
from core.document.model import Document
from core.errors import EditRefused, UnknownVersion

_LARGEST: Final = 64_000_000
"""No content of a version unpacks to more; a file that claims so is not ours."""


@dataclass(frozen=True, slots=True)
class Exported:
    """A file that was exported: its name without the folder, and the fingerprint of its bytes.

    `step` is the step of history that it shows.
    """

    name: str
    sha256: str
    at: str
    step: int


@dataclass(frozen=True, slots=True)
class Version:
    """One version: `step` is the step of history it stands at, `revision` that of the suite.

    `unlocked` is when it was unlocked, "" if it was not.
    """

    number: int
    name: str
    at: str
    author: str
    step: int
    program: str
    revision: int
    unlocked: str = ""
    exported: tuple[Exported, ...] = ()

    @property
    def words(self) -> str:
        """The version as messages and sheets call it."""
        return f"第{self.number}版“{self.name}”"

    def is_outdated(self, file: Exported) -> bool:
        """Whether something was changed after the file was exported and before the version."""
        return file.step < self.step


@dataclass(frozen=True, slots=True)
class Content:
    """What a version holds beside the document: two texts of JSON."""

    shown: str
    findings: str


Guard = Callable[[], AbstractContextManager[None]]


class DocumentVersions:
    """The versions of one open document file. `changed`: one was made or unlocked since opening."""

    def __init__(self, connection: sqlite3.Connection, reading: Guard, writing: Guard) -> None:
        """Read and write by way of the store's guards, which tell plainly what goes wrong."""
        self._connection = connection
        self._reading = reading
        self._writing = writing
        self.changed = False
        self._locked = self._find_locked()

    @property
    def locked(self) -> Version | None:
        """The version that the document is locked as."""
        return self._locked

    def listed(self) -> list[Version]:
        """All versions, the oldest first."""
        with self._reading():
            files = self._files()
            return [
                replace(Version(*row), exported=tuple(files.get(row[0], ())))
                for row in self._connection.execute(_ALL)
            ]

    def one(self, number: int) -> Version:
        """A version by its number. Raises UnknownVersion."""
        found = next((v for v in self.listed() if v.number == number), None)
        if found is None:
            raise UnknownVersion(f"没有第{number}版")
        return found

    def waiting(self) -> tuple[Exported, ...]:
        """The files exported since the last version."""
        with self._reading():
            return tuple(self._files().get(self._next(), ()))

    def document(self, version: Version, suite: str) -> Document:
        """The document as it was. Raises DocumentError if it cannot be read."""
        with self._reading():
            document = Document(suite, version.revision)
            try:
                apply_edit(document, edit_from_json(self._unpacked("document", version.number)))
            except EditRefused as error:
                raise ValueError from error
            return document

    def content(self, version: Version) -> Content:
        """What else it holds. Raises DocumentError if it cannot be read."""
        with self._reading():
            texts = (self._unpacked(name, version.number) for name in ("shown", "findings"))
            return Content(*texts)

    def add(self, name: str, author: str, program: str, document: Document, held: Content) -> None:
        """Keep the document as the next version, and lock it. Raises DocumentNotWritable."""
        made = edits_between(Document(document.suite, document.revision), document)
        packed = map(_packed, (edit_to_json(made), held.shown, held.findings))
        with self._writing():
            words = self._next(), name, time_now(), author, self.step(), program, document.revision
            self._connection.execute(_INSERT, (*words, *packed))
        self._locked = self._find_locked()
        self.changed = True

    def unlock(self, author: str) -> Version:
        """Let the document be changed again: what follows is the next version's.

        The version it was locked as. Raises EditRefused or DocumentNotWritable.
        """
        locked = self._locked
        if locked is None:
            raise EditRefused("没有锁定，可以直接修改")
        with self._writing():
            words = locked.number, time_now(), author
            self._connection.execute("INSERT INTO unlocked VALUES (?, ?, ?)", words)
        self._locked = None
        self.changed = True
        return locked

    def note_export(self, name: str, sha256: str, step: int | None = None) -> None:
        """Note a file exported of the document as it is, or as it was after a step.

        A later file of that name takes its place, unless the version is there already.
        """
        at_step = self.step() if step is None else step
        locked = self._locked
        number = locked.number if locked is not None else self._next()
        with self._reading():
            known = self._files().get(number, [])
        for file in known:
            same = (file.name, file.sha256) == (name, sha256)
            if same and (locked is not None or file.step == at_step):
                return
        with self._writing():
            if locked is None:
                where = "DELETE FROM exported WHERE version = ? AND name = ?"
                self._connection.execute(where, (number, name))
            row = number, name, sha256, time_now(), at_step
            self._connection.execute("INSERT INTO exported VALUES (?, ?, ?, ?, ?)", row)

    def step(self) -> int:
        """The last step of history; 0 before the first."""
        with self._reading():
            return last_seq(self._connection)

    # ---- rows

    def _next(self) -> int:
        (last,) = self._connection.execute("SELECT max(number) FROM version").fetchone()
        return int(last or 0) + 1

    def _find_locked(self) -> Version | None:
        last = self.listed()[-1:]
        return last[0] if last and not last[0].unlocked else None

    def _files(self) -> dict[int, list[Exported]]:
        files: dict[int, list[Exported]] = {}
        for number, *words in self._connection.execute(_EXPORTED):
            files.setdefault(number, []).append(Exported(*words))
        return files

    def _unpacked(self, column: str, number: int) -> str:
        query = f"SELECT {column} FROM version WHERE number = ?"  # noqa: S608 - a column of ours
        (packed,) = self._connection.execute(query, (number,)).fetchone()
        unpacking = zlib.decompressobj()
        try:
            content = unpacking.decompress(packed, _LARGEST)
        except zlib.error as error:
            raise ValueError from error
        if not unpacking.eof:
            raise ValueError
        return content.decode()


def _packed(text: str) -> bytes:
    return zlib.compress(text.encode(), 9)


_ALL: Final = """SELECT number, name, version.at, version.author, step, program, revision,
    ifnull((SELECT unlocked.at FROM unlocked WHERE version = number), '')
    FROM version ORDER BY number"""
_EXPORTED: Final = "SELECT version, name, sha256, at, step FROM exported ORDER BY version, name, at"
_INSERT: Final = "INSERT INTO version VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
