"""Typing a code: by digits, name or initials, with the list of what may be meant."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from gui.grid.code_editor import CodeEditor, CodeList
from gui.grid.drop_list import ROWS, WIDTH
from tests.gui.hands import Hands

Key, Modifier = Qt.Key, Qt.KeyboardModifier
CODE = "一般公共预算收支!项[2080505].科目编码"
FIGURE = "一般公共预算收支!项[{}].栏5"


def editor(hands: Hands) -> CodeEditor:
    """The open editor."""
    found = hands.view.open_editor()
    assert isinstance(found, CodeEditor)
    return found


def listed(hands: Hands) -> list[str]:
    """What the list shows now; nothing if it is not there."""
    found = editor(hands).list
    if found is None or not found.isVisible():
        return []
    return [found.item(row).text() for row in range(found.count())]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("21015", "2101501　行政运行　卫生健康支出 › 医疗保障管理事务"),
        ("ybxzglsw", "2010302　一般行政管理事务　一般公共服务支出 › "),
        ("缴费", "2080505　机关事业单位基本养老保险缴费支出"),
    ],
)
def test_digits_initials_and_names_are_found(hands: Hands, typed: str, first: str) -> None:
    """Code, name and upper levels are listed, below the cell and inside the window."""
    hands.go(CODE)
    hands.compose(*typed)
    assert listed(hands)[0].startswith(first)
    found = editor(hands).list
    assert isinstance(found, CodeList)
    assert hands.window.rect().contains(found.geometry())
    assert found.width() == WIDTH
    assert found.height() <= ROWS * found.sizeHintForRow(0) + 4
    assert hands.view.open_editor() is QApplication.focusWidget()


def test_enter_takes_what_initials_mean(hands: Hands) -> None:
    """The first of the list stands in the cell, its name beside it; one step, undone at once."""
    hands.go(CODE)
    hands.enter("sydwyl")
    assert hands.text(FIGURE.format(2101102)) == "264,282.56"
    assert hands.text("一般公共预算收支!项[2101102].科目名称") == "事业单位医疗"
    hands.run("undo")
    assert hands.text(FIGURE.format(2080505)) == "264,282.56"


def test_arrows_choose_and_escape_leaves_everything(hands: Hands) -> None:
    """Down goes through the list, Esc keeps the old code and takes the list away."""
    hands.go(CODE)
    hands.type("20805")
    shown = editor(hands).list
    assert shown is not None
    assert shown.chosen() == ""
    hands.press(Key.Key_Down, times=2)
    chosen = shown.chosen()
    assert chosen.startswith("20805")
    hands.press(Key.Key_Up)
    assert shown.chosen() != chosen
    hands.press(Key.Key_PageDown)
    hands.press(Key.Key_PageUp, times=2)
    assert shown.currentRow() == 0
    hands.press(Key.Key_Escape)
    assert not shown.isVisible()
    assert hands.text(FIGURE.format(2080505)) == "264,282.56"


def test_alt_and_down_open_the_list_of_everything(hands: Hands) -> None:
    """Where a code stands already its neighbours are listed with their names."""
    hands.go(CODE)
    hands.press(Key.Key_F2)
    hands.press(Key.Key_Down, Modifier.AltModifier)
    assert [line[:7] for line in listed(hands)][:2] == ["2080505", "2080501"]
    editor(hands).clear()
    editor(hands).offer()
    assert len(listed(hands)) > 50


def test_digits_that_are_typed_stand_as_typed(hands: Hands) -> None:
    """A code that the list does not have is taken as it is; nothing is chosen unasked."""
    hands.go(CODE)
    hands.enter("2300201")
    assert hands.text(FIGURE.format(2300201)) == "264,282.56"


def test_the_name_of_an_unknown_code_is_typed_in_its_place(hands: Hands) -> None:
    """The cell beside the code takes it, and the forms that follow show it."""
    hands.go(CODE)
    hands.enter("2300201")
    name = "一般公共预算收支!项[2300201].科目名称"
    hands.go(name)
    assert hands.model.is_editable(hands.place())
    hands.compose(*"体制补助")
    hands.press(Key.Key_Return)
    assert hands.text(name) == "体制补助"
    hands.work.open_sheet(hands.cell("支出决算表!项[2300201].栏1").sheet)
    assert hands.text("支出决算表!项[2300201].科目名称") == "体制补助"


def test_a_code_beside_one_in_use_names_both(hands: Hands) -> None:
    """2101102 next to 2101101, which is filled in already."""
    hands.go(CODE)
    hands.type("210110")
    [line] = [line for line in listed(hands) if line.startswith("2101102")]
    assert "事业单位医疗" in line
    assert "相近的已填 2101101 行政单位医疗" in line


def test_a_click_in_the_list_takes_a_code(hands: Hands) -> None:
    """The mouse chooses; the keyboard stays in the editor."""
    hands.go(CODE)
    hands.type("20805")
    found = editor(hands).list
    assert found is not None
    spot = found.visualItemRect(found.item(1)).center()
    QTest.mouseClick(found.viewport(), Qt.MouseButton.LeftButton, Modifier.NoModifier, QPoint(spot))
    assert not found.isVisible()
    assert editor(hands).text() == found.item(1).text()[:7]


def test_the_list_stands_above_a_cell_at_the_bottom(hands: Hands) -> None:
    """Where there is no room below, it does not cover the cell."""
    hands.go(CODE)
    hands.type("2")
    found = editor(hands).list
    assert found is not None
    window = hands.window
    editor(hands).move(editor(hands).x(), 0)
    low = editor(hands).mapFrom(window, QPoint(0, window.height() - 24)).y()
    editor(hands).move(0, low + editor(hands).y())
    found.place_at(editor(hands))
    assert found.geometry().bottom() <= editor(hands).mapTo(window, QPoint(0, 0)).y()


def test_a_card_finds_codes_too(hands: Hands) -> None:
    """The function code of a project is found by initials; leaving the field takes it."""
    card = hands.session.names.cell("项目卡[1].功能科目")
    hands.work.open_sheet(hands.project(0))
    hands.work.show_card()
    field = hands.work.fields.fields[card]
    assert isinstance(field, CodeEditor)
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "xzdwyl")
    assert field.text_meant() == "2101101"
    QTest.keyClick(field, Key.Key_Return)
    assert hands.session.text(card) == "2101101"
    field.selectAll()
    hands.compose(*"城乡医疗救助")
    QTest.keyClick(field, Key.Key_Tab)
    assert hands.session.text(card) == "2101301"
