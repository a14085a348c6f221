"""What a screen reader is told of the cells, asked the way it asks."""

import pytest
from PySide6.QtGui import QAccessible

from core.layout.plan import CellKind
from core.refs import CellId
from gui.grid import cell_words
from tests.gui.hands import EXPENDITURE, SUMMARY, Hands

Text = QAccessible.Text


def said(hands: Hands, part: QAccessible.Text = Text.Name) -> str:
    """What is said of the current cell."""
    table = QAccessible.queryAccessibleInterface(hands.view)
    assert table is not None
    cell = table.focusChild()
    assert cell is not None
    assert cell.role() is QAccessible.Role.Cell
    return str(cell.text(part))


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("支出决算表!类[210].栏2", "210 卫生健康支出，2栏 基本支出，2,746,290.19 元，计算项"),
        (
            "支出决算表!项[2101501].栏2",
            "2101501 行政运行，2栏 基本支出，2,407,385.81 元，录入项，预填",
        ),
    ],
)
def test_a_cell_says_form_row_column_value_and_kind(hands: Hands, address: str, words: str) -> None:
    """In the words of the form, with its unit."""
    hands.go(address)
    assert said(hands) == f"公开03表，{words}"


def test_a_cell_that_does_not_fit_says_why(hands: Hands) -> None:
    """The finding's message is its description; the text is as typed."""
    hands.go("支出决算表!项[2101501].栏2")
    assert said(hands, Text.Description) == ""
    hands.model.setData(hands.view.currentIndex(), "23万7")
    hands.work.settle()
    assert "23万7" in said(hands)
    assert "不是能识别的数" in said(hands, Text.Description)


def test_proposed_typed_and_empty_cells_say_so(hands: Hands) -> None:
    """In words; nothing is left to a colour."""
    hands.go("项目自评[1]!指标[2].得分")
    assert said(hands).endswith("录入项，预填")
    hands.model.setData(hands.view.currentIndex(), "19")
    assert said(hands).endswith("录入项")
    typed = next(c for c in hands.session.document.texts if hands.model.find(c).isValid())
    hands.session.type_text((typed,), None)
    place = hands.model.anchor(hands.model.find(typed))
    assert place is not None
    hands.model.show(typed.sheet)
    assert "，空，" in cell_words.spoken(hands.model, place)


def test_every_cell_of_three_forms_says_something_of_its_own(hands: Hands) -> None:
    """No two cells of a form that hold a value sound alike, joined ones included."""
    for sheet in (EXPENDITURE, SUMMARY, hands.project(0)):
        hands.work.open_sheet(sheet)
        plan = hands.model.plan
        assert plan is not None
        spoken: dict[str, set[CellId]] = {}
        for place in plan.cells:
            if place.cell is None or place.kind is CellKind.LABEL:
                continue
            spoken.setdefault(cell_words.spoken(hands.model, place), set()).add(place.cell)
        assert len(spoken) >= 30
        assert [cells for cells in spoken.values() if len(cells) > 1] == []
