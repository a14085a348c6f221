"""The formulas of a suite: those its files write for their own cells, and those under `links`.

Each cell has one formula at most, and one default; they are bound, and ranked so that sources come
before what is built on them.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace

from core.refs import COVER, normalise_name
from core.template.bind import Binder, Formula
from core.template.cell_text import row_alias
from core.template.fields import CellNames
from core.template.form import Bound, Form, FormulaText, Located, Slot
from core.template.form_table import FormTable
from core.template.loader import read_formulas
from core.template.lookup import Context
from core.template.order import SlotId, ranked, sources
from core.template.problems import NAMELESS, Mark, Problems, Unsure, nearest, shown
from core.template.strict_yaml import YamlList, YamlMap

LINK_KEYS = ("include", "formulas", "defaults", "rows", "audits")
_TARGET = re.compile(r"\s*('[^']+'|[^!！']+)[!！](.+)", re.DOTALL)


@dataclass(slots=True)
class Links:
    """The section `links:` of a suite: formulas by their form, followed rows, audit rules."""

    formulas: list[tuple[str, FormulaText]] = field(default_factory=list)
    rows: YamlMap = field(default_factory=YamlMap)
    audits: YamlList = field(default_factory=lambda: YamlList([], Mark(1, 1)))


class LinkReader:
    """Reads `links:`; every key is a form and cells of it."""

    def __init__(
        self, forms: Mapping[str, Form], unsure: Mapping[str, Unsure], problems: Problems
    ) -> None:
        """Look for forms and cells here."""
        self.forms = forms
        self.unsure = unsure
        self.problems = problems
        self.names = CellNames(problems)

    def read(self, section: YamlMap) -> Links:
        """The links, with every key multiplied out."""
        links = Links()
        for key, mark in section.key_marks.items():
            if key not in LINK_KEYS:
                message = f"links 没有“{shown(key)}”这一项{nearest(key, LINK_KEYS)}"
                self.problems.add(mark, message)
        for key, role in (("formulas", "formula"), ("defaults", "default")):
            group = section.entries.get(key)
            if isinstance(group, YamlMap):
                links.formulas += self._formulas(group, role)
            elif group is not None:
                self.problems.add(group.mark, f"“{key}”要写成“表名!单元格: 公式”的样子")
        rows = section.entries.get("rows")
        if isinstance(rows, YamlMap):
            links.rows = rows
        elif rows is not None:
            self.problems.add(rows.mark, "“rows”要写成“表名!浮动行: {from: …, key: …}”的样子")
        audits = section.entries.get("audits")
        if isinstance(audits, YamlList):
            links.audits = audits
        elif audits is not None:
            self.problems.add(audits.mark, "“audits”要写成“- 内容”的样子")
        return links

    def _formulas(self, group: YamlMap, role: str) -> Iterator[tuple[str, FormulaText]]:
        for raw, mark, node in read_formulas(group, self.problems):
            for form, name in self._targets(raw, mark):
                yield form, FormulaText(name, role, Located(node, self.problems.file))

    def _targets(self, raw: str, mark: Mark) -> Iterator[SlotId]:
        match = _TARGET.fullmatch(raw)
        if match is None:
            self.problems.add(mark, f"“{shown(raw)}”要写成“表名!单元格”的样子")
            return
        wanted = normalise_name(match[1].strip("'"))
        form = self.forms.get(wanted)
        if form is None:
            if wanted not in self.unsure and NAMELESS not in self.unsure:
                hint = nearest(wanted, self.forms)
                self.problems.add(mark, f"套表里没有“{shown(wanted)}”这张表{hint}")
            return
        rows = {slot.row for slot in form.slots.values()}
        for written in self.names.expand(match[2], mark):
            name = row_alias(written, rows)
            if name in form.slots:
                yield form.name, name
            elif not self.unsure[form.name].covers(name.split(".")):
                hint = nearest(name, form.slots)
                message = f"“{form.name}”里没有“{shown(written)}”{hint}"
                self.problems.add_once(mark, message)


class CellFormulas:
    """Binds the formulas of all cells of a suite.

    `files` are the problems of each file; of these `crossing` may name any form of the suite.
    """

    def __init__(
        self,
        binder: Binder,
        table: FormTable,
        files: Mapping[str, Problems],
        crossing: Collection[str],
    ) -> None:
        """Look names up with this binder."""
        self.binder = binder
        self.table = table
        self.files = files
        self.crossing = crossing
        self.bound: dict[SlotId, Slot] = {}
        self.origins: dict[SlotId, Located] = {}

    def bind(self, form: str, text: FormulaText) -> None:
        """Bind one formula of one cell."""
        slot = self.bound.get((form, text.slot)) or self.table.slot(form, text.slot)
        if slot is None:
            return
        problems = self.files[text.located.file]
        taken = {"formula": slot.formula, "default": slot.default}.get(text.role)
        if taken is not None:
            what = "公式" if text.role == "formula" else "default"
            problems.add_once(text.located.place(), f"“{slot.name}”有两条{what}")
            return
        at_home = text.located.file not in self.crossing
        context = Context(form, slot, slot.region, slot.group, at_home)
        kind = "when" if text.role == "when" else ""
        found = self.binder.bind(Formula(text.located, context, kind), problems)
        if found is not None:
            self.bound[form, slot.name] = with_formula(slot, text.role, found)
            if text.role not in ("min", "max"):
                self.origins[form, slot.name] = text.located

    def check_doubles(self) -> None:
        """Refuse a default for a calculated cell."""
        for place, slot in self.bound.items():
            if slot.formula is not None and slot.default is not None:
                located = self.origins[place]
                message = f"“{slot.name}”既有公式又有 default，只能留一个"
                self.files[located.file].add_once(located.place(), message)

    def order(self) -> dict[SlotId, int]:
        """The rank of every slot with a formula or default; circles are noted."""
        graph = {
            place: sources(formula)
            for place, slot in self.bound.items()
            if (formula := slot.formula or slot.default) is not None
        }
        order, circles = ranked(graph)
        for circle in circles:
            located = self.origins[circle[0]]
            names = " → ".join(n if f == COVER else f"{f}!{n}" for f, n in circle[:12])
            self.files[located.file].add_once(located.place(), f"公式绕成了圈：{names}")
        return order


def with_formula(slot: Slot, role: str, formula: Bound) -> Slot:
    """The slot with one more formula."""
    match role:
        case "default":
            return replace(slot, default=formula)
        case "min":
            return replace(slot, least=formula)
        case "max":
            return replace(slot, most=formula)
    return replace(slot, formula=formula)
