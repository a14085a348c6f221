"""A small suite's rules, for formulas run without any form; and shorthands to run them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from core.formula.evaluate import Operand, compile_formula
from core.formula.grading import TotalRule
from core.formula.operands import Environment
from core.formula.parser import parse
from core.formula.rate import RateRule
from core.formula.score import ScoreRule
from core.formula.tree import written
from core.values import BLANK, Value

GRADES = (
    ("优", Decimal(90)),
    ("良", Decimal(80)),
    ("中", Decimal(60)),
    ("差", Decimal(0)),
)


@dataclass(frozen=True)
class SmallSuite:
    """What formulas may ask: how to score, the grades, two codes, one word list."""

    score: ScoreRule = field(default_factory=ScoreRule)
    rate: RateRule = field(default_factory=RateRule)
    total: TotalRule = field(default_factory=TotalRule)
    grades: Sequence[tuple[str, Decimal]] = GRADES

    def name_of(self, code: str, dictionary: str | None) -> str | None:
        """行政运行 in every dictionary, 基本工资 only in 部门经济."""
        if code == "30101":
            return "基本工资" if dictionary == "部门经济" else None
        return {"2101501": "行政运行"}.get(code)

    def listed(self, name: str) -> Collection[str]:
        """One list, of the 三公 kind."""
        return {"三公": ["公务接待费", "因公出国（境）费"]}.get(name, [])


SUITE = SmallSuite()


def run(
    formula: str,
    operands: Mapping[str, Operand] | None = None,
    audit: bool = False,
    suite: Environment = SUITE,
) -> Value:
    """The result of a formula whose leaves are given by their texts; one not given is blank."""
    program = compile_formula(parse(formula))
    given = [(operands or {}).get(written(leaf), BLANK) for leaf in program.leaves]
    return program.run(given, suite, audit)


def figure(text: str) -> Decimal:
    """A figure, shorter to write in tables."""
    return Decimal(text)
