"""The printed labels of a form: what of a block is the form's own words, and where they stand.

Who copies a whole table copies its heads and row names, too. They show which line of the block is
which line of the form, better than the cell that happened to be current.
"""

import unicodedata
from collections import Counter

from core.clipboard.block import Block
from core.layout.area import Ground
from core.layout.plan import CellKind

_MOST_PLACES = 8
"""A label that stands in more places says nothing of where a block belongs."""

DASHES = frozenset("-—–－─")


def folded(text: str) -> str:
    """A text as labels are compared: full-width signs as others, no blanks."""
    return "".join(unicodedata.normalize("NFKC", text).split())


class Labels:
    """The labels of one plan."""

    def __init__(self, ground: Ground) -> None:
        """Read the plan once."""
        self.texts: dict[tuple[int, int], str] = {}
        self._places: dict[str, list[tuple[int, int]]] = {}
        for place in ground.plan.cells:
            if place.kind is CellKind.LABEL:
                text = folded("".join(part for part in place.content if isinstance(part, str)))
                self.texts[place.row, place.column] = text
                if any(sign.isalpha() for sign in text):
                    self._places.setdefault(text, []).append((place.row, place.column))

    def offset(self, block: Block, row: int, column: int) -> tuple[int, int]:
        """Where the block's first place belongs: at this row and column, unless labels tell."""
        votes: Counter[tuple[int, int]] = Counter()
        known = 0
        for r, texts in enumerate(block.rows):
            for c, text in enumerate(texts):
                places = self._places.get(folded(text), ()) if text else ()
                known += bool(places)
                if len(places) <= _MOST_PLACES:
                    votes.update((place[0] - r, place[1] - c) for place in places)
        wanted = row, column
        best = max(
            votes,
            key=lambda o: (votes[o], o == wanted, -abs(o[0] - row) - abs(o[1] - column)),
            default=wanted,
        )
        told = votes[best] >= 2 and 2 * votes[best] > known and votes[best] > votes[wanted]
        return best if told else wanted

    def row_of(self, texts: tuple[str, ...], column: int, start: int = 0) -> int | None:
        """The row, from `start` on, whose labels a line says that begins in a column.

        A row of which the line says one label otherwise is another one.
        """
        found: Counter[int] = Counter()
        for c, text in enumerate(texts):
            for place in self._places.get(folded(text), ()) if text else ():
                if place[1] == column + c and place[0] >= start:
                    found[place[0]] += 1
        rows = [row for row in found if not self._denied(texts, column, row)]
        return max(rows, key=lambda row: (found[row], -row), default=None)

    def _denied(self, texts: tuple[str, ...], column: int, row: int) -> bool:
        return any(
            text.strip() and self.texts.get((row, column + c), folded(text)) != folded(text)
            for c, text in enumerate(texts)
        )
