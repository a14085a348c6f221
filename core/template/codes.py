"""Code dictionaries (支出功能分类, 经济分类 …): data with a year, one file each."""

from collections.abc import Mapping
from dataclasses import dataclass

from core.template.strict_yaml import Problems, YamlMap, YamlText, read_yaml

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
    for key, mark in top.key_marks.items():
        if key not in _KNOWN_KEYS:
            problems.add(mark, f"编码表没有“{key}”这一项")
    name, year = _text(top, "dictionary", problems), _text(top, "year", problems)
    if not year.isdigit() or len(year) != 4:
        problems.add(top.mark, "编码表的 year 要写四位年份")
        year = "0"
    codes = top.entries.get("codes")
    names: dict[str, str] = {}
    if not isinstance(codes, YamlMap):
        problems.add(top.mark, "编码表缺少 codes")
        return None, problems
    for code, node in codes.entries.items():
        if not code.isdigit() or not isinstance(node, YamlText) or not node.text.strip():
            problems.add(codes.key_marks[code], f'编码“{code}”要写成 "编码": 名称')
        else:
            names[code] = node.text
    return CodeDictionary(name, int(year), names, file), problems


def _text(top: YamlMap, key: str, problems: Problems) -> str:
    node = top.entries.get(key)
    if isinstance(node, YamlText):
        return node.text
    problems.add(top.mark, f"编码表缺少“{key}”")
    return ""
