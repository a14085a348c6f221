"""The tree of a formula, and the tree written out again: as a formula, or in the clerk's words.

Every node knows where it stands in the text (`at`, from 0); two trees are equal when they mean the
same, wherever they stand. A leaf is what has a value in a form: a cell, a range, last year's cell.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import Enum
from typing import Final, TypeAlias

from core.refs import quote_name
from core.values import plain


class All(Enum):
    """The type of ``ALL``, the key ``[*]``: every record or every instance."""

    ALL = "*"


ALL: Final = All.ALL


@dataclass(frozen=True, slots=True, kw_only=True)
class _Placed:
    at: int = field(default=0, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Number(_Placed):
    """A figure."""

    value: Decimal


@dataclass(frozen=True, slots=True)
class Text(_Placed):
    """A text, without its quotation marks."""

    value: str


@dataclass(frozen=True, slots=True)
class Step(_Placed):
    """One word of a name; a code or ordinal in brackets is a Text key, a bare word a Name."""

    name: str
    key: "Node | All | None" = None


@dataclass(frozen=True, slots=True)
class Name(_Placed):
    """A cell or column as written: form and instance before the !, then the steps."""

    form: str | None
    instance: "Node | All | None"
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Range(_Placed):
    """All numbered rows or columns between two names; the last stands in the form of the first."""

    first: Name
    last: Name


@dataclass(frozen=True, slots=True)
class Previous(_Placed):
    """PREV(name): the same cell in last year's document."""

    name: Name


@dataclass(frozen=True, slots=True)
class Negation(_Placed):
    """Unary minus."""

    operand: "Node"


@dataclass(frozen=True, slots=True)
class Binary(_Placed):
    """Arithmetic of two operands: + - * /."""

    operator: str
    left: "Node"
    right: "Node"


@dataclass(frozen=True, slots=True)
class Comparison(_Placed):
    """One comparison: = <> < <= > >=."""

    operator: str
    left: "Node"
    right: "Node"


@dataclass(frozen=True, slots=True)
class Membership(_Placed):
    """`operand IN list_name`, or `operand IN (items)` with no list name."""

    operand: "Node"
    list_name: str | None
    items: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Call(_Placed):
    """A function and its arguments."""

    function: str
    arguments: tuple["Node", ...]


Leaf: TypeAlias = Name | Range | Previous
Node: TypeAlias = Number | Text | Leaf | Negation | Binary | Comparison | Membership | Call


def is_empty_text(node: Node) -> bool:
    """Whether the node is the literal "", which stands for blank."""
    return isinstance(node, Text) and not node.value.strip()


def is_blank_test(node: Node) -> bool:
    """Whether the node is `x = ""` or `x <> ""`: it asks only whether something is there."""
    return (
        isinstance(node, Comparison)
        and node.operator in ("=", "<>")
        and (is_empty_text(node.left) or is_empty_text(node.right))
    )


def children(node: Node) -> tuple[Node, ...]:
    """The nodes directly below this one; a leaf has none, its keys are its own affair."""
    match node:
        case Negation(operand=operand):
            return (operand,)
        case Binary(left=left, right=right) | Comparison(left=left, right=right):
            return (left, right)
        case Membership(operand=operand, items=items):
            return (operand, *items)
        case Call(arguments=arguments):
            return arguments
    return ()


def with_children(node: Node, parts: tuple[Node, ...]) -> Node:
    """The same node over other ones, as many as `children` gives."""
    match node:
        case Negation():
            return replace(node, operand=parts[0])
        case Binary() | Comparison():
            return replace(node, left=parts[0], right=parts[1])
        case Membership():
            return replace(node, operand=parts[0], items=parts[1:])
        case Call():
            return replace(node, arguments=parts)
    return node


def walk(tree: Node, enter: Callable[[Node], bool] = lambda _: True) -> Iterator[Node]:
    """Every node in order of appearance; below a node only if `enter` says so."""
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        yield node
        if enter(node):
            waiting.extend(reversed(children(node)))


def leaves(tree: Node) -> tuple[Leaf, ...]:
    """The distinct leaves in order of appearance."""
    return _leaves(walk(tree))


def inputs(tree: Node) -> tuple[Leaf, ...]:
    """The leaves that count as input: not those that are merely tested for blank."""
    return _leaves(walk(tree, lambda node: not is_blank_test(node)))


def _leaves(nodes: Iterator[Node]) -> tuple[Leaf, ...]:
    return tuple(dict.fromkeys(n for n in nodes if isinstance(n, Leaf)))


# --- writing a tree -------------------------------------------------------------------------------

_COMPARING, _ADDING, _MULTIPLYING, _SIGNED, _WHOLE = 1, 2, 3, 4, 5
_STRENGTH = {"+": _ADDING, "-": _ADDING, "*": _MULTIPLYING, "/": _MULTIPLYING}

_Spelt: TypeAlias = tuple[str, int]
"""A text, and how strongly it holds together: weaker parts need brackets."""


@dataclass(frozen=True, slots=True)
class _Hand:
    """A way of writing: its signs, texts and leaves, and how a call is put."""

    signs: dict[str, str]
    text: Callable[[str], str]
    leaf: Callable[[Leaf], str]
    listed: Callable[[str, Sequence[str]], str]
    call: Callable[[str, Sequence[_Spelt]], _Spelt]


