"""How every check ended: all results, those somebody should see, and their counts."""

from collections import Counter
from collections.abc import Container, Mapping

from core.audit.results import REQUIRED, Key, Result
from core.findings import Outcome, Severity
from core.refs import SheetId


class Ledger:
    """The results of one audit.

    results   how each rule ended at each place, and each cell with which something is the matter
    listed    those that somebody should see
    outcomes  how many rule results there are of each outcome
    missing   how many required cells of each sheet are blank
    failed    how many of those listed failed, by weight
    touched   what is listed, or was, and has been kept since somebody last took note of it
    """

    def __init__(self, rules: Container[tuple[str, str]]) -> None:
        """Of no check yet; `rules` are the ids of the rules with their forms."""
        self.results: dict[Key, Result] = {}
        self.listed: dict[Key, Result] = {}
        self.outcomes: Counter[Outcome] = Counter()
        self.missing: Counter[SheetId] = Counter()
        self.failed: Counter[Severity] = Counter()
        self.touched: set[Key] = set()
        self._rules = rules
        self._of_cells: dict[SheetId, set[Key]] = {}

    def keep(self, key: Key, result: Result | None) -> None:
        """Keep how a check ended."""
        before = self.results.pop(key, None)
        if result is not None:
            self.results[key] = result
        listed = result is not None and result.is_listed
        if before is result or before == result:
            if listed and key[0]:
                self.touched.add(key)  # a rule's words hold figures that its result does not
            return
        if self.listed.pop(key, None) is not None or listed:
            self.touched.add(key)
        if result is not None and listed:
            self.listed[key] = result
        self._count(key, before, -1)
        self._count(key, result, 1)

    def keep_all(self, results: Mapping[Key, Result]) -> None:
        """Keep how checks of rules ended."""
        if not self.results.keys().isdisjoint(results):
            for key, result in results.items():
                self.keep(key, result)
            return
        self.results.update(results)
        self.outcomes.update(result.outcome for result in results.values())
        listed = {key: result for key, result in results.items() if result.is_listed}
        self.listed |= listed
        self.touched |= listed.keys()
        failed = (r.severity for r in listed.values() if r.outcome is Outcome.FAILED)
        self.failed.update(failed)

    def of_cells(self, sheet: SheetId) -> list[Key]:
        """The checks of single cells of a sheet that found something."""
        return list(self._of_cells.get(sheet, ()))

    def _count(self, key: Key, result: Result | None, step: int) -> None:
        if result is None:
            return
        if result.outcome is Outcome.FAILED:
            self.failed[result.severity] += step
        if key[0]:
            self.outcomes[result.outcome] += step if (key[0], key[4]) in self._rules else 0
            return
        sheet = SheetId(*key[1:3])
        there = self._of_cells.setdefault(sheet, set())
        (there.add if step > 0 else there.discard)(key)
        self.missing[sheet] += step if result.rule == REQUIRED else 0
