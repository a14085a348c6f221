"""The findings of a document, put into words once and kept until something they say changes."""

from collections.abc import Callable, Collection, Iterator
from typing import NamedTuple

from core.audit.check_book import CheckBook
from core.audit.results import Key, Result
from core.audit.running import Words
from core.audit.wording import SEVERAL, Check, Rank, Wording
from core.calc.engine import Calculation
from core.findings import Finding
from core.refs import COVER, PROJECT_CARD, CellId


class _Kept(NamedTuple):
    """A finding and what it was made of."""

    result: Result
    words: Words | None
    finding: Finding
    rank: Rank


Beside = Callable[[Check, Result], str]


class Listing:
    """Lists what a book's ledger lists, in form order. An edit costs what it concerns."""

    def __init__(self, calculation: Calculation, book: CheckBook, wording: Wording) -> None:
        """Nothing is worded yet."""
        self._calculation, self._book, self._wording = calculation, book, wording
        self._kept: dict[Key, _Kept] = {}
        self._keys: dict[CellId, set[Key]] = {}
        self._listed: list[Finding] | None = None

    def forget(self) -> None:
        """Rows, names or their order changed: word everything anew."""
        self._kept.clear()
        self._keys.clear()
        self._listed = None

    def update(self, cells: Collection[CellId]) -> None:
        """These cells changed: forget what speaks of them, or of what is calculated from them."""
        self._listed = None
        if any(self._names_something(cell) for cell in cells):
            self.forget()
            return
        for cell in self._downstream(cells):
            for key in self._keys.pop(cell, ()):
                self._kept.pop(key, None)

    def _names_something(self, cell: CellId) -> bool:
        """Whether findings elsewhere may quote a cell."""
        quoted = cell.form in (COVER, PROJECT_CARD) or self._wording.names.is_title(cell)
        return quoted or self._book.ready.concerns_codes(cell)

    def _downstream(self, cells: Collection[CellId]) -> Iterator[CellId]:
        seen = set(cells)
        waiting = list(cells)
        while waiting:
            cell = waiting.pop()
            yield cell
            new = self._calculation.dependents.get(cell, set()) - seen
            seen |= new
            waiting += new

    def findings(self, beside: Beside) -> list[Finding]:
        """What the ledger lists; `beside` is what a finding says behind its message."""
        if self._listed is None:
            rank = self._wording.ranks()
            kept = [
                self._worded(key, result, beside, rank)
                for key, result in self._book.ledger.listed.items()
            ]
            kept.sort(key=_by_rank)
            self._listed = [found.finding for found in kept]
        return list(self._listed)

    def _worded(
        self, key: Key, result: Result, beside: Beside, rank: Callable[[Finding], Rank]
    ) -> _Kept:
        known = self._kept.get(key)
        words = self._book.words(key)
        if known is not None and known.result is result and known.words is words:
            return known
        check, said = self._book.check(key), self._book.said(key, result)
        finding = self._wording.finding(check, said, beside(check, said))
        found = _Kept(result, self._book.words(key), finding, rank(finding))
        self._kept[key] = found
        for cell in check.cells[:SEVERAL]:
            self._keys.setdefault(cell, set()).add(key)
        return found


def _by_rank(kept: _Kept) -> Rank:
    return kept.rank
