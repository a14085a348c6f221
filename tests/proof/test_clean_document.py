"""The audit is silent where nothing is wrong."""

from core.findings import Outcome, Severity
from core.session import Session
from tests.proof.clean_document import EXAMPLE, EXPLAINED, clean_document, left_open


def test_nothing_is_open_in_the_clean_document():
    """No 强制性, no unexplained 核实性, no unexplained 提示, and no required cell is missing."""
    with clean_document() as session:
        assert [f"{f.rule} {f.place} {f.message}" for f in left_open(session)] == []
        assert session.summary().exit_code == 0


def test_every_reason_explains_a_finding():
    """What is explained is found as it was explained, and nothing 强制性 is among it."""
    with clean_document() as session:
        explained = [f for f in session.findings() if f.outcome is Outcome.JUSTIFIED]
        assert {(f.rule, session.names.address(f.cells[0])) for f in explained} == set(EXPLAINED)
        assert all(f.severity is not Severity.MANDATORY for f in explained)
        verified = [f.rule for f in explained if f.severity is Severity.VERIFY]
        assert len(verified) <= 1 + 12, "only the reason that was not printed, and guidelines"


def test_the_example_itself_is_not_clean():
    """The publication errs, and the audit says so."""
    with Session.example(EXAMPLE, None) as session:
        assert session.summary().exit_code == 1
