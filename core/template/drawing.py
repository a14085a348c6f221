"""The drawing of a form: one line is one printed row, and what is joined is one rectangle.

``<`` joins a cell with its left neighbour, ``^`` with the one above, ``{name}`` is a cell, ``//`` breaks a
line, ``#31`` numbers a line, ``|---`` ends the head. The word after the last ``|`` names the row, ``*``
makes it floating, ``类/款*`` floats inside 类. A faulty drawing is reported whole, line by line.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from core.refs import PLAIN_NAME, normalise_name
from core.template.strict_yaml import Mark, Problems

MAX_LINES: Final = 400
MAX_COLUMNS: Final = 60


@dataclass(frozen=True, slots=True)
class Place:
    """A `{name}` in a cell's text: `name` is complete (row.column), or a word such as year+1."""

    name: str
    mark: Mark


Text = tuple[str | Place, ...]


@dataclass(frozen=True, slots=True)
class DrawnCell:
    """One rectangle of the drawing, in drawing lines and columns; `align` only where it is drawn."""

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
    """A checked drawing. `body` lists fixed lines (int) and floating blocks in order."""

    lines: tuple[DrawnLine, ...]
    cells: tuple[DrawnCell, ...]
    columns: int
    head: tuple[int, int]
    body: tuple[int | Block, ...]
    parents: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class _Raw:
    """A line as split at its bars."""

    cells: list[str]
    starts: list[int]
    name: str
    line: int

    def mark(self, column: int = 0) -> Mark:
        return Mark(self.line, self.starts[column] if column < len(self.starts) else 1)


def read_drawing(text: str, first_line: int, columns: int, problems: Problems) -> Drawing | None:
    """Read a drawing that begins on a line of its file; None if it cannot be used."""
    before = len(problems.found)
    raws, bars = _split(text, first_line, problems)
    if not raws:
        problems.add(Mark(first_line, 1), "表样里一行也没有")
        return None
    if len(raws) > MAX_LINES or columns > MAX_COLUMNS:
        problems.add(Mark(first_line, 1), f"表样太大，最多 {MAX_LINES} 行 {MAX_COLUMNS} 列")
        return None
    for raw in raws:
        if len(raw.cells) != columns:
            problems.add(raw.mark(), f"这一行画了 {len(raw.cells)} 格，columns 里是 {columns} 列")
            raw.cells = (raw.cells + ["?"] * columns)[:columns]
            raw.starts = (raw.starts + [1] * columns)[:columns]
    reader = _CellReader(problems)
    lines = [_read_line(raw, problems) for raw in raws]
    drawn = _rectangles(raws, problems)
    cells = [reader.read(raws, lines, box) for box in drawn]
    body, parents = _blocks(lines, problems)
    _check_records(lines, cells, problems)
    head = _head(bars, len(raws), first_line, problems)
    frozen = tuple(DrawnLine(path, keys, mark) for path, keys, mark in lines)
    drawing = Drawing(frozen, tuple(cells), columns, head, body, parents)
    return drawing if len(problems.found) == before else None


def _split(
    text: str, first_line: int, problems: Problems
) -> tuple[list[_Raw], list[tuple[int, int]]]:
    """Split into lines of cells; the |--- bars as (index of the next line, file line)."""
    raws: list[_Raw] = []
    bars: list[tuple[int, int]] = []
    for offset, drawn in enumerate(text.split("\n")):
        number = first_line + offset
        line = drawn.replace("\t", " ").replace("｜", "|")
        stripped = line.strip(" ")
        if not stripped:
            continue
        if line != drawn:
            what = "制表符（Tab）" if "\t" in drawn else "全角竖线｜"
            column = drawn.index("\t" if "\t" in drawn else "｜") + 1
            problems.add(Mark(number, column), f"表样里有{what}，请改成半角的 | 和空格")
        if re.fullmatch(r"\|-+\|?", stripped):
            bars.append((len(raws), number))
        elif not stripped.startswith("|"):
            problems.add(Mark(number, 1), "表样的每一行要以 | 开头")
        else:
            raws.append(_split_line(line, number))
    return raws, bars


