"""Cells by name: the address people type, and the words in which the form itself names a cell."""

import difflib
import re
from collections.abc import Callable
from dataclasses import dataclass

from core.calc.engine import Calculation
from core.calc.shape import Row, SheetShape
from core.errors import AddressError
from core.refs import (
    COVER,
    PROJECT_CARD,
    Address,
    AddressStep,
    CellId,
    SheetId,
    card_cell,
    cover_cell,
    normalise_name,
    parse_address,
    quote_name,
)
from core.template.bind import CARD_NAMES
from core.template.drawing import Drawing, DrawnCell
from core.template.form import Form, Slot
from core.template.suite import YEAR_CELL


@dataclass(frozen=True, slots=True)
class MissingRecord:
    """An address of a record that is not there yet: the next one, or one with a new key."""

    sheet: SheetId
    region: str
    column: str
    key: str = ""


@dataclass(frozen=True, slots=True)
class SheetWords:
    """What a sheet's number and titles are made of: {year}, {n}, the cover and the project's card.

    `n` counts the project from 1 (0: not per project); `text_of` gives the text of a cell.
    """

    year: int
    n: int
    instance: str
    text_of: Callable[[CellId], str]

    def fill(self, text: str) -> str:
        """A number, title or short title with its places filled in."""
        return re.sub(r"\{([^{}]+)\}", lambda match: self.word(normalise_name(match[1])), text)

    def word(self, name: str) -> str:
        """One place: a sum of year, n and figures worked out ({11+n}), or a text of cover or card."""
        cell = elsewhere(name, self.instance)
        if cell is not None:
            return self.text_of(cell)
        total = 0
        for sign, term in re.findall(r"([+-]?)(year|n|\d+)", name):
            value = {"year": self.year, "n": self.n}.get(term)
            total += (int(term) if value is None else value) * (-1 if sign == "-" else 1)
        return str(total)


def elsewhere(name: str, instance: str) -> CellId | None:
    """The cell of the cover or of a project's card that a place of a text names, if it does."""
    head, _, tail = name.partition(".")
    if head == COVER:
        return cover_cell(tail)
    return card_cell(instance, tail) if head in CARD_NAMES else None


