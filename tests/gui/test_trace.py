"""While 数据来历 is seen, brackets on the form show where the current cell comes from and goes."""

from collections.abc import Iterable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from core.layout.plan import PlanCell
from gui.grid import trace
from tests.gui.hands import Hands

TOTAL = "支出决算表!类[210].栏2"


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits until the keyboard has rested."""
    monkeypatch.setattr(trace, "REST_MS", 0)


def explained(hands: Hands, address: str) -> None:
    """Make a cell current and let the panel explain it."""
    hands.go(address)
    hands.work.explain_now()
    QTest.qWait(1)


def addresses(hands: Hands, places: Iterable[PlanCell]) -> list[str]:
    """Which cells stand there."""
    return [hands.session.names.address(place.cell) for place in places if place.cell]


def framed(hands: Hands) -> list[str]:
    """Which cell is framed because something points at it."""
    pointed = hands.view.trace.pointed
    return addresses(hands, [pointed] if pointed is not None else [])


def ink(hands: Hands, place: PlanCell, x: int) -> str:
    """The colour in the middle of a cell's height, so far from its left edge or (-) right one."""
    rect = hands.view.canvas.rect(place)
    at = QPoint(rect.left() + x if x >= 0 else rect.right() + 1 + x, rect.center().y())
    return hands.view.grab().toImage().pixelColor(at).name().upper()


def test_inputs_stand_in_opening_brackets_and_users_in_closing_ones(hands: Hands) -> None:
    """The signs of the keys that lead there."""
    explained(hands, TOTAL)
    found = hands.view.trace
    names = addresses(hands, found.inputs)
    assert names[0] == "支出决算表!款[21011].栏2"
    assert all("!款[21" in name for name in names)
    assert addresses(hands, found.users) == ["支出决算表!合计.栏2"]
    for place, x, beside in ((found.inputs[0], 2, -3), (found.users[0], -3, 2)):
        assert ink(hands, place, x) == "#1B5AA6"
        assert ink(hands, place, beside) != "#1B5AA6"


def test_brackets_go_with_the_cell_they_belong_to(hands: Hands) -> None:
    """And nothing of them stays on the form."""
    hands.go(TOTAL)
    hands.press(Qt.Key.Key_Up)
    bare = hands.view.grab().toImage()
    explained(hands, TOTAL)
    marked = hands.view.trace.users
    hands.press(Qt.Key.Key_Up)
    assert marked
    assert not hands.view.trace.users
    assert hands.view.grab().toImage() == bare


def test_who_types_on_sees_no_brackets(hands: Hands, monkeypatch: pytest.MonkeyPatch) -> None:
    """They wait until the keyboard rests."""
    monkeypatch.setattr(trace, "REST_MS", 60_000)
    explained(hands, TOTAL)
    assert not hands.view.trace.inputs


def test_without_the_panel_there_are_no_brackets(hands: Hands) -> None:
    """Closing it takes them away, opening it brings them back."""
    explained(hands, TOTAL)
    dock = hands.window.docks[1]
    dock.close()
    QTest.qWait(1)
    assert not hands.view.trace.inputs
    explained(hands, "支出决算表!类[208].栏2")
    assert not hands.view.trace.inputs
    dock.show()
    QTest.qWait(1)
    assert hands.view.trace.inputs


def test_a_link_that_is_pointed_at_frames_its_cell(hands: Hands) -> None:
    """By the mouse and by the keyboard; the frame goes when the mouse does."""
    explained(hands, TOTAL)
    tree = hands.window.panels.explain.tree
    section = tree.topLevelItem(0)
    assert section is not None
    for pointing, frames in (
        (lambda: tree.itemEntered.emit(section.child(0), 0), True),
        (lambda: tree.itemEntered.emit(section, 0), False),
        (lambda: tree.setCurrentItem(section.child(0)), True),
        (lambda: hands.press(Qt.Key.Key_Up), False),
    ):
        pointing()
        assert framed(hands) == (["支出决算表!款[21011].栏2"] if frames else [])


def test_a_cell_of_another_form_is_not_marked(hands: Hands) -> None:
    """Only what is printed here can be."""
    explained(hands, "支出决算表!项[2101501].栏2")
    found = hands.session.explain(hands.cell("支出决算表!项[2101501].栏2"))
    assert [mention.cell.form for mention in found.inputs] == ["一般公共预算收支"]
    assert hands.view.trace.inputs == ()
    assert hands.view.trace.users


def test_brackets_follow_the_form_when_it_is_laid_out_anew(hands: Hands) -> None:
    """Zoomed or with a row less they stand where the cells stand."""
    explained(hands, TOTAL)
    before = hands.view.canvas.rect(hands.view.trace.inputs[0])
    hands.page.set_zoom(150)
    assert hands.view.canvas.rect(hands.view.trace.inputs[0]) != before
    assert ink(hands, hands.view.trace.inputs[0], 2) == "#1B5AA6"
    hands.page.set_zoom(100)
    explained(hands, "支出决算表!项[2101501].栏2")
    assert hands.view.trace.users
    hands.run("remove_row")
    QTest.qWait(60)
    places = (*hands.view.trace.inputs, *hands.view.trace.users)
    assert all(place in hands.model.covering.values() for place in places)
