"""The proof sheet on paper and in a workbook, and the command that writes it."""

import hashlib
from datetime import datetime
from io import BytesIO
from pathlib import Path

import openpyxl
import pypdfium2
import pytest

from core import __version__
from core.export.pdf import pdf_bytes
from core.export.xlsx import xlsx_bytes
from core.findings import Outcome
from core.layout.pages import paginate
from core.layout.printed import PrintedForm
from core.proof.content import proof_sheet
from core.proof.printed import HEADS, TITLE, printed_proof
from core.session import Session
from tests.core.cli_calls import EXAMPLE, call, done, refused
from tests.core.sessions import small

AT = datetime(2022, 7, 14, 15, 42, 8)
PLACES = 5


@pytest.fixture(scope="module")
def printed() -> PrintedForm:
    """The proof sheet of the example."""
    return printed_proof(proof_sheet(Session.example(EXAMPLE, None)), AT, "")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The example as a file."""
    path = tmp_path / "决算.biaoli"
    done("example", EXAMPLE, path)
    return path


def rows_of(form: PrintedForm) -> list[list[str]]:
    """The texts, row by row."""
    rows: list[list[str]] = [[] for _ in form.plan.rows]
    for cell in form.cells:
        rows[cell.place.row].append(cell.text)
    return rows


def places(row: list[str]) -> int:
    """How many results a row stands for."""
    many = row[PLACES].removeprefix("共 ").removesuffix(" 处")
    return int(many) if many.isdigit() else 1


def test_every_result_is_printed_or_counted_in_a_line(printed):
    """The places of the lines add up to the sum above them."""
    summary = Session.example(EXAMPLE, None).summary()
    head, *rows = rows_of(printed)
    assert tuple(head) == HEADS
    for outcome, count in summary.outcomes.items():
        assert sum(places(row) for row in rows if row[0] == outcome.value) == count
    assert printed.above[2].left.endswith(f"＝ {sum(summary.outcomes.values())}，每条都有结果")
    failed = [row for row in rows if row[0] == Outcome.FAILED.value]
    assert len(failed) == summary.outcomes[Outcome.FAILED]


def test_it_is_a_page_of_a4_across_with_its_head_on_every_page(printed):
    """And the pages are numbered."""
    pages = paginate(printed)
    assert len(pages) > 2
    for page in pages:
        assert page.width > page.height
        assert [box.cell.text for box in page.boxes[: len(HEADS)]] == list(HEADS)
        assert f"第{page.number}页 共{len(pages)}页" in [text.text for text in page.texts]
    assert sum(printed.plan.columns) == pytest.approx(267)


def test_pdf_and_workbook_say_the_same(printed):
    """The same form goes through the writers of every export; figures are figures there."""
    pdf = pypdfium2.PdfDocument(pdf_bytes([printed]))
    first = pdf[0].get_textpage().get_text_range()
    sheet = openpyxl.load_workbook(BytesIO(xlsx_bytes([printed])))[TITLE]
    texts = [[cell.value for cell in row] for row in sheet.iter_rows()]
    above = [row[0] for row in texts[:3]]
    assert above[0] == TITLE
    assert texts[3][:3] == list(HEADS[:3])
    gap = next(row for row in texts if row[1] == "BJ-28")
    assert (gap[7], gap[8], gap[9]) == (991.08, 940.68, 50.4)
    assert "991.08" in first
    assert "审核校验单" in first
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.print_title_rows == "$4:$4"
    pdf.close()


def test_the_last_line_says_who_checked_what_and_when(file, tmp_path):
    """Program, suite and revision, time, and the checksum that `sha256sum` prints."""
    target = tmp_path / "校验单.pdf"
    before = file.read_bytes()
    said = call("check", file, "--pdf", target)
    assert said.code == 1
    assert said.out.endswith(f"已导出 {target}\n")
    assert file.read_bytes() == before
    pdf = pypdfium2.PdfDocument(target)
    words = pdf[len(pdf) - 1].get_textpage().get_text_range().replace("\r\n", "")
    pdf.close()
    assert hashlib.sha256(before).hexdigest() in words
    assert f"表里 {__version__}；套表和审核公式 yunnan-final-accounts-2021 第" in words
    assert "文件 决算.biaoli，SHA-256" in words


def test_a_document_without_a_file_says_so(printed):
    """There is nothing to take a checksum of."""
    [line] = printed.below
    assert line.left.endswith("；2022-07-14 15:42:08；文件 没有存成文件")


def test_json_beside_a_proof_sheet_is_nothing_but_json(file, tmp_path):
    """The counts of both are the same."""
    said = call("check", file, "--json", "--xlsx", tmp_path / "校验单.xlsx")
    counts = said.json["outcomes"]
    sheet = openpyxl.load_workbook(tmp_path / "校验单.xlsx")[TITLE]
    above = sheet["A3"].value
    for outcome in Outcome:
        assert f"{outcome.value} {counts[outcome.value]}" in above
    assert f"＝ {sum(counts.values())}，" in above


def test_a_wrong_target_is_refused_before_anything_is_written(file, tmp_path):
    """Neither the document itself nor another kind of file."""
    assert "要以 .pdf 结尾" in refused("check", file, "--pdf", tmp_path / "校验单.doc")
    assert call("check", file, "--pdf", tmp_path / "没有" / "校验单.pdf").code == 2
    assert not list(tmp_path.glob("*.pdf"))


def test_a_suite_without_rules_prints_a_line_that_says_so():
    """An empty table would look like a fault."""
    session = small()
    sheet = proof_sheet(session)
    sheet.parts = []
    assert rows_of(printed_proof(sheet, AT, ""))[1][6] == "没有审核公式"
