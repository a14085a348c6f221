"""Files that are no blank, or mean harm: one plain line, no folder, and soon."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.errors import WorkbookError
from core.importing.draft import draft_suite
from tests.core.cli_calls import call, refused
from tests.core.importing.books import drawn, repacked, saved, sheet_of, with_parts

SHEET = "xl/worksheets/sheet1.xml"
TYPES = "[Content_Types].xml"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
MAIN = b' xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def sound() -> bytes:
    """A workbook that is drawn without a word."""
    file = io.BytesIO()
    sheet_of([["任务", "金额"], ["甲", None]], ruled="A1:B2").parent.save(file)
    return file.getvalue()


def with_sheet(text: bytes) -> bytes:
    """The workbook with another sheet in the place of its own."""
    return repacked(sound(), lambda name, part: text if name == SHEET else part)


def with_rows(rows: bytes, behind: bytes = b"") -> bytes:
    """The workbook with these rows, and what stands behind them."""
    data = b"<sheetData>" + rows + b"</sheetData>" + behind
    return with_sheet(b"<worksheet" + MAIN + b">" + data + b"</worksheet>")


def joined(*areas: str) -> bytes:
    """The workbook with these ranges joined."""
    cells = "".join(f'<mergeCell ref="{area}"/>' for area in areas)
    return with_rows(b"", f"<mergeCells>{cells}</mergeCells>".encode())


def without(*names: str) -> bytes:
    """The workbook without these parts."""
    return repacked(sound(), lambda name, part: None if name in names else part)


def locked_zip() -> bytes:
    """A zip whose parts ask for a password, as its list of contents says."""
    content = bytearray(sound())
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = content.find(mark)
        while place >= 0:
            content[place + at] |= 1
            place = content.find(mark, place + 4)
    return bytes(content)


def twice() -> bytes:
    """Two parts of one name: which of them is read?"""
    with pytest.warns(UserWarning, match="Duplicate name"):
        return with_parts(sound(), {SHEET: b"<worksheet/>"})


def sparse(cell: str) -> bytes:
    """Two cells far away from each other."""
    far = f'<row r="2"><c r="{cell}" t="str"><v>1</v></c></row>'
    return with_rows(f'<row r="1"><c r="A1" t="str"><v>1</v></c></row>{far}'.encode())


def text_with_doctype() -> bytes:
    """Entities that grow, or read files."""
    head = b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///dev/zero">]>'
    return with_sheet(head + b"<worksheet" + MAIN + b"><sheetData/>&b;</worksheet>")


def hidden() -> bytes:
    """Every sheet is hidden."""
    shown, gone = b'state="visible"', b'state="hidden"'
    return repacked(sound(), lambda _, part: part.replace(shown, gone))


def other_zip() -> bytes:
    """A zip of something else."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        package.writestr("word/document.xml", "<a/>")
    return file.getvalue()


BAD: dict[str, tuple[Callable[[], bytes], str]] = {
    "empty": (lambda: b"", "是空的"),
    "text": (lambda: "项目,金额\n".encode("gbk"), "不是 .xlsx 工作簿"),
    "old format": (lambda: OLE, "老格式"),
    "encrypted": (lambda: OLE + "EncryptedPackage".encode("utf-16-le"), "加了密码"),
    "encrypted zip": (locked_zip, "加了密码"),
    "another zip": (other_zip, "不是 .xlsx 工作簿"),
    "truncated": (lambda: sound()[:2000], "已损坏"),
    "cut by a byte": (lambda: sound()[:-30], "已损坏"),
    "part twice": (twice, "已损坏"),
    "macro": (lambda: with_parts(sound(), {"xl/vbaProject.bin": b"x"}), "带有宏"),
    "too large": (lambda: b"PK\x03\x04" + bytes(20_000_000), "太大"),
    "bomb": (lambda: with_parts(sound(), {"xl/a.xml": bytes(5_000_000)}), "太大"),
    "too many parts": (
        lambda: with_parts(sound(), {f"xl/{number}.xml": b"<a/>" for number in range(2001)}),
        "太大",
    ),
    "a million rows": (lambda: with_rows(b"<row/>" * 20_001), "太大"),
    "a million cells": (lambda: with_rows(b"<row>" + b"<c/>" * 300_001 + b"</row>"), "太大"),
    "10000 columns": (lambda: sparse("NTP2"), "2 行 10000 列"),
    "a cell in the last corner": (lambda: sparse("XFD1048576"), "太大"),
    "everything joined": (lambda: joined("A1:XFD1048576"), "太大"),
    "overlapping": (lambda: joined("A1:B2", "B2:C3"), "互相重叠（B2:C3）"),
    "joined backwards": (lambda: joined("C3:A1"), "已损坏"),
    "joined nowhere": (lambda: joined("Bogus"), "已损坏"),
    "links everywhere": (
        lambda: with_rows(b"", b'<hyperlinks><hyperlink ref="A1:XFD1048576"/></hyperlinks>'),
        "太大",
    ),
    "torn XML": (lambda: with_sheet(b"<worksheet><sheetData>"), "已损坏"),
    "doctype": (text_with_doctype, "外部实体"),
    "no styles": (lambda: without("xl/workbook.xml"), "读不懂"),
    "no types": (lambda: without(TYPES), "不是 .xlsx 工作簿"),
    "nothing on it": (lambda: with_rows(b""), "一个字、一条线也没有"),
    "hidden": (hidden, "都是隐藏的"),
    "a sheet that is none": (lambda: with_sheet(b"<a/>"), "一个字、一条线也没有"),
}


