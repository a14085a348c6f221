"""The lines above and below the grid: title, 表号, 单位, 金额单位, notes.

Each is as wide as the grid and has up to three texts, each in a stretch of its own, so that a long
name of a unit never runs into the 金额单位 on its right.
"""

from dataclasses import dataclass

from core.layout.cell_text import POINTS_PER_MM
from core.layout.font_metrics import Face, text_width
from core.layout.plan import Align, LineRole
from core.layout.printed import PrintedLine
from core.layout.text_fit import LEADING, fit, wrap, wrap_evenly

_LEAST_TITLE = 14.0
_PLACES = (Align.LEFT, Align.CENTER, Align.RIGHT)
_GAP = 6.0  # points between two texts of a line


@dataclass(frozen=True, slots=True)
class Slot:
    """One text of a line: its lines, and the stretch it has, counted from the grid's left edge."""

    text: str
    lines: tuple[str, ...]
    align: Align
    start: float
    width: float


@dataclass(frozen=True, slots=True)
class SetLine:
    """A line as it is set, with the free space above and below it (points)."""

    role: LineRole
    face: Face
    size: float
    leading: float
    before: float
    after: float
    slots: tuple[Slot, ...]

    @property
    def height(self) -> float:
        """The height of the line, free space included."""
        return self.height_of(max((len(slot.lines) for slot in self.slots), default=1))

    def height_of(self, lines: int) -> float:
        """The height it would have with so many lines of text."""
        return self.before + lines * self.size * self.leading + self.after


@dataclass(frozen=True, slots=True)
class _Manner:
    face: Face
    size: float
    leading: float
    before: float = 0.0
    after: float = 0.0


_TITLE = _Manner(Face.HEI_BOLD, 18.0, LEADING, 2 * POINTS_PER_MM, POINTS_PER_MM)
_SUBTITLE = _Manner(Face.SONG, 11.0, LEADING, 0.0, POINTS_PER_MM)
_LINE = _Manner(Face.SONG, 10.0, 1.5)
_NOTE = _Manner(Face.SONG, 9.0, 1.3, 0.6 * POINTS_PER_MM)


def set_line(line: PrintedLine, width: float) -> SetLine:
    """The line set in that width; a title that is too long is set smaller, then in two lines."""
    manner = _manner(line)
    size = _title_size(line, width) if line.role is LineRole.TITLE else manner.size
    texts = (line.left, line.center, line.right)
    slots = []
    for text, align, (start, end) in zip(
        texts, _PLACES, _stretches(texts, manner.face, size, width), strict=True
    ):
        if text:
            lines = _broken(text, manner.face, (size, end - start), align)
            slots.append(Slot(text, lines, align, start, end - start))
    return SetLine(
        line.role, manner.face, size, manner.leading, manner.before, manner.after, tuple(slots)
    )


def _manner(line: PrintedLine) -> _Manner:
    if line.role is LineRole.TITLE:
        return _TITLE
    if line.role is LineRole.NOTE:
        return _NOTE
    return _SUBTITLE if line.center and not (line.left or line.right) else _LINE


def _title_size(line: PrintedLine, width: float) -> float:
    longest = max((line.left, line.center, line.right), key=len)
    one_line = _TITLE.size * LEADING
    return fit(longest, _TITLE.face, _TITLE.size, width, one_line, _LEAST_TITLE).size


def _broken(
    text: str, face: Face, size_and_room: tuple[float, float], align: Align
) -> tuple[str, ...]:
    size, room = size_and_room
    return (wrap_evenly if align is Align.CENTER else wrap)(text, face, size, room)


def _natural(text: str, face: Face, size: float) -> float:
    """The width a text takes on its own, with the gap beside it; nothing for no text."""
    if not text:
        return 0.0
    return max(text_width(part, face, size) for part in text.split("\n")) + _GAP


def _stretches(
    texts: tuple[str, str, str], face: Face, size: float, width: float
) -> list[tuple[float, float]]:
    """Where the left, the middle and the right text begin and end.

    The middle one stands in the middle as long as its neighbours let it; texts that are together
    wider than the line share it in proportion.
    """
    left, center, right = (_natural(text, face, size) for text in texts)
    total = left + center + right
    if total > width:
        first, second = width * left / total, width * (left + center) / total
    elif center:
        side = max(left, right)
        symmetric = 2 * side + center <= width
        first, second = (side, width - side) if symmetric else (left, width - right)
    else:
        share = left / total if total else 1.0
        first = second = left + (width - total) * (0.5 if left and right else share)
    return [(0.0, first), (first, second), (second, width)]
