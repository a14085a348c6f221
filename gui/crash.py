"""When the program itself fails: it is written down and told, and the window can start again."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QFileDialog

from core import crash_record
from gui import appearance, messages
from gui.file_names import data_folder

if TYPE_CHECKING:
    from gui.main_window import MainWindow

RECORD = "问题记录.txt"


class CrashHook:
    """Keeps a record and asks what to do; the window goes on, every figure is in the file."""

    def __init__(self, window: MainWindow) -> None:
        """Boxes belong to this window."""
        self._window = window
        self._telling = False
        self._records: list[str] = []

    def __call__(
        self,
        kind: type[BaseException],
        error: BaseException,
        _trace: TracebackType | None = None,
    ) -> None:
        """Called by Python with an exception nobody caught."""
        if issubclass(kind, KeyboardInterrupt):
            QApplication.quit()
            return
        self._keep(error)
        if self._telling:
            return
        self._telling = True
        try:
            self._tell()
        finally:
            self._telling = False

    def _keep(self, error: BaseException) -> None:
        self._records.append(crash_record.record(error))
        with suppress(OSError, RuntimeError):  # no room for it, or no home: it can still be saved
            crash_record.append(data_folder() / RECORD, self._records[-1])

    def _tell(self) -> None:
        while (chosen := messages.crashed(self._window, self._not_written())) == messages.SAVE:
            self._save()
        if chosen == messages.REOPEN:
            # What failed is still under way: it has to come to its end first.
            QTimer.singleShot(0, self._reopen)

    def _not_written(self) -> str:
        work = self._window.workspace
        waiting = work.session.store.waiting if work is not None else None
        in_trouble = waiting is not None and waiting.trouble is not None
        return messages.not_written(waiting) if waiting is not None and in_trouble else ""

    def _save(self) -> None:
        """Write what was recorded since the start to a file of the user's choice."""
        name, _ = QFileDialog.getSaveFileName(
            self._window, "保存问题记录", str(Path.home() / RECORD), "*.txt"
        )
        if not name:
            return
        try:
            Path(name).write_text("".join(self._records), encoding="utf-8")
        except OSError:
            messages.trouble(self._window, f"“{Path(name).name}”写不进去。换一个文件夹再试。")

    def _reopen(self) -> None:
        """Start the window anew where one was; what cannot be left in order is in the file."""
        work = self._window.workspace
        path = work.session.path if work is not None else None
        try:
            if not self._window.start_again():
                return
        except Exception as error:  # noqa: BLE001 - leaving fails as well: then without leaving
            self._keep(error)
            if not appearance.start_again(path):
                messages.trouble(self._window, messages.NOT_STARTED)
                return
            self._window.hide()
            QApplication.quit()
        QApplication.closeAllWindows()