def _spell(node: Node, hand: _Hand) -> _Spelt:
    match node:
        case Number(value=value):
            return plain(value), _WHOLE
        case Text(value=text):
            return hand.text(text), _WHOLE
        case Negation(operand=operand):
            return hand.signs["-"] + _bound(_spell(operand, hand), _SIGNED), _SIGNED
        case Binary(operator=sign, left=left, right=right):
            return _pair(sign, _STRENGTH[sign], (left, right), hand)
        case Comparison(operator=sign, left=left, right=right):
            return _pair(sign, _COMPARING, (left, right), hand)
        case Membership(operand=operand, list_name=name, items=items):
            asked = _bound(_spell(operand, hand), _ADDING)
            if name is not None:
                return f"{asked} {hand.signs['IN']} {quote_name(name)}", _COMPARING
            return hand.listed(asked, [_spell(item, hand)[0] for item in items]), _COMPARING
        case Call(function=function, arguments=arguments):
            return hand.call(function, [_spell(a, hand) for a in arguments])
        case _:
            return hand.leaf(node), _WHOLE


def _pair(sign: str, strength: int, operands: tuple[Node, Node], hand: _Hand) -> _Spelt:
    """Two operands; the right one, and both of a comparison, must hold together more strongly."""
    left = _bound(_spell(operands[0], hand), strength + (strength == _COMPARING))
    right = _bound(_spell(operands[1], hand), strength + 1)
    return f"{left} {hand.signs[sign]} {right}", strength


def _bound(spelt: _Spelt, strength: int) -> str:
    return spelt[0] if spelt[1] >= strength else f"({spelt[0]})"


# --- ... as a formula


def written(tree: Node) -> str:
    """The formula's text in standard form; parsed again it gives an equal tree."""
    return _spell(tree, _NOTATION)[0]


def _written_leaf(leaf: Leaf) -> str:
    match leaf:
        case Previous(name=name):
            return f"PREV({_written_leaf(name)})"
        case Range(first=first, last=last):
            return f"{_written_leaf(first)}:{_written_leaf(last)}"
        case _:
            front = "" if leaf.form is None else _written_step(leaf.form, leaf.instance) + "!"
            return front + ".".join(_written_step(step.name, step.key) for step in leaf.steps)


def _written_step(name: str, key: Node | All | None) -> str:
    return quote_name(name) + ("" if key is None else f"[{_written_key(key)}]")


def _written_key(key: Node | All) -> str:
    """Bare digits in brackets are a text, so a figure needs brackets of its own."""
    if isinstance(key, All):
        return key.value
    if isinstance(key, Text) and key.value.isascii() and key.value.isdigit():
        return key.value
    return f"({written(key)})" if isinstance(key, Number) else written(key)


def _written_call(function: str, arguments: Sequence[_Spelt]) -> _Spelt:
    return f"{function}({', '.join(text for text, _ in arguments)})", _WHOLE


_NOTATION = _Hand(
    signs={s: s for s in ("+", "-", "*", "/", "=", "<>", "<", "<=", ">", ">=", "IN")},
    text=lambda text: '"' + text.replace('"', '""') + '"',
    leaf=_written_leaf,
    listed=lambda asked, items: f"{asked} IN ({', '.join(items)})",
    call=_written_call,
)

# --- ... in words

_SIGNS_IN_WORDS = {
    "+": "＋", "-": "−", "*": "×", "/": "÷", "=": "＝", "<>": "≠",
    "<": "＜", "<=": "≤", ">": "＞", ">=": "≥", "IN": "属于",
}  # fmt: skip

_FUNCTIONS_IN_WORDS = {
    "SUM": "合计", "SUMIF": "条件合计", "SUMIFS": "条件合计", "FIRST": "第一个",
    "COUNT": "个数", "COUNTIF": "相等的个数", "ABS": "绝对值", "CONCAT": "连写",
    "MIN": "较小者", "MAX": "较大者", "ROUND": "四舍五入", "ROUNDUP": "进位", "TEXT": "文字",
    "WAVG": "加权平均", "SCORE": "按完成情况计分", "GRADE": "等级",
    "RATE": "执行率", "RATESCORE": "按执行率计分", "TOTAL": "总分",
    "POOL": "合并完成值", "FIGURE": "文字里的数", "NAME": "名称", "HAS": "写有",
}  # fmt: skip

_SIGNS_FOR_FUNCTIONS = {
    "RATIO": ("÷", _MULTIPLYING, ()),
    "WAN": ("÷", _MULTIPLYING, (("10000", _WHOLE),)),
    "YUAN": ("×", _MULTIPLYING, (("10000", _WHOLE),)),
    "AND": ("并且", 0, ()),
    "OR": ("或者", 0, ()),
}


def words(tree: Node, name_text: Callable[[Leaf], str]) -> str:
    """The formula as a clerk reads it (× ÷ ≥, 合计); `name_text` says what a leaf is called."""
    hand = _Hand(
        signs=_SIGNS_IN_WORDS,
        text=lambda text: f"“{text}”" if text.strip() else "空",
        leaf=name_text,
        listed=lambda asked, items: f"{asked} 是 {'、'.join(items)} 之一",
        call=_call_in_words,
    )
    return _spell(tree, hand)[0]


def _call_in_words(function: str, arguments: Sequence[_Spelt]) -> _Spelt:
    if function in _SIGNS_FOR_FUNCTIONS:
        sign, strength, more = _SIGNS_FOR_FUNCTIONS[function]
        parts = [_bound(a, strength + 1) for a in (*arguments, *more)]
        return f" {sign} ".join(parts), strength
    texts = [text for text, _ in arguments]
    if function == "IF":
        otherwise = texts[2] if len(texts) > 2 else "空"
        return f"如果 {texts[0]}，则 {texts[1]}，否则 {otherwise}", 0
    return f"{_FUNCTIONS_IN_WORDS.get(function, function)}({'，'.join(texts)})", _WHOLE
