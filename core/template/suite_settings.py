"""The settings of a suite that its rules need: scores, rates, totals, grades, word lists."""

from collections.abc import Sequence
from decimal import Decimal
from typing import TypeVar

from pydantic import BaseModel

from core.formula.bands import Band, holds
from core.formula.grading import TotalRule
from core.formula.rate import RateRule
from core.formula.score import ScoreRule
from core.refs import normalise_name
from core.template.cell_text import read_word
from core.template.convert import convert, place_of
from core.template.problems import shown
from core.template.schema import RatePiece, ScorePiece, TotalPiece
from core.template.sections import Sections
from core.template.strict_yaml import YamlList, YamlText
from core.values import parse_number

P = TypeVar("P", bound=BaseModel)


def _piece(sections: Sections, key: str, kind: type[P]) -> P:
    """A section of settings, each of which has a usual value."""
    node = sections.top.entries.get(key)
    piece = convert(kind, node, sections.problems, f"{key} ") if node else None
    return piece or kind()


def read_score(sections: Sections) -> ScoreRule:
    """How SCORE judges."""
    piece = _piece(sections, "score", ScorePiece)
    bands = [
        Band(tuple(map(normalise_name, band.words)), band.low, band.to, band.point)
        for band in piece.bands
    ]
    for place, band in enumerate(bands):
        message = _wrong_band(bands, band)
        if message:
            top = sections.top.entries["score"]
            mark = place_of(top, ("bands", place))
            sections.problems.add(mark, f"score 的 bands 里“{shown(band.words[0])}”{message}")
    return ScoreRule(piece.reverse, piece.cap, piece.decimals, piece.rounding, tuple(bands))


def _wrong_band(bands: Sequence[Band], band: Band) -> str:
    """What is off about a band, seen with those above it; "" when nothing is."""
    above = bands[: bands.index(band)]
    if not band.low < band.high:
        return "这一档的 from 要小于 to"
    if any(band.high > better.low for better in above):
        return "这一档与上面的重叠，各档从好到差写，to 不大于上一档的 from"
    if band.point is not None and not holds(bands, band, band.point):
        return "这一档的 point 不在 from 和 to 之间"
    taken = {word for other in above for word in other.words}
    twice = next((word for word in band.words if word in taken or not word), None)
    return f"这一档的“{shown(twice)}”上面已经写过" if twice is not None else ""


def read_rate(sections: Sections) -> RateRule:
    """How RATE and RATESCORE reckon."""
    return RateRule(**_piece(sections, "rate", RatePiece).model_dump())


def read_total(sections: Sections) -> TotalRule:
    """The most TOTAL leaves of a sum."""
    piece = _piece(sections, "total", TotalPiece)
    return TotalRule(tuple((line.below, line.most) for line in piece.by_rate))


def read_grades(sections: Sections) -> Sequence[tuple[str, Decimal]]:
    """The grade words with their lower bounds, best first."""
    node = sections.map("grades")
    grades: list[tuple[str, Decimal]] = []
    for word, value in node.entries.items():
        number = parse_number(value.text) if isinstance(value, YamlText) else None
        if not isinstance(number, Decimal):
            sections.problems.add(node.key_marks[word], f"grades 的“{shown(word)}”要写分数线")
        else:
            grades.append((word, number))
    return sorted(grades, key=lambda grade: -grade[1])


def read_lists(sections: Sections) -> dict[str, frozenset[str]]:
    """The word lists that IN may name."""
    node = sections.map("lists")
    lists = {}
    for raw, value in node.entries.items():
        items = value.items if isinstance(value, YamlList) else []
        words = [item.text for item in items if isinstance(item, YamlText)]
        name = read_word(raw)
        if name is None or not words or len(words) < len(items):
            message = f"lists 的“{shown(raw)}”要写成 [甲, 乙] 的样子"
            sections.problems.add(node.key_marks[raw], message)
        lists[name or raw] = frozenset(words)
    return lists
