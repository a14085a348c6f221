"""Workbooks made by hand, as offices make them: some ruled, some not, some wrong."""

import io
import zipfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Border, Side

from core.importing.draft import SuiteDraft, draft_suite

THIN = Side(style="thin")
RULED = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)
Rows = Iterable[Any]


def sheet_of(rows: Rows, *joined: str, ruled: str = "", title: str = "表一") -> Any:
    """A sheet with these cells, joined ranges and rules round the cells of a range."""
    sheet: Any = Workbook().worksheets[0]
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    for cells in sheet[ruled] if ruled else ():
        for cell in cells:
            cell.border = RULED
    for area in joined:
        sheet.merge_cells(area)
    return sheet


def saved(sheet: Any, folder: Path) -> Path:
    """The file of the workbook a sheet is in."""
    path = folder / "空白表.xlsx"
    sheet.parent.save(path)
    return path


def drawn(sheet: Any, folder: Path) -> SuiteDraft:
    """What is drawn after the workbook of a sheet."""
    return draft_suite(saved(sheet, folder), "drawn")


def form(draft: SuiteDraft, number: int = 1) -> str:
    """The text of a form file."""
    return draft.files[f"forms/form_{number}.yaml"]


def grid(text: str) -> list[list[str]]:
    """The cells of a drawing, and the word behind each line."""
    drawing = text.partition("grid: |\n")[2].partition("\n\n")[0]
    lines = drawing.split("\n")
    rows = [line.strip() for line in lines if line.strip() and "|---" not in line]
    return [[cell.strip() for cell in row.split("|")[1:]] for row in rows]


def repacked(content: bytes, change: Callable[[str, bytes], bytes | None]) -> bytes:
    """A package whose parts are changed one by one; None takes one away."""
    target = io.BytesIO()
    old = zipfile.ZipFile(io.BytesIO(content))
    with old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            changed = change(part.filename, old.read(part))
            if changed is not None:
                new.writestr(part.filename, changed)
    return target.getvalue()


def with_parts(content: bytes, parts: Mapping[str, bytes]) -> bytes:
    """A package with more parts."""
    target = io.BytesIO(content)
    with zipfile.ZipFile(target, "a", zipfile.ZIP_DEFLATED) as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return target.getvalue()
