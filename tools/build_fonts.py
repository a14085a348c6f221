"""Recreate resources/fonts from the published Noto packages, byte for byte.

For the maintainer only: the fonts are committed. `python3 dev.py fonts` runs this in the
development environment; it needs npm. The regular weights are taken whole; of each bold weight
only the characters of GB 2312 and the signs of our forms are kept, under a name of our own, so
that neither Qt nor reportlab can take it for another file. ☐ and ☑, which both families lack, are
made of their □ and stand in a small font of their own.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

from fontTools import subset
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

FONTS = Path(__file__).resolve().parent.parent / "resources" / "fonts"
VERSION = "0.4.3"
# Vertical forms, and half-width digits that stand under each other in columns of amounts.
LAYOUT_FEATURES = ["vert", "vrt2", "hwid"]
KEPT_NAMES = [0, 1, 2, 3, 4, 5, 6, 13, 14]
MICROSOFT_NAMES = (3, 1, 0x409)
SIGNS = "Biaoli Signs"
OPEN_BOX, TICKED_BOX, BOX, FILLED_BOX = 0x2610, 0x2611, 0x25A1, 0x25A0
TICK = ((271, 446), (438, 244), (768, 684), (832, 636), (442, 116), (209, 394))  # of an em of 1000


@dataclass(frozen=True)
class Family:
    """One family: the npm package it comes from and the checksums of what is taken from it."""

    package: str
    stem: str
    own_name: str
    regular_sha256: str
    bold_sha256: str


FAMILIES = [
    Family(
        package="noto-sans-sc",
        stem="NotoSansSC",
        own_name="Biaoli Sans SC",
        regular_sha256="d45f67f0a7c0ca3f256950777ce6a61cc7ce5f9696d02900cbbaac25f8aa7d16",
        bold_sha256="9a38ae0ab28cd5a256f9ea8e00dedc688aac17f7915fcb000572990afa956b96",
    ),
    Family(
        package="noto-serif-sc",
        stem="NotoSerifSC",
        own_name="Biaoli Serif SC",
        regular_sha256="c358a69de3df5f423a8946a7b03e3126fb6ba116f1130a463455b4e39e1f0742",
        bold_sha256="9c6a2ba736e4b499c84f65ce366bd3625c0401885fd3e585ace50fb738b96ff6",
    ),
]


def main() -> None:
    """Build both families and write SHA256SUMS."""
    with tempfile.TemporaryDirectory() as folder:
        for family in FAMILIES:
            build(family, unpack(family, Path(folder)))
    build_signs(FONTS / f"{postscript_name(SIGNS, 'Regular')}.ttf")
    write_checksums()


def unpack(family: Family, folder: Path) -> Path:
    """Fetch the family's package with npm and return the folder it was unpacked to."""
    npm = shutil.which("npm")
    if npm is None:
        sys.exit("需要 npm / npm is needed")
    name = f"@expo-google-fonts/{family.package}@{VERSION}"
    subprocess.run([npm, "pack", "--silent", name], cwd=folder, check=True)
    archive = folder / f"expo-google-fonts-{family.package}-{VERSION}.tgz"
    target = folder / family.package
    with tarfile.open(archive) as packed:
        packed.extractall(target, filter="data")
    return target / "package"


def build(family: Family, source: Path) -> None:
    """Write the regular weight as it is, the bold weight as a renamed subset, and the licence."""
    regular = source / "400Regular" / f"{family.stem}_400Regular.ttf"
    bold = source / "700Bold" / f"{family.stem}_700Bold.ttf"
    require_sum(regular, family.regular_sha256)
    require_sum(bold, family.bold_sha256)
    shutil.copyfile(regular, FONTS / f"{family.stem}-Regular.ttf")
    shutil.copyfile(source / "LICENSE_FONT", FONTS / f"{family.stem}-LICENSE.txt")
    font = subset_of(bold, kept_characters())
    rename(font, family.own_name, "Bold")
    font.save(FONTS / f"{postscript_name(family.own_name, 'Bold')}.ttf", reorderTables=True)


def build_signs(target: Path) -> None:
    """Write the font of ☐ and ☑: the □ of Noto Serif SC, and the same with a tick in it."""
    font = subset_of(FONTS / "NotoSerifSC-Regular.ttf", {BOX, FILLED_BOX})
    glyphs, named = font["glyf"], font.getBestCmap()
    empty, ticked = named[BOX], named[FILLED_BOX]
    pen = TTGlyphPen(None)
    glyphs[empty].draw(pen, glyphs)
    pen.moveTo(TICK[0])
    for point in TICK[1:]:
        pen.lineTo(point)
    pen.closePath()
    glyphs[ticked] = pen.glyph()
    for table in font["cmap"].tables:
        table.cmap = {OPEN_BOX: empty, TICKED_BOX: ticked} if table.isUnicode() else {}
    del font["GSUB"]  # of which nothing is left
    rename(font, SIGNS, "Regular")
    font.save(target, reorderTables=True)


def subset_of(path: Path, characters: set[int]) -> TTFont:
    """Return the font at `path` with these characters and nothing that varies by the day."""
    options = subset.Options()
    options.layout_features = LAYOUT_FEATURES
    options.name_IDs = KEPT_NAMES
    options.hinting = False
    options.notdef_outline = True
    options.drop_tables += ["STAT", "GPOS", "gasp"]
    font = TTFont(path, recalcTimestamp=False)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=characters)
    subsetter.subset(font)
    return font


def kept_characters() -> set[int]:
    """Return GB 2312, ASCII, Latin-1, CJK punctuation, full-width forms and the signs of forms."""
    kept = set(range(0x20, 0x7F)) | set(range(0xA0, 0x100))
    kept |= set(range(0x3000, 0x3040)) | set(range(0xFF00, 0xFFF0))
    kept |= {ord(sign) for sign in "—…·☐☑□■√×÷±≥≤≠≈℃㎡‰№￥¥−"}
    kept |= set(range(0x2460, 0x249C))
    for high in range(0xA1, 0xF8):
        for low in range(0xA1, 0xFF):
            kept |= {ord(char) for char in bytes((high, low)).decode("gb2312", "ignore")}
    return kept


def rename(font: TTFont, family: str, weight: str) -> None:
    """Give the font a family of its own; two files of one name would behave as one in a PDF."""
    names = font["name"]
    version = names.getDebugName(5)
    full = f"{family} {weight}"
    for identifier, text in {
        1: family,
        2: weight,
        3: f"{version};{postscript_name(family, weight)}",
        4: full,
        6: postscript_name(family, weight),
    }.items():
        names.removeNames(nameID=identifier)
        names.setName(text, identifier, *MICROSOFT_NAMES)


def postscript_name(family: str, weight: str) -> str:
    """Return the PostScript name, which is also the file's name."""
    return f"{family.replace(' ', '')}-{weight}"


def require_sum(path: Path, expected: str) -> None:
    """Stop if the file is not the one this script was written for."""
    actual = hashlib.sha256(path.read_bytes()).hexdigest()
    if actual != expected:
        sys.exit(f"校验和不符 / wrong checksum: {path.name} {actual}")


def write_checksums() -> None:
    """Write SHA256SUMS, in the form that sha256sum --check reads."""
    lines = [
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n"
        for path in sorted(FONTS.glob("*.ttf"))
    ]
    (FONTS / "SHA256SUMS").write_text("".join(lines), encoding="ascii", newline="\n")


if __name__ == "__main__":
    main()
