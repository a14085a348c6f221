"""The door for workbooks of other programs: everything is weighed before it is believed.

A workbook is a zip of XML files. A small one may unpack to gigabytes, name the same cell in two
joined ranges, join millions of cells or lead out of the file; openpyxl would believe it. What comes
out of here is a package of the parts that were read and found moderate: no pictures, no links to
other files, no macros.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from xml.etree.ElementTree import Element, ParseError, tostring

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring, iterparse

from core.errors import WorkbookError

MAX_FILE: Final = 20_000_000
MAX_PARTS: Final = 2_000
MAX_UNPACKED: Final = 60_000_000
MAX_RATIO: Final = 300
"""How many times its size a part may unpack to, once it is larger than `SMALL`."""

SMALL: Final = 1_000_000
MAX_ROWS: Final = 20_000
MAX_CELLS: Final = 300_000
MAX_JOINED: Final = 200_000
"""Cells that the joined ranges of one sheet, or its links, may cover together."""

_ZIP: Final = b"PK\x03\x04"
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
_RANGE: Final = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})(?::\$?([A-Z]{1,3})\$?([0-9]{1,7}))?")
_KEPT_LINKS: Final = ("/hyperlink", "/table")
_TOO_LARGE: Final = "太大，不像一张空白表；删去多余的行、列和工作表，另存以后再试"
_DAMAGED: Final = "已损坏或不完整，请重新取得这个文件，或用 Excel、WPS 打开另存以后再试"


class _Refused(Exception):
    """What is the matter with the file, to be said behind its name."""


def clean_package(path: Path) -> io.BytesIO:
    """The parts of a workbook that can be read without harm, as a package.

    Raises WorkbookError, one line, for whatever is no .xlsx workbook, is locked, damaged, too
    large, or contradicts itself.
    """
    try:
        return _cleaned(_content(path))
    except _Refused as refused:
        raise WorkbookError(f"“{path.name[:60]}”{refused}") from None


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            content = file.read(MAX_FILE + 1)
    except FileNotFoundError:
        raise WorkbookError(f"没有找到“{path.name[:60]}”") from None
    except IsADirectoryError:
        raise _Refused("是文件夹，要一个 .xlsx 工作簿") from None
    except (OSError, ValueError):
        raise _Refused("读不出来，看看文件的权限，或拷到别处再试") from None
    if len(content) > MAX_FILE:
        raise _Refused(f"太大，最多 {MAX_FILE // 1_000_000} MB")
    if content.startswith(_OLE):
        if _ENCRYPTED in content:
            raise _Refused("加了密码，请打开后去掉密码，另存以后再试")
        raise _Refused("不是 .xlsx 工作簿，像是老格式（.xls、.et），请打开后另存为 .xlsx")
    if not content:
        raise _Refused("是空的")
    if not content.startswith(_ZIP):
        raise _Refused("不是 .xlsx 工作簿")
    return content


def _cleaned(content: bytes) -> io.BytesIO:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            _check_parts(package.infolist())
            return _rebuilt(package)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError):
        raise _Refused(_DAMAGED) from None


def _check_parts(parts: list[zipfile.ZipInfo]) -> None:
    """What the list of contents alone tells."""
    names = {part.filename for part in parts}
    if any(part.flag_bits & 1 for part in parts):
        raise _Refused("加了密码，请打开后去掉密码，另存以后再试")
    if any(name.endswith("vbaProject.bin") for name in names):
        raise _Refused("带有宏，请打开后另存为不带宏的 .xlsx")
    if "[Content_Types].xml" not in names or not any("workbook" in name for name in names):
        raise _Refused("不是 .xlsx 工作簿")
    if len(names) < len(parts):
        raise _Refused(_DAMAGED)
    heavy = any(p.file_size > max(SMALL, MAX_RATIO * p.compress_size) for p in parts)
    if heavy or len(parts) > MAX_PARTS or sum(p.file_size for p in parts) > MAX_UNPACKED:
        raise _Refused(_TOO_LARGE)


def _rebuilt(package: zipfile.ZipFile) -> io.BytesIO:
    """A package of the parts that are XML, each weighed; sheets without their pictures."""
    clean = io.BytesIO()
    with zipfile.ZipFile(clean, "w") as target:
        for part in package.infolist():
            content = package.read(part)
            named_xml = part.filename.endswith((".xml", ".rels"))
            try:
                _weigh(content)
                if part.filename.endswith(".rels") and "worksheets/" in part.filename:
                    content = _without_pictures(content)
            except ParseError:
                if named_xml:
                    raise _Refused(_DAMAGED) from None
                continue
            except DefusedXmlException:
                raise _Refused("里有不能读的内容（外部实体），没有读") from None
            target.writestr(part.filename, content)
    clean.seek(0)
    return clean


@dataclass(slots=True)
class _Scale:
    """What has been met in one part."""

    rows: int = 0
    cells: int = 0
    joined: set[tuple[int, int]] = field(default_factory=set)
    linked: int = 0

    def put(self, element: Element) -> None:
        """Count one element. Raises _Refused when it is one too many."""
        kind = str(element.tag).rpartition("}")[2]
        if kind == "row":
            self.rows += 1
        elif kind == "c":
            self.cells += 1
        elif kind == "mergeCell":
            self._join(element.get("ref", ""))
        elif kind == "hyperlink":
            self.linked += _area(element.get("ref", "A1"))
        if self.rows > MAX_ROWS or self.cells > MAX_CELLS or self.linked > MAX_JOINED:
            raise _Refused(_TOO_LARGE)

    def _join(self, ref: str) -> None:
        if len(self.joined) + _area(ref) > MAX_JOINED:
            raise _Refused(_TOO_LARGE)
        places = set(_places(ref))
        if places & self.joined:
            raise _Refused(f"里合并的格子互相重叠（{ref[:20]}），请打开后取消合并、重新合并")
        self.joined |= places


def _weigh(content: bytes) -> None:
    """Read a part element by element, keeping none. Raises ParseError or _Refused."""
    scale = _Scale()
    open_elements: list[Element] = []
    for event, element in iterparse(io.BytesIO(content), ("start", "end"), forbid_dtd=True):
        if event == "start":
            open_elements.append(element)
            continue
        open_elements.pop()
        scale.put(element)
        if open_elements:
            open_elements[-1].remove(element)


def _bounds(ref: str) -> tuple[int, int, int, int]:
    """First row and column, last row and column of a range."""
    match = _RANGE.fullmatch(ref)
    if match is None:
        raise _Refused(_DAMAGED)
    left, top, right, bottom = match[1], int(match[2]), match[3] or match[1], match[4] or match[2]
    bounds = top, _column(left), int(bottom), _column(right)
    if bounds[0] > bounds[2] or bounds[1] > bounds[3]:
        raise _Refused(_DAMAGED)
    return bounds


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _area(ref: str) -> int:
    top, left, bottom, right = _bounds(ref)
    return (bottom - top + 1) * (right - left + 1)


def _places(ref: str) -> Iterator[tuple[int, int]]:
    top, left, bottom, right = _bounds(ref)
    return ((r, c) for r in range(top, bottom + 1) for c in range(left, right + 1))


def _without_pictures(content: bytes) -> bytes:
    """The relations of a sheet without pictures, comments, printers and the like."""
    relations = fromstring(content, forbid_dtd=True)
    for relation in list(relations):
        if not relation.get("Type", "").endswith(_KEPT_LINKS):
            relations.remove(relation)
    return bytes(tostring(relations))