def _split_line(line: str, number: int) -> _Raw:
    parts: list[str] = []
    starts: list[int] = []
    current, start = "", line.index("|") + 2
    position = start - 1
    while position < len(line):
        sign = line[position]
        if sign == "\\" and position + 1 < len(line):
            current += line[position : position + 2]
            position += 2
            continue
        if sign == "|":
            parts.append(current.strip(" "))
            starts.append(start)
            current, start = "", position + 2
        else:
            current += sign
        position += 1
    return _Raw(parts, starts, current.strip(" "), number)


_ParsedLine = tuple[tuple[str, ...], dict[str, str], Mark]
_ROW_NAME = re.compile(r"([^:*]+?)(\*)?(?::(.+))?")


def _read_line(raw: _Raw, problems: Problems) -> _ParsedLine:
    """The floating path and the row names of a line."""
    mark = raw.mark()
    keys: dict[str, str] = {}
    path: tuple[str, ...] = ()
    if raw.name:
        match = _ROW_NAME.fullmatch(raw.name)
        if match is None:
            problems.add(mark, f"行名“{raw.name}”写法不对")
        elif match[2]:
            path = tuple(normalise_name(step) for step in match[1].split("/"))
        else:
            keys[normalise_name(match[1])] = (match[3] or "").strip()
    for cell in raw.cells:
        number = _NUMBER.fullmatch(cell)
        if number:
            keys["行" + number[1]] = number[2] or ""
    for name in (*path, *keys):
        if not PLAIN_NAME.fullmatch(name):
            problems.add(mark, f"行名“{name}”只能用汉字、字母、数字和下划线，且不以数字开头")
    return path, keys, mark


_NUMBER = re.compile(r"#(\d{1,7})(?::(\w+))?")


def _rectangles(raws: Sequence[_Raw], problems: Problems) -> list[tuple[int, int, int, int]]:
    """Boxes (row, column, rows, columns) of cells joined by < and ^, in reading order."""
    columns = len(raws[0].cells)
    owner: dict[tuple[int, int], tuple[int, int]] = {}

    def root(place: tuple[int, int]) -> tuple[int, int]:
        while owner[place] != place:
            place = owner[place]
        return place

    for r, raw in enumerate(raws):
        for c, text in enumerate(raw.cells):
            owner[r, c] = (r, c)
            if (text == "<" and c == 0) or (text == "^" and r == 0):
                problems.add(
                    raw.mark(c), f"“{text}”的{'左' if text == '<' else '上'}边没有格子可以合并"
                )
            elif text == "<":
                owner[r, c] = root((r, c - 1))
            elif text == "^":
                owner[r, c] = root((r - 1, c))
    groups: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for r in range(len(raws)):
        for c in range(columns):
            groups.setdefault(root((r, c)), []).append((r, c))
    boxes = []
    for (r, c), places in groups.items():
        rows = max(p[0] for p in places) - r + 1
        wide = max(p[1] for p in places) - c + 1
        if len(places) != rows * wide or min(p[1] for p in places) != c:
            problems.add(raws[r].mark(c), "从这一格合并出来的范围不是长方形，请检查 < 和 ^")
        boxes.append((r, c, rows, wide))
    return sorted(boxes)


class _CellReader:
    """Reads the text of one rectangle."""

    def __init__(self, problems: Problems) -> None:
        self.problems = problems

    def read(
        self, raws: Sequence[_Raw], lines: Sequence[_ParsedLine], box: tuple[int, int, int, int]
    ) -> DrawnCell:
        row, column, rows, columns = box
        raw = raws[row]
        mark = raw.mark(column)
        text = raw.cells[column]
        number = _NUMBER.fullmatch(text)
        if number:
            return DrawnCell(row, column, rows, columns, (number[1],), mark)
        text, align = _alignment(text)
        indent = len(text) - len(text.lstrip("\u3000"))
        parts = self._parts(text[indent:], _row_name(raw, lines[row], column), mark)
        return DrawnCell(row, column, rows, columns, parts, mark, indent, align)

    def _parts(self, text: str, row: str, mark: Mark) -> Text:
        parts: list[str | Place] = []
        plain = ""
        for piece in _TOKEN.findall(text):
            if piece.startswith("{"):
                if plain:
                    parts.append(plain)
                plain = ""
                parts.append(Place(self._name(piece[1:-1], row, mark), mark))
            elif piece == "//":
                plain += "\n"
            elif piece.startswith("\\"):
                plain += piece[1:]
            else:
                if piece in "{}":
                    self.problems.add(mark, f"“{piece}”没有配对；要印出它，前面加 \\")
                plain += piece
        if plain:
            parts.append(plain)
        return tuple(parts)

    def _name(self, raw: str, row: str, mark: Mark) -> str:
        name = normalise_name(raw)
        if not name.startswith("."):
            return name
        if not row:
            self.problems.add(mark, f"{{{raw}}} 所在的行没有行名，请在最后一个 | 后写上")
        column = name[1:]
        return f"{row}.{'栏' + column if column.isdigit() else column}"


