"""How the functions that score came to their result, one sentence each, for whoever asks why."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final, TypeAlias

from core.formula.grading import explain_grade, explain_total
from core.formula.operands import Environment, first_failed
from core.formula.rate import explain_rate, explain_rate_score
from core.formula.score import explain_score
from core.values import Value

_Tell: TypeAlias = Callable[[Sequence[Value], Environment], str]

_TOLD: Final[Mapping[str, _Tell]] = {
    "SCORE": lambda values, e: explain_score(values, e.score),
    "RATE": lambda values, e: explain_rate(values, e.rate),
    "RATESCORE": lambda values, e: explain_rate_score(values, e.rate),
    "TOTAL": lambda values, e: explain_total(values, e.total),
    "GRADE": lambda values, e: explain_grade(values[0], e.grades),
}

SCORING: Final = frozenset(_TOLD)
"""The functions that have a sentence."""


def told(function: str, values: Sequence[Value], environment: Environment) -> str:
    """The sentence of one of the SCORING functions about these arguments."""
    failed = first_failed(values)
    return failed.reason if failed is not None else _TOLD[function](values, environment)
