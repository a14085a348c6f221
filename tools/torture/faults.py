"""The document is made read-only, deleted, moved or replaced under the program that has it open."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from random import Random

from core.document.model import Document
from core.document.store import DocumentStore
from tools.torture.counted import Tried, demand
from tools.torture.judge import base_of, judge_document
from tools.torture.rooms import Room
from tools.torture.script import Job
from tools.torture.writers import Heard, Writer

_NOBODY = 65534
# Only what needs no other file: whoever has given up his rights may not even reach Python's own.
_TYPING = ("type", "add row", "remove row", "undo", "redo", "override", "project", "form")
_MOST_WORKS, _WORKS_AFTER = 30, 10
_MOMENT = 0.03


class Faults:
    """One fault after the other under a writer that goes on working."""

    def __init__(self, room: Room, seed: int) -> None:
        """Work in this room; a fault moves things beside it."""
        self.room = room
        self.chance = Random(seed)  # noqa: S311 - only to choose
        self.rescued = room.folder.with_name("另存") / "另存.biaoli"
        self.base = Document("", 0)

    def run(self, count: int) -> Iterator[Tried]:
        """Each fault so many times."""
        self.rescued.parent.mkdir(exist_ok=True)
        faults: dict[str, Callable[[], None]] = {
            "运行中被设成只读": self._read_only,
            "运行中被删除": self._deleted,
            "运行中被移走": self._moved,
            "运行中被换成另一个文件": self._replaced,
            "运行中文件夹不见了（拔出 U 盘）": self._pulled,
        }
        for name, fault in faults.items():
            tried = Tried(name)
            for number in range(count):
                self._begin()
                tried.tried(f"第{number + 1}次", fault)
            yield tried

    def _begin(self) -> None:
        self.room.lay_out()
        self.rescued.unlink(missing_ok=True)
        self.base = base_of(self.room.document)

    @contextmanager
    def _working(self, user: int = 0) -> Iterator[Writer]:
        """A writer that has worked in the document for a moment and goes on."""
        place, seed = self.room, self.chance.randrange(2**32)
        with Writer(Job(str(place.document), str(place.folder), seed, _TYPING, user)) as writer:
            writer.until_opened()
            writer.until_done(self.chance.randrange(_MOST_WORKS), self.chance.uniform(0, _MOMENT))
            yield writer

    def _rescue(self, writer: Writer) -> Heard:
        """It goes on, is refused, and saves everything confirmed elsewhere."""
        writer.until_refused(writer.heard.refused + 2)
        heard = writer.save_and_end(str(self.rescued))
        judge_document(self.rescued, self.base, heard)
        return heard

    # ---- the faults

    def _read_only(self) -> None:
        """Nobody may write file or folder any more: what was confirmed, before or after, stays."""
        folder, document = self.room.folder, self.room.document
        plain_user = _NOBODY if os.geteuid() == 0 else 0
        if plain_user:  # nothing is read-only to root
            for path in (folder, *folder.iterdir()):
                os.chown(path, plain_user, plain_user)
        try:
            with self._working(plain_user) as writer:
                document.chmod(0o444)
                folder.chmod(0o555)
                writer.until_done(_WORKS_AFTER, self.chance.uniform(0, _MOMENT))
                heard = writer.kill()
        finally:
            folder.chmod(0o755)
            document.chmod(0o644)
        judge_document(document, self.base, heard)

    def _deleted(self) -> None:
        with self._working() as writer:
            self.room.document.unlink()
            self._rescue(writer)
        demand(not self.room.document.exists(), "又写出了删除的文件")

    def _moved(self) -> None:
        elsewhere = self.room.folder / "改了名.biaoli"
        with self._working() as writer:
            self.room.document.rename(elsewhere)
            heard = self._rescue(writer)
        judge_document(elsewhere, self.base, heard)

    def _replaced(self) -> None:
        other = self.room.folder / "另一个.biaoli"
        DocumentStore.create(other, Document("s", 1), {}, {}).close()
        content = other.read_bytes()
        with self._working() as writer:
            other.replace(self.room.document)
            self._rescue(writer)
        demand(self.room.document.read_bytes() == content, "改动了换上来的文件")

    def _pulled(self) -> None:
        folder = self.room.folder
        away = folder.with_name("拔走")
        with self._working() as writer:
            folder.rename(away)
            try:
                heard = self._rescue(writer)
            finally:
                away.rename(folder)
        judge_document(self.room.document, self.base, heard)
