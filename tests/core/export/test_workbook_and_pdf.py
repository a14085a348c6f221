"""Every text and figure of the workbook stands in the PDF of the same form, in reading order.

Both files are read back by libraries that wrote neither, and of the program only the forms are
used: what one of the two writers loses, changes or moves is seen here.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cache
from io import BytesIO

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from core.export.pdf import pdf_bytes
from core.export.xlsx import xlsx_bytes
from core.layout.printed import PrintedForm
from tests.core.export import documents
from tests.excel_format import rendered

pytestmark = pytest.mark.sweep

DOCUMENTS: dict[str, Callable[[], tuple[PrintedForm, ...]]] = {
    "examples": documents.examples,
    "empty": documents.empty,
    "one record, long texts": lambda: documents.filled(1, 2000),
    "60 records": lambda: documents.filled(60, 60),
}


LEAST = 5
"""Characters: less of a text stands on no page alone, and may be anything."""


def squeezed(text: str) -> str:
    """A text without blanks and line breaks."""
    return "".join(text.split())


def shown(sheet: Worksheet) -> list[str]:
    """What a reader of the sheet sees, cell after cell, figures in their format."""
    texts = []
    for row in sheet.iter_rows():
        for cell in row:
            value = cell.value
            if isinstance(value, int | float):
                value = rendered(Decimal(repr(value)), cell.number_format)
            if value is not None and squeezed(str(value)):
                texts.append(squeezed(str(value)))
    return texts


def workbook_texts(content: bytes) -> list[list[str]]:
    """The texts of each sheet of a workbook."""
    return [shown(sheet) for sheet in load_workbook(BytesIO(content)).worksheets]


def pdf_texts(content: bytes) -> list[list[str]]:
    """The text of each page of each form, told apart by the bookmarks; in the order of the file."""
    document = pypdfium2.PdfDocument(content)
    try:
        pages = [squeezed("".join(_pieces(page))) for page in document]
        starts = [mark.get_dest().get_index() for mark in document.get_toc()]
    finally:
        document.close()
    ends = [*starts[1:], len(pages)]
    return [pages[start:end] for start, end in zip(starts, ends, strict=True)]


def _pieces(page: pypdfium2.PdfPage) -> Iterator[str]:
    """The pieces of text one after the other, as a voice reads them.

    What is copied with the mouse is in the order of what stands side by side instead: there the
    second line of a label may come behind the label beside it.
    """
    textpage = page.get_textpage()
    for piece in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT], textpage=textpage):
        assert isinstance(piece, pypdfium2.PdfTextObj)
        yield piece.extract()


def missing(texts: Sequence[str], pages: Sequence[str]) -> str | None:
    """The first of the texts that is not on the pages behind the one before it; None if all are."""
    page = at = 0
    for text in texts:
        end = end_of(text, pages, page, at)
        if end is None:
            return text
        page, at = end
    return None


def end_of(text: str, pages: Sequence[str], page: int, at: int) -> tuple[int, int] | None:
    """Where a text ends on the page on which it begins; it may go on over the page's end."""

    @cache
    def goes_on(begin: int, number: int) -> bool:
        """Whether the text is, from there, on that page, or on that and those that follow."""
        rest = text[begin:]
        if number == len(pages) or len(rest) < LEAST:
            return False
        cuts = range(longest_prefix(rest, pages[number]), LEAST - 1, -1)
        return rest in pages[number] or any(goes_on(begin + cut, number + 1) for cut in cuts)

    for number in range(page, len(pages)):
        here = pages[number][at:]
        if text in here:
            return number, at + here.index(text) + len(text)
        for length in range(longest_prefix(text, here), LEAST - 1, -1):
            if goes_on(length, number + 1):
                return number, at + here.index(text[:length]) + length
        at = 0
    return None


def longest_prefix(text: str, within: str) -> int:
    """How many of the first characters of a text stand together somewhere in another."""
    return bisect_left(range(len(text)), True, key=lambda n: text[: n + 1] not in within)


