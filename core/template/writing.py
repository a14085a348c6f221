"""Setting the bars of a drawing under each other; nothing else of a file changes.

Widths are those of a Chinese editor: hanzi and full-width signs take two places, and so do the
signs that Unicode calls ambiguous (“ ” … — × ① □), as the editors' Chinese fonts show them.
"""

import re
import unicodedata
from typing import Final, NamedTuple

from core.errors import TemplateError, TemplateProblem
from core.template.drawing import read_drawing
from core.template.drawing_lines import BAR, read_lines, split_line
from core.template.problems import Mark, Problems, TooManyProblems, Unsure
from core.template.strict_yaml import YamlText, read_yaml

GRID: Final = "grid"
CHANGED: Final = "排齐以后读出来的不一样，没有改动"
TERMINAL, EDITOR = "WF", "WFA"
_LINE: Final = re.compile(r"([^\r\n]*)(\r\n|\n|\r|\Z)")


class _Grid(NamedTuple):
    """The drawing of a file: its text, the line it begins on (from 0) and how many it has."""

    text: str
    first: int
    lines: int


def display_width(text: str, wide: str = EDITOR) -> int:
    """How many places a text takes; `wide` are the East Asian widths that take two."""
    return sum(
        0 if unicodedata.combining(sign) else 1 + (unicodedata.east_asian_width(sign) in wide)
        for sign in text
    )


def aligned(text: str, file: str) -> str:
    """The text of a form file with the bars of its drawing under each other.

    A file without a drawing stays as it is. Raises TemplateError for one whose drawing cannot be
    read: nobody knows what belongs under what.
    """
    before = _grid(text, file)
    if before is None:
        return text
    lines = [match.groups() for match in _LINE.finditer(text)]
    drawn = range(before.first, before.first + before.lines)
    padded = _padded([lines[index][0] for index in drawn])
    for index, line in zip(drawn, padded, strict=True):
        lines[index] = (line, lines[index][1])
    result = "".join(line + end for line, end in lines)
    after = _grid(result, file)
    if after is None or _content(after) != _content(before):
        raise TemplateError([TemplateProblem(file, before.first, 1, CHANGED)])
    return result


def _grid(text: str, file: str) -> _Grid | None:
    """Where the drawing stands. Raises TemplateError."""
    problems = Problems(file)
    found = None
    try:
        top = read_yaml(text, problems)
        node = top.entries.get(GRID) if top is not None else None
        if isinstance(node, YamlText) and node.style == "|":
            found = _Grid(node.text, node.mark.line, node.text.rstrip("\n").count("\n") + 1)
            read_drawing(node.text, Mark(node.mark.line + 1, 1), 0, problems, Unsure())
    except TooManyProblems as many:
        raise TemplateError(many.found) from many
    if problems.found:
        raise TemplateError(problems.found)
    return found


def _content(grid: _Grid) -> object:
    """All that a drawing says, whatever the blanks in it."""
    read = read_lines(grid.text, Mark(1, 1), Problems(""), Unsure())
    lines = [(line.cells, line.name, line.path, line.keys) for line in read.lines]
    return lines, [index for index, _ in read.bars]


def _padded(lines: list[str]) -> list[str]:
    """The lines of a drawing with every bar in its column; a |--- and empty lines stay."""
    rows = {
        index: [piece.strip(" ") for piece in split_line(line.strip(" "))]
        for index, line in enumerate(lines)
        if line.strip(" ") and not BAR.fullmatch(line.strip(" "))
    }
    columns = zip(*(row[:-1] for row in rows.values()), strict=True)
    widths = [max(map(display_width, column)) for column in columns]
    return [_written(line, rows[i], widths) if i in rows else line for i, line in enumerate(lines)]


def _written(line: str, row: list[str], widths: list[int]) -> str:
    margin = line[: len(line) - len(line.lstrip(" "))]
    *cells, name = row
    padded = (
        cell + " " * (wide - display_width(cell)) for cell, wide in zip(cells, widths, strict=True)
    )
    return f"{margin}| {' | '.join(padded)} | {name}".rstrip(" ")
