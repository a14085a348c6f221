"""What stands around the page: tool bar, line of the current cell, the three panels, and search.

It is made once the window is shown: the welcome page needs none of it.
"""

from __future__ import annotations

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtWidgets import QMainWindow, QToolBar, QWidget

from gui.apart import breathe
from gui.cell_line import CellLine
from gui.docks import Dock
from gui.explain_panel import ExplainPanel
from gui.exporting import Exporting
from gui.find_field import FindField
from gui.finder import Finder
from gui.findings_panel import FindingsPanel
from gui.narrow import EXPLAIN, LEAST_TREE, TREE, Narrow
from gui.status_bar import StatusBar
from gui.suite_tree import SuiteTree
from gui.workspace import Panels
from gui.zoom_box import ZoomBox

LAYOUT_VERSION = 1


class Around:
    """Everything around the page of a window, hidden until there is a document."""

    def __init__(self, window: QMainWindow, tools: QToolBar, status: StatusBar) -> None:
        """Make it all; the window answers between one part and the next."""
        self._window = window
        tree, findings = SuiteTree(), FindingsPanel()
        breathe()
        self.panels = Panels(tree, findings, ExplainPanel(), CellLine(), status)
        breathe()
        self.finder = Finder(FindField())
        self.exporting = Exporting(window, status)
        self.zoom = ZoomBox()
        breathe()
        line = _line_bar(self.panels.line)
        self.bars = (_filled(tools, self.finder.field, self.zoom), line)
        self.docks = (
            Dock("dock_tree", "套表目录", "&T", tree),
            Dock("dock_explain", "数据来历", "&L", self.panels.explain),
            Dock("dock_findings", "审核结果", "&F", findings, findings.title_bar),
        )
        breathe()
        self._put_in_place()
        self.narrow = Narrow(window, self.docks, tree, tools)
        self.show(False)

    def _put_in_place(self) -> None:
        """Give everything its usual place. Nothing is painted before it is hidden again."""
        window, (tree, explain, found) = self._window, self.docks
        window.addToolBar(self.bars[0])
        window.addToolBarBreak()
        window.addToolBar(self.bars[1])
        tree.setMinimumWidth(LEAST_TREE)
        explain.setMinimumWidth(200)
        window.setCorner(Qt.Corner.BottomLeftCorner, Qt.DockWidgetArea.LeftDockWidgetArea)
        window.setCorner(Qt.Corner.BottomRightCorner, Qt.DockWidgetArea.BottomDockWidgetArea)
        window.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, tree)
        window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, explain)
        window.addDockWidget(Qt.DockWidgetArea.BottomDockWidgetArea, found)
        window.resizeDocks([tree, explain], [TREE, EXPLAIN], Qt.Orientation.Horizontal)
        window.resizeDocks([found], [150], Qt.Orientation.Vertical)
        self.show(True)
        self._usual = window.saveState(LAYOUT_VERSION)

    def show(self, shown: bool) -> None:
        """Show all of it, or nothing."""
        for part in (*self.bars, *self.docks):
            part.setVisible(shown)

    def default_layout(self) -> None:
        """Put every panel where it was in the beginning."""
        self.narrow.take_back()
        self._window.restoreState(self._usual, LAYOUT_VERSION)
        for dock in self.docks:
            dock.show()
        self.narrow.follow()

    def restore(self, layout: QByteArray) -> None:
        """Put every panel where it was last; nothing is shown by it."""
        self._window.restoreState(layout, LAYOUT_VERSION)
        self.show(False)

    def layout(self) -> QByteArray:
        """Where every panel is, whatever gave way in a narrow window."""
        self.narrow.take_back()
        return self._window.saveState(LAYOUT_VERSION)


def _filled(tools: QToolBar, find: QWidget, zoom: QWidget) -> QToolBar:
    gap = QWidget()
    gap.setSizePolicy(gap.sizePolicy().Policy.Expanding, gap.sizePolicy().Policy.Preferred)
    for part in (gap, find, zoom):
        tools.addWidget(part)
    return _fixed(tools)


def _line_bar(line: CellLine) -> QToolBar:
    bar = QToolBar("当前格")
    bar.setObjectName("cell_line")
    bar.setMovable(False)
    bar.addWidget(line)
    return _fixed(bar)


def _fixed(bar: QToolBar) -> QToolBar:
    bar.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
    bar.toggleViewAction().setVisible(False)
    return bar
