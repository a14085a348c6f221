"""Every finding leads to a cell that is there, and what is offered about it can be done."""

from collections import Counter
from functools import partial

import pytest

from core.findings import Outcome
from core.layout.plan import CellPart, FormPlan
from core.proof.content import proof_sheet
from core.refs import COVER, PROJECT_CARD, CellId, SheetId
from core.session import Session
from tests.proof.clean_document import EXAMPLES, clean_document
from tools.mistakes import mistakes

pytestmark = pytest.mark.sweep

SEED, COUNT = 5, 40


def is_there(session: Session, cell: CellId, plans: dict[SheetId, set[CellId]]) -> bool:
    """Whether a cell is asked for on the cover or a card, or stands somewhere on its form."""
    if cell.form in (COVER, PROJECT_CARD):
        return session.calculation.slot(cell) is not None
    whole_code = partial(_whole_code, session)
    if cell.sheet not in plans:
        plans[cell.sheet] = cells_of(session.plan(cell.sheet))
    seen = plans[cell.sheet]
    return cell in seen or cell in map(whole_code, seen)


def _whole_code(session: Session, cell: CellId) -> CellId:
    """The cell of the code that a cell shows a part of."""
    return session.calculation.code_of(cell)[0]


def cells_of(plan: FormPlan) -> set[CellId]:
    """The cells that can be seen on a form, be it several in one place."""
    parts = {p.cell for place in plan.cells for p in place.content if isinstance(p, CellPart)}
    return parts | {cell for place in plan.cells for cell in place.covers}


def nowhere(session: Session) -> list[str]:
    """The findings that lead to no cell."""
    plans: dict[SheetId, set[CellId]] = {}
    findings = session.findings()
    return [f"{f.rule} {f.place}" for f in findings if not is_there(session, f.cells[0], plans)]


def counted(session: Session) -> Counter[Outcome]:
    """The lines of the proof sheet that are of rules, by outcome."""
    lines = proof_sheet(session).lines(lambda part: part.is_rule)
    return Counter(part.outcome for part in lines.parts() for _ in part.keys)


@pytest.mark.parametrize("example", EXAMPLES)
def test_the_findings_of_an_example_lead_to_cells(example):
    """As it was published, and when nothing is filled in."""
    session = Session.example(example, None)
    assert nowhere(session) == []
    blank = Session.create(session.suite.id, None, "县医疗保障局")
    assert nowhere(blank) == []


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_mistake_leads_to_a_cell_and_every_remedy_can_be_taken(example):
    """A remedy is one step that settles something, and undo takes it back whole."""
    offered = 0
    with clean_document(example) as session:
        known = {found.identity for found in session.findings()}
        for mistake in mistakes(session, SEED, COUNT):
            session.apply(mistake.edit)
            assert nowhere(session) == []
            assert counted(session) == session.summary().outcomes
            new = [found for found in session.findings() if found.identity not in known]
            for finding in new:
                for remedy in session.remedies(finding):
                    before = dict(session.document.texts), dict(session.document.overrides)
                    session.apply(remedy.edit)
                    assert finding not in session.findings(), remedy.label
                    session.undo()
                    assert before == (session.document.texts, session.document.overrides)
                    offered += 1
            session.undo()
    assert offered
