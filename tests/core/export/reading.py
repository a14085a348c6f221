"""Reading exported files back, by other libraries than those that wrote them."""

from io import BytesIO
from pathlib import Path

import pypdfium2
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from core.export.pdf import pdf_bytes
from core.layout.printed import PrintedForm
from tests.core.export.sample_forms import draw


def page_texts(pdf: bytes) -> list[str]:
    """The text of each page as a reader copies it."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()


def pdf_text(text: str) -> list[str]:
    """The pages of a form with one cell, read back."""
    return page_texts(pdf_bytes([draw("{t}", {"t": text}, (170,))]))


def printed_text(text: str) -> str:
    """What a reader copies from a form with one cell."""
    return "".join(pdf_text(text))


def sheets(content: bytes | Path) -> list[Worksheet]:
    """The worksheets of a workbook."""
    source = content if isinstance(content, Path) else BytesIO(content)
    return list(load_workbook(source).worksheets)


def sheet_of(form: PrintedForm) -> Worksheet:
    """The form's sheet, written and read back."""
    from core.export.xlsx import xlsx_bytes

    (sheet,) = sheets(xlsx_bytes([form]))
    return sheet
