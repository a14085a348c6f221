"""The settings of a suite that its rules need: scores, grades, word lists."""

from collections.abc import Sequence
from decimal import Decimal

from core.formula.score import ScoreRule
from core.template.cell_text import read_word
from core.template.convert import convert
from core.template.problems import shown
from core.template.schema import ScorePiece
from core.template.sections import Sections
from core.template.strict_yaml import YamlList, YamlText
from core.values import parse_number


def read_score(sections: Sections) -> ScoreRule:
    """How SCORE judges."""
    node = sections.top.entries.get("score")
    piece = convert(ScorePiece, node, sections.problems, "score ") if node else None
    piece = piece or ScorePiece()
    return ScoreRule(reverse=piece.reverse, cap=piece.cap, decimals=piece.decimals)


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
