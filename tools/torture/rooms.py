"""Where writers work: an ordinary folder, or a disk so small that it fills up."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from core.session import Session
from tools.console import succeeds
from tools.torture.script import VALUES, Job

EXAMPLE = "tonghai-2021"
DOCUMENT = "年报.biaoli"
SMALL_DISK = 4_000_000
_LEAST_LEFT, _MOST_LEFT = 20_000, 500_000


class Room:
    """A folder with a document, a file of values to import, and room enough."""

    fills_up = False
    notes: tuple[str, ...] = ()

    def __init__(self, folder: Path) -> None:
        """Use this folder."""
        self.folder = folder
        self.document = folder / DOCUMENT

    def lay_out(self) -> None:
        """A fresh document and nothing else."""
        for path in self.folder.iterdir():
            path.unlink()
        document, values = _contents()
        self.document.write_bytes(document)
        (self.folder / VALUES).write_bytes(values)

    def job(self, chance: Random) -> Job:
        """Work here; how little room is left is by chance."""
        return Job(str(self.document), str(self.folder), chance.randrange(2**32))

    def clear(self) -> None:
        """Give the room back."""


@cache
def _contents() -> tuple[bytes, bytes]:
    """The example as a document, and values to import into its fixed cells."""
    with TemporaryDirectory() as folder:
        document = Path(folder, DOCUMENT)
        with Session.example(EXAMPLE, document) as session:
            addresses = [
                session.names.address(cell)
                for sheet in session.calculation.shape.sheets
                for cell, slot in session.calculation.cells(sheet)
                if slot.field.is_figure and not slot.is_calculated and not cell.record
            ]
        values = "".join(f"{address},{number}.25\n" for number, address in enumerate(addresses))
        return document.read_bytes(), values.encode()


class SmallDisk(Room):
    """A disk of 4 MB of which only a little is left."""

    fills_up = True

    @property
    def _filler(self) -> Path:
        return self.folder / "别的文件"

    def job(self, chance: Random) -> Job:
        """Leave a little, by chance."""
        self.clear()
        state = os.statvfs(self.folder)
        free = state.f_bavail * state.f_frsize
        left = chance.randint(_LEAST_LEFT, _MOST_LEFT)
        self._filler.write_bytes(b"\1" * max(0, free - left))
        return super().job(chance)

    def clear(self) -> None:
        """Remove what filled it."""
        self._filler.unlink(missing_ok=True)


class ShortFiles(Room):
    """Where no disk can be mounted: files that may grow a little and then no more."""

    fills_up = True
    notes = ("这里不能挂载 4 MB 的磁盘（要 root），用文件长度的上限代替",)

    def job(self, chance: Random) -> Job:
        """The document may grow a little."""
        job = super().job(chance)
        size = self.document.stat().st_size + chance.randint(0, _MOST_LEFT // 5)
        return Job(job.path, job.folder, job.seed, limit=size)


@contextmanager
def small_room(folder: Path) -> Iterator[Room]:
    """A room that fills up: a disk mounted at the folder if that may be done."""
    options = ["-t", "tmpfs", "-o", f"size={SMALL_DISK}", "biaoli-torture"]
    if not shutil.which("mount") or not succeeds(["mount", *options, folder], quiet=True):
        yield ShortFiles(folder)
        return
    try:
        yield SmallDisk(folder)
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)
