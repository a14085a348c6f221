"""Addresses: from the text people type to a cell of the document, and back."""

import difflib
from dataclasses import dataclass

from core.calc.engine import Calculation
from core.calc.resolve import find_row, ordinal, owner_of
from core.calc.rows import read_key
from core.calc.shape import FOLLOWED, GROUP, Row, SheetShape
from core.errors import AddressError
from core.refs import (
    COVER,
    PROJECT_CARD,
    Address,
    AddressStep,
    CellId,
    SheetId,
    normalise_name,
    parse_address,
    quote_name,
)
from core.template.cell_text import row_alias
from core.template.form import Form, Region, Slot
from core.template.form_suite import FormSuite

_SIGNS_OF_ADDRESSES = frozenset("[]!！='#")


@dataclass(frozen=True, slots=True)
class MissingRecord:
    """An address of a record that is not there yet: the next one, or one with a new key."""

    sheet: SheetId
    region: str
    column: str
    key: str = ""
    parent: str = ""


class Addresses:
    """Addresses of the cells of one document as it is now."""

    def __init__(self, calculation: Calculation) -> None:
        """Look into this calculation."""
        self.calculation = calculation

    @property
    def suite(self) -> FormSuite:
        """The suite as the document fills it in now."""
        return self.calculation.suite

    # ---- from a cell to its address

    def address(self, cell: CellId) -> str:
        """The address of a cell; reading it again gives the same cell."""
        if cell.form == COVER:
            return f"{COVER}.{quote_name(cell.name)}"
        if cell.form == PROJECT_CARD:
            return f"{PROJECT_CARD}[{self._project_key(cell.instance)}].{quote_name(cell.name)}"
        return f"{self.sheet_name(cell.sheet)}!{self.local_address(cell)}"

    def sheet_name(self, sheet: SheetId) -> str:
        """A form's name, with the project in brackets when it is one per project."""
        name = quote_name(sheet.form)
        return f"{name}[{self._project_key(sheet.instance)}]" if sheet.instance else name

    def local_address(self, cell: CellId) -> str:
        """The address of a cell inside its form."""
        slot = self.calculation.slot(cell)
        if slot is None or not slot.region:
            return ".".join(quote_name(step) for step in cell.name.split("."))
        sheet = self.calculation.shape.sheets.get(cell.sheet)
        row = sheet.row(slot.region, cell.record) if sheet else None
        where = f"{quote_name(slot.region)}[{cell.record}]"
        if sheet is not None and row is not None:
            where = self._group_step(slot, cell) or self._row_steps(sheet, row)
        return f"{where}.{quote_name(slot.column)}"

    def _group_step(self, slot: Slot, cell: CellId) -> str:
        """A group by its name, where the name can be written."""
        name = cell.record.removeprefix(GROUP)
        if not slot.group or not _can_be_key(name) or name.startswith("/"):
            return ""
        return f"{quote_name(slot.region)}[{name}]"

    def _row_steps(self, sheet: SheetShape, row: Row) -> str:
        region = sheet.form.regions[row.region]
        step = f"{quote_name(row.region)}[{self._row_mark(sheet, row)}]"
        if region.key_column or row.parent is None:
            return step
        return f"{self._row_steps(sheet, row.parent)}.{step}"

    def _row_mark(self, sheet: SheetShape, row: Row) -> str:
        """A row by its key if that is clear, else by its place (#3 where 3 is another's key)."""
        if _can_be_key(row.key) and sheet.row_by_key(row.region, row.key) is row:
            return row.key
        keyed = sheet.form.regions[row.region].key_column
        place = str(row.ordinal if keyed else _siblings(sheet, row).index(row) + 1)
        return f"#{place}" if sheet.row_by_key(row.region, place) else place

    def _project_key(self, project: str) -> str:
        """A project by its name if that is clear, else by its place (#3 where one is called 3)."""
        projects = self.calculation.document.projects
        if project not in projects:
            return project
        names = [self.project_name(other) for other in projects]
        at = projects.index(project)
        name, place = names[at], str(at + 1)
        if names.count(name) == 1 and _can_be_key(name):
            return name
        return f"#{place}" if place in names else place

    def project_name(self, project: str) -> str:
        """What a project is called on its card; "" if nothing is written there."""
        value = self.calculation.value(CellId(PROJECT_CARD, project, "", self.suite.card_name))
        return value if isinstance(value, str) else ""

    # ---- from an address to a cell

    def find(self, text: str) -> CellId | MissingRecord:
        """The cell of an address, or the record that would have to be made for it.

        Raises AddressError with the nearest right name.
        """
        address = parse_address(text)
        if address is None:
            raise AddressError(
                f"“{text[:60]}”不是地址。地址写成 表名!行.列 的样子，例如 封面.单位名称"
            )
        first = address.steps[0]
        if address.form is None and first.name == COVER:
            return self._pseudo(COVER, "", address)
        if address.form is None and first.name == PROJECT_CARD:
            return self._pseudo(PROJECT_CARD, self._project(first.key), address)
        return self._on_sheet(self._sheet(address), address.steps)

    def cell(self, text: str) -> CellId:
        """The cell of an address that is there. Raises AddressError."""
        found = self.find(text)
        if isinstance(found, MissingRecord):
            raise AddressError(f"“{text}”这一行还没有，先增加一行")
        return found

    def kept(self, missing: MissingRecord) -> CellId:
        """The cell that a row which followed and is no more would have; it may hold a text."""
        name = f"{missing.region}.{missing.column}"
        return CellId(*missing.sheet, FOLLOWED + missing.key, name)

    def sheet(self, text: str) -> SheetShape:
        """The sheet of a form named by name or number. Raises AddressError."""
        address = parse_address(f"{text}!x")
        if address is None:
            raise AddressError(f"没有“{text[:40]}”这张表")
        return self._sheet(address)

    def _pseudo(self, form: str, instance: str, address: Address) -> CellId:
        known = self.suite.cover if form == COVER else self.suite.card
        if len(address.steps) != 2 or address.steps[1].name not in known:
            wanted = address.steps[-1].name if len(address.steps) > 1 else ""
            raise AddressError(f"{form}里没有“{wanted}”{nearest(wanted, list(known))}")
        return CellId(form, instance, "", address.steps[1].name)

    def _project(self, key: str | None) -> str:
        projects = self.calculation.document.projects
        if not projects:
            raise AddressError("还没有项目，先增加项目")
        if key is None:
            raise AddressError("每个项目一张，要写是哪个项目，例如 [1] 或 [项目名称]")
        names = [self.project_name(p) for p in projects]
        wanted = key.strip()
        if names.count(wanted) == 1:
            return projects[names.index(wanted)]
        place = ordinal(wanted.removeprefix("#"))
        if place and place <= len(projects):
            return projects[place - 1]
        if wanted in names:
            raise AddressError(f"有 {names.count(wanted)} 个项目叫“{wanted}”，写第几个，例如 [1]")
        raise AddressError(f"没有“{wanted[:40]}”这个项目{nearest(wanted, names)}")

    def _sheet(self, address: Address) -> SheetShape:
        if address.form is None:
            first = address.steps[0].name
            raise AddressError(
                f"“{first}”前面要写是哪张表，例如 {next(iter(self.suite.forms))}!{first}"
            )
        form = self.form(address.form)
        if address.instance is not None and not form.per_project:
            raise AddressError(f"“{form.name}”只有一张，后面不写 [{address.instance[:20]}]")
        if form.name in self.calculation.document.deselected:
            raise AddressError(f"“{form.name}”没有选用")
        instance = self._project(address.instance) if form.per_project else ""
        sheet = self.calculation.shape.sheets.get(SheetId(form.name, instance))
        if sheet is None:
            asked_by = form.when.selectors if form.when else ()
            asked = "、".join(f"“{name}”" for s in asked_by for name in s.names)
            project = self.project_name(instance)
            raise AddressError(
                f"项目“{project}”不填“{form.name}”；要填，先改{PROJECT_CARD}的{asked}"
            )
        return sheet

    def form(self, name: str) -> Form:
        """A form by name or number, whether it is left out or not. Raises AddressError."""
        forms = self.suite.forms
        if name in forms:
            return forms[name]
        for form in forms.values():
            number = normalise_name(form.number)
            if not form.per_project and name in (number, number.removesuffix("表")):
                return form
        raise AddressError(f"套表里没有“{name}”这张表{nearest(name, list(forms))}")

    # ---- inside a sheet

    def _on_sheet(
        self, sheet: SheetShape, steps: tuple[AddressStep, ...]
    ) -> CellId | MissingRecord:
        *rows, last = steps
        row = f"{rows[-1].name}." if rows else ""
        slot = self._known(sheet.form, f"{row}{last.name}")
        if slot.region:
            return self._record(sheet, slot, rows)
        if len(rows) > 1 or any(step.key is not None for step in steps):
            raise AddressError(f"“{slot.name}”不是浮动行，写成 {sheet.form.name}!{slot.name}")
        return CellId(*sheet.sheet, "", slot.name)

    def _known(self, form: Form, name: str) -> Slot:
        """A cell by its name (科目30101 is 行30101), or by its row and printed label."""
        if name not in form.slots:
            name = row_alias(name, form.rows())
        slot = form.slots.get(name)
        if slot is not None and not name.startswith("#"):
            return slot
        row, _, label = name.rpartition(".")
        labelled = [
            s
            for s in form.slots.values()
            if s.row == row and normalise_name(s.field.label) == label
        ]
        if len(labelled) == 1:
            return labelled[0]
        raise AddressError(f"“{form.name}”里没有“{name}”{nearest(name, list(form.slots))}")

    def _record(
        self, sheet: SheetShape, slot: Slot, steps: list[AddressStep]
    ) -> CellId | MissingRecord:
        region = sheet.form.regions[slot.region]
        key = read_key(region, steps[-1].key or "")
        if not key:
            raise AddressError(f"“{region.name}”是浮动行，要写是哪一行，例如 {region.name}[1]")
        rows, parent = sheet.records(region.name), ""
        if len(steps) > 1:
            parent = self.above(sheet, region, steps[:-1]).id
            rows = [row for row in rows if row.parent and row.parent.id == parent]
        row = find_row(sheet, slot, key)
        place = ordinal(key.removeprefix("#"))
        if row is None and place and place <= len(rows):
            row = rows[place - 1]
        if row is not None:
            return CellId(*sheet.sheet, owner_of(sheet, slot, row), slot.name)
        if region.key_column and not region.children:
            return MissingRecord(sheet.sheet, region.name, slot.column, key)
        is_next = place == len(rows) + 1 and not slot.group and not region.key_column
        if is_next and bool(region.parent) is bool(parent):
            return MissingRecord(sheet.sheet, region.name, slot.column, parent=parent)
        raise AddressError(f"“{region.name}”没有“{key[:40]}”这一行，现有 {len(rows)} 行")

    def above(self, sheet: SheetShape, region: Region, steps: list[AddressStep]) -> Row:
        """The row that a record belongs to: 单位[1] of 单位[1].明细[3]."""
        above = sheet.form.regions.get(region.parent)
        if above is None or steps[-1].name != above.name:
            raise AddressError(f"“{region.name}”不在“{steps[-1].name}”里")
        slot = sheet.form.slots[f"{above.name}.{above.columns[0]}"]
        found = self._record(sheet, slot, steps)
        if isinstance(found, MissingRecord):
            raise AddressError(f"“{above.name}”没有“{steps[-1].key}”这一行，先增加一行")
        return sheet.by_id[found.record]


def _siblings(sheet: SheetShape, row: Row) -> list[Row]:
    """The rows of a row's region that belong to the same record."""
    return [other for other in sheet.records(row.region) if other.parent is row.parent]


def _can_be_key(text: str) -> bool:
    """Whether a text can stand in the brackets of an address."""
    plain = text == text.strip() and text.isprintable() and len(text) <= 60
    return bool(text) and plain and not _SIGNS_OF_ADDRESSES & set(text)


def nearest(wanted: str, known: list[str]) -> str:
    """A hint with the nearest right name, or nothing."""
    found = difflib.get_close_matches(wanted, known, n=1, cutoff=0.5)
    return f"，是否想写“{found[0]}”" if found else ""
