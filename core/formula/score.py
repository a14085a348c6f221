"""SCORE and GRADE: points for an indicator's target and what was done, and the word for a score.

The target A carries its relation (≥4300, ≤60分钟, 95%) or has it beside it; B is what was done.
正向: B ≥ A earns the full score, less earns B ÷ A of it. 反向: B ≤ A the full score, more A ÷ B of
it (or, linear, nothing from 2A on). 等于, and no relation at all: as 正向, but with A = 0 any B
above it earns nothing. What cannot be judged surely is left blank, for a person to score: texts,
units that differ, missing parts.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal, TypeAlias

from core.number_text import NumberStyle, PercentStyle, format_number
from core.refs import normalise_name
from core.values import BLANK, CONTEXT, Failed, Value, plain, quantise


@dataclass(frozen=True, slots=True)
class ScoreRule:
    """How a suite scores its indicators.

    `reverse` is the cost of exceeding a 反向 target, `cap` the most a 正向 indicator can earn of
    its 分值 (1: no bonus), `decimals` those of a score, which is rounded once, half up.
    """

    reverse: Literal["ratio", "linear"] = "ratio"
    cap: Decimal = Decimal(1)
    decimals: int = 2


_Share: TypeAlias = tuple[Decimal, Decimal]
"""A fraction kept as two figures, so that the score is divided once and rounded once."""

_ZERO: Final = Decimal(0)
_ONE: Final = Decimal(1)
_ALL: Final[_Share] = (_ONE, _ONE)


class _UnjudgedError(Exception):
    """Why a person has to score this indicator; never leaves this module."""


@dataclass(frozen=True, slots=True)
class _Measure:
    """A target or result as read: 1.2万元 is 12000 元, written with the scale 10^4."""

    relation: str
    number: Decimal
    unit: str
    scale: int
    shown: str


@dataclass(frozen=True, slots=True)
class _Judgement:
    """A score and what it was made from."""

    relation: str
    target: _Measure
    actual: _Measure
    full: Decimal
    share: _Share
    points: Decimal


_RELATIONS: Final = {
    **dict.fromkeys((">=", "≥", "≧", "大于等于", "不低于", "不少于", "不小于"), "≥"),
    **dict.fromkeys((">", "大于"), ">"),
    **dict.fromkeys(("=", "等于"), "="),
    **dict.fromkeys(("<=", "≤", "≦", "小于等于", "不高于", "不超过", "不大于"), "≤"),
    **dict.fromkeys(("<", "小于"), "<"),
}
_FORWARD: Final = ("≥", ">")
_BACKWARD: Final = ("≤", "<")

_SCALES: Final = {"万": 4, "亿": 8}
_MEASURE: Final = re.compile(
    rf"""
    (?P<relation> {"|".join(sorted(_RELATIONS, key=len, reverse=True))} )?
    (?P<number>   [+-]? (?: [0-9]{{1,3}} (?:,[0-9]{{3}})+ | [0-9]{{1,13}} ) (?: \.[0-9]{{1,10}} )? )
    (?P<scale>    [万亿] )?
    (?P<unit>     % | ‰ | °C | k?m[23] | [^\W\d_]{{1,8}} (?: /[^\W\d_]{{1,8}} )? )?
    """,
    re.VERBOSE,
)
_NO_UNIT: Final = re.compile(r"[以约内前后月]|左右|上下|之间")
"""In words behind a figure that say more than what is counted: 90以上, 5日前, 12月."""

_PERCENT: Final = NumberStyle(decimals=2, trim=True, percent=PercentStyle.SIGN)
_PERCENT_PLACES: Final = Decimal("0.0001")


def score(values: Sequence[Value], rule: ScoreRule) -> Value:
    """SCORE(年度指标值, 实际完成值, 分值), or 指标性质 before these; BLANK if not surely judged."""
    try:
        outcome = _judge(values, rule)
    except _UnjudgedError:
        return BLANK
    return outcome if isinstance(outcome, Failed) else outcome.points


def explain_score(values: Sequence[Value], rule: ScoreRule) -> str:
    """How the score came about, or why a person has to give it; one sentence."""
    try:
        outcome = _judge(values, rule)
    except _UnjudgedError as unjudged:
        return f"{unjudged}，不能自动计分"
    return outcome.reason if isinstance(outcome, Failed) else _sentence(outcome)


def grade(figure: Decimal, grades: Sequence[tuple[str, Decimal]]) -> Value:
    """The word of the first grade, from the best, whose lower bound the score reaches."""
    for word, least in grades:
        if figure >= least:
            return word
    return Failed(f"得分{plain(figure)}低于最低一档" if grades else "套表没有规定等级")


def _sentence(judged: _Judgement) -> str:
    front = f"指标值{judged.relation}{judged.target.shown}，实际{judged.actual.shown}，"
    full, points = plain(judged.full), plain(judged.points)
    if judged.share == _ALL:
        return f"{front}达到指标值，得满分{points}"
    share = CONTEXT.divide(*judged.share)
    done = format_number(share, _PERCENT)
    made = CONTEXT.multiply(judged.full, share.quantize(_PERCENT_PLACES, context=CONTEXT))
    if made.quantize(judged.points, context=CONTEXT) == judged.points:
        return f"{front}完成{done}，得分＝{full}×{done}＝{points}"
    above, below = map(plain, judged.share)
    return f"{front}完成{done}，得分＝{full}×{above}÷{below}＝{points}"


# --- judging


def _judge(values: Sequence[Value], rule: ScoreRule) -> _Judgement | Failed:
    failed = next((v for v in values if isinstance(v, Failed)), None)
    if failed is not None:
        return failed
    full = _full_score(values[-1])
    target, actual = _read(values[-3], "指标值"), _read(values[-2], "实际完成值")
    relation = _relation(values[0], target) if len(values) == 4 else target.relation
    if actual.relation:
        raise _UnjudgedError(f"实际完成值“{actual.relation}{actual.shown}”不是一个确定的数")
    if not _comparable(target, actual):
        raise _UnjudgedError(f"指标值{target.shown}与实际完成值{actual.shown}的单位不一致")
    share = _share(relation, target.number, actual.number, rule)
    points = quantise(CONTEXT.divide(CONTEXT.multiply(full, share[0]), share[1]), rule.decimals)
    if not isinstance(points, Decimal):
        return Failed("分值太大，请检查是否多填了位数")
    return _Judgement(relation, target, actual, full, share, points)


def _full_score(value: Value) -> Decimal:
    if not isinstance(value, Decimal):
        raise _UnjudgedError("没有填分值，或分值不是数")
    if value < 0:
        raise _UnjudgedError("分值是负数")
    return value


def _read(value: Value, what: str) -> _Measure:
    """Take a text like ≥1.2万元 apart; a figure stands for itself."""
    text = plain(value) if isinstance(value, Decimal) else normalise_name(str(value or ""))
    if not text:
        raise _UnjudgedError(f"没有填{what}")
    found = _MEASURE.fullmatch(text)
    unit = (found["unit"] or "") if found else ""
    if found is None or _NO_UNIT.search(unit) or (unit == "年" and len(found["number"]) == 4):
        raise _UnjudgedError(f"{what}“{text[:20]}”不是一个确定的数")
    relation = found["relation"] or ""
    scale = _SCALES.get(found["scale"], 0)
    number = Decimal(found["number"].replace(",", "")).scaleb(scale, context=CONTEXT)
    shown = text.removeprefix(relation)
    return _Measure(_RELATIONS.get(relation, ""), number, unit, scale, shown)


def _relation(value: Value, target: _Measure) -> str:
    """指标性质 as its own argument; a target that carries its relation must not contradict it."""
    text = normalise_name(value) if isinstance(value, str) else ""
    relation = _RELATIONS.get(text, "") if text else target.relation
    if not relation:
        raise _UnjudgedError(f"指标性质“{text}”要由人评分" if text else "没有填指标性质")
    if target.relation not in ("", relation):
        raise _UnjudgedError(f"指标性质“{text}”与指标值里的“{target.relation}”不一致")
    return relation


def _comparable(target: _Measure, actual: _Measure) -> bool:
    """The same unit; or one of them without a unit, unless that changes what the figure means."""
    units = {target.unit, actual.unit}
    if len(units) == 1:
        return True
    return "" in units and not units & {"%", "‰"} and target.scale == actual.scale


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
