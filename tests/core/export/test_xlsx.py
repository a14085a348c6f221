"""The workbook is the form: same cells, same spans, same digits, ready to print."""

import re
from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from hypothesis import HealthCheck, given, settings
from openpyxl.cell.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from core.errors import ExportError
from core.export.xlsx import write_workbook, xlsx_bytes
from core.export.xlsx_styles import stored
from core.layout.cell_text import POINTS_PER_MM
from core.layout.pages import paginate
from core.layout.plan import CellKind, LineRole, PageSetup
from core.layout.printed import PrintedForm, PrintedLine
from tests.core.export.reading import sheet_of, sheets
from tests.core.export.sample_forms import LONG_TEXT, draw, planned, project, summary, with_rows
from tests.core.layout.random_forms import printed_forms


def at(sheet: Worksheet, row: int, column: int) -> Cell:
    """A cell by its place, counted from 1."""
    cell = sheet.cell(row, column)
    assert isinstance(cell, Cell)
    return cell


def part(content: bytes, name: str) -> str:
    """One part of the workbook file."""
    with ZipFile(BytesIO(content)) as archive:
        return archive.read(name).decode()


def footer(sheet: Worksheet) -> Any:
    """What stands in the middle of the pages' foot."""
    item: Any = sheet.oddFooter
    return item.center.text


def check_grid(form: PrintedForm, sheet: Worksheet) -> None:
    """Every cell of the form stands on the sheet with its span, content and rules."""
    above = len(form.above)
    merged = {
        (area.min_row, area.min_col): (
            area.max_row - area.min_row + 1,
            area.max_col - area.min_col + 1,
        )
        for area in sheet.merged_cells.ranges
    }
    for cell in form.cells:
        place = cell.place
        where = above + place.row + 1, place.column + 1
        assert merged.pop(where, (1, 1)) == (place.rows, place.columns)
        content = stored(cell).value
        value = at(sheet, *where).value
        if isinstance(content, Decimal):
            assert Decimal(repr(value)) == content
        else:
            assert (value or "") == content
        check_rules(sheet, where, (where[0] + place.rows - 1, where[1] + place.columns - 1))
    assert all(row <= above or row > above + len(form.plan.rows) for row, _ in merged)


def check_rules(sheet: Worksheet, first: tuple[int, int], last: tuple[int, int]) -> None:
    """A thin rule runs around the range; along joined cells, too."""
    for row in range(first[0], last[0] + 1):
        for column in range(first[1], last[1] + 1):
            rules = sheet.cell(row, column).border
            at_edge = {
                "top": row == first[0],
                "bottom": row == last[0],
                "left": column == first[1],
                "right": column == last[1],
            }
            assert all(getattr(rules, side).style == "thin" for side in at_edge if at_edge[side])


@pytest.mark.parametrize("form", [summary(), project(7), project(60)])
def test_grid(form: PrintedForm) -> None:
    """The sample forms stand in the workbook as drawn."""
    check_grid(form, sheet_of(form))


