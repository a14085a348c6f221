"""A draft has its stamp on every page, in both formats; what is final has none anywhere."""

from dataclasses import replace
from io import BytesIO
from typing import Any

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from core.export.draft import STAMP, draft_name
from core.export.pdf import pdf_bytes
from core.export.xlsx import xlsx_bytes
from core.layout.cell_text import POINTS_PER_MM
from core.layout.plan import PageSetup
from tests.core.export.reading import page_texts
from tests.core.export.sample_forms import planned, project, summary

FORMS = [summary(), project()]


def _sheets(*, draft: bool) -> list[Any]:
    return load_workbook(BytesIO(xlsx_bytes(FORMS, draft=draft))).worksheets


def test_every_page_of_a_draft_says_so() -> None:
    """Each page of each form has the stamp once, also where a form goes on."""
    pages = page_texts(pdf_bytes(FORMS, draft=True))

    assert len(pages) > len(FORMS)
    assert [page.count(STAMP) for page in pages] == [1] * len(pages)


def test_what_is_final_has_no_stamp() -> None:
    """Neither on paper nor in the workbook."""
    assert not any(STAMP in page for page in page_texts(pdf_bytes(FORMS)))
    for sheet in _sheets(draft=False):
        assert sheet.oddHeader.right.text is None
        assert sheet.sheet_properties.tabColor is None


def test_the_stamp_moves_nothing() -> None:
    """A draft has the pages and the texts of what is final."""
    final, draft = (page_texts(pdf_bytes(FORMS, draft=draft)) for draft in (False, True))

    assert ["".join(page.replace(STAMP, "").split()) for page in draft] == [
        "".join(page.split()) for page in final
    ]


@pytest.mark.parametrize(("landscape", "top"), [(False, 10), (True, 25), (True, 15), (False, 8)])
def test_the_stamp_stands_in_the_upper_margin(landscape: bool, top: float) -> None:
    """On the paper, on the right, above everything that the form prints."""
    page = replace(PageSetup(), landscape=landscape, margins=(top, 15, 10, 15))
    document = pypdfium2.PdfDocument(pdf_bytes([planned(summary(), page=page)], draft=True))
    try:
        width, height = document[0].get_size()
        textpage = document[0].get_textpage()
        found = textpage.search(STAMP).get_next()
        assert found is not None
        boxes = [textpage.get_charbox(found[0] + n) for n in range(found[1])]
    finally:
        document.close()
    for left, bottom, right, upper in boxes:
        assert width / 2 < left < right < width
        assert height - top * POINTS_PER_MM <= bottom < upper < height


def test_every_sheet_of_a_draft_prints_the_stamp() -> None:
    """In the header on the right, in red, and the tab is red."""
    for sheet in _sheets(draft=True):
        assert sheet.oddHeader.right.text == STAMP
        assert sheet.oddHeader.right.color == "B3261E"
        assert sheet.sheet_properties.tabColor.rgb == "00B3261E"


def test_a_draft_is_the_same_bytes_again() -> None:
    """The stamp depends on nothing either."""
    assert pdf_bytes(FORMS, draft=True) == pdf_bytes(FORMS, draft=True)
    assert xlsx_bytes(FORMS, draft=True) == xlsx_bytes(FORMS, draft=True)


@given(st.text(max_size=20))
def test_the_name_of_a_draft_says_so_once(name: str) -> None:
    """However often it is asked for."""
    assert draft_name(draft_name(name)) == draft_name(name)
    assert draft_name(name).startswith(name)
    assert draft_name(name).endswith("（草稿）")
