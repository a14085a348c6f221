"""TOTAL and GRADE: the most a sum of points may be, and the word for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from core.formula.bands import in_percent
from core.values import BLANK, Failed, Value, plain


@dataclass(frozen=True, slots=True)
class TotalRule:
    """The most a total may be: pairs of a rate, and the points at most while it is not reached."""

    by_rate: tuple[tuple[Decimal, Decimal], ...] = ()


def total_points(values: Sequence[Value], rule: TotalRule) -> Value:
    """TOTAL(得分合计, 执行率): the sum, or what the rate leaves of it; no rate leaves all."""
    points, share = values
    if not isinstance(points, Decimal):
        return BLANK
    limit = _limit(share, rule)
    return points if limit is None else min(points, limit[1])


def _limit(share: Value, rule: TotalRule) -> tuple[Decimal, Decimal] | None:
    """The strictest line that a rate falls under."""
    under = [line for line in rule.by_rate if isinstance(share, Decimal) and share < line[0]]
    return min(under, key=lambda line: line[1], default=None)


def explain_total(values: Sequence[Value], rule: TotalRule) -> str:
    """Whether the total was capped, and why; one sentence."""
    points, share = values
    if not isinstance(points, Decimal):
        return "还没有得分，不能算总分"
    limit = _limit(share, rule)
    if limit is None or not isinstance(share, Decimal):
        return f"各项得分合计{plain(points)}，没有封顶"
    front = f"执行率{in_percent(share)}，低于{in_percent(limit[0])}的总分最多{plain(limit[1])}分"
    if points <= limit[1]:
        return f"{front}，各项得分合计{plain(points)}，没有超过"
    return f"{front}，各项得分合计{plain(points)}，总分按{plain(limit[1])}分"


def grade(figure: Decimal, grades: Sequence[tuple[str, Decimal]]) -> Value:
    """The word of the first grade, from the best, whose lower bound the score reaches."""
    for word, least in grades:
        if figure >= least:
            return word
    return Failed(f"得分{plain(figure)}低于最低一档" if grades else "套表没有规定等级")


def explain_grade(figure: Value, grades: Sequence[tuple[str, Decimal]]) -> str:
    """Which line a score reached; one sentence."""
    if not isinstance(figure, Decimal):
        return "还没有得分，不能定等级"
    found = grade(figure, grades)
    if isinstance(found, Failed):
        return found.reason
    least = next(bound for word, bound in grades if word == found)
    above = [bound for _, bound in grades if bound > least]
    until = f"、不到{plain(min(above))}分" if above else ""
    return f"{plain(figure)}分，{plain(least)}分以上{until}为{found}"
