"""Copying, cutting, pasting and filling down in the window."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit, QPushButton

from gui import messages
from gui.paste_strip import PasteStrip
from gui.system_clipboard import offer, offered
from tests.gui.hands import EXPENDITURE, Hands

Key, Modifier = Qt.Key, Qt.KeyboardModifier
Control = Modifier.ControlModifier
ROW = "支出决算表!项[{}].栏{}"
OWN = "一般公共预算收支!项[{}].栏9"


def clipboard() -> str:
    """The plain text on the clipboard."""
    return offered()[0]


def strip(hands: Hands) -> PasteStrip:
    """The strip above the grid."""
    return hands.work.clipboard.strip


def press_button(hands: Hands, words: str) -> None:
    """Press the button of the strip that begins with these words."""
    buttons = strip(hands).findChildren(QPushButton)
    next(button for button in buttons if button.text().startswith(words)).click()


def test_a_cell_is_copied_as_plain_digits_and_as_printed(hands: Hands) -> None:
    """Excel gets digits to calculate with; a letter gets the figure as the form prints it."""
    hands.go(ROW.format(2101501, 2))
    hands.press(Key.Key_C, Control)
    assert clipboard() == "2407385.81\r\n"
    assert ">2,407,385.81</td>" in offered()[1]
    assert hands.view.blocks.copied is not None
    hands.press(Key.Key_Escape)
    assert hands.view.blocks.copied is None


def test_the_frame_of_a_copy_goes_with_the_next_edit(hands: Hands) -> None:
    """What is framed is what is on the clipboard, or nothing."""
    hands.go(ROW.format(2101501, 2))
    hands.press(Key.Key_C, Control)
    hands.enter("1")
    assert hands.view.blocks.copied is None


def test_what_fits_is_pasted_at_once_in_one_step(hands: Hands) -> None:
    """Four cells as people write figures; one undo takes all of it back."""
    hands.go(ROW.format(2101501, 3))
    offer("1,234.50\t１２\r\n1.2万\t ￥ 7 \r\n")
    hands.press(Key.Key_V, Control)
    assert not strip(hands).isVisible()
    assert hands.said() == "已粘贴 4 格，Ctrl+Z 撤回"
    assert hands.text(ROW.format(2101501, 3)) == "1,234.50"
    assert hands.text(ROW.format(2101501, 4)) == "12.00"
    assert hands.text(ROW.format(2101506, 3)) == "12,000.00"
    assert hands.text(ROW.format(2101506, 4)) == "7.00"
    hands.press(Key.Key_Z, Control)
    assert hands.text(ROW.format(2101501, 4)) == ""
    assert hands.text(ROW.format(2101506, 3)) == "42,800.00"


def test_what_does_not_fit_is_said_before_anything_happens(hands: Hands) -> None:
    """Calculated cells, what is no figure, what is beyond the form: in a strip, cell by cell."""
    hands.go(ROW.format(2101501, 1))
    label = hands.session.undo_label()
    offer("9\t23万7\t1\t2\t3\t4\t5\r\n")
    hands.press(Key.Key_V, Control)
    assert strip(hands).isVisible()
    assert strip(hands).words() == (
        "准备粘贴 1 行 × 7 列：5 格填入，1 格不是能填的数或选项（照原样填，已标出），"
        "1 格是计算项跳过，1 格超出这张表跳过"
    )
    assert len(hands.view.spotlight.targets) == 5
    assert hands.session.undo_label() == label
    assert hands.view.hasFocus()
    press_button(hands, "逐格查看")
    assert strip(hands).details() == [
        ("2101501 行政运行·1栏 本年支出合计", "9", "计算项，跳过"),
        (
            "2101501 行政运行·2栏 基本支出",
            "23万7",
            "照原样填入，已标出：“23万7”不是能识别的数，已原样保留",
        ),
        ("复制的第 1 行第 7 列", "5", "不在表里，跳过：超出了这张表"),
    ]
    press_button(hands, "填入 5 格")
    assert not strip(hands).isVisible()
    assert hands.view.spotlight.targets == frozenset()
    assert hands.text(ROW.format(2101501, 2)) == "23万7"
    assert hands.text(ROW.format(2101501, 6)) == "4.00"
    hands.run("undo")
    assert hands.session.undo_label() == label


@pytest.mark.parametrize("way", ["取消", "Esc", "typing", "another form"])
def test_a_paste_that_was_not_accepted_changes_nothing(hands: Hands, way: str) -> None:
    """However one leaves the strip."""
    hands.go(ROW.format(2101501, 1))
    offer("1\t2\r\n")
    hands.run("paste")
    assert strip(hands).isVisible()
    if way == "取消":
        press_button(hands, "取消")
    elif way == "Esc":
        hands.press(Key.Key_Escape)
    elif way == "typing":
        hands.go(ROW.format(2101501, 3))
        hands.enter("5")
    else:
        hands.run("next_form")
        hands.work.open_sheet(EXPENDITURE)
    assert not strip(hands).isVisible()
    assert hands.view.spotlight.targets == frozenset()
    assert hands.text(ROW.format(2101501, 2)) == "2,407,385.81"


def test_one_value_fills_a_block(hands: Hands) -> None:
    """As in Excel."""
    hands.go(ROW.format(2101501, 4))
    hands.press(Key.Key_Right, Modifier.ShiftModifier, times=2)
    offer("8\r\n")
    hands.run("paste")
    assert [hands.text(ROW.format(2101501, n)) for n in (4, 5, 6)] == ["8.00"] * 3
    assert hands.view.blocks.block is not None


def test_codes_make_rows(hands: Hands) -> None:
    """Lines from a spreadsheet with their codes become rows, each in its place, in one step."""
    hands.work.open_sheet(EXPENDITURE)
    first = hands.model.anchor(hands.model.find(hands.cell(ROW.format(2101501, 2))))
    assert first is not None
    hands.view.go(hands.model.cell_at(first.row, 0))
    rows = hands.model.rowCount()
    offer("2101501\t\t\t\t\t100\r\n2101502\t\t\t\t\t200\r\n2050101\t\t\t\t\t300\r\n")
    hands.run("paste")
    assert hands.said() == "已粘贴 5 格，增加 2 行，Ctrl+Z 撤回"
    assert hands.text(ROW.format(2101501, 2)) == "100.00"
    assert hands.text(ROW.format(2101502, 2)) == "200.00"
    assert hands.text("支出决算表!类[205].栏2") == "300.00"
    hands.run("undo")
    assert hands.model.rowCount() == rows


def test_a_block_goes_to_a_spreadsheet_and_comes_back(hands: Hands) -> None:
    """All of a form copied, its figures cleared, pasted again: as it was, and nothing was asked."""
    hands.go(OWN.format(2101501))
    sheet = hands.place().cell
    assert sheet is not None
    hands.run("select_all")
    before = hands.session.printed(sheet.sheet)
    hands.run("copy")
    hands.view.blocks.collapse()
    hands.press(Key.Key_Delete)
    assert hands.text(OWN.format(2101501)) == ""
    hands.run("select_all")
    hands.run("paste")
    press_button(hands, "填入")
    assert hands.session.printed(sheet.sheet) == before


def test_cutting_clears_what_was_typed(hands: Hands) -> None:
    """Calculated cells are copied and stay."""
    hands.go(OWN.format(2101501))
    hands.press(Key.Key_Right, Modifier.ShiftModifier)
    shown = hands.text(OWN.format(2101501))
    hands.press(Key.Key_X, Control)
    assert clipboard().split("\t")[0] == shown.replace(",", "")
    assert hands.text(OWN.format(2101501)) == ""
    assert hands.said().startswith("已剪切 ")
    hands.run("undo")
    assert hands.text(OWN.format(2101501)) == shown


def test_delete_clears_a_block_in_one_step(hands: Hands) -> None:
    """And says so when there was nothing to clear."""
    hands.go(OWN.format(2101501))
    hands.press(Key.Key_Right, Modifier.ShiftModifier)
    hands.press(Key.Key_Delete)
    assert hands.said() == "已清除 2 格，Ctrl+Z 撤回"
    hands.run("clear")
    assert hands.said() == messages.NOTHING_TO_CLEAR


def test_filling_down(hands: Hands) -> None:
    """The first row into those below; on one row the row above into it."""
    hands.go(ROW.format(2101501, 5))
    hands.enter("66")
    hands.go(ROW.format(2101501, 5))
    hands.press(Key.Key_Down, Modifier.ShiftModifier)
    hands.press(Key.Key_D, Control)
    assert hands.text(ROW.format(2101506, 5)) == "66.00"
    hands.go(ROW.format(2101506, 2))
    hands.press(Key.Key_D, Control)
    assert hands.text(ROW.format(2101506, 2)) == "2,407,385.81"
    hands.go("支出决算表!合计.栏1")
    hands.press(Key.Key_D, Control)
    assert hands.said() == messages.NOTHING_TO_FILL


def test_nothing_to_paste_is_said(hands: Hands) -> None:
    """An empty clipboard, and one with far too much, change nothing and say why."""
    hands.go(ROW.format(2101501, 2))
    QGuiApplication.clipboard().clear()
    hands.run("paste")
    assert hands.said() == messages.NOTHING_TO_PASTE
    offer("1\t2\r\n" * 100_000)
    hands.run("paste")
    assert hands.said().startswith("剪贴板里有 3000 行以上")
    offer("2407385.81\r\n")
    hands.go(ROW.format(2101501, 1))
    hands.run("paste")
    assert hands.said() == "粘贴的内容与表里相同，没有要填的"
    offer("1\r\n")
    hands.run("paste")
    assert hands.said() == "没有粘贴：1 格是计算项跳过。先选中要填的第一格再粘贴"


def test_a_text_field_keeps_its_own_clipboard(hands: Hands) -> None:
    """While a cell is being typed, copying and pasting are the editor's."""
    hands.go(ROW.format(2101501, 2))
    offer("77")
    hands.press(Key.Key_F2)
    editor = hands.view.open_editor()
    assert isinstance(editor, QLineEdit)
    editor.selectAll()
    hands.run("paste")
    assert editor.text() == "77"
    editor.selectAll()
    hands.run("cut")
    assert (editor.text(), clipboard()) == ("", "77")
