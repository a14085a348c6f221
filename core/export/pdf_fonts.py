"""Our fonts in reportlab: digits of one width, a box for what no font has, text that copies right.

Three things reportlab does not do by itself. It applies no OpenType features, so the half-width
digits are put in the place of the others (core.export.pdf_face). A character no font has would be
nothing at all; it is drawn as a box and still copied as itself. Characters above U+FFFF (in names
of people and places) get a wrong ToUnicode entry; ours is written in UTF-16.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from reportlab.pdfbase import pdfmetrics, ttfonts

from core.export.pdf_face import MappedFile, Typeface
from core.layout.font_metrics import BOX, EM, Face, FontFile, runs
from core.paths import fonts_folder


@cache
def register(file: FontFile) -> str:
    """Make a font file known to reportlab; the name to use it by."""
    ttfonts.makeToUnicodeCMap = to_unicode_map
    ttfonts.TTFontFace = Typeface  # type: ignore[misc]
    path = fonts_folder() / file.value
    pdfmetrics.registerFont(ttfonts.TTFont(path.stem, MappedFile(path)))
    return path.stem


def font_runs(text: str, face: Face) -> Iterator[tuple[str, str]]:
    """The text in pieces with the name of the font that draws each."""
    for file, piece in runs(text, face):
        name = register(file)
        _draw_missing_as_box(name, piece)
        yield name, piece


def _draw_missing_as_box(name: str, text: str) -> None:
    font: Any = pdfmetrics.getFont(name)
    face = font.face
    for code in map(ord, text):
        if code not in face.charToGlyph:
            face.charToGlyph[code] = face.charToGlyph[ord(BOX)]
            face.charWidths[code] = EM


def to_unicode_map(fontname: str, subset: Sequence[int]) -> str:
    """The ToUnicode map of one subset, by which a reader copies and searches text."""
    entries = [f"<{index:02X}> <{_utf16(code)}>" for index, code in enumerate(subset)]
    lines = [
        "/CIDInit /ProcSet findresource begin",
        "12 dict begin",
        "begincmap",
        f"/CIDSystemInfo << /Registry ({fontname}) /Ordering ({fontname}) /Supplement 0 >> def",
        f"/CMapName /{fontname} def",
        "/CMapType 2 def",
        "1 begincodespacerange",
        "<00> <FF>",
        "endcodespacerange",
    ]
    for start in range(0, len(entries), 100):  # the format allows no more at once
        block = entries[start : start + 100]
        lines += [f"{len(block)} beginbfchar", *block, "endbfchar"]
    lines += ["endcmap", "CMapName currentdict /CMap defineresource pop", "end", "end"]
    return "\n".join(lines)


def _utf16(code: int) -> str:
    if 0xD800 <= code <= 0xDFFF:  # half of a character: nothing that could be copied
        code = ord(BOX)
    return chr(code).encode("utf-16-be").hex().upper()
