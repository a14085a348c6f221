"""The PDF shows the pages as laid out, with text that can be copied and bookmarks."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pypdfium2
import pytest

from core.errors import ExportError
from core.export.pdf import pdf_bytes, write_pdf
from core.layout.pages import paginate
from core.layout.plan import LineRole, PageSetup
from core.layout.printed import PrintedLine
from tests.core.export.reading import page_texts
from tests.core.export.sample_forms import draw, planned, project, summary


def test_every_text_is_in_it() -> None:
    """Each cell's text can be found in the file."""
    text = "".join("".join(page_texts(pdf_bytes([summary()]))).split())

    for cell in summary().cells:
        assert "".join(cell.text.split()) in text
    assert "收入支出决算总表" in text
    assert "部门：通海县医疗保障局" in text
    assert "注：本表反映部门本年度的总收支和年末结转结余情况。" in text


def test_same_forms_same_bytes() -> None:
    """The file depends on the forms alone, not on time or on what was written before."""
    first = pdf_bytes([summary(), project()])
    pdf_bytes([draw("{t}", {"t": "别的\u0b95"}, (60,))])

    assert pdf_bytes([summary(), project()]) == first


def test_only_our_fonts_are_in_it() -> None:
    """No font is left to the reader's machine."""
    pdf = pdf_bytes([summary()])

    assert b"Helvetica" not in pdf
    assert pdf.count(b"/FontFile2") == pdf.count(b"/Type /FontDescriptor") > 0


def test_each_form_has_a_bookmark() -> None:
    """The bookmarks are the forms' short titles, each leading to its first page."""
    document = pypdfium2.PdfDocument(pdf_bytes([summary(), project(), summary()]))
    marks = [(mark.get_title(), mark.get_dest().get_index()) for mark in document.get_toc()]
    document.close()

    assert marks == [("01 收入支出决算总表", 0), ("12 医疗救助", 1), ("01 收入支出决算总表", 4)]


def test_metadata() -> None:
    """The file says what it is and which program made it, and nothing of anyone's person."""
    document = pypdfium2.PdfDocument(pdf_bytes([summary()], title="通海县2021年部门决算公开"))
    metadata = document.get_metadata_dict()
    document.close()

    assert metadata["Title"] == "通海县2021年部门决算公开"
    assert metadata["Creator"] == metadata["Producer"] == "表里"
    assert metadata["Author"] == ""


def test_pages_have_their_own_paper() -> None:
    """Upright and lying forms stand in one file, as many pages as were laid out."""
    lying = planned(summary(), page=PageSetup(landscape=True))
    document = pypdfium2.PdfDocument(pdf_bytes([summary(), lying]))
    sizes = [page.get_size() for page in document]
    document.close()

    assert len(sizes) == 1 + len(paginate(lying))
    assert sizes[0][0] < sizes[0][1]
    assert sizes[1][0] > sizes[1][1]


def test_form_of_nothing() -> None:
    """A form without a text, and one without lines around it, are printed."""
    assert len(page_texts(pdf_bytes([draw("|", {}, (60, 60))]))) == 1


def test_no_form_is_refused() -> None:
    """A file without any form is not written."""
    with pytest.raises(ExportError, match="至少选一张"):
        pdf_bytes([])


def test_figure_wider_than_its_column_stays_inside() -> None:
    """A figure that does not fit even at 6 points is pressed together, not run into the next."""
    form = draw("{x} | 乙", {"x": Decimal("1234567890123.45")}, (8, 60))
    document = pypdfium2.PdfDocument(pdf_bytes([form]))
    page = document[0].get_textpage()
    right = max(page.get_charbox(i)[2] for i in range(20))
    document.close()
    (box, _) = paginate(form)[0].boxes

    assert page_texts(pdf_bytes([form]))[0].startswith("1,234,567,890,123.45")
    assert right <= box.x + box.width


def test_only_what_is_too_wide_is_pressed_together() -> None:
    """A text behind one that was pressed together is as wide as ever."""
    form = draw("{x} | 乙", {"x": Decimal("1234567890123.45")}, (8, 60))
    widths = []
    for content in (form, draw("甲 | 乙", {}, (8, 60))):
        document = pypdfium2.PdfDocument(pdf_bytes([content]))
        page = document[0].get_textpage()
        left, _, right, _ = page.get_charbox(page.count_chars() - 1)
        widths.append(right - left)
        document.close()

    assert widths[0] == pytest.approx(widths[1], abs=0.01)


def test_long_title_and_names_are_whole() -> None:
    """A title longer than the line and a long name beside the 金额单位 lose nothing."""
    title = "二〇二一年度" + "某某县医疗保障局及所属事业单位" * 4 + "收入支出决算总表"
    name = "部门：" + "某某县医疗保障局" * 9
    lines = (
        PrintedLine(LineRole.TITLE, "", title, ""),
        PrintedLine(LineRole.LINE, name, "二〇二一年度", "金额单位：元"),
    )
    text = "".join(page_texts(pdf_bytes([replace(summary(), above=lines)]))[0].split())

    assert all(words in text for words in (title, "二〇二一年度", "金额单位：元"))
    assert name[:20] in text


def test_written_to_a_file(tmp_path: Path) -> None:
    """The bytes reach the disk."""
    write_pdf([summary()], tmp_path / "表.pdf")

    assert (tmp_path / "表.pdf").read_bytes() == pdf_bytes([summary()])
