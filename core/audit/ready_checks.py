"""Checks that no rule and no field asks for: texts that stayed behind, codes easily mistaken.

They are looked for anew where something changed, and are ready with their results.
"""

from collections.abc import Callable, Iterable
from typing import Final

from core.audit.kept_texts import KEPT, KeptCheck, kept_checks
from core.audit.results import Key, Result, justified
from core.audit.returned_texts import ReturnedCheck, returned_check, texts_on
from core.audit.similar_codes import SimilarCheck, similar_checks
from core.calc.names import Names
from core.calc.selection import RETURNED
from core.refs import COVER, PROJECT_CARD, CellId, SheetId

ReadyCheck = KeptCheck | SimilarCheck | ReturnedCheck

_HEADS: Final = (COVER, PROJECT_CARD)


class ReadyChecks:
    """Those of one document; `by_key` are all there are."""

    def __init__(self, names: Names, keep: Callable[[Key, Result | None], None]) -> None:
        """`keep` takes down how one ended."""
        self.by_key: dict[Key, ReadyCheck] = {}
        self._names = names
        self._calculation = names.calculation
        self._keep = keep
        self._similar: set[Key] = set()
        self._at: dict[CellId, set[Key]] = {}

    def all(self) -> None:
        """Look everywhere."""
        for sheet in self._calculation.shape.sheets:
            self.kept(sheet)
        self.similar()
        for cell in texts_on(self._names, None):
            self.returned(cell)

    def on(self, sheets: Iterable[SheetId]) -> None:
        """Look again on sheets whose rows changed."""
        changed = set(sheets)
        for sheet in changed:
            self.kept(sheet)
            for key in self._of(RETURNED, sheet):
                self.returned(CellId(*key[1:]))
        for cell in texts_on(self._names, changed):
            self.returned(cell)
        self.similar()

    def kept(self, sheet: SheetId) -> None:
        """Tell of texts whose followed row is no more."""
        wanted = {check.key: check for check in kept_checks(self._calculation, sheet)}
        for key in self._of(KEPT, sheet) - wanted.keys():
            self._drop(key)
        for check in wanted.values():
            self._place(check)

    def returned(self, cell: CellId) -> None:
        """Tell of a text from a time when its cell was an entry."""
        check = returned_check(self._names, cell)
        if check is not None:
            self._place(check)
        else:
            self._drop((RETURNED, *cell))

    def similar(self) -> None:
        """Tell of codes that may have been mistaken for others."""
        found = similar_checks(self._calculation, self._names)
        wanted = {check.key: check for check in found}
        for key in self._similar - wanted.keys():
            self._drop(key)
        self._similar = set(wanted)
        for check in wanted.values():
            self._place(check)

    def concerns_codes(self, cell: CellId) -> bool:
        """Whether a cell holds a code, or is named in the numbers of forms."""
        slot = self._calculation.slot(cell)
        return cell.form in _HEADS or (slot is not None and bool(slot.field.dictionary))

    def run_at(self, cell: CellId) -> None:
        """Run those again whose 审核说明 stands at a cell."""
        for key in self._at.get(cell, ()):
            self._run(self.by_key[key])

    def _of(self, rule: str, sheet: SheetId) -> set[Key]:
        """Those of a kind that stand on a sheet."""
        return {key for key in self.by_key if key[0] == rule and SheetId(*key[1:3]) == sheet}

    def _place(self, check: ReadyCheck) -> None:
        """Take one in, in the place of the one there was."""
        self._forget(check.key)
        self.by_key[check.key] = check
        self._at.setdefault(check.cells[0], set()).add(check.key)
        self._run(check)

    def _drop(self, key: Key) -> None:
        if self._forget(key):
            self._keep(key, None)

    def _forget(self, key: Key) -> bool:
        known = self.by_key.pop(key, None)
        if known is not None:
            self._at[known.cells[0]].discard(key)
        return known is not None

    def _run(self, check: ReadyCheck) -> None:
        result = check.run(self._names) if isinstance(check, ReturnedCheck) else check.result
        if result is not None:
            result = justified(result, check.cells[0], self._calculation.document)
        self._keep(check.key, result)
