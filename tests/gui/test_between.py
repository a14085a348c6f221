"""Between an edit of rows or projects and the page that shows it, the window answers."""

from collections.abc import Callable

import pytest

from core.refs import SheetId
from gui import messages
from gui.grid import cell_words
from gui.structure import Structure
from tests.gui.hands import Hands

ROW = "一般公共预算收支!项[2101501].科目编码"
PROJECT_ROW = "项目自评[城乡居民医保]!指标[3].三级指标"


@pytest.fixture
def between(hands: Hands, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Everything that may happen in between does; how many cells were painted each time."""
    painted: list[int] = []

    def everything() -> None:
        work, model = hands.work, hands.model
        places = model.plan.cells if model.plan is not None else ()
        for place in places:
            model.look(place)
            cell_words.message(model, place)
            cell_words.spoken(model, place)
            model.edit_text(place)
        painted.append(len(places))
        work.form.lay_out()
        work.explain_now()
        work.panels.tree.grab()
        work.panels.findings.grab()
        work.form.grab()

    monkeypatch.setattr("gui.workspace.breathe", everything)
    return painted


STEPS: dict[str, tuple[str, Callable[[Structure], object]]] = {
    "a row more": (ROW, lambda s: s.add_row()),
    "a row less": (ROW, lambda s: s.remove_row()),
    "a row twice": (PROJECT_ROW, lambda s: s.duplicate_row()),
    "a row elsewhere": (PROJECT_ROW, lambda s: s.move_row(up=True)),
    "a project less": (PROJECT_ROW, lambda s: s.remove_project()),
    "a form less": (ROW, lambda s: s.leave_out()),
}


@pytest.mark.parametrize("step", STEPS)
def test_the_old_page_can_still_be_painted(
    hands: Hands, between: list[int], step: str, monkeypatch: pytest.MonkeyPatch
):
    """What is gone from the document is still on the page; undo and redo are no different."""
    monkeypatch.setattr(messages, "may_remove_project", lambda *_: True)
    address, change = STEPS[step]
    hands.go(address)
    before = hands.session.sheets()
    change(hands.work.structure)
    hands.work.undo()
    hands.work.redo()
    hands.work.undo()
    assert len(between) == 4
    assert hands.session.sheets() == before
    assert isinstance(hands.work.sheet, SheetId)
