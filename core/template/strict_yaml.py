"""YAML in which every scalar stays a text and every mistake has a line.

Plain YAML turns 1.10 into a number, `no` into False and 0101 into 65. Here nothing is converted; tags,
anchors, aliases and repeated keys are refused; size and depth are limited. No code can run.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

import yaml

from core.errors import TemplateProblem

MAX_CHARACTERS: Final = 1_000_000
MAX_DEPTH: Final = 24
MAX_NODES: Final = 100_000

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in a file, counted from 1."""

    line: int
    column: int


@dataclass(slots=True)
class YamlText:
    """A scalar, and where it stands. `block` tells a drawing (|) from a word."""

    text: str
    mark: Mark
    block: bool = False


@dataclass(slots=True)
class YamlList:
    """A sequence, and where it begins."""

    items: list["YamlNode"]
    mark: Mark


@dataclass(slots=True)
class YamlMap:
    """A mapping, where it begins, and where each key stands."""

    entries: dict[str, "YamlNode"] = field(default_factory=dict)
    key_marks: dict[str, Mark] = field(default_factory=dict)
    mark: Mark = field(default_factory=lambda: Mark(1, 1))


YamlNode = YamlText | YamlList | YamlMap


class Problems:
    """Collects the mistakes of one file, so that one mistake never hides another."""

    def __init__(self, file: str) -> None:
        """Start with none."""
        self.file = file
        self.found: list[TemplateProblem] = []

    def add(self, mark: Mark, message: str) -> None:
        """Note one mistake."""
        self.found.append(TemplateProblem(self.file, mark.line, mark.column, message))


class _Refused(Exception):
    """Reading cannot go on; the problem was noted."""


def plain(node: YamlNode) -> object:
    """The node as nested dicts, lists and texts (for schema conversion)."""
    if isinstance(node, YamlText):
        return node.text
    if isinstance(node, YamlList):
        return [plain(item) for item in node.items]
    return {key: plain(value) for key, value in node.entries.items()}


def read_yaml(text: str, problems: Problems) -> YamlMap | None:
    """Read a file whose top is a mapping; None when it cannot be read (the problems say why)."""
    if len(text) > MAX_CHARACTERS:
        problems.add(Mark(1, 1), f"文件太大（超过 {MAX_CHARACTERS} 字）")
        return None
    try:
        reader = _Reader(text, problems)
        top = reader.document()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = Mark(mark.line + 1, mark.column + 1) if mark else Mark(1, 1)
        problems.add(where, f"YAML 写法不对：{_in_chinese(error.problem or '')}")
        return None
    except yaml.YAMLError:
        problems.add(Mark(1, 1), "文件里有不能识别的字符，请存成 UTF-8 文本")
        return None
    except _Refused:
        return None
    if not isinstance(top, YamlMap):
        problems.add(top.mark if top else Mark(1, 1), "文件最外层应是“名称: 内容”的写法")
        return None
    return top


def _in_chinese(problem: str) -> str:
    hints = (
        ("found character '\\t'", "缩进里有制表符（Tab），请改成空格"),
        ("mapping values are not allowed", "冒号的位置不对，内容里有冒号时要加引号"),
        ("could not find expected ':'", "这一行缺少冒号"),
        ("expected <block end>", "缩进没有对齐"),
        ("did not find expected", "括号、引号或缩进没有配对"),
        ("unexpected end of stream", "引号或括号没有结束"),
        ("block sequence entries are not allowed", "“-”的位置不对"),
        ("special characters are not allowed", "文件里有不能识别的控制字符"),
        ("control characters are not allowed", "文件里有不能识别的控制字符"),
        ("cannot start any token", "内容以特殊符号开头，请加引号"),
    )
    return next((chinese for english, chinese in hints if english in problem), problem)


class _Reader:
    """Recursive descent over the YAML events."""

    def __init__(self, text: str, problems: Problems) -> None:
        self.events: Iterator[yaml.Event] = yaml.parse(text, Loader=_Loader)
        self.problems = problems
        self.nodes = 0

    def document(self) -> YamlNode | None:
        next(self.events)  # stream start
        event = next(self.events)
        if isinstance(event, yaml.StreamEndEvent):
            return None
        top = self.node(next(self.events), 0)
        next(self.events)  # document end
        extra = next(self.events)
        if not isinstance(extra, yaml.StreamEndEvent):
            self.problems.add(_mark(extra), "一个文件里只能有一份内容，多了“---”")
        return top

    def node(self, event: yaml.Event, depth: int) -> YamlNode:
        mark = _mark(event)
        self.nodes += 1
        if depth > MAX_DEPTH or self.nodes > MAX_NODES:
            self.problems.add(mark, "文件内容太多或嵌套太深")
            raise _Refused
        self._refuse_magic(event, mark)
        if isinstance(event, yaml.AliasEvent):
            return YamlText("", mark)
        if isinstance(event, yaml.ScalarEvent):
            if event.value == "" and event.style is None:
                self.problems.add(mark, "这里没有内容；公式里有 , [ ] { } 时整个公式要加引号")
            return YamlText(event.value, mark, block=event.style in ("|", ">"))
        if isinstance(event, yaml.SequenceStartEvent):
            return self._list(mark, depth)
        return self._map(mark, depth)

    def _refuse_magic(self, event: yaml.Event, mark: Mark) -> None:
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            self.problems.add(mark, "不能用 & 和 *（锚点、引用），请写全或加引号")
        elif getattr(event, "tag", None):
            self.problems.add(mark, "不能用 ! 开头的标签，请加引号")

    def _list(self, mark: Mark, depth: int) -> YamlList:
        items: list[YamlNode] = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            items.append(self.node(event, depth + 1))
        return YamlList(items, mark)

    def _map(self, mark: Mark, depth: int) -> YamlMap:
        found = YamlMap(mark=mark)
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            key_mark = _mark(event)
            self._refuse_magic(event, key_mark)
            key = self._key(event, key_mark, depth)
            value = self.node(next(self.events), depth + 1)
            if key in found.entries:
                self.problems.add(key_mark, f"“{key}”写了两次")
                continue
            found.entries[key] = value
            found.key_marks[key] = key_mark
        return found

    def _key(self, event: yaml.Event, mark: Mark, depth: int) -> str:
        if isinstance(event, yaml.ScalarEvent):
            return str(event.value)
        self.problems.add(mark, "名称要加引号")
        if not isinstance(event, yaml.AliasEvent):
            self.node(event, depth + 1)
        return f"？{mark.line}.{mark.column}"


def _mark(event: yaml.Event) -> Mark:
    start = event.start_mark
    return Mark(start.line + 1, start.column + 1)
