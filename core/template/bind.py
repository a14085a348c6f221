"""Looks up every name of a formula when the template loads: unknown names never reach a user.

The place of the formula decides what a short name means: in a row or floating record its own cells
come first, then the cells of the record it belongs to, then single cells, then rows in the same column.
Figures in 元 and 万元 may only meet through WAN and YUAN.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from core.formula.evaluate import compile_formula
from core.formula.parser import parse
from core.formula.tokens import FormulaSyntaxError
from core.formula.tree import (
    ALL,
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
    Step,
    Text,
    walk,
)
from core.refs import COVER, PROJECT_CARD
from core.template.form import Bound, Form, Instances, Located, Reach, Region, Selector, Slot
from core.template.schema import nearest
from core.template.strict_yaml import Mark, Problems

CARD_NAMES = frozenset({PROJECT_CARD, "项目"})
_NUMBERED = re.compile(r"(行|科目|栏)(\d+)")


@dataclass(frozen=True, slots=True)
class Context:
    """Where a formula stands: its form, the cell it is for, or the records a rule visits."""

    form: str
    target: Slot | None = None
    region: str = ""
    group: str = ""

    @property
    def column(self) -> str:
        """The column meant by 同列."""
        return self.target.column if self.target else ""


class _Unknown(Exception):
    """A name that cannot be looked up; the text says why."""


class Binder:
    """Binds the formulas of one suite."""

    def __init__(
        self,
        forms: Mapping[str, Form],
        cover: Mapping[str, Slot],
        card: Mapping[str, Slot],
        lists: Iterable[str] = (),
    ) -> None:
        """Keep what names may refer to."""
        self.forms = forms
        self.pseudo = {COVER: cover, PROJECT_CARD: card}
        self.lists = frozenset(lists)

    def bind(self, located: Located, context: Context, problems: Problems) -> Bound | None:
        """Parse and bind a formula; mistakes go to the problems and None comes back."""
        try:
            tree = parse(located.text)
        except FormulaSyntaxError as error:
            problems.add(_shift(located.mark, error.at), f"公式“{located.text}”：{error.message}")
            return None
        work = _Work(self, context, located, problems)
        tree = work.with_dictionaries(tree)
        try:
            program = compile_formula(tree)
        except FormulaSyntaxError as error:
            problems.add(_shift(located.mark, error.at), f"公式“{located.text}”：{error.message}")
            return None
        selectors = [work.look_up(leaf) for leaf in program.leaves]
        work.check_lists(tree)
        known = [s for s in selectors if s is not None]
        if len(known) < len(selectors):
            return None
        units = Units(self, dict(zip(program.leaves, known, strict=True)))
        work.check_units(tree, units)
        return Bound(located.text, tree, program, tuple(known))

    def slot(self, form: str, name: str) -> Slot | None:
        """The slot a selector names."""
        if form in self.pseudo:
            return self.pseudo[form].get(name)
        return self.forms[form].slots.get(name) if form in self.forms else None


def _shift(mark: Mark, at: int) -> Mark:
    return Mark(mark.line, mark.column + at)


class _Work:
    """Binding one formula."""

    def __init__(
        self, binder: Binder, context: Context, located: Located, problems: Problems
    ) -> None:
        self.binder = binder
        self.context = context
        self.located = located
        self.problems = problems

    def look_up(self, leaf: Leaf) -> Selector | None:
        try:
            return self._leaf(leaf)
        except _Unknown as unknown:
            self.problems.add(_shift(self.located.mark, leaf.at), str(unknown))
            return None

    def _leaf(self, leaf: Leaf) -> Selector:
        if isinstance(leaf, Previous):
            self._leaf(leaf.name)
            return Selector(Reach.PREVIOUS)
        if isinstance(leaf, Range):
            return self._range(leaf)
        return self._name(leaf)

    # ---- names

    def _name(self, name: Name) -> Selector:
        first = name.steps[0]
        if name.form is None and len(name.steps) == 2 and first.name in (COVER, *CARD_NAMES):
            return self._pseudo(first, name.steps[1].name)
        if name.form is None or name.form == self.context.form:
            if name.form is None and len(name.steps) == 1 and first.key is None:
                return self._bare(first.name)
            if len(name.steps) == 1 and name.instance is None:
                return self._bare(first.name)
            return self._stepped(self._own_form(), name, own=name.instance is None)
        return self._stepped(self._form(name.form), name, own=False)

    def _own_form(self) -> Form:
        if self.context.form not in self.binder.forms:
            raise _Unknown("这里要写明是哪张表，例如 支出决算表!合计.栏1，或 封面.单位名称")
        return self.binder.forms[self.context.form]

    def _form(self, name: str) -> Form:
        form = self.binder.forms.get(name)
        if form is None:
            raise _Unknown(f"套表里没有“{name}”这张表{nearest(name, self.binder.forms)}")
        return form

    def _pseudo(self, step: Step, name: str) -> Selector:
        form = COVER if step.name == COVER else PROJECT_CARD
        cells = self.binder.pseudo[form]
        if name not in cells:
            raise _Unknown(f"{form}里没有“{name}”{nearest(name, cells)}")
        own = form == COVER or self.context.form == PROJECT_CARD or self._own_form().per_project
        if step.key is ALL or not own:
            return Selector(Reach.FIXED, form, (name,), instances=Instances.ALL, many=True)
        return Selector(Reach.FIXED, form, (name,))

    def _bare(self, name: str) -> Selector:
        """A single word: what it means depends on where the formula stands."""
        for find in (self._special, self._own_record, self._own_row, self._single, self._row):
            found = find(name)
            if found is not None:
                return found
        form = self._own_form()
        known = {*form.slots, *form.rows(), *(s.column for s in form.slots.values())}
        raise _Unknown(f"公式引用了不存在的“{name}”{nearest(name, known)}")

    def _special(self, name: str) -> Selector | None:
        if name == "键":
            return self._key()
        if name == "序号":
            return Selector(Reach.ORDINAL)
        return None

    def _key(self) -> Selector:
        target = self.context.target
        if target is not None and not target.region:
            if not target.key:
                raise _Unknown(f"“{target.name}”所在的行没有写键（例如 #31:201）")
            return Selector(Reach.CONSTANT, constant=target.key)
        if self.context.region:
            return Selector(Reach.KEY, region=self.context.region)
        raise _Unknown("这里没有“键”")

    def _own_record(self, name: str) -> Selector | None:
        form = self._own_form()
        region = self.context.region
        group = self.context.group or (self.context.target.group if self.context.target else "")
        while region:
            slot = form.slots.get(f"{region}.{name}")
            if slot is not None:
                return self._own_cell(form, slot, group if region == self.context.region else "")
            region = form.regions[region].parent
        return None

    def _own_cell(self, form: Form, slot: Slot, group: str) -> Selector:
        """A field of the own record, or of the own group, or (from a group) of its records."""
        names = (slot.name,)
        if slot.group or (group and slot.column == group):
            return Selector(Reach.GROUP, form.name, names, slot.region)
        if group:
            return Selector(Reach.MEMBERS, form.name, names, slot.region, many=True)
        return Selector(Reach.RECORD, form.name, names, slot.region)

    def _own_row(self, name: str) -> Selector | None:
        target = self.context.target
        if target is None or target.region or not target.row:
            return None
        return self._fixed(self._own_form(), f"{target.row}.{name}")

    def _single(self, name: str) -> Selector | None:
        return self._fixed(self._own_form(), name)

    def _row(self, name: str) -> Selector | None:
        return self._row_cell(self._own_form(), name, Instances.SAME)

    def _fixed(
        self, form: Form, name: str, instances: Instances = Instances.SAME
    ) -> Selector | None:
        slot = form.slots.get(name)
        if slot is None or slot.region:
            return None
        many = instances is Instances.ALL
        return Selector(Reach.FIXED, form.name, (name,), instances=instances, many=many)

    def _row_cell(self, form: Form, name: str, instances: Instances) -> Selector | None:
        """A row name alone: its cell in the same column, or its only cell."""
        row = _row_name(form, name)
        same = self._fixed(form, f"{row}.{self.context.column}", instances)
        if same is not None:
            return same
        cells = [s.name for s in form.slots.values() if s.row == row and not s.region]
        if len(cells) > 1:
            raise _Unknown(f"“{name}”这一行有几格，请写明是哪一格，例如 {cells[0]}")
        return self._fixed(form, cells[0], instances) if cells else None

    def _stepped(self, form: Form, name: Name, *, own: bool) -> Selector:
        instances = self._instances(form, name)
        if len(name.steps) == 1:
            return self._whole(form, name.steps[0], instances)
        if len(name.steps) > 2:
            raise _Unknown(f"“{_shown(name)}”层次太多，公式里写到“行.列”")
        first, last = name.steps
        column = self._column(last.name)
        if first.name == "下级":
            return self._below(form, column)
        region = form.regions.get(first.name)
        if region is not None:
            return self._region_cell(form, region, column, first, instances, own=own)
        found = self._fixed(form, f"{_row_name(form, first.name)}.{column}", instances)
        if found is None:
            raise self._missing(form, first.name, column)
        return found

    def _whole(self, form: Form, step: Step, instances: Instances) -> Selector:
        found = self._fixed(form, step.name, instances) or self._row_cell(
            form, step.name, instances
        )
        if found is None:
            known = {*form.slots, *form.rows()}
            raise _Unknown(f"“{form.name}”里没有“{step.name}”{nearest(step.name, known)}")
        return found

    def _instances(self, form: Form, name: Name) -> Instances:
        if name.instance is not None and name.instance is not ALL:
            raise _Unknown("公式里不能指定某一个项目，可以写 [*] 表示全部项目")
        if not form.per_project:
            return Instances.SAME
        own = name.instance is None and form.name == self.context.form
        return Instances.SAME if own else Instances.ALL

    def _column(self, name: str) -> str:
        if name != "同列":
            return name
        if not self.context.column:
            raise _Unknown("这里没有“同列”")
        return self.context.column

    def _below(self, form: Form, column: str) -> Selector:
        region = form.regions.get(self.context.region)
        if region is None or not region.children:
            raise _Unknown("“下级”只能用在还有下级浮动行的行里")
        child = region.children[0]
        name = f"{child}.{column}"
        if name not in form.slots:
            raise self._missing(form, child, column)
        return Selector(Reach.BELOW, form.name, (name,), child, many=True)

    def _region_cell(
        self,
        form: Form,
        region: Region,
        column: str,
        step: Step,
        instances: Instances,
        *,
        own: bool,
    ) -> Selector:
        name = f"{region.name}.{column}"
        if name not in form.slots:
            raise self._missing(form, region.name, column)
        where = (form.name, (name,), region.name, instances)
        if step.key is not None and step.key is not ALL:
            return Selector(Reach.KEYED, *where, key=self._key_of(step.key))
        here = self.context.region if own else ""
        if here and region.name in _ancestors(form, here):
            return Selector(Reach.RECORD, *where)
        if here and here in _ancestors(form, region.name):
            return Selector(Reach.BELOW, *where, many=True)
        return Selector(Reach.ALL, *where, many=True)

    def _key_of(self, node: Node | object) -> "str | Selector":
        if isinstance(node, Text):
            return node.value
        if isinstance(node, Number):
            return format(node.value, "f")
        if isinstance(node, Name):
            if node.form is None and len(node.steps) == 1:
                word = node.steps[0].name
                found = self._special(word) or self._own_record(word) or self._own_row(word)
                if found is None:
                    return word
                return found.constant if found.reach is Reach.CONSTANT else found
            return self._name(node)
        raise _Unknown("方括号里只能写一个编码、名称或单元格")

    def _missing(self, form: Form, row: str, column: str) -> _Unknown:
        wanted = f"{row}.{column}"
        known = set(form.slots)
        return _Unknown(f"公式引用了不存在的单元格“{wanted}”{nearest(wanted, known)}")

    # ---- ranges

    def _range(self, leaf: Range) -> Selector:
        first, last = leaf.first, leaf.last
        form = self._form(first.form) if first.form else self._own_form()
        start, end = (
            _NUMBERED.fullmatch(first.steps[0].name),
            _NUMBERED.fullmatch(last.steps[0].name),
        )
        if (
            start is None
            or end is None
            or start[1] != end[1]
            or last.form not in (None, first.form)
        ):
            raise _Unknown("范围要写成 行1:行8、栏2:栏6 或 科目30101:科目30199 的样子")
        low, high = int(start[2]), int(end[2])
        names = self._columns(form, low, high) if start[1] == "栏" else None
        if names is None:
            column = first.steps[1].name if len(first.steps) > 1 else ""
            column = column or (last.steps[1].name if len(last.steps) > 1 else "")
            names = self._rows(form, low, high, self._column(column) if column else "")
        if not names:
            raise _Unknown(f"{first.steps[0].name} 到 {last.steps[0].name} 之间没有单元格")
        if start[1] == "栏" and self.context.region:
            return Selector(Reach.RECORD, form.name, names, self.context.region, many=True)
        return Selector(Reach.FIXED, form.name, names, many=True)

    def _columns(self, form: Form, low: int, high: int) -> tuple[str, ...]:
        row = self.context.region or (self.context.target.row if self.context.target else "")
        found = [(n, f"{row}.栏{n}") for n in range(low, min(high, low + 1000) + 1)]
        return tuple(name for _, name in found if name in form.slots)

    def _rows(self, form: Form, low: int, high: int, column: str) -> tuple[str, ...]:
        """All drawn rows whose number lies between, wherever they stand."""
        wanted: list[tuple[int, str]] = []
        for row in form.rows():
            match = re.fullmatch(r"行(\d+)", row)
            if match and low <= int(match[1]) <= high:
                name = self._row_slot(form, row, column)
                if name:
                    wanted.append((int(match[1]), name))
        return tuple(name for _, name in sorted(wanted))

    def _row_slot(self, form: Form, row: str, column: str) -> str:
        if column:
            return f"{row}.{column}" if f"{row}.{column}" in form.slots else ""
        found = self._row_cell(form, row, Instances.SAME)
        return found.names[0] if found else ""

    # ---- checks on the whole tree

    def with_dictionaries(self, tree: Node) -> Node:
        """NAME(科目编码) with the dictionary of its argument's field written out."""

        def change(node: Node) -> Node:
            if not isinstance(node, Call) or node.function != "NAME" or len(node.arguments) != 1:
                return node
            argument = node.arguments[0]
            if not isinstance(argument, Name):
                return node
            try:
                selector = self._name(argument)
            except _Unknown:
                return node
            slot = self.binder.slot(selector.form, selector.names[0]) if selector.names else None
            if slot is None or not slot.field.dictionary:
                return node
            return replace(node, arguments=(argument, Text(slot.field.dictionary, at=node.at)))

        return _mapped(tree, change)

    def check_lists(self, tree: Node) -> None:
        for node in walk(tree):
            if isinstance(node, Membership) and node.list_name is not None:
                if node.list_name not in self.binder.lists:
                    hint = nearest(node.list_name, self.binder.lists)
                    self.problems.add(
                        _shift(self.located.mark, node.at), f"没有“{node.list_name}”这个名单{hint}"
                    )

    def check_units(self, tree: Node, units: "Units") -> None:
        target = self.context.target
        try:
            unit = units.of(tree)
            wanted = target.field.unit if target else ""
            if unit and wanted and unit != wanted:
                raise MixedUnits(
                    f"“{target.name if target else ''}”是{wanted}，公式算出来的是{unit}"
                )
        except MixedUnits as mixed:
            self.problems.add(
                self.located.mark,
                f"公式“{self.located.text}”：{mixed}，请用 WAN(…) 或 YUAN(…) 换算",
            )


