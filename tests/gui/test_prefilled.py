"""A proposal in a cell: grey over a dashed line, as good as filled in, and never in the way."""

from itertools import pairwise

import pytest
from PySide6.QtCore import Qt

from core.calc.explain import PREFILLED
from gui import theme
from gui.theme import colour
from tests.gui.hands import Hands

Key, Modifier = Qt.Key, Qt.KeyboardModifier
SCORE = "项目自评[1]!指标[1].得分"
BESIDE = "项目自评[1]!指标[1].分值"


@pytest.fixture
def proposed(hands: Hands) -> Hands:
    """The score of an indicator as the form proposes it, another cell being current."""
    hands.go(SCORE)
    hands.press(Key.Key_Delete)
    assert hands.session.kind(hands.cell(SCORE)) == PREFILLED
    hands.go(BESIDE)
    return hands


def colours(hands: Hands, address: str) -> list[list[str]]:
    """The colours of a cell, line by line."""
    rect = hands.view.visualRect(hands.model.find(hands.cell(address)))
    picture = hands.view.grab(rect).toImage()
    return [
        [picture.pixelColor(x, y).name() for x in range(5, picture.width() - 6)]
        for y in range(picture.height())
    ]


def breaks(hands: Hands, address: str) -> int:
    """How often the entry line of a cell begins or ends."""
    line = colour("entry_line").name()
    found = [row for row in colours(hands, address)[-6:] if line in row]
    assert found
    return sum((one == line) != (other == line) for one, other in pairwise(found[-1]))


def ink(hands: Hands, address: str) -> str:
    """The darkest colour of a cell's figure."""
    rows = colours(hands, address)[3:-6]
    return min((c for row in rows for c in row), key=lambda name: int(name[1:3], 16))


def test_a_proposal_is_grey_over_a_dashed_line(proposed: Hands) -> None:
    """Typed over it is black over a whole line, even with the same figure."""
    assert breaks(proposed, SCORE) > 6
    grey = ink(proposed, SCORE)
    assert int(grey[1:3], 16) >= int(theme.scheme().ink2[1:3], 16)
    proposed.go(SCORE)
    proposed.press(Key.Key_F2)
    proposed.type("0")
    proposed.press(Key.Key_Return)
    proposed.go(BESIDE)
    assert breaks(proposed, SCORE) == 0
    assert int(ink(proposed, SCORE)[1:3], 16) < int(grey[1:3], 16)
    assert proposed.session.kind(proposed.cell(SCORE)) != PREFILLED


def test_a_proposal_counts_as_filled_in(proposed: Hands) -> None:
    """The share of the form and the status bar are the same with and without typing."""
    sheet = proposed.cell(SCORE).sheet
    before = proposed.session.auditor.filled(sheet), proposed.session.summary().missing
    proposed.go(SCORE)
    proposed.enter("1")
    assert (proposed.session.auditor.filled(sheet), proposed.session.summary().missing) == before


def test_a_proposal_is_typed_over_and_comes_back(proposed: Hands) -> None:
    """Delete and undo both bring it back; Delete on the proposal itself is no step."""
    figure = proposed.text(SCORE)
    proposed.go(SCORE)
    proposed.enter("19")
    assert proposed.text(SCORE) == "19.00"
    proposed.go(SCORE)
    proposed.press(Key.Key_Delete)
    assert proposed.text(SCORE) == figure
    label = proposed.session.undo_label()
    proposed.press(Key.Key_Delete)
    assert (proposed.text(SCORE), proposed.session.undo_label()) == (figure, label)
    for shown in ("19.00", figure):
        proposed.press(Key.Key_Z, Modifier.ControlModifier)
        assert proposed.text(SCORE) == shown


def test_going_through_a_proposal_does_not_type_it(proposed: Hands) -> None:
    """Enter, Tab, and an editor that is left as it was leave the proposal a proposal."""
    label = proposed.session.undo_label()
    for keys in (
        [Key.Key_Return],
        [Key.Key_Tab],
        [Key.Key_F2, Key.Key_Return],
        [Key.Key_F2, Key.Key_Escape],
    ):
        proposed.go(SCORE)
        for key in keys:
            proposed.press(key)
        assert proposed.session.kind(proposed.cell(SCORE)) == PREFILLED
    assert proposed.session.undo_label() == label


def test_a_proposal_follows_what_it_is_made_of(proposed: Hands) -> None:
    """It is calculated anew; what was typed over one stays."""
    before = proposed.text(SCORE)
    proposed.go(BESIDE)
    proposed.enter("12")
    assert proposed.text(SCORE) == "12.00"
    proposed.run("undo")
    assert proposed.text(SCORE) == before
    proposed.go(SCORE)
    proposed.enter("7")
    proposed.go(BESIDE)
    proposed.enter("12")
    assert proposed.text(SCORE) == "7.00"
