"""What a name of a formula means, seen from the cell the formula is for.

In a row or floating record its own cells come first, then the cells of the record it belongs to,
then single cells, then rows in the same column.
"""

import re
from dataclasses import dataclass, replace
from typing import Final

from core.formula.tree import ALL, Leaf, Name, Node, Number, Previous, Range, Step, Text
from core.refs import COVER, PROJECT_CARD
from core.template.cell_text import CARD_NAMES, row_alias
from core.template.form import (
    Form,
    Instances,
    Reach,
    Region,
    Selector,
    Slot,
    base_column,
    switch_of,
)
from core.template.form_table import FormTable
from core.template.problems import nearest

_NUMBERED: Final = re.compile(r"(行|科目|栏)([0-9]{1,9})")
KEY, ORDINAL, BELOW, SAME_COLUMN = WORDS = ("键", "序号", "下级", "同列")
"""The words of the notation that are names of no cell."""

_MOST_COLUMNS: Final = 1_000


class UnknownName(Exception):
    """A name that cannot be looked up: why, and which names of which form were not found."""

    def __init__(self, message: str, form: str = "", names: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.form = form
        self.names = names


@dataclass(frozen=True, slots=True)
class Context:
    """Where a formula stands: its form, the cell it is for, or the records a rule visits.

    `at_home` says that it stands in a form file, which names no form but its own.
    """

    form: str
    target: Slot | None = None
    region: str = ""
    group: str = ""
    at_home: bool = False

    @property
    def column(self) -> str:
        """The column meant by 同列."""
        return self.target.column if self.target else ""

    @property
    def row(self) -> str:
        """The fixed row the formula stands in, if any."""
        return self.target.row if self.target and not self.target.region else ""


class Lookup:
    """Looks up the names of one formula. Raises UnknownName."""

    def __init__(self, table: FormTable, context: Context) -> None:
        """Look from this place."""
        self.table = table
        self.context = context

    def leaf(self, leaf: Leaf) -> Selector:
        """The cells a leaf means."""
        if isinstance(leaf, Previous):
            return self._previous(leaf.name)
        return self._range(leaf) if isinstance(leaf, Range) else self.name(leaf)

    def _previous(self, name: Name) -> Selector:
        """The same cell a year ago: its form, its row and the key of its row are kept."""
        now = self.name(name)
        if now.many or not now.names:
            raise UnknownName("PREV 里只能写一格，不能是一列、“键”或“序号”")
        form = self.table.forms.get(now.form)
        if now.form == PROJECT_CARD or (form is not None and form.per_project):
            raise UnknownName("每个项目一张的表没有上年数，PREV 里写别的表的格")
        return replace(now, reach=Reach.PREVIOUS)

    def name(self, name: Name) -> Selector:
        """The cells a name means."""
        first = name.steps[0]
        if name.form is None and len(name.steps) == 2 and first.name in (COVER, *CARD_NAMES):
            return self._pseudo(first, name.steps[1].name)
        form = self._form(name.form)
        own = form.name == self.context.form and name.instance is None
        if len(name.steps) == 1 and own and first.key is None:
            return self._bare(first.name)
        return self._stepped(form, name, own=own)

    # ---- forms

    def _own_form(self) -> Form:
        if self.context.form not in self.table.forms:
            message = "这里要写明是哪张表，例如 支出决算表!合计.栏1，或 封面.单位名称"
            raise UnknownName(message, self.context.form)
        return self.table.forms[self.context.form]

    def _form(self, name: str | None) -> Form:
        if name is None or name == self.context.form:
            return self._own_form()
        if self.context.at_home:
            raise UnknownName(f"表样文件里只写本表，用到“{name}”的公式写到 suite.yaml 的 links")
        form = self.table.forms.get(name)
        if form is None:
            hint = nearest(name, self.table.forms)
            raise UnknownName(f"套表里没有“{name}”这张表{hint}", name)
        return form

    def _pseudo(self, step: Step, name: str) -> Selector:
        form = COVER if step.name == COVER else PROJECT_CARD
        cells = self.table.pseudo[form]
        if name not in cells:
            raise UnknownName(f"{form}里没有“{name}”{nearest(name, cells)}", form, (name,))
        if form == COVER:
            return Selector(Reach.FIXED, form, (name,))
        home = self.table.forms.get(self.context.form)
        own = self.context.form == PROJECT_CARD or (home is not None and home.per_project)
        if step.key is ALL or not own:
            return Selector(Reach.FIXED, form, (name,), instances=Instances.ALL, many=True)
        return Selector(Reach.FIXED, form, (name,))

    def _instances(self, form: Form, name: Name) -> Instances:
        if name.instance is not None and name.instance is not ALL:
            raise UnknownName("公式里不能指定某一个项目，可以写 [*] 表示全部项目")
        if not form.per_project:
            return Instances.SAME
        home = self.table.forms.get(self.context.form)
        own = name.instance is None and home is not None and home.per_project
        return Instances.SAME if own else Instances.ALL

    # ---- a single word

    def _bare(self, name: str) -> Selector:
        """A single word: what it means depends on where the formula stands."""
        found = self._special(name) or self._near(name)
        if found is not None:
            return found
        form = self._own_form()
        hint = nearest(name, self.table.names[form.name].known)
        raise UnknownName(f"公式引用了不存在的“{name}”{hint}", form.name, (name,))

    def _near(self, name: str) -> Selector | None:
        form = self._own_form()
        own_row = f"{self.context.row}.{name}" if self.context.row else ""
        return (
            self._own_record(name)
            or (self._fixed(form, own_row) if own_row else None)
            or self._fixed(form, name)
            or self._row_cell(form, name, Instances.SAME)
        )

    def _special(self, name: str) -> Selector | None:
        if name == KEY:
            return self._key()
        if name != ORDINAL:
            return None
        if not self.context.region:
            raise UnknownName(f"“{ORDINAL}”只能用在浮动行里")
        return Selector(Reach.ORDINAL)

    def _key(self) -> Selector:
        target = self.context.target
        if target is not None and not target.region:
            if not target.key:
                raise UnknownName(f"“{target.name}”所在的行没有写键（例如 #31:201）")
            return Selector(Reach.CONSTANT, constant=target.key)
        if self.context.region:
            return Selector(Reach.KEY, region=self.context.region)
        raise UnknownName(f"这里没有“{KEY}”")

    def _own_record(self, name: str) -> Selector | None:
        form = self._own_form()
        target = self.context.target
        group = self.context.group or (target.group if target else "")
        region = self.context.region
        while region:
            slot = form.slots.get(f"{region}.{name}")
            if slot is not None:
                return _own_cell(form, slot, group if region == self.context.region else "")
            region = form.regions[region].parent
        return None

    # ---- fixed cells

    def _fixed(
        self, form: Form, name: str, instances: Instances = Instances.SAME
    ) -> Selector | None:
        found = self.table.names[form.name].fixed(name)
        if not found:
            return None
        many = instances is Instances.ALL
        return Selector(Reach.FIXED, form.name, (found,), instances=instances, many=many)

    def _row_cell(self, form: Form, name: str, instances: Instances) -> Selector | None:
        """A row name alone: its cell in the same column, or its only cell."""
        same = self._fixed(form, f"{name}.{self.context.column}", instances)
        if same is not None:
            return same
        rows = self.table.names[form.name].rows
        cells = rows.get(row_alias(f"{name}.", rows).rstrip("."), [])
        if len(cells) > 1:
            raise UnknownName(f"“{name}”这一行有几格，请写明是哪一格，例如 {cells[0]}")
        return self._fixed(form, cells[0], instances) if cells else None

    # ---- row.column

    def _stepped(self, form: Form, name: Name, *, own: bool) -> Selector:
        instances = self._instances(form, name)
        if len(name.steps) == 1:
            return self._whole(form, name.steps[0].name, instances)
        if len(name.steps) > 2:
            steps = ".".join(step.name for step in name.steps)
            raise UnknownName(f"“{steps}”层次太多，公式里写到“行.列”")
        first, last = name.steps
        column = self._column(last.name)
        if first.name == BELOW:
            return self._below(form, column)
        region = form.regions.get(first.name)
        if region is not None:
            return self._region_cell(region, column, first, (form, instances), own=own)
        found = self._fixed(form, f"{first.name}.{column}", instances)
        if found is None:
            raise self._missing(form, first.name, column)
        return found

    def _whole(self, form: Form, name: str, instances: Instances) -> Selector:
        found = self._fixed(form, name, instances) or self._row_cell(form, name, instances)
        if found is None:
            hint = nearest(name, self.table.names[form.name].known)
            raise UnknownName(f"“{form.name}”里没有“{name}”{hint}", form.name, (name,))
        return found

    def _column(self, name: str) -> str:
        if name != SAME_COLUMN:
            return name
        if not self.context.column:
            raise UnknownName(f"这里没有“{SAME_COLUMN}”")
        return self.context.column

    def _below(self, form: Form, column: str) -> Selector:
        region = form.regions.get(self.context.region)
        if region is None or not region.children:
            raise UnknownName(f"“{BELOW}”只能用在里面还套着浮动行的行里", form.name)
        child = region.children[0]
        if f"{child}.{column}" not in form.slots:
            raise self._missing(form, child, column)
        return Selector(Reach.BELOW, form.name, (f"{child}.{column}",), child, many=True)

    def _region_cell(
        self,
        region: Region,
        column: str,
        step: Step,
        place: tuple[Form, Instances],
        *,
        own: bool,
    ) -> Selector:
        form, instances = place
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
        """What stands in brackets: a code or name as a text, or the cell that holds it."""
        if isinstance(node, Text):
            return node.value
        if isinstance(node, Number):
            return format(node.value, "f")
        if isinstance(node, Name) and (node.form is not None or len(node.steps) > 1):
            return self.name(node)
        if not isinstance(node, Name):
            raise UnknownName("方括号里只能写一个编码、名称或单元格")
        word = node.steps[0].name
        found = self._special(word)
        if found is None and self.context.form in self.table.forms:
            own_row = f"{self.context.row}.{word}"
            found = self._own_record(word) or self._fixed(self._own_form(), own_row)
        if found is None:
            return word
        return found.constant if found.reach is Reach.CONSTANT else found

    def _missing(self, form: Form, row: str, column: str) -> UnknownName:
        wanted = f"{row}.{column}"
        hint = nearest(wanted, self.table.names[form.name].known)
        message = f"公式引用了不存在的单元格“{wanted}”{hint}"
        return UnknownName(message, form.name, tuple(row_alias(wanted, ()).split(".")))

    # ---- ranges

    def _range(self, leaf: Range) -> Selector:
        first, last = leaf.first, leaf.last
        form = self._form(first.form)
        start = _NUMBERED.fullmatch(first.steps[0].name)
        end = _NUMBERED.fullmatch(last.steps[0].name)
        elsewhere = last.form not in (None, first.form)
        if start is None or end is None or start[1] != end[1] or elsewhere:
            raise UnknownName("范围要写成 行1:行8、栏2:栏6 或 科目30101:科目30199 的样子")
        low, high = int(start[2]), int(end[2])
        if start[1] == "栏":
            names = self._columns(form, low, high)
        else:
            columns = [name.steps[1].name for name in (first, last) if len(name.steps) > 1]
            names = self._rows(form, low, high, self._column(columns[0]) if columns else "")
        if not names:
            message = f"{first.steps[0].name} 到 {last.steps[0].name} 之间没有单元格"
            raise UnknownName(message, form.name, (first.steps[0].name, last.steps[0].name))
        if start[1] == "栏" and self.context.region:
            return Selector(Reach.RECORD, form.name, names, self.context.region, many=True)
        instances = self._instances(form, first)
        return Selector(Reach.FIXED, form.name, names, instances=instances, many=True)

    def _columns(self, form: Form, low: int, high: int) -> tuple[str, ...]:
        row = self.context.region or self.context.row
        found = (f"{row}.栏{n}" for n in range(low, min(high, low + _MOST_COLUMNS) + 1))
        return tuple(name for name in found if name in form.slots)

    def _rows(self, form: Form, low: int, high: int, column: str) -> tuple[str, ...]:
        """All drawn rows whose number lies between, wherever they stand."""
        names = []
        for number, row in self.table.names[form.name].numbered:
            if low <= number <= high:
                cell = self._row_cell(form, row, Instances.SAME) if not column else None
                names.append(cell.names[0] if cell else f"{row}.{column}")
        return tuple(name for name in names if name in form.slots)


def _own_cell(form: Form, slot: Slot, group: str) -> Selector:
    """A field of the own record, or of the own group, or (from a group) of its records.

    A field whose grouping is switched has one value in a group or one in each record: a column.
    """
    names = (slot.name,)
    if group and switch_of(slot.group) and slot.group != group:
        return Selector(Reach.MEMBERS, form.name, names, slot.region, many=True)
    if slot.group or (group and slot.column == base_column(group)):
        return Selector(Reach.GROUP, form.name, names, slot.region)
    if group:
        return Selector(Reach.MEMBERS, form.name, names, slot.region, many=True)
    return Selector(Reach.RECORD, form.name, names, slot.region)


def _ancestors(form: Form, region: str) -> set[str]:
    found = set()
    parent = form.regions[region].parent
    while parent:
        found.add(parent)
        parent = form.regions[parent].parent
    return found
