"""The findings of a document, put into words once and kept until something they say changes."""

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import NamedTuple

from core.audit.check_book import CheckBook
from core.audit.results import Key, Result
from core.audit.wording import SEVERAL, Check, Rank, Wording
from core.calc.engine import Calculation
from core.findings import Finding
from core.refs import COVER, PROJECT_CARD, CellId, SheetId


class _Kept(NamedTuple):
    """A finding and where it stands among those of its sheet."""

    rank: Rank
    finding: Finding


Beside = Callable[[Check, Result], str]


class Listing:
    """Lists what a book's ledger lists, by sheets in form order. An edit costs what it concerns."""

    def __init__(self, calculation: Calculation, book: CheckBook, wording: Wording) -> None:
        """Nothing is worded yet."""
        self._calculation, self._book, self._wording = calculation, book, wording
        self.forget()

    def forget(self) -> None:
        """Rows, names or their order changed: word everything anew."""
        self._ledger = self._book.ledger
        self._due = set(self._ledger.listed)
        self._sheet_of: dict[Key, SheetId] = {}
        self._kept: dict[SheetId, dict[Key, _Kept]] = {}
        self._keys: dict[CellId, set[Key]] = {}
        self._listed: dict[SheetId, tuple[Finding, ...]] = {}
        self._wording.entered.forget()

    def update(self, cells: Collection[CellId]) -> None:
        """These cells changed: word anew what speaks of them, or of what is calculated from them.

        What their checks find now is in the ledger, which tells by itself what it touched.
        """
        if any(self._names_something(cell) for cell in cells):
            self.forget()
            return
        entered = self._wording.entered
        others = [cell for cell in cells if entered.stands_otherwise(cell)]
        for cell in self._downstream(others):
            entered.forget_above(cell)
        for cell in self._downstream(cells):
            self._due |= self._keys.pop(cell, frozenset())

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
        return [finding for there in self.by_sheet(beside).values() for finding in there]

    def by_sheet(self, beside: Beside) -> Mapping[SheetId, tuple[Finding, ...]]:
        """The same by sheets; a sheet on which no finding is another one keeps its tuple."""
        if self._ledger is not self._book.ledger:
            self.forget()
        due, self._due = self._due | self._ledger.touched, set()
        self._ledger.touched.clear()
        if due:
            self._listed = self._listed_again(self._reworded(due, beside))
        return self._listed

    def _reworded(self, due: Collection[Key], beside: Beside) -> set[SheetId]:
        """Word these checks anew; the sheets whose findings are others now."""
        rank = self._wording.ranks()
        changed = set()
        for key in due:
            before = self._sheet_of.pop(key, None)
            if before is not None:
                del self._kept[before][key]
                changed.add(before)
            result = self._ledger.listed.get(key)
            if result is not None:
                changed.add(self._worded(key, result, beside, rank))
        return changed

    def _worded(
        self, key: Key, result: Result, beside: Beside, rank: Callable[[Finding], Rank]
    ) -> SheetId:
        check, said = self._book.check(key), self._book.said(key, result)
        finding = self._wording.finding(check, said, beside(check, said))
        for cell in check.cells[:SEVERAL]:
            self._keys.setdefault(cell, set()).add(key)
        sheet = self._sheet_of[key] = finding.cells[0].sheet
        self._kept.setdefault(sheet, {})[key] = _Kept(rank(finding), finding)
        return sheet

    def _listed_again(self, changed: Collection[SheetId]) -> dict[SheetId, tuple[Finding, ...]]:
        """All sheets in order, those changed with the findings they have now."""
        listed = dict(self._listed)
        for sheet in changed:
            there = sorted((kept.rank, key) for key, kept in self._kept[sheet].items())
            listed[sheet] = tuple(self._kept[sheet][key].finding for _, key in there)
        place = self._wording.places()
        return {sheet: listed[sheet] for sheet in sorted(listed, key=place) if listed[sheet]}
