"""The drawing of a form: one line is one printed row, and what is joined is one rectangle.

``<`` joins a cell with its left neighbour, ``^`` with the one above, ``{name}`` is a cell, ``//``
breaks a line, ``#31`` numbers a line, ``|---`` bounds a head. The word after the last ``|`` names
the row, ``*`` makes it floating, ``类/款*`` floats inside 类. A faulty drawing is reported whole,
line by line, and read as far as it goes.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from core.template.cell_text import Place, Text, column_name, read_cell_text
from core.template.drawing_lines import Line, Lines, read_lines
from core.template.problems import Mark, Problems, Unsure

__all__ = ["Block", "Drawing", "DrawnCell", "DrawnLine", "Place", "Text", "read_drawing"]

MAX_LINES: Final = 400
MAX_COLUMNS: Final = 60


@dataclass(frozen=True, slots=True)
class DrawnCell:
    """One rectangle, in drawing lines and columns; `align` only where one is drawn."""

    row: int
    column: int
    rows: int
    columns: int
    text: Text
    mark: Mark
    indent: int = 0
    align: str = ""

    @property
    def lines(self) -> range:
        """The drawing lines it covers."""
        return range(self.row, self.row + self.rows)


@dataclass(frozen=True, slots=True)
class DrawnLine:
    """One line of the drawing.

    `path` is () for a fixed line, else the floating rows from outside in; `keys` maps the row names
    that stand on it to their keys (``#31:201`` gives {"行31": "201"}; no key: "").
    """

    path: tuple[str, ...]
    keys: dict[str, str]
    mark: Mark

    @property
    def region(self) -> str:
        """The floating row it belongs to, "" for a fixed line."""
        return self.path[-1] if self.path else ""


@dataclass(frozen=True, slots=True)
class Block:
    """A floating row: its own lines, then the floating rows inside it."""

    region: str
    lines: tuple[int, ...]
    children: tuple["Block", ...]


@dataclass(frozen=True, slots=True)
class Drawing:
    """A drawing. `body` lists fixed lines (int) and floating blocks in order.

    `heads` are ranges of lines, from top to bottom. `parents` gives every floating row the one it
    lies in ("" for none), outer rows first.
    """

    lines: tuple[DrawnLine, ...] = ()
    cells: tuple[DrawnCell, ...] = ()
    columns: int = 0
    heads: tuple[range, ...] = ()
    body: tuple[int | Block, ...] = ()
    parents: dict[str, str] = field(default_factory=dict)

    def is_below_head(self, line: int) -> bool:
        """Whether a line stands below a head; without any, every line does."""
        first = self.heads[0].stop if self.heads else 0
        return line >= first and not any(line in head for head in self.heads)


def read_drawing(
    text: str, begin: Mark, columns: int, problems: Problems, unsure: Unsure
) -> Drawing | None:
    """Read a drawing whose first sign stands at `begin` of its file; None if there is nothing.

    `columns` is the number of column widths (0: not known). Names in lines that could not be read
    for sure become `unsure`.
    """
    read = read_lines(text, begin, problems, unsure)
    if not read.lines:
        problems.add(begin, "表样里一行也没有")
        return None
    wide = max(columns, *(len(line.cells) for line in read.lines))
    if len(read.lines) > MAX_LINES or wide > MAX_COLUMNS:
        problems.add(begin, f"表样太大，最多 {MAX_LINES} 行 {MAX_COLUMNS} 列")
        return None
    columns = _even_out(read.lines, columns, begin, problems, unsure)
    cells = tuple(
        _cell(read.lines, box, problems, unsure)
        for box in _rectangles(read.lines, columns, problems)
    )
    body, parents = _blocks(read.lines, problems)
    _check_records(read.lines, cells, problems)
    lines = tuple(DrawnLine(line.path, line.keys, line.mark()) for line in read.lines)
    return Drawing(lines, cells, columns, _heads(read, problems), body, parents)


def _even_out(
    lines: Sequence[Line], columns: int, begin: Mark, problems: Problems, unsure: Unsure
) -> int:
    """Complain about lines of another length, and bring them to the right one."""
    counts = {len(line.cells) for line in lines}
    if len(counts) == 1 and columns not in (0, *counts):
        drawn = counts.pop()
        problems.add(begin, f"表样每行画了 {drawn} 格，columns 里是 {columns} 列")
        return drawn
    columns = columns or len(lines[0].cells)
    for line in lines:
        if len(line.cells) != columns:
            message = f"这一行画了 {len(line.cells)} 格，columns 里是 {columns} 列"
            problems.add(line.mark(), message)
            unsure.torn.append(line.text)
            line.torn = True
            line.cells = (line.cells + [""] * columns)[:columns]
    return columns


# ---- rectangles

_OWN_COLUMNS: Final = re.compile(r"\{\s*\.([^{}]*)\}")
_Box = tuple[int, int, int, int]
"""Row, column, number of rows, number of columns."""


def _rectangles(lines: Sequence[Line], columns: int, problems: Problems) -> list[_Box]:
    """The boxes of cells joined by < and ^, in reading order."""
    boxes = []
    for (row, column), places in _groups(lines, columns, problems).items():
        rows = max(r for r, _ in places) - row + 1
        wide = max(c for _, c in places) - column + 1
        left = min(c for _, c in places)
        torn = any(lines[r].torn for r in range(row, row + rows))
        if (len(places) != rows * wide or left != column) and not torn:
            mark = lines[row].mark(column)
            problems.add(mark, "从这一格合并出来的范围不是长方形，请检查 < 和 ^")
        boxes.append((row, column, rows, wide))
    return sorted(boxes)


def _groups(
    lines: Sequence[Line], columns: int, problems: Problems
) -> dict[tuple[int, int], list[tuple[int, int]]]:
    """The places that belong together, by the place of their text."""
    owner: dict[tuple[int, int], tuple[int, int]] = {}
    groups: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for row, line in enumerate(lines):
        for column in range(columns):
            text = line.cells[column]
            lost = (text == "<" and column == 0) or (text == "^" and row == 0)
            if lost:
                side = "左" if text == "<" else "上"
                problems.add(line.mark(column), f"“{text}”的{side}边没有格子可以合并")
            beside = {"<": (row, column - 1), "^": (row - 1, column)}.get(text)
            own = owner[beside] if beside and not lost else (row, column)
            owner[row, column] = own
            groups.setdefault(own, []).append((row, column))
    return groups


def _cell(lines: Sequence[Line], box: _Box, problems: Problems, unsure: Unsure) -> DrawnCell:
    row, column, _, _ = box
    line = lines[row]
    raw, mark = line.cells[column], line.mark(column)
    number = line.number(column)
    if number is not None:
        return DrawnCell(*box, (number,), mark)
    if raw in ("<", "^"):
        return DrawnCell(*box, (), mark)
    name = line.row_at(column)
    if not name:  # its cells may be those of any row that is missed
        unsure.words.update(column_name(word) for word in _OWN_COLUMNS.findall(raw))
    text = read_cell_text(raw, name, mark, problems)
    return DrawnCell(*box, text.parts, mark, text.indent, text.align)


# ---- floating rows


def _blocks(
    lines: Sequence[Line], problems: Problems
) -> tuple[tuple[int | Block, ...], dict[str, str]]:
    """The tree of floating rows; each floating row stands in one place and inside its parent."""
    parents: dict[str, str] = {}
    body: list[int | Block] = []
    seen: dict[tuple[str, ...], int] = {}
    index = 0
    while index < len(lines):
        path = lines[index].path
        if not path:
            body.append(index)
            index += 1
            continue
        block, index = _block(lines, index, path[:1], parents, seen)
        body.append(block)
    _check_places(lines, seen, problems)
    return tuple(body), parents


def _block(
    lines: Sequence[Line],
    index: int,
    path: tuple[str, ...],
    parents: dict[str, str],
    seen: dict[tuple[str, ...], int],
) -> tuple[Block, int]:
    parents.setdefault(path[-1], path[-2] if len(path) > 1 else "")
    seen[path] = seen.get(path, 0) + 1
    own: list[int] = []
    children: list[Block] = []
    while index < len(lines) and lines[index].path[: len(path)] == path:
        here = lines[index].path
        if here != path:
            child, index = _block(lines, index, here[: len(path) + 1], parents, seen)
            children.append(child)
        elif children:
            break
        else:
            own.append(index)
            index += 1
    return Block(path[-1], tuple(own), tuple(children)), index


def _check_places(
    lines: Sequence[Line], seen: dict[tuple[str, ...], int], problems: Problems
) -> None:
    """A floating row that begins twice, or lies in two others, is reported where it does so."""
    names: dict[str, tuple[str, ...]] = {}
    for path, times in seen.items():
        name = path[-1]
        at = [line for line in lines if line.path[: len(path)] == path]
        other = names.setdefault(name, path)
        if other != path or times > 1:
            message = f"浮动行“{name}”画在了两处，同一浮动行的各行要连在一起"
            problems.add_once(at[-1].mark(), message)


def _check_records(lines: Sequence[Line], cells: Sequence[DrawnCell], problems: Problems) -> None:
    """A cell that leaves a floating row has to take all its lines along, or it comes apart."""
    for cell in cells:
        paths = [lines[row].path for row in cell.lines]
        depth = 0
        while all(len(p) > depth and p[depth] == paths[0][depth] for p in paths):
            depth += 1
        for block in {path[: depth + 1] for path in paths if len(path) > depth}:
            own = {i for i, line in enumerate(lines) if line.path[: depth + 1] == block}
            if not own <= set(cell.lines):
                message = f"这一格只合并了浮动行“{block[-1]}”的一部分，会散开"
                problems.add_once(cell.mark, message)


def _heads(read: Lines, problems: Problems) -> tuple[range, ...]:
    """One bar ends the head; of more each pair has a head in between."""
    bars = read.bars
    if len(bars) > 1 and len(bars) % 2:
        problems.add(bars[-1][1], "|--- 要成对：每两条之间是一个表头")
        return ()
    edges = [index for index, _ in bars]
    pairs = zip(edges[::2], edges[1::2], strict=True) if len(bars) > 1 else [(0, *edges)]
    heads = tuple(range(first, last) for first, last in pairs) if bars else ()
    for number, head in enumerate(heads, 1):
        if not head:
            problems.add(bars[min(2 * number, len(bars)) - 1][1], "|--- 前面没有表头行")
        for line in read.lines[head.start : head.stop]:
            if line.path:
                problems.add_once(line.mark(), "表头（|--- 上面的行）里不能有浮动行")
                break
    return heads
