"""While something is typed: sums and what does not fit are told under the editor; far arrows."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from tests.gui.hands import EXPENDITURE, Hands

Key, Modifier = Qt.Key, Qt.KeyboardModifier
ROW = "一般公共预算收支!项[{}].栏{}"


def hint(hands: Hands) -> str:
    """What stands under the editor."""
    shown = [h for h in hands.view.viewport().findChildren(QLabel, "typing_hint") if h.isVisible()]
    return shown[0].text() if shown else ""


def test_a_sum_shows_what_it_comes_to(hands: Hands) -> None:
    """While typing and when it is left; the history keeps the sum itself."""
    hands.go(ROW.format(2101501, 9))
    hands.compose(*"＝1200+")
    assert "不是能算的算式" in hint(hands)
    hands.type("35.5")
    assert hint(hands) == "= 1,235.50"
    hands.press(Key.Key_Return)
    assert hint(hands) == ""
    assert hands.text(ROW.format(2101501, 9)) == "1,235.50"
    assert hands.session.typed(hands.cell(ROW.format(2101501, 9))) == "＝1200+35.5"


def test_the_hint_goes_with_its_editor(hands: Hands) -> None:
    """What does not fit is told at once; Esc takes editor and hint away."""
    hands.go(ROW.format(2101501, 9))
    hands.compose(*"23万7")
    assert "不是能识别的数" in hint(hands)
    hands.press(Key.Key_Escape)
    assert hint(hands) == ""
    hands.type("5")
    assert hint(hands) == ""


def test_digits_that_are_cut_are_told(hands: Hands) -> None:
    """Under the editor, and in the status bar once it was left; a whole figure needs no word."""
    hands.go(ROW.format(2101501, 9))
    hands.type("264282.563")
    assert hint(hands) == "本表保留 2 位小数，按 264,282.56 计"
    hands.press(Key.Key_Return)
    assert hands.said().startswith("填了 264282.563，本表保留 2 位小数，按 264,282.56 计。原来填的")
    hands.go(ROW.format(2101501, 9))
    hands.enter("5")
    assert hands.session.text(hands.cell(ROW.format(2101501, 9))) == "5.00"


def test_ctrl_and_an_arrow_go_to_the_last_filled_cell(hands: Hands) -> None:
    """In that direction; an empty stretch is passed."""
    hands.work.open_sheet(EXPENDITURE)
    hands.go("支出决算表!项[2101501].栏2")
    column = hands.place().column
    hands.press(Key.Key_Up, Modifier.ControlModifier)
    assert (hands.place().row, hands.place().column <= column) == (0, True)
    hands.press(Key.Key_Down, Modifier.ControlModifier)
    assert hands.place().row > 10
    hands.press(Key.Key_Left, Modifier.ControlModifier)
    assert hands.place().column == 0


def test_ctrl_and_brackets_go_where_a_figure_comes_from_and_goes(hands: Hands) -> None:
    """Each jump can be taken back with Alt+←; where there is nothing, it is said."""
    total = "支出决算表!项[2101501].栏1"
    hands.go(total)
    hands.press(Key.Key_BracketLeft, Modifier.ControlModifier)
    assert hands.address() == "支出决算表!项[2101501].栏2"
    hands.press(Key.Key_BracketLeft, Modifier.ControlModifier)
    hands.press(Key.Key_BracketRight, Modifier.ControlModifier)
    hands.press(Key.Key_Left, Modifier.AltModifier, times=3)
    assert hands.address() == total
    hands.press(Key.Key_Left, Modifier.AltModifier)
    assert hands.said() == "没有可以回去的地方"
    hands.go("项目自评[1]!预期目标")
    for action, said in (("to_input", "不是算出来的"), ("to_user", "没有别的格用到")):
        hands.run(action)
        assert said in hands.said()
    hands.view.go(hands.model.cell_at(0, 0))
    hands.run("to_input")
    assert hands.said() == "先选中一格"
