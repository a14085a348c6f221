"""常用说明: what may be offered as the 审核说明 of a finding, so that nobody types it twice."""

from collections.abc import Iterator
from enum import Enum
from itertools import chain
from typing import Final, NamedTuple

from core.document.model import PUT_ASIDE, Document
from core.findings import Finding
from core.template.form_suite import FormSuite

MOST: Final = 30
"""A longer list helps nobody to choose."""


class Origin(Enum):
    """Where a reason comes from, as it is called."""

    OFFICIAL = "表样列出"
    OWN = "写过"


class UsualReason(NamedTuple):
    """A text, and where it comes from."""

    text: str
    origin: Origin


def usual_reasons(suite: FormSuite, document: Document, finding: Finding) -> list[UsualReason]:
    """What may be offered for a finding: the suite's own reasons, then what was written before.

    Of these the ones about the same rule come first. Each text stands once, and not the one that
    the finding has already.
    """
    seen = {finding.justification}
    found: list[UsualReason] = []
    for reason in chain(_official(suite, finding.rule), _own(document, finding)):
        if reason.text not in seen and len(found) < MOST:
            seen.add(reason.text)
            found.append(reason)
    return found


def _official(suite: FormSuite, rule: str) -> Iterator[UsualReason]:
    for audits in (suite.audits, *(form.audits for form in suite.forms.values())):
        for audit in audits:
            if audit.id == rule:
                yield from (UsualReason(text, Origin.OFFICIAL) for text in audit.reasons)


def _own(document: Document, finding: Finding) -> Iterator[UsualReason]:
    written = [(key, said.text) for key, said in document.justifications.items() if said.text]
    for alike in (True, False):
        for (rule, _), text in reversed(written):
            if (rule == finding.rule) is alike and rule != PUT_ASIDE:
                yield UsualReason(text, Origin.OWN)
