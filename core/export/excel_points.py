"""RATE, RATESCORE and TOTAL in Excel's words, with the settings of the suite written into them."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from core.export.excel_parts import Part, condition, either, negated
from core.formula.grading import TotalRule
from core.formula.rate import RateRule
from core.values import plain

_PLACES: Final = 8


def even(figure: Part) -> str:
    """A figure without the crumbs of binary fractions; a cell has none."""
    return figure.value if figure.is_cell else f"ROUND({figure.value},{_PLACES})"


def rate_part(arguments: Sequence[Part], rule: RateRule) -> Part:
    """RATE: blank without a budget, and where an amount is below 0."""
    spent, budget = arguments[0], _budget(arguments[1:], rule)
    value = f"IFERROR({spent.held}/{budget.held},0)"
    if rule.cap == "print":
        value = f"MIN({value},1)"
    wrong = f"OR({even(budget)}<=0,{even(spent)}<0)"
    return Part(value, either(either(spent.blank, budget.blank), wrong), sound=False)


def rate_score_part(arguments: Sequence[Part], rule: RateRule) -> Part:
    """RATESCORE: the share of the full score; without a rate, what a budget of 0 decides."""
    full, share, spent = arguments[:3]
    budget = _budget(arguments[3:], rule)
    earning = share.value if rule.cap == "none" else f"MIN({share.value},1)"
    word = "ROUNDUP" if rule.score_rounding == "up" else "ROUND"
    points = f"{word}(ROUND({full.held}*{earning},{_PLACES}),{rule.score_decimals})"
    unrated = condition(share.blank)
    full_without = rule.zero_budget == "full"
    without = f"IF({even(spent)}=0,{full.value},0)" if full_without else "0"
    known = [negated(condition(part.blank)) for part in (spent, budget)]
    spent_some = () if full_without else (f"{even(spent)}<>0",)
    ruled = ",".join((*known, f"{even(budget)}=0", *spent_some))
    unruled = f"AND({unrated},NOT(AND({ruled})))"
    wrong = f"OR({even(budget)}<0,{even(spent)}<0)"
    blank = either(either(full.blank, unruled), wrong)
    return Part(f"IF({unrated},{without},{points})", blank, sound=False)


def total_part(arguments: Sequence[Part], rule: TotalRule) -> Part:
    """TOTAL: the strictest line under which the rate falls."""
    points, share = arguments
    value = points.value
    for below, most in sorted(rule.by_rate, key=_most, reverse=True):
        under = f"AND({negated(condition(share.blank))},{even(share)}<{plain(below)})"
        value = f"IF({under},MIN({points.value},{plain(most)}),{value})"
    return Part(value, points.blank, sound=not rule.by_rate and points.sound)


def _most(line: tuple[Decimal, Decimal]) -> Decimal:
    return line[1]


def _budget(budgets: Sequence[Part], rule: RateRule) -> Part:
    return budgets[0 if rule.divisor == "initial" else -1]