@pytest.mark.parametrize("what", BAD)
def test_bad_workbooks_are_told_in_a_line(tmp_path: Path, what: str) -> None:
    """What it is and the way out; no folder is made."""
    make, words = BAD[what]
    path = tmp_path / "空白表.xlsx"
    path.write_bytes(make())

    assert words in refused("template", "draft", path, tmp_path / "新")
    assert [found.name for found in tmp_path.iterdir()] == ["空白表.xlsx"]


def test_the_workbook_that_is_spoilt_here_is_sound(tmp_path: Path) -> None:
    """It is drawn without a complaint."""
    path = tmp_path / "空白表.xlsx"
    path.write_bytes(sound())

    assert draft_suite(path, "a").left_out == ()


def test_a_folder_and_a_missing_file_are_no_workbooks(tmp_path: Path) -> None:
    """Each is called what it is."""
    assert "是文件夹" in refused("template", "draft", tmp_path, tmp_path / "新")
    assert "没有找到" in refused("template", "draft", tmp_path / "无.xlsx", tmp_path / "新")
    assert "读不出来" in refused("template", "draft", tmp_path / ("长" * 300), tmp_path / "新")


def test_pictures_notes_and_links_of_a_sheet_are_left_aside(tmp_path: Path) -> None:
    """The relations of a sheet may lead to parts that nobody wants to read."""
    sheet = sheet_of([["任务", "金额"], ["甲", None]], ruled="A1:B2")
    sheet["A2"].hyperlink = "https://example.invalid/"
    path = saved(sheet, tmp_path)
    rels = "xl/worksheets/_rels/sheet1.xml.rels"
    kind = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
    more = b'<Relationship Id="rId9" Type="' + kind + b'drawing" Target="/xl/drawings/d.xml"/>'

    def change(name: str, part: bytes) -> bytes:
        return (
            part.replace(b"</Relationships>", more + b"</Relationships>") if name == rels else part
        )

    content = repacked(path.read_bytes(), change)
    path.write_bytes(with_parts(content, {"xl/media/image1.png": b"\x89PNG\r\n"}))

    assert draft_suite(path, "a").forms[0].cells == 1


@given(st.lists(st.tuples(st.integers(0, 100_000), st.integers(0, 255)), min_size=1, max_size=20))
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_a_spoilt_package_is_drawn_or_told(tmp_path: Path, spoilt: list[tuple[int, int]]) -> None:
    """Some bytes changed anywhere: a draft or a WorkbookError, nothing else."""
    content = bytearray(SOUND)
    for place, byte in spoilt:
        content[place % len(content)] = byte
    path = tmp_path / "空白表.xlsx"
    path.write_bytes(content)

    said = call("template", "draft", path, tmp_path / "新" / "无")

    assert "程序出了问题" not in said.err
    assert said.code == 2


def test_spoilt_sheets_are_drawn_or_told(tmp_path: Path) -> None:
    """A sheet cut after every 40th byte, its package whole."""
    with zipfile.ZipFile(io.BytesIO(SOUND)) as package:
        text = package.read(SHEET)
    for end in range(0, len(text), 40):
        path = tmp_path / "空白表.xlsx"
        path.write_bytes(with_sheet(text[:end]))
        with pytest.raises(WorkbookError):
            draft_suite(path, "a")


def test_a_workbook_of_more_forms_than_a_suite_has_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With how many it has."""
    sheet = sheet_of([["任务", "金额"], ["甲", None]], ruled="A1:B2")
    sheet.parent.copy_worksheet(sheet)
    monkeypatch.setattr("core.importing.draft.MAX_FORMS", 1)

    with pytest.raises(WorkbookError, match="里有 2 张表，一个套表最多 1 张"):
        drawn(sheet, tmp_path)


SOUND = sound()
