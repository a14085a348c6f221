"""The finished workbook as a file: the same content always gives the same bytes."""

from collections.abc import Iterator, Sequence
from html import escape
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from core.export.excel_parts import front
from core.export.xlsx_looks import Looks
from core.export.xlsx_sheet import Worksheet

PROGRAM = "表里"

_EPOCH = (1980, 1, 1, 0, 0, 0)
_ORDINARY_FILE = 0o644 << 16
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_PREFIX = "application/vnd.openxmlformats-"
_SHEET_TYPE = f"{_PREFIX}officedocument.spreadsheetml.worksheet+xml"
_TYPES = {
    "xl/workbook.xml": f"{_PREFIX}officedocument.spreadsheetml.sheet.main+xml",
    "xl/styles.xml": f"{_PREFIX}officedocument.spreadsheetml.styles+xml",
    "docProps/core.xml": f"{_PREFIX}package.core-properties+xml",
    "docProps/app.xml": f"{_PREFIX}officedocument.extended-properties+xml",
}
_ABOUT = (
    f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator/></cp:coreProperties>'
)
_PROGRAM = (
    f'<Properties xmlns="{_OFFICE}/extended-properties">'
    f"<Application>{PROGRAM}</Application></Properties>"
)


def workbook_bytes(sheets: Sequence[Worksheet], looks: Looks) -> bytes:
    """The workbook as an .xlsx file, without a time and without anyone's name."""
    finished = BytesIO()
    with ZipFile(finished, "w", ZIP_DEFLATED) as target:
        for name, content in _parts(sheets, looks):
            entry = ZipInfo(name, _EPOCH)
            entry.compress_type = ZIP_DEFLATED
            entry.create_system = 3
            entry.external_attr = _ORDINARY_FILE
            target.writestr(entry, (_HEAD + content).encode())
    return finished.getvalue()


def _parts(sheets: Sequence[Worksheet], looks: Looks) -> Iterator[tuple[str, str]]:
    """The parts of the file by name; what the sheets look like is known when they are written."""
    files = [f"xl/worksheets/sheet{number}.xml" for number in range(1, len(sheets) + 1)]
    yield "[Content_Types].xml", _types({**_TYPES, **dict.fromkeys(files, _SHEET_TYPE)})
    main = [("officeDocument", "xl/workbook.xml"), ("extended-properties", "docProps/app.xml")]
    about = f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"
    yield "_rels/.rels", _relations([*_office(main), about])
    yield "docProps/app.xml", _PROGRAM
    yield "docProps/core.xml", _ABOUT
    below = [("worksheet", file.removeprefix("xl/")) for file in files]
    yield "xl/_rels/workbook.xml.rels", _relations(_office([*below, ("styles", "styles.xml")]))
    yield "xl/workbook.xml", _workbook(sheets)
    for file, sheet in zip(files, sheets, strict=True):
        yield file, sheet.xml
    yield "xl/styles.xml", looks.xml


def _types(types: dict[str, str]) -> str:
    parts = "".join(
        f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in types.items()
    )
    return (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        f'<Default Extension="rels" ContentType="{_PREFIX}package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{parts}</Types>'
    )


def _office(parts: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(f"{_OFFICE}/relationships/{kind}", target) for kind, target in parts]


def _relations(parts: Sequence[tuple[str, str]]) -> str:
    """The parts that belong to another, numbered from rId1."""
    entries = "".join(
        f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(parts, 1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{entries}</Relationships>'


def _workbook(sheets: Sequence[Worksheet]) -> str:
    """The list of sheets, and which ranges of each are printed and repeated."""
    listed = "".join(
        f'<sheet name="{escape(sheet.title)}" sheetId="{number}" r:id="rId{number}"/>'
        for number, sheet in enumerate(sheets, 1)
    )
    names = "".join(
        f'<definedName name="_xlnm.{name}" localSheetId="{index}">'
        f"{escape(front(sheet.title), quote=False)}{place}</definedName>"
        for index, sheet in enumerate(sheets)
        for name, place in (
            ("Print_Area", sheet.setup.area),
            ("Print_Titles", sheet.setup.repeated),
        )
        if place
    )
    return (
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}/relationships"><workbookPr/>'
        f'<bookViews><workbookView activeTab="0"/></bookViews><sheets>{listed}</sheets>'
        + (f"<definedNames>{names}</definedNames>" if names else "")
        + "</workbook>"
    )
