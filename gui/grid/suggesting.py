"""Suggested indicators in the grid: what a cell offers, and what is done with what was chosen."""

from core.calc.suggestions import row_of, suggested
from core.layout.plan import PlanCell
from core.template.indicators import Indicator
from gui.grid.indicator_editor import FindIndicators
from gui.grid.plan_model import AnyIndex, PlanModel
from gui.suggestions import shared


def finder(model: PlanModel, place: PlanCell) -> FindIndicators | None:
    """What finds indicators for a text typed here; None where none are suggested."""
    slot, cell, session = model.slot(place), place.cell, model.session
    if slot is None or cell is None or not slot.field.suggest or slot.field.lines > 1:
        return None

    def find(text: str) -> list[Indicator]:
        book = shared.book(session.path)
        row = row_of(session.calculation, cell, book.library)
        return book.search(text, row.level(1), row.level(2)) if row is not None else []

    return find


def give(model: PlanModel, index: AnyIndex, answer: str | Indicator) -> bool:
    """Type a text into a cell, or an indicator with what is still empty beside it: one step."""
    if isinstance(answer, str):
        return model.setData(index, answer)
    place, session = model.anchor(index), model.session
    if place is None or not model.is_editable(place):
        return False
    library = shared.book(session.path).library
    return model.perform(
        lambda: session.apply(suggested(session.entries, place.covers, answer, library))
    )
