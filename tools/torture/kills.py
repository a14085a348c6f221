"""Writers killed and stopped at random moments, and what they leave."""

from __future__ import annotations

import shutil
from contextlib import suppress
from pathlib import Path
from random import Random

from core.document.model import Document
from core.document.opening import journal_of
from core.errors import BiaoliError
from core.session import Session
from tools.torture.counted import Fault, Tried
from tools.torture.judge import (
    base_of,
    is_hot,
    judge_document,
    judge_exports,
    judge_rubbish,
    undo_everything,
)
from tools.torture.rooms import Room
from tools.torture.writers import Writer

_CHAIN = 10
"""Kills of one document, one after the other; then it is taken back to its beginning."""

_OPENING, _MOMENT = 0.4, 0.03
_MOST_WORKS = 40
_STOPS = 25
_CONFIRMED, _HOT, _REFUSED = "确认的步", "停在写一半", "没有做成而说明的步"


class Kills:
    """One document after the other, killed again and again."""

    def __init__(self, tried: Tried, room: Room, seed: int) -> None:
        """Work in this room."""
        self.tried = tried
        self.room = room
        self.chance = Random(seed)  # noqa: S311 - only to choose
        self.base = Document("", 0)
        self.sums: dict[str, str] = {}
        self.steps = 0

    def run(self, count: int) -> None:
        """So many kills."""
        self.tried.notes += self.room.notes
        for number in range(count):
            if number % _CHAIN == 0:
                self._begin()
            self.tried.tried(f"第{number + 1}次", self._kill)
            if (number + 1) % _CHAIN == 0 or number + 1 == count:
                self.tried.tried(f"第{number + 1}次后全部撤销", self._undo)
                self.tried.made -= 1

    def _begin(self) -> None:
        self.room.clear()
        self.room.lay_out()
        self.base = base_of(self.room.document)
        self.sums = {}
        self.steps = 0

    def _kill(self) -> None:
        room, tried = self.room, self.tried
        with Writer(room.job(self.chance)) as writer:
            self._wait(writer)
            heard = writer.kill()
        heard.steps = heard.steps or self.steps
        tried.count(_HOT, is_hot(room.document))
        tried.count(_REFUSED, heard.refused)
        tried.count(_CONFIRMED, heard.steps - self.steps)
        if room.fills_up:
            _opens_though_full(room.document)
        room.clear()
        self.steps = judge_document(room.document, self.base, heard)
        judge_exports(room.folder, heard, self.sums)
        tried.count("留下的半个文件", judge_rubbish(room.folder))

    def _wait(self, writer: Writer) -> None:
        """Until a random moment: one in ten while the document is being opened."""
        if self.chance.random() < 0.1:
            writer.listen(self.chance.uniform(0, _OPENING))
        else:
            writer.until_opened()
            writer.until_done(self.chance.randrange(_MOST_WORKS), self.chance.uniform(0, _MOMENT))

    def _undo(self) -> None:
        self.tried.count("撤销的步", undo_everything(self.room.document, self.base))


def _opens_though_full(path: Path) -> None:
    """With no room left the document can at least be looked at."""
    try:
        Session.open(path, read_only=True).close()
    except BiaoliError as error:
        raise Fault(f"磁盘满着打不开：{error}") from error


class Stops:
    """A writer held at random moments; what stands on the disk then is copied and judged."""

    def __init__(self, tried: Tried, room: Room, seed: int) -> None:
        """Work in this room, copies beside it."""
        self.tried = tried
        self.room = room
        self.chance = Random(seed)  # noqa: S311 - only to choose
        self.copy = room.folder.with_name("断电后") / room.document.name
        self.base = Document("", 0)

    def run(self, count: int) -> None:
        """So many stops."""
        self.copy.parent.mkdir(exist_ok=True)
        for first in range(0, count, _STOPS):
            self.room.lay_out()
            self.base = base_of(self.room.document)
            with Writer(self.room.job(self.chance)) as writer:
                self._hold(writer, range(first, min(count, first + _STOPS)))

    def _hold(self, writer: Writer, numbers: range) -> None:
        writer.until_opened()
        for number in numbers:
            self.tried.tried(f"第{number + 1}次", lambda: self._cut(writer))

    def _cut(self, writer: Writer) -> None:
        before = writer.heard.steps
        writer.until_done(self.chance.randrange(4), self.chance.uniform(0, _MOMENT))
        heard = writer.stop()
        try:
            self._copy_what_stands()
        finally:
            writer.go_on()
        self.tried.count(_CONFIRMED, heard.steps - before)
        self.tried.count(_HOT, is_hot(self.copy))
        judge_document(self.copy, self.base, heard)

    def _copy_what_stands(self) -> None:
        document, journal = self.room.document, journal_of(self.room.document)
        journal_of(self.copy).unlink(missing_ok=True)
        shutil.copyfile(document, self.copy)
        with suppress(FileNotFoundError):
            shutil.copyfile(journal, journal_of(self.copy))
