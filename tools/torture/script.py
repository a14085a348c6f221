"""A program that fills in a document without end and tells what is confirmed; made to be killed.

It works until it is killed, until its input ends, or until a path comes there: then it saves
everything at that place and ends. Each thing it has done is one line of JSON on its output, written
only when the program has said that it is done.
"""

from __future__ import annotations

import hashlib
import json
import os
import resource
import select
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random

from core.calc.entries import cleared
from core.cli.input_file import read_entries
from core.document.edits import SelectForm
from core.document.model import Document
from core.errors import BiaoliError
from core.export.pdf import write_pdf
from core.export.xlsx import write_workbook
from core.layout.printed import PrintedForm
from core.refs import CellId
from core.session import Session
from core.versions.keeping import restore_version, submit, unlock
from tools.torture.nasty import typed_text

WORKBOOK, PDF, COPY, VALUES = "导出.xlsx", "导出.pdf", "副本.biaoli", "填数.csv"
_MOST_PROJECTS = 6
_MOST_RECORDS = 40
_UNLOCKS = 0.5


@dataclass(frozen=True, slots=True)
class Job:
    """What to work on: the document, the folder for everything else, the seed.

    `only` names kinds of work, all if it is empty; `user` is who to become before the document is
    opened (0: nobody else); no file may become longer than `limit` bytes (0: any length).
    """

    path: str
    folder: str
    seed: int
    only: tuple[str, ...] = ()
    user: int = 0
    limit: int = 0


def digest(document: Document) -> str:
    """A short sum of everything in a document, the same for the same content."""
    parts = (
        sorted(document.texts.items()),
        sorted((cell, repr(words)) for cell, words in document.overrides.items()),
        sorted((key, repr(words)) for key, words in document.justifications.items()),
        sorted((place, repr(rows)) for place, rows in document.records.items()),
        document.projects,
        sorted(document.deselected),
    )
    return hashlib.sha256(repr(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def tell(**event: object) -> None:
    """One line at once: a kill after it comes too late."""
    os.write(1, json.dumps(event).encode() + b"\n")


class Writer:
    """Takes step after step in one document."""

    def __init__(self, session: Session, job: Job) -> None:
        """Everything comes from the job's seed."""
        self.session = session
        self.folder = Path(job.folder)
        self.chance = Random(job.seed)  # noqa: S311 - only to choose
        works: dict[str, tuple[int, Callable[[], object]]] = {
            "type": (50, self._type),
            "add row": (12, self._add_row),
            "remove row": (5, self._remove_row),
            "import": (8, self._import),
            "undo": (7, session.undo),
            "redo": (3, session.redo),
            "override": (3, self._override),
            "project": (1, self._project),
            "form": (1, self._select),
            "version": (2, self._version),
            "back": (1, self._back),
            "workbook": (4, self._workbook),
            "pdf": (4, self._pdf),
            "copy": (2, self._copy),
        }
        chosen = [works[name] for name in job.only or works]
        self._weights = [weight for weight, _ in chosen]
        self._works = [work for _, work in chosen]

    def step(self) -> None:
        """Do one thing and tell how it ended."""
        (work,) = self.chance.choices(self._works, self._weights)
        if self.session.locked and self.chance.random() < _UNLOCKS:
            work = self._version
        try:
            work()
        except BiaoliError as error:
            self._tell_state(refused=str(error))
        else:
            self._tell_state()

    def _tell_state(self, **more: object) -> None:
        last = self.session.store.last_step()
        steps, versions = last.seq if last else 0, len(self.session.store.versions.listed())
        tell(steps=steps, versions=versions, digest=digest(self.session.document), **more)

    # ---- what people do

    def _cells(self) -> list[CellId]:
        calculation = self.session.calculation
        sheet = self.chance.choice(list(calculation.shape.sheets))
        return [cell for cell, slot in calculation.cells(sheet) if not slot.is_calculated]

    def _type(self) -> None:
        cells = self._cells()
        if cells:
            self.session.type_text([self.chance.choice(cells)], typed_text(self.chance))

    def _add_row(self) -> None:
        shape = self.chance.choice(list(self.session.calculation.shape.sheets.values()))
        regions = [
            name
            for name, region in shape.form.regions.items()
            if not region.derived and len(shape.records(name)) < _MOST_RECORDS
        ]
        if regions:
            edit, _ = self.session.entries.added_row(shape.sheet, self.chance.choice(regions))
            self.session.apply(edit)

    def _remove_row(self) -> None:
        listed = [
            (sheet, record.id)
            for (sheet, _), records in self.session.document.records.items()
            for record in records
        ]
        if listed:
            sheet, record = self.chance.choice(sorted(listed))
            self.session.apply(self.session.entries.removed_row(sheet, record))

    def _import(self) -> None:
        entries = read_entries(self.folder / VALUES)
        some = self.chance.sample(entries, self.chance.randint(1, len(entries)))
        self.session.set_addresses((entry.address, typed_text(self.chance)) for entry in some)

    def _override(self) -> None:
        overrides = sorted(self.session.document.overrides)
        if overrides and self.chance.random() < 0.5:
            self.session.apply(cleared(self.session.document, [self.chance.choice(overrides)]))
            return
        cells = list(self.session.calculation.computations)
        if cells:
            self.session.override(self.chance.choice(cells), "12.5", "按批复数填列")

    def _project(self) -> None:
        if len(self.session.document.projects) < _MOST_PROJECTS:
            name = f"项目{self.chance.randrange(10**6)}"
            self.session.apply(self.session.entries.added_project(name)[0])

    def _select(self) -> None:
        form = self.chance.choice(list(self.session.calculation.whole.forms))
        self.session.apply(SelectForm(form, form in self.session.document.deselected))

    def _version(self) -> None:
        if self.session.locked:
            unlock(self.session)
        else:
            submit(self.session, f"上报{self.chance.randrange(99)}")

    def _back(self) -> None:
        versions = self.session.store.versions.listed()
        if versions:
            restore_version(self.session, self.chance.choice(versions))

    # ---- what is written elsewhere

    def _printed(self) -> list[PrintedForm]:
        titles = self.session.sheets()
        some = self.chance.sample(titles, min(len(titles), self.chance.choice([1, 2, 3, 99])))
        return [self.session.printed(title.sheet) for title in some]

    def _workbook(self) -> None:
        self._written(WORKBOOK, lambda path: write_workbook(self._printed(), path))

    def _pdf(self) -> None:
        self._written(PDF, lambda path: write_pdf(self._printed(), path))

    def _copy(self) -> None:
        self._written(COPY, lambda path: self.session.store.copy_to(path, replace=True))

    def _written(self, name: str, write: Callable[[Path], object]) -> None:
        path = self.folder / name
        tell(writing=name)
        write(path)
        tell(written=name, sum=hashlib.sha256(path.read_bytes()).hexdigest())


def asked() -> str | None:
    """A line of the input; "" at its end, None if nothing is there yet."""
    ready, _, _ = select.select([0], [], [], 0)
    return os.read(0, 4096).decode() if ready else None


def work(job: Job) -> None:
    """Work until killed or told to end."""
    if job.limit:
        resource.setrlimit(resource.RLIMIT_FSIZE, (job.limit, job.limit))
    if job.user:
        os.setgid(job.user)
        os.setuid(job.user)
    with Session.open(Path(job.path)) as session:
        writer = Writer(session, job)
        tell(opened=True)
        while (elsewhere := asked()) is None:
            writer.step()
        if elsewhere:
            session.store.copy_to(Path(elsewhere))
