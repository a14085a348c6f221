"""Zoom: in percent, to fit the page, one for each form, kept with the document."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest

from core.refs import SheetId
from gui.paper import MARGIN
from gui.theme import LIGHT
from gui.zoom import Fit, Zooms, stepped
from tests.gui.hands import EXPENDITURE, SUMMARY, Hands

WIDE = SheetId("一般公共预算收支")
MARKED = "项目自评[2]!指标[3].得分"


def wheel(hands: Hands, up: bool) -> None:
    """Turn the wheel over the grid, Ctrl held."""
    desk = hands.page.desk
    at = desk.mapTo(hands.window, desk.rect().center())
    turned = QPoint(0, 120 if up else -120)
    held = Qt.KeyboardModifier.ControlModifier
    QTest.wheelEvent(hands.window.windowHandle(), QPointF(at), turned, QPoint(), held)


def room(hands: Hands) -> tuple[int, int]:
    """What the desk offers a sheet."""
    seen = hands.page.desk.viewport()
    return seen.width() - 2 * MARGIN, seen.height() - 2 * MARGIN


def test_the_wheel_zooms_in_steps_of_ten(hands: Hands) -> None:
    """From 50 to 200 %, and no further."""
    hands.work.open_sheet(EXPENDITURE)
    wheel(hands, up=True)
    assert hands.page.zoom == 110
    for _ in range(20):
        wheel(hands, up=True)
    assert hands.page.zoom == 200
    for _ in range(20):
        wheel(hands, up=False)
    assert hands.page.zoom == 50
    assert hands.window.zoom.currentText() == "50%"


@pytest.mark.parametrize(
    ("percent", "steps", "found"), [(87, 1, 90), (87, -1, 80), (90, 1, 100), (50, -1, 50)]
)
def test_steps_lead_to_round_percentages(percent: int, steps: int, found: int) -> None:
    """From a fit to the next ten."""
    assert stepped(percent, steps) == found


@pytest.mark.parametrize("sheet", [SUMMARY, WIDE])
def test_a_form_fits_the_width(hands: Hands, sheet: SheetId) -> None:
    """As wide as the view lets it be, and it follows the window."""
    hands.work.open_sheet(sheet)
    hands.run("fit_width")
    assert hands.window.zoom.currentText() == "适合页宽"
    for size in ((1366, 728), (1000, 600), (1500, 800)):
        hands.window.resize(*size)
        across, _ = room(hands)
        total = sum(map(hands.view.columnWidth, range(hands.model.columnCount())))
        assert total <= across or hands.page.zoom == 50
        assert total >= 0.9 * across or hands.page.zoom == 200


def test_a_form_fits_the_page(hands: Hands) -> None:
    """The whole sheet is seen, with title and notes."""
    hands.work.open_sheet(EXPENDITURE)
    hands.window.resize(1366, 1000)
    hands.run("fit_page")
    assert 50 < hands.page.zoom < 150
    across, down = room(hands)
    assert hands.page.paper.width() <= across
    assert hands.page.paper.height() <= down + 4
    assert hands.page.paper.height() > 0.85 * down or hands.page.paper.width() > 0.85 * across


def test_a_form_too_long_for_its_page_is_as_small_as_can_be_read(hands: Hands) -> None:
    """50 % is the least."""
    hands.work.open_sheet(SUMMARY)
    hands.window.resize(900, 480)
    hands.run("fit_page")
    assert hands.page.zoom == 50


def test_each_form_keeps_its_zoom(hands: Hands, document: Path) -> None:
    """Another form has another; both are there again when the document is opened next time."""
    hands.work.open_sheet(EXPENDITURE)
    hands.page.set_zoom(130)
    hands.work.open_sheet(SUMMARY)
    assert hands.page.zoom == 100
    hands.run("fit_width")
    hands.work.open_sheet(EXPENDITURE)
    assert (hands.page.zoom, hands.window.zoom.currentText()) == (130, "130%")
    hands.run("close")
    assert hands.window.open_path(document)
    assert (hands.page.zoom, hands.window.zoom.currentText()) == (130, "130%")
    hands.work.open_sheet(SUMMARY)
    assert hands.page.wish is Fit.WIDTH


def test_kept_zooms_that_are_none_are_left_out() -> None:
    """Settings may be written by hand."""
    kept = {"甲": "130", "乙": "WIDTH", "丙": "999", "丁": "87", "戊": "大", "己": "²"}
    assert Zooms(kept).texts() == {"甲": "130", "乙": "WIDTH"}


def test_a_small_form_marks_with_dots(hands: Hands) -> None:
    """Below 75 % there is a dot in the corner, in the colour of the shape it stands for."""
    hands.go(MARKED)
    hands.work.open_sheet(hands.project(1))
    hands.go("项目自评[2]!指标[1].偏差原因")
    rect = hands.view.visualRect(hands.model.find(hands.cell(MARKED)))
    hands.page.set_zoom(70)
    small = hands.view.visualRect(hands.model.find(hands.cell(MARKED)))
    assert small.height() < rect.height()
    dot = hands.colour_at(MARKED, 3 / small.width(), 3 / small.height())
    beside = hands.colour_at(MARKED, 9 / small.width(), 3 / small.height())
    assert (dot, beside) == (LIGHT.amber, LIGHT.amber_ground)
