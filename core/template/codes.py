"""Code dictionaries (支出功能分类, 经济分类 …): data with a year, one file each."""

from collections.abc import Mapping
from dataclasses import dataclass

from core.template.problems import Problems, shown
from core.template.sections import Sections
from core.template.strict_yaml import YamlMap, YamlText, read_yaml

_KNOWN_KEYS = ("notation", "dictionary", "year", "source", "codes", "unverified")


@dataclass(frozen=True, slots=True)
class CodeDictionary:
    """Official codes and names of one classification in one year."""

    name: str
    year: int
    names: Mapping[str, str]
    file: str


def read_codes(text: str, file: str) -> tuple[CodeDictionary | None, Problems]:
    """Read a dictionary file; None with problems when it cannot be used."""
    problems = Problems(file)
    top = read_yaml(text, problems)
    if top is None:
        return None, problems
    sections = Sections(top, problems, "编码表")
    sections.check_keys(_KNOWN_KEYS)
    name = sections.text("dictionary", required=True)
    year = sections.number("year", 1990, 2100)
    codes = sections.typed("codes", YamlMap, "“编码: 名称”的样子", required=True)
    names = _names(codes, problems) if codes else {}
    return (CodeDictionary(name, year, names, file) if name and codes else None), problems


def choose(
    found: Mapping[str, CodeDictionary], other: CodeDictionary, wanted: int
) -> CodeDictionary:
    """Of two dictionaries of one name the newest not newer than the suite, else the oldest."""
    one = found.get(other.name, other)
    if (one.year <= wanted) != (other.year <= wanted):
        return one if one.year <= wanted else other
    newer, older = (one, other) if one.year >= other.year else (other, one)
    return newer if one.year <= wanted else older


def _names(codes: YamlMap, problems: Problems) -> dict[str, str]:
    names = {}
    for code, node in codes.entries.items():
        if not (code.isascii() and code.isdigit()) or not isinstance(node, YamlText):
            message = f'编码“{shown(code)}”要写成 "编码": 名称'
            problems.add(codes.key_marks[code], message)
        else:
            names[code] = node.text
    return names
