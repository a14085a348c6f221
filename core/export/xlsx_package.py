"""The finished workbook as a file: the same content always gives the same bytes.

What openpyxl cannot write is put in here: the program's name, the standard font, and that codes
are texts on purpose (no green corners).
"""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from io import BytesIO
from typing import TypeAlias
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.writer.excel import ExcelWriter

from core.values import plain

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


Results: TypeAlias = dict[str, Decimal | str]
"""What the formulas of a sheet result in, by address."""

_FORMULA_CELL = re.compile(
    rb'<c r="(?P<address>[A-Z]+[0-9]+)"(?P<more>[^>]*)>(?P<formula><f>[^<]*</f>)'
    rb"<v\s*/?>(?:</v>)?</c>"
)


def workbook_bytes(workbook: Workbook, results: Sequence[Results] = ()) -> bytes:
    """The workbook as an .xlsx file; without openpyxl's time stamp.

    `results` are those of the formulas, sheet by sheet: openpyxl writes formulas without a value,
    and a reader that does not reckon would show nothing.
    """
    raw = BytesIO()
    ExcelWriter(workbook, ZipFile(raw, "w", ZIP_DEFLATED)).save()
    by_file = {f"xl/worksheets/sheet{n}.xml": found for n, found in enumerate(results, 1) if found}
    return _normalised(raw, by_file)


def _with_results(content: bytes, results: Results) -> bytes:
    def put(match: re.Match[bytes]) -> bytes:
        result = results[match["address"].decode()]
        kind = b' t="str"' if isinstance(result, str) else b""
        text = result if isinstance(result, str) else plain(result)
        more = re.sub(rb' t="[^"]*"', b"", match["more"]) + kind
        value = b"<v>" + escape(text).encode() + b"</v>"
        return b'<c r="%s"%s>%s%s</c>' % (match["address"], more, match["formula"], value)

    return _FORMULA_CELL.sub(put, content)


def _normalised(raw: BytesIO, results: Mapping[str, Results]) -> bytes:
    finished = BytesIO()
    with ZipFile(raw) as source, ZipFile(finished, "w", ZIP_DEFLATED) as target:
        for name in sorted(source.namelist(), key=lambda name: (name != _FIRST, name)):
            entry = ZipInfo(name, _EPOCH)
            entry.compress_type = ZIP_DEFLATED
            entry.create_system = 3
            entry.external_attr = _ORDINARY_FILE
            content = _completed(name, source.read(name))
            target.writestr(entry, _with_results(content, results.get(name, {})))
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
