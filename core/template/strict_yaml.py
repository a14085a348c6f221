"""YAML in which every scalar stays a text and every mistake has a line.

Plain YAML turns 1.10 into a number, `no` into False and 0101 into 65. Here nothing is converted;
tags, anchors, aliases and repeated keys are refused; size and depth are limited. No code can run.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

import yaml

from core.template.problems import Mark, Problems, shown

MAX_CHARACTERS: Final = 1_000_000
MAX_DEPTH: Final = 24
MAX_NODES: Final = 100_000

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_UNREADABLE: Final = re.compile(
    "[^\t\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
"""Control signs, lone surrogates, and what YAML alone would take for the end of a line."""


@dataclass(slots=True)
class YamlText:
    """A scalar, and where it stands. `style` is "" for a plain one, else its sign: ' " | >."""

    text: str
    mark: Mark
    style: str = ""

    def place(self, offset: int) -> Mark:
        """Where a character of the text stands (near it, when the text has escapes)."""
        if self.style in ("|", ">"):
            before = self.text[:offset]
            return Mark(self.mark.line + 1 + before.count("\n"), 1)
        return self.mark.right(offset + (1 if self.style else 0))


@dataclass(slots=True)
class YamlList:
    """A sequence, and where it begins."""

    items: list["YamlNode"]
    mark: Mark


@dataclass(slots=True)
class YamlMap:
    """A mapping, where it begins, and where each key stands.

    A key whose value could not be read has a mark but no entry.
    """

    entries: dict[str, "YamlNode"] = field(default_factory=dict)
    key_marks: dict[str, Mark] = field(default_factory=dict)
    mark: Mark = field(default_factory=lambda: Mark(1, 1))


YamlNode = YamlText | YamlList | YamlMap


class _Refused(Exception):
    """Reading cannot go on: what is the matter, and where."""

    def __init__(self, mark: Mark, message: str) -> None:
        super().__init__(message)
        self.mark = mark
        self.message = message


def plain(node: YamlNode) -> object:
    """The node as nested dicts, lists and texts (for schema conversion)."""
    if isinstance(node, YamlText):
        return node.text
    if isinstance(node, YamlList):
        return [plain(item) for item in node.items]
    return {key: plain(value) for key, value in node.entries.items()}


def read_yaml(text: str, problems: Problems) -> YamlMap | None:
    """Read a file whose top is a mapping; None when it cannot be read (the problems say why)."""
    try:
        top = _document(text, problems)
    except yaml.MarkedYAMLError as error:
        unfinished = "could not find expected ':'" in str(error.problem)
        where = _mark(error.context_mark if unfinished else error.problem_mark)
        problems.add(where, f"YAML 写法不对：{_in_chinese(error.problem or '')}")
        return None
    except _Refused as refused:
        problems.add(refused.mark, refused.message)
        return None
    if not isinstance(top, YamlMap):
        problems.add(top.mark if top else Mark(1, 1), "文件最外层应是“名称: 内容”的写法")
        return None
    return top


def _document(text: str, problems: Problems) -> YamlNode | None:
    if len(text) > MAX_CHARACTERS:
        raise _Refused(Mark(1, 1), f"文件太大（超过 {MAX_CHARACTERS} 字）")
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    odd = _UNREADABLE.search(text)
    if odd:
        before = text[: odd.start()]
        mark = Mark(before.count("\n") + 1, odd.start() - (before.rfind("\n") + 1) + 1)
        raise _Refused(mark, f"文件里有不能识别的字符（U+{ord(odd[0]):04X}），请存成 UTF-8 文本")
    return _Reader(text, problems).document()


_HINTS: Final = (
    ("found character '\\t'", "缩进里有制表符（Tab），请改成空格"),
    ("that cannot start any token", "内容以特殊符号或制表符开头，请加引号或改成空格"),
    ("mapping values are not allowed", "冒号的位置不对，内容里有冒号时要加引号"),
    ("could not find expected ':'", "这一行缺少冒号"),
    ("expected <block end>", "缩进没有对齐，或引号、括号后面还有内容"),
    ("did not find expected key", "缩进没有对齐，或少了冒号"),
    ("did not find expected", "括号、引号或缩进没有配对；公式里有 , [ ] { } 时整个公式要加引号"),
    ("unexpected end of stream", "引号或括号没有结束"),
    ("block sequence entries are not allowed", "“-”的位置不对"),
    ("undefined alias", "不能用 & 和 *（锚点、引用），请写全或加引号"),
    ("escape", "双引号里的 \\ 写法不对，可以改用单引号"),
    ("directive", "不能用 % 开头的行"),
)


