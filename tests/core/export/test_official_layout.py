"""The exported examples beside the official forms: alike in every cell, but for what is listed."""

from collections.abc import Iterable
from functools import cache
from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font
from openpyxl.worksheet.worksheet import Worksheet

from core.export.xlsx import xlsx_bytes
from core.layout.printed import PrintedForm
from core.session import Session, example_ids
from tests.core.export.official_layout import (
    Comparison,
    Difference,
    Listed,
    laid_out,
    published_figures,
    read_listed,
    references,
)

pytestmark = pytest.mark.sweep

EXAMPLE = "tonghai-2021"
FORMS = references(EXAMPLE)
PUBLISHED = [(example, form) for example in example_ids() for form in references(example)]
LAID_OUT = laid_out(example_ids())


@cache
def listed(example: str) -> Listed:
    """What is otherwise than printed, and the names of the sheets."""
    return read_listed(example)


@cache
def printed(example: str) -> list[PrintedForm]:
    """The forms of a shipped example."""
    with Session.example(example, None) as session:
        return [session.printed(title.sheet) for title in session.sheets()]


@cache
def book(example: str, formulas: bool = False) -> Workbook:
    """A shipped example as a workbook, read back with its values; not to be changed."""
    if not formulas:
        return load_workbook(BytesIO(xlsx_bytes(printed(example))))
    with Session.example(example, None) as session:
        content = xlsx_bytes(printed(example), session)
    return load_workbook(BytesIO(content), data_only=True)


def general_budget() -> Worksheet:
    """One sheet of it that a test may spoil."""
    return load_workbook(BytesIO(xlsx_bytes([printed(EXAMPLE)[4]]))).worksheets[0]


def keys(differences: Iterable[Difference]) -> set[tuple[str, str, str]]:
    """Where and what, without how."""
    return {(found.form, found.place, found.what) for found in differences}


@pytest.mark.parametrize("example", example_ids())
def test_an_example_is_held_against_forms_or_figures(example: str) -> None:
    """Its publication is carried with its layout, or else as figures only."""
    assert bool(references(example)) != bool(published_figures(example))


@pytest.mark.parametrize("example", LAID_OUT)
def test_the_sheets_are_the_forms_in_their_order(example: str) -> None:
    """One visible sheet for each form, under its number and name; no other sheet, no other name."""
    workbook, sheets = book(example), listed(example).sheets

    assert workbook.sheetnames == sheets
    assert len(sheets) == len(references(example))
    assert list(workbook.defined_names) == []
    assert [sheet.title for sheet in workbook.worksheets] == sheets


@pytest.mark.parametrize("formulas", [False, True], ids=["values", "formulas"])
@pytest.mark.parametrize(("example", "form"), PUBLISHED)
def test_a_form_is_the_official_one_but_for_what_is_listed(
    example: str, form: str, formulas: bool
) -> None:
    """Nothing differs that has no reason, and no reason is given for what does not differ."""
    forms = references(example)
    sheet = book(example, formulas).worksheets[list(forms).index(form)]
    reasons = listed(example).reasons | (listed(example).live if formulas else {})
    excused = {key for key in reasons if key[0] == form}

    found = Comparison(form, forms[form], sheet).differences()

    assert [one for one in found if keys([one]) - excused] == []
    assert excused <= keys(found)


# ---- the comparison sees what it looks for


def _text(sheet: Worksheet) -> None:
    sheet["A4"] = "项　　目"


def _figure(sheet: Worksheet) -> None:
    sheet["H8"] = 6663125.84


def _as_text(sheet: Worksheet) -> None:
    sheet["H8"] = "6,663,125.83"


def _finer_figure(sheet: Worksheet) -> None:
    sheet["H8"] = 6663125.834


def _format(sheet: Worksheet) -> None:
    sheet["H8"].number_format = "#,##0.00;#,##0.00;"


def _format_of_blank(sheet: Worksheet) -> None:
    sheet["E8"].number_format = "General"


def _align(sheet: Worksheet) -> None:
    sheet["D10"].alignment = Alignment(horizontal="left", vertical="center", wrap_text=True)


def _bold(sheet: Worksheet) -> None:
    sheet["A4"].font = Font(name="宋体", bold=True)


def _border(sheet: Worksheet) -> None:
    sheet["C9"].border = Border()


def _width(sheet: Worksheet) -> None:
    sheet.column_dimensions["D"].width *= 1.02


def _merge(sheet: Worksheet) -> None:
    sheet.unmerge_cells("A9:C9")


def _outside(sheet: Worksheet) -> None:
    sheet["V3"] = "制表"


def _comment(sheet: Worksheet) -> None:
    sheet["A4"].comment = Comment("核对", "甲")


def _head(sheet: Worksheet) -> None:
    sheet.print_title_rows = "4:6"


def _area(sheet: Worksheet) -> None:
    sheet.print_area = "A1:T26"


def _paper(sheet: Worksheet) -> None:
    sheet.page_setup.paperSize = 8


def _hidden(sheet: Worksheet) -> None:
    sheet.sheet_state = "hidden"


def _flat_row(sheet: Worksheet) -> None:
    sheet.row_dimensions[12].height = 2


def _line(sheet: Worksheet) -> None:
    sheet["A3"] = "部门：县医疗保障局"


SPOILERS = {
    _text: ("R1C1", "text"),
    _figure: ("R5C8", "text"),
    _as_text: ("R5C8", "type"),
    _finer_figure: ("R5C8", "stored figure"),
    _format: ("R5C8", "format of negative figures"),
    _format_of_blank: ("R5C5", "number format"),
    _align: ("R7C4", "indent"),
    _bold: ("R1C1", "bold"),
    _border: ("R6C1", "borders"),
    _width: ("column 4", "width"),
    _merge: ("R6C1:R6C3", "joined"),
    _outside: ("V3", "outside"),
    _comment: ("A4", "comment or link"),
    _head: ("page", "print titles"),
    _area: ("page", "print area"),
    _paper: ("page", "paper"),
    _hidden: ("sheet", "visible"),
    _flat_row: ("row 12", "height"),
    _line: ("line 3", "text"),
}


@pytest.mark.parametrize("spoil", SPOILERS, ids=lambda spoil: spoil.__name__.lstrip("_"))
def test_the_comparison_sees_what_it_looks_for(spoil) -> None:
    """Each thing that is compared is found where it is spoilt, and nothing else."""
    sheet = general_budget()
    spoil(sheet)

    found = Comparison("05", FORMS["05"], sheet).differences()

    assert ("05", *SPOILERS[spoil]) in keys(found)
    assert len(found) <= 2
