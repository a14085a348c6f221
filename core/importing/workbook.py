"""A workbook of another program, opened by openpyxl after its package has been weighed."""

import warnings
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from core.errors import WorkbookError
from core.importing.package import clean_package

MAX_PLACES = 400_000
"""Rows times columns of one sheet."""


def open_workbook(path: Path) -> Workbook:
    """The workbook in a file, its formulas unreckoned. Raises WorkbookError, one plain line."""
    package = clean_package(path)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return load_workbook(package, keep_links=False)
    except Exception as error:
        # Whatever the library stumbles over in a foreign file.
        words = "读不懂，请用 Excel 或 WPS 打开，另存为 .xlsx 以后再试"
        raise WorkbookError(f"“{path.name[:60]}”{words}") from error


def shown_sheets(workbook: Workbook) -> tuple[list[Worksheet], list[str]]:
    """The sheets a reader sees, and the names of those hidden. Raises WorkbookError."""
    sheets: list[Any] = workbook.worksheets  # openpyxl's stubs know them by another type
    shown = [sheet for sheet in sheets if sheet.sheet_state == "visible"]
    hidden = [sheet.title for sheet in sheets if sheet.sheet_state != "visible"]
    for sheet in shown:
        if sheet.max_row * sheet.max_column > MAX_PLACES:
            size = f"{sheet.max_row} 行 {sheet.max_column} 列"
            words = f"有 {size}，太大，不像一张空白表；删去多余的行和列再试"
            raise WorkbookError(f"工作表“{sheet.title}”{words}")
    return shown, hidden
