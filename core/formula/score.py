"""SCORE: points for an indicator's target and what was done, by the rule of the suite.

The target A carries its relation (≥4300, ≤60分钟, 95%) or has it beside it; B is what was done.
正向: B ≥ A earns the full score, less earns B ÷ A of it. 反向: B ≤ A the full score, more A ÷ B of
it (or, linear, nothing from 2A on). 等于, and no relation at all: as 正向, but with A = 0 any B
above it earns nothing. 定性, a target that names no quantity: what the bands of the suite give for
the words of the result. What cannot be judged surely is left blank, for a person to score: figures
that are none, a word for a figure, units that differ, missing parts.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal, TypeAlias

from core.formula.bands import Band, Earned, UnchosenError, earned_by, in_percent
from core.formula.measure import (
    QUALITATIVE,
    RELATIONS,
    RELATIVE,
    Measure,
    Unread,
    Why,
    read_measure,
)
from core.formula.points import Rounding, points_rounded, rounding_told
from core.refs import normalise_name
from core.values import BLANK, CONTEXT, Failed, Value, plain


@dataclass(frozen=True, slots=True)
class ScoreRule:
    """How a suite scores its indicators.

    `reverse` is the cost of exceeding a 反向 target, `cap` the most a 正向 indicator can earn of
    its 分值 (1: no bonus), `decimals` those of a score, which is rounded once; `bands` judge 定性
    indicators, best first, and none leave them to a person.
    """

    reverse: Literal["ratio", "linear"] = "ratio"
    cap: Decimal = Decimal(1)
    decimals: int = 2
    rounding: Rounding = "half_up"
    bands: tuple[Band, ...] = ()


_Share: TypeAlias = tuple[Decimal, Decimal]
"""A fraction kept as two figures, so that the score is divided once and rounded once."""

_ZERO: Final = Decimal(0)
_ONE: Final = Decimal(1)
_ALL: Final[_Share] = (_ONE, _ONE)
_FORWARD: Final = ("≥", ">")
_BACKWARD: Final = ("≤", "<")


class _UnjudgedError(Exception):
    """Why a person has to score this indicator; never leaves this module."""


@dataclass(frozen=True, slots=True)
class _Judgement:
    """A score, the part of the full score it is, and how that part came about."""

    full: Decimal
    share: _Share
    points: Decimal
    told: str
    by_word: bool = False


def score(values: Sequence[Value], rule: ScoreRule) -> Value:
    """SCORE(年度指标值, 实际完成值, 分值), or 指标性质 before these; BLANK if not surely judged."""
    try:
        outcome = _judge(values, rule)
    except (_UnjudgedError, UnchosenError):
        return BLANK
    return outcome if isinstance(outcome, Failed) else outcome.points


def explain_score(values: Sequence[Value], rule: ScoreRule) -> str:
    """How the score came about, or why a person has to give it; one sentence."""
    try:
        outcome = _judge(values, rule)
    except (_UnjudgedError, UnchosenError) as unjudged:
        return f"{unjudged}，不能自动计分"
    return outcome.reason if isinstance(outcome, Failed) else _sentence(outcome, rule)


def _sentence(judged: _Judgement, rule: ScoreRule) -> str:
    full, points = plain(judged.full), plain(judged.points)
    if judged.share == _ALL and not judged.by_word:
        return f"{judged.told}，得满分{points}"
    percent = in_percent(CONTEXT.divide(*judged.share))
    exact = CONTEXT.divide(CONTEXT.multiply(judged.full, judged.share[0]), judged.share[1])
    shown = CONTEXT.multiply(judged.full, Decimal(percent.removesuffix("%")).scaleb(-2))
    if points_rounded(shown, rule.decimals, rule.rounding) == judged.points:
        if rule.rounding == "up":
            points = rounding_told(shown, judged.points, rule.decimals, rule.rounding)
        return f"{judged.told}，得分＝{full}×{percent}＝{points}"
    above, below = map(plain, judged.share)
    if rule.rounding == "up" and exact != judged.points:
        points = f"{points}（进位）"
    return f"{judged.told}，得分＝{full}×{above}÷{below}＝{points}"


# --- judging


def _judge(values: Sequence[Value], rule: ScoreRule) -> _Judgement | Failed:
    failed = next((v for v in values if isinstance(v, Failed)), None)
    if failed is not None:
        return failed
    full = _full_score(values[-1])
    relation = _given_relation(values[0]) if len(values) == 4 else None
    target, actual = _read(values[-3], "指标值"), _read(values[-2], "实际完成值")
    by_word = _judged_by_word(target, actual, rule)
    if by_word is not None:
        share, told = (by_word.share, _ONE), f"定性指标，{by_word.told}"
    else:
        share, told = _by_figures(relation, target, actual, rule)
    earned = CONTEXT.divide(CONTEXT.multiply(full, share[0]), share[1])
    points = points_rounded(earned, rule.decimals, rule.rounding)
    if not isinstance(points, Decimal):
        return Failed("分值太大，请检查是否多填了位数")
    return _Judgement(full, share, points, told, by_word is not None)


def _full_score(value: Value) -> Decimal:
    if not isinstance(value, Decimal):
        raise _UnjudgedError("没有填分值，或分值不是数")
    if value < 0:
        raise _UnjudgedError("分值是负数")
    return value


def _read(value: Value, what: str) -> Measure | Unread:
    read = read_measure(plain(value) if isinstance(value, Decimal) else str(value or ""))
    if isinstance(read, Unread) and read.why is Why.EMPTY:
        raise _UnjudgedError(f"没有填{what}")
    return read


def _judged_by_word(
    target: Measure | Unread, actual: Measure | Unread, rule: ScoreRule
) -> Earned | None:
    """What the bands give for words; None where figures are to be compared."""
    if isinstance(target, Unread) and target.why in QUALITATIVE and isinstance(actual, Unread):
        return earned_by(target.text, actual.text, rule.bands)
    return None


def _by_figures(
    given: str | None, target: Measure | Unread, actual: Measure | Unread, rule: ScoreRule
) -> tuple[_Share, str]:
    """The share that figures earn, and the sentence about it."""
    if isinstance(target, Unread):
        raise _UnjudgedError(f"指标值{target.told}")
    if isinstance(actual, Unread):
        raise _UnjudgedError(f"实际完成值{actual.told}")
    relation = target.relation if given is None else _relation(given, target)
    if actual.relation:
        raise _UnjudgedError(f"实际完成值“{actual.relation}{actual.shown}”不是一个确定的数")
    if not _comparable(target, actual):
        raise _UnjudgedError(f"指标值{target.shown}与实际完成值{actual.shown}的单位不一致")
    share = _share(relation, target.number, actual.number, rule)
    return share, _told(relation, target, actual, share, rule)


def _told(relation: str, target: Measure, actual: Measure, share: _Share, rule: ScoreRule) -> str:
    """Target, result and completion, and which rule gave the completion."""
    front = f"指标值{relation}{target.shown}，实际{actual.shown}，"
    if share == _ALL:
        return f"{front}达到指标值"
    done = f"{front}完成{in_percent(CONTEXT.divide(*share))}"
    if relation in _BACKWARD:
        how = "按线性" if rule.reverse == "linear" else "按比值"
        return f"{done}（反向指标{how}）"
    if share == (rule.cap, _ONE):
        return f"{done}（加分封顶）"
    return done


def _given_relation(value: Value) -> str:
    """指标性质 as its own argument, as it was written; "" when it is blank."""
    return normalise_name(value) if isinstance(value, str) else ""


def _relation(text: str, target: Measure) -> str:
    """The relation of 指标性质; a target that carries one must not contradict it."""
    relation = RELATIONS.get(text, "") if text else target.relation
    if not relation:
        raise _UnjudgedError(f"指标性质“{text}”要由人评分" if text else "没有填指标性质")
    if target.relation not in ("", relation):
        raise _UnjudgedError(f"指标性质“{text}”与指标值里的“{target.relation}”不一致")
    return relation


def _comparable(target: Measure, actual: Measure) -> bool:
    """The same unit; or one of them without a unit, unless that changes what the figure means."""
    units = {target.unit, actual.unit}
    if len(units) == 1:
        return True
    return "" in units and not units & set(RELATIVE) and target.scale == actual.scale


def _share(relation: str, wanted: Decimal, done: Decimal, rule: ScoreRule) -> _Share:
    """The part of the full score that is earned, as the vendors' forms do it."""
    backward = relation in _BACKWARD or (wanted == 0 and relation not in _FORWARD)
    met = done <= wanted if backward else done >= wanted
    if wanted < 0:
        return _share_of_negative(met and (relation in _FORWARD + _BACKWARD or done == wanted))
    if backward:
        return _ALL if met else _exceeded(wanted, done, rule)
    most = rule.cap if relation in _FORWARD and wanted else _ONE
    earned = max(done, _ZERO)
    return (most, _ONE) if earned >= CONTEXT.multiply(wanted, most) else (earned, wanted)


def _share_of_negative(met: bool) -> _Share:
    if not met:
        raise _UnjudgedError("指标值是负数，不能按比例计分")
    return _ALL


def _exceeded(wanted: Decimal, done: Decimal, rule: ScoreRule) -> _Share:
    """What a 反向 target that was exceeded still earns; beside a target of 0, nothing."""
    if rule.reverse == "ratio":
        return wanted, done
    left = CONTEXT.subtract(CONTEXT.add(wanted, wanted), done)
    return max(left, _ZERO), wanted or _ONE
