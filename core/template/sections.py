"""The sections at the top of a form or suite file, each of the shape it ought to have."""

from collections.abc import Collection
from typing import TypeVar

from core.template.problems import Problems, nearest, nearest_name, shown
from core.template.schema import LATER
from core.template.strict_yaml import YamlList, YamlMap, YamlNode, YamlText

NOTATION = "1"
MAX_TEXT = 500

T = TypeVar("T", bound=YamlNode)


class Sections:
    """Reads the top level of one file; what is missing or misshapen is noted and left out."""

    def __init__(self, top: YamlMap, problems: Problems, what: str) -> None:
        """Report what is off about `what` (表样文件, suite.yaml)."""
        self.top = top
        self.problems = problems
        self.what = what
        self.broken: set[str] = set(top.key_marks) - set(top.entries)

    def check_keys(self, known: Collection[str]) -> None:
        """Refuse what this version does not know, and another notation."""
        for key, mark in self.top.key_marks.items():
            if key in LATER:
                self.problems.add(mark, f"“{key}”这一版程序还不支持，请先去掉")
            elif key not in known:
                hint = nearest(key, known)
                self.problems.add(mark, f"{self.what}没有“{shown(key)}”这一项{hint}")
                self.broken.add(nearest_name(key, known))
        self.check_notation()

    def check_notation(self) -> None:
        """Refuse a notation that this version does not know."""
        notation = self.text("notation", required=True)
        if notation not in (NOTATION, ""):
            mark = self.top.entries["notation"].mark
            self.problems.add(mark, f"notation 应为 {NOTATION}，这一版程序只认这种写法")

    def text(
        self, key: str, *, required: bool = False, choices: Collection[str] = (), default: str = ""
    ) -> str:
        """A section that is one text."""
        node = self.typed(key, YamlText, "一段文字", required=required)
        if node is None:
            return default
        if len(node.text) > MAX_TEXT:
            self.problems.add(node.mark, f"“{key}”太长，最多 {MAX_TEXT} 字")
        elif choices and node.text not in choices:
            self.problems.add(node.mark, f"“{key}”只能写 {' 或 '.join(choices)}")
        elif required and not node.text.strip():
            self.problems.add(node.mark, f"“{key}”是空的")
        else:
            return node.text
        self.broken.add(key)
        return default

    def number(self, key: str, least: int, most: int) -> int:
        """A section that is a whole number."""
        text = self.text(key, required=True)
        if text and not (text.isascii() and text.isdigit() and least <= int(text[:9]) <= most):
            mark = self.top.entries[key].mark
            self.problems.add(mark, f"“{key}”要写 {least} 到 {most} 的整数")
            return least
        return int(text) if text else least

    def map(self, key: str) -> YamlMap:
        """A section of names with something behind each."""
        found = self.typed(key, YamlMap, "“名称: 内容”的样子")
        return found or YamlMap(mark=self.top.mark)

    def list(self, key: str) -> YamlList:
        """A section that is a list."""
        return self.typed(key, YamlList, "“- 内容”的样子") or YamlList([], self.top.mark)

    def typed(self, key: str, kind: type[T], shape: str, *, required: bool = False) -> T | None:
        """A section of one shape; None when it is not there or broken."""
        node = self.top.entries.get(key)
        if isinstance(node, kind):
            return node
        if node is not None:
            self.problems.add(node.mark, f"“{key}”要写成{shape}")
            self.broken.add(key)
        elif required and key not in self.broken:
            self.problems.add(self.top.mark, f"{self.what}缺少“{key}”")
            self.broken.add(key)
        return None
