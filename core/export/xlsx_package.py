"""The finished workbook as a file: the same content always gives the same bytes.

What openpyxl cannot write, or only slowly, is put in here: the program's name, the standard font,
the cells, and that codes are texts on purpose (no green corners).
"""

import re
from collections.abc import Sequence
from io import BytesIO
from typing import Any, cast
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.writer.excel import ExcelWriter

from core.export.xlsx_cells import SheetCells

PROGRAM = "表里"

STANDARD_FONT = (
    '<font><sz val="12"/><color theme="1"/><name val="Times New Roman"/><family val="1"/></font>'
)
"""The font by which workbooks measure: widths in its digits, indents in three of its blanks.

At this size its digit is exactly 8 pixels wide and the indent one em of 9 points, in Excel, WPS and
LibreOffice alike; 宋体 measures otherwise on a machine that lacks it. No cell is set in it.
"""

_EPOCH = (1980, 1, 1, 0, 0, 0)
_FIRST = "[Content_Types].xml"
_SHEETS = "xl/worksheets/sheet"
_BEHIND_MERGES = ("<printOptions", "<pageMargins")
_ORDINARY_FILE = 0o644 << 16
_TEXTS_ARE_MEANT = (
    '<ignoredErrors><ignoredError sqref="{area}" numberStoredAsText="1"/></ignoredErrors>'
)


class _InMemory(ExcelWriter):
    """Writes sheets without pictures in memory.

    openpyxl passes them through temporary files, which take the disk's room a second time and
    complain past everybody's hearing when there is none.
    """

    def write_worksheet(self, ws: Any) -> None:
        """Put a sheet into the archive."""
        writer: Any = WorksheetWriter(ws, BytesIO())
        writer.write()
        ws._rels = writer._rels  # noqa: SLF001 - as the method does that this one replaces
        archive: ZipFile = cast(Any, self)._archive  # noqa: SLF001
        archive.writestr(ws.path[1:], writer.read())
        self.manifest.append(ws)


def workbook_bytes(workbook: Workbook, filled: Sequence[SheetCells]) -> bytes:
    """The workbook as an .xlsx file, its sheets with these cells; without openpyxl's time stamp."""
    raw, finished = BytesIO(), BytesIO()
    _InMemory(workbook, ZipFile(raw, "w", ZIP_STORED)).save()
    sheets = {f"{_SHEETS}{number}.xml": cells for number, cells in enumerate(filled, 1)}
    with ZipFile(raw) as source, ZipFile(finished, "w", ZIP_DEFLATED) as target:
        for name in sorted(source.namelist(), key=lambda name: (name != _FIRST, name)):
            entry = ZipInfo(name, _EPOCH)
            entry.compress_type = ZIP_DEFLATED
            entry.create_system = 3
            entry.external_attr = _ORDINARY_FILE
            content = source.read(name).decode()
            cells = sheets.get(name)
            content = _filled(content, cells) if cells else _completed(name, content)
            target.writestr(entry, content.encode())
    return finished.getvalue()


def _completed(name: str, content: str) -> str:
    if name == "docProps/app.xml":
        application = f"<Application>{PROGRAM}</Application>"
        return re.sub(r"<Application>[^<]*</Application>", application, content)
    if name == "xl/styles.xml":
        return re.sub(r"<font>.*?</font>", STANDARD_FONT, content, count=1)
    return content


def _filled(content: str, cells: SheetCells) -> str:
    """A sheet that openpyxl wrote without cells, with them; codes are texts on purpose."""
    head, tail = content.split("<sheetData></sheetData>")
    head = re.sub(r'(?<=<dimension ref=")[^"]*', cells.area, head)
    follows = next(mark for mark in _BEHIND_MERGES if mark in tail)
    tail = tail.replace(follows, cells.merges + follows, 1)
    texts = _TEXTS_ARE_MEANT.format(area=cells.area)
    return f"{head}{cells.data}{tail.replace('</worksheet>', texts + '</worksheet>')}"