@pytest.fixture(scope="module", params=DOCUMENTS)
def files(request) -> tuple[list[list[str]], list[list[str]]]:
    """What the workbook and what the PDF file of a document say, form by form."""
    forms = DOCUMENTS[request.param]()
    return workbook_texts(xlsx_bytes(forms)), pdf_texts(pdf_bytes(forms))


def test_every_text_of_the_workbook_is_in_the_pdf_in_reading_order(files) -> None:
    """Title, heads, cells and notes, figures as they are shown: nothing is missing or moved."""
    workbook, pdf = files
    assert len(workbook) == len(pdf)
    for texts, pages in zip(workbook, pdf, strict=True):
        assert texts
        assert missing(texts, pages) is None


def test_a_form_of_one_page_says_exactly_what_its_sheet_says(files) -> None:
    """Where nothing is repeated and no page is numbered the PDF has no text of its own."""
    compared = 0
    for texts, pages in zip(*files, strict=True):
        if len(pages) == 1:
            compared += 1
            assert pages[0] == "".join(texts)
    assert compared


# ---- the comparison sees what it looks for


def overall() -> PrintedForm:
    """公开11表 of the example: tables, figures and long texts on two pages."""
    return documents.example("tonghai-2021")[10]


def spoilt(where: Callable[[str], bool], change: Callable[[str], str]) -> PrintedForm:
    """The form with one text changed, the first that is asked for."""
    form = overall()
    index = next(index for index, cell in enumerate(form.cells) if where(cell.text))
    cell = form.cells[index]
    changed = replace(cell, text=change(cell.text))
    return replace(form, cells=(*form.cells[:index], changed, *form.cells[index + 1 :]))


def is_long(text: str) -> bool:
    """A text of many lines."""
    return len(text) > 200


SPOILERS: dict[str, Callable[[], PrintedForm]] = {
    "a text is lost": lambda: spoilt(lambda text: text == "产出指标", lambda _: ""),
    "a figure is lost": lambda: spoilt(lambda text: text == "991.08", lambda _: ""),
    "a digit differs": lambda: spoilt(lambda text: text == "325.04", lambda _: "325.05"),
    "a separator is lost": lambda: spoilt(lambda text: text == "1,540.60", lambda _: "1540.60"),
    "a sign is lost": lambda: spoilt(is_long, lambda text: text[:100] + text[101:]),
    "a text ends early": lambda: spoilt(is_long, lambda text: text[:-1]),
    "two cells change places": lambda: replace(overall(), cells=overall().cells[::-1]),
    "the notes are lost": lambda: replace(overall(), below=()),
}


@pytest.mark.parametrize("spoiler", SPOILERS)
def test_the_comparison_sees_what_it_looks_for(spoiler: str) -> None:
    """Whatever is spoilt in the PDF alone is noticed."""
    (texts,) = workbook_texts(xlsx_bytes([overall()]))
    (whole,) = pdf_texts(pdf_bytes([overall()]))
    (broken,) = pdf_texts(pdf_bytes([SPOILERS[spoiler]()]))

    assert missing(texts, whole) is None
    assert missing(texts, broken) is not None


def test_a_text_may_go_on_over_pages_but_not_lose_anything_there() -> None:
    """The search follows a text over page breaks, and sees what is lost at one."""
    text = "一二三四五六七八九十甲乙丙丁戊己庚辛"

    assert missing([text, "末"], ["题一二三四五六七", "题八九十甲乙丙丁", "戊己庚辛末"]) == text
    assert missing([text, "末"], ["题一二三四五六七末", "题八九十甲乙丙丁戊己庚辛"]) is None
    assert missing([text, "末"], ["题一二三四五六", "题七八九十甲", "题乙丙丁戊己庚辛"]) == "末"
    assert missing([text], ["题一二三四五六七", "题九十甲乙丙丁戊己庚辛"]) == text
    assert missing([text], ["题一二三四五六七", "题八九十甲乙丙丁戊己庚"]) == text
    assert missing([text], [text[:-1], "末辛"]) == text
    assert missing(["一二三", "一二"], ["一二三"]) == "一二"
