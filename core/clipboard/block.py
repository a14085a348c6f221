"""A block of texts, as it comes from another program or goes to one, and how large it may be."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from core.errors import EditRefused

Spot = tuple[int, int]
"""Row and column in a block, from 0."""

MAX_ROWS, MAX_COLUMNS, MAX_SPOTS = 3_000, 200, 60_000
MAX_SIGNS = 4_000_000
"""No form is nearly as large; what is larger would only make the window wait."""


class TooLarge(EditRefused):
    """More than any form holds."""

    def __init__(self, what: str) -> None:
        """`what` there is."""
        super().__init__(f"剪贴板里有{what}，比任何一张表都大，没有粘贴。只复制要的那几行再粘贴")


@dataclass(frozen=True, slots=True)
class Block:
    """Rows of texts, all as long as the longest.

    `exact` are figures with more digits than their texts show; `joined` leads from every place
    under a joined cell to the place that holds its text.
    """

    rows: tuple[tuple[str, ...], ...]
    exact: Mapping[Spot, str] = field(default_factory=dict)
    joined: Mapping[Spot, Spot] = field(default_factory=dict)

    @property
    def columns(self) -> int:
        """How wide it is."""
        return len(self.rows[0]) if self.rows else 0

    @property
    def only(self) -> str | None:
        """The one text of a block that is a single cell, joined or not."""
        texts = len(self.rows) * self.columns - len(self.joined)
        return self.rows[0][0] if texts == 1 else None

    @property
    def is_blank(self) -> bool:
        """Whether nothing stands in it."""
        return not any(text.strip() for row in self.rows for text in row)


def filled_up(rows: list[list[str]]) -> tuple[tuple[str, ...], ...]:
    """Rows of one length. Raises TooLarge."""
    columns = max(map(len, rows), default=0)
    check_size(len(rows), columns)
    return tuple((*row, *[""] * (columns - len(row))) for row in rows)


def check_size(rows: int, columns: int) -> None:
    """Raise TooLarge for more than any form holds."""
    if rows > MAX_ROWS:
        raise TooLarge(f" {MAX_ROWS} 行以上")
    if columns > MAX_COLUMNS:
        raise TooLarge(f" {MAX_COLUMNS} 列以上")
    if rows * columns > MAX_SPOTS:
        raise TooLarge(f" {MAX_SPOTS} 格以上")
