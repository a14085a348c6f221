"""Printed forms as a workbook: one sheet per form, ready to print, figures as numbers.

Merged ranges, widths, heights and rules are those of the plan. Only entry cells are unlocked; the
protection has no password.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from core.errors import ExportError
from core.export.atomic import write_bytes_atomically
from core.export.draft import RED, STAMP
from core.export.live_formulas import LiveFormulas, live_formulas
from core.export.progress import Progress, one_by_one, silent
from core.export.unwritten import write_unwritten
from core.export.xlsx_cells import SheetCells
from core.export.xlsx_looks import RULED, Look, Looks, hei, song
from core.export.xlsx_package import workbook_bytes
from core.export.xlsx_styles import (
    column_width,
    is_like_formula,
    look_of,
    safe_text,
    stored,
    stored_live,
)
from core.layout.cell_text import (
    POINTS_PER_MM,
    VERTICAL_PADDING,
    drawn_widths,
    fit_cell,
    offsets,
    paper_size,
    row_heights,
)
from core.layout.heading import Slot, set_line
from core.layout.pages import page_count
from core.layout.plan import FormPlan, LineRole, PlanCell
from core.layout.printed import PrintedCell, PrintedForm, PrintedLine
from core.layout.text_fit import LEADING, wrap
from core.session import Session

_TALLEST_ROW = 409.0  # points; Excel has no taller rows
_LEADING = 1.45  # office programs set 宋体 wider apart than paper needs, most with substitute fonts
_LONGEST_TITLE = 31
_NO_TITLE_SIGN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_PAPER_NUMBERS = {"A3": 8, "A4": 9, "A5": 11}
_UNKNOWN_TIME = datetime(2000, 1, 1)  # a mark for "not said"
_POINTS_PER_INCH = 72


def write_workbook(
    forms: Iterable[PrintedForm],
    path: Path,
    session: Session | None = None,
    *,
    told: Progress = silent,
    draft: bool = False,
) -> None:
    """Write the forms into one workbook, with the session they are of as live formulas.

    Raises ExportError; an existing file is then untouched.
    """
    write_bytes_atomically(path, xlsx_bytes(forms, session, told=told, draft=draft))


def xlsx_bytes(
    forms: Iterable[PrintedForm],
    session: Session | None = None,
    *,
    told: Progress = silent,
    draft: bool = False,
) -> bytes:
    """The workbook as bytes.

    With a session its calculated cells are formulas that hold our value; those that Excel cannot
    reckon stay values and are listed on a last sheet. Without one each form is asked for when the
    one before it is written, and not kept. A draft prints its stamp on every page.
    """
    live = LiveFormulas()
    if session:
        forms = list(forms)
        live = live_formulas(session, forms, _titles(forms))
    workbook = Workbook()
    looks = Looks(workbook.worksheets[0])
    workbook.remove(workbook.worksheets[0])
    filled: list[SheetCells] = []
    for index, form in enumerate(one_by_one(forms, told)):
        sheet = workbook.create_sheet(_sheet_title(form.plan, workbook.sheetnames))
        filled.append(SheetCells(looks))
        _Sheet(sheet, filled[-1], form, live.formulas_of(index)).write()
    if not filled:
        raise ExportError("没有要导出的表，请至少选一张")
    if live.unwritten:
        sheet = workbook.create_sheet(_free_title("未用公式的格", workbook.sheetnames))
        filled.append(SheetCells(looks))
        write_unwritten(sheet, filled[-1], live.unwritten)
    if draft:
        _stamp(workbook)
    properties = workbook.properties
    properties.creator = ""
    properties.created = properties.modified = _UNKNOWN_TIME
    return workbook_bytes(workbook, filled)


def _stamp(workbook: Workbook) -> None:
    """The stamp at the head of every printed page; on screen the tabs are red."""
    workbook.properties.title = STAMP
    for sheet in workbook.worksheets:
        header: Any = sheet.oddHeader
        header.right.text, header.right.size, header.right.color = STAMP, 14, RED
        sheet.sheet_properties.tabColor = RED


def _titles(forms: Sequence[PrintedForm]) -> list[str]:
    """The names of the sheets of these forms."""
    titles: list[str] = []
    for form in forms:
        titles.append(_sheet_title(form.plan, titles))
    return titles


def _sheet_title(plan: FormPlan, taken: Sequence[str]) -> str:
    """A name for the sheet that Excel accepts and no other sheet has."""
    raw = next((text for text in (plan.short, plan.number, plan.title) if text.strip()), "表")
    return _free_title(_NO_TITLE_SIGN.sub(" ", safe_text(raw)).strip(" '") or "表", taken)


def _free_title(name: str, taken: Sequence[str]) -> str:
    used = {title.casefold() for title in taken}
    title, number = name[:_LONGEST_TITLE], 2
    while title.casefold() in used or title.casefold() == "history":
        mark = f"（{number}）"
        title, number = name[: _LONGEST_TITLE - len(mark)] + mark, number + 1
    return title


@dataclass(slots=True)
class _Sheet:
    """One worksheet while it is written; `row` is the last row that has been filled."""

    sheet: Worksheet
    cells: SheetCells
    form: PrintedForm
    formulas: Mapping[PlanCell, str] = field(default_factory=dict)
    row: int = 0

    def write(self) -> None:
        """Fill the sheet from top to bottom, then say how it prints."""
        plan = self.form.plan
        for index, mm in enumerate(plan.columns, 1):
            column = self.sheet.column_dimensions[get_column_letter(index)]
            column.width = column_width(mm)
            column.font = song(plan.page.font_size).font
        for line in self.form.above:
            self._line(line)
        above = self.row
        self._grid()
        for line in self.form.below:
            self._line(line)
        self._set_up_page(above)

    def _line(self, printed: PrintedLine) -> None:
        self.row += 1
        edges = offsets(drawn_widths(self.form.plan))
        line = set_line(printed, edges[-1])
        if len(line.slots) > len(edges) - 1:  # fewer columns than texts
            joined = "　　".join(slot.text for slot in line.slots)
            line = set_line(replace(printed, left=joined, center="", right=""), edges[-1])
        font = hei(line.size) if line.role is LineRole.TITLE else song(line.size)
        vertical = "top" if line.role is LineRole.NOTE else "center"
        count = 1
        for slot, (first, end) in zip(line.slots, _blocks(line.slots, edges), strict=True):
            quoted = is_like_formula(slot.text)
            look = Look(font, slot.align, vertical, ruled=False, quoted=quoted)
            self.cells.put_text(self.row, first + 1, look, safe_text(slot.text))
            self.cells.merge(self.row, first + 1, 1, end - first)
            broken = wrap(slot.text, line.face, line.size, edges[end] - edges[first])
            count = max(count, len(broken))
        self.cells.set_height(self.row, _height(line.height_of(count)))

    def _grid(self) -> None:
        widths = drawn_widths(self.form.plan)
        heights = [min(height, _TALLEST_ROW) for height in row_heights(self.form, widths, _LEADING)]
        for index, height in enumerate(heights, self.row + 1):
            self.cells.set_height(index, _height(height))
        edges = offsets(widths)
        for cell in self.form.cells:
            place = cell.place
            width = edges[place.column + place.columns] - edges[place.column]
            height = sum(heights[place.row : place.row + place.rows])
            self._cell(cell, width, height)
        self.row += len(heights)

    def _cell(self, printed: PrintedCell, width: float, height: float) -> None:
        place = printed.place
        row, column = self.row + place.row + 1, place.column + 1
        if place.is_joined:
            self.cells.merge(row, column, place.rows, place.columns)
            for line in range(row, row + place.rows):
                for along in range(column, column + place.columns):
                    self.cells.put_look(line, along, RULED)
        page = self.form.plan.page
        size = _size(printed, width, height, page.font_size)
        # In the middle of a cell longer than the paper a label would be on no page's beginning.
        too_long = height > paper_size(page)[1] / 2 and place.rows > 1
        formula = self.formulas.get(place) if self.formulas else None
        content = stored(printed) if formula is None else stored_live(printed)
        look = look_of(printed, content, size, at_top=too_long)
        if formula is not None:
            self.cells.put_formula(row, column, look, formula, content.value)
        elif isinstance(content.value, str):
            self.cells.put_text(row, column, look, safe_text(content.value))
        else:
            self.cells.put_figure(row, column, look, content.value)

    def _set_up_page(self, above: int) -> None:
        sheet, plan = self.sheet, self.form.plan
        page = plan.page
        last = get_column_letter(max(len(plan.columns), 1))
        sheet.print_area = f"A1:{last}{max(self.row, 1)}"
        first, end = plan.head
        if first < end:
            sheet.print_title_rows = f"{above + first + 1}:{above + end}"
        if first == 0 < end:
            sheet.freeze_panes = f"A{above + end + 1}"
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        sheet.page_setup.paperSize = _PAPER_NUMBERS.get(page.paper, _PAPER_NUMBERS["A4"])
        sheet.page_setup.orientation = "landscape" if page.landscape else "portrait"
        pages = page_count(self.form)
        sheet.page_setup.fitToWidth = 1
        # Rows are a little higher here than on paper: a form has as many pages as its PDF.
        sheet.page_setup.fitToHeight = pages
        sheet.print_options.horizontalCentered = True
        margins = sheet.page_margins
        margins.top, margins.right, margins.bottom, margins.left = (
            mm * POINTS_PER_MM / _POINTS_PER_INCH for mm in page.margins
        )
        margins.header = margins.footer = min(margins.top, margins.bottom) / 2
        if pages > 1:
            footer: Any = sheet.oddFooter
            footer.center.text, footer.center.size = "第&P页 共&N页", 9
        sheet.sheet_view.showGridLines = False
        protection = sheet.protection
        protection.sheet = True
        protection.formatCells = protection.formatColumns = protection.formatRows = False


def _size(cell: PrintedCell, width: float, height: float, size: float) -> float:
    """The type size: the form's own, less only where Excel's tallest row is not tall enough."""
    if cell.number is not None or height < _TALLEST_ROW:
        return size
    room = (height - 2 * VERTICAL_PADDING) / _LEADING * LEADING
    return fit_cell(cell, width, size, room).size


def _height(points: float) -> float:
    """A row height as Excel has it: in quarters of a point, at most its tallest."""
    return min(-(-points * 4 // 1) / 4, _TALLEST_ROW)


def _blocks(slots: Sequence[Slot], edges: Sequence[float]) -> list[tuple[int, int]]:
    """The columns each text of a line has, from first to before end; one column at least."""
    columns = len(edges) - 1
    blocks: list[tuple[int, int]] = []
    for index, slot in enumerate(slots):
        most = columns - (len(slots) - 1 - index)  # leaves a column to each text that follows
        first = blocks[-1][1] if blocks else min(_nearest(edges, slot.start), most - 1)
        end = _nearest(edges, slot.start + slot.width)
        least = first + 1
        blocks.append((first, max(least, min(end, most))))
    return blocks


def _nearest(edges: Sequence[float], position: float) -> int:
    return min(range(len(edges)), key=lambda index: abs(edges[index] - position))
