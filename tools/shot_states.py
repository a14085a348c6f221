"""The states of the window that `dev.py shots` takes pictures of, each shown anew.

A state is a function that leads a fresh window to it and returns what is to be seen: the window, or
a dialog. It uses the window as somebody at the keyboard does.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QElapsedTimer, QEvent, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from core.refs import SheetId
from core.session import Session
from core.versions import keeping
from gui.app import make_application
from gui.dialogs.differences import DifferencesDialog
from gui.dialogs.export import ExportDialog
from gui.dialogs.new_document import NewDocumentDialog
from gui.dialogs.override import OverrideDialog
from gui.main_window import MainWindow
from gui.suite_tree import COVER_SHEET
from gui.workspace import Workspace

EXAMPLE = "tonghai-2021"
NAME = "通海县医疗保障局2021年度部门决算公开.biaoli"
WIDTH, HEIGHT = 1366, 728
FIGURE = "支出决算表!类[210].栏2"
ENTRY = "一般公共预算收支!项[2101501].栏5"
TOTAL = "收入支出总表!行57.金额"
SCORE = "项目自评[城乡居民医保]!指标[3].得分"
LONG = "项目自评[城乡居民医保]!指标[3].偏差原因"
CHOICE = "项目自评[城乡居民医保]!指标[3].指标性质"
CODE = "一般公共预算收支!项[2101506].科目编码"
EMPTY = SheetId("政府性基金")
REASON = "知晓率来自电话抽样，样本偏少，按谨慎原则扣 1 分；2022 年改为入户问卷，扩大样本"
_REST_MS = 300


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

    def go(self, address: str) -> None:
        """Make a cell current and explain it."""
        self.work.jump(self.work.session.names.cell(address))
        self.work.explain_now()

    def type(self, address: str, text: str) -> None:
        """Begin to type into a cell, sign by sign, without leaving it."""
        self.go(address)
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

    def close(self) -> None:
        """Let everything go."""
        for dialog in self.window.findChildren(QWidget, "stage"):
            dialog.close()
        self.window.close()
        self.window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def _welcome(stage: Stage) -> QWidget:
    return stage.window


def _welcome_with_files(stage: Stage) -> QWidget:
    stage.open()
    stage.window.close_document()
    return stage.window


def _new_document(stage: Stage) -> QWidget:
    return NewDocumentDialog(stage.window)


def _new_document_unit(stage: Stage) -> NewDocumentDialog:
    dialog = NewDocumentDialog(stage.window)
    dialog.next.click()
    dialog.cover.unit.setText("通海县医疗保障局")
    return dialog


def _new_document_start(stage: Stage) -> QWidget:
    dialog = _new_document_unit(stage)
    dialog.next.click()
    return dialog


def _opened(stage: Stage) -> QWidget:
    stage.open()
    return stage.window


def _figure(stage: Stage) -> QWidget:
    stage.open()
    stage.go(FIGURE)
    return stage.window


def _wide_form(stage: Stage) -> QWidget:
    stage.open()
    stage.go("一般公共预算收支!类[210].栏8")
    return stage.window


def _scrolled(stage: Stage) -> QWidget:
    stage.open()
    stage.go("基本支出!公用经费合计")
    return stage.window


def _empty_form(stage: Stage) -> QWidget:
    stage.open()
    stage.work.open_sheet(EMPTY)
    return stage.window


def _cover(stage: Stage) -> QWidget:
    stage.open()
    stage.work.open_sheet(COVER_SHEET)
    stage.work.focus_page()
    return stage.window


def _project_card(stage: Stage) -> QWidget:
    stage.open()
    stage.go(SCORE)
    stage.work.show_card()
    return stage.window


def _project(stage: Stage) -> QWidget:
    stage.open()
    stage.go(SCORE)
    return stage.window


def _writing_reason(stage: Stage) -> QWidget:
    stage.open()
    stage.go("项目自评[3]!指标[4].得分")
    stage.work.auditing.start_justifying()
    stage.work.panels.findings.writing.edit.setPlainText(REASON)
    return stage.window


def _editing(stage: Stage) -> QWidget:
    stage.open()
    stage.type(ENTRY, "2407385.8")
    return stage.window


def _editing_text(stage: Stage) -> QWidget:
    stage.open()
    stage.go(LONG)
    stage.work.amend()
    return stage.window


def _choosing(stage: Stage) -> QWidget:
    stage.open()
    stage.go(CHOICE)
    stage.work.amend()
    return stage.window


def _completing_code(stage: Stage) -> QWidget:
    stage.open()
    stage.type(CODE, "yb")
    return stage.window


def _not_a_figure(stage: Stage) -> QWidget:
    stage.open()
    stage.type(ENTRY, "23万7")
    stage.press(Qt.Key.Key_Return)
    stage.go(ENTRY)
    return stage.window


def _refused(stage: Stage) -> QWidget:
    stage.open()
    stage.go(FIGURE)
    QTest.keyClicks(stage.work.form.view, "5")
    return stage.window


def _proof(stage: Stage) -> QWidget:
    stage.open()
    stage.work.proofing.show()
    stage.work.proofing.page.table.selectRow(4)
    return stage.window


def _overriding(stage: Stage) -> QWidget:
    stage.open()
    stage.go(TOTAL)
    return OverrideDialog(stage.work.session, stage.work.session.names.cell(TOTAL), stage.window)


def _overridden(stage: Stage) -> QWidget:
    stage.open()
    work = stage.work
    cell = work.session.names.cell(TOTAL)
    work.perform(lambda: work.session.override(cell, "6663000", "按批复数填列"))
    stage.go(TOTAL)
    return stage.window


def _missing(stage: Stage) -> QWidget:
    stage.open()
    stage.go("项目自评[城乡居民医保]!指标[3].三级指标")
    stage.work.clear()
    stage.work.auditing.everything()
    return stage.window


def _findings_here(stage: Stage) -> QWidget:
    stage.open()
    stage.go(SCORE)
    stage.work.panels.findings.scope.setCurrentIndex(1)
    return stage.window


def _locked(stage: Stage) -> QWidget:
    stage.open()
    keeping.submit(stage.work.session, "上报")
    stage.work.show_lock()
    stage.go(FIGURE)
    return stage.window


def _exporting(stage: Stage) -> QWidget:
    stage.open()
    return ExportDialog(stage.work.session, stage.window)


def _differences(stage: Stage) -> QWidget:
    stage.open()
    session = stage.work.session
    keeping.submit(session, "上报")
    keeping.unlock(session)
    stage.work.perform(lambda: session.type_text([session.names.cell(ENTRY)], "2400000"))
    return DifferencesDialog(session, stage.window)


def _menu(stage: Stage) -> QWidget:
    stage.open()
    stage.go(FIGURE)
    menu = stage.window.actions_.menus["审核(&A)"]
    menu.ensurePolished()
    menu.adjustSize()
    return menu


def _zoomed(stage: Stage) -> QWidget:
    stage.open()
    stage.go(SCORE)
    stage.work.form.set_zoom(150)
    return stage.window


def _small_zoom(stage: Stage) -> QWidget:
    stage.open()
    stage.go(SCORE)
    stage.work.form.set_zoom(60)
    return stage.window


def _narrow(stage: Stage) -> QWidget:
    stage.resize(1024, HEIGHT)
    stage.open()
    stage.go(FIGURE)
    return stage.window


def _smallest(stage: Stage) -> QWidget:
    stage.open()
    stage.window.resize(stage.window.minimumSize())
    stage.go(FIGURE)
    return stage.window


STATES: dict[str, Callable[[Stage], QWidget]] = {
    state.__name__.lstrip("_"): state
    for state in (
        _welcome,
        _welcome_with_files,
        _new_document,
        _new_document_unit,
        _new_document_start,
        _opened,
        _figure,
        _wide_form,
        _scrolled,
        _empty_form,
        _cover,
        _project_card,
        _project,
        _writing_reason,
        _editing,
        _editing_text,
        _choosing,
        _completing_code,
        _not_a_figure,
        _refused,
        _overriding,
        _overridden,
        _missing,
        _findings_here,
        _proof,
        _locked,
        _exporting,
        _differences,
        _menu,
        _zoomed,
        _small_zoom,
        _narrow,
        _smallest,
    )
}


def take(folder: Path, percent: int, only: Iterable[str] = ()) -> None:
    """Take a picture of every state, or of these."""
    application = make_application(sys.argv[:1])
    for name in list(only) or STATES:
        stage = Stage(Path.home(), percent)
        _picture(application, STATES[name](stage), folder / f"{name}.png")
        stage.close()


def _picture(application: QApplication, shown: QWidget, path: Path) -> None:
    """Wait until what is shown has come to rest, and take its picture."""
    if not isinstance(shown, MainWindow):
        shown.setObjectName("stage")
    shown.show()
    timer = QElapsedTimer()
    timer.start()
    while timer.elapsed() < _REST_MS:
        application.processEvents()
    shown.grab().save(str(path))
    print(path.name, end=" ", flush=True)
