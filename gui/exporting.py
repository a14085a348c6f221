"""The export of the open document: its dialog beside the window, its progress in the status bar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer, QObject
from PySide6.QtWidgets import QWidget

from core.findings import Finding
from core.refs import SheetId
from gui import messages
from gui.status_bar import StatusBar
from gui.workspace import Workspace
from gui.writers import fetch_writers

if TYPE_CHECKING:
    from gui.dialogs.export import ExportDialog

_AT_ONCE_MS = 300


class Exporting(QObject):
    """At most one export at a time; `dialog` is its dialog."""

    def __init__(self, window: QWidget, status: StatusBar) -> None:
        """Nothing is exported yet."""
        super().__init__(window)
        self._window = window
        self._status = status
        self._work: Workspace | None = None
        self._clock = QElapsedTimer()
        self.dialog: ExportDialog | None = None
        status.busy.stopped.connect(self._stop)

    def start(self, work: Workspace, sheet: SheetId | None = None) -> None:
        """Ask what to export, one sheet or all; a dialog that is there comes forward."""
        work.settle()
        fetch_writers()
        if self.dialog is None:
            # With it come the writers of files, for which nobody should wait at the start.
            from gui.dialogs.export import ExportDialog

            self._work = work
            self.dialog = ExportDialog(work.session, self._window)
            self.dialog.progressed.connect(self._progress)
            self.dialog.ended.connect(self._ended)
            self.dialog.finished.connect(self._finished)
            self.dialog.go_to.connect(self._go_to)
            self._clock.invalidate()
        if sheet is not None:
            self.dialog.forms.choose(sheet)
        self.dialog.show()
        self.dialog.activateWindow()

    def print(self, work: Workspace) -> None:
        """Ask for the printer as soon as the pages are drawn; of the proof sheet if it is shown."""
        if work.proofing.is_shown:
            work.proofing.print()
            return
        self.start(work)
        if self.dialog is not None:
            self.dialog.print_soon()

    def leave(self) -> None:
        """The document is closed: so is the dialog."""
        if self.dialog is not None:
            self.dialog.leave()

    def _stop(self) -> None:
        if self.dialog is not None:
            self.dialog.stop()

    def _progress(self, page: int, pages: int) -> None:
        if not self._clock.isValid():
            self._clock.start()
        if self._clock.elapsed() > _AT_ONCE_MS:
            self._status.busy.show_progress(messages.exporting(page, pages), page, pages)

    def _ended(self) -> None:
        self._clock.invalidate()
        self._status.busy.hide()
        if self.dialog is not None and self.dialog.written:
            self._status.say(messages.exported(len(self.dialog.written)))

    def _finished(self) -> None:
        if self.dialog is not None:
            self.dialog.deleteLater()
            self.dialog = None

    def _go_to(self, finding: Finding) -> None:
        work, self._work = self._work, None
        self.leave()
        if work is not None:
            work.jump(finding.cells[0])
