"""What stays in sight while a form scrolls: its head, the columns that name the rows, a corner."""

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QImage, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from core.refs import SheetId
from gui.grid.frozen import EDGE
from gui.theme import LIGHT
from tests.gui.hands import SUMMARY, Hands

WIDE = SheetId("一般公共预算收支")
SEVERAL_HEADS = SheetId("整体自评表")
NAME = "一般公共预算收支!类[210].科目名称"
FIGURE = "一般公共预算收支!类[210].栏8"
CODE = "一般公共预算收支!项[2101501].科目编码"
Button, Modifier, Key = Qt.MouseButton, Qt.KeyboardModifier, Qt.Key


class Moves(QObject):
    """Where a widget was told the mouse is."""

    def __init__(self) -> None:
        super().__init__()
        self.points: list[QPoint] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take note."""
        if isinstance(event, QMouseEvent):
            self.points.append(event.position().toPoint())
        return False


@pytest.fixture
def wide(hands: Hands) -> Hands:
    """A form wider than the view, scrolled away from both of its edges."""
    hands.work.open_sheet(WIDE)
    hands.page.set_zoom(120)
    hands.view.horizontalScrollBar().setValue(200)
    hands.page.desk.verticalScrollBar().setValue(250)
    return hands


def centre(hands: Hands, address: str) -> QPoint:
    """The middle of a cell where it is seen, on the screen."""
    rect = hands.view.seen_rect(hands.model.find(hands.cell(address)))
    return hands.view.viewport().mapToGlobal(rect.center())


def click(hands: Hands, where: QPoint) -> QWidget:
    """Click what is seen there; the widget that was clicked."""
    found = hands.window.childAt(hands.window.mapFromGlobal(where))
    assert found is not None
    QTest.mouseClick(found, Button.LeftButton, Modifier.NoModifier, found.mapFromGlobal(where))
    return found


def test_a_form_that_fits_has_no_frozen_columns(hands: Hands) -> None:
    """Nothing scrolls sideways, so nothing has to stay."""
    hands.work.open_sheet(SUMMARY)
    assert not hands.page.frozen.side.isVisible()
    assert hands.view.pinned_columns is None


def test_codes_and_names_stay_when_the_form_scrolls_sideways(wide: Hands) -> None:
    """The columns left of the first figure are seen where they were, behind a line of 2 pixels."""
    side = wide.page.frozen.side
    names = range(4)
    assert side.isVisible()
    assert side.width() == sum(map(wide.view.columnWidth, names))
    assert wide.view.seen_rect(wide.model.index(8, 0)).left() == 0
    assert wide.view.columnViewportPosition(0) == -200
    picture = side.grab().toImage()
    colours = [picture.pixelColor(side.width() - x, 30).name().upper() for x in range(1, EDGE + 1)]
    assert colours == [LIGHT.frame] * EDGE


def test_the_corner_stands_where_head_and_columns_meet(wide: Hands) -> None:
    """It covers the head over the frozen columns, and is gone when the head is in its place."""
    frozen = wide.page.frozen
    assert frozen.corner.isVisible()
    assert frozen.corner.width() == frozen.side.width()
    assert frozen.corner.geometry().topLeft() == frozen.head.geometry().topLeft()
    wide.page.desk.verticalScrollBar().setValue(0)
    assert not frozen.corner.isVisible()
    assert frozen.side.isVisible()


def test_never_more_than_half_the_view_is_frozen(wide: Hands) -> None:
    """With less room only the name stays, then nothing."""
    frozen, view = wide.page.frozen, wide.view
    for zoom in (100, 120, 150, 200):
        wide.page.set_zoom(zoom)
        view.horizontalScrollBar().setValue(10_000)
        assert frozen.side.isHidden() or frozen.side.width() <= view.width() / 2
    wide.window.resize(880, 480)
    wide.page.set_zoom(200)
    view.horizontalScrollBar().setValue(10_000)
    band = view.pinned_columns
    assert band is None or (band.first, band.end) == (3, 4)
    assert frozen.head.isHidden() or frozen.head.height() <= wide.page.height() / 2


def test_only_the_name_stays_once_it_would_scroll_out(wide: Hands) -> None:
    """Where codes and name are too wide, the name sticks at the edge when it has got there."""
    wide.window.resize(1000, 600)
    wide.page.set_zoom(150)
    frozen, view = wide.page.frozen, wide.view
    view.horizontalScrollBar().setValue(0)
    widths = [view.columnWidth(column) for column in range(4)]
    assert sum(widths) > view.width() / 2 >= widths[3]
    assert not frozen.side.isVisible()
    view.horizontalScrollBar().setValue(sum(widths[:3]) + 40)
    assert frozen.side.isVisible()
    assert frozen.side.width() == widths[3]


def test_a_click_on_what_is_frozen_is_a_click_on_the_grid(wide: Hands) -> None:
    """A name under the overlay selects its row, the grid has the keyboard, and nothing scrolls."""
    clicked = click(wide, centre(wide, NAME))
    assert clicked is wide.page.frozen.side
    block = wide.view.blocks.block
    assert block is not None
    assert block.row == wide.model.find(wide.cell(NAME)).row()
    assert wide.view.hasFocus()
    assert wide.view.horizontalScrollBar().value() == 200


def test_a_click_on_the_frozen_head_does_not_scroll(wide: Hands) -> None:
    """The head is where it is seen: a click selects the column below."""
    before = wide.page.desk.verticalScrollBar().value()
    head = wide.page.frozen.head
    x = head.width() - 30
    click(wide, head.mapToGlobal(QPoint(x, head.height() - 8)))
    block = wide.view.blocks.block
    assert block is not None
    assert wide.model.plan is not None
    assert (block.column, block.row) == (wide.view.columnAt(x), wide.model.plan.head[1])
    assert wide.page.desk.verticalScrollBar().value() == before


def test_a_drag_crosses_the_edge_in_both_directions(wide: Hands) -> None:
    """What is under the mouse is what is seen there, also while a button is held."""
    view = wide.view
    for address in (NAME, FIGURE):
        at = view.viewport().mapFromGlobal(centre(wide, address))
        index = view.indexAt(at)
        assert wide.model.anchor(index) is wide.model.anchor(wide.model.find(wide.cell(address)))
    side = wide.page.frozen.side
    start, end = (side.mapFromGlobal(centre(wide, address)) for address in (NAME, FIGURE))
    passed = Moves()
    view.viewport().installEventFilter(passed)
    QTest.mousePress(side, Button.LeftButton, Modifier.NoModifier, start)
    QTest.mouseMove(side, end)
    QTest.mouseRelease(side, Button.LeftButton, Modifier.NoModifier, end)
    last = wide.model.anchor(view.indexAt(passed.points[-1]))
    assert last is wide.model.anchor(wide.model.find(wide.cell(FIGURE)))


def test_a_code_is_typed_where_it_is_seen(wide: Hands) -> None:
    """Editor and list of the input method are at the frozen cell, above the overlay."""
    wide.go(CODE)
    wide.view.horizontalScrollBar().setValue(200)
    click(wide, centre(wide, CODE))
    seen = wide.view.seen_rect(wide.view.currentIndex())
    assert seen.left() == 0
    assert wide.view.inputMethodQuery(Qt.InputMethodQuery.ImCursorRectangle) == seen
    wide.type("2")
    editor = wide.view.open_editor()
    assert editor is not None
    assert editor.isVisible()
    on_screen = editor.mapToGlobal(editor.rect().center())
    assert wide.window.childAt(wide.window.mapFromGlobal(on_screen)) is editor
    assert editor.geometry().topLeft() == seen.topLeft()
    wide.press(Key.Key_Escape)
    assert wide.view.horizontalScrollBar().value() == 200


def test_the_current_cell_is_never_under_the_frozen_columns(wide: Hands) -> None:
    """Going left, the grid scrolls before the cell would be covered."""
    wide.go(FIGURE)
    for _ in range(4):
        wide.press(Key.Key_Left)
        rect = wide.view.seen_rect(wide.view.currentIndex())
        assert rect.left() >= wide.page.frozen.side.width()


def test_an_edit_is_seen_in_the_overlay(wide: Hands) -> None:
    """The name of the current row is tinted in the frozen columns, too."""
    wide.go(FIGURE)
    rect = wide.view.visualRect(wide.model.find(wide.cell(NAME)))
    picture = wide.page.frozen.side.grab().toImage()
    assert picture.pixelColor(rect.center().x(), rect.top() + 2).name().upper() == LIGHT.row


def test_each_table_keeps_its_own_head(hands: Hands) -> None:
    """Between two heads the first one sticks, pushed away by the second when that arrives."""
    hands.work.open_sheet(SEVERAL_HEADS)
    hands.window.resize(1366, 480)
    hands.page.set_zoom(150)
    heads = hands.model.plan.heads  # type: ignore[union-attr]
    seen = []
    bar = hands.page.desk.verticalScrollBar()
    for value in range(0, bar.maximum(), 5):
        bar.setValue(value)
        band = hands.view.pinned_rows
        if band is None:
            continue
        if band.first not in seen:
            seen.append(band.first)
        bottom = hands.view.mapTo(hands.page.desk.viewport(), QPoint(0, band.edge)).y()
        head = next(h for h in heads if h.first <= band.first < h.end)
        until = hands.view.rowViewportPosition(head.until) if head is not heads[-1] else 10_000
        assert band.edge <= until
        assert bottom <= hands.page.desk.viewport().height() / 2 + 25
    assert len(seen) >= 2
    assert seen == sorted(seen)


def test_a_row_that_the_edge_would_cut_scrolls_as_it_is(hands: Hands) -> None:
    """A cell over frozen and other columns is seen whole, in the grid beneath."""
    hands.work.open_sheet(SEVERAL_HEADS)
    hands.window.resize(1366, 728)
    hands.page.set_zoom(150)
    view = hands.view
    view.horizontalScrollBar().setValue(350)
    hands.page.desk.verticalScrollBar().setValue(0)
    assert view.pinned_columns is not None
    assert {0, 27} <= view.loose_rows  # headings and goals over the names and over their figures
    assert view.visualRect(hands.model.index(0, 0)).left() == -350
    assert view.visualRect(hands.model.index(20, view.pinned_columns.first)).left() == 0
    spot = view.viewport().mapToGlobal(QPoint(20, view.rowHeight(0) // 2))
    assert click(hands, spot) is view.viewport()


def test_beside_rows_that_scroll_as_they_are_the_form_is_painted(hands: Hands) -> None:
    """What stays leaves such rows free, and covers nothing beyond its own edge."""
    hands.window.resize(1100, 700)
    hands.work.open_sheet(SEVERAL_HEADS)
    hands.page.set_zoom(150)
    hands.view.horizontalScrollBar().setValue(10_000)
    assert hands.view.loose_rows
    assert hands.page.frozen.side.isVisible()

    plain = QImage.Format.Format_RGB32
    shown = hands.view.grab().toImage().convertToFormat(plain)
    alone = hands.view.viewport().grab().toImage().convertToFormat(plain)
    right = shown.rect().adjusted(hands.page.frozen.side.width(), 0, 0, 0)
    assert shown.copy(right) == alone.copy(right)


def test_another_form_begins_at_its_left_edge(wide: Hands) -> None:
    """However far the one before was scrolled."""
    bar = wide.view.horizontalScrollBar()
    assert bar.value() == 200
    wide.work.open_sheet(SheetId("政府性基金"))
    assert bar.maximum() > 0
    assert bar.value() == 0
