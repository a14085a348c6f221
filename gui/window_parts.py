"""What stands around the page: tool bar, line of the current cell, and the three panels."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMainWindow, QToolBar, QVBoxLayout, QWidget

from gui.docks import Dock
from gui.narrow import EXPLAIN, LEAST_TREE, TREE
from gui.workspace import Panels


def make_bars(
    window: QMainWindow, tools: QToolBar, find: QWidget, zoom: QWidget, line: QWidget
) -> list[QToolBar]:
    """Tool bar and line of the current cell, one above the other."""
    gap = QWidget()
    gap.setSizePolicy(gap.sizePolicy().Policy.Expanding, gap.sizePolicy().Policy.Preferred)
    tools.addWidget(gap)
    tools.addWidget(find)
    tools.addWidget(zoom)
    below = QToolBar("当前格")
    below.setObjectName("cell_line")
    below.setMovable(False)
    below.addWidget(line)
    window.addToolBar(tools)
    window.addToolBarBreak()
    window.addToolBar(below)
    for bar in (tools, below):
        bar.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        bar.toggleViewAction().setVisible(False)
    return [tools, below]


def make_docks(window: QMainWindow, panels: Panels) -> tuple[Dock, Dock, Dock]:
    """Tree, explanation and findings in their usual places."""
    tree = Dock("dock_tree", "套表目录", panels.tree)
    explain = Dock("dock_explain", "数据来历", panels.explain)
    found = Dock("dock_findings", "审核结果", panels.findings, panels.findings.title_bar)
    tree.setMinimumWidth(LEAST_TREE)
    explain.setMinimumWidth(200)
    window.setCorner(Qt.Corner.BottomLeftCorner, Qt.DockWidgetArea.LeftDockWidgetArea)
    window.setCorner(Qt.Corner.BottomRightCorner, Qt.DockWidgetArea.BottomDockWidgetArea)
    window.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, tree)
    window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, explain)
    window.addDockWidget(Qt.DockWidgetArea.BottomDockWidgetArea, found)
    window.resizeDocks([tree, explain], [TREE, EXPLAIN], Qt.Orientation.Horizontal)
    window.resizeDocks([found], [150], Qt.Orientation.Vertical)
    return tree, explain, found


def stacked(*widgets: QWidget) -> QWidget:
    """Widgets one above the other."""
    whole = QWidget()
    layout = QVBoxLayout(whole)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(0)
    for widget in widgets:
        layout.addWidget(widget)
    return whole
