"""Finding an indicator by what people type of it: words, a part of one, or pinyin initials."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from heapq import nsmallest
from typing import Final

from core.calc.initials import initials
from core.template.indicators import Indicator, Library

MOST: Final = 50
"""Matches that are worth a look; whoever needs more types another word."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """An indicator as it is compared: name, initials, everything it is found by, and its levels."""

    indicator: Indicator
    name: str
    initials: str
    everything: str
    levels: tuple[str, str]

    def distance(self, word: str) -> int:
        """0 where the word begins the name or its initials, 1 inside them, 2 in other words."""
        if self.name.startswith(word) or self.initials.startswith(word):
            return 0
        return 1 if word in self.name or word in self.initials else 2


class IndicatorBook:
    """The library and what earlier documents hold, one of each name and level, ready for search."""

    def __init__(self, library: Library, earlier: Iterable[Indicator] = ()) -> None:
        """`earlier` ones, the newest first, go before those of the library of the same name."""
        self.library = library
        self._levels: dict[str, str] = {}
        for level in library.also:
            for name in library.names_of(level):
                self._levels.setdefault(folded(name), folded(level))
        kept: dict[tuple[str, str], _Entry] = {}
        for indicator in (*earlier, *library.indicators):
            entry = self._entry(indicator)
            kept.setdefault((entry.name, entry.levels[1]), entry)
        self._entries = list(kept.values())
        self._pairs = {entry.levels for entry in self._entries}

    def __len__(self) -> int:
        """How many there are."""
        return len(self._entries)

    def search(self, text: str, level1: str = "", level2: str = "") -> list[Indicator]:
        """What a text may mean, likeliest first; of equally near ones those of the row's levels."""
        words = folded(text).split() or [""]
        found = self._entries
        for word in words:
            found = [entry for entry in found if word in entry.everything]
        first = self._level(level1) if level1 else None
        second = self._level(level2) if level2 else None
        near = {pair: 2 - (pair[0] == first) - 2 * (pair[1] == second) for pair in self._pairs}
        ranked = (
            (entry.distance(words[0]), near[entry.levels], number)
            for number, entry in enumerate(found)
        )
        return [found[number].indicator for _, _, number in nsmallest(MOST, ranked)]

    def _level(self, name: str) -> str:
        """A level by the name that the library has for it."""
        return self._levels.get(folded(name), folded(name))

    def _entry(self, indicator: Indicator) -> _Entry:
        name = "".join(folded(indicator.name).split())
        letters = initials(indicator.name)
        more = (*indicator.words, indicator.level1, indicator.level2, indicator.unit)
        known = [name, letters, *map(folded, more), *map(initials, indicator.words)]
        levels = self._level(indicator.level1), self._level(indicator.level2)
        return _Entry(indicator, name, letters, "\n".join(known), levels)


def folded(text: str) -> str:
    """A text as it is compared."""
    return unicodedata.normalize("NFKC", text).casefold().strip()
