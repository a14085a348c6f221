"""Mistakes in template files: collected with their places, never raised one by one.

A mistake is said once. What hangs on something that was already complained about is `Unsure`:
nobody is told that a cell is unknown when the line that draws it could not be read.
"""

import difflib
import itertools
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Final

from core.errors import TemplateProblem

MAX_PROBLEMS: Final = 500
MAX_COMPARED: Final = 2_000
"""Names a misspelt one is compared with at most."""

NAMELESS: Final = "*"
"""Stands for a form whose name could not be read: any unknown form may be that one."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in a file, counted from 1."""

    line: int
    column: int

    def right(self, characters: int) -> "Mark":
        """The place so many characters further on the same line."""
        return Mark(self.line, self.column + characters)


class TooManyProblems(Exception):
    """A file with more mistakes than anybody reads; those noted so far."""

    def __init__(self, found: list[TemplateProblem]) -> None:
        super().__init__(len(found))
        self.found = found


class Problems:
    """Collects the mistakes of one file, so that one mistake never hides another."""

    def __init__(self, file: str) -> None:
        """Start with none."""
        self.file = file
        self.found: list[TemplateProblem] = []

    def add(self, mark: Mark, message: str) -> None:
        """Note one mistake. Raises TooManyProblems: whoever has so many begins with the first."""
        if len(self.found) == MAX_PROBLEMS:
            raise TooManyProblems(self.found)
        self.found.append(TemplateProblem(self.file, mark.line, mark.column, message))

    def add_once(self, mark: Mark, message: str) -> None:
        """Note a mistake unless one stands at this place: a formula serves many cells."""
        if not any((p.line, p.column) == (mark.line, mark.column) for p in self.found):
            self.add(mark, message)

    def __len__(self) -> int:
        return len(self.found)


@dataclass(slots=True)
class Unsure:
    """Names of a form that are not to be called unknown: a mistake about them was noted.

    `words` are names that were complained about, `torn` the texts of lines that could not be read.
    """

    everything: bool = False
    words: set[str] = field(default_factory=set)
    torn: list[str] = field(default_factory=list)

    def covers(self, names: Collection[str]) -> bool:
        """Whether a cell with these words in its name may exist after all."""
        if self.everything or any(name in self.words for name in names):
            return True
        bare = [re.sub("^[行栏](?=[0-9])", "", name) for name in names]
        return any(all(word in text for word in bare) for text in self.torn)


def nearest_name(name: str, known: Iterable[str]) -> str:
    """The right name that is nearest to a typed one; "" when none is near.

    Of equally near ones that which begins alike: 分直 is 分值 rather than 总分.
    """
    some = list(itertools.islice(known, MAX_COMPARED))
    found = difflib.get_close_matches(name[:80], some, n=8, cutoff=0.5)
    return max(found, key=lambda other: _likeness(name, other)) if found else ""


def _likeness(name: str, other: str) -> tuple[float, int]:
    alike = itertools.takewhile(lambda pair: pair[0] == pair[1], zip(name, other, strict=False))
    return difflib.SequenceMatcher(None, other, name).ratio(), sum(1 for _ in alike)


def nearest(name: str, known: Iterable[str]) -> str:
    """A hint with the nearest right name, or nothing."""
    found = nearest_name(name, known)
    return f"，是否想写“{found}”" if found else ""


def shown(text: str) -> str:
    """A text from a file as a message quotes it: one line, not too long."""
    line = " ".join(text.split())
    return line if len(line) <= 80 else line[:80] + "…"
