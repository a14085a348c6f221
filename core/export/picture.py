"""A page as a picture (PNG), for a preview or a manual."""

import struct
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

from core.export.pdf import pdf_bytes
from core.layout.printed import PrintedForm

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfPage

_ONE_AT_A_TIME = Lock()
_SIGNATURE = b"\x89PNG\r\n\x1a\n"


def form_png(form: PrintedForm, page: int = 0, dpi: float = 96.0) -> bytes:
    """A page of a form, counted from 0, as PNG."""
    return page_png(pdf_bytes([form]), page, dpi)


class Pixels(NamedTuple):
    """A picture: rows of `stride` bytes, in each pixel red, green and blue."""

    width: int
    height: int
    stride: int
    channels: int
    rows: bytes


def page_count(pdf: bytes) -> int:
    """How many pages a PDF file has."""
    with _opened(pdf) as document:
        return len(document)


def form_starts(pdf: bytes) -> list[int]:
    """The first page of each form in a PDF file of ours, counted from 0."""
    with _opened(pdf) as document:
        targets = [mark.get_dest() for mark in document.get_toc()]
        pages = [target.get_index() if target is not None else None for target in targets]
        return [page for page in pages if page is not None]


def page_sizes(pdf: bytes) -> list[tuple[float, float]]:
    """Width and height of each page in points."""
    with _opened(pdf) as document:
        return [document.get_page_size(page) for page in range(len(document))]


def page_pixels(pdf: bytes, page: int, dpi: float) -> Pixels:
    """A page of a PDF file, counted from 0. Raises IndexError if there is no such page."""
    with _opened(pdf) as document:
        bitmap = _page(document, page).render(scale=dpi / 72, rev_byteorder=True)
        size = bitmap.width, bitmap.height, bitmap.stride, bitmap.n_channels
        return Pixels(*size, bytes(bitmap.buffer))


def page_png(pdf: bytes, page: int = 0, dpi: float = 96.0) -> bytes:
    """A page of a PDF file, counted from 0, as PNG. Raises IndexError if there is no such page."""
    found = page_pixels(pdf, page, dpi)
    rows = [
        found.rows[start : start + found.width * found.channels]
        for start in range(0, found.height * found.stride, found.stride)
    ]
    return _png(found.width, found.height, found.channels, rows)


@contextmanager
def _opened(pdf: bytes) -> Iterator["PdfDocument"]:
    """The file for a while; PDFium knows no threads, so one after the other."""
    import pypdfium2

    with _ONE_AT_A_TIME, closing(pypdfium2.PdfDocument(pdf)) as document:
        yield document


def _page(document: "PdfDocument", page: int) -> "PdfPage":
    if not 0 <= page < len(document):
        raise IndexError(page)
    return document[page]


def _png(width: int, height: int, channels: int, rows: list[bytes]) -> bytes:
    colour = {1: 0, 3: 2, 4: 6}[channels]
    header = struct.pack(">IIBBBBB", width, height, 8, colour, 0, 0, 0)
    pixels = zlib.compress(b"".join(b"\0" + row for row in rows), 9)
    parts = (b"IHDR", header), (b"IDAT", pixels), (b"IEND", b"")
    return _SIGNATURE + b"".join(_chunk(kind, content) for kind, content in parts)


def _chunk(kind: bytes, content: bytes) -> bytes:
    return (
        struct.pack(">I", len(content))
        + kind
        + content
        + struct.pack(">I", zlib.crc32(kind + content))
    )
