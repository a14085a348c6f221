"""The keyboard: every key does what the table of keys says, and the table names every key."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QMenu, QPlainTextEdit
from pytestqt.qtbot import QtBot

from core.session import Session
from core.template.suite import load_suite
from gui import suggestions
from gui.actions import MENUS, Entry
from gui.grid import suggesting
from gui.grid.listed_editor import ListedEditor
from gui.grid.many_editor import ManyEditor
from gui.main_window import MainWindow
from tests.core.template.mistakes import suite_of
from tests.gui.hands import Hands

Key, Modifier = Qt.Key, Qt.KeyboardModifier
CONTROL, ALT, SHIFT = Modifier.ControlModifier, Modifier.AltModifier, Modifier.ShiftModifier
ROW = "支出决算表!项[{}].栏{}"
FIGURE = ROW.format(2101103, 2)
CODE = "一般公共预算收支!项[2080505].科目编码"
LONG = "项目自评[1]!预期目标"
TYPED = "一般公共预算收支!项[2101501].栏9"
SCORE = "项目自评[城乡居民医保]!指标[3].得分"
DOCS = Path(__file__).parents[2] / "docs" / "window.md"
ARROWS = {"↑": "Up", "↓": "Down", "←": "Left", "→": "Right", "PgDn": "PgDown"}


@pytest.fixture(autouse=True)
def installed_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """Indicators are suggested from the library; documents of other tests are not read."""
    monkeypatch.setattr(suggestions, "_files", lambda: iter(()))
    monkeypatch.setattr(suggesting, "shared", suggestions.Suggestions())


# The table ---------------------------------------------------------------------------------


def entries() -> list[Entry]:
    """Every action that has a key."""
    shown = [entry for menu in MENUS.values() for entry in menu]
    return [entry for entry in shown if entry.key or "\t" in entry.text]


def written() -> dict[str, str]:
    """What the table of the menus' keys says, by key."""
    table = DOCS.read_text("utf-8").split("## 全部快捷键")[1].split("表格和填的格里的")[0]
    rows = re.findall(r"^\| (\S+) \| (\S+) \|$", table, re.M)
    return {spelled(key): words for key, words in rows if key not in ("键", "---")}


def spelled(key: str) -> str:
    """A key as Qt writes it."""
    for ours, theirs in ARROWS.items():
        key = key.replace(ours, theirs)
    return QKeySequence(key).toString()


def test_the_documentation_lists_exactly_the_keys_of_the_menus() -> None:
    """A key that is added, changed or dropped has to be told."""
    real = {}
    for entry in entries():
        words, _, hinted = entry.text.partition("\t")
        real[spelled(entry.key or hinted)] = re.sub(r"\(&.\)|…", "", words)
    assert written() == real


GRID_KEYS = {
    "Enter、Shift+Enter": "test_a_key_leads_from_cell_to_cell",
    "Tab、Shift+Tab": "test_tab_goes_along_the_row_and_enter_returns",
    "方向键": "test_arrows_visit_all_cells_and_keep_their_line",
    "Ctrl+方向键": "test_ctrl_and_an_arrow_go_to_the_last_filled_cell",
    "Home、End": "test_home_and_end",
    "Ctrl+Home、Ctrl+End": "test_home_and_end_lead_to_the_ends",
    "Esc": "test_escape_restores",
    "Alt+Enter": "test_a_text_is_amended_broken_and_left",
    "Alt+↓": "test_alt_down_lists_codes_and_indicators",
    "Ctrl+Enter": "test_ctrl_e_and_ctrl_enter_write_a_justification",
    "Ctrl+滚轮": "test_the_wheel_zooms_and_ctrl_0_goes_back",
}
"""The keys that are in no menu, and a test that presses each in the real window."""


def test_every_key_of_the_grid_that_is_documented_is_pressed_by_a_test() -> None:
    """And every one that is pressed here is documented."""
    table = DOCS.read_text("utf-8").split("表格和填的格里的")[1].split("\n\n")[1]
    rows = [row.split(" | ")[0].removeprefix("| ") for row in table.splitlines()[2:]]
    assert rows == list(GRID_KEYS)
    tests = "".join(path.read_text("utf-8") for path in Path(__file__).parent.glob("test_*.py"))
    assert [name for name in GRID_KEYS.values() if f"def {name}(" not in tests] == []


