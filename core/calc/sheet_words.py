"""What a sheet's number and titles are made of: the year, the project's place, cover and card."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from core.refs import COVER, CellId, card_cell, cover_cell, normalise_name
from core.template.bind import CARD_NAMES


@dataclass(frozen=True, slots=True)
class SheetWords:
    """What a sheet's number and titles are made of: {year}, {n}, the cover and the project's card.

    `n` counts the project from 1 (0: not per project); `text_of` gives the text of a cell.
    """

    year: int
    n: int
    instance: str
    text_of: Callable[[CellId], str]

    def fill(self, text: str) -> str:
        """A number, title or short title with its places filled in."""
        return re.sub(r"\{([^{}]+)\}", lambda match: self.word(normalise_name(match[1])), text)

    def word(self, name: str) -> str:
        """One place: a sum of year, n and figures ({11+n}), or a text of cover or card."""
        cell = elsewhere(name, self.instance)
        if cell is not None:
            return self.text_of(cell)
        total = 0
        for sign, term in re.findall(r"([+-]?)(year|n|\d+)", name):
            value = {"year": self.year, "n": self.n}.get(term)
            total += (int(term) if value is None else value) * (-1 if sign == "-" else 1)
        return str(total)


def elsewhere(name: str, instance: str) -> CellId | None:
    """The cell of the cover or of a project's card that a place of a text names, if it does."""
    head, _, tail = name.partition(".")
    if head == COVER:
        return cover_cell(tail)
    return card_cell(instance, tail) if head in CARD_NAMES else None
