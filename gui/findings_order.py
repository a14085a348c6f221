"""In what order the findings are listed, and under which toggle each. It knows no Qt.

The list is made of sections, one for each toggle and sheet. An edit changes few of them, and who
shows the list has to look only into those that are others than before.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Generic, NamedTuple, TypeVar

from core.audit.field_checks import REQUIRED
from core.findings import Finding, Outcome, Severity
from core.refs import SheetId

KINDS = {
    "mandatory": "强制性",
    "verify": "核实性",
    "hint": "提示",
    "missing": "未填",
    "justified": "已说明",
}
BySheet = Mapping[SheetId, tuple[Finding, ...]]


T = TypeVar("T")


class Section(NamedTuple, Generic[T]):
    """The findings of one kind on one sheet (or the lines that show them).

    `findings` stays the same as long as none changes.
    """

    kind: str
    sheet: SheetId
    findings: tuple[T, ...]


class Splice(NamedTuple, Generic[T]):
    """From `row` on, so many lines are to be replaced by these."""

    row: int
    gone: int
    new: tuple[T, ...]


class Turn(NamedTuple):
    """What an edit did to the findings: those that are no more, and those that were not before."""

    gone: tuple[Finding, ...]
    come: tuple[Finding, ...]


def kind_of(finding: Finding) -> str:
    """Under which toggle a finding is shown, named as its icon."""
    if finding.rule == REQUIRED:
        return "missing"
    if finding.outcome is Outcome.JUSTIFIED:
        return "justified"
    return {
        Severity.MANDATORY: "mandatory",
        Severity.VERIFY: "verify",
        Severity.HINT: "hint",
    }[finding.severity]


class FindingsOrder:
    """The findings of a document by kind and sheet."""

    def __init__(self) -> None:
        """No finding."""
        self.listed: BySheet = {}
        self._kinds: dict[SheetId, dict[str, tuple[Finding, ...]]] = {}

    def take(self, listed: BySheet) -> Turn:
        """Take the findings there are now; only sheets with others than before are looked at."""
        before, self.listed = self.listed, listed
        kinds = self._kinds
        self._kinds = {
            sheet: kinds[sheet] if before.get(sheet) is findings else _by_kind(findings)
            for sheet, findings in listed.items()
        }
        return Turn(tuple(_missing_in(listed, before)), tuple(_missing_in(before, listed)))

    def counts(self, left: Collection[SheetId]) -> Counter[str]:
        """How many there are of each kind; `left` are the sheets whose empty cells count."""
        found: Counter[str] = Counter()
        for sheet, kinds in self._kinds.items():
            for kind, findings in kinds.items():
                found[kind] += len(findings) if _is_due(kind, sheet, left) else 0
        return found

    def sections(
        self,
        kinds: Sequence[str],
        left: Collection[SheetId],
        here: SheetId | None,
        *,
        only_here: bool,
    ) -> list[Section[Finding]]:
        """What is listed: the sheet that is open before the others, each in the order of `kinds`.

        An empty required cell is no finding before its sheet was left once.
        """
        others = [] if only_here else [sheet for sheet in self._kinds if sheet != here]
        own = [here] if here is not None else []
        return [
            Section(kind, sheet, findings)
            for sheets in (own, others)
            for kind in kinds
            for sheet in sheets
            if (findings := self._kinds.get(sheet, {}).get(kind)) and _is_due(kind, sheet, left)
        ]


def splices(before: Sequence[Section[T]], now: Sequence[Section[T]]) -> Iterator[Splice[T]] | None:
    """How a list becomes another one, from its first row to its last.

    Every row is counted as it is after the splices before it. None where sections stand in another
    order, so that everything moves.
    """
    there = {section[:2] for section in now}
    were = {section[:2] for section in before}
    order = [section[:2] for section in before if section[:2] in there]
    if order != [section[:2] for section in now if section[:2] in were]:
        return None
    return _splices(before, now, there, were)


def _splices(
    before: Sequence[Section[T]],
    now: Sequence[Section[T]],
    there: Collection[object],
    were: Collection[object],
) -> Iterator[Splice[T]]:
    row = old = new = 0
    while old < len(before) or new < len(now):
        if old < len(before) and before[old][:2] not in there:
            yield Splice(row, len(before[old].findings), ())
            old += 1
            continue
        if now[new][:2] not in were:
            yield Splice(row, 0, now[new].findings)
        else:
            yield from _inside(row, before[old].findings, now[new].findings)
            old += 1
        row += len(now[new].findings)
        new += 1


def _inside(row: int, before: tuple[T, ...], now: tuple[T, ...]) -> Iterator[Splice[T]]:
    """The same of one section. What stays is the same object, and stands in the same order."""
    if before is now:
        return
    kept = set(map(id, before)) & set(map(id, now))
    old = new = 0
    while old < len(before) or new < len(now):
        gone, come = old, new
        while old < len(before) and id(before[old]) not in kept:
            old += 1
        while new < len(now) and id(now[new]) not in kept:
            new += 1
        if (gone, come) != (old, new):
            yield Splice(row + come, old - gone, now[come:new])
        old, new = old + 1, new + 1


def _missing_in(these: BySheet, others: BySheet) -> Iterator[Finding]:
    """The findings among the others that these have not."""
    for sheet, findings in others.items():
        there = these.get(sheet, ())
        if there is not findings:
            known = {finding.identity for finding in there}
            yield from (finding for finding in findings if finding.identity not in known)


def _by_kind(findings: tuple[Finding, ...]) -> dict[str, tuple[Finding, ...]]:
    found: dict[str, list[Finding]] = {}
    for finding in findings:
        found.setdefault(kind_of(finding), []).append(finding)
    return {kind: tuple(there) for kind, there in found.items()}


def _is_due(kind: str, sheet: SheetId, left: Collection[SheetId]) -> bool:
    return kind != "missing" or sheet in left
