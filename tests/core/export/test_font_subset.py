"""An embedded font has the outlines and widths of the one it was taken from."""

from io import BytesIO
from struct import unpack

import pytest
from fontTools.pens.recordingPen import RecordingPen
from fontTools.ttLib import TTFont

from core.export.font_subset import subset
from core.layout.font_metrics import FontFile, font
from core.layout.truetype import TrueType

TEXT = "表里0①é，Ａ 𬱖"


def drawn(source: TTFont, glyph: int) -> object:
    """The curves of a glyph, and its width."""
    glyphs, name = source.getGlyphSet(), source.getGlyphName(glyph)
    pen = RecordingPen()
    glyphs[name].draw(pen)
    return pen.value, glyphs[name].width


def opened(content: bytes) -> TTFont:
    """A font as a font library reads it."""
    return TTFont(BytesIO(content), checkChecksums=2)


def numbers(source: TrueType, text: str) -> list[int]:
    """The glyphs of the characters that the font has."""
    return [source.glyphs[ord(sign)] for sign in text if ord(sign) in source.glyphs]


@pytest.mark.parametrize("file", FontFile, ids=lambda file: file.name)
def test_glyphs_are_drawn_as_before(file: FontFile) -> None:
    """Each glyph, under its new number, has the curves and the width it had."""
    wanted = [0, *numbers(font(file), TEXT)]
    before, after = opened(font(file).path.read_bytes()), opened(subset(font(file), wanted))

    assert len(wanted) > 7
    assert [drawn(after, new) for new in range(len(wanted))] == [drawn(before, n) for n in wanted]


@pytest.mark.parametrize("file", FontFile, ids=lambda file: file.name)
def test_no_glyph_is_made_of_others(file: FontFile) -> None:
    """None would come without its parts."""
    outlines = font(file).read_outlines(range(len(font(file).advances)))

    assert all(outline[:1] < b"\x80" for outline in outlines)


def test_a_glyph_may_come_twice() -> None:
    """Two characters that look alike each have a number of their own."""
    source = font(FontFile.SANS_BOLD)
    (glyph,) = numbers(source, "表")
    twice = opened(subset(source, [0, glyph, glyph]))

    assert drawn(twice, 1) == drawn(twice, 2)


def test_the_whole_file_has_the_sum_that_fonts_have() -> None:
    """Readers that check a font's sums accept it."""
    content = subset(font(FontFile.SERIF), [0, 1, 2])

    assert sum(unpack(f">{len(content) // 4}L", content)) % 2**32 == 0xB1B0AFBA
