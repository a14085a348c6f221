"""What gives way in a narrow window: the tree folds to a strip, 数据来历 becomes a tab, words go.

Whoever moved, floated or closed a panel keeps it so: only panels in their usual place give way, and
they come back when there is room again. A larger 界面字号 makes the window narrower by itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QMainWindow, QTabBar, QTabWidget, QToolBar, QWidget

from gui.docks import Dock

if TYPE_CHECKING:
    from gui.suite_tree import SuiteTree

TABS_BELOW, FOLDS_BELOW, WORDS_FROM = 1180, 1024, 1100
STRIP, LEAST_TREE, TREE, EXPLAIN = 40, 180, 238, 270


class Narrow(QObject):
    """Watches the width of a window.

    closed  the tree was open over the grid and had the keyboard, which has to go somewhere
    """

    closed = Signal()

    def __init__(
        self, window: QMainWindow, docks: tuple[Dock, Dock, Dock], tree: SuiteTree, tools: QToolBar
    ) -> None:
        """`docks` are tree, explanation and findings in their usual places."""
        super().__init__(window)
        self._window, self._tree, self._tools = window, tree, tools
        self._tree_dock, self._explain, self._findings = docks
        self._title = self._tree_dock.titleBarWidget()
        self._is_tab = False
        self._strip: QWidget | None = None  # in the dock's place while the tree is over the grid
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.timeout.connect(self.follow)
        window.setTabPosition(Qt.DockWidgetArea.AllDockWidgetAreas, QTabWidget.TabPosition.North)
        tree.opened.connect(self.close_over)
        tree.left.connect(self.close_over)
        tree.whole_wanted.connect(self.open_over)

    # ---- the width

    def resized(self) -> None:
        """The window has another width; docks must not be moved while Qt lays them out."""
        self._later.start(0)

    def follow(self) -> None:
        """Give way, or take the room back, as wide as the window is now."""
        width = self._window.width()
        style = Qt.ToolButtonStyle
        beside = style.ToolButtonTextBesideIcon if width >= WORDS_FROM else style.ToolButtonIconOnly
        self._tools.setToolButtonStyle(beside)
        self._tab(give_way=width < TABS_BELOW)
        self._fold(give_way=width < FOLDS_BELOW)

    def take_back(self) -> None:
        """Put everything where it is in a wide window, before the layout is kept or restored."""
        self._tab(give_way=False)
        self._fold(give_way=False)

    def _tab(self, *, give_way: bool) -> None:
        """数据来历 stands beside 审核结果 as a tab, or on the right."""
        window, right = self._window, Qt.DockWidgetArea.RightDockWidgetArea
        explain, found = self._explain, self._findings
        if give_way and not self._is_tab:
            usual = not explain.isFloating() and window.dockWidgetArea(explain) == right
            if usual and not explain.isHidden() and not found.isHidden() and not found.isFloating():
                window.tabifyDockWidget(found, explain)
                found.raise_()
                for bar in window.findChildren(QTabBar):
                    bar.setAccessibleName(bar.accessibleName() or "窗格")
                self._is_tab = True
        elif not give_way and self._is_tab:
            self._is_tab = False
            if explain in window.tabifiedDockWidgets(found):
                window.addDockWidget(right, explain)
                window.resizeDocks([explain], [EXPLAIN], Qt.Orientation.Horizontal)

    def _fold(self, *, give_way: bool) -> None:
        """The tree is a strip of numbers and shapes, or a panel."""
        dock = self._tree_dock
        if give_way == (self._tree.is_folded or self.is_over):
            return
        left = self._window.dockWidgetArea(dock) == Qt.DockWidgetArea.LeftDockWidgetArea
        if give_way and (dock.isFloating() or dock.isHidden() or not left):
            return
        self.close_over()
        self._tree.fold(give_way)
        if give_way:
            dock.setTitleBarWidget(_NoTitle(dock))
            dock.setMinimumSize(STRIP, 0)
            dock.setMaximumWidth(STRIP)
        else:
            dock.titleBarWidget().deleteLater()
            dock.setTitleBarWidget(self._title)
            dock.setMinimumSize(LEAST_TREE, 0)
            dock.setMaximumWidth(_NO_LIMIT)
            self._window.resizeDocks([dock], [TREE], Qt.Orientation.Horizontal)

    # ---- the folded tree, opened over the grid

    @property
    def is_over(self) -> bool:
        """Whether the folded tree is open over the grid."""
        return self._strip is not None

    def open_over(self) -> None:
        """Show the whole tree over the grid until something is chosen or the keyboard leaves."""
        dock, tree = self._tree_dock, self._tree
        if not tree.is_folded:
            return
        corner = dock.mapTo(self._window, QPoint(0, 0))
        strip = QWidget(dock)
        strip.setMinimumWidth(STRIP)
        tree.fold(False)
        tree.setParent(self._window)
        dock.setWidget(strip)
        tree.setGeometry(QRect(corner.x(), corner.y(), TREE, dock.height()))
        tree.show()
        tree.raise_()
        tree.setFocus(Qt.FocusReason.OtherFocusReason)
        self._strip = strip

    def close_over(self) -> None:
        """Back into the strip; the keyboard is in the page again."""
        strip, self._strip = self._strip, None
        if strip is None:
            return
        had_focus = self._tree.hasFocus()
        self._tree.fold(True)
        self._tree_dock.setWidget(self._tree)
        self._tree.show()
        strip.deleteLater()
        if had_focus:
            self.closed.emit()


class _NoTitle(QWidget):
    """Stands where a title would."""

    def sizeHint(self) -> QSize:
        """Nothing."""
        return QSize(0, 0)


_NO_LIMIT = 16_777_215
"""What Qt calls no limit."""
