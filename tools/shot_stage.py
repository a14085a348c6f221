"""The window that pictures are taken of: led to a state as somebody at the keyboard would."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QMenu, QWidget

from core.last_year import offered, take
from core.refs import SheetId
from core.session import Session
from gui.help.window import HelpWindow
from gui.main_window import MainWindow
from gui.workspace import Workspace

EXAMPLE = "tonghai-2021"
NAME = "通海县医疗保障局2021年度部门决算公开.biaoli"
WIDTH, HEIGHT = 1366, 728


class Stage:
    """A window with the example open, or with nothing, at the size of a small laptop."""

    def __init__(self, folder: Path, percent: int) -> None:
        """The window is not shown yet."""
        self.percent = percent
        self.path = folder / NAME
        self.window = MainWindow()
        self.resize(WIDTH, HEIGHT)
        self.window.show()

    @property
    def work(self) -> Workspace:
        """The open document."""
        work = self.window.workspace
        if work is None:
            raise RuntimeError("no document is open")
        return work

    def resize(self, width: int, height: int) -> None:
        """Give the window a size in pixels of the screen."""
        self.window.resize(width * 100 // self.percent, height * 100 // self.percent)

    def open(self) -> None:
        """Open a fresh copy of the example."""
        self.path.unlink(missing_ok=True)
        Session.example(EXAMPLE, self.path).close()
        self.window.open_path(self.path)
        self.window.notes.show_notes([])

    def take_last_year(self, changed: Mapping[str, str]) -> None:
        """Take the figures of last year: those of the example but for these."""
        path = self.path.with_name("上年.biaoli")
        path.unlink(missing_ok=True)
        with Session.example(EXAMPLE, path) as last:
            last.set_addresses(changed.items())
        session = self.work.session
        self.work.perform(lambda: take(session, offered(session, path)))

    def go(self, address: str) -> None:
        """Make a cell current and explain it."""
        self.work.jump(self.work.session.names.cell(address))
        self.work.explain_now()

    def type(self, address: str, text: str) -> None:
        """Begin to type into a cell, sign by sign, without leaving it."""
        self.go(address)
        self.settle()  # a list opens where the cell is seen
        for sign in text:
            typed = QInputMethodEvent("", [])
            typed.setCommitString(sign)
            QApplication.sendEvent(self.keyboard(), typed)

    def press(self, key: Qt.Key) -> None:
        """Press a key where the keyboard is."""
        QTest.keyClick(self.keyboard(), key)

    def keyboard(self) -> QWidget:
        """Where the keyboard is."""
        return self.work.form.view.open_editor() or self.work.form.view

    def project(self) -> SheetId:
        """The sheet of the first project."""
        return next(t.sheet for t in self.work.session.sheets() if t.sheet.instance)

    def settle(self) -> None:
        """Let what waits for the next moment happen now."""
        QTest.qWait(20)

    def unfolded(self, menu: QMenu) -> QMenu:
        """A menu as large as it is when it is open."""
        menu.ensurePolished()
        menu.adjustSize()
        return menu

    def close(self) -> None:
        """Let everything go, dialogs first: they know the document."""
        for kind in (QDialog, HelpWindow):
            for opened in self.window.findChildren(kind):
                opened.close()
                opened.deleteLater()
        self.window.close()
        self.window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
