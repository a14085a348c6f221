"""Work in a thread of its own, for which nobody waits. It touches no widget, no document."""

from collections.abc import Callable

from PySide6.QtCore import QThread, Slot


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
        """Start the thread."""
        _RUNNING.add(self)
        self.start()

    def run(self) -> None:
        """Run in the thread."""
        try:
            self.result = self._work()
        except Exception as error:  # noqa: BLE001 - told to whoever began it
            self.error = error

    @Slot()
    def _forget(self) -> None:
        _RUNNING.discard(self)


_RUNNING: set[Task] = set()
