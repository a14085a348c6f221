"""The font files are read as a font library reads them."""

from io import BytesIO
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from core.layout.font_metrics import EM, FontFile
from core.layout.truetype import TrueType
from core.paths import fonts_folder

each_font = pytest.mark.parametrize("file", FontFile, ids=lambda file: file.name)


def read(file: FontFile) -> tuple[TrueType, TTFont]:
    """The file as we read it, and as fontTools does."""
    path = fonts_folder() / file.value
    return TrueType(path), TTFont(BytesIO(path.read_bytes()), lazy=True)


@each_font
def test_every_character_has_its_glyph(file: FontFile) -> None:
    """No character is missing, none has another's glyph."""
    ours, theirs = read(file)

    assert ours.glyphs == {code: theirs.getGlyphID(n) for code, n in theirs.getBestCmap().items()}


@each_font
def test_every_glyph_has_its_width(file: FontFile) -> None:
    """Widths and side bearings, to the last glyph; the unit is that of the layout."""
    ours, theirs = read(file)
    measures = [theirs["hmtx"][name] for name in theirs.getGlyphOrder()]

    assert list(zip(ours.advances, ours.bearings, strict=True)) == [
        (width, bearing % 0x10000) for width, bearing in measures
    ]
    assert theirs["head"].unitsPerEm == EM


@each_font
def test_every_outline_is_found(file: FontFile) -> None:
    """Where the outlines lie in the file."""
    ours, theirs = read(file)

    assert list(ours.outlines) == list(theirs["loca"])


def test_font_without_features_replaces_nothing() -> None:
    """The font of signs has neither digits nor features."""
    ours, theirs = read(FontFile.SIGNS)

    assert "GSUB" not in theirs
    assert ours.substitutes("hwid") == {}


@pytest.mark.parametrize("file", [file for file in FontFile if file is not FontFile.SIGNS])
def test_digits_of_one_width_are_found(file: FontFile) -> None:
    """The half-width forms, of all characters that have them."""
    ours, theirs = read(file)
    table = theirs["GSUB"].table
    lookups = next(r for r in table.FeatureList.FeatureRecord if r.FeatureTag == "hwid")
    expected: dict[int, int] = {}
    for index in lookups.Feature.LookupListIndex:
        for part in table.LookupList.Lookup[index].SubTable:
            expected |= {
                theirs.getGlyphID(a): theirs.getGlyphID(b) for a, b in part.mapping.items()
            }

    assert ours.substitutes("hwid") == expected


def test_short_offsets_are_read(tmp_path: Path) -> None:
    """A small font keeps half of each outline's place, in two bytes."""
    from fontTools.subset import Subsetter

    font = TTFont(fonts_folder() / FontFile.SANS_BOLD.value)
    subsetter = Subsetter()
    subsetter.populate(text="表里")
    subsetter.subset(font)
    font.save(tmp_path / "small.ttf")

    assert font["head"].indexToLocFormat == 0
    assert list(TrueType(tmp_path / "small.ttf").outlines) == list(font["loca"])
