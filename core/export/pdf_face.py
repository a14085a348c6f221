"""A font file in reportlab without its parser.

That goes number by number through thirty thousand characters, which takes longer than drawing all
pages of a document.
"""

from collections.abc import Sequence
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import Any

from reportlab.pdfbase import ttfonts

from core.layout.font_metrics import FontFile, font, metrics

_Base: Any = ttfonts.TTFontFace


class MappedFile:
    """A file whose content is read from the disk where it is asked for, not all at once."""

    def __init__(self, path: Path) -> None:
        """The file at a path; its name is what reportlab knows it by."""
        self.name = str(path)

    def read(self) -> mmap:
        """The content, as long as it is needed."""
        with Path(self.name).open("rb") as file:
            return mmap(file.fileno(), 0, access=ACCESS_READ)


class Typeface(_Base):  # type: ignore[misc]  # reportlab's classes have no types
    """One of our fonts, with the glyphs and widths that the layout knows."""

    charToGlyph: dict[int, int]  # noqa: N815
    charWidths: dict[int, int]  # noqa: N815
    hmetrics: Sequence[tuple[int, int]]
    glyphPos: Sequence[int]  # noqa: N815

    def extractInfo(self, charInfo: int = 1) -> None:  # noqa: N802, N803
        """Read what is said of the font as a whole; take the rest from its metrics."""
        super().extractInfo(0)
        if not charInfo:
            return
        file = FontFile(Path(self.filename).name)
        known, source = metrics(file), font(file)
        self.charToGlyph = dict(known.glyphs)
        self.charWidths = {code: known.widths[glyph] for code, glyph in known.glyphs.items()}
        self.defaultWidth = known.widths[0]
        self.hmetrics = list(zip(source.advances, source.bearings, strict=True))
        self.glyphPos = source.outlines
