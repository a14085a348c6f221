"""What a guess would do to the other rules: a right one mends more than one and breaks none."""

from collections.abc import Callable, Iterable
from typing import Final, NamedTuple

from core.audit.field_checks import FieldCheck
from core.audit.rules import RuleCheck
from core.audit.trial import Trial
from core.findings import Outcome, Severity
from core.refs import CellId
from core.values import Blank, Failed

MOST_CHECKS: Final = 300
"""So many checks are run again for one guess."""

Judged = tuple[RuleCheck | FieldCheck, Outcome | None]
"""A check and how it stands now; None for one that has nothing to say."""


class Mended(NamedTuple):
    """What a trial does to the checks; more is better, the rules before the hints."""

    rules: int
    hints: int


class Effects:
    """Runs the checks that a trial reaches."""

    def __init__(self, checks_of: Callable[[CellId], Iterable[Judged]]) -> None:
        """`checks_of` gives the checks that hang on a cell."""
        self._checks_of = checks_of

    def mended(self, trial: Trial) -> Mended | None:
        """How many failed checks would hold; None if the trial would break a rule.

        A broken hint only counts against a mended one: many hold in no document.
        """
        if not trial.complete:
            return None
        reached = {
            check.key: (check, now)
            for cell in trial.changed
            for check, now in self._checks_of(cell)
        }
        mended = {True: 0, False: 0}
        for check, now in list(reached.values())[:MOST_CHECKS]:
            fails, hint = _fails(check, trial), _is_hint(check)
            if fails and now in (Outcome.PASSED, None):
                if not hint:
                    return None
                mended[hint] -= 1
            mended[hint] += now in (Outcome.FAILED, Outcome.JUSTIFIED) and not fails
        return Mended(rules=mended[False], hints=mended[True])


def _is_hint(check: RuleCheck | FieldCheck) -> bool:
    return isinstance(check, RuleCheck) and check.placed.rule.severity is Severity.HINT


def _fails(check: RuleCheck | FieldCheck, trial: Trial) -> bool:
    if isinstance(check, FieldCheck):
        return _is_beyond(check, trial)
    if check.absent or (check.when is not None and trial.run(check.when) is not True):
        return False
    return trial.run(check.check, audit=True) is False


def _is_beyond(check: FieldCheck, trial: Trial) -> bool:
    value = trial.value(check.cell)
    if isinstance(value, Blank | Failed | str):
        return False
    least = trial.run(check.least) if check.least else None
    most = trial.run(check.most) if check.most else None
    return bool(
        (type(least) is type(value) and value < least)
        or (type(most) is type(value) and value > most)
    )
