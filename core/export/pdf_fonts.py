"""Our fonts in a PDF file: what is used of them is embedded, and can be copied and searched.

Every character has a number of its own in its font, so text is copied as it was written, whatever
is drawn for it: a box where no font has the character, a box with a tick for ☑.
"""

from collections.abc import Iterator, Sequence
from struct import unpack_from
from zlib import crc32

from core.export.font_subset import subset
from core.export.pdf_file import PdfFile, dictionary, reference
from core.layout.font_metrics import BOX, Face, FontFile, font, metrics, runs

TICKED = "☑"
"""A sign our fonts lack: drawn as the box for every such sign, with a tick over it."""

_SYMBOLIC, _SERIF, _FORCE_BOLD = 1 << 2, 1 << 1, 1 << 18
_BOLD = 600  # the weight from which on a font is bold
_AT_ONCE = 100  # entries of a map that the format allows in one block


class UsedFont:
    """One font file as a document uses it."""

    def __init__(self, file: FontFile, name: str) -> None:
        """A font of which no character is used yet; `name` is what pages call it."""
        self.file = file
        self.name = name
        self._codes = _Codes()

    def coded(self, text: str) -> str:
        """A text as it is written on a page in this font."""
        return "".join(map(self._codes.__getitem__, text))

    def embed(self, into: PdfFile) -> int:
        """Write the font with the characters that were used; its object's number."""
        characters, source = list(self._codes), font(self.file)
        has = metrics(self.file)
        glyphs = [has.glyphs.get(ord(sign), has.glyphs[ord(BOX)]) for sign in characters]
        content = subset(source, [0, *glyphs])
        name = f"/{_tag(characters)}+{source.path.stem}"
        described = into.add(
            dictionary(
                {
                    "Type": "/FontDescriptor",
                    "FontName": name,
                    **_description(self.file),
                    "FontFile2": reference(into.add_stream(content, f" /Length1 {len(content)}")),
                }
            )
        )
        widths = " ".join(str(has.widths[glyph]) for glyph in glyphs)
        drawn = into.add(
            dictionary(
                {
                    "Type": "/Font",
                    "Subtype": "/CIDFontType2",
                    "BaseFont": name,
                    "CIDSystemInfo": "<</Registry (Adobe) /Ordering (Identity) /Supplement 0>>",
                    "CIDToGIDMap": "/Identity",
                    "FontDescriptor": reference(described),
                    "W": f"[1 [{widths}]]",
                }
            )
        )
        return into.add(
            dictionary(
                {
                    "Type": "/Font",
                    "Subtype": "/Type0",
                    "BaseFont": name,
                    "Encoding": "/Identity-H",
                    "DescendantFonts": f"[{reference(drawn)}]",
                    "ToUnicode": reference(into.add_stream(to_unicode_map(characters).encode())),
                }
            )
        )


class UsedFonts(dict[FontFile, UsedFont]):
    """The fonts of one document, each there as soon as it is asked for."""

    def __missing__(self, file: FontFile) -> UsedFont:
        """Take a font into use."""
        self[file] = used = UsedFont(file, f"F{len(self) + 1}")
        return used

    def coded_runs(self, text: str, face: Face) -> Iterator[tuple[str, str]]:
        """The text in pieces as pages have them, with the name of the font that draws each."""
        for file, piece in runs(text, face):
            used = self[file]
            yield used.name, used.coded(piece)


class _Codes(dict[str, str]):
    """Numbers for characters in the order in which they come."""

    def __missing__(self, character: str) -> str:
        self[character] = code = f"{len(self) + 1:04X}"
        return code


def _tag(characters: Sequence[str]) -> str:
    """Six letters by which readers tell this part of a font from others."""
    number, letters = crc32("".join(characters).encode("utf-8", "surrogatepass")), ""
    for _ in range(6):
        number, rest = divmod(number, 26)
        letters += chr(ord("A") + rest)
    return letters


def _description(file: FontFile) -> dict[str, object]:
    """What a reader wants to know of a font."""
    head, about = font(file).table("head"), font(file).table("OS/2")
    (weight,) = unpack_from(">H", about, 4)
    ascent, descent = unpack_from(">hh", about, 68)
    (capitals,) = unpack_from(">h", about, 88)
    flags = _SYMBOLIC
    if file in (FontFile.SERIF, FontFile.SERIF_BOLD):
        flags |= _SERIF
    if weight >= _BOLD:
        flags |= _FORCE_BOLD
    return {
        "Flags": flags,
        "FontBBox": "[{} {} {} {}]".format(*unpack_from(">4h", head, 36)),
        "ItalicAngle": 0,
        "Ascent": ascent,
        "Descent": descent,
        "CapHeight": capitals,
        "StemV": 50 + int((weight / 65) ** 2),  # as it is usually guessed
    }


def to_unicode_map(characters: Sequence[str]) -> str:
    """The map of one font by which a reader copies and searches text."""
    entries = [f"<{number:04X}> <{_utf16(sign)}>" for number, sign in enumerate(characters, 1)]
    lines = [
        "/CIDInit /ProcSet findresource begin",
        "12 dict begin",
        "begincmap",
        "/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def",
        "/CMapName /Adobe-Identity-UCS def",
        "/CMapType 2 def",
        "1 begincodespacerange",
        "<0000> <FFFF>",
        "endcodespacerange",
    ]
    for start in range(0, len(entries), _AT_ONCE):
        block = entries[start : start + _AT_ONCE]
        lines += [f"{len(block)} beginbfchar", *block, "endbfchar"]
    lines += ["endcmap", "CMapName currentdict /CMap defineresource pop", "end", "end"]
    return "\n".join(lines)


def _utf16(character: str) -> str:
    if "\ud800" <= character <= "\udfff":  # half of a character: nothing that could be copied
        character = BOX
    return character.encode("utf-16-be").hex().upper()
