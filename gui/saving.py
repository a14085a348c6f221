"""Steps are written while somebody types on: what the window shows of it, and how it waits.

An edit is shown as saved only when it is in the file. Waiting never stops the window's own clock:
it paints and answers the system, only keys and mouse have to wait.
"""

from PySide6.QtCore import QEventLoop, QObject, Qt, QTimer, Signal

from core.document.background import Waiting
from core.session import Session
from gui.apart import turn
from gui.explain_panel import ExplainPanel
from gui.status_bar import StatusBar

PATIENCE_MS = 300


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
        self._slow = QTimer(self)
        self._slow.setSingleShot(True)
        self._slow.timeout.connect(status.show_writing)
        self.changed.connect(self.show, Qt.ConnectionType.QueuedConnection)
        session.store.write_in_background(self.changed.emit)

    def show(self) -> None:
        """Say what is in the file and what is not; tell a cell's history once it is there.

        What is written in a moment is not worth a word: that would flicker with every figure.
        """
        waiting = self._session.store.waiting
        if waiting is not None and waiting.trouble is None:
            if not self._slow.isActive():
                self._slow.start(PATIENCE_MS)
            return
        self._slow.stop()
        if waiting is not None:
            self._status.show_not_written(waiting)
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
            turn(loop)
        self.is_waiting = False
        return waiting

    def leave(self) -> None:
        """Show nothing any more: the panels are another document's."""
        self.changed.disconnect(self.show)
        self._slow.stop()
