"""The text of a cell, heading or note: constant text, and `{name}` places to be filled.

``//`` breaks a line, a full-width blank at the beginning indents by one step, ``:`` sets left,
``:…:`` centres, a backslash makes the sign behind it plain text.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

from core.refs import COVER, PLAIN_NAME, PROJECT_CARD, normalise_name
from core.template.problems import Mark, Problems, shown

CARD_NAMES: Final = frozenset({PROJECT_CARD, "项目"})
"""Both words mean the project card."""

MAX_TEXT: Final = 2_000

_WORDS: Final = re.compile(
    r"(?=.*(?:year|n))(?:year|n|[0-9]+)(?:[+-](?:year|n|[0-9]+))*|money_unit|title|number"
)


@dataclass(frozen=True, slots=True)
class Place:
    """A `{name}` in a text: `name` is complete (row.column), or a word such as year+1."""

    name: str
    mark: Mark


Text = tuple[str | Place, ...]


class CellText(NamedTuple):
    """A cell's text with what its first signs say; `align` is "" where nothing is said."""

    parts: Text
    indent: int
    align: str


def is_word(name: str) -> bool:
    """Whether a place of a text is one of the notation's own words (year+1, n, money_unit)."""
    return _WORDS.fullmatch(name) is not None


def is_elsewhere(name: str) -> bool:
    """Whether a place names a cell of the cover or of the project card."""
    return name.split(".", maxsplit=1)[0] in (COVER, *CARD_NAMES)


def own_places(text: Text) -> Iterator[Place]:
    """The places of a text that are cells of the form itself."""
    for part in text:
        if isinstance(part, Place) and not is_word(part.name) and not is_elsewhere(part.name):
            yield part


_QUOTED: Final = re.compile(r"'([^'.!\[\]{}/#]+)'")
_STEPS: Final = re.compile(r"'[^']*'|[^.']+|[.']")


def read_word(raw: str) -> str | None:
    """One word of a name, normalised; None unless it is a plain word or a quoted one."""
    quoted = _QUOTED.fullmatch(raw.strip())
    word = normalise_name(quoted[1] if quoted else raw)
    return word if (quoted and word) or PLAIN_NAME.fullmatch(word) else None


def read_cell_name(raw: str) -> str | None:
    """A cell's full name (a word, or row.column; a figure is a column's number), or None."""
    parts = _STEPS.findall(raw.strip())
    if len(parts) not in (1, 3) or (len(parts) == 3 and parts[1] != "."):
        return None
    words = [read_word(part) for part in parts[::2]]
    if words[-1] is None and re.fullmatch("[0-9]{1,4}", normalise_name(parts[-1])):
        words[-1] = "栏" + normalise_name(parts[-1])
    return ".".join(word for word in words if word) if all(words) else None


def row_alias(name: str, rows: Collection[str]) -> str:
    """A cell's name with 科目30101 read as 行30101, unless a row is really called 科目30101."""
    row, dot, column = name.rpartition(".")
    match = re.fullmatch(r"科目([0-9]+)", row)
    return f"行{match[1]}{dot}{column}" if match and row not in rows else name


def column_name(raw: str) -> str:
    """The column of a `{.x}` place: a word, or 栏 and its number."""
    word = normalise_name(raw)
    return f"栏{word}" if word.isdigit() else word


_CELL: Final = re.compile(r"\{[^{}]*\}|//|\\//|\\.|[^{}/\\]+|.", re.DOTALL)
_LINE: Final = re.compile(r"\{[^{}]*\}|[^{}]+|.", re.DOTALL)


def read_cell_text(raw: str, row: str | None, mark: Mark, problems: Problems) -> CellText:
    """The text of a drawn cell; `row` is the row name that `{.x}` belongs to.

    "" means that the row has none, None that it could not be read.
    """
    text, align = _alignment(raw)
    indent = len(text) - len(text.lstrip("\u3000"))
    if len(raw) > MAX_TEXT:
        problems.add(mark, f"这一格的文字太长，最多 {MAX_TEXT} 字")
        text = ""
    parts: list[str | Place] = []
    for piece in _CELL.findall(text[indent:]):
        if piece.startswith("{") and piece != "{":
            parts += _place(piece[1:-1], row, mark, problems)
        elif piece in ("{", "}"):
            problems.add(mark, f"“{piece}”没有配对；要印出它，前面加 \\")
        elif piece == "//":
            parts.append("\n")
        else:
            parts.append(piece[1:] if piece.startswith("\\") and len(piece) > 1 else piece)
    return CellText(_joined(parts), indent, align)


def read_line_text(raw: str, mark: Mark, problems: Problems) -> Text:
    """The text of a heading, note, title or number: places, but no joins and no alignment."""
    parts: list[str | Place] = []
    for piece in _LINE.findall(raw):
        if piece.startswith("{") and piece != "{":
            parts += _place(piece[1:-1], "", mark, problems)
        elif piece in ("{", "}"):
            problems.add(mark, f"“{piece}”没有配对")
        else:
            parts.append(piece)
    return _joined(parts)


def _place(raw: str, row: str | None, mark: Mark, problems: Problems) -> list[str | Place]:
    """The place of `{raw}`; nothing where that cannot be told."""
    word = normalise_name(raw)
    if is_word(word):
        return [Place(word, mark)]
    name = read_cell_name(f"行名{raw.strip()}" if word.startswith(".") else raw)
    if name is None or ("." not in name and name.startswith("栏") and word.isdigit()):
        problems.add(mark, f"{{{shown(raw)}}} 不是名称；带标点的名称要加单引号")
        return []
    if not word.startswith("."):
        return [Place(name, mark)]
    if row == "":
        message = f"{{{shown(raw)}}} 所在的行没有行名，请在最后一个 | 后写上"
        problems.add_once(Mark(mark.line, 1), message)
    return [Place(row + name.removeprefix("行名"), mark)] if row else []


def _joined(parts: list[str | Place]) -> Text:
    joined: list[str | Place] = []
    for part in parts:
        if isinstance(part, str) and joined and isinstance(joined[-1], str):
            joined[-1] += part
        else:
            joined.append(part)
    return tuple(joined)


def _alignment(text: str) -> tuple[str, str]:
    if len(text) > 2 and text.startswith(":") and text.endswith(":") and text[-2] != "\\":
        return text[1:-1], "center"
    if len(text) > 1 and text.startswith(":"):
        return text[1:], "left"
    return text, ""


def read_title(raw: str, mark: Mark, problems: Problems, *, per_project: bool) -> list[Place]:
    """Check the places of a number or title: year, n, cover or card; those elsewhere come back."""
    elsewhere = []
    for part in read_line_text(raw, mark, problems):
        if not isinstance(part, Place):
            continue
        if is_elsewhere(part.name):
            elsewhere.append(part)
        elif not is_word(part.name) or part.name in ("title", "number", "money_unit"):
            usable = "{year}、{n}、{封面.…}、{项目卡.…}"
            problems.add(mark, f"{{{shown(part.name)}}} 不能用在这里；可以用 {usable}")
        elif "n" in re.findall("[a-z]+", part.name) and not per_project:
            problems.add(mark, f"{{{part.name}}} 里的 n 只用于每个项目一张的表（per: project）")
    return elsewhere
