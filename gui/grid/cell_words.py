"""What is said of a cell of the grid: in its tooltip, to a screen reader."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.calc.explain import OVERRIDDEN, PREFILLED
from core.layout.plan import PlanCell
from core.refs import CellId
from core.session import Session

if TYPE_CHECKING:
    from gui.grid.plan_model import PlanModel


def message(model: PlanModel, place: PlanCell) -> str:
    """What is to be said about a cell: its finding, why it was overridden, what last year was."""
    found = model.finding(place)
    override = model.session.calculation.override(place.cell) if place.cell else None
    beside = model.beside(place)
    words = []
    if found is not None:
        words += [found.message, found.remedy, found.justification]
    if override is not None:
        words.append(f"已改写：{override.reason}")
    if beside is not None:
        words.append(beside.words)
    return "\n".join(word for word in words if word)


def spoken(model: PlanModel, place: PlanCell) -> str:
    """A cell as a screen reader says it: form, row, column, value with its unit, kind.

    What its finding says is its description.
    """
    text, cell = model.printed(place).text, place.cell
    if cell is None or model.plan is None:
        return text
    names, slot = model.session.names, model.slot(place)
    where = [names.place(cell)]
    if slot is not None:
        where = [names.row_label(cell), names.column_label(slot)]
    unit = slot.field.unit if slot is not None and text else ""
    told = f"{text or '空'} {unit}".rstrip()
    kind = _kind_words(model.session, place, cell)
    parts = (names.form_words(cell.sheet), *where, told, kind)
    return "，".join(dict.fromkeys(part for part in parts if part))


def _kind_words(session: Session, place: PlanCell, cell: CellId) -> str:
    """录入项 (also 预填), 计算项, 已改写; a row not made yet has no other kind."""
    if cell.record.startswith("+"):
        return place.kind.value
    kind = session.kind(cell)
    if kind == PREFILLED:
        return f"{place.kind.value}，{kind}"
    return kind if kind == OVERRIDDEN else f"{kind}项"
