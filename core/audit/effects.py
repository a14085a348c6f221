"""What a guess would do to the other rules: a right one mends more than one and breaks none."""

from collections.abc import Callable, Iterable
from itertools import islice
from typing import Final, NamedTuple

from core.audit.field_checks import FieldCheck, is_beyond
from core.audit.results import Key
from core.audit.rules import RuleCheck
from core.audit.trial import Trial
from core.findings import Outcome, Severity
from core.refs import CellId

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

    def __init__(
        self, keys_at: Callable[[CellId], Iterable[Key]], judged: Callable[[Key], Judged]
    ) -> None:
        """`keys_at` gives the checks that hang on a cell, `judged` how one stands."""
        self._keys_at = keys_at
        self._judged = judged

    def mended(self, trial: Trial) -> Mended | None:
        """How many failed checks would hold; None if the trial would break a rule.

        A broken hint only counts against a mended one: many hold in no document.
        """
        if not trial.complete:
            return None
        reached = dict.fromkeys(key for cell in trial.changed for key in self._keys_at(cell))
        mended = {True: 0, False: 0}
        for check, now in map(self._judged, islice(reached, MOST_CHECKS)):
            broken, hint = fails(check, trial), _is_hint(check)
            if broken and now in (Outcome.PASSED, None):
                if not hint:
                    return None
                mended[hint] -= 1
            mended[hint] += now in (Outcome.FAILED, Outcome.JUSTIFIED) and not broken
        return Mended(rules=mended[False], hints=mended[True])


def _is_hint(check: RuleCheck | FieldCheck) -> bool:
    return isinstance(check, RuleCheck) and check.placed.rule.severity is Severity.HINT


def fails(check: RuleCheck | FieldCheck, trial: Trial) -> bool:
    """Whether a check would fail."""
    if isinstance(check, FieldCheck):
        return _is_beyond(check, trial)
    if check.absent or (check.when is not None and trial.run(check.when) is not True):
        return False
    return trial.run(check.check, audit=True) is False


def _is_beyond(check: FieldCheck, trial: Trial) -> bool:
    value = trial.value(check.cell)
    limits = ((check.least, -1), (check.most, 1))
    return any(is_beyond(value, trial.run(limit), sign) for limit, sign in limits if limit)
