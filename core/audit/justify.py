"""审核说明: a 核实性 finding may stay with a written reason, as long as its figures stay."""

from dataclasses import replace

from core.document.model import Document
from core.findings import Finding, Outcome, Severity

MAX_LENGTH = 200
_EMPTY_WORDS = frozenset({"同上", "无", "正常", "没有", "无误", "已核实", "已核对"})


def justified(finding: Finding, document: Document) -> Finding:
    """The finding as it stands with its 审核说明: 已说明, or open and 待复核 if figures changed."""
    if finding.outcome is not Outcome.FAILED or finding.severity is Severity.MANDATORY:
        return finding
    found = document.justifications.get(finding.identity)
    if found is None:
        return finding
    if found.basis != finding.basis:
        return replace(finding, justification=found.text, stale=True)
    return replace(finding, justification=found.text, outcome=Outcome.JUSTIFIED)


def is_a_reason(text: str) -> bool:
    """Whether a text says anything: blank, 同上, 无 and the like do not."""
    core = text.strip().strip("。.，, ")
    return bool(core) and core not in _EMPTY_WORDS and len(text) <= MAX_LENGTH