def _row_name(form: Form, name: str) -> str:
    """科目30101 and 行30101 name the same row unless a row is really called 科目30101."""
    match = re.fullmatch(r"科目(\d+)", name)
    return f"行{match[1]}" if match and name not in form.rows() else name


def _ancestors(form: Form, region: str) -> set[str]:
    found = set()
    parent = form.regions[region].parent
    while parent:
        found.add(parent)
        parent = form.regions[parent].parent
    return found


def _shown(name: Name) -> str:
    return ".".join(step.name for step in name.steps)


def _mapped(node: Node, change: Callable[[Node], Node]) -> Node:
    """The tree with `change` applied to every node, inside out."""
    if isinstance(node, Negation):
        node = replace(node, operand=_mapped(node.operand, change))
    elif isinstance(node, Binary | Comparison):
        node = replace(node, left=_mapped(node.left, change), right=_mapped(node.right, change))
    elif isinstance(node, Membership):
        node = replace(node, operand=_mapped(node.operand, change))
    elif isinstance(node, Call):
        node = replace(node, arguments=tuple(_mapped(a, change) for a in node.arguments))
    return change(node)


class MixedUnits(Exception):
    """元 and 万元 meet without WAN or YUAN."""


_SAME_UNIT = frozenset({"SUM", "MIN", "MAX", "ABS", "ROUND", "ROUNDUP"})


