"""Names for the empty cells of a table, after the labels above and on the left of each.

A name has to be one that formulas can use; where no label gives one, or two cells would have the
same, the number of the row and of the column is taken: 第3行.列2.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from core.importing.sheet import Box, Place
from core.importing.table import Blank
from core.refs import COVER, PLAIN_NAME, normalise_name
from core.template.cell_text import CARD_NAMES, is_word
from core.template.lookup import WORDS

LONGEST_NAME: Final = 24
_RESERVED: Final = frozenset({COVER, *CARD_NAMES, *WORDS})
_ORDINAL: Final = re.compile(
    r"^(?:[一二三四五六七八九十]+、|[（(][一二三四五六七八九十\d]+[)）]|\d+[、.．]|其中[：:]|[加减][：:])+"
)
_BRACKETS: Final = re.compile(r"[（(【\[][^）)】\]]*[）)】\]]")
_SIGNS: Final = re.compile(r"[“”‘’\"'《》〈〉、·/*:—-]")
_LIKE_NUMBERED: Final = re.compile(r"(?:行|栏|科目|列|第)\d+\w?")
_NUMBER: Final = re.compile(r"[1-9]\d{0,3}")
_LEAST_RUN: Final = 3
_POINTS: Final = "分"


@dataclass(frozen=True, slots=True)
class NamedCell:
    """An empty cell: the row name it needs ("" for none), its own, and the label of its column.

    The cell is written {.column} in the line of that row, or {row.column} elsewhere. `default` is
    the number that it begins with, "" for none.
    """

    box: Box
    row: str
    column: str
    head: str

    @property
    def default(self) -> str:
        """The points that stand in it."""
        return self.box.figure if _POINTS in self.head else ""

    @property
    def name(self) -> str:
        """The whole name."""
        return f"{self.row}.{self.column}" if self.row else self.column


def legal_name(label: str) -> str:
    """The name that a label gives, without numbering, brackets, quotes; "" if it gives none."""
    text = normalise_name(label)
    word = _SIGNS.sub("", _BRACKETS.sub("", _ORDINAL.sub("", text)))
    is_usable = PLAIN_NAME.fullmatch(word) and len(word) <= LONGEST_NAME
    if not is_usable or is_word(word) or word in _RESERVED or _LIKE_NUMBERED.fullmatch(word):
        return ""
    return word


class CellNames:
    """Finds the names of one table.

    `numbers` are the places of numbers that name their row (#), `column_numbers` those of numbers
    that name their column (栏).
    """

    def __init__(self, blank: Blank) -> None:
        """Look at the labels once."""
        self._at: dict[Place, Box] = {
            (row, column): box
            for box in blank.boxes
            for row in range(box.row, box.end)
            for column in range(box.column, box.right)
        }
        self._blank = blank
        self.column_numbers = column_numbers(blank.boxes)
        self.numbers = row_numbers(blank.boxes, self.column_numbers)

    @cached_property
    def cells(self) -> list[NamedCell]:
        """All cells to be filled in with their names, in reading order.

        A number is one of them where points are given: it is what the cell begins with.
        """
        heads = {box: self._head(box) for box in self._blank.boxes if self._is_open(box)}
        asked = [box for box in heads if not box.text or _POINTS in _text_of(heads[box])]
        words = {box: self._row_word(box) for box in asked}
        alone = Counter(words[box][0] for box in asked if not heads[box])
        found: list[NamedCell] = []
        for box in asked:
            row, is_number = words[box]
            head = heads[box]
            if not head and row and not is_number and alone[row] == 1:
                found.append(NamedCell(box, "", row, self._left_text(box)))
                continue
            column = self._column_word(head) or f"列{box.column + 1}"
            found.append(NamedCell(box, row or _line_word(box), column, _text_of(head)))
        return _distinct(found)

    @cached_property
    def head_end(self) -> int:
        """The row behind the head of a table that begins with one; 0 for none.

        Below a head the first places to fill in stand right under their labels.
        """
        numbered = {row for row, _ in self.column_numbers}
        rows = [cell.box.row for cell in self.cells if cell.box.row not in numbered]
        first = min(rows, default=0)
        under = [
            head[0].end == first
            for cell in self.cells
            if cell.box.row == first and (head := self._head(cell.box))
        ]
        asked = sum(1 for cell in self.cells if cell.box.row == first)
        whole = any(
            b.columns == len(self._blank.widths) for b in self._blank.boxes if b.end <= first
        )
        return first if under and all(under) and 2 * len(under) > asked and not whole else 0

    def _is_open(self, box: Box) -> bool:
        """Whether something may be filled in: nothing stands in a ruled box, or a number."""
        return box.ruled and not (box.text and (not box.figure or self._counts(box)))

    def _is_label(self, box: Box) -> bool:
        """Whether a box says what is beside or below it; a dash or a code does not."""
        says_something = re.search(r"[^\W\d_]", box.text) and not box.figure
        return bool(says_something) or self._counts(box)

    def _counts(self, box: Box) -> bool:
        """Whether it is the number of a row or column."""
        place = (box.row, box.column)
        return place in self.numbers or place in self.column_numbers

    def numbered_row(self, box: Box) -> str:
        """The row name by the last number in the line before a box; "" without one."""
        before = [column for column in self._numbers_in.get(box.row, ()) if column < box.column]
        return self._number_name(box.row, max(before)) if before else ""

    @cached_property
    def _numbers_in(self) -> dict[int, list[int]]:
        """By row the columns in which numbers of rows stand."""
        found: dict[int, list[int]] = {}
        for row, column in self.numbers:
            found.setdefault(row, []).append(column)
        return found

    def _number_name(self, row: int, column: int) -> str:
        return f"行{self._at[row, column].text.strip()}"

    # ---- columns

    def _head(self, box: Box) -> list[Box]:
        """The labels above a cell that are as wide as it is, the nearest first.

        The number of a column stands before what the number is of. A label that something is to be
        written beside is that of a row.
        """
        found: list[Box] = []
        row = box.row - 1
        while row >= 0:
            above = self._at[row, box.column]
            row = above.row - 1
            if not self._is_label(above):
                if found:
                    break
                continue
            is_as_wide = (above.column, above.right) == (box.column, box.right)
            if not is_as_wide or self._is_of_row(above):
                break
            found.append(above)
            if (above.row, above.column) not in self.column_numbers:
                break
        return found

    def _is_of_row(self, label: Box) -> bool:
        """Whether the next place on the right, behind a number of the row, is to be filled in."""
        beside = self._at.get((label.row, label.right))
        while beside is not None and (beside.row, beside.column) in self.numbers:
            beside = self._at.get((label.row, beside.right))
        return beside is not None and self._is_open(beside)

    def _column_word(self, head: list[Box]) -> str:
        if head and (head[0].row, head[0].column) in self.column_numbers:
            return f"栏{head[0].text.strip()}"
        return legal_name(head[0].text) if head else ""

    # ---- rows

    def _left(self, box: Box) -> Box | None:
        """The nearest label on the left; a number of the row before any other."""
        column = box.column - 1
        while column >= 0:
            left = self._at[box.row, column]
            if self._is_label(left):
                return left
            column = left.column - 1
        return None

    def _left_text(self, box: Box) -> str:
        left = self._left(box)
        return left.text if left is not None else ""

    def _row_word(self, box: Box) -> tuple[str, bool]:
        """The row name a cell's left label gives, and whether it is a number of the row."""
        left = self._left(box)
        if left is None or (left.row, left.rows) != (box.row, box.rows):
            return "", False
        if (left.row, left.column) in self.numbers:
            return self._number_name(left.row, left.column), True
        word = legal_name(left.text)
        return (word if self._labels[word] == 1 else ""), False

    @cached_property
    def _labels(self) -> Counter[str]:
        """How often each name could be made of a label."""
        return Counter(legal_name(box.text) for box in self._blank.boxes if box.text.strip())


def _text_of(head: list[Box]) -> str:
    """What a column is called: the last label, behind the number of the column."""
    return head[-1].text if head else ""


def _distinct(cells: list[NamedCell]) -> list[NamedCell]:
    """The cells under names of which no two are the same, and none is that of a row or column."""
    names = Counter(cell.name for cell in cells)
    words = {word for cell in cells if cell.row for word in (cell.row, cell.column)}

    def is_clear(cell: NamedCell) -> bool:
        return names[cell.name] == 1 and bool(cell.row or cell.column not in words)

    return [cell if is_clear(cell) else _by_place(cell) for cell in cells]


def _by_place(cell: NamedCell) -> NamedCell:
    box = cell.box
    row, head = (cell.row, cell.head) if cell.row else (_line_word(box), "")
    return NamedCell(box, row, f"列{box.column + 1}", head)


def _line_word(box: Box) -> str:
    return f"第{box.row + 1}行"


def row_numbers(boxes: Iterable[Box], columns: frozenset[Place]) -> frozenset[Place]:
    """The numbers that count the rows: in a column one more with each row, three at least.

    They have the column for themselves, but for a number of the column. One that stands twice in
    the table names no row.
    """
    found: dict[Place, str] = {}
    by_column: dict[int, list[Box]] = {}
    for box in boxes:
        if _is_number(box) and (box.row, box.column) not in columns:
            by_column.setdefault(box.column, []).append(box)
    for inside in by_column.values():
        counted = [box for run in _runs(inside) for box in run]
        if len(counted) == len(inside):
            found.update(((box.row, box.column), box.text.strip()) for box in inside)
    times = Counter(found.values())
    return frozenset(place for place, number in found.items() if times[number] == 1)


def column_numbers(boxes: Iterable[Box]) -> frozenset[Place]:
    """The numbers that count the columns: those of a row, each one more than that on its left."""
    by_row: dict[int, list[Box]] = {}
    for box in boxes:
        if _is_number(box):
            by_row.setdefault(box.row, []).append(box)
    return frozenset(
        (box.row, box.column)
        for inside in by_row.values()
        if len(inside) > 1 and _counts(inside)
        for box in inside
    )


def _is_number(box: Box) -> bool:
    return box.rows == box.columns == 1 and _NUMBER.fullmatch(box.text.strip()) is not None


def _counts(boxes: list[Box]) -> bool:
    numbers = [int(box.text) for box in boxes]
    return numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def _runs(boxes: list[Box]) -> Iterator[list[Box]]:
    """The stretches, long enough, in which each number is one more than that in the row above."""
    run: list[Box] = []
    for box in boxes:
        if run and not (box.row == run[-1].row + 1 and _counts([run[-1], box])):
            if len(run) >= _LEAST_RUN:
                yield run
            run = []
        run.append(box)
    if len(run) >= _LEAST_RUN:
        yield run
