"""An edit with everything that follows from it, as one step: undo takes all of it back."""

from collections.abc import Callable

from core.calc.changes import reshaped
from core.calc.engine import Calculation
from core.calc.orphans import settled
from core.calc.selection import MARK, RETURNED, reselected
from core.document.edits import (
    Batch,
    Edit,
    SetJustification,
    SetOverride,
    SetText,
    apply_edit,
    steps_of,
)


def apply_settled(calculation: Calculation, edit: Edit) -> tuple[Edit, Edit]:
    """Change the document of a calculation that does not know it yet.

    Returns the edit with what follows from it, and its inverse. Raises EditRefused.
    """
    document, whole = calculation.document, calculation.whole
    was = frozenset(document.deselected)

    def orphaned() -> list[Edit]:
        sheets = calculation.shape.sheets
        before = [sheets[s] for s in reshaped(whole, document, edit) if s in sheets]
        return settled(whole, document, before)

    rounds: tuple[Callable[[], list[Edit]], ...] = (
        lambda: _decided(calculation, edit),
        lambda: reselected(whole, document, was),
        orphaned,
    )
    done, undone = [edit], [apply_edit(document, edit)]
    for following in rounds:
        more = following()
        if more:
            done.append(Batch(tuple(more)))
            undone.insert(0, apply_edit(document, done[-1]))
    if len(done) == 1:
        return edit, undone[0]
    label = edit.label if isinstance(edit, Batch) else ""
    return Batch(tuple(done), label), Batch(tuple(undone), label)


def _decided(calculation: Calculation, edit: Edit) -> list[Edit]:
    """What an edit decides about texts that came back with a form."""
    document = calculation.document
    edits: list[Edit] = []
    for step in steps_of(edit):
        match step:
            case SetOverride(cell=cell, override=override) if override and calculation.keeps_text(
                cell
            ):
                edits.append(SetText(cell, None))
            case SetText(cell=cell) if document.justifications.get((RETURNED, cell)) == MARK:
                edits.append(SetJustification(RETURNED, cell, None))
    return edits
