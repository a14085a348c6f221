"""The lines around a table: which is the title, and what in them the cover or the suite knows."""

import re
from dataclasses import dataclass, field
from typing import Final

from core.importing.cell_names import legal_name
from core.importing.table import Blank, Line, Piece
from core.refs import COVER

MOST_TITLE: Final = 200
_NUMBER: Final = re.compile(
    r"[^\s：:\d]{0,8}\d{1,3}(?:-\d{1,3})*表|[附表][件表]?\d{1,3}(?:-\d{1,3})*"
)
_ASKED: Final = re.compile(r"(?!备?注|说\s*明)([^：:]{2,12})[：:]\s*")
_UNIT: Final = re.compile(r"(.*单位[：:]\s*[（(]?)(万?元)([)）]?)")


@dataclass(slots=True)
class Heading:
    """What the lines around a table say: title, 表号, money unit, what the cover is asked for.

    `above` and `below` are lines as a form file has them: texts by their place, and "style".
    """

    title: str = ""
    number: str = ""
    money_unit: str = ""
    asked: dict[str, None] = field(default_factory=dict)
    above: list[dict[str, str]] = field(default_factory=list)
    below: list[dict[str, str]] = field(default_factory=list)


def read_heading(blank: Blank, year: int) -> Heading:
    """Read the lines of a form; a year that is the suite's follows it."""
    found = Heading()
    title = _title_piece(blank.above)
    if title is not None:
        found.title = with_year(plain_text(title.text), year)
    for line in blank.above:
        if title in line:
            rest = tuple(piece for piece in line if piece is not title)
            found.above += [_written(rest, found, year)] if rest else []
            found.above.append({"center": "{title}", "style": "title"})
        else:
            found.above.append(_written(line, found, year))
    found.below = [_written(line, found, year) for line in blank.below]
    return found


def plain_text(text: str) -> str:
    """A text in which nothing is a place of the notation; on one line."""
    return re.sub(r"\s*\n\s*", " ", text).replace("{", "｛").replace("}", "｝")


def with_year(text: str, year: int) -> str:
    """A text in which the suite's year is {year}."""
    return re.sub(rf"(?<!\d){year}(?=\s*年)", "{year}", text)


def _title_piece(lines: tuple[Line, ...]) -> Piece | None:
    """The largest text above the table that is no number and asks for nothing."""
    pieces = [piece for line in lines for piece in line if _may_be_title(piece.text)]
    return max(pieces, key=lambda piece: piece.size, default=None)


def _may_be_title(text: str) -> bool:
    says_something = re.match(r"[^：:]{0,12}[：:]", text)
    return not (says_something or _NUMBER.fullmatch(text) or len(text) > MOST_TITLE)


def _written(line: Line, found: Heading, year: int) -> dict[str, str]:
    return {piece.place: _known(piece.text, found, year) for piece in line}


def _known(text: str, found: Heading, year: int) -> str:
    """A text of a line with its places; what it tells is taken down."""
    text = plain_text(text)
    unit, asked = _UNIT.fullmatch(text), _ASKED.fullmatch(text)
    if unit and found.money_unit in ("", unit[2]):
        found.money_unit = unit[2]
        return f"{unit[1]}{{money_unit}}{unit[3]}"
    if asked and (name := legal_name(asked[1])):
        found.asked[name] = None
        return f"{text.rstrip()}{{{COVER}.{name}}}"
    if _NUMBER.fullmatch(text) and not found.number:
        found.number = text
        return "{number}"
    return with_year(text, year)
