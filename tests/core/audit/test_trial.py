"""What a trial gives: the very values the engine would."""

from core.audit.trial import Trial
from core.calc.typed import as_slot_value
from core.session import Session
from tests.core.calc.test_code_names import unknown
from tests.core.calc.test_code_parts import opened, type_into


def as_tried(session: Session) -> bool:
    """Whether a trial that changes nothing gives the result of every formula."""
    calculation = session.calculation
    trial = Trial(calculation, {})
    assert calculation.computations
    return all(
        as_slot_value(trial.run(computation), slot) == calculation.computed[cell]
        for cell, computation in calculation.computations.items()
        if (slot := calculation.slot(cell)) is not None
    )


def test_a_trial_knows_the_typed_names_of_codes():
    """A name that the dictionary lacks stands in the formulas of a trial, too."""
    assert as_tried(unknown())


def test_a_trial_cuts_codes_into_their_parts():
    """Each cell of a spread code holds its own digits."""
    session = opened()
    for part, digits in (("类", "208"), ("款", "05"), ("项", "01")):
        type_into(session, part, digits)
    assert as_tried(session)
