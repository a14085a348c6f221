"""The lines of a drawing, split at their bars: cells, row name, numbers, and where each stands."""

import re
from dataclasses import dataclass, field
from typing import Final

from core.template.cell_text import read_word
from core.template.problems import Mark, Problems, Unsure, shown

MAX_NESTING: Final = 6
BAR: Final = re.compile(r"\|-{3,}\|?")
_NUMBER: Final = re.compile(r"#([0-9]{1,7})(?::(\w{1,20}))?")
_ROW_NAME: Final = re.compile(r"('[^']*'|[^:*]+?)(\*)?(?::(\w{1,20}))?")


@dataclass(slots=True)
class Line:
    """One line: its cells as written, and what the word behind them and its numbers say.

    `name` is the row name behind the last bar ("" for none); `unnamed` says that it could not be
    read, `torn` that the line is not to be trusted.
    """

    text: str
    line: int
    starts: list[int]
    cells: list[str]
    name: str = ""
    path: tuple[str, ...] = ()
    keys: dict[str, str] = field(default_factory=dict)
    unnamed: bool = False
    torn: bool = False

    def mark(self, column: int = 0) -> Mark:
        """Where a cell stands in the file."""
        return Mark(self.line, self.starts[column] if column < len(self.starts) else 1)

    def number(self, column: int) -> str | None:
        """The number printed by a `#31` cell; None for any other cell."""
        found = _NUMBER.fullmatch(self.cells[column])
        return found[1] if found else None

    def row_at(self, column: int) -> str | None:
        """The row name that holds at a column: the last # before it, else the one behind.

        "" when there is none, None when it could not be read.
        """
        for before in range(column - 1, -1, -1):
            if self.cells[before].startswith("#") and not self.path:
                number = self.number(before)
                return None if number is None else "行" + number
        if self.unnamed:
            return None
        return self.path[-1] if self.path else self.name


@dataclass(slots=True)
class Lines:
    """All lines, and the |--- bars as (index of the line below, place)."""

    lines: list[Line] = field(default_factory=list)
    bars: list[tuple[int, Mark]] = field(default_factory=list)


def read_lines(text: str, begin: Mark, problems: Problems, unsure: Unsure) -> Lines:
    """Split a drawing into lines and cells; `begin` is the place of its first sign."""
    read = Lines()
    for offset, drawn in enumerate(text.split("\n")):
        number = begin.line + offset
        stripped = drawn.strip(" ")
        if not stripped:
            continue
        start = begin.column + len(drawn) - len(drawn.lstrip(" "))
        if BAR.fullmatch(stripped):
            read.bars.append((len(read.lines), Mark(number, start)))
            continue
        clean = _checked(stripped, Mark(number, start), problems)
        line = _split(clean, number, start)
        _read_name(line, clean, problems, unsure)
        read.lines.append(line)
    return read


def _checked(line: str, mark: Mark, problems: Problems) -> str:
    """The line with tabs and full-width bars put right, and a bar in front."""
    for sign, what, right in (("\t", "制表符（Tab）", " "), ("｜", "全角竖线｜", "|")):
        if sign in line:
            message = f"表样里有{what}，请改成半角的 | 和空格"
            problems.add(mark.right(line.index(sign)), message)
            line = line.replace(sign, right)
    if not line.startswith("|"):
        problems.add(mark, "表样的每一行要以 | 开头")
        line = "|" + line
    return line


def split_line(line: str) -> list[str]:
    """The pieces of a line between its bars as written, the first behind the bar in front.

    The last stands behind the last bar; a bar after a backslash is text.
    """
    pieces, begin, position = [], 1, 1
    while position < len(line):
        if line[position] == "\\":
            position += 1
        elif line[position] == "|":
            pieces.append(line[begin:position])
            begin = position + 1
        position += 1
    return [*pieces, line[begin:]]


def _split(line: str, number: int, start: int) -> Line:
    """Cells and what stands behind the last bar."""
    found = Line(line, number, [], [])
    *cells, behind = split_line(line)
    begin = 1
    for cell in cells:
        found.starts.append(start + begin + len(cell) - len(cell.lstrip(" ")))
        found.cells.append(cell.strip(" "))
        begin += len(cell) + 1
    found.name = behind.strip(" ")
    if not found.cells:
        found.starts.append(start)
    return found


def _read_name(line: Line, text: str, problems: Problems, unsure: Unsure) -> None:
    """Take the row name apart: floating rows, name and key; and the numbers of the line."""
    raw, line.name = line.name, ""
    if raw:
        match = _ROW_NAME.fullmatch(raw)
        steps = match[1].split("/") if match and match[2] else [match[1]] if match else []
        words = [word for step in steps if (word := read_word(step))]
        if match is None or len(words) < len(steps) or (match[2] and match[3]):
            hint = "只能用汉字、字母、数字和下划线，不以数字开头；别的名称加单引号"
            problems.add(line.mark(), f"行名“{shown(raw)}”{hint}")
            line.unnamed = line.torn = True
            unsure.torn.append(text)
        elif match[2]:
            _float(line, words, problems)
        else:
            line.name = words[0]
            line.keys[words[0]] = match[3] or ""
    if not _read_numbers(line, problems):
        unsure.torn.append(text)


def _float(line: Line, words: list[str], problems: Problems) -> None:
    if len(words) > MAX_NESTING:
        problems.add(line.mark(), f"浮动行最多套 {MAX_NESTING} 层")
        words[MAX_NESTING - 1 : -1] = []
    line.path = tuple(words)


def _read_numbers(line: Line, problems: Problems) -> bool:
    """Whether every # of the line is a number of its row."""
    before = len(problems)
    for column, cell in enumerate(line.cells):
        number = _NUMBER.fullmatch(cell)
        if number:
            line.keys["行" + number[1]] = number[2] or ""
            if line.path:
                problems.add(line.mark(column), "浮动行里不能有 # 编号")
        elif cell.startswith("#"):
            message = f"“{shown(cell)}”不是编号，编号写成 #31 或 #31:201；要印出 #，前面加 \\"
            problems.add(line.mark(column), message)
    return len(problems) == before
