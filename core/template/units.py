"""Which unit of money a formula gives. Figures in 元 and 万元 only meet through WAN and YUAN.

In an audit rule a 万元 figure may have been rounded from the 元 figure it is held against: there
the finer side is rounded to the places of the coarser one before the two are compared.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Final

from core.formula.tree import (
    Binary,
    Call,
    Comparison,
    Leaf,
    Membership,
    Name,
    Negation,
    Node,
    Number,
    Previous,
    Range,
    children,
    is_blank_test,
    walk,
    with_children,
)
from core.template.form import Slot

YUAN, WAN_YUAN = "元", "万元"
_CONVERSIONS: Final = frozenset({"WAN", "YUAN"})
_SAME_UNIT: Final = frozenset({"SUM", "MIN", "MAX", "ABS", "ROUND", "ROUNDUP"})
_USUAL_PLACES: Final = 2


class MixedUnits(Exception):
    """元 and 万元 meet without WAN or YUAN."""


class Units:
    """The units of one formula: 元, 万元, or "" (a ratio, a count, a constant)."""

    def __init__(self, slots: Mapping[Leaf, Slot | None]) -> None:
        """Keep which cell every name stands for."""
        self.slots = slots

    def of(self, node: Node) -> str:
        """The unit of a node. Raises MixedUnits."""
        match node:
            case Name() | Range() | Previous():
                slot = self.slots.get(node)
                return slot.field.unit if slot else ""
            case Negation(operand=operand):
                return self.of(operand)
            case Comparison(left=left, right=right):
                self._same(self.of(left), self.of(right))
            case Membership(operand=operand, items=items):
                self._same(self.of(operand), *map(self.of, items))
            case Binary():
                return self._binary(node)
            case Call():
                return self._call(node)
        return ""

    def _same(self, *units: str) -> str:
        found = {unit for unit in units if unit}
        if len(found) > 1:
            raise MixedUnits("元和万元混在一起了")
        return found.pop() if found else ""

    def _binary(self, node: Binary) -> str:
        left, right = self.of(node.left), self.of(node.right)
        same = self._same(left, right)
        if node.operator in "+-":
            return same
        return same if not (left and right) and (node.operator == "*" or not right) else ""

    def _call(self, node: Call) -> str:
        units = [self.of(argument) for argument in node.arguments]
        match node.function:
            case "WAN":
                return self._converted(units[0], YUAN, WAN_YUAN)
            case "YUAN":
                return self._converted(units[0], WAN_YUAN, YUAN)
            case "IF":
                return self._same(*units[1:])
            case "RATIO" | "RATE":
                self._same(*units)
                return ""
            case "RATESCORE":
                self._same(*units[2:])
                return units[0]
            case "SUMIFS" | "FIRST" | "WAVG":
                return units[0]
            case "SUMIF":
                return units[-1 if len(units) > 2 else 0]
        return self._same(*units) if node.function in _SAME_UNIT else ""

    def _converted(self, unit: str, source: str, result: str) -> str:
        if unit and unit != source:
            raise MixedUnits(f"换算的一方应是{source}，现在是{unit}")
        return result

    # ---- rounding the finer side

    def evened(self, tree: Node) -> Node:
        """The tree of a rule with every comparison of 万元 and 元 figures made even.

        Only after `of` raised nothing.
        """

        def even(node: Node) -> Node:
            if not isinstance(node, Comparison) or is_blank_test(node):
                return node
            left, right = self.even_sides(node.left, node.right)
            return replace(node, left=left, right=right)

        return mapped(tree, even)

    def even_sides(self, left: Node, right: Node) -> tuple[Node, Node]:
        """Two sides that are compared, each rounded if the other is coarser."""
        if WAN_YUAN in (self.of(left), self.of(right)):
            coarse = [*self._places(left), *self._places(right)]
            converted = [_converts(side, "WAN") for side in (left, right)]
            if all(converted) and not coarse:
                return left, right  # both sides are exact to the fen
            places = min(coarse, default=_USUAL_PLACES)
            sides = [
                rounded(side, places) if finer else side
                for side, finer in zip((left, right), converted, strict=True)
            ]
            return sides[0], sides[1]
        coarse = [*self._places(left, "YUAN"), *self._places(right, "YUAN")]
        if not coarse:
            return left, right
        return rounded(left, min(coarse) - 4), rounded(right, min(coarse) - 4)

    def _places(self, side: Node, inside: str = "") -> Iterator[int]:
        """The decimals of the cells of a side: those in 万元 not converted, or those in YUAN(…)."""
        if inside:
            for node in walk(side):
                if isinstance(node, Call) and node.function == inside:
                    yield from self._places(node.arguments[0])
            return
        for node in walk(side, lambda n: not (isinstance(n, Call) and n.function in _CONVERSIONS)):
            slot = self.slots.get(node) if isinstance(node, Leaf) else None
            if slot is not None and slot.field.unit == WAN_YUAN:
                yield slot.field.decimals


def _converts(side: Node, function: str) -> bool:
    return any(isinstance(node, Call) and node.function == function for node in walk(side))


def rounded(node: Node, places: int) -> Node:
    """ROUND(node, places)."""
    return Call("ROUND", (node, Number(Decimal(places), at=node.at)), at=node.at)


def mapped(node: Node, change: Callable[[Node], Node]) -> Node:
    """The tree with `change` applied to every node, inside out; what stays equal stays the same."""
    below = children(node)
    parts = tuple(mapped(child, change) for child in below)
    if any(part is not child for part, child in zip(parts, below, strict=True)):
        node = with_children(node, parts)
    return change(node)
