"""Rows and projects in the window: copied, moved, taken out of their group, by key and by menu."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu

from gui import grid_menu, messages
from tests.gui.hands import EXPENDITURE, Hands

Key, Modifier = Qt.Key, Qt.KeyboardModifier
ALT_SHIFT = Modifier.AltModifier | Modifier.ShiftModifier
INDICATOR = "整体自评表!指标[{}].{}"


def names(hands: Hands, count: int = 4) -> list[str]:
    """The first 三级指标."""
    return [hands.text(INDICATOR.format(n, "三级指标")) for n in range(1, count + 1)]


def test_a_row_is_copied_below_itself(hands: Hands) -> None:
    """The cursor goes to the copy, and the step has its own word."""
    hands.go(INDICATOR.format(1, "三级指标"))
    before = names(hands)
    hands.press(Key.Key_Insert, Modifier.ControlModifier | Modifier.ShiftModifier)
    assert names(hands) == [before[0], *before[:3]]
    assert "复制第1个指标" in hands.said()
    assert hands.address().startswith("整体自评表!指标[2]")
    hands.run("undo")
    assert names(hands) == before


def test_a_row_moves_and_the_cursor_goes_along(hands: Hands) -> None:
    """Alt+Shift+↓ and ↑ move the current row one place, on the same cell of it."""
    hands.go(INDICATOR.format(1, "指标值"))
    before = names(hands)
    hands.press(Key.Key_Down, ALT_SHIFT)
    assert names(hands) == [before[1], before[0], *before[2:]]
    assert hands.address() == INDICATOR.format(2, "指标值")
    hands.press(Key.Key_Up, ALT_SHIFT)
    assert names(hands) == before
    hands.press(Key.Key_Up, ALT_SHIFT)
    assert "已经在最上面" in hands.said()


def test_coded_rows_stay_in_code_order(hands: Hands) -> None:
    """They cannot be moved, and it is said why."""
    hands.go("一般公共预算收支!项[2101501].栏9")
    hands.press(Key.Key_Down, ALT_SHIFT)
    assert "按编码排列" in hands.said()


def test_rows_of_the_form_are_no_floating_rows(hands: Hands) -> None:
    """Nothing is copied, moved or taken apart there."""
    hands.work.open_sheet(EXPENDITURE)
    hands.view.go(hands.model.cell_at(0, 0))
    for action, said in (
        ("duplicate_row", "不能复制"),
        ("move_row_up", "不能移动"),
        ("split_cell", "不用拆开"),
    ):
        hands.run(action)
        assert said in hands.said()


def test_a_joined_cell_changes_all_its_rows(hands: Hands) -> None:
    """One step, and the status bar counts the rows."""
    hands.go(INDICATOR.format(1, "一级指标"))
    rows = len(hands.place().covers)
    assert rows > 1
    hands.model.setData(hands.view.currentIndex(), "效益指标")
    assert hands.said() == f"已改 {rows} 行"
    hands.run("undo")
    assert hands.text(INDICATOR.format(1, "一级指标")) == "产出指标"


def test_a_row_is_taken_out_of_its_joined_cell(hands: Hands) -> None:
    """The row in which one moves gets a blank cell of its own, with the cursor in it."""
    hands.go(INDICATOR.format(2, "三级指标"))
    before = names(hands)
    while len(hands.place().covers) < 2:
        hands.press(Key.Key_Left)
    covered = len(hands.place().covers)
    hands.run("split_cell")
    assert len(hands.place().covers) == 1
    assert hands.model.edit_text(hands.place()) == ""
    assert covered > 1
    hands.run("undo")
    assert names(hands) == before


def test_upper_levels_that_come_are_told(hands: Hands) -> None:
    """A code whose 款 and 类 were not there yet brings them."""
    hands.go("一般公共预算收支!项[2101501].栏9")
    hands.run("add_row")
    hands.enter("2130142")
    assert hands.said() == "已加入 21301、213 两行"


def test_a_project_is_copied(hands: Hands, monkeypatch: pytest.MonkeyPatch) -> None:
    """With its rows and texts, under a new name; one step takes it away."""
    sheet = hands.project(0)
    hands.work.open_sheet(sheet)
    goal = hands.text("项目自评[1]!指标[1].三级指标")
    monkeypatch.setattr(messages, "ask_project_name", lambda *_: "新项目")
    hands.run("duplicate_project")
    copy = hands.work.sheet
    assert copy is not None
    assert (copy.form, hands.session.names.project_name(copy.instance)) == (sheet.form, "新项目")
    assert hands.text("项目自评[新项目]!指标[1].三级指标") == goal
    assert hands.session.document.projects[1] == copy.instance
    hands.run("undo")
    assert copy not in hands.window.panels.tree.sheets()
    monkeypatch.setattr(messages, "ask_project_name", lambda *_: "")
    hands.work.open_sheet(sheet)
    hands.run("duplicate_project")
    assert len(hands.session.document.projects) == 4


def test_projects_change_places(hands: Hands) -> None:
    """The tree follows; at the edge it is said."""
    first, second = hands.project(0), hands.project(1)
    hands.work.open_sheet(first)
    hands.run("move_project_down")
    assert (hands.project(0), hands.project(1)) == (second, first)
    sheets = hands.window.panels.tree.sheets()
    assert sheets.index(second) < sheets.index(first)
    assert hands.work.sheet == first
    hands.run("undo")
    hands.run("move_project_up")
    assert "最上面" in hands.said()
    assert hands.project(0) == first


def test_the_menus_say_what_can_be_done(hands: Hands, monkeypatch: pytest.MonkeyPatch) -> None:
    """Grid and tree offer rows and projects; what is not possible is left out."""
    hands.go(INDICATOR.format(1, "指标值"))
    menu = grid_menu.grid_menu(hands.view, hands.window.actions_)
    own = {action.text() for action in menu.actions()}
    assert {"复制行(&Y)", "行上移(&U)", "拆开这一格(&S)", "删除行(&D)"} <= own
    menu.deleteLater()
    tree = hands.window.documents.tree_menu(hands.project(0))
    assert {"复制项目(&V)…", "项目上移(&T)"} <= {action.text() for action in tree.actions()}
    tree.deleteLater()
    shown: list[QMenu] = []
    monkeypatch.setattr(grid_menu, "pop_up", lambda menu, _: shown.append(menu))
    hands.view.customContextMenuRequested.emit(hands.view.rect().center())
    assert {action.text() for action in shown[0].actions()} == own
    shown[0].deleteLater()
