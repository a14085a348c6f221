"""A page as a picture (PNG), for a preview or a manual."""

import struct
import zlib

from core.export.pdf import pdf_bytes
from core.layout.printed import PrintedForm

_SIGNATURE = b"\x89PNG\r\n\x1a\n"


def form_png(form: PrintedForm, page: int = 0, dpi: float = 96.0) -> bytes:
    """A page of a form, counted from 0, as PNG."""
    return page_png(pdf_bytes([form]), page, dpi)


def page_count(pdf: bytes) -> int:
    """How many pages a PDF file has."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        return len(document)
    finally:
        document.close()


def page_png(pdf: bytes, page: int = 0, dpi: float = 96.0) -> bytes:
    """A page of a PDF file, counted from 0, as PNG. Raises IndexError if there is no such page."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        if not 0 <= page < len(document):
            raise IndexError(page)
        bitmap = document[page].render(scale=dpi / 72, rev_byteorder=True)
        rows = bytes(bitmap.buffer)
        pixels = [
            rows[start : start + bitmap.width * bitmap.n_channels]
            for start in range(0, bitmap.height * bitmap.stride, bitmap.stride)
        ]
        return _png(bitmap.width, bitmap.height, bitmap.n_channels, pixels)
    finally:
        document.close()


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
