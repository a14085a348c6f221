"""What a compiled formula works on: its operands, what it may ask, and how blanks and faults go.

A failed operand comes before everything, then a text where a figure belongs, then the blanks.
A text of nothing but blanks is blank.
"""

import unicodedata
from collections.abc import Callable, Collection, Iterable, Sequence
from decimal import Decimal
from functools import lru_cache, reduce
from typing import Final, NamedTuple, Protocol, TypeAlias

from core.formula.grading import TotalRule
from core.formula.rate import RateRule
from core.formula.score import ScoreRule
from core.values import BLANK, CONTEXT, Blank, Failed, Value

Operand: TypeAlias = Value | tuple[Value, ...]
"""What stands for a leaf: one value, or those of a column or range, none of them a blank text."""

NO_CONDITION: Final = Failed("条件要是一个比较，例如 得分 < 分值")
_NO_FIGURE: Final = Failed("比较的结果（是、否）不能当作数")


class Environment(Protocol):
    """What a formula may ask besides its operands: the suite's rules, code names and word lists."""

    @property
    def score(self) -> ScoreRule:
        """How indicators are scored."""

    @property
    def rate(self) -> RateRule:
        """How rates of a budget and their points are reckoned."""

    @property
    def total(self) -> TotalRule:
        """The most a total may be."""

    @property
    def grades(self) -> Sequence[tuple[str, Decimal]]:
        """The grade words with their lower bounds, best first."""

    def name_of(self, code: str, dictionary: str | None) -> str | None:
        """The name of a code, None if it is not in the dictionary."""

    def listed(self, name: str) -> Collection[str]:
        """The words of a list."""


class Frame(NamedTuple):
    """One run of a program; in an audit a blank amount counts as 0 beside a value."""

    operands: Sequence[Operand]
    environment: Environment
    audit: bool


Code: TypeAlias = Callable[[Frame], Value]
ColumnCode: TypeAlias = Callable[[Frame], Operand]


def single(operand: Operand) -> Value:
    """The one value of the operand; blank texts are BLANK."""
    if isinstance(operand, tuple):
        if len(operand) != 1:
            return Failed(f"这里要一个值，却有{len(operand)}个")
        operand = operand[0]
    return BLANK if isinstance(operand, str) and not operand.strip() else operand


def column(operand: Operand) -> tuple[Value, ...]:
    """The operand as a column."""
    return operand if isinstance(operand, tuple) else (single(operand),)


def flat(operands: Iterable[Operand]) -> list[Value]:
    """All values of all operands, in order."""
    return [value for operand in operands for value in column(operand)]


def first_failed(values: Iterable[Value]) -> Failed | None:
    """The failed value furthest left."""
    for value in values:
        if isinstance(value, Failed):
            return value
    return None


def quoted(text: str) -> str:
    """The text in quotation marks, cut to what fits into a message."""
    shown = text.strip()
    return f"“{shown if len(shown) <= 20 else shown[:20] + '…'}”"


def fault(values: Sequence[Value]) -> Failed | None:
    """Why the values cannot be reckoned with, if so: a failed one, or what is no figure."""
    failed = first_failed(values)
    if failed is not None:
        return failed
    for value in values:
        if isinstance(value, str):
            return Failed(f"{quoted(value)}不是数")
        if isinstance(value, bool):
            return _NO_FIGURE
    return None


def figures(values: Sequence[Value]) -> list[Decimal] | Blank | Failed:
    """The values as figures; BLANK as soon as one of them is blank, or when there is none."""
    found = [v for v in values if isinstance(v, Decimal)]
    if len(found) == len(values):
        return found or BLANK
    return fault(values) or BLANK


def total(values: Sequence[Value]) -> Value:
    """The sum; a blank adds nothing, and nothing but blanks is BLANK."""
    found = [v for v in values if isinstance(v, Decimal)]
    if len(found) < len(values):
        wrong = fault(values)
        if wrong is not None:
            return wrong
    return reduce(CONTEXT.add, found) if found else BLANK


@lru_cache(maxsize=4096)
def folded(text: str) -> str:
    """The text as texts are compared: full and half width alike, without blanks around it."""
    return unicodedata.normalize("NFKC", text).strip()
