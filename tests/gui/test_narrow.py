"""A narrow window: what gives way, and what comes back."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton, QWidget

from core.refs import SheetId
from gui.narrow import STRIP, Narrow
from gui.suite_tree import SuiteTree
from tests.gui.hands import EXPENDITURE, SUMMARY, Hands

Key = Qt.Key
Beside = Qt.ToolButtonStyle.ToolButtonTextBesideIcon


@pytest.fixture
def narrow(hands: Hands) -> Iterator[Hands]:
    """A window as narrow as it can be made to keep its panels."""
    hands.work.open_sheet(SUMMARY)
    resize(hands, 1000, 600)
    yield hands
    resize(hands, 1366, 728)


def resize(hands: Hands, width: int, height: int) -> None:
    """Make the window that large, and wait until it has settled."""
    hands.window.resize(width, height)
    QTest.qWait(20)


def tree_of(hands: Hands) -> SuiteTree:
    """The tree of forms."""
    return hands.window.panels.tree


def watch(hands: Hands) -> Narrow:
    """What gives way."""
    return hands.window.narrow


def click(hands: Hands, sheet: SheetId, widget: QWidget) -> None:
    """Click the row of a sheet."""
    index = tree_of(hands)._of[sheet].index()
    at = QPoint(20, tree_of(hands).visualRect(index).center().y())
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)


@pytest.mark.parametrize(
    ("width", "beside", "tab", "folded"),
    [
        (1366, True, False, False),
        (1180, True, False, False),
        (1179, True, True, False),
        (1100, True, True, False),
        (1099, False, True, False),
        (1024, False, True, False),
        (1023, False, True, True),
        (880, False, True, True),
    ],
)
def test_what_gives_way_follows_the_width(
    hands: Hands, width: int, beside: bool, tab: bool, folded: bool
) -> None:
    """Below 1180 数据来历 is a tab, below 1100 tools have no words, below 1024 the tree folds."""
    window = hands.window
    resize(hands, width, 600)
    tree, explain, found = window.docks
    bar = window.around.bars[0]
    assert (bar.toolButtonStyle() == Beside) == beside
    buttons = [one.objectName() for one in bar.findChildren(QToolButton) if one.isVisible()]
    assert "qt_toolbar_ext_button" not in buttons
    assert (explain in window.tabifiedDockWidgets(found)) == tab
    assert (tree.width() == STRIP) == folded
    resize(hands, 1366, 728)
    assert window.around.bars[0].toolButtonStyle() == Beside
    assert window.tabifiedDockWidgets(found) == []
    assert not tree_of(hands).is_folded
    assert tree.width() > STRIP
    assert window.dockWidgetArea(explain) == Qt.DockWidgetArea.RightDockWidgetArea


def test_a_click_on_the_strip_opens_the_tree_over_the_grid(narrow: Hands) -> None:
    """The grid stays where it is; what is chosen there opens, and the strip is back."""
    tree, before = tree_of(narrow), narrow.page.width()
    click(narrow, EXPENDITURE, tree.viewport())
    assert watch(narrow).is_over
    assert narrow.page.width() == before
    assert tree.hasFocus()
    assert narrow.work.sheet == SUMMARY
    click(narrow, EXPENDITURE, tree.viewport())
    assert narrow.work.sheet == EXPENDITURE
    assert not watch(narrow).is_over
    assert tree.is_folded
    assert narrow.view.hasFocus()


def test_the_keyboard_opens_and_leaves_the_folded_tree(narrow: Hands) -> None:
    """F6 comes to it, Esc leaves it."""
    narrow.work.focus_page()
    narrow.run("previous_pane")
    assert watch(narrow).is_over
    QTest.keyClick(tree_of(narrow), Key.Key_Escape)
    assert not watch(narrow).is_over
    assert narrow.view.hasFocus()


def test_the_tree_goes_back_when_the_keyboard_is_elsewhere(narrow: Hands) -> None:
    """As when the grid is clicked beside it."""
    watch(narrow).open_over()
    narrow.view.setFocus(Qt.FocusReason.MouseFocusReason)
    assert not watch(narrow).is_over


def test_a_wider_window_takes_the_open_tree_back(narrow: Hands) -> None:
    """It is a panel again, with all its words."""
    watch(narrow).open_over()
    resize(narrow, 1366, 728)
    assert not watch(narrow).is_over
    assert narrow.window.docks[0].widget() is tree_of(narrow)
    assert not tree_of(narrow).is_folded


def test_panels_that_somebody_moved_stay_where_they_are(hands: Hands) -> None:
    """Closed, or on another side."""
    window, right = hands.window, Qt.DockWidgetArea.RightDockWidgetArea
    tree, explain, _ = window.docks
    window.addDockWidget(right, tree)
    explain.close()
    resize(hands, 900, 600)
    assert not tree_of(hands).is_folded
    assert explain.isHidden()
    resize(hands, 1366, 728)
    assert window.dockWidgetArea(tree) == right
    assert explain.isHidden()
    hands.run("default_layout")
    assert window.dockWidgetArea(tree) == Qt.DockWidgetArea.LeftDockWidgetArea
    assert explain.isVisible()


def test_what_is_kept_is_the_layout_of_a_wide_window(narrow: Hands, tmp_path: Path) -> None:
    """Closed narrow and opened wide, every panel is in its place."""
    narrow.run("default_layout")
    assert tree_of(narrow).is_folded
    window = narrow.window
    window.narrow.take_back()
    state = window.saveState(1)
    window.narrow.follow()
    resize(narrow, 1366, 728)
    window.restoreState(state, 1)
    tree, explain, found = window.docks
    assert window.tabifiedDockWidgets(found) == []
    assert tree.width() > STRIP
    assert explain.isVisible()


def test_two_rows_of_findings_are_seen_in_the_smallest_window(hands: Hands) -> None:
    """Head, filters, and two lines."""
    resize(hands, 880, 480)
    table = hands.window.panels.findings.table
    rows = table.viewport().height() // table.rowHeight(0)
    assert rows >= 2
