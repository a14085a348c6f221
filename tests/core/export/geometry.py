"""Where every character of a PDF stands, read by another library than the one that wrote it."""

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium


@dataclass(frozen=True, slots=True)
class Character:
    """A character on a page: its ink from the upper left corner, where it ends, its size."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    end: float
    size: float

    @property
    def middle(self) -> tuple[float, float]:
        """The middle of its ink."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    def overlaps(self, other: "Character", tolerance: float) -> bool:
        """Whether the ink of both covers one another by more than that on both axes."""
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.bottom, other.bottom) - max(self.top, other.top)
        return across > tolerance and down > tolerance


def characters(pdf: bytes) -> list[list[Character]]:
    """The visible characters of every page, in the order in which they are copied."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [list(_on(page)) for page in document]
    finally:
        document.close()


def _on(page: Any) -> Iterator[Character]:
    height = page.get_height()
    textpage = page.get_textpage()
    first_half = 0xD800
    for index in range(textpage.count_chars()):
        code = pdfium.FPDFText_GetUnicode(textpage.raw, index)
        if 0xD800 <= code < 0xDC00:  # the first half of a character; both stand at one place
            first_half = code
            continue
        if 0xDC00 <= code < 0xE000:
            code = 0x10000 + ((first_half - 0xD800) << 10) + code - 0xDC00
        text = chr(code)
        if text.isspace() or text == "\x00":
            continue
        left, right, bottom, top = (ctypes.c_double() for _ in range(4))
        pdfium.FPDFText_GetCharBox(textpage.raw, index, left, right, bottom, top)
        room = pdfium.FS_RECTF()
        pdfium.FPDFText_GetLooseCharBox(textpage.raw, index, room)
        yield Character(
            text,
            left.value,
            height - top.value,
            right.value,
            height - bottom.value,
            room.right,
            pdfium.FPDFText_GetFontSize(textpage.raw, index),
        )
    textpage.close()
