"""Grid, workbook and PDF draw one plan: they agree on every text and every joined cell."""

from dataclasses import dataclass
from decimal import Decimal

import pytest
from openpyxl.worksheet.worksheet import Worksheet
from PySide6.QtCore import Qt

from core.document.model import Document
from core.document.store import DocumentStore
from core.errors import EditRefused
from core.export.xlsx import xlsx_bytes
from core.layout.pages import paginate
from core.layout.plan import CellKind, PlanCell
from core.layout.printed import PrintedForm
from core.paths import templates_folder
from core.refs import SheetId
from core.session import Session, example_ids
from core.template.library import suites_in
from core.template.suite import FormSuite
from gui.grid.plan_model import PlanModel
from tests.core.export.reading import sheets
from tests.excel_format import rendered
from tests.second_document import second_document
from tests.suites import FOLDER, load_test_suite

Drawn = dict[tuple[int, int], tuple[int, int, str]]
"""Rows, columns and text of every cell, by its upper left place."""

LONG = "全年组织政策宣传四次，定点医药机构监督检查全覆盖；" * 12


@dataclass
class Filling:
    """Different contents for every field, figures and texts, short and long."""

    count: int = 0

    def text(self, session: Session, place: PlanCell) -> str:
        """Another content for each cell that is asked for."""
        self.count += 1
        assert place.cell is not None
        slot = session.calculation.slot(place.cell)
        assert slot is not None
        if slot.field.number is not None:
            return f"{self.count % 97}.{self.count % 10}5"
        if slot.field.type == "code":
            return str(2010100 + self.count)
        choices = slot.field.choices
        if choices:
            return choices[self.count % len(choices)]
        return LONG if slot.field.lines > 1 else f"第{self.count}项\n（=含{self.count}）"


def suites() -> list[FormSuite]:
    """The shipped suites, and those that tests share."""
    shipped = [found.suite for found in suites_in(templates_folder()) if found.suite is not None]
    return shipped + [load_test_suite(folder.name) for folder in sorted(FOLDER.iterdir())]


def opened(suite: FormSuite) -> Session:
    """A blank document of a suite, in memory, with two projects where there are any."""
    document = Document(suite.id, suite.revision)
    session = Session(suite, DocumentStore.create(None, document, suite.sources, {}), document)
    if suite.has_projects:
        for name in ("甲项目", "乙项目"):
            session.apply(session.entries.added_project(name)[0])
    return session


def filled(suite: FormSuite) -> Session:
    """A document with something typed into every entry cell, and three rows more everywhere."""
    session, filling = opened(suite), Filling()
    for sheet, shape in list(session.calculation.shape.sheets.items()):
        for region in shape.form.regions:
            for _ in range(3):
                try:
                    session.apply(session.entries.added_row(sheet, region)[0])
                except EditRefused:
                    break
        _fill(session, sheet, filling)
    return session


def _fill(session: Session, sheet: SheetId, filling: Filling) -> None:
    with session.together("填满"):
        for place in session.plan(sheet).cells:
            if place.kind is CellKind.ENTRY and not (place.cell or ("",) * 3)[2].startswith("+"):
                session.type_text(place.covers, filling.text(session, place))


def of_printed(form: PrintedForm) -> Drawn:
    """What is to be drawn."""
    return {
        (c.place.row, c.place.column): (c.place.rows, c.place.columns, c.text) for c in form.cells
    }


def of_grid(session: Session, sheet: SheetId) -> Drawn:
    """What the grid's model shows."""
    model = PlanModel(session)
    model.show(sheet)
    spans = {(row, column): (rows, columns) for row, column, rows, columns in model.spans()}
    drawn: Drawn = {}
    for row in range(model.rowCount()):
        for column in range(model.columnCount()):
            place = model.cell_at(row, column)
            if (place.row, place.column) == (row, column):
                text = model.data(model.index(row, column), Qt.ItemDataRole.DisplayRole)
                drawn[row, column] = (*spans.get((row, column), (1, 1)), text or "")
    return drawn


def of_workbook(sheet: Worksheet, form: PrintedForm) -> Drawn:
    """What a workbook shows, read back: merged ranges, values under their number formats."""
    top = len(form.above)
    spans = {
        (m.min_row - 1 - top, m.min_col - 1): (m.max_row - m.min_row + 1, m.max_col - m.min_col + 1)
        for m in sheet.merged_cells.ranges
    }
    drawn: Drawn = {}
    for cell in form.cells:
        at = cell.place.row, cell.place.column
        found = sheet.cell(at[0] + top + 1, at[1] + 1)
        text = "" if found.value is None else str(found.value)
        if isinstance(found.value, int | float):
            text = rendered(Decimal(repr(found.value)), str(found.number_format))
        drawn[at] = (*spans.pop(at, (1, 1)), text)
    inside = [at for at in spans if 0 <= at[0] < len(form.plan.rows)]
    assert inside == []
    return drawn


def of_pdf(form: PrintedForm) -> Drawn:
    """What the PDF's pages show: the parts of each cell put together again."""
    texts: dict[tuple[int, int], str] = {}
    spans: dict[tuple[int, int], tuple[int, int]] = {}
    for page in paginate(form):
        for box in page.boxes:
            place = box.cell.place
            at = place.row, place.column
            spans[at] = place.rows, place.columns
            part = "".join(text.text for text in box.texts)
            if _squeezed(texts.get(at, "")) != _squeezed(box.cell.text):  # labels are repeated
                texts[at] = texts.get(at, "") + part
    return {at: (*spans[at], texts.get(at, "")) for at in spans}


def _squeezed(text: str) -> str:
    return "".join(text.split())


def compare(session: Session) -> None:
    """Hold all three against what is to be drawn, sheet by sheet."""
    forms = {title.sheet: session.printed(title.sheet) for title in session.sheets()}
    books = sheets(xlsx_bytes(list(forms.values())))
    for (sheet, form), book in zip(forms.items(), books, strict=True):
        wanted = of_printed(form)
        assert of_grid(session, sheet) == wanted
        assert of_workbook(book, form) == wanted
        squeezed = {at: (r, c, _squeezed(text)) for at, (r, c, text) in wanted.items()}
        assert {
            at: (r, c, _squeezed(text)) for at, (r, c, text) in of_pdf(form).items()
        } == squeezed


@pytest.mark.parametrize("suite", suites(), ids=lambda suite: suite.id)
@pytest.mark.parametrize("make", [opened, filled], ids=["blank", "filled"])
def test_grid_workbook_and_pdf_agree_for_every_form(suite, make):
    """Blank and filled, every form shows the same texts and joined cells in all three."""
    with make(suite) as session:
        compare(session)


def test_grid_workbook_and_pdf_agree_where_a_form_is_many_pages_long():
    """Forty 项 and sixty indicators show the same in all three, to the last row."""
    with second_document() as session:
        compare(session)


@pytest.mark.parametrize("example", example_ids())
def test_grid_workbook_and_pdf_agree_for_every_example(example):
    """The shipped examples show the same texts and joined cells in all three."""
    with Session.example(example, None) as session:
        compare(session)
