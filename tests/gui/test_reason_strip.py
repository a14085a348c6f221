"""Why a text does not fit: told while it is typed, and under the cell as long as it is current."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from tests.gui.hands import Hands

Key = Qt.Key
FIGURE = "一般公共预算收支!项[2101501].栏9"
CHOICE = "项目自评[1]!指标[1].指标性质"
CODE = "一般公共预算收支!项[2080505].科目编码"


def strip(hands: Hands, name: str) -> QLabel | None:
    """The line that is seen now."""
    found = hands.view.viewport().findChildren(QLabel, name)
    return next((label for label in found if label.isVisible()), None)


def test_a_figure_that_is_none_is_told_while_its_cell_is_current(hands: Hands) -> None:
    """Not while it is typed over, and no longer once it is mended or undone."""
    hands.go(FIGURE)
    hands.compose(*"23万7")
    assert strip(hands, "reason_strip") is None
    hands.press(Key.Key_Return)
    assert strip(hands, "reason_strip") is None
    hands.press(Key.Key_Up)
    said = strip(hands, "reason_strip")
    assert said is not None
    assert said.text().startswith("“23万7”不是能识别的数，已原样保留。")
    assert said.y() >= hands.view.visualRect(hands.view.currentIndex()).bottom()
    hands.type("5")
    assert strip(hands, "reason_strip") is None
    hands.press(Key.Key_Escape)
    assert strip(hands, "reason_strip") is not None
    hands.run("undo")
    assert strip(hands, "reason_strip") is None


def test_the_strip_stays_beside_its_cell_when_the_form_scrolls_sideways(hands: Hands) -> None:
    """The cell moves in the view, and the line with it."""
    hands.window.resize(880, 600)
    hands.go(FIGURE)
    hands.page.set_zoom(150)
    hands.go(FIGURE)
    hands.compose(*"两元")
    hands.press(Key.Key_Return)
    hands.go(FIGURE)
    bar = hands.view.horizontalScrollBar()
    hands.page.lay_out()
    assert bar.maximum() > 0
    for value in (bar.maximum(), bar.minimum(), bar.maximum() // 2):
        bar.setValue(value)
        said = strip(hands, "reason_strip")
        rect = hands.view.visualRect(hands.view.currentIndex())
        assert said is not None
        last = hands.view.viewport().width() - said.width()
        assert said.x() == max(0, min(rect.left(), last))
    hands.work.open_sheet(hands.project(0))
    assert strip(hands, "reason_strip") is None


def test_list_editors_tell_what_does_not_fit(hands: Hands) -> None:
    """Above the editor, for the list is below; what fits needs no word."""
    hands.go(CHOICE)
    hands.compose(*"大约")
    said = strip(hands, "typing_hint")
    editor = hands.view.open_editor()
    assert said is not None
    assert editor is not None
    assert "不在可选的内容里" in said.text()
    assert said.geometry().bottom() <= editor.geometry().top()
    hands.press(Key.Key_Return)
    hands.press(Key.Key_Up)
    assert strip(hands, "reason_strip") is not None


def test_a_code_that_there_is_not_is_told_while_it_is_typed(hands: Hands) -> None:
    """With the similar ones there are, which the list offers, too."""
    hands.go(CODE)
    hands.compose(*"20805")
    assert strip(hands, "typing_hint") is None
    hands.compose(*"19")
    said = strip(hands, "typing_hint")
    assert said is not None
    assert said.text().startswith("没有编码 2080519。相近的有 20805")
