"""How a text of a blank form is written in a drawing, so that it is read as just this text."""

import re
from collections.abc import Sequence
from typing import Final

from core.importing.sheet import Box
from core.importing.table import Blank
from core.layout.plan import Align
from core.layout.styles import label_style
from core.template.drawing import DrawnCell
from core.template.problems import Mark

_LETTERS: Final = ("", "l", "c", "r")
_ALIGNS: Final = {"": "", "l": "left", "c": "center", "r": "right"}
_INDENT: Final = "\u3000"


def split_indent(box: Box) -> tuple[str, int]:
    """The text of a box without blanks around it, and by how many steps it is indented.

    In front two blanks are as wide as a hanzi.
    """
    lines = [line.rstrip(" " + _INDENT) for line in box.text.split("\n")]
    text = "\n".join(lines).strip("\n")
    bare = text.lstrip(" " + _INDENT)
    blanks = text[: len(text) - len(bare)]
    steps = blanks.count(_INDENT) + blanks.count(" ") // 2 + box.indent
    return bare, 0 if box.align in ("center", "right") else steps


def escaped(text: str) -> str:
    """A text as a drawing has it: what has a meaning there stands behind a backslash."""
    text = text.replace("｜", "|")
    for sign in "\\{}|":
        text = text.replace(sign, "\\" + sign)
    text = re.sub("//+", lambda run: "\\/" * len(run[0]), text)
    text = text.replace("/\n", "/ \n").replace("\n", "//")
    return "\\" + text if text.startswith((":", "#")) or text in ("<", "^") else text


def written_label(box: Box, aligns: Sequence[str], *, below_head: bool) -> str:
    """A label as it is drawn, with a mark where it stands otherwise than by the rule.

    `aligns` are the alignments of all columns.
    """
    text, indent = split_indent(box)
    raw = _INDENT * indent + escaped(text)
    wanted = _wanted(box)
    if not text or wanted in ("", "right"):
        return raw
    if _by_rule(box, aligns, below_head=below_head) == wanted:
        return raw
    if wanted == "left":
        # A colon at the end would make it a centred one.
        plain_colon = raw.endswith(":") and not raw.endswith("\\:")
        return f":{raw[:-1]}\\:" if plain_colon else f":{raw}"
    return f":{raw} :" if raw.endswith("\\") else f":{raw}:"


def column_letters(blank: Blank) -> tuple[str, ...]:
    """For each column the letter (l, c, r or none) with which the fewest labels need a mark."""
    count = len(blank.widths)
    letters = [""] * count
    for column in range(count):
        labels = [b for b in blank.boxes if b.column == column and is_below_head(blank, b)]
        labels = [box for box in labels if split_indent(box)[0] and _wanted(box)]

        def misplaced(letter: str, column: int = column, labels: list[Box] = labels) -> int:
            aligns = [""] * count
            aligns[column] = _ALIGNS[letter]
            return sum(_by_rule(box, aligns, below_head=True) != _wanted(box) for box in labels)

        letters[column] = min(_LETTERS, key=misplaced)
    return tuple(letters)


def alignments(letters: Sequence[str]) -> list[str]:
    """What the letters of the columns stand for."""
    return [_ALIGNS[letter] for letter in letters]


def is_below_head(blank: Blank, box: Box) -> bool:
    """Whether the letters of the columns hold for a box."""
    return box.row >= blank.head[1]


def _wanted(box: Box) -> str:
    """Where the text stands in the workbook: of itself a text stands left, a figure right."""
    is_figure = re.fullmatch(r"[\d.]+%?", box.text.strip())
    return box.align or ("" if is_figure else "left")


def _by_rule(box: Box, aligns: Sequence[str], *, below_head: bool) -> str:
    text, indent = split_indent(box)
    cell = DrawnCell(box.row, box.column, box.rows, box.columns, (text,), Mark(1, 1), indent)
    align: Align = label_style(cell, text, aligns, below_head=below_head).align
    return align.value
