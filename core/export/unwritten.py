"""The last sheet of a workbook with formulas: which calculated cells are values, and why."""

from collections.abc import Sequence

from openpyxl.worksheet.worksheet import Worksheet

from core.export.live_formulas import Unwritten
from core.export.xlsx_cells import SheetCells
from core.export.xlsx_looks import Look, hei, song
from core.layout.plan import Align

_TITLE = "没有写成公式的计算格（格里是导出时的值，改了别的格不会跟着变）"
_HEADS = ("表", "格", "为什么")
_WIDTHS = (36.0, 60.0, 44.0)
_SIZE = 10.0


def write_unwritten(sheet: Worksheet, cells: SheetCells, unwritten: Sequence[Unwritten]) -> None:
    """Fill the sheet: one row for each form and reason."""
    cells.put_text(1, 1, Look(hei(_SIZE + 2), ruled=False), _TITLE)
    rows = [_HEADS, *((u.sheet, "、".join(u.addresses), u.reason) for u in unwritten)]
    for number, row in enumerate(rows, 2):
        look = Look(song(_SIZE, bold=number == 2), Align.LEFT, "top")
        for column, text in enumerate(row, 1):
            cells.put_text(number, column, look, text)
    for letter, width in zip("ABC", _WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.protection.sheet = True