def _in_chinese(problem: str) -> str:
    known = (chinese for english, chinese in _HINTS if english in problem)
    return next(known, "这里读不下去，请检查缩进、冒号、引号和括号")


class _Reader:
    """Recursive descent over the YAML events; the depth is limited long before Python's."""

    def __init__(self, text: str, problems: Problems) -> None:
        self.events: Iterator[yaml.Event] = yaml.parse(text, Loader=_Loader)
        self.problems = problems
        self.nodes = 0

    def document(self) -> YamlNode | None:
        next(self.events)  # stream start
        event = next(self.events)
        if isinstance(event, yaml.StreamEndEvent):
            return None
        if getattr(event, "version", None) or getattr(event, "tags", None):
            raise _Refused(_mark(event.start_mark), "不能用 % 开头的行")
        top = self.node(next(self.events), 0)
        next(self.events)  # document end
        extra = next(self.events)
        if not isinstance(extra, yaml.StreamEndEvent):
            self.problems.add(_mark(extra.start_mark), "一个文件里只能有一份内容，多了“---”")
        return top

    def node(self, event: yaml.Event, depth: int) -> YamlNode:
        mark = _mark(event.start_mark)
        self.nodes += 1
        if depth > MAX_DEPTH or self.nodes > MAX_NODES:
            raise _Refused(mark, "文件内容太多或嵌套太深")
        _refuse_magic(event, mark)
        if isinstance(event, yaml.ScalarEvent):
            return YamlText(event.value, mark, event.style or "")
        if isinstance(event, yaml.SequenceStartEvent):
            return self._list(mark, depth)
        return self._map(mark, depth, flow=bool(getattr(event, "flow_style", False)))

    def _list(self, mark: Mark, depth: int) -> YamlList:
        items: list[YamlNode] = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            item = self.node(event, depth + 1)
            if _is_missing(item):
                self.problems.add(item.mark, "这里没有内容")
            else:
                items.append(item)
        return YamlList(items, mark)

    def _map(self, mark: Mark, depth: int, *, flow: bool) -> YamlMap:
        found = YamlMap(mark=mark)
        last, complained = "", False
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            key_mark = _mark(event.start_mark)
            key = self._key(event, key_mark)
            value = self.node(next(self.events), depth + 1)
            if _is_missing(value):
                self._missing(found, key_mark, last if flow else "", silent=complained)
                complained = flow
            elif key in found.key_marks:
                self.problems.add(key_mark, f"“{shown(key)}”写了两次")
                continue
            else:
                found.entries[key] = value
                complained = False
            found.key_marks.setdefault(key, key_mark)
            last = key
        return found

    def _missing(self, found: YamlMap, mark: Mark, cut: str, *, silent: bool) -> None:
        """A key without value; in { } it is mostly the rest of a formula cut at its comma."""
        if not silent:
            hint = "；公式里有 , [ ] { } 时整个公式要加引号" if cut else ""
            self.problems.add(mark, f"这里没有内容{hint}")
        found.entries.pop(cut, None)

    def _key(self, event: yaml.Event, mark: Mark) -> str:
        _refuse_magic(event, mark)
        if not isinstance(event, yaml.ScalarEvent):
            raise _Refused(mark, "名称要写成一段文字；以 { 或 [ 开头的名称要加引号")
        if event.value == "<<" and not event.style:
            raise _Refused(mark, "不能用 <<（合并），请写全")
        return str(event.value)


def _refuse_magic(event: yaml.Event, mark: Mark) -> None:
    if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
        raise _Refused(mark, "不能用 & 和 *（锚点、引用），请写全或加引号")
    if getattr(event, "tag", None):
        raise _Refused(mark, "不能用 ! 开头的标签，请加引号")


def _is_missing(node: YamlNode) -> bool:
    return isinstance(node, YamlText) and not node.text and not node.style


def _mark(mark: object) -> Mark:
    """Our mark for one of the YAML library's (its C and Python marks share no type)."""
    return Mark(getattr(mark, "line", 0) + 1, getattr(mark, "column", 0) + 1)
