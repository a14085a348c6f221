"""A few mistakes put into a clean document; `dev.py seed-errors` puts 500 into each."""

import pytest

from core.session import Session
from tests.proof.clean_document import EXAMPLES, clean_document, clean_sheet, left_open
from tools import seed_errors
from tools.mistakes import KINDS, entered_figures, mistakes
from tools.relations import Relations

pytestmark = pytest.mark.sweep

EXAMPLE = "tonghai-2021"
SEED, COUNT = 7, 70
# Chance plays a larger part than among 500: the whole command demands 95.
LEAST_NAMED, LEAST_REACHED = 90, 94


@pytest.fixture(scope="module")
def session():
    """The clean document."""
    with clean_document(EXAMPLE) as session:
        yield session


@pytest.mark.parametrize("example", EXAMPLES)
def test_related_mistakes_are_found_by_name(example):
    """Nearly all that touch a relation raise a finding that names the cell and both figures."""
    found = seed_errors.trials(example, SEED, COUNT)
    whole = seed_errors.totals(found)
    assert whole["put in"] == COUNT
    assert 100 * whole["related"] >= clean_sheet(example)["least_related"] * COUNT
    assert 100 * whole["named"] >= LEAST_NAMED * whole["related"]
    assert 100 * whole["reached"] >= LEAST_REACHED * whole["related"]


def test_mistakes_are_of_every_kind_and_the_same_for_a_seed(session):
    """Each changes what a form prints; the same seed gives the same."""
    made = mistakes(session, SEED, COUNT)
    assert {mistake.kind for mistake in made} == set(KINDS)
    assert made == mistakes(session, SEED, COUNT)
    assert made != mistakes(session, SEED + 1, COUNT)
    assert {m.cells[0] for m in made} <= set(entered_figures(session))


def test_every_mistake_is_taken_back(session):
    """The document is clean and the same after a trial."""
    before = dict(session.calculation.values)
    each = seed_errors.Trials(session)
    for mistake in mistakes(session, SEED, 14):
        each.run(mistake)
        assert list(left_open(session)) == []
    assert session.calculation.values == before


def changed(session: Session, address: str, text: str) -> set[str]:
    """The rules whose figures a typed text changes."""
    relations = Relations(session)
    before = relations.figures()
    session.type_text([session.names.cell(address)], text)
    now = relations.figures()
    applying = relations.applying()
    session.undo()
    return {key[0] for key in applying if key in before and now[key] != before[key]}


def test_a_relation_compares_two_figures(session):
    """A sum that is compared changes; that a figure is positive or filled is no relation."""
    rules = changed(session, "一般公共预算收支!项[2101501].栏9", "2170187.26")
    assert {"BJ-14", "BJ-11"} <= rules
    assert "YB-05" not in rules


def test_a_figure_that_changes_no_side_touches_nothing(session):
    """93 of 90 wanted is full marks, and so is 94; only the same indicator elsewhere tells."""
    rules = changed(session, "项目自评[医疗救助]!指标[4].实际完成值", "94")
    assert "XM-03" not in rules
    assert "BJ-33" in rules


@pytest.mark.parametrize(
    ("message", "both"),
    [
        ("公开05表8栏12.50元，公开06表0.00元，多12.50元", True),
        ("公开05表8栏12.50元，小于0", False),
        ("预算执行率分值8.00分，原则上为10.00分", True),
        ("全年预算数10.00万元，年初预算数空着", True),
        ("行次30和2101301的编码不对", False),
    ],
)
def test_both_figures_are_said(message, both):
    """Numbers of forms, rows and columns are no figures."""

    class Said:
        pass

    said = Said()
    said.message = message  # type: ignore[attr-defined]
    assert seed_errors.says_both(said) is both  # type: ignore[arg-type]
