"""RATE and RATESCORE: how much of a budget was spent, and the points for it, as the suite rules it.

A budget of 0 has no rate. With nothing spent either, the rate does not apply (不适用) and the
points are blank or full, as the suite says; money spent without a budget earns nothing. A negative
amount is a mistake, never a rate.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal

from core.formula.bands import in_percent
from core.formula.points import Rounding, points_rounded, rounding_told
from core.values import BLANK, CONTEXT, Failed, Value, plain


@dataclass(frozen=True, slots=True)
class RateRule:
    """How a suite reckons rates: what is divided by, where the cap stands, how points round.

    `cap` is `print` where the rate itself ends at 1, `score` where only the points do.
    """

    divisor: Literal["full_year", "initial"] = "full_year"
    cap: Literal["print", "score", "none"] = "score"
    zero_budget: Literal["blank", "full"] = "blank"
    score_decimals: int = 2
    score_rounding: Rounding = "half_up"


_ONE: Final = Decimal(1)


def rate(values: Sequence[Value], rule: RateRule) -> Value:
    """RATE(执行数, 预算数) or RATE(执行数, 年初预算数, 全年预算数)."""
    spent, budget = values[0], _budget(values[1:], rule)
    if not (isinstance(spent, Decimal) and isinstance(budget, Decimal)):
        return BLANK
    wrong = _negative(spent, budget)
    if wrong is not None or not budget:
        return wrong or BLANK
    found = CONTEXT.divide(spent, budget)
    return min(found, _ONE) if rule.cap == "print" else found


def rate_score(values: Sequence[Value], rule: RateRule) -> Value:
    """RATESCORE(分值, 执行率, 执行数, 预算数), or with 年初预算数, 全年预算数 at the end."""
    full, share, spent, *budgets = values
    budget = _budget(budgets, rule)
    if isinstance(spent, Decimal) and isinstance(budget, Decimal):
        wrong = _negative(spent, budget)
        if wrong is not None:
            return wrong
    if not isinstance(full, Decimal):
        return BLANK
    if isinstance(share, Decimal):
        return _points(full, share, rule)
    return _without_rate(full, spent, budget, rule)


def _points(full: Decimal, share: Decimal, rule: RateRule) -> Value:
    if share < 0 or full < 0:
        return Failed("执行率是负数" if share < 0 else "分值是负数")
    earning = share if rule.cap == "none" else min(share, _ONE)
    return points_rounded(CONTEXT.multiply(full, earning), rule.score_decimals, rule.score_rounding)


def _without_rate(full: Decimal, spent: Value, budget: Value, rule: RateRule) -> Value:
    """The points where there is no rate: only a budget of 0 decides anything."""
    if not (isinstance(spent, Decimal) and budget == 0):
        return BLANK
    if spent:
        return Decimal(0)
    return full if rule.zero_budget == "full" else BLANK


def _budget(budgets: Sequence[Value], rule: RateRule) -> Value:
    """The amount that is divided by: the only one, or that of the suite."""
    return budgets[0 if rule.divisor == "initial" else -1]


def _negative(spent: Decimal, budget: Decimal) -> Failed | None:
    """Why the amounts make no rate."""
    for what, amount in (("预算数", budget), ("执行数", spent)):
        if amount < 0:
            return Failed(f"{what}是负数（{plain(amount)}），不能算执行率，请先核对")
    return None


def _called(budgets: Sequence[Value], rule: RateRule) -> str:
    if len(budgets) == 1:
        return "预算数"
    return "年初预算数" if rule.divisor == "initial" else "全年预算数"


def explain_rate(values: Sequence[Value], rule: RateRule) -> str:
    """How a rate came about, or why there is none; one sentence."""
    spent, budget, called = values[0], _budget(values[1:], rule), _called(values[1:], rule)
    result = rate(values, rule)
    if isinstance(result, Failed):
        return result.reason
    if not (isinstance(spent, Decimal) and isinstance(budget, Decimal)):
        missing = called if isinstance(spent, Decimal) else "执行数"
        return f"{missing}还没有填，不能算执行率"
    if not isinstance(result, Decimal):
        return _zero_told(spent, called)
    share = CONTEXT.divide(spent, budget)
    front = f"执行数{plain(spent)}÷{called}{plain(budget)}＝{in_percent(share)}"
    if share <= _ONE:
        return front
    after = {
        "print": "，超过100%，执行率按100%",
        "score": "，超过100%，执行率照印，得分按100%算",
        "none": "，超过100%，不封顶",
    }
    return front + after[rule.cap]


def _zero_told(spent: Decimal, called: str) -> str:
    if spent:
        return f"{called}是0，执行数{plain(spent)}，没有执行率；请核对{called}是否漏记追加"
    return f"{called}和执行数都是0，执行率不适用，空着"


def explain_rate_score(values: Sequence[Value], rule: RateRule) -> str:
    """How the points for a rate came about, or why there are none; one sentence."""
    full, share = values[:2]
    result = rate_score(values, rule)
    if isinstance(result, Failed):
        return result.reason
    if not isinstance(full, Decimal):
        return "分值还没有填，不能计分"
    if not isinstance(share, Decimal):
        return _unrated_told(values, result, rule)
    shown = min(share, _ONE) if rule.cap != "none" else share
    capped = f"执行率{in_percent(share)}按100%算，" if shown != share else ""
    exact = CONTEXT.multiply(full, shown)
    told = rounding_told(exact, result, rule.score_decimals, rule.score_rounding)
    return f"{capped}得分＝{plain(full)}×{in_percent(shown)}＝{told}"


def _unrated_told(values: Sequence[Value], result: Value, rule: RateRule) -> str:
    spent, budgets = values[2], values[3:]
    called = _called(budgets, rule)
    if not isinstance(spent, Decimal) or _budget(budgets, rule) != 0:
        return "还没有执行率，不能计分"
    if spent:
        return f"{called}是0，执行数{plain(spent)}，得0分"
    if isinstance(result, Decimal):
        return f"{called}和执行数都是0，执行率不适用，按规定得满分{plain(result)}"
    return f"{called}和执行数都是0，执行率不适用，得分空着，由人填写"
