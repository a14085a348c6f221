"""How the cells of a workbook look: each look is put together once, and cells name it by number.

Fonts are named, not embedded: 宋体 and 黑体 are on every office machine.
"""

from dataclasses import dataclass
from typing import Final

from openpyxl.styles import Alignment, Border, Font, Protection, Side
from openpyxl.styles.styleable import StyleableObject
from openpyxl.worksheet.worksheet import Worksheet

from core.layout.plan import Align

TEXT_FORMAT: Final = "General"

_THIN: Final = Side(style="thin")
_RULED: Final = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_CHINESE: Final = 134  # the character set of GB 2312 fonts


@dataclass(frozen=True, slots=True)
class OfficeFont:
    """A font as a workbook names it."""

    name: str
    size: float
    bold: bool = False

    @property
    def font(self) -> Font:
        """The font in openpyxl."""
        return Font(name=self.name, charset=_CHINESE, size=self.size, bold=self.bold)


def song(size: float, bold: bool = False) -> OfficeFont:
    """宋体, in which forms are set."""
    return OfficeFont("宋体", size, bold)


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


RULED: Final = Look()
"""A place without content: thin rules."""


class Looks:
    """The looks in one workbook."""

    def __init__(self, sheet: Worksheet) -> None:
        """None yet; a sheet of the workbook is needed to list them there."""
        self._sheet = sheet
        self._numbers: dict[Look, int] = {}

    def number(self, look: Look) -> int:
        """The number by which cells name a look."""
        known = self._numbers.get(look)
        if known is None:
            known = self._numbers[look] = self._listed(look)
        return known

    def _listed(self, look: Look) -> int:
        styled = StyleableObject(self._sheet)
        if look.ruled:
            styled.border = _RULED
        if look.font is not None:
            styled.font = look.font.font
        if look.align is not None:
            styled.alignment = Alignment(
                horizontal=look.align.value,
                vertical=look.vertical,
                indent=look.indent,
                wrap_text=not look.shrinks,
                shrink_to_fit=look.shrinks,
            )
        styled.protection = Protection(locked=look.locked)
        styled.number_format = look.number_format
        styled.quotePrefix = look.quoted
        return int(styled.style_id)
