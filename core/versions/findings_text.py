"""The findings of a version as they were worded: rule, weight, place, message, what was said."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, fields

from core.calc.names import Names
from core.errors import DocumentError
from core.findings import Finding, Outcome


@dataclass(frozen=True, slots=True)
class KeptFinding:
    """A finding as it stood when the version was made."""

    rule: str
    severity: str
    outcome: str
    form: str
    place: str
    message: str
    remedy: str
    justification: str

    @property
    def line(self) -> str:
        """The finding in one line."""
        justified = self.outcome == Outcome.JUSTIFIED.value
        said = f"；说明：{self.justification}" if self.justification else ""
        state = self.outcome if justified else self.severity
        return f"[{state}] {self.form} {self.place}：{self.message}{said}"


def kept_findings(findings: Iterable[Finding], names: Names) -> list[KeptFinding]:
    """The findings in the words of now."""
    return [
        KeptFinding(
            finding.rule,
            finding.severity.value,
            finding.outcome.value,
            names.form_words(finding.cells[0].sheet),
            finding.place,
            finding.message,
            finding.remedy,
            finding.justification,
        )
        for finding in findings
    ]


_WORDS = [field.name for field in fields(KeptFinding)]


def findings_to_json(kept: Iterable[KeptFinding]) -> str:
    """All of them as one text."""
    plain = [[getattr(finding, name) for name in _WORDS] for finding in kept]
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":"))


def findings_from_json(text: str) -> list[KeptFinding]:
    """Read them back. DocumentError for a text that findings_to_json does not write."""
    try:
        plain = json.loads(text)
        found = [KeptFinding(*words) for words in plain]
    except (ValueError, TypeError, RecursionError):
        raise _spoilt() from None
    words = (getattr(finding, name) for finding in found for name in _WORDS)
    if not isinstance(plain, list) or not all(isinstance(word, str) for word in words):
        raise _spoilt()
    return found


def _spoilt() -> DocumentError:
    return DocumentError("这一版的审核结果已损坏，读不出来。")
