"""Finding over all forms, and going to a place by what it is called."""

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from core.refs import SheetId
from gui.find_field import FindField
from gui.go_to import GoToField
from tests.gui.hands import EXPENDITURE, SUMMARY, Hands

Key, Modifier = Qt.Key, Qt.KeyboardModifier
FIGURE = "6663125.83"


def field(hands: Hands) -> FindField:
    """The search field."""
    return hands.window.finder.field


def put(editor: QLineEdit, text: str) -> None:
    """Put a text in with an input method."""
    chosen = QInputMethodEvent("", [])
    chosen.setCommitString(text)
    QApplication.sendEvent(editor, chosen)


def look_for(hands: Hands, text: str) -> None:
    """Ctrl+F, the text, Enter; waits until everything is looked through."""
    hands.run("find")
    put(field(hands), text)
    QTest.keyClick(field(hands), Key.Key_Return)
    hands.qtbot.waitUntil(lambda: field(hands).count()[-1:] not in ("", "…"))


def test_enter_goes_from_hit_to_hit_over_all_forms(hands: Hands) -> None:
    """Each figure once, form by form, and round; the keyboard stays in the field."""
    hands.go("支出决算表!项[2101501].栏2")
    look_for(hands, FIGURE)
    total = len(hands.window.finder.hits())
    assert total > 5
    seen = [hands.address()]
    assert seen[0].startswith("财政拨款总表!")
    for _ in range(total - 1):
        QTest.keyClick(field(hands), Key.Key_Return)
        seen.append(hands.address())
    assert len(set(seen)) == total
    assert field(hands).hasFocus()
    QTest.keyClick(field(hands), Key.Key_Return)
    assert hands.address() == seen[0]
    QTest.keyClick(field(hands), Key.Key_Return, Modifier.ShiftModifier)
    assert hands.address() == seen[-1]


def test_the_count_says_which_of_how_many(hands: Hands) -> None:
    """Number in form order; typed only, how many there are."""
    hands.go("收入支出总表!行29.金额")
    hands.run("find")
    put(field(hands), FIGURE)
    hands.qtbot.waitUntil(lambda: field(hands).count().endswith("处"))
    total = len(hands.window.finder.hits())
    assert field(hands).count() == f"{total} 处"
    hands.run("find_next")
    number = int(field(hands).count().split("/")[0])
    hands.run("find_next")
    assert field(hands).count() == f"{number + 1}/{total}"
    hands.run("find_previous")
    assert field(hands).count() == f"{number}/{total}"


def test_labels_the_cover_and_cards_are_reached(hands: Hands) -> None:
    """What stands in no cell is lit up, too; a card is opened."""
    look_for(hands, "编制人")
    assert hands.work.sheet == SheetId("封面")
    look_for(hands, "行政事业单位养老支出")
    assert "行政事业单位养老支出" in hands.said()
    look_for(hands, "项目简称")
    assert hands.work.currentWidget() is hands.work.fields


def test_what_is_not_found_is_told(hands: Hands) -> None:
    """In the status bar, with what was looked through; one stays where one is."""
    hands.go("支出决算表!项[2101501].栏2")
    look_for(hands, "无此内容")
    assert (
        hands.said() == f"没有找到“无此内容”。查了 {len(hands.session.sheets())} 张表和说明文字。"
    )
    assert field(hands).count() == "0 处"
    QTest.keyClick(field(hands), Key.Key_Escape)
    assert hands.view.hasFocus()
    assert hands.address() == "支出决算表!项[2101501].栏2"


def test_after_an_edit_what_is_there_now_is_found(hands: Hands) -> None:
    """What was found before holds no more; F3 looks again and goes on from where one is."""
    hands.go("支出决算表!项[2101501].栏2")
    look_for(hands, "987654.32")
    assert field(hands).count() == "0 处"
    hands.go("支出决算表!项[2101501].栏2")
    hands.enter("987654.32")
    hands.run("find_next")
    hands.qtbot.waitUntil(lambda: "/" in field(hands).count())
    assert hands.address() in {
        hands.session.names.address(hit.cell)
        for hit in hands.window.finder.hits()
        if hit.cell is not None
    }


def test_finding_nothing_asks_for_something(hands: Hands) -> None:
    """F3 with an empty field puts the keyboard there; closing forgets what was looked for."""
    hands.run("find_next")
    assert field(hands).hasFocus()
    look_for(hands, FIGURE)
    hands.run("close")
    assert field(hands).text() == ""
    assert hands.window.finder.hits() == []


def test_looking_lets_the_window_answer(hands: Hands) -> None:
    """Between two sheets the heart beats."""
    beats: list[int] = []
    heart = QTimer()
    heart.timeout.connect(lambda: beats.append(1))
    heart.start(0)
    look_for(hands, "1")
    heart.stop()
    assert len(beats) > 3


# Going to a place ----------------------------------------------------------------------------


def go_to(hands: Hands, text: str) -> GoToField:
    """Ctrl+G, the text, Enter."""
    hands.run("go_to")
    asked = hands.work.go_to.field
    assert asked.hasFocus()
    put(asked, text)
    QTest.keyClick(asked, Key.Key_Return)
    return asked


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("3栏", "支出决算表!项[2101501].栏3"),
        ("2101103", "支出决算表!项[2101103].栏2"),
        ("05表 合计 8栏", "一般公共预算收支!合计.栏8"),
        ("行次27", "收入支出总表!行27.金额"),
        ("封面.编制人", ""),
        ("支出决算表!合计.栏1", "支出决算表!合计.栏1"),
    ],
)
def test_a_place_is_gone_to_by_name(hands: Hands, text: str, address: str) -> None:
    """From 公开03表, row 2101501, column 2."""
    hands.go("支出决算表!项[2101501].栏2")
    asked = go_to(hands, text)
    assert not asked.isVisible()
    if address:
        assert hands.address() == address
        assert hands.view.hasFocus()
    else:
        assert hands.work.sheet == SheetId("封面")


def test_forms_and_projects_are_opened_by_number_or_name(hands: Hands) -> None:
    """公开05, 05, a project's short name."""
    hands.work.open_sheet(SUMMARY)
    go_to(hands, "公开03")
    assert hands.work.sheet == EXPENDITURE
    go_to(hands, "能力提升第二批")
    assert hands.work.sheet is not None
    assert hands.session.names.project_name(hands.work.sheet.instance) == "能力提升第二批"


def test_what_is_not_there_is_told_with_the_nearest(hands: Hands) -> None:
    """The text stays to be amended; Esc goes back."""
    hands.go("支出决算表!项[2101501].栏2")
    asked = go_to(hands, "公开55")
    assert hands.said() == "没有“公开55”这个地方，是否想写“公开15表”"
    assert asked.isVisible()
    assert asked.text() == "公开55"
    QTest.keyClick(asked, Key.Key_Escape)
    assert not asked.isVisible()
    assert hands.address() == "支出决算表!项[2101501].栏2"


def test_the_list_is_walked_by_arrows(hands: Hands) -> None:
    """The second place is taken after one step down; a click on the name box asks, too."""
    hands.go("支出决算表!项[2101501].栏2")
    QTest.mouseClick(hands.window.panels.line.name, Qt.MouseButton.LeftButton)
    asked = hands.work.go_to.field
    put(asked, "合计")
    second = asked.places[1]
    QTest.keyClick(asked, Key.Key_Down)
    QTest.keyClick(asked, Key.Key_Return)
    assert hands.place().cell == second.cell
