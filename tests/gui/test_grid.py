"""The grid under the keyboard: typing, moving, rows, what is refused, how it is drawn."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPlainTextEdit

from gui import messages, theme
from gui.grid import cell_text, columns
from gui.grid.marks import Mark
from gui.theme import LIGHT
from tests.gui.hands import EXPENDITURE, SUMMARY, Hands

Key, Modifier = Qt.Key, Qt.KeyboardModifier
ROW = "支出决算表!项[{}].栏{}"


def test_typing_recalculates_at_once(hands: Hands) -> None:
    """A figure typed in one cell changes its totals, here and on other forms."""
    hands.go(ROW.format(2101501, 2))
    hands.enter("1000")
    assert hands.text(ROW.format(2101501, 2)) == "1,000.00"
    assert hands.text(ROW.format(2101501, 1)) == "1,000.00"
    assert hands.text("支出决算表!类[210].栏2") == "339,904.38"
    hands.work.open_sheet(SUMMARY)
    assert hands.text("收入支出总表!行39.金额") == "3,633,104.38"


@pytest.mark.parametrize("by", ["", "ba"])
@pytest.mark.parametrize(
    ("address", "signs", "shown"),
    [
        (ROW.format(2101501, 2), "９８．５", "98.50"),
        ("项目自评[1]!预期目标", "应保尽保", "应保尽保"),
        ("项目自评[1]!指标[1].二级指标", "其他", "其他"),
    ],
)
def test_an_input_method_opens_the_editor(
    hands: Hands, by: str, address: str, signs: str, shown: str
) -> None:
    """No sign is lost, composed or not: the first replaces what stood there."""
    hands.go(address)
    hands.compose(*signs, by=by)
    hands.press(Key.Key_Return)
    assert hands.text(address) == shown


@pytest.mark.parametrize("away", ["click", "sheet", "save", "tree"])
def test_a_word_that_is_not_composed_to_its_end_leaves_the_cell_as_it_was(
    hands: Hands, away: str
) -> None:
    """Whoever goes away in the middle of it has typed nothing: what stood there is not lost."""
    address = "项目自评[1]!指标[1].三级指标"
    hands.go(address)
    before = hands.session.text(hands.cell(address))
    QApplication.sendEvent(hands.view, QInputMethodEvent("政策", []))
    assert hands.view.open_editor() is not None
    match away:
        case "click":
            other = hands.model.find(hands.cell("项目自评[1]!预期目标"))
            place = hands.view.visualRect(other).center()
            QTest.mouseClick(hands.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
        case "sheet":
            hands.work.open_sheet(hands.cell("收入支出总表!行39.金额").sheet)
        case "save":
            hands.run("save")
        case "tree":
            hands.work.panels.tree.setFocus()
            hands.work.finish_editing()
    assert before
    assert hands.session.text(hands.cell(address)) == before
    assert not hands.window.actions_.by_name["undo"].isEnabled()
    hands.go(address)
    hands.enter("abc")
    assert hands.text(address) == "abc"


def test_typing_audits_at_once(hands: Hands) -> None:
    """A 分值 that breaks the sum of 100 is a finding as soon as it is entered."""
    hands.go("项目自评[1]!指标[1].分值")
    before = hands.messages()
    hands.enter("1")
    assert [m for m in hands.messages() if m not in before and "100.00分" in m]
    hands.run("undo")
    assert hands.messages() == before


def test_undo_and_redo(hands: Hands) -> None:
    """Every step can be taken back and done again; the menu says which."""
    hands.go(ROW.format(2101501, 2))
    hands.enter("1")
    hands.window.actions_.menus["编辑(&E)"].aboutToShow.emit()
    assert "2101501" in hands.window.actions_.by_name["undo"].text()
    hands.press(Key.Key_Z, Modifier.ControlModifier)
    assert hands.text(ROW.format(2101501, 2)) == "2,407,385.81"
    hands.press(Key.Key_Y, Modifier.ControlModifier)
    assert hands.text(ROW.format(2101501, 2)) == "1.00"
    assert not hands.window.actions_.by_name["redo"].isEnabled()


def test_typing_replaces_and_f2_amends(hands: Hands) -> None:
    """The first sign takes the place of what stood there; F2 puts the cursor at its end."""
    hands.go(ROW.format(2101103, 2))
    hands.enter("12")
    assert hands.text(ROW.format(2101103, 2)) == "12.00"
    hands.go(ROW.format(2101103, 2))
    hands.press(Key.Key_F2)
    editor = hands.view.open_editor()
    assert isinstance(editor, QLineEdit)
    assert (editor.text(), editor.hasSelectedText()) == ("12.00", False)
    hands.enter("5")
    assert hands.text(ROW.format(2101103, 2)) == "12.01"


def test_escape_restores(hands: Hands) -> None:
    """Esc leaves the editor with the old value, and nothing is written."""
    hands.go(ROW.format(2101501, 2))
    label = hands.session.undo_label()
    hands.type("999")
    hands.press(Key.Key_Escape)
    assert hands.view.open_editor() is None
    assert hands.text(ROW.format(2101501, 2)) == "2,407,385.81"
    assert hands.session.undo_label() == label


def test_enter_goes_down_the_column(hands: Hands) -> None:
    """Enter visits entry cells only, and Shift+Enter goes back."""
    hands.go(ROW.format(2101103, 2))
    hands.press(Key.Key_Return)
    assert hands.address() == ROW.format(2101301, 2)
    hands.press(Key.Key_Return, Modifier.ShiftModifier)
    assert hands.address() == ROW.format(2101103, 2)


def test_tab_goes_along_the_row_and_enter_returns(hands: Hands) -> None:
    """Tab skips calculated cells; Enter after a run of Tab begins the next row where it began."""
    hands.go(ROW.format(2101103, 2))
    hands.press(Key.Key_Tab, times=2)
    assert hands.address() == ROW.format(2101103, 4)
    hands.press(Key.Key_Return)
    assert hands.address() == ROW.format(2101301, 2)
    hands.press(Key.Key_Backtab)
    assert hands.address() == ROW.format(2101103, 6)


def test_tab_visits_every_entry_cell_once(hands: Hands) -> None:
    """Tab from the first entry cell to the last, in reading order; then it stays and says so."""
    hands.work.open_sheet(hands.project(0))
    hands.press(Key.Key_Home, Modifier.ControlModifier)
    seen = [hands.place()]
    while not hands.said():
        hands.press(Key.Key_Tab)
        if hands.place() is not seen[-1]:
            seen.append(hands.place())
    plan = hands.model.plan
    assert plan is not None
    assert seen == [place for place in plan.cells if place.kind.value == "录入项"]
    assert hands.said() == messages.FORM_DONE


def test_enter_after_a_run_of_tab_ends_with_the_last_cell(hands: Hands) -> None:
    """Who filled the form row by row is not sent up again to the next column."""
    hands.work.open_sheet(hands.project(0))
    hands.press(Key.Key_Home, Modifier.ControlModifier)
    hands.press(Key.Key_Tab)
    while not hands.said():
        last = hands.place()
        hands.press(Key.Key_Tab)
    hands.window.panels.status.say("")
    hands.press(Key.Key_Backtab, Modifier.ShiftModifier)
    hands.press(Key.Key_Tab)
    hands.press(Key.Key_Return)
    assert hands.place() is last
    assert hands.said() == messages.FORM_DONE


def test_enter_visits_every_entry_cell_once(hands: Hands) -> None:
    """Enter goes through all entry cells, column by column."""
    hands.work.open_sheet(SUMMARY)
    hands.press(Key.Key_Home, Modifier.ControlModifier)
    seen = {hands.place()}
    while not hands.said():
        hands.press(Key.Key_Return)
        seen.add(hands.place())
    plan = hands.model.plan
    assert plan is not None
    assert seen == {place for place in plan.cells if place.kind.value == "录入项"}


def test_arrows_visit_all_cells_and_keep_their_line(hands: Hands) -> None:
    """A joined cell is one step; behind it one is on the same row as before."""
    hands.go("项目自评[1]!拨款.年初预算数")
    row = hands.place().row
    hands.press(Key.Key_Left, times=2)
    tall = hands.place()
    assert (tall.rows > 1, tall.row < row) == (True, True)
    hands.press(Key.Key_Right)
    assert hands.place().row == row


def test_home_and_end(hands: Hands) -> None:
    """Home and End go to the ends of the row, with Ctrl to those of the form."""
    hands.go(ROW.format(2101501, 3))
    row = hands.place().row
    hands.press(Key.Key_Home)
    assert (hands.place().row, hands.place().column) == (row, 0)
    hands.press(Key.Key_End)
    assert hands.address() == ROW.format(2101501, 6)
    hands.press(Key.Key_End, Modifier.ControlModifier)
    assert hands.place().row == hands.model.rowCount() - 1
    hands.press(Key.Key_Home, Modifier.ControlModifier)
    assert hands.address() == ROW.format(2080505, 2)


def test_page_keys_move_within_the_form(hands: Hands) -> None:
    """Page Down and Page Up go about a screenful and stay in the column."""
    hands.go(ROW.format(2080505, 2))
    hands.press(Key.Key_PageDown)
    below = hands.place()
    assert (below.row > 10, below.column) == (True, 5)
    hands.press(Key.Key_PageUp, times=3)
    assert hands.place().row == 0


def test_calculated_cells_take_nothing(hands: Hands) -> None:
    """Typing into a 计算项 opens no editor; the current-cell line says why."""
    hands.go(ROW.format(2101501, 1))
    hands.type("5")
    assert hands.view.open_editor() is None
    assert "这一格自动计算，不用填" in hands.line()
    assert hands.text(ROW.format(2101501, 1)) == "2,407,385.81"


def test_labels_take_nothing(hands: Hands) -> None:
    """Labels can be gone to and read, not typed over."""
    hands.work.open_sheet(EXPENDITURE)
    hands.view.go(hands.model.cell_at(0, 0))
    hands.type("x")
    assert hands.view.open_editor() is None
    assert "表样" in hands.line()


def test_a_new_row_takes_a_code_and_finds_its_place(hands: Hands) -> None:
    """增加行 below the current one; with its code it moves to its place, 款 and 类 appear."""
    hands.go(ROW.format(2101501, 2))
    rows = hands.model.rowCount()
    hands.press(Key.Key_Insert, Modifier.ControlModifier)
    assert hands.model.rowCount() == rows + 1
    hands.enter("2080101")
    assert hands.text("支出决算表!款[20801].科目名称") != ""
    assert hands.model.rowCount() == rows + 2
    assert hands.text("支出决算表!项[2080101].科目编码") == "2080101"


def test_deleting_a_row_asks_nothing_and_can_be_undone(hands: Hands) -> None:
    """删除行 says what went; undo brings it back with all its figures."""
    source = "一般公共预算收支!项[2101506].栏11"
    hands.go(source)
    rows = hands.model.rowCount()
    hands.press(Key.Key_Delete, Modifier.ControlModifier)
    assert hands.model.rowCount() == rows - 1
    assert "2101506" in hands.said()
    hands.run("undo")
    assert hands.text(source) == "42,800.00"


def test_a_row_that_follows_another_form_stays(hands: Hands) -> None:
    """删除行 on a followed row says where it comes from."""
    hands.go(ROW.format(2101506, 3))
    rows = hands.model.rowCount()
    hands.press(Key.Key_Delete, Modifier.ControlModifier)
    assert hands.model.rowCount() == rows
    assert "随一般公共预算收支、政府性基金、国有资本经营列出" in hands.said()


def test_rows_of_the_drawing_cannot_be_deleted(hands: Hands) -> None:
    """A fixed row stays, and so does a 类 that follows from its codes."""
    hands.work.open_sheet(SUMMARY)
    hands.run("remove_row")
    assert "不能删除" in hands.said()
    hands.go("支出决算表!类[210].栏2")
    hands.run("remove_row")
    assert "不能删除" in hands.said()


def test_rows_cannot_be_added_where_there_are_none(hands: Hands) -> None:
    """公开01表 has no floating rows."""
    hands.work.open_sheet(SUMMARY)
    hands.run("add_row")
    assert hands.said() == "这张表没有可以增加的行"


def test_delete_clears_and_brings_the_proposal_back(hands: Hands) -> None:
    """Delete empties an entry cell; a typed score gives way to the calculated proposal."""
    typed = "一般公共预算收支!项[2101501].栏9"
    hands.go(typed)
    hands.press(Key.Key_Delete)
    assert hands.text(typed) == ""
    hands.go("项目自评[2]!指标[3].得分")
    hands.press(Key.Key_Delete)
    assert hands.text("项目自评[2]!指标[3].得分") == "20.00"


def test_delete_says_why_not(hands: Hands) -> None:
    """Delete on a calculated cell clears nothing and says why."""
    hands.go(ROW.format(2101501, 1))
    hands.press(Key.Key_Delete)
    assert "自动计算" in hands.line()


def test_long_texts_have_an_editor_with_a_count(hands: Hands) -> None:
    """Enter commits, Alt+Enter breaks the line, the count tells how much is used."""
    hands.go("项目自评[1]!预期目标")
    hands.press(Key.Key_F2)
    editor = hands.view.open_editor()
    assert isinstance(editor, QPlainTextEdit)
    editor.setPlainText("第一")
    hands.press(Key.Key_End)
    hands.press(Key.Key_Return, Modifier.AltModifier)
    hands.enter("2")
    assert hands.text("项目自评[1]!预期目标") == "第一\n2"


def test_choices_have_a_list(hands: Hands) -> None:
    """A choice is picked from its list; what is picked is taken at once."""
    hands.go("项目自评[1]!指标[1].指标性质")
    hands.press(Key.Key_F2)
    editor = hands.view.open_editor()
    assert isinstance(editor, QComboBox)
    row = editor.findText("=")
    editor.setCurrentIndex(row)
    editor.activated.emit(row)
    assert hands.text("项目自评[1]!指标[1].指标性质") == "="


@pytest.mark.parametrize(
    ("typed", "taken"), [(">=", ">="), ("=", "="), ("<", "<"), ("大约", "大约")]
)
def test_choices_are_typed_sign_by_sign(hands: Hands, typed: str, taken: str) -> None:
    """However slowly; what is no choice is kept and marked."""
    address = "项目自评[1]!指标[1].指标性质"
    hands.go(address)
    hands.press(Key.Key_Delete)
    if typed.isascii():
        hands.type(typed)
    else:
        hands.compose(*typed)
    hands.press(Key.Key_Return)
    assert hands.text(address) == taken
    hands.press(Key.Key_Up)
    assert (hands.model.mark(hands.place()) is Mark.UNREADABLE) == (taken == "大约")


@pytest.mark.parametrize("by", ["", "xiao"])
@pytest.mark.parametrize("typed", [["效"], ["效益"], ["效", "益"], ["效益指标"]])
def test_a_choice_that_is_begun_with_an_input_method_is_completed(
    hands: Hands, typed: list[str], by: str
) -> None:
    """Though the keyboard is still the grid's while the first word is composed."""
    hands.go("项目自评[1]!指标[1].一级指标")
    hands.compose(*typed, by=by)
    hands.press(Key.Key_Tab)
    assert hands.text("项目自评[1]!指标[1].一级指标") == "效益指标"


