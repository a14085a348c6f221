"""How a place of a form is set: alignment and indentation; one rule for labels, one for values."""

import re
from collections.abc import Sequence
from functools import cache

from core.layout.plan import Align, CellStyle
from core.template.drawing import DrawnCell
from core.template.form import Field

_ORDINAL = re.compile(
    r"[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|\d+[、.．]|（\d+）|其中|加[：:]|减[：:]"
)


def label_style(
    cell: DrawnCell, text: str, aligns: Sequence[str], *, below_head: bool
) -> CellStyle:
    """Labels are centred; ordinals (一、 （一） 1、 其中 …) and indented labels are set left.

    A mark in the drawing goes first, then the column's letter (`columns: [15l, …]`) below the head.
    `aligns` has the letters of all columns. A label over all of them is a heading, and bold.
    """
    column_align = aligns[cell.column]
    if cell.align:
        align = Align(cell.align)
    elif below_head and column_align and text:
        align = Align(column_align)
    elif cell.indent or ("\n" not in text and _ORDINAL.match(text)):
        align = Align.LEFT
    else:
        align = Align.CENTER
    bold = bool(text) and cell.columns == len(aligns) > 1
    return CellStyle(align=align, indent=cell.indent, bold=bold, label=True)


def value_style(cell: DrawnCell, field: Field) -> CellStyle:
    """Values follow their field; a long text (`lines` of two and more) stands at the upper edge."""
    return _value_style(cell.align or field.align, cell.indent, field.lines > 1)


@cache
def _value_style(align: str, indent: int, top: bool) -> CellStyle:
    return CellStyle(align=Align(align), indent=indent, top=top)
