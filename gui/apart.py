"""Long work apart from the window: it paints and answers the system, only keys and mouse wait."""

import sys
from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6.QtCore import QEventLoop, QThread
from PySide6.QtWidgets import QApplication

from core.calc.bulk import in_bulk

Result = TypeVar("Result")

_TURN_S = 0.0002
"""How long one thread may keep Python to itself. Painting gives it back with every call of Qt, and
with Python's own 5 ms a window of some hundred calls would take a second to paint."""


class _Running:
    """How many pieces of work the window waits for."""

    count = 0


class _Apart(QThread, Generic[Result]):
    def __init__(self, work: Callable[[], Result]) -> None:
        super().__init__()
        self._work = work
        self.results: list[Result] = []
        self.error: Exception | None = None

    def run(self) -> None:
        try:
            with in_bulk():  # or the collector would free what is the window's in this thread
                self.results.append(self._work())
        except Exception as error:  # noqa: BLE001 - raised again where it was asked for
            self.error = error


def apart(work: Callable[[], Result]) -> Result:
    """Do something in a thread of its own, and wait for it; what it gives or raises.

    It must touch no widget and nothing that the window may want to paint meanwhile.
    """
    thread, loop = _Apart(work), QEventLoop()
    thread.finished.connect(loop.quit)
    usual = sys.getswitchinterval()
    sys.setswitchinterval(_TURN_S)
    _Running.count += 1
    try:
        thread.start()
        turn(loop)
        thread.wait()
    finally:
        _Running.count -= 1
        sys.setswitchinterval(usual)
    if thread.error is not None:
        raise thread.error
    return thread.results[0]


def turn(loop: QEventLoop) -> None:
    """Wait until the loop is quit."""
    loop.exec(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)


def breathe() -> None:
    """In the middle of long work on widgets: let what is due be painted and answered."""
    _Running.count += 1
    QApplication.processEvents(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)
    _Running.count -= 1


def is_waiting() -> bool:
    """Whether the window waits for something now, and should be given nothing else to do."""
    return _Running.count > 0
