"""Whatever is done in whatever order: what is kept up to date is what starting over would give."""

import copy
from functools import cache

import pytest
from hypothesis import given, settings

from core.audit.auditor import Auditor
from core.calc.engine import Calculation
from core.document.model import Document
from core.document.store import DocumentStore
from core.session import Session
from core.template.suite import FormSuite
from tests.clerk import SEEDS, Clerk, every_cell
from tests.core.calc.follows import follows
from tests.core.calc.reaches import reaches
from tests.suites import load_test_suite

# Thousands of cases: run without measuring what they reach, which would take minutes.
pytestmark = pytest.mark.sweep

STEPS = 6


def check_like_new(session: Session) -> None:
    """Values, shape and findings are those of a fresh calculation and audit."""
    kept, fresh = session.calculation, Calculation(session.suite, session.document)
    assert every_cell(kept) == every_cell(fresh)
    assert kept.values == fresh.values
    assert kept.computed == fresh.computed
    audit = Auditor(fresh)
    assert session.auditor.results == audit.results
    assert session.findings() == audit.findings()
    assert session.summary() == audit.summary()


def do_at_random(session: Session, seed: int) -> None:
    """A random sequence; then back to the start and on to the end again."""
    start = copy.deepcopy(session.document)
    clerk = Clerk(session, seed)
    if session.suite.has_projects:
        clerk.add_project()
    for _ in range(STEPS):
        clerk.step()
    check_like_new(session)
    while session.redo() is not None:
        pass
    end = copy.deepcopy(session.document)
    while session.undo() is not None:
        pass
    assert session.document == start
    check_like_new(session)
    while session.redo() is not None:
        pass
    assert session.document == end


@settings(max_examples=2_000)
@given(SEEDS)
def test_small_suite(seed):
    """Any sequence of edits on the small suite."""
    with Session.create_from(load_test_suite("small"), None, "通海县医疗保障局") as session:
        do_at_random(session, seed)


@settings(max_examples=100)
@given(SEEDS)
def test_national_project(seed):
    """Any sequence of edits on a form with groups in an outline."""
    with Session.create_from(load_test_suite("national-project"), None, "县医保局") as session:
        do_at_random(session, seed)


@cache
def example() -> tuple[FormSuite, Document]:
    """The shipped example, filled in once."""
    with Session.example("tonghai-2021", None) as session:
        return session.suite, session.document


@settings(max_examples=50)
@given(SEEDS)
def test_shipped_example(seed):
    """Any sequence of edits on the example of a whole suite."""
    suite, filled = example()
    document = copy.deepcopy(filled)
    with DocumentStore.create(None, document, suite.sources, {}) as store:
        do_at_random(Session(suite, store, document), seed)


@settings(max_examples=150)
@given(SEEDS)
def test_every_reach(seed):
    """Any sequence of edits where formulas reach their cells in every way there is."""
    with reaches() as session:
        do_at_random(session, seed)


@settings(max_examples=200)
@given(SEEDS)
def test_rows_that_follow(seed):
    """Any sequence of edits where rows follow rows of other forms, and projects."""
    with follows() as session:
        do_at_random(session, seed)
