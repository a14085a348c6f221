"""The marks that findings put on the cells of one sheet. It knows no Qt."""

from collections.abc import Iterable
from enum import Enum

from core.audit.field_checks import CHOICE, NOT_A_FIGURE, REQUIRED
from core.findings import Finding, Outcome, Severity
from core.refs import CellId


class Mark(Enum):
    """The one mark a cell shows, gravest first."""

    MANDATORY = "mandatory"
    UNREADABLE = "unreadable"
    VERIFY = "verify"
    STALE = "stale"
    OVERRIDDEN = "overridden"
    JUSTIFIED = "justified"
    HINT = "hint"
    CHANGED = "changed"


_RANKS = {mark: rank for rank, mark in enumerate(Mark)}


class Marks:
    """The findings of a sheet by the cells that show them. `missing` are required and empty."""

    def __init__(self) -> None:
        """No finding."""
        self.missing: frozenset[CellId] = frozenset()
        self._findings: tuple[Finding, ...] = ()
        self._gravest: dict[CellId, Finding] = {}

    def read(self, findings: tuple[Finding, ...]) -> set[CellId]:
        """Take the findings that a sheet has now; the cells whose mark is another one."""
        if findings is self._findings:
            return set()
        before, missing_before = self._gravest, self.missing
        self._findings = findings
        self._gravest, missing = {}, set()
        for finding in findings:
            cell = finding.cells[0]
            if finding.rule == REQUIRED:
                missing.add(cell)
            elif cell not in self._gravest or _rank(finding) < _rank(self._gravest[cell]):
                self._gravest[cell] = finding
        self.missing = frozenset(missing)
        now = self._gravest
        changed = {
            cell for cell in before.keys() | now.keys() if before.get(cell) is not now.get(cell)
        }
        return changed | (missing_before ^ self.missing)

    def finding(self, cells: Iterable[CellId]) -> Finding | None:
        """The gravest finding of these cells."""
        found = [self._gravest[cell] for cell in cells if cell in self._gravest]
        return min(found, key=_rank, default=None)


def mark_of(
    finding: Finding | None, *, overridden: bool = False, changed: bool = False
) -> Mark | None:
    """The one mark of a cell with this finding; `changed`: since last year, and one compares."""
    marks = [_mark(finding)] if finding is not None else []
    marks += [Mark.OVERRIDDEN] if overridden else []
    marks += [Mark.CHANGED] if changed else []
    return min(marks, key=_RANKS.__getitem__, default=None)


def _rank(finding: Finding) -> int:
    return _RANKS[_mark(finding)]


def _mark(finding: Finding) -> Mark:
    if finding.rule in (NOT_A_FIGURE, CHOICE):
        return Mark.UNREADABLE
    if finding.outcome is Outcome.JUSTIFIED:
        return Mark.JUSTIFIED
    if finding.severity is Severity.VERIFY:
        return Mark.STALE if finding.stale else Mark.VERIFY
    return Mark.MANDATORY if finding.severity is Severity.MANDATORY else Mark.HINT
