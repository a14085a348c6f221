"""The dialogs and other windows that pictures are taken of, each with something in it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QElapsedTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from core.document.backups import Backup
from core.document.edits import Batch
from core.refs import SheetId
from core.revisions.drawer import Kept
from core.revisions.upgrade import Upgrade
from core.session import Session
from core.versions import keeping
from gui.dialogs.backups import BackupsDialog
from gui.dialogs.differences import DifferencesDialog
from gui.dialogs.empty_form import EmptyFormDialog
from gui.dialogs.export import ExportDialog
from gui.dialogs.export_words import open_mandatory, still_open
from gui.dialogs.last_year import LastYearDialog
from gui.dialogs.new_document import NewDocumentDialog
from gui.dialogs.official import OfficialDialog
from gui.dialogs.override import OverrideDialog
from gui.dialogs.revision import RevisionDialog
from gui.help.window import HelpWindow
from gui.last_year import CLEAR, OTHER
from tools.shot_stage import NAME, Stage

ENTRY = "一般公共预算收支!项[2101501].栏5"
TOTAL = "收入支出总表!行57.金额"
EMPTY = SheetId("政府性基金")
SCORE = "项目自评[城乡居民医保]!指标[3].得分"
_PAGES_MS = 30_000


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


def _overriding(stage: Stage) -> QWidget:
    stage.open()
    stage.go(TOTAL)
    return OverrideDialog(stage.work.session, stage.work.session.names.cell(TOTAL), stage.window)


def _marking_empty(stage: Stage) -> QWidget:
    stage.open()
    return EmptyFormDialog(stage.work.session, EMPTY, stage.window)


def _exporting(stage: Stage) -> QWidget:
    stage.open()
    return _with_pages(stage)


def _with_pages(stage: Stage) -> QWidget:
    """The dialog of the export once the first page is drawn."""
    dialog = ExportDialog(stage.work.session, stage.window)
    dialog.show()
    waited = QElapsedTimer()
    waited.start()
    while dialog.preview.picture().isNull() and waited.elapsed() < _PAGES_MS:
        QTest.qWait(20)
    return dialog


def _differences(stage: Stage) -> QWidget:
    stage.open()
    session = stage.work.session
    keeping.submit(session, "上报")
    keeping.unlock(session)
    stage.work.perform(lambda: session.type_text([session.names.cell(ENTRY)], "2400000"))
    return DifferencesDialog(session, stage.window)


def _export_draft(stage: Stage) -> QWidget:
    stage.open()
    _make_a_mistake(stage)
    return _with_pages(stage)


def _exported(stage: Stage) -> QWidget:
    dialog = ExportDialog(_opened(stage), stage.window)
    dialog.done_page.show_files([stage.path.with_suffix(end) for end in (".pdf", ".xlsx")])
    dialog.middle.setCurrentWidget(dialog.done_page)
    return dialog


def _official(stage: Stage) -> QWidget:
    stage.open()
    _make_a_mistake(stage)
    session = stage.work.session
    return OfficialDialog(f"{still_open(session, open_mandatory(session))}。", stage.window)


def _backups(stage: Stage) -> QWidget:
    made = [
        Backup(Path.home() / NAME, number, datetime(2022, 8, 12, 9 + number, 30), Path(NAME).stem)
        for number in (3, 2, 1)
    ]
    return BackupsDialog(made, stage.window)


def _no_backups(stage: Stage) -> QWidget:
    return BackupsDialog([], stage.window)


def _revision(stage: Stage) -> QWidget:
    session = _opened(stage)
    cell = session.names.cell(ENTRY)
    kept = (Kept(cell, session.names.words(cell), "2,407,385.81"),)
    offer = Upgrade(session.suite, (), kept, session.document, Batch(()))
    return RevisionDialog(1, offer, kept, "", stage.window)


def _last_year(stage: Stage) -> QWidget:
    session = _opened(stage)
    places = [session.names.words(session.names.cell(name)) for name in (ENTRY, SCORE)]
    words = f"上年数取自“{NAME}”，2022-08-12 15:42 取的，共 312 格。"
    return LastYearDialog(words, (), places, (OTHER, CLEAR), stage.window)


def _help(stage: Stage) -> QWidget:
    stage.window.help.first_hour()
    return next(iter(stage.window.findChildren(HelpWindow)))


def _opened(stage: Stage) -> Session:
    stage.open()
    return stage.work.session


def _make_a_mistake(stage: Stage) -> None:
    session = stage.work.session
    stage.work.perform(lambda: session.type_text([session.names.cell(SCORE)], "99"))


DIALOGS = (
    _new_document,
    _new_document_unit,
    _new_document_start,
    _overriding,
    _marking_empty,
    _exporting,
    _export_draft,
    _exported,
    _official,
    _differences,
    _backups,
    _no_backups,
    _revision,
    _last_year,
    _help,
)
