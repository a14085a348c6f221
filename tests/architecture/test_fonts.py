"""The committed fonts are the ones that `dev.py fonts` makes, and can be told apart."""

import hashlib
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from tools.build_fonts import FONTS, build_signs, kept_characters

LINES = (FONTS / "SHA256SUMS").read_text("ascii").splitlines()
SUMS = {name: checksum for checksum, name in map(str.split, LINES)}
SIGNS = "□■√≥≤—…·《》〔〕①⑳％㎡￥"  # ☐ and ☑ are in a font of their own

OWN_SIGNS = "BiaoliSigns-Regular.ttf"

each_font = pytest.mark.parametrize("name", sorted(SUMS))


def test_every_font_has_a_checksum() -> None:
    """The list names exactly the files that are there."""
    assert sorted(SUMS) == sorted(path.name for path in FONTS.glob("*.ttf"))


@each_font
def test_font_is_unchanged(name: str) -> None:
    """A checked-out font has the bytes it was committed with."""
    assert hashlib.sha256((FONTS / name).read_bytes()).hexdigest() == SUMS[name]


def test_fonts_have_names_of_their_own() -> None:
    """Two files of one PostScript name would behave as one in a PDF."""
    names = set()
    for name in SUMS:
        with TTFont(FONTS / name, lazy=True) as font:
            names.add(font["name"].getDebugName(6))
    assert len(names) == len(SUMS)


@pytest.mark.parametrize("name", sorted(SUMS.keys() - {OWN_SIGNS}))
def test_font_covers_gb2312_and_the_signs_of_forms(name: str) -> None:
    """What official forms are made of can be drawn, check boxes apart."""
    needed = {ord(char) for char in _gb2312() + SIGNS}
    with TTFont(FONTS / name, lazy=True) as font:
        assert needed <= font.getBestCmap().keys()
    assert needed <= kept_characters()


def test_font_of_signs_is_what_is_built(tmp_path: Path) -> None:
    """☐ and ☑ are made the same, byte for byte, each time."""
    build_signs(tmp_path / OWN_SIGNS)

    assert (tmp_path / OWN_SIGNS).read_bytes() == (FONTS / OWN_SIGNS).read_bytes()
    with TTFont(tmp_path / OWN_SIGNS) as font:
        assert set(map(chr, font.getBestCmap())) == set("☐☑")


def _gb2312() -> str:
    rows = (bytes((high, low)) for high in range(0xB0, 0xF8) for low in range(0xA1, 0xFF))
    return "".join(row.decode("gb2312", "ignore") for row in rows)
