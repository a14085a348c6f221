"""Steps are written while somebody types on: what the window shows of it, and how it waits.

An edit is shown as saved only when it is in the file. Waiting never stops the window's own clock:
it paints and answers the system, only keys and mouse have to wait.
"""

from collections.abc import Callable
from typing import TypeVar, cast

from PySide6.QtCore import QEventLoop, QObject, Qt, QThread, Signal

from core.calc.bulk import in_bulk
from core.document.background import Waiting
from core.session import Session
from gui.explain_panel import ExplainPanel
from gui.status_bar import StatusBar

T = TypeVar("T")


class Saving(QObject):
    """Shows how far the writing of a session's document is.

    changed     it got on, or could not
    is_waiting  somebody waits for it
    """

    changed = Signal()

    def __init__(
        self, session: Session, status: StatusBar, explain: ExplainPanel, parent: QObject
    ) -> None:
        """From now on the session's steps are written in the background."""
        super().__init__(parent)
        self._session = session
        self._status = status
        self._explain = explain
        self.is_waiting = False
        self.changed.connect(self.show, Qt.ConnectionType.QueuedConnection)
        session.store.write_in_background(self.changed.emit)

    def show(self) -> None:
        """Say what is in the file and what is not; tell a cell's history once it is there."""
        waiting = self._session.store.waiting
        if waiting is not None and waiting.trouble is not None:
            self._status.show_not_written(waiting)
        elif waiting is not None:
            self._status.show_writing()
        else:
            self._show_settled()

    def _show_settled(self) -> None:
        if self._session.editable:
            self._status.show_saved()
        else:
            self._status.show_not_editable(self._session.locked)
        self._explain.show_history()

    def wait(self) -> Waiting | None:
        """Wait until everything is in the file or cannot be written now; what is not."""
        loop = QEventLoop()
        self.changed.connect(loop.quit)
        self.is_waiting = True
        while (waiting := self._session.store.waiting) is not None and waiting.trouble is None:
            _turn(loop)
        self.is_waiting = False
        return waiting

    def leave(self) -> None:
        """Show nothing any more: the panels are another document's."""
        self.changed.disconnect(self.show)


class _Apart(QThread):
    def __init__(self, work: Callable[[], object]) -> None:
        super().__init__()
        self._work = work
        self.result: object = None
        self.error: Exception | None = None

    def run(self) -> None:
        try:
            with in_bulk():  # or the collector would free what is the window's in this thread
                self.result = self._work()
        except Exception as error:  # noqa: BLE001 - raised again where it was asked for
            self.error = error


def apart(work: Callable[[], T]) -> T:
    """Do something in a thread of its own, and wait for it; what it gives or raises.

    The window paints and answers the system meanwhile; keys and mouse have to wait.
    """
    thread, loop = _Apart(work), QEventLoop()
    thread.finished.connect(loop.quit)
    thread.start()
    _turn(loop)
    thread.wait()
    if thread.error is not None:
        raise thread.error
    return cast(T, thread.result)


def _turn(loop: QEventLoop) -> None:
    loop.exec(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)
