"""The words in which the form itself names a cell: its row, its column, the sheet's number."""

from decimal import Decimal

from core.calc.addresses import Addresses, MissingRecord
from core.calc.engine import Calculation
from core.calc.shape import GROUP, Row, SheetShape
from core.calc.sheet_words import SheetWords
from core.calc.typed import read_year
from core.number_text import NumberStyle, format_number
from core.refs import CellId, SheetId, cover_cell
from core.template.drawing import Drawing, DrawnCell
from core.template.form import Form, Slot
from core.template.suite import YEAR_CELL

__all__ = ["MissingRecord", "Names"]


class Names(Addresses):
    """Names of the cells of one document as it is now; kept as long as the document is open."""

    def __init__(self, calculation: Calculation) -> None:
        """Look into this calculation."""
        super().__init__(calculation)
        self._fixed_labels: dict[str, dict[str, str]] = {}
        self._titles: dict[tuple[str, str], str] = {}

    # ---- sheets

    def form_words(self, sheet: SheetId) -> str:
        """A sheet as people call it: its printed number (公开12表), else its name.

        The cover and a project's card have no number: 封面, 项目卡[医疗救助].
        """
        form = self.suite.forms.get(sheet.form)
        if form is None:
            return self.sheet_name(sheet)
        return self.words_for(sheet).fill(form.number) or form.name

    def form_called(self, name: str) -> str:
        """A form, whether it is left out or not: by its number, one per project by its name."""
        form = self.suite.forms[name]
        return name if form.per_project else self.form_words(SheetId(name))

    def words_for(self, sheet: SheetId) -> SheetWords:
        """What the texts of a sheet's number and title are made of."""
        projects = self.calculation.document.projects
        n = projects.index(sheet.instance) + 1 if sheet.instance in projects else 0
        return SheetWords(self.year(), n, sheet.instance, self._printed_text)

    def year(self) -> int:
        """The year on the cover; the suite's where nothing that is a year stands there."""
        return read_year(self.calculation.value(cover_cell(YEAR_CELL))) or self.suite.year

    def _printed_text(self, cell: CellId) -> str:
        value = self.calculation.value(cell)
        if isinstance(value, Decimal):
            slot = self.calculation.slot(cell)
            return format_number(value, (slot.field.number if slot else None) or NumberStyle())
        return value if isinstance(value, str) else ""

    # ---- cells

    def place(self, cell: CellId) -> str:
        """Where a cell stands, in the form's own words, without the form: row and column."""
        slot = self.calculation.slot(cell)
        if slot is None:
            return cell.name
        row = self.row_label(cell)
        column = self.column_label(slot)
        return f"{row}·{column}" if row and column and row != column else row or column

    def words(self, cell: CellId) -> str:
        """A cell with its form: 公开03表 2101501 行政运行·2栏 基本支出."""
        return f"{self.form_words(cell.sheet)} {self.place(cell)}"

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
        form = self.suite.forms[cell.form]
        if not slot.region:
            return self._fixed_label(form, slot)
        sheet = self.calculation.shape.sheets.get(cell.sheet)
        row = sheet.row(slot.region, cell.record) if sheet else None
        if sheet is None or row is None:
            return f"新增{slot.region}"
        if cell.record.startswith(GROUP) and not cell.record.startswith(f"{GROUP}/"):
            return sheet.group_of[row.id, slot.group].values[-1]
        head = row.key or f"第{row.ordinal}个{row.region}"
        title = self._row_title(sheet, row)
        return head if title == row.key else f"{head} {title}".strip()

    def is_title(self, cell: CellId) -> bool:
        """Whether a cell's text names its row in the places of the other cells."""
        slot = self.calculation.slot(cell)
        if slot is None or not slot.region:
            return False
        return self._title_slot(self.suite.forms[cell.form], slot.region) == slot.name

    def _row_title(self, sheet: SheetShape, row: Row) -> str:
        name = self._title_slot(sheet.form, row.region)
        value = self.calculation.value(CellId(*sheet.sheet, row.id, name)) if name else ""
        return value if isinstance(value, str) else ""

    def _title_slot(self, form: Form, region: str) -> str:
        """The column that names a record: its first text that is no choice, no code, no group's."""
        known = self._titles.get((form.name, region))
        if known is None:
            slots = (form.slots[f"{region}.{c}"] for c in form.regions[region].columns)
            texts = (s.name for s in slots if s.field.type == "text" and not s.group)
            known = self._titles[form.name, region] = next(texts, "")
        return known

    def _fixed_label(self, form: Form, slot: Slot) -> str:
        labels = self._fixed_labels.get(form.name)
        if labels is None:
            labels = self._fixed_labels[form.name] = _fixed_labels(form.drawing)
        return labels.get(slot.name) or _numbered(slot.row) or slot.row


def _fixed_labels(drawing: Drawing) -> dict[str, str]:
    """By cell what stands to its left in its row: the nearest label, with its 行次 before it."""
    labels: dict[str, str] = {}
    for cell in drawing.cells:
        for part in cell.text:
            if not isinstance(part, str):
                row = _numbered(part.name.rpartition(".")[0])
                labels[part.name] = f"{row} {_left_of(drawing, cell)}".strip()
    return labels


def _left_of(drawing: Drawing, own: DrawnCell) -> str:
    left = [c for c in drawing.cells if own.row in c.lines and c.column < own.column]
    texts = (_label(cell) for cell in sorted(left, key=lambda c: -c.column))
    return next((text for text in texts if any("一" <= sign <= "鿿" for sign in text)), "")


def _label(cell: DrawnCell) -> str:
    if any(not isinstance(part, str) for part in cell.text):
        return ""
    return "".join("".join(part for part in cell.text if isinstance(part, str)).split())


def _numbered(row: str) -> str:
    return f"行次{row[1:]}" if row.startswith("行") and row[1:].isdigit() else ""
