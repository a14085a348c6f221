"""The library of indicators: what 三级指标 usually measure, in files of its own for all suites."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Annotated, Final

from pydantic import Field

from core.errors import TemplateError, TemplateProblem
from core.formula.measure import RELATIONS
from core.paths import template_folders
from core.template.convert import convert
from core.template.folder import read_file, yaml_files
from core.template.problems import Problems, nearest, shown
from core.template.schema import Label, Piece
from core.template.sections import Sections
from core.template.strict_yaml import YamlList, YamlMap, YamlNode, YamlText, read_yaml
from core.values import parse_number

FOLDER: Final = "indicators"
_KNOWN_KEYS = ("notation", "indicators", "source", "levels", "also", "list")


@dataclass(frozen=True, slots=True)
class Indicator:
    """What is measured, and what is usually aimed at.

    relation  ≥, ≤ or another of `RELATIONS`; "" for what is only described (定性)
    value     the figure of the target, or its words; "" where every unit sets its own
    words     other words it is found by
    origin    the document it comes from; "" for the library
    """

    name: str
    level1: str = ""
    level2: str = ""
    relation: str = ""
    value: str = ""
    unit: str = ""
    words: tuple[str, ...] = ()
    origin: str = ""

    @property
    def target(self) -> str:
        """The target in one text (≥95%, 逐步提高); "" where there is no usual one."""
        relation = "" if self.relation == "=" else self.relation
        return f"{relation}{self.value}{self.unit}" if self.value else ""


@dataclass(frozen=True, slots=True)
class Library:
    """Indicators in the order of their files, and what forms call a level otherwise."""

    indicators: tuple[Indicator, ...] = ()
    also: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def names_of(self, level: str) -> tuple[str, ...]:
        """A level and its other names."""
        return (level, *self.also.get(level, ()))


class IndicatorPiece(Piece):
    """One indicator of a file: a figure with its relation, or a text."""

    name: Annotated[str, Field(min_length=1, max_length=60)]
    level: Label
    relation: Label = ""
    value: Label = ""
    unit: Annotated[str, Field(max_length=20)] = ""
    text: Label = ""
    words: Label = ""


def read_indicators(text: str, file: str) -> tuple[Library, Problems]:
    """Read one file of the library, with everything that is wrong in it."""
    problems = Problems(file)
    top = read_yaml(text, problems)
    if top is None:
        return Library(), problems
    sections = Sections(top, problems, "指标库")
    sections.check_keys(_KNOWN_KEYS)
    sections.text("indicators", required=True)
    sections.text("source", required=True)
    levels = _levels(sections.map("levels"), problems)
    also = {name: _texts(node) for name, node in sections.map("also").entries.items()}
    for name, mark in sections.map("also").key_marks.items():
        known = {*levels, *levels.values()}
        if name not in known:
            problems.add(mark, f"also 里的“{shown(name)}”不在 levels 里{nearest(name, known)}")
    listed = sections.typed("list", YamlList, "“- {name: …}”的样子", required=True)
    entries = _Entries(levels, problems)
    for node in listed.items if listed else ():
        entries.read(node)
    return Library(tuple(entries.found), also), problems


@cache
def installed() -> Library:
    """Every file of the library that is installed. Raises TemplateError.

    They lie in the folder indicators/ of the templates, shipped or laid beside the program.
    """
    found = [read_library(folder) for folder in template_folders()]
    also = {level: names for library in found for level, names in library.also.items()}
    return Library(tuple(one for library in found for one in library.indicators), also)


def read_library(folder: Path) -> Library:
    """The library in the folder indicators/ of a folder, empty if there is none.

    Raises TemplateError with every mistake.
    """
    indicators: list[Indicator] = []
    also: dict[str, tuple[str, ...]] = {}
    wrong: list[TemplateProblem] = []
    for name, path in yaml_files(folder / FOLDER):
        file = f"{FOLDER}/{name}"
        library, problems = read_indicators(read_file(path, file).decode("utf-8-sig"), file)
        indicators += library.indicators
        also |= library.also
        wrong += problems.found
    if wrong:
        raise TemplateError(wrong)
    return Library(tuple(indicators), also)


def _levels(section: YamlMap, problems: Problems) -> dict[str, str]:
    """The first level of every second one."""
    found: dict[str, str] = {}
    for first, node in section.entries.items():
        for second in _texts(node):
            if second in found:
                message = f"levels 里“{shown(second)}”写了两次"
                problems.add(section.key_marks[first], message)
            found[second] = first
    return found


def _texts(node: YamlNode) -> tuple[str, ...]:
    items = node.items if isinstance(node, YamlList) else [node]
    return tuple(item.text for item in items if isinstance(item, YamlText))


class _Entries:
    """The indicators of a file, each checked by itself and against those before it."""

    def __init__(self, levels: Mapping[str, str], problems: Problems) -> None:
        self.levels = levels
        self.problems = problems
        self.found: list[Indicator] = []
        self.lines: dict[str, int] = {}

    def read(self, node: YamlNode) -> None:
        piece = convert(IndicatorPiece, node, self.problems, "指标")
        if piece is None or not isinstance(node, YamlMap):
            return
        wrong = list(self._wrong(piece))
        for key, message in wrong:
            self.problems.add(node.key_marks.get(key, node.mark), message)
        if not wrong:
            self.lines[piece.name] = node.mark.line
            self.found.append(self._made(piece))

    def _made(self, piece: IndicatorPiece) -> Indicator:
        return Indicator(
            piece.name,
            self.levels[piece.level],
            piece.level,
            RELATIONS.get(piece.relation, ""),
            piece.text or piece.value,
            piece.unit,
            tuple(piece.words.split()),
        )

    def _wrong(self, piece: IndicatorPiece) -> Iterator[tuple[str, str]]:
        """What is wrong with an indicator, each with the key where it stands."""
        before = self.lines.get(piece.name)
        if before is not None:
            yield "name", f"“{piece.name}”在第{before}行已经有了"
        if piece.level not in self.levels:
            hint = nearest(piece.level, self.levels)
            yield "level", f"levels 里没有“{shown(piece.level)}”{hint}"
        if piece.relation and piece.relation not in RELATIONS:
            yield "relation", f"relation 的“{piece.relation}”要写 ≥、>、=、< 或 ≤"
        number = parse_number(piece.value) if piece.value else Decimal(0)
        if not isinstance(number, Decimal):
            yield "value", f"value 的“{piece.value}”不是数；定性的指标写 text"
        if bool(piece.text) == bool(piece.relation):
            yield "name", f"“{piece.name}”要写 relation（定量）或 text（定性），只写一样"
        if piece.text and (piece.value or piece.unit):
            key = "value" if piece.value else "unit"
            yield key, f"“{piece.name}”写了 text，是定性的，没有 {key}"
