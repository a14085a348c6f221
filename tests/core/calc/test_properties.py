"""Whatever is done in whatever order: what is kept up to date is what starting over would give."""

import copy
from functools import cache

import pytest
from hypothesis import given, settings

from core.audit.auditor import Auditor
from core.calc.engine import Calculation
from core.document.edits import SelectForm
from core.document.model import Document
from core.document.store import DocumentStore
from core.refs import SheetId
from core.session import Session
from core.template.suite import FormSuite
from core.values import Failed
from tests.clerk import SEEDS, Clerk, every_cell
from tests.core.calc.follows import follows
from tests.core.calc.reaches import reaches
from tests.core.calc.switched import switched
from tests.core.sessions import changed, small
from tests.suites import load_test_suite

# Thousands of cases: run without measuring what they reach, which would take minutes.
pytestmark = pytest.mark.sweep

STEPS = 6
FOLLOWED = {
    "甲!项[2101101].金额": "3",
    "甲!项[2010350].金额": "7",
    "乙!项[2010301].金额": "4",
    "乙!项[2101101].金额": "5",
    "汇总!项[2055001].金额": "1",
    "明细表[一]!明细[1].任务名称": "a",
    "明细表[二]!明细[1].任务名称": "b",
    "任务表!任务[自有].内容": "二",
}


def check_like_new(session: Session) -> None:
    """Values, shape and findings are those of a fresh calculation and audit."""
    kept = session.calculation
    fresh = Calculation(kept.whole, session.document)
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


def check_left_out(session: Session, seed: int) -> None:
    """After anything that was done: leaving one more form out changes nothing that is printed.

    Taking it back gives the same figures. What cannot be calculated has no figure to keep.
    """
    clerk = Clerk(session, seed)
    for _ in range(STEPS):
        clerk.step()
    there = [form for form in session.suite.forms if form not in session.document.deselected]
    if not there or any(isinstance(v, Failed) for v in session.calculation.values.values()):
        return
    form = clerk.chance.choice(there)
    before, document = printed(session), copy.deepcopy(session.document)
    session.apply(SelectForm(form, selected=False))
    check_like_new(session)
    after = printed(session)
    assert after == {sheet: before[sheet] for sheet in after}
    session.apply(SelectForm(form, selected=True))
    check_like_new(session)
    assert printed(session) == before
    session.undo()
    session.undo()
    assert session.document == document


def printed(session: Session) -> dict[SheetId, list[str]]:
    """Every text of every sheet."""
    sheets = [title.sheet for title in session.sheets()]
    return {s: [cell.text for cell in session.printed(s).cells] for s in sheets}


@settings(max_examples=400)
@given(SEEDS)
def test_one_form_left_out_of_the_small_suite(seed):
    """Whatever was filled in before."""
    with small({}, ("医保",)) as session:
        check_left_out(session, seed)


@settings(max_examples=300)
@given(SEEDS)
def test_one_form_left_out_that_others_follow(seed):
    """Rows of several sources, own rows between them, and chains of forms."""
    with follows(FOLLOWED, ("一", "二")) as session:
        check_left_out(session, seed)


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


@settings(max_examples=100)
@given(SEEDS)
def test_blank_rows_of_an_outline(seed):
    """Any sequence of edits where the outline's places are printed without records."""
    with changed(
        "national-project", ("    max: 80\n", "    max: 80\n    empty: keep\n")
    ) as session:
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


@settings(max_examples=100)
@given(SEEDS)
def test_switched_groups(seed):
    """Any sequence of edits where projects switch their groups on and off."""
    with switched() as session:
        do_at_random(session, seed)
