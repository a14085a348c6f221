"""How the cells of a workbook look: each look is written once, and cells name it by number.

Fonts are named, not embedded: 宋体 and 黑体 are on every office machine.
"""

from dataclasses import dataclass
from functools import lru_cache
from html import escape
from typing import Final

from core.layout.plan import Align

TEXT_FORMAT: Final = "General"

_STANDARD_FONT: Final = '<font><sz val="12"/><name val="Times New Roman"/><family val="1"/></font>'
"""The font by which workbooks measure: widths in its digits, indents in three of its blanks.

At this size its digit is exactly 8 pixels wide and the indent one em of 9 points, in Excel, WPS and
LibreOffice alike; 宋体 measures otherwise on a machine that lacks it. No cell is set in it.
"""
_NO_RULES: Final = "<border><left/><right/><top/><bottom/><diagonal/></border>"
_THIN_RULES: Final = (
    "<border>"
    + "".join(f'<{side} style="thin"/>' for side in ("left", "right", "top", "bottom"))
    + "<diagonal/></border>"
)
_FILLS: Final = (
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
)
_OWN_NAMES: Final = (
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
)
_NORMAL: Final = (
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
)
_CHINESE: Final = 134  # the character set of GB 2312 fonts
_KNOWN_FORMATS: Final = {
    TEXT_FORMAT: 0,
    "0": 1,
    "0.00": 2,
    "#,##0": 3,
    "#,##0.00": 4,
    "0%": 9,
    "0.00%": 10,
}
"""Number formats that every office program knows by number."""
_FIRST_OWN_FORMAT: Final = 164


@dataclass(frozen=True, slots=True)
class OfficeFont:
    """A font as a workbook names it."""

    name: str
    size: float
    bold: bool = False

    @property
    def xml(self) -> str:
        """The font in the list of fonts."""
        bold = "<b/>" if self.bold else ""
        return (
            f'<font>{bold}<sz val="{self.size:g}"/><name val="{self.name}"/>'
            f'<charset val="{_CHINESE}"/></font>'
        )


@lru_cache
def song(size: float, bold: bool = False) -> OfficeFont:
    """宋体, in which forms are set."""
    return OfficeFont("宋体", size, bold)


@lru_cache
def hei(size: float) -> OfficeFont:
    """黑体 bold, for titles."""
    return OfficeFont("黑体", size, bold=True)


@dataclass(frozen=True, slots=True)
class Look:
    """How a cell looks. A figure too wide for its cell is set smaller, never shown as ####."""

    font: OfficeFont | None = None
    align: Align | None = None
    vertical: str = "center"
    indent: int = 0
    shrinks: bool = False
    ruled: bool = True
    locked: bool = True
    number_format: str = TEXT_FORMAT
    quoted: bool = False

    @property
    def alignment(self) -> str:
        """Where the content stands in the cell, and whether it is broken into lines."""
        if self.align is None:
            return ""
        indent = f' indent="{self.indent}"' if self.indent else ""
        fitted = "shrinkToFit" if self.shrinks else "wrapText"
        place = f'horizontal="{self.align.value}" vertical="{self.vertical}"'
        return f'<alignment {place}{indent} {fitted}="1"/>'


BARE = Look(ruled=False)
RULED = Look()
"""A place without content: thin rules."""


class Looks:
    """The looks in one workbook, numbered as they come."""

    def __init__(self) -> None:
        """None but the one that a cell without any has."""
        self._numbers: dict[Look, int] = {BARE: 0}
        self._fonts: dict[OfficeFont | None, int] = {None: 0}
        self._formats: dict[str, int] = dict(_KNOWN_FORMATS)
        self._written: list[str] = [self._entry(BARE)]

    def number(self, look: Look) -> int:
        """The number by which cells name a look."""
        known = self._numbers.get(look)
        if known is None:
            known = self._numbers[look] = len(self._numbers)
            self._written.append(self._entry(look))
        return known

    def _entry(self, look: Look) -> str:
        font = self._fonts.setdefault(look.font, len(self._fonts))
        own = _FIRST_OWN_FORMAT + len(self._formats) - len(_KNOWN_FORMATS)
        number = self._formats.setdefault(look.number_format, own)
        quoted = ' quotePrefix="1"' if look.quoted else ""
        protection = "" if look.locked else '<protection locked="0"/>'
        return (
            f'<xf numFmtId="{number}" fontId="{font}" fillId="0" borderId="{int(look.ruled)}"'
            f' xfId="0"{quoted} applyNumberFormat="1" applyFont="1" applyBorder="1"'
            f' applyAlignment="1" applyProtection="1">{look.alignment}{protection}</xf>'
        )

    @property
    def xml(self) -> str:
        """The part of the workbook that lists them."""
        own = [item for item in self._formats.items() if item[1] >= _FIRST_OWN_FORMAT]
        formats = "".join(
            f'<numFmt numFmtId="{number}" formatCode="{escape(text)}"/>' for text, number in own
        )
        fonts = "".join(font.xml if font else _STANDARD_FONT for font in self._fonts)
        return (
            '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
            + (f'<numFmts count="{len(own)}">{formats}</numFmts>' if own else "")
            + f'<fonts count="{len(self._fonts)}">{fonts}</fonts>{_FILLS}'
            + f'<borders count="2">{_NO_RULES}{_THIN_RULES}</borders>{_OWN_NAMES}'
            + f'<cellXfs count="{len(self._written)}">{"".join(self._written)}</cellXfs>'
            + f"{_NORMAL}</styleSheet>"
        )
