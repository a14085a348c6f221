"""What a check found, before it is put into the words of the form."""

from dataclasses import dataclass, replace

from core.document.model import Document
from core.findings import Outcome, Severity
from core.refs import CellId

REQUIRED = "填报-必填"
"""The rule of a required cell that is blank."""

ROUNDED = "是四舍五入的尾差，可以不改"
"""What is said of a difference between rounded figures in place of the way out."""

Key = tuple[str, str, str, str, str]
"""Which check: its rule ("" for a cell's own field), form, project, record or group, and cell."""


@dataclass(frozen=True, slots=True)
class Result:
    """How a check ended. `lacking` is the cell whose place belongs in front of the message."""

    rule: str
    severity: Severity
    outcome: Outcome
    message: str = ""
    remedy: str = ""
    basis: str = ""
    lacking: CellId | None = None
    justification: str = ""
    stale: bool = False

    @property
    def is_listed(self) -> bool:
        """Whether somebody should see it: not in order, explained, not checked, missing."""
        return self.outcome in _LISTED or self.rule == REQUIRED


_LISTED = (Outcome.FAILED, Outcome.JUSTIFIED, Outcome.NOT_CHECKED)


def justified(result: Result, cell: CellId, document: Document) -> Result:
    """A 核实性 result with its 审核说明: 已说明, or open and 待复核 if the figures changed."""
    if result.outcome is not Outcome.FAILED or result.severity is Severity.MANDATORY:
        return result
    found = document.justifications.get((result.rule, cell))
    if found is None or not found.text:
        return result
    if found.basis != result.basis:
        return replace(result, justification=found.text, stale=True)
    return replace(result, justification=found.text, outcome=Outcome.JUSTIFIED)