def test_free_choices_take_any_text(hands: Hands) -> None:
    """A 二级指标 of one's own can be typed."""
    hands.go("项目自评[1]!指标[1].二级指标")
    hands.press(Key.Key_F2)
    editor = hands.view.open_editor()
    assert isinstance(editor, QComboBox)
    editor.setEditText("其他指标")
    hands.press(Key.Key_Return)
    assert hands.text("项目自评[1]!指标[1].二级指标") == "其他指标"


def test_leaving_the_editor_takes_what_was_typed(hands: Hands) -> None:
    """Going to another form while typing loses nothing."""
    hands.go(ROW.format(2101501, 3))
    hands.type("7")
    hands.run("next_form")
    assert hands.session.text(hands.cell(ROW.format(2101501, 3))) == "7.00"


def test_columns_grow_with_their_figures(hands: Hands) -> None:
    """A figure is never cut: its column becomes as wide as it needs."""
    hands.go(ROW.format(2101501, 4))
    column = hands.place().column
    before = hands.view.columnWidth(column)
    hands.enter("1234567890123.45")
    hands.qtbot.waitUntil(lambda: hands.view.columnWidth(column) > before)


def test_codes_stay_on_one_line(hands: Hands) -> None:
    """Also in a form that scrolls sideways; there, names have the room they have on paper."""
    hands.go("一般公共预算收支!项[2101501].栏5")
    page, model = hands.page, hands.model
    plan = model.plan
    assert plan is not None
    widths = [hands.view.columnWidth(column) for column in range(len(plan.columns))]
    assert sum(widths) > page.width()
    codes = [place for place in plan.cells if place.cell and place.cell.name == "项.科目编码"]
    assert codes
    for place in codes:
        width = sum(widths[place.column : place.column + place.columns])
        lines, pixels = cell_text.set_text(model.printed(place), width, 1.0)
        assert (len(lines), pixels) == (1, theme.BODY)
    assert widths[3] == int(plan.columns[3] * columns.PIXELS_PER_MM)


