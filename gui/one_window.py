"""One window for one user: who starts the program again gets the window that is there.

The first window holds a lock file. A later start leaves a request in the program's own folder, and
ends once the first has taken it; if nobody takes it, it opens a window of its own: a document is
still safe, because each document is locked by itself.
"""

import json
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QLockFile, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from core.errors import ExportError
from core.export.atomic import write_bytes_atomically
from gui.apart import is_waiting

PATIENCE_S = 3.0
_PAUSE_S = 0.02
_AGAIN_MS = 100
_LOCK, _FOLDER, _REQUEST = "窗口.lock", "打开", "请求.json"


class OneWindow:
    """The right to be the window of this user, or the way to the one that is it."""

    def __init__(self, folder: Path) -> None:
        """`folder` is the program's own, the same for every start of this user."""
        self._lock = QLockFile(str(folder / _LOCK))
        self._lock.setStaleLockTime(0)  # as long as the process lives
        self._requests = folder / _FOLDER
        self._requests.mkdir(exist_ok=True)

    def is_here(self, path: Path | None) -> bool:
        """Whether this start is the window; if not, the other one has been asked to open `path`.

        Waits for an answer for at most PATIENCE_S; a window that is just being closed gives way.
        """
        if self._lock.tryLock(0) or self._lock.error() != QLockFile.LockError.LockFailedError:
            return True
        request = self._requests / _REQUEST
        asked = {"path": str(path.absolute()) if path is not None else ""}
        try:
            write_bytes_atomically(request, json.dumps(asked).encode())
        except ExportError:
            return True
        end = time.monotonic() + PATIENCE_S
        while time.monotonic() < end:
            if not request.exists():
                return False
            if self._lock.tryLock(0):
                break
            time.sleep(_PAUSE_S)
        request.unlink(missing_ok=True)
        return True

    def serve(self, window: QWidget, open_path: Callable[[Path], object]) -> "Requests":
        """Answer later starts from now on, as long as the window is shown."""
        return Requests(self._requests, window, open_path)

    def release(self) -> None:
        """The window is gone."""
        self._lock.unlock()


class Requests(QObject):
    """Takes what later starts ask for."""

    def __init__(self, folder: Path, window: QWidget, open_path: Callable[[Path], object]) -> None:
        """Watch a folder."""
        super().__init__(window)
        self._file = folder / _REQUEST
        self._window, self._open_path = window, open_path
        self._file.unlink(missing_ok=True)  # nobody waits for it any more
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.timeout.connect(self._look)
        self._watcher = QFileSystemWatcher([str(folder)], self)
        self._watcher.directoryChanged.connect(self._look)

    def _look(self) -> None:
        """Take a request. A window that is going, or asks something, leaves it."""
        if is_waiting():
            self._again.start(_AGAIN_MS)
            return
        if not self._window.isVisible() or QApplication.activeModalWidget() is not None:
            return
        try:
            asked = json.loads(self._file.read_text(encoding="utf-8"))
            path = asked["path"]
        except (OSError, ValueError, KeyError, TypeError):
            return
        if not isinstance(path, str):
            return
        self._file.unlink(missing_ok=True)
        self._window.setWindowState(self._window.windowState() & ~Qt.WindowState.WindowMinimized)
        self._window.raise_()
        self._window.activateWindow()
        if path:
            self._open_path(Path(path))
