"""A target or result as people write it (≥43万人, ≧ 91, >99%), or why it is no sure figure.

What leaves room for a second reading (a range, a date, 左右, a figure amid words) is not read: a
point earned or lost by a guess would stand in an official form.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum
from typing import Final

from core.refs import normalise_name
from core.values import CONTEXT, plain


class Why(Enum):
    """Why a text is no sure figure, as the end of a sentence about it."""

    EMPTY = "是空的"
    WORDS = "是文字"
    DATE = "写的是期限或日期"
    RANGE = "写的是范围"
    ABOUT = "写的是大概的数"
    SPELT = "的数写成了汉字"
    BLANKS = "的数中间有空格"
    MIXED = "里的数认不准"


QUALITATIVE: Final = frozenset({Why.WORDS, Why.DATE})
"""A target of these kinds names no quantity; whether it was reached can only be said in words."""


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure with its relation (≥ > = ≤ < or "") and unit, in base units.

    1.2万元 is 12000 元 written with the scale 10^4; `shown` is how it was written, no relation.
    """

    relation: str
    number: Decimal
    unit: str = ""
    scale: int = 0
    shown: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Unread:
    """A text that is no sure figure, and why."""

    text: str
    why: Why

    @property
    def told(self) -> str:
        """The text and the reason, for a message."""
        shown = self.text if len(self.text) <= _MOST_SHOWN else self.text[:_MOST_SHOWN] + "…"
        return f"“{shown}”{self.why.value}，不是一个确定的数"


_MOST_SHOWN: Final = 20

RELATIONS: Final = {
    **dict.fromkeys(
        (">=", "=>", "≥", "≧", "⩾", "大于等于", "不低于", "不少于", "不小于", "至少"), "≥"
    ),
    **dict.fromkeys((">", "大于", "高于"), ">"),
    **dict.fromkeys(("=", "等于"), "="),
    **dict.fromkeys(
        ("<=", "=<", "≤", "≦", "⩽", "小于等于", "不高于", "不超过", "不大于", "不多于", "至多"), "≤"
    ),
    **dict.fromkeys(("<", "小于", "低于"), "<"),
}
"""Every spelling of a relation, and the relation."""

RELATIVE: Final = ("%", "‰", "百分点")
_SCALES: Final = {"百": 2, "千": 3, "万": 4, "百万": 6, "千万": 7, "亿": 8, "万亿": 12}
_SCALE_WORDS: Final = {power: word for word, power in _SCALES.items()} | {0: ""}
_PARTS: Final = {"%": -2, "‰": -3}


def _any(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


_MEASURE: Final = re.compile(
    rf"""
    (?P<relation> {_any(RELATIONS)} )?
    (?P<number>   [+-]? (?: [0-9]{{1,3}} (?:,[0-9]{{3}})+ | [0-9]{{1,13}} ) (?: \.[0-9]{{1,10}} )? )
    (?: (?P<scale> {_any(_SCALES)} ) (?!分) )?
    (?P<unit>     % | ‰ | °C | 个?百分点 | k?m[23]
                  | [^\W\d_]{{1,4}} (?: [/·][^\W\d_]{{1,4}} ){{0,2}} )?
    """,
    re.VERBOSE,
)
_OPEN: Final = (
    (Why.RANGE, re.compile(r"以上|以下|以内|以外|之间|上下限|[0-9][^-—~,.]{0,4}[-—~至到]+[0-9]")),
    (Why.ABOUT, re.compile(r"约|左右|上下|近[0-9]|[余几]|(?<![不至])多")),
    (
        Why.DATE,
        re.compile(
            r"[0-9]{4}年|[0-9]{4}[.][0-9]{1,2}[.][0-9]|[0-9]{1,2}月|[0-9]号"
            r"|[0-9](?:个|工作|小时|分钟|[年月周天日时])[^0-9]{0,4}[前后内起止底初末]"
            r"|^[0-9]{1,2}日$"
        ),
    ),
)
"""Signs that a text with figures says more than one figure, most telling first."""

_NO_UNIT: Final = re.compile(
    r"[以约内前后底初末起止余多几]|左右|上下|之间|完成|达|覆盖|提高|下降|增长|减少|(?<![个/])月"
)
"""In words behind a figure that say more than what is counted: 90以上, 5日前, 3次完成."""

_SPELT: Final = re.compile(
    rf"(?:{_any(RELATIONS)})?[零〇一二两三四五六七八九十百千万亿]+[个人次家项批天年月日份期场户篇座台辆元条件]?"
    r"|.*百分之.*|.*[一二两三四五六七八九十百千][次人家户件批]"
)
_GAP: Final = re.compile(r"[0-9.,]\s+[0-9.,]")
_GROUPS: Final = re.compile(r"(?<![0-9])[0-9]{1,3}(?:\s[0-9]{3})+(?![0-9])")


def read_measure(text: str) -> Measure | Unread:
    """Read one target or result; never raises, never guesses. Reading `written` gives the same."""
    bare = normalise_name(text).rstrip("。;,、")
    if not bare.strip("-—―–"):
        return Unread(bare, Why.EMPTY)
    if not any(sign.isdecimal() for sign in bare):
        return Unread(bare, Why.SPELT if _SPELT.fullmatch(bare) else Why.WORDS)
    why = next((why for why, sign in _OPEN if sign.search(bare)), None)
    if why is not None:
        return Unread(bare, why)
    if _GAP.search(_GROUPS.sub("0", text)):
        return Unread(bare, Why.BLANKS)
    found = _MEASURE.fullmatch(bare)
    unit = (found["unit"] or "") if found else ""
    if found is None or _NO_UNIT.search(unit):
        return Unread(bare, Why.MIXED)
    relation, scale = found["relation"] or "", _SCALES.get(found["scale"], 0)
    number = Decimal(found["number"].replace(",", "")).scaleb(scale, context=CONTEXT)
    return Measure(
        RELATIONS.get(relation, ""),
        number,
        unit.removeprefix("个") if unit.endswith("百分点") else unit,
        scale,
        bare.removeprefix(relation),
    )


def written(measure: Measure) -> str:
    """The measure as people write it: ≥43万人."""
    number = plain(measure.number.scaleb(-measure.scale, context=CONTEXT))
    return f"{measure.relation}{number}{_SCALE_WORDS[measure.scale]}{measure.unit}"


def figure_of(measure: Measure) -> Decimal:
    """The figure itself: 95% is 0.95, 15万人 is 150000."""
    return measure.number.scaleb(_PARTS.get(measure.unit, 0), context=CONTEXT)
