"""The finished workbook as a file: the same content always gives the same bytes.

What openpyxl cannot write is put in here: the program's name, the standard font, and that codes
are texts on purpose (no green corners).
"""

import re
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.writer.excel import ExcelWriter

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
_ORDINARY_FILE = 0o644 << 16
_TEXTS_ARE_MEANT = (
    '<ignoredErrors><ignoredError sqref="{area}" numberStoredAsText="1"/></ignoredErrors>'
)


def workbook_bytes(workbook: Workbook) -> bytes:
    """The workbook as an .xlsx file; without openpyxl's time stamp."""
    raw = BytesIO()
    ExcelWriter(workbook, ZipFile(raw, "w", ZIP_DEFLATED)).save()
    return _normalised(raw)


def _normalised(raw: BytesIO) -> bytes:
    finished = BytesIO()
    with ZipFile(raw) as source, ZipFile(finished, "w", ZIP_DEFLATED) as target:
        for name in sorted(source.namelist(), key=lambda name: (name != _FIRST, name)):
            entry = ZipInfo(name, _EPOCH)
            entry.compress_type = ZIP_DEFLATED
            entry.create_system = 3
            entry.external_attr = _ORDINARY_FILE
            target.writestr(entry, _completed(name, source.read(name)))
    return finished.getvalue()


def _completed(name: str, content: bytes) -> bytes:
    if name == "docProps/app.xml":
        application = f"<Application>{PROGRAM}</Application>".encode()
        return re.sub(rb"<Application>[^<]*</Application>", application, content)
    if name == "xl/styles.xml":
        return re.sub(rb"<font>.*?</font>", STANDARD_FONT.encode(), content, count=1)
    if not name.startswith("xl/worksheets/sheet"):
        return content
    area = re.search(rb'<dimension ref="([^"]*)"', content)
    marks = _TEXTS_ARE_MEANT.format(area=area[1].decode() if area else "A1").encode()
    content = re.sub(rb"(?:<mergeCell [^>]*>)+", _sorted_merges, content)
    return content.replace(b"</worksheet>", marks + b"</worksheet>")


def _sorted_merges(merges: re.Match[bytes]) -> bytes:
    """The merged ranges in order; openpyxl keeps them in a set, ordered anew in every run."""
    return b"".join(sorted(re.findall(rb"<mergeCell [^>]*>", merges[0])))
