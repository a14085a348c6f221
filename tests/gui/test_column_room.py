"""Columns that figures outgrow get room for more at once: the form does not jump at every digit."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from gui.grid.columns import ROOM_TO_GROW, column_widths, needs_of, with_room
from gui.grid.measured import Measured
from gui.paper import MARGIN
from tests.gui.hands import Hands

CELL = "支出决算表!项[2101501].栏2"


def widths(hands: Hands) -> list[int]:
    """The widths of the open form's columns, when the window is at rest."""
    hands.qtbot.wait(1)
    hands.page.lay_out()
    return list(hands.page._sizes[0])


def test_a_column_grows_by_some_digits_at_once() -> None:
    """What still fits stays as it is; nothing is given before a figure asks for it."""
    assert with_room([30.0, 50.0], []) == [30.0, 50.0]
    assert with_room([35.0, 40.0], [30.0, 50.0]) == [35.0 + ROOM_TO_GROW, 50.0]


def test_longer_figures_move_the_form_once(hands: Hands) -> None:
    """The first that does not fit widens its columns; the next are typed where they were."""
    hands.go(CELL)
    hands.page.set_zoom(150)  # so large that it does not fit the window in any case
    hands.enter("123456789012")
    wide = widths(hands)
    hands.go(CELL)
    hands.enter("1234567890123")
    assert widths(hands) == wide
    hands.go(CELL)
    hands.enter("1")
    assert widths(hands) == wide


def test_a_click_means_the_cell_that_is_seen(hands: Hands) -> None:
    """Although what was typed before makes its column grow, and all beside it move."""
    hands.page.set_zoom(50)
    hands.go("一般公共预算收支!项[2101501].栏5")
    before, place = widths(hands), hands.place()
    hands.type("99999999999.99")
    beside = hands.model.cell_at(place.row, place.column + 1)
    rect = hands.view.visualRect(hands.model.index_of(beside))
    at = hands.view.viewport().mapTo(hands.window, rect.center())
    assert hands.window.childAt(at) is hands.view.viewport()
    QTest.mouseClick(hands.window.windowHandle(), Qt.MouseButton.LeftButton, pos=at)
    assert hands.place() == beside
    assert widths(hands) != before


def test_the_room_is_gone_when_the_form_is_opened_again(hands: Hands) -> None:
    """A form is shown as wide as what stands in it needs."""
    hands.go(CELL)
    before = widths(hands)
    hands.enter("123456789012")
    assert widths(hands) != before
    hands.run("undo")
    hands.work.turn(1)
    hands.work.turn(-1)
    assert widths(hands) == before


def test_a_form_that_fits_only_without_it_gets_no_room(hands: Hands) -> None:
    """Nobody has to scroll sideways for digits that are not there."""
    hands.go(CELL)
    hands.enter("1234567890123")
    seen = hands.page.desk.viewport().width() - 2 * MARGIN
    assert sum(widths(hands)) <= seen
    form = hands.model.whole()
    assert form is not None
    needs = needs_of(form, Measured())
    assert hands.page._given == list(needs.least)
    roomy = with_room(needs.least, [0.0] * len(needs.least))
    assert sum(column_widths(needs, seen, 1.0, roomy)) > seen