def test_no_key_does_two_things() -> None:
    """Qt would do neither."""
    keys = [spelled(entry.key or entry.text.split("\t")[1]) for entry in entries()]
    assert len(keys) == len(set(keys))
    assert "" not in keys


class Asked:
    """Takes down which action is asked for, and does nothing."""

    def __init__(self) -> None:
        self.names: list[str] = []

    def __getitem__(self, name: str) -> Callable[[], None]:
        return lambda: self.names.append(name)


def test_every_key_of_the_menus_reaches_its_action(
    hands: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From the grid, where the keyboard is all day: no cell keeps a key for itself."""
    asked = Asked()
    monkeypatch.setattr(hands.window, "_deeds", asked)
    keys = {entry.name: entry.key for entry in entries() if entry.key}
    hands.go(FIGURE)
    for name, key in keys.items():
        hands.window.actions_.by_name[name].setEnabled(True)
        shortcut(hands, key)
    assert asked.names == list(keys)


# In the grid -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "key", "held", "end"),
    [
        (FIGURE, Key.Key_Return, Modifier.NoModifier, ROW.format(2101301, 2)),
        (ROW.format(2101301, 2), Key.Key_Return, SHIFT, FIGURE),
        (FIGURE, Key.Key_Enter, Modifier.KeypadModifier, ROW.format(2101301, 2)),
        (FIGURE, Key.Key_Tab, Modifier.NoModifier, ROW.format(2101103, 3)),
        (ROW.format(2101103, 3), Key.Key_Backtab, SHIFT, FIGURE),
        (FIGURE, Key.Key_Left, Modifier.NoModifier, ROW.format(2101103, 1)),
        (ROW.format(2101103, 1), Key.Key_Right, Modifier.NoModifier, FIGURE),
        (
            ROW.format(2101501, 2),
            Key.Key_Up,
            Modifier.NoModifier,
            ROW.replace("项", "款").format(21015, 2),
        ),
        (
            ROW.replace("项", "款").format(21015, 2),
            Key.Key_Down,
            Modifier.NoModifier,
            ROW.format(2101501, 2),
        ),
        (FIGURE, Key.Key_Right, CONTROL, ROW.format(2101103, 6)),
        (FIGURE, Key.Key_End, Modifier.NoModifier, ROW.format(2101103, 6)),
        (ROW.format(2101103, 1), Key.Key_BracketLeft, CONTROL, FIGURE),
    ],
)
def test_a_key_leads_from_cell_to_cell(
    hands: Hands, start: str, key: Qt.Key, held: Qt.KeyboardModifier, end: str
) -> None:
    """Enter and Tab over the cells to fill in, arrows over all of them."""
    hands.go(start)
    hands.press(key, held)
    assert hands.address() == end


def test_home_and_end_lead_to_the_ends(hands: Hands) -> None:
    """Of the row; with Ctrl of the form."""
    hands.go(FIGURE)
    hands.press(Key.Key_Home)
    assert hands.place().column == 0
    hands.press(Key.Key_End, CONTROL)
    assert hands.place().row + hands.place().rows == hands.model.rowCount()
    hands.press(Key.Key_Home, CONTROL)
    assert hands.model.is_editable(hands.place())
    hands.press(Key.Key_Left, ALT)  # nothing was followed, so there is nothing to go back to
    assert hands.said() == "没有可以回去的地方"


def test_a_text_is_amended_broken_and_left(hands: Hands) -> None:
    """F2 puts the cursor at the end, Alt+Enter breaks the line, Esc takes nothing."""
    hands.go(LONG)
    before = hands.session.text(hands.cell(LONG))
    hands.press(Key.Key_F2)
    editor = hands.view.open_editor()
    assert isinstance(editor, QPlainTextEdit)
    assert editor.textCursor().atEnd()
    hands.press(Key.Key_Return, ALT)
    assert editor.toPlainText() == f"{before}\n"
    hands.press(Key.Key_Escape)
    assert hands.view.open_editor() is None
    assert hands.session.text(hands.cell(LONG)) == before


def test_the_wheel_zooms_and_ctrl_0_goes_back(hands: Hands) -> None:
    """With Ctrl held; without it the paper scrolls."""
    at = hands.page.desk.viewport().mapTo(hands.window, QPoint(300, 200))
    QTest.wheelEvent(
        hands.window.windowHandle(), QPointF(at), QPoint(0, 120), QPoint(), CONTROL
    )  # fmt: skip
    assert hands.page.zoom == 110
    shortcut(hands, "Ctrl+0")
    assert hands.page.zoom == 100


# Through the menus -------------------------------------------------------------------------


def shortcut(hands: Hands, key: str) -> None:
    """Press a key of the menus where the keyboard is."""
    hands.window.activateWindow()
    QTest.keySequence(hands.window, QKeySequence(key))


def test_edits_are_taken_back_and_done_again(hands: Hands) -> None:
    """Ctrl+Z, Ctrl+Y, Delete, Ctrl+D: each is one step."""
    hands.go(TYPED)
    hands.enter("5")
    hands.go(TYPED)
    hands.press(Key.Key_Delete)
    shown = [hands.text(TYPED)]
    for key in ("Ctrl+Z", "Ctrl+Y"):
        shortcut(hands, key)
        shown.append(hands.text(TYPED))
    assert shown == ["", "5.00", ""]
    hands.press(Key.Key_Down)
    below, kept = hands.address(), hands.text(hands.address())
    shortcut(hands, "Ctrl+Z")
    hands.go(below)
    shortcut(hands, "Ctrl+D")
    assert hands.text(below) == "5.00"
    shortcut(hands, "Ctrl+Z")
    assert hands.text(below) == kept


def test_blocks_are_copied_cut_and_pasted(hands: Hands) -> None:
    """Ctrl+C, Ctrl+X, Ctrl+V."""
    hands.go(TYPED)
    hands.enter("1234.5")
    hands.go(TYPED)
    shortcut(hands, "Ctrl+C")
    assert QApplication.clipboard().text().strip() == "1234.50"
    shortcut(hands, "Ctrl+X")
    assert hands.text(TYPED) == ""
    shortcut(hands, "Ctrl+V")
    assert hands.text(TYPED) == "1,234.50"


def test_rows_come_move_and_go(hands: Hands) -> None:
    """Ctrl+Insert, Ctrl+Shift+Insert, Alt+Shift+arrows, Ctrl+Delete."""
    hands.go("项目自评[1]!指标[2].三级指标")
    rows = hands.model.rowCount()
    for key, more in (("Ctrl+Ins", 1), ("Ctrl+Shift+Ins", 2), ("Ctrl+Del", 1), ("Ctrl+Z", 2)):
        shortcut(hands, key)
        assert hands.model.rowCount() == rows + more
    shortcut(hands, "Ctrl+Z")
    hands.go("项目自评[1]!指标[2].三级指标")
    name = hands.text("项目自评[1]!指标[2].三级指标")
    shortcut(hands, "Alt+Shift+Up")
    assert hands.text("项目自评[1]!指标[1].三级指标") == name
    shortcut(hands, "Alt+Shift+Down")
    assert hands.text("项目自评[1]!指标[2].三级指标") == name


def test_one_goes_about_the_document(hands: Hands) -> None:
    """Ctrl+PgDn, Ctrl+PgUp, Ctrl+G, Ctrl+F, F3, F8, Shift+F8, F6: none needs the mouse."""
    first = hands.work.sheet
    shortcut(hands, "Ctrl+PgDown")
    assert hands.work.sheet != first
    shortcut(hands, "Ctrl+PgUp")
    assert hands.work.sheet == first
    shortcut(hands, "Ctrl+G")
    assert isinstance(QApplication.focusWidget(), QLineEdit)
    hands.work.focus_page()
    shortcut(hands, "Ctrl+F")
    assert hands.window.finder.field.isAncestorOf(focus())
    hands.work.focus_page()
    shortcut(hands, "F8")
    found = hands.window.panels.findings.current()
    assert found is not None
    shortcut(hands, "F8")
    shortcut(hands, "Shift+F8")
    assert hands.window.panels.findings.current() == found
    hands.work.focus_page()
    shortcut(hands, "F6")
    assert not hands.view.hasFocus()
    shortcut(hands, "Shift+F6")
    assert hands.view.hasFocus()


def focus() -> QLineEdit:
    """The line that has the keyboard."""
    found = QApplication.focusWidget()
    assert isinstance(found, QLineEdit)
    return found


def test_one_follows_a_figure_and_comes_back(hands: Hands) -> None:
    """Ctrl+[ to what it is made of, Ctrl+] to what is made of it, Alt+← back."""
    total = ROW.format(2101103, 1)
    hands.go(total)
    shortcut(hands, "Ctrl+[")
    assert hands.address() == FIGURE
    shortcut(hands, "Ctrl+]")
    made_of_it = hands.address()
    assert made_of_it != FIGURE
    shortcut(hands, "Alt+Left")
    assert hands.address() == FIGURE
    shortcut(hands, "Alt+Left")
    assert hands.address() == total


def test_f3_goes_from_hit_to_hit(hands: Hands) -> None:
    """And Shift+F3 back, also from the grid."""
    shortcut(hands, "Ctrl+F")
    QTest.keyClicks(focus(), "2101501")
    QTest.keyClick(focus(), Key.Key_Return)
    hands.qtbot.waitUntil(lambda: hands.window.finder.field.count().startswith("1/"))
    hands.work.focus_page()
    shortcut(hands, "F3")
    assert hands.window.finder.field.count().startswith("2/")
    shortcut(hands, "Shift+F3")
    assert hands.window.finder.field.count().startswith("1/")


def test_f9_and_ctrl_shift_o_show_how_it_stands(hands: Hands) -> None:
    """The audit of everything, and its sheet; Esc goes back to the form."""
    shortcut(hands, "F9")
    assert hands.said().startswith("全部审核完")
    shortcut(hands, "Ctrl+Shift+O")
    assert hands.work.currentWidget() is hands.work.proofing.page
    QTest.keyClick(hands.work.proofing.page, Key.Key_Escape)
    assert hands.work.currentWidget() is hands.page


def test_ctrl_s_says_that_nothing_is_left_to_do(hands: Hands) -> None:
    """What is being typed is taken first; the time is that of the last step."""
    hands.go(FIGURE)
    hands.type("77")
    shortcut(hands, "Ctrl+S")
    assert re.fullmatch(
        r"已保存 \d\d:\d\d:\d\d。每填一格都已写入文件，不用另存。", hands.said()
    )  # fmt: skip
    assert hands.text(FIGURE) == "77.00"


def test_ctrl_1_does_what_can_be_done(hands: Hands) -> None:
    """As one step; where nothing is known it says so and changes nothing."""
    hands.go(SCORE)
    before = hands.text(SCORE)
    shortcut(hands, "Ctrl+1")
    assert hands.text(SCORE) == "20.00"
    shortcut(hands, "Ctrl+Z")
    assert hands.text(SCORE) == before
    steps = hands.session.undo_label()
    hands.go(FIGURE)
    hands.window.panels.findings.table.clearSelection()
    hands.window.panels.findings.table.setCurrentIndex(hands.model.index(-1, -1))
    shortcut(hands, "Ctrl+1")
    assert hands.said().startswith("没有能直接照办的")
    assert hands.session.undo_label() == steps


def test_ctrl_e_and_ctrl_enter_write_a_justification(hands: Hands) -> None:
    """Ctrl+E opens it, Ctrl+Enter saves it, Ctrl+U is for what was overridden."""
    hands.go("项目自评[1]!指标[1].得分")
    shortcut(hands, "Ctrl+E")
    edit = hands.window.panels.findings.writing.edit
    assert edit.hasFocus()
    edit.setPlainText("抽样样本偏少，扣 1 分")
    QTest.keyClick(edit, Key.Key_Return, CONTROL)
    assert hands.said() == "已存为说明"
    hands.go(FIGURE)
    shortcut(hands, "Ctrl+U")
    assert hands.said() == "这一格没有改写"


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # the popup, offscreen
def test_alt_down_offers_what_is_usually_written(hands: Hands) -> None:
    """It is put where the cursor is; who has written nothing yet learns why there is nothing."""
    writing = hands.window.panels.findings.writing
    hands.go("项目自评[1]!指标[1].得分")
    shortcut(hands, "Ctrl+E")
    assert not writing.usual.isEnabled()
    assert "写过的说明会列在这里" in writing.usual.toolTip()
    writing.edit.setPlainText("抽样样本偏少，扣 1 分")
    QTest.keyClick(writing.edit, Key.Key_Return, CONTROL)
    hands.work.catch_up()
    shortcut(hands, "Ctrl+E")
    QTimer.singleShot(0, lambda: take_first(writing.menu))
    QTest.keyClick(writing.edit, Key.Key_Down, Modifier.AltModifier)
    assert writing.edit.toPlainText() == "抽样样本偏少，扣 1 分"
    assert hands.window.focusWidget() is writing.edit


def take_first(menu: QMenu) -> None:
    """Choose the first entry of an open menu by keys."""
    assert menu.isVisible()
    QTest.keyClick(menu, Key.Key_Down)
    QTest.keyClick(menu, Key.Key_Return)


# Alt+↓ -------------------------------------------------------------------------------------


def list_is_open(hands: Hands) -> bool:
    """Whether the list of the open editor is seen."""
    editor = hands.view.open_editor()
    if isinstance(editor, QComboBox):
        return bool(editor.view().isVisible())
    assert isinstance(editor, ListedEditor | ManyEditor)
    return editor.list is not None and editor.list.isVisible()


@pytest.mark.parametrize("opened", [True, False])
@pytest.mark.parametrize("address", [CODE, "项目自评[1]!指标[1].三级指标"])
def test_alt_down_lists_codes_and_indicators(hands: Hands, address: str, opened: bool) -> None:
    """From the cell and in its editor, even where what stands there is a whole code or name."""
    hands.go(address)
    before = hands.text(address)
    if opened:
        hands.press(Key.Key_F2)
    hands.press(Key.Key_Down, ALT)
    assert list_is_open(hands)
    hands.press(Key.Key_Escape)
    assert hands.text(address) == before


def test_a_text_that_means_nothing_lists_everything(hands: Hands) -> None:
    """The list is wanted, whatever stands there; Esc leaves the code as it was."""
    hands.go(CODE)
    hands.compose(*"没有这个科目")
    hands.press(Key.Key_Down, ALT)
    editor = hands.view.open_editor()
    assert isinstance(editor, ListedEditor)
    assert editor.list is not None
    assert editor.list.count() > 50
    hands.press(Key.Key_Escape)
    assert hands.text(CODE) == "2080505"


FORM = """notation: 1
form: many
title: 例
columns: [90, 60, 60]
grid: |
  | {来源} | {级次} | {说明} |
fields:
  来源: {type: choice, many: yes, choices: [中央, 省级, 县级]}
  级次: {type: choice, choices: [本级, 下级]}
  说明: {type: text}
"""


@pytest.fixture
def choices(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> Hands:
    """A document of a form with both kinds of choices."""
    path = tmp_path / "选.biaoli"
    Session.create_from(load_suite(suite_of(FORM)), path, "某某局").close()
    assert window.open_path(path)
    return Hands(qtbot, window)


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # the popup, offscreen
@pytest.mark.parametrize("address", ["表!来源", "表!级次"])
def test_alt_down_lists_choices(choices: Hands, address: str) -> None:
    """One of them, or several."""
    choices.go(address)
    choices.press(Key.Key_Down, ALT)
    assert list_is_open(choices)
    editor = choices.view.open_editor()
    if isinstance(editor, QComboBox):
        editor.hidePopup()
    choices.press(Key.Key_Escape)


def test_alt_down_says_where_nothing_is_to_be_chosen(choices: Hands) -> None:
    """No editor opens there, nor from the menu."""
    choices.go("表!说明")
    choices.press(Key.Key_Down, ALT)
    assert "没有可选的内容" in choices.line()
    choices.run("list_choices")
    assert choices.view.open_editor() is None


def test_alt_down_says_why_nothing_can_be_typed(hands: Hands) -> None:
    """In a calculated cell, as every key does."""
    hands.go(ROW.format(2101103, 1))
    hands.press(Key.Key_Down, ALT)
    assert "自动计算" in hands.line()
    assert hands.view.open_editor() is None
