"""What was measured of the cells of a form, kept as long as they print the same.

A form is laid out again whenever a figure outgrows its column, and then all but a few of its cells
print what they printed before.
"""

from collections.abc import Sequence
from math import ceil

from core.layout.printed import PrintedCell, PrintedForm
from gui.grid.cell_text import (
    LINE,
    ROW,
    VERTICAL_ROOM,
    setting,
    stays_whole,
    text_height,
    text_width,
)

FIGURE_ROOM = 10.0

_At = tuple[int, int]


class Measured:
    """Kept by whoever lays forms out."""

    def __init__(self) -> None:
        """Nothing was measured."""
        self._figures: dict[_At, tuple[PrintedCell, float | None]] = {}
        self._heights: dict[_At, tuple[PrintedCell, float, float, int]] = {}

    def figure_width(self, cell: PrintedCell) -> float | None:
        """The width that a figure or code needs at 100 %; None for a text, which can be broken."""
        at = cell.place.row, cell.place.column
        found = self._figures.get(at)
        if found is None or found[0] is not cell:
            found = cell, figure_width(cell) if stays_whole(cell) else None
            self._figures[at] = found
        return found[1]

    def row_heights(self, form: PrintedForm, widths: Sequence[int], zoom: float) -> list[int]:
        """Heights at which every text is whole; a cell over several rows gets the rest below."""
        heights = [
            ceil(max(ROW, row.lines * LINE + VERTICAL_ROOM) * zoom)
            if row.lines > 1
            else ceil(ROW * zoom)
            for row in form.plan.rows
        ]
        texts = (cell for cell in form.cells if cell.text and self.figure_width(cell) is None)
        for cell in sorted(texts, key=lambda c: (c.place.rows, c.place.row)):
            place = cell.place
            width = sum(widths[place.column : place.column + place.columns])
            last = place.row + place.rows - 1
            lacking = self._height(cell, width, zoom) - sum(heights[place.row : last + 1])
            heights[last] += max(0, lacking)
        return heights

    def _height(self, cell: PrintedCell, width: float, zoom: float) -> int:
        at = cell.place.row, cell.place.column
        found = self._heights.get(at)
        if found is None or found[0] is not cell or found[1:3] != (width, zoom):
            found = cell, width, zoom, ceil(text_height(cell, width, zoom))
            self._heights[at] = found
        return found[3]


def figure_width(cell: PrintedCell) -> float:
    """The width that a figure or code needs at 100 %."""
    how = setting(cell.place, 1.0)
    return text_width(cell.text, how.families, how.pixels) + how.indent + FIGURE_ROOM
