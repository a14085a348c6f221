"""Binds formulas when the template loads: every name looked up, every unit checked, compiled once.

Unknown names never reach a user.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from core.formula.evaluate import compile_formula
from core.formula.parser import parse
from core.formula.tokens import FormulaSyntaxError
from core.formula.tree import Binary, Call, Comparison, Leaf, Membership, Name, Node, Text, walk
from core.template.cell_text import CARD_NAMES
from core.template.form import Bound, Located, Selector
from core.template.form_table import FormTable
from core.template.lookup import Context, Lookup, UnknownName
from core.template.problems import NAMELESS, Problems, Unsure, nearest, shown
from core.template.units import MixedUnits, Units, mapped

__all__ = ["CARD_NAMES", "Binder", "Context", "Formula"]

DIFFERENCE: Final = "多少"
"""多少(甲, 乙) in a message: by how much 甲 differs from 乙, in words."""

_CONDITIONS: Final = frozenset({"AND", "OR", "HAS", "IF"})


@dataclass(frozen=True, slots=True)
class Formula:
    """What is to be bound: a text at its place, seen from its context.

    `kind` is "" for a cell's formula, else rule, when or message.
    """

    located: Located
    context: Context
    kind: str = ""


class Binder:
    """Binds the formulas of one suite; mistakes go to the problems and None comes back."""

    def __init__(
        self, table: FormTable, unsure: Mapping[str, Unsure], lists: Iterable[str] = ()
    ) -> None:
        """Keep what names may refer to."""
        self.table = table
        self.unsure = unsure
        self.lists = frozenset(lists)

    def bind(self, formula: Formula, problems: Problems) -> Bound | None:
        """Parse, look up and compile one formula."""
        return _Binding(self, formula, problems).bound()

    def excuses(self, unknown: UnknownName) -> bool:
        """Whether a name is unknown only because of a mistake that was noted already."""
        if unknown.form == NAMELESS:
            return True
        lost = unknown.form and self.table.is_unknown(unknown.form)
        excuse = self.unsure.get(unknown.form) or (self.unsure.get(NAMELESS) if lost else None)
        return excuse is not None and excuse.covers(unknown.names)


def is_condition(tree: Node) -> bool:
    """Whether a formula says yes or no."""
    return isinstance(tree, Comparison | Membership) or (
        isinstance(tree, Call) and tree.function in _CONDITIONS
    )


class _Binding:
    """Binding one formula."""

    def __init__(self, binder: Binder, formula: Formula, problems: Problems) -> None:
        self.binder = binder
        self.formula = formula
        self.located = formula.located
        self.problems = problems
        self.lookup = Lookup(binder.table, formula.context)

    def bound(self) -> Bound | None:
        tree = self._parsed()
        if tree is None:
            return None
        found = {leaf: self._look_up(leaf) for leaf in _leaves(tree)}
        listed = self._check_lists(tree)
        selectors = {leaf: s for leaf, s in found.items() if s is not None}
        if len(selectors) < len(found) or not listed:
            return None
        tree = self._checked(tree, selectors)
        if tree is None:
            return None
        program = compile_formula(tree)
        return Bound(
            self.located.text, tree, program, tuple(selectors[leaf] for leaf in program.leaves)
        )

    def _parsed(self) -> Node | None:
        words = [DIFFERENCE] if self.formula.kind == "message" else []
        try:
            tree = parse(self.located.text, words)
        except FormulaSyntaxError as error:
            self._complain(error.at, f"公式“{shown(self.located.text)}”：{error.message}")
            return None
        if self.formula.kind in ("rule", "when") and not is_condition(tree):
            message = "这里要写一个比较，例如 得分 <= 分值"
            self._complain(0, f"公式“{shown(self.located.text)}”：{message}")
            return None
        calls = [node for node in walk(tree) if isinstance(node, Call)]
        wrong = [call for call in calls if call.function == DIFFERENCE]
        if wrong and (wrong != [tree] or len(wrong[0].arguments) != 2):
            self._complain(wrong[0].at, "多少 要单独写成 {多少(甲, 乙)}")
            return None
        named = any(call.function == "NAME" for call in calls)
        return self._with_dictionaries(tree) if named else tree

    def _complain(self, at: int, message: str) -> None:
        self.problems.add_once(self.located.place(at), message)

    def _look_up(self, leaf: Leaf) -> Selector | None:
        try:
            return self.lookup.leaf(leaf)
        except UnknownName as unknown:
            if not self.binder.excuses(unknown):
                self._complain(leaf.at, str(unknown))
            return None

    def _with_dictionaries(self, tree: Node) -> Node:
        """NAME(科目编码) with the dictionary of its argument's field written out."""

        def change(node: Node) -> Node:
            if not isinstance(node, Call) or node.function != "NAME" or len(node.arguments) != 1:
                return node
            argument = node.arguments[0]
            if not isinstance(argument, Name):
                return node
            try:
                slot = self.binder.table.slot_of(self.lookup.name(argument))
            except UnknownName:
                return node
            if slot is None or not slot.field.dictionary:
                return node
            return replace(node, arguments=(argument, Text(slot.field.dictionary, at=node.at)))

        return mapped(tree, change)

    def _check_lists(self, tree: Node) -> bool:
        named = [n for n in walk(tree) if isinstance(n, Membership) and n.list_name is not None]
        unknown = [n for n in named if n.list_name not in self.binder.lists]
        for node in unknown:
            name = node.list_name or ""
            hint = nearest(name, self.binder.lists)
            self._complain(node.at, f"没有“{name}”这个名单{hint}")
        return not unknown

    def _checked(self, tree: Node, selectors: Mapping[Leaf, Selector]) -> Node | None:
        """The tree as it will run, if its units agree with one another and with the cell."""
        slots = {leaf: self.binder.table.slot_of(s) for leaf, s in selectors.items()}
        units = Units(slots)
        target = self.formula.context.target
        wanted = target.field.unit if target else ""
        message = isinstance(tree, Call) and tree.function == DIFFERENCE
        try:
            if isinstance(tree, Call) and message:
                first, second = tree.arguments
                units.of(Comparison("=", first, second))
                return Binary("-", *units.even_sides(first, second), at=tree.at)
            unit = units.of(tree)
            if unit and wanted and unit != wanted:
                name = target.name if target else ""
                raise MixedUnits(f"“{name}”是{wanted}，公式算出来的是{unit}")
        except MixedUnits as mixed:
            text = shown(self.located.text)
            self._complain(0, f"公式“{text}”：{mixed}，请用 WAN(…) 或 YUAN(…) 换算")
            return None
        return units.evened(tree) if self.formula.kind in ("rule", "when") else tree


def _leaves(tree: Node) -> Iterable[Leaf]:
    return dict.fromkeys(node for node in walk(tree) if isinstance(node, Leaf))