def test_rows_grow_with_their_texts(hands: Hands) -> None:
    """A long text is shown whole."""
    hands.go("项目自评[1]!预期目标")
    row = hands.place().row
    before = hands.view.rowHeight(row)
    hands.model.setData(hands.view.currentIndex(), "很长的目标。" * 100)
    hands.qtbot.waitUntil(lambda: hands.view.rowHeight(row) > before)


def test_zoom_scales_the_grid(hands: Hands) -> None:
    """At 150 % everything is half as large again, and the form scrolls sideways."""
    hands.work.open_sheet(EXPENDITURE)
    before = hands.view.columnWidth(4), hands.view.rowHeight(5)
    hands.window.zoom.chosen.emit(150)
    after = hands.view.columnWidth(4), hands.view.rowHeight(5)
    assert abs(after[0] - 1.5 * before[0]) <= 2
    assert abs(after[1] - 1.5 * before[1]) <= 2
    hands.run("zoom_reset")
    assert hands.view.columnWidth(4) == before[0]


def test_the_head_stays_when_the_form_scrolls(hands: Hands) -> None:
    """Far down, caption and head stand over the grid; the current cell is not hidden by them."""
    hands.work.open_sheet(SUMMARY)
    hands.page.desk.verticalScrollBar().setValue(0)
    assert not hands.page.frozen.head.isVisible()
    hands.go("收入支出总表!行59.金额")
    assert hands.page.frozen.head.isVisible()
    rect = hands.view.visualRect(hands.view.currentIndex())
    seen = hands.view.mapTo(hands.page, rect.topLeft()).y()
    head = hands.page.frozen.head
    assert seen >= head.mapTo(hands.page, head.rect().bottomLeft()).y()
    assert seen + rect.height() <= hands.page.height()