@given(printed_forms())
@settings(max_examples=20, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_any_grid(form: PrintedForm) -> None:
    """Whatever the form, its spans and contents are those of the plan."""
    check_grid(form, sheet_of(form))


def test_figures_are_numbers() -> None:
    """A figure is stored as printed and shown by its format."""
    sheet = sheet_of(summary())

    assert at(sheet, 7, 3).value == 6663125.83
    assert at(sheet, 7, 3).number_format == "#,##0.00;-#,##0.00;"
    assert at(sheet, 35, 3).value == 0  # printed as nothing


def test_texts_are_texts() -> None:
    """What looks like a formula or an error is text, and stays text when it is edited."""
    names = ("=1+1", "+86", "-说明", "@我", "#N/A", "TRUE", "_x0041_", "0101")
    form = draw("\n".join(f"{{{n}}}" for n in names), {name: name for name in names}, (60,))
    sheet = sheet_of(form)
    cells = [at(sheet, row, 1) for row in range(1, len(names) + 1)]

    assert [cell.data_type for cell in cells] == ["s"] * len(names)
    assert [bool(cell.quotePrefix) for cell in cells] == [True] * 4 + [False] * 4
    assert "_x005F_x0041_" in part(xlsx_bytes([form]), "xl/worksheets/sheet1.xml")
    assert "<f>" not in part(xlsx_bytes([form]), "xl/worksheets/sheet1.xml")


def test_forbidden_signs_are_left_out() -> None:
    """Control characters and lone halves of characters cannot spoil the file."""
    form = draw("{t}", {"t": "甲\x00\x1b乙\ud800\ufffe丙\n丁"}, (60,))

    assert at(sheet_of(form), 1, 1).value == "甲乙丙\n丁"


def test_heading() -> None:
    """The title spans the table; two texts of a line have a block each."""
    sheet = sheet_of(summary())

    assert at(sheet, 1, 1).value == "收入支出决算总表"
    assert (at(sheet, 1, 1).font.name, at(sheet, 1, 1).font.sz) == ("黑体", 18)
    assert at(sheet, 3, 1).value == "部门：通海县医疗保障局"
    assert at(sheet, 3, 1).alignment.horizontal == "left"
    assert at(sheet, 3, 4).value == "金额单位：元"
    assert {str(area) for area in sheet.merged_cells.ranges} >= {"A1:F1", "A2:F2", "A3:C3", "D3:F3"}


def test_narrow_table_keeps_every_text() -> None:
    """Three texts above a table of one column are all there."""
    line = PrintedLine(LineRole.LINE, "左", "中", "右")
    sheet = sheet_of(replace(draw("甲", {}, (60,)), above=(line,)))

    assert at(sheet, 1, 1).value == "左　　中　　右"


def test_notes_are_whole() -> None:
    """A long note spans the table in a row high enough for it."""
    note = PrintedLine(LineRole.NOTE, LONG_TEXT * 3, "", "")
    sheet = sheet_of(replace(summary(), below=(note,)))
    height = sheet.row_dimensions[37].height

    assert at(sheet, 37, 1).value == LONG_TEXT * 3
    assert "A37:F37" in {str(area) for area in sheet.merged_cells.ranges}
    assert height is not None
    assert height > 5 * 9


def test_widths_and_heights() -> None:
    """Widths are the plan's millimetres in digits of 8 pixels; rows are as high as planned."""
    sheet = sheet_of(summary())
    widths = [sheet.column_dimensions[letter].width * 8 * 25.4 / 96 for letter in "ABCDEF"]
    height = sheet.row_dimensions[10].height

    assert widths == pytest.approx(summary().plan.columns, rel=0.001)
    assert height == pytest.approx(6 * POINTS_PER_MM, abs=0.25)


def test_rows_are_never_taller_than_excel_allows() -> None:
    """A text for which Excel has no tall enough row is set smaller in the tallest one."""
    form = draw("预期目标 | {t}", {"t": LONG_TEXT * 9}, (20, 60))
    sheet = sheet_of(form)

    assert sheet.row_dimensions[1].height == 409
    assert (at(sheet, 1, 2).font.sz or 0) < 9
    assert at(sheet, 1, 1).font.sz == 9


def test_page_set_up() -> None:
    """A4, orientation, margins, width fitted, head repeated, print area, centred."""
    form = planned(project(60), page=PageSetup(landscape=True, margins=(10.0, 15.0, 10.0, 15.0)))
    sheet = sheet_of(form)

    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert sheet.sheet_properties.pageSetUpPr is not None
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, len(paginate(form)))
    assert sheet.print_title_rows == "$11:$11"
    assert sheet.print_area == f"'{sheet.title}'!$A$1:$I$73"
    assert sheet.page_margins.left == pytest.approx(15 / 25.4)
    assert sheet.print_options.horizontalCentered


