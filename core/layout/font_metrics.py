"""Which of our font files draws a character, and how wide it is.

Measuring and drawing must agree to the last unit, so both the layout and the PDF writer ask here.
Digits are set in the half-width forms the fonts carry (feature ``hwid``), so that figures stand
under each other as they do in 宋体, whose digits are half an em wide.
"""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cache, lru_cache
from itertools import groupby

from core.layout.truetype import TrueType
from core.paths import fonts_folder

EM = 1000
"""Advances are counted in thousandths of the type size: the units of our fonts."""

BOX = "□"
"""What is drawn in place of a character that no font has."""

_NO_INK = frozenset({"Mn", "Me", "Cf", "Cc", "Cs"})


class FontFile(Enum):
    """A font file that comes with the program."""

    SERIF = "NotoSerifSC-Regular.ttf"
    SANS = "NotoSansSC-Regular.ttf"
    SERIF_BOLD = "BiaoliSerifSC-Bold.ttf"
    SANS_BOLD = "BiaoliSansSC-Bold.ttf"
    SIGNS = "BiaoliSigns-Regular.ttf"


class Face(Enum):
    """A typeface of the forms: the files asked for a character, in this order."""

    SONG = (FontFile.SERIF, FontFile.SIGNS, FontFile.SANS)
    SONG_BOLD = (FontFile.SERIF_BOLD, FontFile.SERIF, FontFile.SIGNS, FontFile.SANS)
    HEI_BOLD = (FontFile.SANS_BOLD, FontFile.SANS, FontFile.SIGNS, FontFile.SERIF)

    @property
    def files(self) -> tuple[FontFile, ...]:
        """The files, the wanted one first."""
        files: tuple[FontFile, ...] = self.value
        return files


@dataclass(frozen=True, slots=True)
class Metrics:
    """The glyphs of one font file by code point, and their advance widths by glyph."""

    glyphs: Mapping[int, int]
    widths: Sequence[int]

    def advance(self, code: int) -> int:
        """The width of a character that the file has."""
        return self.widths[self.glyphs[code]]


@cache
def font(file: FontFile) -> TrueType:
    """A font file, opened when first asked for."""
    return TrueType(fonts_folder() / file.value)


@cache
def metrics(file: FontFile) -> Metrics:
    """The metrics of a font file, read when first asked for."""
    source = font(file)
    narrow = source.substitutes("hwid")
    characters = (ord(digit) for digit in "0123456789")
    digits = {code: narrow[source.glyphs[code]] for code in characters if code in source.glyphs}
    return Metrics({**source.glyphs, **digits}, source.advances)


@cache
def file_of(character: str, face: Face) -> FontFile | None:
    """The first file of the face that has the character; None if none has it."""
    code = ord(character)
    return next((file for file in face.files if code in metrics(file).glyphs), None)


@cache
def advance(character: str, face: Face) -> int:
    """The width of a character; what no font has is as wide as the box drawn for it."""
    file = file_of(character, face)
    if file is not None:
        return metrics(file).advance(ord(character))
    return 0 if unicodedata.category(character) in _NO_INK else EM


def text_width(text: str, face: Face, size: float) -> float:
    """The width of a line in points."""
    return text_units(text, face) * size / EM


@lru_cache(maxsize=16384)
def text_units(text: str, face: Face) -> int:
    """The width of a line in units of EM to the type size; the same texts come again and again."""
    return sum(advance(c, face) for c in text)


def runs(text: str, face: Face) -> Iterator[tuple[FontFile, str]]:
    """The text in pieces that one file draws; marks that no font has are left out.

    Characters that no font has go to the file of last resort, which draws a box for them.
    """
    last = face.files[-1]
    drawn = (c for c in text if advance(c, face) or file_of(c, face))
    for file, characters in groupby(drawn, key=lambda c: file_of(c, face) or last):
        yield file, "".join(characters)
