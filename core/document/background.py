"""Writing steps while somebody goes on typing: a queue, and one thread that empties it.

The steps that wait are written together, in one transaction, each with its own row of history. What
cannot be written just now waits and is tried again; nothing is given up but by `stop`.
"""

import sqlite3
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from time import monotonic
from typing import Final

from core.document import history, tables

RETRY_SECONDS: Final = 2.0


@dataclass(frozen=True, slots=True)
class Step:
    """One step as it will be written, taken when the document was as the step left it.

    cells  how many places of the document it writes
    at     when it was taken
    """

    statements: tuple[tables.Statement, ...]
    row: history.Written
    cells: int
    at: datetime

    def write(self, connection: sqlite3.Connection) -> None:
        """Write it with its row of history, into the transaction that is open."""
        tables.run(connection, self.statements)
        history.append_row(connection, self.row)

    def size(self) -> int:
        """How many bytes its texts have. UnicodeEncodeError if one cannot be kept."""
        row = self.row
        words = [row.author, row.label, row.cell or "", row.edit, row.inverse]
        words += [str(value) for _, values in self.statements for value in values]
        return sum(len(word.encode()) for word in words)


def write_missing(connection: sqlite3.Connection, steps: Sequence[Step]) -> None:
    """Write those of the steps that are not there yet, into the transaction that is open."""
    last = history.last_seq(connection)
    for step in steps:
        if step.row.seq > last:
            step.write(connection)


@dataclass(frozen=True, slots=True)
class Waiting:
    """What is not in the file yet.

    cells    how many places of the document
    since    when the first of them was filled in
    trouble  why the last try failed; None if there was none yet
    """

    cells: int
    since: datetime
    trouble: Exception | None


class BackgroundWriter:
    """Writes steps in the order in which they are put. Asking never waits for the file.

    `write` is called in the writer's thread; when it returns the steps are in the file, when it
    raises none is. `told` is called there, too, whenever something was written or could not be.
    """

    def __init__(
        self,
        write: Callable[[Sequence[Step]], None],
        told: Callable[[], None],
        retry_seconds: float = RETRY_SECONDS,
    ) -> None:
        """Start the thread."""
        self._write = write
        self._told = told
        self._retry_seconds = retry_seconds
        self._turn = threading.Condition()
        self._steps: list[Step] = []
        self._trouble: Exception | None = None
        self._due = 0.0
        self._stopping = False
        # A program that dies without closing must not hang at its end.
        self._thread = threading.Thread(target=self._run, name="document writer", daemon=True)
        self._thread.start()

    def put(self, step: Step) -> None:
        """Let a step be written after those that wait."""
        with self._turn:
            self._steps.append(step)
            self._turn.notify_all()

    @property
    def waiting(self) -> Waiting | None:
        """What is not in the file yet; None if everything is."""
        with self._turn:
            if not self._steps:
                return None
            cells = sum(step.cells for step in self._steps)
            return Waiting(cells, self._steps[0].at, self._trouble)

    def steps(self) -> list[Step]:
        """The steps that wait; one that is being written is among them."""
        with self._turn:
            return list(self._steps)

    def poke(self) -> None:
        """Try again now."""
        with self._turn:
            self._trouble, self._due = None, 0.0
            self._turn.notify_all()

    def settle(self, timeout: float | None = None) -> bool:
        """Wait until everything is written or cannot be; whether everything is."""
        with self._turn:
            self._turn.wait_for(lambda: not self._steps or self._trouble is not None, timeout)
            return not self._steps

    def stop(self) -> None:
        """End the thread. What waits is written before, unless it cannot be: that is given up."""
        with self._turn:
            self._stopping = True
            self._turn.notify_all()
        self._thread.join()

    # ---- in the thread

    def _run(self) -> None:
        while steps := self._next():
            trouble: Exception | None = None
            try:
                self._write(steps)
            except Exception as error:  # noqa: BLE001 - whatever it is, the steps are kept and it is told
                trouble = error
            with self._turn:
                if trouble is None:
                    del self._steps[: len(steps)]
                self._trouble, self._due = trouble, monotonic() + self._retry_seconds
                self._turn.notify_all()
            self._told()

    def _next(self) -> list[Step]:
        """Wait for steps to write; none when the thread is to end."""
        with self._turn:
            while not self._steps or self._trouble is not None:
                if self._stopping:
                    return []
                left = self._due - monotonic() if self._steps else None
                if left is not None and left <= 0:
                    break
                self._turn.wait(left)
            return list(self._steps)