def test_page_numbers() -> None:
    """Forms of more than one page have numbers at their foot; others stay on one page."""
    one, more = sheets(xlsx_bytes([summary(), project(60)]))

    assert len(paginate(project(60))) > 1
    assert footer(more) == "第&P页 共&N页"
    assert footer(one) is None
    assert one.page_setup.fitToHeight == 1


def test_only_entries_are_unlocked() -> None:
    """Labels and calculated cells are locked; the protection has no password."""
    form = project(3)
    sheet = sheet_of(form)

    for cell in form.cells:
        place = cell.place
        locked = at(sheet, len(form.above) + place.row + 1, place.column + 1).protection.locked
        assert locked is (place.kind is not CellKind.ENTRY)
    assert sheet.protection.sheet
    assert sheet.protection.password is None


def test_style_of_cells() -> None:
    """宋体 in the form's size; indents as steps; long texts at the top; figures shrink."""
    sheet = sheet_of(summary())

    assert (at(sheet, 7, 1).font.name, at(sheet, 7, 1).font.sz) == ("宋体", 9)
    assert at(sheet, 34, 1).alignment.indent == 1
    assert at(sheet, 7, 3).alignment.shrink_to_fit
    assert at(sheet, 7, 1).alignment.wrap_text
    assert at(sheet_of(project(3)), 10, 2).alignment.vertical == "top"


def test_sheet_names() -> None:
    """Names are what Excel accepts: short, without its signs, each once."""
    names = ["01 收入", "01 收入", "a/b:c*?[d]", "'引号'", "", "History", "长" * 40, "长" * 40]
    forms = [planned(summary(), short=name, number="", title="") for name in names]

    assert [sheet.title for sheet in sheets(xlsx_bytes(forms))] == [
        "01 收入",
        "01 收入（2）",
        "a b c   d",
        "引号",
        "表",
        "History（2）",
        "长" * 31,
        "长" * 28 + "（2）",
    ]


def test_same_forms_same_bytes() -> None:
    """The file depends on the forms alone."""
    assert xlsx_bytes([summary(), project()]) == xlsx_bytes([summary(), project()])


def test_nothing_personal_is_in_it() -> None:
    """The file names the program, no person and no time."""
    content = xlsx_bytes([summary()])
    core, app = part(content, "docProps/core.xml"), part(content, "docProps/app.xml")
    with ZipFile(BytesIO(content)) as archive:
        dates = {entry.date_time for entry in archive.infolist()}
        first = archive.namelist()[0]

    assert "<Application>表里</Application>" in app
    assert "openpyxl" not in core + app
    assert "lastModifiedBy" not in core
    assert dates == {(1980, 1, 1, 0, 0, 0)}
    assert first == "[Content_Types].xml"


def test_codes_have_no_green_corners() -> None:
    """Excel is told that figures stored as text are meant so."""
    sheet = part(xlsx_bytes([summary()]), "xl/worksheets/sheet1.xml")

    assert 'sqref="A1:F37" numberStoredAsText="1"' in sheet


def test_standard_font_is_the_measure() -> None:
    """The first font, by which widths are measured, is the one the widths were reckoned with."""
    styles = part(xlsx_bytes([summary()]), "xl/styles.xml")

    assert re.search('<fonts count="[0-9]+"><font><sz val="12"/>.{20,30}val="Times New', styles)


def test_no_form_is_refused() -> None:
    """A workbook without any sheet is not written."""
    with pytest.raises(ExportError, match="至少选一张"):
        xlsx_bytes([])


def test_an_old_workbook_survives(tmp_path: Path) -> None:
    """When nothing can be written the earlier export stays."""
    path = tmp_path / "表.xlsx"
    write_workbook([summary()], path)
    before = path.read_bytes()
    with pytest.raises(ExportError):
        write_workbook([], path)

    assert path.read_bytes() == before == xlsx_bytes([summary()])


def test_long_label_is_read_at_its_beginning() -> None:
    """A label beside more rows than a page holds stands at the top of its cell."""
    sheet = sheet_of(with_rows(project(60), height=8.0))

    assert at(sheet, 11, 1).alignment.vertical == "top"
