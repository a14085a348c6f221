"""Writing the files of an export in a thread of its own: what, how far, and what came of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, Signal, Slot

from core.errors import ExportCancelled
from core.export.atomic import write_bytes_atomically
from core.export.pdf import pdf_bytes
from core.export.progress import Progress
from core.export.xlsx import xlsx_bytes
from core.layout.pages import page_count
from core.layout.printed import PrintedForm
from gui.task import Task


class _Draw(Protocol):
    def __call__(
        self, forms: Iterable[PrintedForm], /, *, told: Progress, draft: bool
    ) -> bytes: ...


_WRITERS: dict[str, _Draw] = {".pdf": pdf_bytes, ".xlsx": xlsx_bytes}


@dataclass(frozen=True, slots=True)
class Wish:
    """The forms as they were when it was asked for, and the files to write; their endings tell."""

    forms: Sequence[PrintedForm]
    files: Sequence[Path]
    draft: bool
    step: int = 0


class ExportJob(QObject):
    """Writes what is wished for. Everything is drawn before the first file is written.

    progressed  page and pages of the file that is drawn
    ended       `written` are the files that were, `error` is why others were not
    """

    progressed = Signal(int, int)
    ended = Signal()

    def __init__(self, wish: Wish, parent: QObject | None = None) -> None:
        """Begin with `begin`."""
        super().__init__(parent)
        self.wish = wish
        self.written: list[Path] = []
        self.error: Exception | None = None
        self._stopped = False
        self._task = Task(self._work)
        self._task.finished.connect(self._end)

    def begin(self) -> None:
        """Begin; the signals come when there is something to tell."""
        self._task.begin()

    def stop(self) -> None:
        """Stop before a file is written; what is being written is finished."""
        self._stopped = True

    def wait(self) -> None:
        """Wait until the thread has ended."""
        self._task.wait()

    def _work(self) -> None:
        counts: list[int] = []
        for form in self.wish.forms:
            self._breathe()
            counts.append(page_count(form))
        drawn = []
        for path in self.wish.files:
            told = partial(self._told, counts)
            write = _WRITERS[path.suffix]
            drawn.append(write(self.wish.forms, told=told, draft=self.wish.draft))
        self._breathe()
        for path, content in zip(self.wish.files, drawn, strict=True):
            write_bytes_atomically(path, content)
            self.written.append(path)

    def _breathe(self) -> None:
        if self._stopped:
            raise ExportCancelled

    def _told(self, counts: Sequence[int], done: int) -> None:
        self._breathe()
        if done < len(counts):
            self.progressed.emit(sum(counts[:done]) + 1, sum(counts))

    @Slot()
    def _end(self) -> None:
        self.error = self._task.error
        self.ended.emit()
