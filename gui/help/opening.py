"""Which page F1 opens: the one about the part of the window that has the keyboard."""

from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

from gui.find_field import FindField
from gui.findings_panel import FindingsPanel
from gui.grid.plan_view import PlanView
from gui.help.booklet import page_of_rule
from gui.help.window import HelpWindow
from gui.proof_page import ProofPage
from gui.suite_tree import SuiteTree

FIRST, KEYS = "第一个小时", "全部快捷键"
PARTS: dict[type[QWidget], str] = {
    PlanView: "选中",
    SuiteTree: "套表目录",
    FindingsPanel: "审核校验单",
    ProofPage: "审核校验单",
    FindField: "查找和定位",
}


class Help:
    """The manual of a window; it is read when somebody first asks."""

    def __init__(self, window: QMainWindow) -> None:
        """Nothing is shown yet."""
        self._window = window
        self.shown: HelpWindow | None = None

    def here(self) -> None:
        """F1: the page about where the keyboard is, or about the finding that it is on."""
        part = QApplication.focusWidget()
        self.open_at(self._about_finding(part) or page_about(part))

    def _about_finding(self, part: QWidget | None) -> str | None:
        panel = part
        while panel is not None and not isinstance(panel, FindingsPanel):
            panel = panel.parentWidget()
        asked = panel.rule() if panel is not None else None
        return page_of_rule(self._ready().manual.rules, *asked) if asked else None

    def first_hour(self) -> None:
        """Where one begins."""
        self.open_at(FIRST)

    def keys(self) -> None:
        """Every key."""
        self.open_at(KEYS)

    def open_at(self, title: str) -> None:
        """Show a page of the manual."""
        self._ready().open_at(title)

    def _ready(self) -> HelpWindow:
        if self.shown is None:
            self.shown = HelpWindow(self._window)
        return self.shown


def page_about(part: QWidget | None) -> str:
    """The page about a part of the window or what it stands in; else where one begins."""
    while part is not None:
        for kind, title in PARTS.items():
            if isinstance(part, kind):
                return title
        part = part.parentWidget()
    return FIRST