class Units:
    """Which unit of money a formula gives: 元, 万元, or "" (a ratio, a count, a constant)."""

    def __init__(self, binder: Binder, selectors: Mapping[Leaf, Selector]) -> None:
        """Keep what the names stand for."""
        self.binder = binder
        self.selectors = selectors

    def of(self, node: Node) -> str:
        """The unit of a node; raises MixedUnits."""
        if isinstance(node, Name | Range | Previous):
            selector = self.selectors.get(node)
            slot = (
                self.binder.slot(selector.form, selector.names[0])
                if selector and selector.names
                else None
            )
            return slot.field.unit if slot else ""
        if isinstance(node, Negation):
            return self.of(node.operand)
        if isinstance(node, Comparison):
            self._same(self.of(node.left), self.of(node.right))
            return ""
        if isinstance(node, Binary):
            return self._binary(node)
        return self._call(node) if isinstance(node, Call) else ""

    def _same(self, *units: str) -> str:
        found = {unit for unit in units if unit}
        if len(found) > 1:
            raise MixedUnits("元和万元混在一起了")
        return found.pop() if found else ""

    def _binary(self, node: Binary) -> str:
        left, right = self.of(node.left), self.of(node.right)
        if node.operator in "+-":
            return self._same(left, right)
        same = self._same(left, right)
        return same if (node.operator == "*" or not right) and not (left and right) else ""

    def _call(self, node: Call) -> str:
        units = [self.of(argument) for argument in node.arguments]
        match node.function:
            case "WAN":
                return self._converted(units[0], "元", "万元")
            case "YUAN":
                return self._converted(units[0], "万元", "元")
            case "IF":
                return self._same(*units[1:])
            case "RATIO":
                self._same(*units)
                return ""
            case "SUMIFS" | "WAVG":
                return units[0]
            case "SUMIF":
                return units[-1]
        return self._same(*units) if node.function in _SAME_UNIT else ""

    def _converted(self, unit: str, source: str, result: str) -> str:
        if unit and unit != source:
            raise MixedUnits(f"换算的一方应是{source}，现在是{unit}")
        return result
