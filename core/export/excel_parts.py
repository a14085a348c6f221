"""The pieces an Excel formula is put together from: places, values, and when they are blank."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final, TypeAlias

_LONGEST_LITERAL: Final = 255
_MOST_ARGUMENTS: Final = 200
_AS_TEXT: Final = '&""'
_ONE_CELL: Final = re.compile(r"N\((?:'[^']*'!)?[A-Z]+[0-9]+\)")
_NUMBER: Final = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_CALLED: Final = re.compile(r"[A-Z]+\(")
_QUOTED: Final = re.compile(r"\"[^\"]*\"|'[^']*'")


class NoEquivalent(Exception):
    """Why a formula cannot be written in Excel; one short sentence."""


class Scalar(Enum):
    """What a value is."""

    FIGURE = "数"
    TEXT = "文字"
    TRUTH = "是否"


@dataclass(frozen=True, slots=True)
class AllBlank:
    """The condition that none of these cells holds a figure."""

    refs: "tuple[CellRef, ...]"


Blankness: TypeAlias = str | AllBlank
"""The condition under which a part is blank, as an Excel condition; NEVER for none."""

NEVER: Final = "FALSE"
ALWAYS: Final = "TRUE"


@dataclass(frozen=True, slots=True)
class Part:
    """A value in Excel's words, and when it is blank.

    A `sound` value is 0 or the empty text where it is blank.
    """

    value: str
    blank: Blankness = NEVER
    kind: Scalar = Scalar.FIGURE
    sound: bool = True

    @property
    def guarded(self) -> "Part":
        """The same with a sound value."""
        if self.sound or self.blank == NEVER:
            return self
        nothing = "0" if self.kind is Scalar.FIGURE else '""'
        value = f"IF({condition(self.blank)},{nothing},{self.value})"
        return Part(value, self.blank, self.kind)

    @property
    def held(self) -> str:
        """The value as an operand of a stronger sign."""
        whole = self.is_number or _is_one_call(self.value)
        return self.value if whole else f"({self.value})"

    @property
    def is_number(self) -> bool:
        """Whether it is a figure written out."""
        return bool(_NUMBER.fullmatch(self.value))

    @property
    def is_cell(self) -> bool:
        """Whether it is the figure of one cell as it stands."""
        return bool(_ONE_CELL.fullmatch(self.value))

    @property
    def trimmed(self) -> str:
        """A text as texts are compared, without blanks around it."""
        if self.value.startswith('"'):
            return '"' + self.value[1:-1].strip() + '"'
        return f"TRIM({self.value.removesuffix(_AS_TEXT)})"


@dataclass(frozen=True, slots=True)
class CellRef:
    """A place of the workbook; `scale` is how many times the figure is stored there.

    `sheet` is "" for the sheet the formula stands on. `row` and `column` count from 1.
    """

    sheet: str
    column: int
    letters: str
    row: int
    kind: Scalar = Scalar.FIGURE
    scale: int = 1

    @property
    def address(self) -> str:
        """The address as it is written in a formula."""
        return f"{_front(self.sheet)}{self.letters}{self.row}"

    @property
    def part(self) -> Part:
        """The cell's value; an empty cell is 0 or the empty text."""
        if self.kind is Scalar.TEXT:
            return Part(self.address + _AS_TEXT, f'TRIM({self.address})=""', Scalar.TEXT)
        scaled = "" if self.scale == 1 else f"/{self.scale}"
        return Part(f"N({self.address}){scaled}", AllBlank((self,)))


def _is_one_call(text: str) -> bool:
    """Whether the bracket that opens behind the first word closes at the very end."""
    bare = _QUOTED.sub("", text)
    if not _CALLED.match(bare):
        return False
    depth = 0
    for place, sign in enumerate(bare):
        depth += (sign == "(") - (sign == ")")
        if depth == 0 and sign == ")":
            return place == len(bare) - 1
    return False


def literal(text: str) -> str:
    """A text as it is written in a formula. Raises NoEquivalent for one that is too long."""
    if len(text) > _LONGEST_LITERAL:
        raise NoEquivalent("公式里的文字超过 255 字")
    return '"' + text.replace('"', '""') + '"'


def condition(blank: Blankness) -> str:
    """The condition written out."""
    if isinstance(blank, AllBlank):
        return f"COUNT({joined_ranges(blank.refs)})=0"
    return blank


def negated(text: str) -> str:
    """The opposite of a condition."""
    return {NEVER: ALWAYS, ALWAYS: NEVER}.get(text) or f"NOT({text})"


def all_of(blanks: Sequence[Blankness]) -> Blankness:
    """Blank where all of them are."""
    if NEVER in blanks:
        return NEVER
    refs = [ref for blank in blanks if isinstance(blank, AllBlank) for ref in blank.refs]
    tests = [blank for blank in blanks if isinstance(blank, str) and blank != ALWAYS]
    if not tests:
        return AllBlank(tuple(dict.fromkeys(refs))) if refs else ALWAYS
    if refs:
        tests.insert(0, condition(AllBlank(tuple(dict.fromkeys(refs)))))
    return tests[0] if len(tests) == 1 else f"AND({','.join(tests)})"


def both(first: Blankness, second: Blankness) -> Blankness:
    """Blank where both are."""
    return all_of((first, second))


def either(first: Blankness, second: Blankness) -> Blankness:
    """Blank where one of them is."""
    if second in (first, NEVER):
        return first
    if first == NEVER:
        return second
    return f"OR({condition(first)},{condition(second)})"


def joined_ranges(refs: Sequence[CellRef]) -> str:
    """Places as arguments of SUM or COUNT: neighbours as one range."""
    found = list(ranges(refs))
    if len(found) > _MOST_ARGUMENTS:
        raise NoEquivalent("取数的格太多，一个 Excel 公式写不下")
    return ",".join(found)


def ranges(refs: Iterable[CellRef]) -> Iterator[str]:
    """Places with neighbours as one range: C7, D8:D25."""
    run: list[CellRef] = []
    for ref in refs:
        if run and not _continues(run, ref):
            yield _range(run)
            run = []
        run.append(ref)
    if run:
        yield _range(run)


def _continues(run: list[CellRef], ref: CellRef) -> bool:
    """Whether a place goes on where a run of places in one row or column ends."""
    last, first = run[-1], run[0]
    if ref.sheet != last.sheet:
        return False
    down = ref.column == first.column == last.column and ref.row == last.row + 1
    across = ref.row == first.row == last.row and ref.column == last.column + 1
    return down or across


def _range(run: list[CellRef]) -> str:
    first, last = run[0], run[-1]
    if first is last:
        return first.address
    return f"{first.address}:{last.letters}{last.row}"


def _front(sheet: str) -> str:
    return f"'{sheet.replace(chr(39), chr(39) * 2)}'!" if sheet else ""
