"""What a sample document tells: every figure and text, its steps, its versions, its differences."""

from pathlib import Path
from typing import Any

from core.session import Session
from core.versions.differences import base_of_version, differences
from core.versions.keeping import figures_of, findings_of
from core.versions.shown import shown


def told(path: Path) -> dict[str, Any]:
    """All of it, as JSON has it."""
    with Session.open(path, read_only=True) as session:
        undone, redone = session.store.undo_state()
        return {
            "cells": _cells(session),
            "projects": [session.names.project_name(p) for p in session.document.projects],
            "left out": sorted(session.document.deselected),
            "said": sorted(found.text for found in session.document.justifications.values()),
            "locked": session.locked.number if session.locked else None,
            "undo": [step.label for step in undone],
            "redo": [step.label for step in redone],
            "steps": [
                [row.at, row.author, row.action, row.label] for row in session.store.history()
            ],
            "versions": [_version(session, number) for number in (1, 2)],
            **_last_year(session),
        }


def _last_year(session: Session) -> dict[str, Any]:
    """What it keeps of last year; formats before the second keep nothing."""
    kept = session.document.last_year
    if kept is None:
        return {}
    figures = [[*one.place, *one[1:]] for one in kept.figures]
    return {"last year": [kept.unit, kept.year, kept.suite, kept.revision, kept.file, figures]}


def _cells(session: Session) -> dict[str, list[str]]:
    cells = (cell for sheet in shown(session.calculation).sheets for cell in sheet.by_cell())
    return {
        session.names.address(cell): [session.typed(cell), session.text(cell), session.kind(cell)]
        for cell in cells
    }


def _version(session: Session, number: int) -> dict[str, Any]:
    version = session.store.versions.one(number)
    figures = figures_of(session, version)
    lines = differences(session, base_of_version(session, version))
    return {
        "name": version.name,
        "at": version.at,
        "unlocked": version.unlocked,
        "exported": [[file.name, file.sha256] for file in version.exported],
        "figures": [
            [s.words, [[c.place, c.text, c.reason] for c in s.cells]] for s in figures.sheets
        ],
        "findings": [finding.line for finding in findings_of(session, version)],
        "differences": [[d.form, d.place, d.was, d.now, d.kind] for d in lines],
    }