class Names:
    """Names of the cells of one document as it is now."""

    def __init__(self, calculation: Calculation) -> None:
        """Look into this calculation."""
        self.calculation = calculation
        self.suite = calculation.suite

    # ---- from a cell to its names

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

    def form_words(self, sheet: SheetId) -> str:
        """A sheet as people call it: its printed number (公开12表), else its name."""
        form = self.suite.forms.get(sheet.form)
        if form is None:
            return sheet.form
        return self.words_for(sheet).fill(form.number)

    def words_for(self, sheet: SheetId) -> "SheetWords":
        """What the texts of a sheet's number and title are made of."""
        document = self.calculation.document
        year = self.calculation.value(cover_cell(YEAR_CELL))
        number = int(year) if isinstance(year, str) and year.isdigit() else self.suite.year
        projects = document.projects
        n = projects.index(sheet.instance) + 1 if sheet.instance in projects else 0
        return SheetWords(number, n, sheet.instance, self._plain_text)

    def _plain_text(self, cell: CellId) -> str:
        value = self.calculation.value(cell)
        return value if isinstance(value, str) else ""

    def _project_key(self, project: str) -> str:
        """A project as an address names it: by its name if that is unique, else by its place."""
        name = self.project_name(project)
        others = [self.project_name(p) for p in self.calculation.document.projects]
        clear = name and others.count(name) == 1 and not name.isdigit()
        if clear and not any(sign in name for sign in "[]!'"):
            return name
        return str(self.calculation.document.projects.index(project) + 1)

    def project_name(self, project: str) -> str:
        """What a project is called on its card; "" if nothing is written there."""
        value = self.calculation.value(CellId(PROJECT_CARD, project, "", self.suite.card_name))
        return value if isinstance(value, str) else ""

    def local_address(self, cell: CellId) -> str:
        """The address of a cell inside its form."""
        slot = self.calculation.slot(cell)
        if slot is None or not slot.region:
            return ".".join(quote_name(step) for step in cell.name.split("."))
        if cell.record.startswith("@"):
            return f"{slot.region}[{cell.record[1:]}].{quote_name(slot.column)}"
        sheet = self.calculation.shape.sheets.get(cell.sheet)
        row = sheet.by_id.get(cell.record) if sheet else None
        mark = self._row_mark(sheet, row) if sheet and row else cell.record
        return f"{slot.region}[{mark}].{quote_name(slot.column)}"

    def _row_mark(self, sheet: SheetShape, row: Row) -> str:
        if row.key and sheet.row_by_key(row.region, row.key) is row:
            return row.key
        return str(row.ordinal)

    def place(self, cell: CellId) -> str:
        """Where a cell stands, in the form's own words, without the form: row and column."""
        slot = self.calculation.slot(cell)
        if slot is None:
            return cell.name
        row = self.row_label(cell)
        column = self.column_label(slot)
        return f"{row}·{column}" if row and column and row != column else row or column

    def column_label(self, slot: Slot) -> str:
        """The column as the form names it: 8栏 基本支出小计."""
        if slot.column.startswith("栏") and slot.column[1:].isdigit():
            number = f"{slot.column[1:]}栏"
            return f"{number} {slot.field.label}" if slot.field.label != slot.column else number
        return slot.field.label

    def row_label(self, cell: CellId) -> str:
        """The row as the form names it: 行次27 本年收入合计, 210 卫生健康支出, 第3个指标 参保率."""
        slot = self.calculation.slot(cell)
        if slot is None or not slot.row:
            return ""
        if not slot.region:
            return fixed_row_label(self.suite.forms[cell.form].drawing, slot)
        if cell.record.startswith("@"):
            return cell.record[1:]
        sheet = self.calculation.shape.sheets.get(cell.sheet)
        row = sheet.by_id.get(cell.record) if sheet else None
        if sheet is None or row is None:
            return f"新增{slot.region}"
        title = self._row_title(sheet, row)
        head = row.key or f"第{row.ordinal}个{row.region}"
        return f"{head} {title}".strip()

    def _row_title(self, sheet: SheetShape, row: Row) -> str:
        """What a record is called: its first filled text column that is no choice and no code."""
        region = sheet.form.regions[row.region]
        for column in region.columns:
            slot = sheet.form.slots[f"{row.region}.{column}"]
            if slot.field.type == "text" and not slot.group:
                value = self.calculation.value(CellId(*sheet.sheet, row.id, slot.name))
                return value if isinstance(value, str) else ""
        return ""

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
        first = address.steps[0].name
        if address.form is None and first == COVER:
            return self._pseudo(COVER, "", address)
        if address.form is None and first == PROJECT_CARD:
            project = self._project(address.steps[0].key)
            return self._pseudo(PROJECT_CARD, project, address)
        sheet = self._sheet(address)
        return self._on_sheet(sheet, address.steps)

    def cell(self, text: str) -> CellId:
        """The cell of an address that is there. Raises AddressError."""
        found = self.find(text)
        if isinstance(found, MissingRecord):
            raise AddressError(f"“{text}”这一行还没有，先增加一行")
        return found

    def sheet(self, text: str) -> SheetShape:
        """The sheet of a form named by name, number or short title. Raises AddressError."""
        address = parse_address(f"{text}!x")
        if address is None:
            raise AddressError(f"没有“{text[:40]}”这张表")
        return self._sheet(address)

    def _pseudo(self, form: str, instance: str, address: Address) -> CellId:
        known = self.suite.cover if form == COVER else self.suite.card
        if len(address.steps) != 2 or address.steps[1].name not in known:
            wanted = address.steps[-1].name if len(address.steps) > 1 else ""
            raise AddressError(f"{form}里没有“{wanted}”{_nearest(wanted, list(known))}")
        return CellId(form, instance, "", address.steps[1].name)

    def _project(self, key: str | None) -> str:
        projects = self.calculation.document.projects
        names = [self.project_name(p) for p in projects]
        wanted = (key or "").strip()
        if names.count(wanted) == 1:
            return projects[names.index(wanted)]
        if wanted.isdigit() and 1 <= int(wanted) <= len(projects):
            return projects[int(wanted) - 1]
        if not projects:
            raise AddressError("还没有项目，先增加项目")
        raise AddressError(f"没有“{wanted}”这个项目{_nearest(wanted, names)}")

    def _sheet(self, address: Address) -> SheetShape:
        if address.form is None:
            first = address.steps[0].name
            raise AddressError(
                f"“{first}”前面要写是哪张表，例如 {next(iter(self.suite.forms))}!{first}"
            )
        form = self._form(address.form)
        instance = ""
        if form.per_project:
            instance = self._project(address.instance)
        found = self.calculation.shape.sheets.get(SheetId(form.name, instance))
        if found is None:
            raise AddressError(f"“{form.name}”没有选入这套表")
        return found

    def _form(self, name: str) -> Form:
        forms = self.suite.forms
        if name in forms:
            return forms[name]
        for form in forms.values():
            number = normalise_name(form.number)
            if not form.per_project and name in (number, number.removesuffix("表")):
                return form
        raise AddressError(f"套表里没有“{name}”这张表{_nearest(name, list(forms))}")

    def _on_sheet(
        self, sheet: SheetShape, steps: tuple[AddressStep, ...]
    ) -> CellId | MissingRecord:
        last = steps[-1]
        if len(steps) == 1:
            slot = self._known(sheet.form, last.name)
            return CellId(*sheet.sheet, "", slot.name)
        row = steps[-2]
        if row.name not in sheet.form.regions:
            slot = self._known(sheet.form, f"{row.name}.{last.name}")
            return CellId(*sheet.sheet, "", slot.name)
        slot = self._known(sheet.form, f"{row.name}.{last.name}")
        if row.key is None:
            raise AddressError(
                f"“{row.name}”是浮动行，要写是哪一行，例如 {row.name}[1].{last.name}"
            )
        return self._record(sheet, slot, row.key.strip())

    def _known(self, form: Form, name: str) -> Slot:
        slot = form.slots.get(name)
        if slot is not None and not slot.name.startswith("#"):
            return slot
        row, _, label = name.rpartition(".")
        labelled = [
            s
            for s in form.slots.values()
            if s.row == row and normalise_name(s.field.label) == label
        ]
        if len(labelled) == 1:
            return labelled[0]
        raise AddressError(f"“{form.name}”里没有“{name}”{_nearest(name, list(form.slots))}")

    def _record(self, sheet: SheetShape, slot: Slot, key: str) -> CellId | MissingRecord:
        group = sheet.group(slot.region, f"@{key}")
        if slot.group and group is not None:
            return CellId(*sheet.sheet, group.id, slot.name)
        row = sheet.row_by_key(slot.region, key)
        records = sheet.records(slot.region)
        region = sheet.form.regions[slot.region]
        if row is None and key.isdigit() and 1 <= int(key) <= len(records) and len(key) <= 4:
            row = records[int(key) - 1]
        if row is not None:
            return CellId(*sheet.sheet, row.id, slot.name)
        if region.key_column and not region.children and key:
            return MissingRecord(sheet.sheet, slot.region, slot.column, key)
        if not region.derived and not region.key_column and key == str(len(records) + 1):
            return MissingRecord(sheet.sheet, slot.region, slot.column)
        raise AddressError(f"“{slot.region}”没有“{key}”这一行，现有 {len(records)} 行")


def fixed_row_label(drawing: Drawing, slot: Slot) -> str:
    """What stands to the left of a cell in its row: the nearest label, with its 行次 before it."""
    own = next((c for c in drawing.cells if slot.name in _names(c)), None)
    if own is None:
        return slot.row
    left = [c for c in drawing.cells if own.row in c.lines and c.column < own.column]
    labels = [_label(c) for c in sorted(left, key=lambda c: -c.column)]
    word = next((text for text in labels if any("一" <= sign <= "鿿" for sign in text)), "")
    if slot.row.startswith("行") and slot.row[1:].isdigit():
        return f"行次{slot.row[1:]} {word}".strip()
    return word or slot.row


def _names(cell: DrawnCell) -> set[str]:
    return {part.name for part in cell.text if not isinstance(part, str)}


def _label(cell: DrawnCell) -> str:
    if any(not isinstance(part, str) for part in cell.text):
        return ""
    text = "".join(part for part in cell.text if isinstance(part, str))
    return "".join(text.split())


def _nearest(wanted: str, known: list[str]) -> str:
    found = difflib.get_close_matches(wanted, known, n=1, cutoff=0.5)
    return f"，是否想写“{found[0]}”" if found else ""