_TOKEN = re.compile(r"\{[^{}]*\}|//|\\//|\\.|[^{}/\\]+|.")


def _alignment(text: str) -> tuple[str, str]:
    if len(text) > 2 and text.startswith(":") and text.endswith(":"):
        return text[1:-1], "center"
    if len(text) > 1 and text.startswith(":"):
        return text[1:], "left"
    return text, ""


def _row_name(raw: _Raw, line: _ParsedLine, column: int) -> str:
    """The row name that holds at a column: the last # before it, else the one behind the line."""
    for cell in reversed(raw.cells[:column]):
        number = _NUMBER.fullmatch(cell)
        if number:
            return "行" + number[1]
    path, keys, _ = line
    if path:
        return path[-1]
    return next((name for name in keys if not re.fullmatch(r"行\d+", name)), "")


def _blocks(
    lines: Sequence[_ParsedLine], problems: Problems
) -> tuple[tuple[int | Block, ...], dict[str, str]]:
    """The tree of floating rows; each floating row stands in one place and inside its parent."""
    parents: dict[str, str] = {}
    seen: set[str] = set()
    body: list[int | Block] = []
    index = 0
    while index < len(lines):
        path, _, mark = lines[index]
        if not path:
            body.append(index)
            index += 1
            continue
        block, index = _block(lines, index, path[:1], parents)
        for name in _regions(block):
            if name in seen:
                problems.add(mark, f"浮动行“{name}”画在了两处，同一浮动行的各行要连在一起")
            seen.add(name)
        body.append(block)
    return tuple(body), parents


def _block(
    lines: Sequence[_ParsedLine], index: int, path: tuple[str, ...], parents: dict[str, str]
) -> tuple[Block, int]:
    parents[path[-1]] = path[-2] if len(path) > 1 else ""
    own: list[int] = []
    children: list[Block] = []
    while index < len(lines) and lines[index][0][: len(path)] == path:
        here = lines[index][0]
        if here == path and not children:
            own.append(index)
            index += 1
        elif here == path:
            break
        else:
            child, index = _block(lines, index, here[: len(path) + 1], parents)
            children.append(child)
    return Block(path[-1], tuple(own), tuple(children)), index


def _regions(block: Block) -> list[str]:
    return [block.region, *(name for child in block.children for name in _regions(child))]


def _check_records(
    lines: Sequence[_ParsedLine], cells: Sequence[DrawnCell], problems: Problems
) -> None:
    """A cell may not take some lines of a record of several lines together with lines outside."""
    for cell in cells:
        inside = {lines[r][0] for r in cell.lines}
        if len(inside) == 1:
            continue
        for path in inside - {()}:
            own = [r for r, line in enumerate(lines) if line[0] == path]
            taken = [r for r in own if r in cell.lines]
            if len(own) > 1 and len(taken) < len(own):
                problems.add(cell.mark, f"这一格只合并了浮动行“{path[-1]}”的一部分，会散开")


def _head(
    bars: Sequence[tuple[int, int]], count: int, first_line: int, problems: Problems
) -> tuple[int, int]:
    if len(bars) > 2:
        problems.add(Mark(bars[2][1], 1), "|--- 最多画两条")
    if not bars:
        return 0, 0
    first, last = (0, bars[0][0]) if len(bars) == 1 else (bars[0][0], bars[1][0])
    if first == last or last > count:
        problems.add(Mark(bars[0][1] or first_line, 1), "|--- 前面没有表头行")
    return first, last
