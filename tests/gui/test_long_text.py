"""The editor of long texts: how much is used is counted, and all of it is seen."""

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QLabel

from gui.grid.long_text import LEAST_LINES, LongTextEditor
from tests.gui.hands import Hands

Key = Qt.Key
LONG = "项目自评[1]!预期目标"


def editor(hands: Hands, address: str = LONG) -> LongTextEditor:
    """The editor, just opened."""
    hands.go(address)
    hands.press(Key.Key_F2)
    found = hands.view.open_editor()
    assert isinstance(found, LongTextEditor)
    return found


def count(found: LongTextEditor) -> QLabel:
    """What the corner says."""
    label = found.findChild(QLabel, "text_count")
    assert isinstance(label, QLabel)
    return label


def is_seen(hands: Hands, found: LongTextEditor) -> bool:
    """Whether all of the editor lies on the visible desk."""
    desk = hands.page.desk.viewport()
    place = QRect(found.mapTo(desk, QPoint()), found.size())
    return bool(desk.rect().contains(place))


def test_the_count_says_what_is_too_much(hands: Hands) -> None:
    """With the octagon, as soon as it is; everything stays as typed."""
    found = editor(hands)
    slot = hands.model.slot(hands.place())
    assert slot is not None
    most = slot.field.max_length
    assert most is not None
    mark = found.findChild(QLabel, "text_too_long")
    assert isinstance(mark, QLabel)
    found.setPlainText("字" * most)
    assert (count(found).text(), mark.isVisible()) == (f"{most}/{most} 字", False)
    found.setPlainText("字" * (most + 6))
    assert (count(found).text(), mark.isVisible()) == ("超出 6 字", True)
    assert found.rect().contains(mark.geometry())
    hands.press(Key.Key_Return)
    assert hands.session.text(hands.cell(LONG)) == "字" * (most + 6)


def test_the_editor_grows_with_the_text_up_to_the_visible_desk(hands: Hands) -> None:
    """Five lines at least; a very long text scrolls in it."""
    found = editor(hands)
    spacing = found.fontMetrics().lineSpacing()
    found.setPlainText("短")
    least = found.height()
    assert least >= LEAST_LINES * spacing
    found.setPlainText("\n".join("一二三四五六七八九十"))
    grown = found.height()
    assert grown > least
    assert grown >= 10 * spacing
    found.setPlainText("\n".join("一二三四五六七八九十" * 20))
    assert found.height() > grown
    assert is_seen(hands, found)
    assert found.verticalScrollBar().maximum() > 0
    found.setPlainText("短")
    assert found.height() == least


def test_the_editor_is_seen_whole_wherever_its_cell_stands(hands: Hands) -> None:
    """At the lower edge of the desk it moves up; head and caption do not cover it."""
    hands.window.resize(1000, 480)
    hands.work.open_sheet(hands.project(0))
    texts = 0
    for place in list(dict.fromkeys(hands.model.covering.values())):
        hands.view.go(place)
        if not hands.model.is_editable(place):
            continue
        hands.press(Key.Key_F2)
        found = hands.view.open_editor()
        if isinstance(found, LongTextEditor):
            texts += 1
            found.setPlainText("\n".join("一二三四五六七八九十"))
            assert is_seen(hands, found), hands.address()
        hands.press(Key.Key_Escape)
    assert texts > 3
