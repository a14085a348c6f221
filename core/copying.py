"""A project copied under another name: one step, though some of it is there only after the rest."""

from core.calc.project_edits import ProjectEdits
from core.document.edits import Batch
from core.session import Changes, Session


def copy_project(session: Session, project: str, name: str) -> tuple[Changes, str]:
    """Copy a project below itself: what that changes, and the copy's id.

    Raises EditRefused, nothing being changed.
    """
    first, later, copy = ProjectEdits(session.entries).duplicated(project, name)
    with session.together(first.label) as gathered:
        session.apply(first)
        calculation = session.calculation
        there = [
            edit
            for edit in later
            if (slot := calculation.slot(edit.cell)) and calculation.exists(edit.cell, slot)
        ]
        session.apply(Batch(tuple(there)))
    return gathered.changes, copy
