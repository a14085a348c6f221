"""The states of the window that `dev.py shots` takes pictures of, each shown anew.

A state is a function that leads a fresh window to it and returns what is to be seen: the window, or
a dialog. It uses the window as somebody at the keyboard does.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from pathlib import Path

from PySide6.QtCore import QElapsedTimer, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from core.emptiness import mark
from core.refs import SheetId
from core.versions import keeping
from gui import system_clipboard
from gui.app import make_application
from gui.grid.trace import REST_MS
from gui.grid_menu import grid_menu
from gui.suite_tree import COVER_SHEET
from tools.shot_cuts import CUTS, cut
from tools.shot_dialogs import DIALOGS
from tools.shot_stage import HEIGHT, Stage

FIGURE = "支出决算表!类[210].栏2"
ENTRY = "一般公共预算收支!项[2101501].栏5"
TOTAL = "收入支出总表!行57.金额"
ROW = "一般公共预算收支!项[2101501].科目编码"
SCORE = "项目自评[城乡居民医保]!指标[3].得分"
LONG = "项目自评[城乡居民医保]!指标[3].偏差原因"
CHOICE = "项目自评[城乡居民医保]!指标[3].指标性质"
CODE = "一般公共预算收支!项[2101506].科目编码"
INDICATOR = "项目自评[城乡居民医保]!指标[4].三级指标"
EMPTY = SheetId("政府性基金")
REASON = "知晓率来自电话抽样，样本偏少，按谨慎原则扣 1 分；2022 年改为入户问卷，扩大样本"
_REST_MS = 700  # the export draws its pages after a moment


def _welcome(stage: Stage) -> QWidget:
    return stage.window


def _welcome_with_files(stage: Stage) -> QWidget:
    stage.open()
    stage.window.close_document()
    return stage.window


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


def _marked_empty(stage: Stage) -> QWidget:
    stage.open()
    stage.work.open_sheet(EMPTY)
    stage.work.perform(lambda: mark(stage.work.session, EMPTY, ""))
    return stage.window


def _traced(stage: Stage) -> QWidget:
    stage.open()
    stage.go(FIGURE)
    QTest.qWait(2 * REST_MS)
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


def _suggesting(stage: Stage) -> QWidget:
    stage.open()
    stage.type(INDICATOR, "满意度")
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


def _menu(stage: Stage) -> QWidget:
    stage.open()
    stage.go(FIGURE)
    return stage.unfolded(stage.window.actions_.menus["审核(&A)"])


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


def _tree_over(stage: Stage) -> QWidget:
    window = _narrowest_with_panels(stage)
    stage.settle()
    stage.window.narrow.open_over()
    return window


def _explain_as_tab(stage: Stage) -> QWidget:
    window = _narrowest_with_panels(stage)
    stage.settle()
    stage.window.docks[1].raise_()
    return window


def _narrowest_with_panels(stage: Stage) -> QWidget:
    stage.open()
    stage.window.resize(min(stage.window.width(), 1000), min(stage.window.height(), 600))
    stage.go(FIGURE)
    return stage.window


def _block(stage: Stage) -> QWidget:
    stage.open()
    stage.go(FIGURE)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Down):
        QTest.keyClick(stage.work.form.view, key, Qt.KeyboardModifier.ShiftModifier)
    return stage.window


def _paste_strip(stage: Stage) -> QWidget:
    stage.open()
    stage.go(ENTRY)
    system_clipboard.offer("1200\t5\t廿三\n7\t8\t9\n", "")
    stage.work.clipboard.paste()
    return stage.window


def _find(stage: Stage) -> QWidget:
    stage.open()
    stage.window.finder.start()
    QTest.keyClicks(stage.window.finder.field, "2101501")
    QTest.keyClick(stage.window.finder.field, Qt.Key.Key_Return)
    return stage.window


def _go_to(stage: Stage) -> QWidget:
    stage.open()
    stage.work.go_to.start()
    QTest.keyClicks(stage.work.go_to.field, "2101501")
    return stage.window


def _tree_menu(stage: Stage) -> QWidget:
    stage.open()
    return stage.unfolded(stage.window.documents.tree_menu(stage.project()))


def _grid_menu(stage: Stage) -> QWidget:
    stage.open()
    stage.go(ENTRY)
    return stage.unfolded(grid_menu(stage.work.form.view, stage.window.actions_))


def _row_deleted(stage: Stage) -> QWidget:
    stage.open()
    stage.go(ROW)
    stage.work.structure.remove_row()
    return stage.window


def _beside_last_year(stage: Stage) -> QWidget:
    stage.open()
    stage.take_last_year({"封面.年度": "2020", ENTRY: "2300000"})
    stage.work.form.model.compare(True)
    stage.go(ENTRY)
    return stage.window


def _no_findings(stage: Stage) -> QWidget:
    stage.open()
    stage.work.open_sheet(EMPTY)
    for toggle in stage.work.panels.findings.toggles.values():
        toggle.setChecked(False)
    return stage.window


STATES: dict[str, Callable[[Stage], QWidget]] = {
    state.__name__.lstrip("_"): state
    for state in (
        _welcome,
        _welcome_with_files,
        _opened,
        _figure,
        _wide_form,
        _scrolled,
        _empty_form,
        _marked_empty,
        _traced,
        _cover,
        _project_card,
        _project,
        _writing_reason,
        _editing,
        _editing_text,
        _choosing,
        _completing_code,
        _suggesting,
        _not_a_figure,
        _refused,
        _overridden,
        _missing,
        _findings_here,
        _proof,
        _locked,
        _menu,
        _zoomed,
        _small_zoom,
        _narrow,
        _smallest,
        _tree_over,
        _explain_as_tab,
        _block,
        _paste_strip,
        _find,
        _go_to,
        _tree_menu,
        _grid_menu,
        _row_deleted,
        _beside_last_year,
        _no_findings,
        *DIALOGS,
    )
}


def take(
    folder: Path, percent: int, only: Iterable[str] = (), *, manual: Path | None = None
) -> None:
    """Take a picture of every state, or of these; into `manual` what the manual shows of them."""
    application = make_application(sys.argv[:1])
    for name in list(only) or STATES:
        stage = Stage(Path.home(), percent)
        shown = STATES[name](stage)
        _picture(application, shown, folder / f"{name}.png")
        if manual is not None and name in CUTS:
            cut(CUTS[name], stage, shown).save(str(manual / f"{CUTS[name].name}.png"), "PNG", 0)
        stage.close()


def _picture(application: QApplication, shown: QWidget, path: Path) -> None:
    """Wait until what is shown has come to rest, and take its picture."""
    shown.show()
    timer = QElapsedTimer()
    timer.start()
    while timer.elapsed() < _REST_MS:
        application.processEvents()
    shown.grab().save(str(path))
    print(path.name, end=" ", flush=True)
