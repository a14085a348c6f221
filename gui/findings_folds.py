"""Many findings of one rule on one sheet as one line, until it is opened. It knows no Qt."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from core.audit.results import REQUIRED, ROUNDED
from core.findings import Finding
from core.refs import SheetId
from gui.findings_order import Section

ALIKE: Final = 10
"""From so many on they fold: fewer can be seen at a glance."""

Key = tuple[str, SheetId, str]


@dataclass(frozen=True, slots=True)
class Fold:
    """The line of findings of one kind, one sheet and one rule. While it is open they follow it."""

    kind: str
    sheet: SheetId
    rule: str
    findings: tuple[Finding, ...]
    is_open: bool

    @property
    def identity(self) -> Key:
        """What stays the same when findings come and go."""
        return self.kind, self.sheet, self.rule

    def is_like(self, other: "Fold") -> bool:
        """Whether there is nothing to tell one from the other: the very same findings."""
        ours, theirs = (list(map(id, fold.findings)) for fold in (self, other))
        return ours == theirs and self.is_open is other.is_open

    @property
    def words(self) -> str:
        """What they are, and how many: 尾差（四舍五入）23 处."""
        count, first = f"{len(self.findings)} 处", self.findings[0]
        if self.rule == REQUIRED:
            return f"必填的还没有填 {count}"
        if all(finding.remedy == ROUNDED for finding in self.findings):
            return f"尾差（四舍五入）{count}"
        return f"{count}，第一处：{first.message}"


Entry = Finding | Fold
"""What stands in a line."""


class Folds:
    """Which are open, and what the sections look like then."""

    def __init__(self) -> None:
        """All are closed."""
        self._open: set[Key] = set()
        self._lines: dict[tuple[str, SheetId], tuple[tuple[Finding, ...], Section[Entry]]] = {}

    def set_open(self, key: Key, *, is_open: bool) -> None:
        """Open or close one."""
        (self._open.add if is_open else self._open.discard)(key)
        self._lines.pop(key[:2], None)

    def lines(self, sections: Sequence[Section[Finding]]) -> list[Section[Entry]]:
        """What is listed; a section that did not change stays the same object."""
        before, self._lines = self._lines, {}
        for section in sections:
            known = before.get(section[:2])
            if known is None or known[0] is not section.findings:
                old = known[1].findings if known is not None else ()
                known = section.findings, self._folded(section, old)
            self._lines[section[:2]] = known
        return [section for _, section in self._lines.values()]

    def _folded(self, section: Section[Finding], before: Sequence[Entry]) -> Section[Entry]:
        kind, sheet, findings = section
        where = kind, sheet
        counts = Counter(finding.rule for finding in findings)
        many = {rule for rule, count in counts.items() if count >= ALIKE}
        if not many:
            return Section(kind, sheet, findings)
        folds = {entry.rule: entry for entry in before if isinstance(entry, Fold)}
        lines: list[Entry] = []
        for finding in findings:
            if finding.rule not in many:
                lines.append(finding)
            elif counts.pop(finding.rule, 0):  # the first of them
                alike = tuple(each for each in findings if each.rule == finding.rule)
                fold = Fold(*where, finding.rule, alike, (*where, finding.rule) in self._open)
                old = folds.get(finding.rule)
                lines.append(old if old is not None and old.is_like(fold) else fold)
                lines += alike if fold.is_open else ()
        return Section(kind, sheet, tuple(lines))