def test_a_reason_whose_figures_changed_is_to_be_looked_at_again(hands: Hands) -> None:
    """The bubble of 已说明 becomes one with a question mark, framed as 核实性."""
    score = "项目自评[2]!指标[3].得分"
    hands.go(score)
    (finding,) = [f for f in hands.session.findings() if f.cells[0] == hands.cell(score)]
    hands.session.justify(finding, "抽样样本偏少，按谨慎原则扣 1 分")
    hands.model.show(hands.model.sheet)
    hands.go(score)
    assert hands.model.mark(hands.place()) is Mark.JUSTIFIED

    hands.enter("18")

    hands.press(Key.Key_Up)
    assert hands.model.mark(hands.place()) is Mark.STALE
    assert hands.colour_at(score, 0.5, 0.15) == LIGHT.amber_ground
    assert "待复核" in {
        hands.window.panels.findings.model.index(row, 0).data()
        for row in range(len(hands.messages()))
    }


def test_states_are_told_apart_by_their_ground(hands: Hands) -> None:
    """Entry cells are paper, calculated ones shaded, labels warm grey, findings tinted."""
    hands.go(ROW.format(2101501, 6))
    assert hands.colour_at(ROW.format(2101501, 5), 0.5, 0.3) == LIGHT.paper
    assert hands.colour_at(ROW.format(2101501, 1), 0.1, 0.1) == LIGHT.calculated
    hands.go("项目自评[2]!指标[1].偏差原因")
    assert hands.colour_at("项目自评[2]!指标[3].得分", 0.5, 0.15) == LIGHT.amber_ground
    hands.go("项目自评[2]!指标[1].分值")
    hands.enter("50x")
    hands.press(Key.Key_Up, times=3)
    assert hands.colour_at("项目自评[2]!指标[1].分值", 0.5, 0.05) == LIGHT.red_ground
