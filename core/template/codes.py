"""Code dictionaries (支出功能分类, 经济分类 …): data with a year, one file each."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from core.template.problems import Mark, Problems, shown
from core.template.sections import Sections
from core.template.strict_yaml import YamlMap, YamlNode, YamlText, read_yaml

_KNOWN_KEYS = ("notation", "dictionary", "year", "source", "codes", "unverified")
_ENTRY_KEYS = ("name", "initials")


@dataclass(frozen=True, slots=True)
class CodeDictionary:
    """Official codes and names of one classification in one year.

    `initials` are the pinyin initials of names, by code, as far as the file gives them.
    """

    name: str
    year: int
    names: Mapping[str, str]
    file: str
    initials: Mapping[str, str] = field(default_factory=dict)


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
    read = _Entries(problems)
    read.all(codes or YamlMap())
    usable = name and codes
    return CodeDictionary(name, year, read.names, file, read.initials) if usable else None, problems


def choose(
    found: Mapping[str, CodeDictionary], other: CodeDictionary, wanted: int
) -> CodeDictionary:
    """Of two dictionaries of one name the newest not newer than the suite, else the oldest."""
    one = found.get(other.name, other)
    if (one.year <= wanted) != (other.year <= wanted):
        return one if one.year <= wanted else other
    newer, older = (one, other) if one.year >= other.year else (other, one)
    return newer if one.year <= wanted else older


class _Entries:
    """The codes of a file: `编码: 名称`, or `编码: {name: 名称, initials: 拼音首字母}`."""

    def __init__(self, problems: Problems) -> None:
        self.problems = problems
        self.names: dict[str, str] = {}
        self.initials: dict[str, str] = {}

    def all(self, codes: YamlMap) -> None:
        for code, node in codes.entries.items():
            mark = codes.key_marks[code]
            name = _text(node, "name") if isinstance(node, YamlMap) else node
            if not (code.isascii() and code.isdigit()) or not isinstance(name, YamlText):
                self.problems.add(mark, f'编码“{shown(code)}”要写成 "编码": 名称')
                continue
            self.names[code] = name.text
            if isinstance(node, YamlMap):
                self._more(code, node, mark)

    def _more(self, code: str, node: YamlMap, mark: Mark) -> None:
        unknown = [key for key in node.key_marks if key not in _ENTRY_KEYS]
        for key in unknown:
            self.problems.add(node.key_marks[key], f"编码“{code}”没有“{shown(key)}”这一项")
        initials = _text(node, "initials")
        if initials is not None and re.fullmatch("[a-z]+", initials.text):
            self.initials[code] = initials.text
        elif "initials" in node.key_marks:
            at = node.key_marks.get("initials", mark)
            self.problems.add(at, f"编码“{code}”的 initials 要写小写字母，例如 xzyx")


def _text(node: YamlMap, key: str) -> YamlText | None:
    found: YamlNode | None = node.entries.get(key)
    return found if isinstance(found, YamlText) else None
