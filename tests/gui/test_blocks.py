"""Blocks of cells: how they are selected, what they come to, how they are painted."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QTableView

from core.layout.area import Area
from core.layout.plan import PlanCell
from gui.theme import LIGHT
from tests.gui.hands import EXPENDITURE, SUMMARY, Hands

Key, Modifier = Qt.Key, Qt.KeyboardModifier
Shift = Modifier.ShiftModifier
Left = Qt.MouseButton.LeftButton
ROW = "支出决算表!项[{}].栏{}"


def place_of(hands: Hands, address: str) -> PlanCell:
    """Where an address stands on the open form."""
    place = hands.model.anchor(hands.model.find(hands.cell(address)))
    assert place is not None
    return place


def middle(view: QTableView, place: PlanCell) -> QPoint:
    """The middle of a cell in a view."""
    return view.visualRect(view.model().index(place.row, place.column)).center()


def drag(hands: Hands, start: PlanCell, end: PlanCell) -> None:
    """Press on a cell, go to another, let go."""
    viewport = hands.view.viewport()
    QTest.mousePress(viewport, Left, Modifier.NoModifier, middle(hands.view, start))
    QTest.mouseMove(viewport, middle(hands.view, end))
    QTest.mouseRelease(viewport, Left, Modifier.NoModifier, middle(hands.view, end))


def click(
    view: QTableView, place: PlanCell, modifier: Qt.KeyboardModifier = Modifier.NoModifier
) -> None:
    """Click on a cell in a view."""
    QTest.mouseClick(view.viewport(), Left, modifier, middle(view, place))


def tallied(hands: Hands) -> str:
    """What the status bar says about the block."""
    return hands.window.panels.status.block()


def test_dragging_selects_a_block_and_says_what_it_comes_to(hands: Hands) -> None:
    """The current cell is where the mouse was pressed; one more click and the block is gone."""
    hands.go(ROW.format(2101501, 1))
    drag(hands, place_of(hands, ROW.format(2101501, 1)), place_of(hands, ROW.format(2101501, 2)))
    assert hands.address() == ROW.format(2101501, 1)
    assert tallied(hands) == "选中 2 格　合计 4,814,771.62　平均 2,407,385.81"
    click(hands.view, hands.place())
    assert (hands.view.blocks.block, tallied(hands)) == (None, "")


def test_shift_and_arrows_grow_and_shrink_the_block(hands: Hands) -> None:
    """Down and right, and back again; an arrow alone ends it."""
    hands.go(ROW.format(2101501, 2))
    start = Area.of(hands.place())
    hands.press(Key.Key_Right, Shift)
    hands.press(Key.Key_Down, Shift)
    assert hands.view.blocks.block == start._replace(rows=2, columns=2)
    assert hands.address() == ROW.format(2101501, 2)
    hands.press(Key.Key_Left, Shift)
    hands.press(Key.Key_Up, Shift)
    assert hands.view.blocks.area() == start
    hands.press(Key.Key_End, Shift)
    assert hands.view.blocks.block == start._replace(columns=5)
    hands.press(Key.Key_Right)
    assert hands.view.blocks.block is None


def test_shift_and_click_selects_as_far_as_there(hands: Hands) -> None:
    """Also backwards, upwards."""
    hands.go(ROW.format(2101501, 3))
    end = hands.place()
    first = place_of(hands, ROW.format(2080505, 1))
    click(hands.view, first, Shift)
    assert hands.view.blocks.block == Area.of(first) | Area.of(end)
    assert hands.address() == ROW.format(2101501, 3)


def test_a_block_cuts_no_joined_cell(hands: Hands) -> None:
    """Over the head of the form it grows as far as the joined cells reach."""
    hands.work.open_sheet(EXPENDITURE)
    hands.view.go(hands.model.cell_at(0, 0))
    hands.press(Key.Key_Down, Shift, times=4)
    ground, block = hands.view.blocks.ground, hands.view.blocks.block
    assert ground is not None
    assert block is not None
    assert all(block.holds(Area.of(place)) for place in ground.places(block))


def test_everything_is_selected_by_ctrl_a(hands: Hands) -> None:
    """Units do not mix on a form that has one; Esc lets go."""
    hands.go("收入支出总表!行28.金额")
    hands.press(Key.Key_A, Modifier.ControlModifier)
    block = hands.view.blocks.block
    assert block == Area(0, 0, hands.model.rowCount(), hands.model.columnCount())
    assert tallied(hands).startswith("选中 ")
    assert hands.address() == "收入支出总表!行28.金额"
    hands.press(Key.Key_Escape)
    assert hands.view.blocks.block is None


def test_a_row_is_selected_by_its_name(hands: Hands) -> None:
    """All its figures, and nothing of the names; the first becomes current."""
    hands.work.open_sheet(EXPENDITURE)
    first = place_of(hands, ROW.format(2101501, 1))
    click(hands.view, hands.model.cell_at(first.row, first.column - 1))
    assert hands.view.blocks.block == Area(first.row, first.column, 1, 6)
    assert hands.address() == ROW.format(2101501, 1)
    assert tallied(hands).startswith("选中 6 格　合计 ")


def test_a_column_is_selected_by_its_head(hands: Hands) -> None:
    """Also in the head that floats at the top, without scrolling away from there."""
    hands.go("收入支出总表!行59.金额")
    assert hands.page.frozen.head.isVisible()
    column = hands.place().column
    first, end = hands.model.plan.head if hands.model.plan is not None else (0, 0)
    assert first < end
    head = hands.page.frozen.head
    named = hands.view.seen_rect(hands.model.index(end - 1, column)).center()
    at = head.mapFromGlobal(hands.view.viewport().mapToGlobal(named))
    assert head.rect().contains(at)
    QTest.mouseClick(head, Left, Modifier.NoModifier, at)
    block = hands.view.blocks.block
    assert block is not None
    assert (block.column, block.columns, block.row >= end) == (column, 1, True)
    assert hands.page.frozen.head.isVisible()
    assert hands.view.hasFocus()


def test_dragging_over_heads_selects_rows(hands: Hands) -> None:
    """From one name to another: all rows between."""
    hands.work.open_sheet(EXPENDITURE)
    one = place_of(hands, ROW.format(2101501, 1))
    other = hands.model.cell_at(one.row + 2, one.column)
    names = [hands.model.cell_at(p.row, p.column - 1) for p in (one, other)]
    drag(hands, *names)
    assert hands.view.blocks.block == Area(one.row, one.column, 3, 6)


def test_a_block_is_painted_with_its_frame(hands: Hands) -> None:
    """Selection ground in every cell, accent at the edge, the frame of the current cell within."""
    hands.go(ROW.format(2101501, 5))
    hands.press(Key.Key_Right, Shift)
    assert hands.colour_at(ROW.format(2101501, 6), 0.5, 0.3) == LIGHT.selection
    assert hands.colour_at(ROW.format(2101501, 6), 0.5, 0.0) == LIGHT.accent
    hands.press(Key.Key_Up)
    assert hands.colour_at(ROW.format(2101501, 6), 0.5, 0.3) == LIGHT.paper


def test_selecting_asks_no_flags_of_the_cells(hands: Hands) -> None:
    """However large the block, Qt's selection is the current cell alone."""
    hands.work.open_sheet(SUMMARY)
    hands.run("select_all")
    assert len(hands.view.selectionModel().selectedIndexes()) <= 1


def test_another_form_begins_without_a_block(hands: Hands) -> None:
    """What was selected belongs to the form."""
    hands.go("收入支出总表!行28.金额")
    hands.run("select_all")
    hands.work.open_sheet(EXPENDITURE)
    assert (hands.view.blocks.block, tallied(hands)) == (None, "")
