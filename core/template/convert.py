"""From a node of a file to a piece of the schema, with a plain message for everything that is off.

What is in order is kept even when something beside it is not, so that later checks find everything.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final, TypeVar

from pydantic import BaseModel, ValidationError

from core.template.problems import Mark, Problems, nearest, shown
from core.template.schema import LATER
from core.template.strict_yaml import YamlList, YamlMap, YamlNode, plain

P = TypeVar("P", bound=BaseModel)


def convert(kind: type[P], node: YamlNode, problems: Problems, what: str) -> P | None:
    """Convert a piece; every mistake is noted with its place and its key left out.

    None when what is left is no piece any more.
    """
    content = plain(node)
    try:
        return kind.model_validate(content)
    except ValidationError as error:
        details = error.errors()
    unknown = [str(d["loc"][-1]) for d in details if d["type"] == "extra_forbidden"]
    for detail in details:
        name = str(detail["loc"][-1]) if detail["loc"] else ""
        excused = _is_marked(node, detail["loc"]) or any(nearest(w, [name]) for w in unknown)
        if detail["type"] != "missing" or not excused:
            problems.add(place_of(node, detail["loc"]), _message(kind, detail, what))
    if not isinstance(content, dict):
        return None
    broken = {detail["loc"][0] for detail in details if detail["loc"]}
    try:
        return kind.model_validate({k: v for k, v in content.items() if k not in broken})
    except ValidationError:
        return None


def _is_marked(node: YamlNode, path: Sequence[int | str]) -> bool:
    """Whether a missing key was written, but with something unreadable behind it."""
    for step in path[:-1]:
        if isinstance(node, YamlMap) and step in node.entries:
            node = node.entries[str(step)]
    return isinstance(node, YamlMap) and bool(path) and path[-1] in node.key_marks


def place_of(node: YamlNode, path: Sequence[int | str]) -> Mark:
    """Where the innermost part of a path stands that exists."""
    mark = node.mark
    for step in path:
        if isinstance(node, YamlMap) and isinstance(step, str) and step in node.entries:
            mark = node.key_marks[step]
            node = node.entries[step]
        elif isinstance(node, YamlList) and isinstance(step, int) and step < len(node.items):
            node = node.items[step]
            mark = node.mark
    return mark


_WORDS: Final[Mapping[str, str]] = {
    "bool_parsing": "只能写 yes 或 no",
    "bool_type": "只能写 yes 或 no",
    "int_parsing": "要写整数",
    "int_type": "要写整数",
    "int_from_float": "要写整数",
    "decimal_parsing": "要写数",
    "decimal_type": "要写数",
    "list_type": "要写成 [甲, 乙] 的样子",
    "dict_type": "要写成“名称: 内容”的样子",
    "model_type": "要写成“名称: 内容”的样子",
    "string_type": "要写成一段文字",
    "string_pattern_mismatch": "写法不对，例如 XM-01",
}


def _keys(kind: type[BaseModel]) -> list[str]:
    """The keys of a piece as they are written."""
    return [field.alias or name for name, field in kind.model_fields.items()]


def _message(kind: type[BaseModel], detail: Any, what: str) -> str:
    name = shown(".".join(str(step) for step in detail["loc"] if isinstance(step, str)))
    context = detail.get("ctx", {})
    where = f"{what}的“{name}”" if name else what
    match detail["type"]:
        case "extra_forbidden" if detail["loc"][-1] in LATER:
            return f"{what}的“{name}”这一版程序还不支持，请先去掉"
        case "extra_forbidden":
            return f"{what}没有“{name}”这一项{nearest(name, _keys(kind))}"
        case "missing":
            return f"{what}缺少“{name}”"
        case "literal_error":
            expected = str(context["expected"]).replace("'", "").replace(" or ", " 或 ")
            return f"{where}只能写 {expected.replace(', ', '、')}"
        case "greater_than_equal" | "greater_than":
            return f"{where}太小，不能小于 {context.get('ge', context.get('gt'))}"
        case "less_than_equal":
            return f"{where}太大，最大 {context['le']}"
        case "string_too_long" | "too_long":
            return f"{where}太长，最多 {context['max_length']}"
    return where + _WORDS.get(detail["type"], "不在允许的范围内")
