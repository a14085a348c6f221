"""Which page F1 opens: the one about the part of the window that has the keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication, QTabBar, QWidget

from gui.cell_line import CellLine
from gui.explain_panel import ExplainPanel
from gui.fields_page import FieldsPage
from gui.find_field import FindField
from gui.findings_panel import FindingsPanel
from gui.findings_parts import TitleBar
from gui.go_to import GoToField
from gui.grid.plan_view import PlanView
from gui.help.booklet import page_of_rule
from gui.help.places import Place
from gui.help.window import HelpWindow
from gui.note_bar import NoteBar
from gui.paste_strip import PasteStrip
from gui.proof_page import ProofPage
from gui.suite_tree import SuiteTree
from gui.welcome_page import WelcomePage
from gui.zoom_box import ZoomBox

if TYPE_CHECKING:
    from gui.main_window import MainWindow

FIRST, KEYS = "第一个小时", "全部快捷键"
PARTS: dict[type[QWidget], str] = {
    PlanView: "选中",
    SuiteTree: "套表目录",
    FindingsPanel: "审核结果",
    TitleBar: "审核结果",
    ExplainPanel: "数据来历",
    ProofPage: "审核校验单",
    FieldsPage: "新建",
    FindField: "查找和定位",
    GoToField: "查找和定位",
    CellLine: "查找和定位",
    PasteStrip: "粘贴",
    NoteBar: "文件放在哪里",
    ZoomBox: "字的大小和颜色",
    QTabBar: "窄窗口",
    WelcomePage: FIRST,
}
FORMS = (PlanView, FieldsPage)
"""Where one fills in: there F1 tells of the form, if the manual knows its suite."""


class Help:
    """The manual of a window; it is read when somebody first asks."""

    def __init__(self, window: MainWindow) -> None:
        """Nothing is shown yet."""
        self._window = window
        self.shown: HelpWindow | None = None

    def here(self) -> None:
        """F1: the page about where the keyboard is, or about the finding or form that it is on."""
        part = QApplication.focusWidget()
        found = self._about_finding(part) or self._about_form(part) or Place(page_about(part))
        self.open_at(found)

    def _about_finding(self, part: QWidget | None) -> Place | None:
        panel = _around(part, FindingsPanel)
        asked = panel.rule() if isinstance(panel, FindingsPanel) else None
        title = page_of_rule(self._ready().manual.rules, *asked) if asked else None
        return Place(title) if title else None

    def _about_form(self, part: QWidget | None) -> Place | None:
        work = self._window.workspace
        if work is None or work.sheet is None or _around(part, *FORMS) is None:
            return None
        suite = self._ready().manual.suites.get(work.session.suite.id)
        return suite.of(work.sheet.form) if suite is not None else None

    def first_hour(self) -> None:
        """Where one begins."""
        self.open_at(Place(FIRST))

    def keys(self) -> None:
        """Every key."""
        self.open_at(Place(KEYS))

    def open_at(self, place: Place) -> None:
        """Show a page of the manual."""
        self._ready().open_at(place)

    def _ready(self) -> HelpWindow:
        if self.shown is None:
            self.shown = HelpWindow(self._window)
        return self.shown


def page_about(part: QWidget | None) -> str:
    """The page about a part of the window or what it stands in; else where one begins."""
    found = _around(part, *PARTS)
    return next((title for kind, title in PARTS.items() if isinstance(found, kind)), FIRST)


def _around(part: QWidget | None, *kinds: type[QWidget]) -> QWidget | None:
    """The part itself, or what it stands in, that is of one of these kinds."""
    while part is not None and not isinstance(part, kinds):
        part = part.parentWidget()
    return part
