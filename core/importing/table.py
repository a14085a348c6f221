"""Which part of a sheet is the ruled table, and which lines stand above and below it."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile
from typing import Final

from core.errors import WorkbookError
from core.importing.sheet import Box, Place, Sheet
from core.template.drawing import MAX_COLUMNS, MAX_LINES

_LEAST_RULED: Final = 4
"""Fewer ruled places are no table."""

_NOTE: Final = re.compile(r"[（(]?(?:备?注|说\s*明)|.{15,}", re.DOTALL)
_SAYING: Final = re.compile(r".*[：:].*", re.DOTALL)
_MOST_IN_LINE: Final = 3
_GAP: Final = re.compile(r"[ \u3000]{2,}(?=[^\s：:]{1,8}[：:])")


@dataclass(frozen=True, slots=True)
class Piece:
    """A text of a line around the table, and where it stands: left, center or right."""

    text: str
    place: str
    size: float


Line = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Blank:
    """A blank form: its table with boxes in every place, and the lines around it.

    `boxes` are in reading order; one without text is to be filled in if it is ruled. `head` are the
    rows that every page repeats, from first to before the last.
    """

    sheet: Sheet
    boxes: tuple[Box, ...]
    rows: int
    widths: tuple[float, ...]
    above: tuple[Line, ...]
    below: tuple[Line, ...]
    head: tuple[int, int]


def find_table(sheet: Sheet) -> Blank | None:
    """The table of a sheet; None for a sheet on which nothing stands. Raises WorkbookError."""
    boxes = list(sheet.boxes.values())
    ruled = [box for box in boxes if box.ruled]
    has_rules = len(ruled) > 1 and sum(b.rows * b.columns for b in ruled) >= _LEAST_RULED
    there = [box for box in boxes if _is_there(box)]
    table = ruled if has_rules else _unruled_table(there)
    if not table:
        return None
    area = top, left, bottom, right = _closed(boxes, _around(table))
    if bottom - top > MAX_LINES or right - left > MAX_COLUMNS:
        size = f"{bottom - top} 行 {right - left} 列"
        words = f"上的表有 {size}，一张表样最多 {MAX_LINES} 行 {MAX_COLUMNS} 列，请分开或删去多余的"
        raise WorkbookError(f"工作表“{sheet.title}”{words}")
    head = (max(sheet.repeated[0] - top, 0), min(sheet.repeated[1], bottom) - top)
    return Blank(
        sheet=sheet,
        boxes=tuple(_filled(sheet, area, everywhere=not has_rules)),
        rows=bottom - top,
        widths=sheet.widths[left:right],
        above=_lines([box for box in boxes if box.row < top], (left, right)),
        below=_lines([box for box in boxes if box.row >= bottom], (left, right)),
        head=head if head[0] < head[1] else (0, 0),
    )


_Area = tuple[int, int, int, int]
"""Top, left, and what is behind bottom and right."""


def _is_there(box: Box) -> bool:
    return bool(box.text or box.figure) or box.rows * box.columns > 1


def _around(boxes: Iterable[Box]) -> _Area:
    boxes = list(boxes)
    return (
        min(box.row for box in boxes),
        min(box.column for box in boxes),
        max(box.end for box in boxes),
        max(box.right for box in boxes),
    )


def _closed(boxes: list[Box], area: _Area) -> _Area:
    """The area with all that stands beside the table, and with no joined cell cut in two."""
    while True:
        inside = [box for box in boxes if box.row < area[2] and box.end > area[0]]
        part_of = [b for b in inside if b.ruled or _is_there(b)]
        wider = _around([*part_of, Box(area[0], area[1], area[2] - area[0], area[3] - area[1])])
        if wider == area:
            return area
        area = wider


# ---- a table without rules


def _unruled_table(boxes: list[Box]) -> list[Box]:
    """The boxes that are left when the lines above and the notes below are taken away.

    A table without any place to fill in goes on over the empty rows before the notes.
    """
    rows: dict[int, list[Box]] = {}
    for box in boxes:
        rows.setdefault(box.row, []).append(box)
    numbers = sorted(rows)
    above = set(takewhile(lambda number: _is_line(rows[number]), numbers))
    rest = [number for number in numbers if number not in above]
    below = set(takewhile(lambda number: _is_note(rows[number]), reversed(rest)))
    kept = [number for number in rest if number not in below]
    # Where all rows look like lines, they are the table.
    table = [box for number in kept or numbers for box in rows[number]]
    if below and sum(b.rows * b.columns for b in table if b.text) == _size(_around(table)):
        last = _around(table)[2]
        table += [Box(row, table[0].column, 1, 1) for row in range(last, min(below))]
    return table


def _size(area: _Area) -> int:
    top, left, bottom, right = area
    return (bottom - top) * (right - left)


def _is_line(boxes: list[Box]) -> bool:
    if any(box.rows > 1 for box in boxes) or len(boxes) > _MOST_IN_LINE:
        return False
    return len(boxes) == 1 or all(_SAYING.match(box.text) for box in boxes)


def _is_note(boxes: list[Box]) -> bool:
    return len(boxes) == 1 and boxes[0].rows == 1 and bool(_NOTE.match(boxes[0].text))


# ---- what stands in the table


def _filled(sheet: Sheet, area: _Area, *, everywhere: bool) -> Iterator[Box]:
    """The boxes of an area in reading order, counted from its corner, with none left out.

    Where there are no rules everything is as if it had some.
    """
    top, left, bottom, right = area
    covered: set[Place] = set()
    for row in range(top, bottom):
        for column in range(left, right):
            if (row, column) in covered:
                continue
            box = sheet.boxes.get((row, column)) or Box(row, column, 1, 1)
            covered.update((r, c) for r in range(row, box.end) for c in range(column, box.right))
            ruled = box.ruled or everywhere
            yield replace(box, row=row - top, column=column - left, ruled=ruled)


# ---- lines


def _lines(boxes: list[Box], columns: tuple[int, int]) -> tuple[Line, ...]:
    """The texts of these boxes, row by row; a break in a text begins another line."""
    found: list[Line] = []
    rows: dict[int, list[Box]] = {}
    for box in boxes:
        if box.text:
            rows.setdefault(box.row, []).append(box)
    for beside in rows.values():
        parts = [[part for part in box.text.split("\n") if part.strip()] for box in beside]
        for index in range(max(map(len, parts), default=0)):
            texts = [(b, p[index]) for b, p in zip(beside, parts, strict=True) if index < len(p)]
            found += _line(texts, columns)
    return tuple(found)


def _line(texts: Sequence[tuple[Box, str]], columns: tuple[int, int]) -> Iterator[Line]:
    """The line that texts side by side make; where they are more than three, several."""
    if len(texts) == 1:
        box, text = texts[0]
        several = _GAP.split(text.strip())
        if 1 < len(several) <= _MOST_IN_LINE:
            yield _placed([(part, box.size) for part in several])
        else:
            yield (Piece(text.strip(), _place(box, columns), box.size),)
        return
    for first in range(0, len(texts), _MOST_IN_LINE):
        yield _placed([(t.strip(), b.size) for b, t in texts[first : first + _MOST_IN_LINE]])


def _placed(texts: list[tuple[str, float]]) -> Line:
    places = {1: ["left"], 2: ["left", "right"], 3: ["left", "center", "right"]}[len(texts)]
    return tuple(
        Piece(text, place, size) for (text, size), place in zip(texts, places, strict=True)
    )


def _place(box: Box, columns: tuple[int, int]) -> str:
    """Where the only text of a line stands."""
    if box.align:
        return box.align
    middle = (columns[0] + columns[1]) / 2
    return "right" if box.column >= middle and box.column > columns[0] else "left"
