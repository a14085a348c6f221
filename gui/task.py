"""Work in a thread of its own, for which nobody waits. It touches no widget, no document."""

import sys
from collections.abc import Callable

from PySide6.QtCore import QThread, Slot

from core.calc.bulk import in_bulk

_TURN_S = 0.0005  # of Python's usual 5 ms: each of the many steps of painting would wait so long


class Task(QThread):
    """Does something once; when `finished` comes, `result` is what it gave or `error` is why not.

    Whoever began it may forget it: it is kept until it has ended.
    """

    def __init__(self, work: Callable[[], object]) -> None:
        """`work` runs once the task is begun."""
        super().__init__()
        self._work = work
        self.result: object = None
        self.error: Exception | None = None
        self.finished.connect(self._forget)

    def begin(self) -> None:
        """Start the thread. The window's own gets its turn at once whenever it wants it."""
        sys.setswitchinterval(_TURN_S)
        _RUNNING.add(self)
        self.start(QThread.Priority.LowPriority)

    def run(self) -> None:
        """Run in the thread."""
        try:
            with in_bulk():  # or the collector would free what is the window's in this thread
                self.result = self._work()
        except Exception as error:  # noqa: BLE001 - told to whoever began it
            self.error = error

    @Slot()
    def _forget(self) -> None:
        _RUNNING.discard(self)


_RUNNING: set[Task] = set()


def wait_for_all() -> None:
    """Before the program ends: let everything that is at work come to its end."""
    for task in list(_RUNNING):
        task.wait()
