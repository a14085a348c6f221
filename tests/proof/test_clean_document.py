"""The audit is silent where nothing is wrong."""

import pytest

from core.findings import Outcome, Severity
from core.session import Session, example_ids
from tests.proof.clean_document import CLEAN, EXAMPLES, clean_document, clean_sheet, left_open

pytestmark = pytest.mark.sweep

every_document = pytest.mark.parametrize("name", CLEAN)
every_example = pytest.mark.parametrize("example", EXAMPLES)


def test_every_shipped_example_has_a_clean_document():
    """None is left out."""
    assert example_ids() == EXAMPLES


@every_document
def test_nothing_is_open_in_the_clean_document(name):
    """No 强制性, no unexplained 核实性, no unexplained 提示, and no required cell is missing."""
    with clean_document(name) as session:
        assert [f"{f.rule} {f.place} {f.message}" for f in left_open(session)] == []
        assert session.summary().exit_code == 0


@every_example
def test_every_reason_explains_a_finding(example):
    """What is explained is found as it was explained, and nothing 强制性 is among it."""
    sheet = clean_sheet(example)
    reasons = {(entry["rule"], entry["at"]) for entry in sheet["explained"]}
    with clean_document(example) as session:
        explained = [f for f in session.findings() if f.outcome is Outcome.JUSTIFIED]
        assert {(f.rule, session.names.address(f.cells[0])) for f in explained} == reasons
        assert all(f.severity is not Severity.MANDATORY for f in explained)
        verified = [f.rule for f in explained if f.severity is Severity.VERIFY]
        assert len(verified) <= sheet["most_verify"], "reasons not printed, and guidelines"


@every_example
def test_the_example_itself_is_not_clean(example):
    """The publication errs, and the audit says so."""
    with Session.example(example, None) as session:
        assert session.summary().exit_code == clean_sheet(example).get("as_published", 1)
