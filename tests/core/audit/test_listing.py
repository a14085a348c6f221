"""The findings by sheets: an edit makes others only where something else is said now."""

import pytest

from core.audit.auditor import Auditor
from core.session import Session

FIRST, SECOND = (f"项目自评[{number}]!拨款.年初预算数" for number in (1, 2))


@pytest.fixture
def session() -> Session:
    """A whole document with something wrong in two projects."""
    session = Session.example("tonghai-2021", None)
    session.set_addresses([(FIRST, "x"), (SECOND, "y")])
    return session


def test_together_they_are_all_findings(session):
    """In the order of the forms, then of the projects; no sheet without any."""
    listed = session.findings_by_sheet()
    assert [found for there in listed.values() for found in there] == session.findings()
    assert all(found.cells[0].sheet == sheet for sheet in listed for found in listed[sheet])
    assert all(listed.values())
    wanted = [title.sheet for title in session.sheets() if title.sheet in listed]
    assert [sheet for sheet in listed if sheet in wanted] == wanted


def test_what_an_edit_leaves_as_it_is_stays_itself(session):
    """A mended cell takes its finding away; the other project's are the very same objects."""
    before = session.findings_by_sheet()
    first, second = session.names.cell(FIRST), session.names.cell(SECOND)
    session.type_text([first], "1")
    after = session.findings_by_sheet()
    gone = {f.identity for f in before[first.sheet]} - {f.identity for f in after[first.sheet]}
    assert ("填报-数值", first) in gone
    assert after[second.sheet] is before[second.sheet]
    kept = {id(found) for found in before[first.sheet]}
    assert any(id(found) in kept for found in after[first.sheet])
    assert session.findings_by_sheet() is after


def test_all_are_others_once_everything_was_checked_anew(session):
    """What was kept before belongs to no check any more."""
    before = session.findings_by_sheet()
    session.auditor.book.start_over()
    after = session.findings_by_sheet()
    assert after == before
    assert all(after[sheet] is not before[sheet] for sheet in before)


@pytest.mark.parametrize("asked", [True, False])
def test_after_many_edits_the_findings_are_those_of_a_document_opened_anew(session, asked):
    """Whether somebody asked between the edits or not, and also when rows came in between."""
    session.findings()
    first = session.names.cell(FIRST)
    edits = (
        lambda: session.set_addresses([("支出决算表!项[2101501].栏2", "5")]),
        session.undo,
        lambda: session.set_addresses([(SECOND, "7"), ("支出决算表!项[2101501].栏2", "23万7")]),
        lambda: session.apply(session.entries.added_row(first.sheet, "指标")[0]),
        lambda: session.set_addresses([(FIRST, "8")]),
    )
    for edit in edits:
        edit()
        if asked:
            session.findings()
    assert session.findings() == Auditor(session.calculation).findings()
    assert session.summary() == Auditor(session.calculation).summary()
