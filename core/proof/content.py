"""The lines of a proof sheet, from the results that the audit keeps: nothing is counted twice.

A large document has tens of thousands of results. They are sorted into parts, all of one rule on
one sheet that ended alike; a line is put into words when somebody reads it.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, islice
from typing import overload

from core.audit.results import Key
from core.calc.explain import Explainer
from core.findings import Finding, Outcome, Scope, Severity
from core.proof.figures import NO_FIGURES, Figures, figures_of
from core.refs import SheetId
from core.session import Session

ORDER = (
    Outcome.FAILED,
    Outcome.JUSTIFIED,
    Outcome.NO_DATA,
    Outcome.NOT_APPLICABLE,
    Outcome.NOT_CHECKED,
    Outcome.PASSED,
)
"""The six outcomes as a proof sheet has them: what is to be done comes first."""

TO_DO = (Outcome.FAILED, Outcome.NO_DATA)
_OUTCOMES = {outcome: rank for rank, outcome in enumerate(ORDER)}
_SEVERITIES = {severity: rank for rank, severity in enumerate(Severity)}
_WITH_FIGURES = (Outcome.FAILED, Outcome.JUSTIFIED, Outcome.NO_DATA, Outcome.PASSED)


@dataclass(frozen=True, slots=True)
class Part:
    """The results of one rule on one sheet that ended alike.

    `is_rule` says that they count among the six outcomes; else they are of single cells (a blank
    required cell, a text that is no figure), which have no rule of the suite.
    """

    outcome: Outcome
    severity: Severity
    scope: Scope
    rule: str
    sheet: SheetId
    is_rule: bool
    keys: list[Key] = field(default_factory=list, compare=False)


@dataclass(frozen=True, slots=True)
class ProofLine:
    """One result: `words` say what is wrong, or what was checked.

    `why` is what to do, the 审核说明, or why nothing could be compared.
    """

    finding: Finding
    is_rule: bool
    form: str
    words: str
    why: str
    figures: Figures


Choice = Callable[[Part], bool]
"""Which parts are wanted."""


class ProofSheet:
    """How an audit stands, in parts that are in order: by outcome, form, project, weight, rule."""

    def __init__(self, session: Session, parts: Sequence[Part]) -> None:
        """`gathered` and `proof_sheet` make one."""
        self.session = session
        self.parts = parts
        self.outcomes = session.summary().outcomes
        self._explainer = Explainer(session.calculation, session.names)

    @property
    def total(self) -> int:
        """How many results of rules there are: the sum of the six."""
        return sum(self.outcomes.values())

    @property
    def sum_words(self) -> str:
        """The sum written out, and what there is besides."""
        each = " ＋ ".join(f"{o.value} {self.outcomes.get(o, 0)}" for o in ORDER)
        cells = self.count(lambda part: not part.is_rule)
        besides = f"；单格的另有 {cells} 处" if cells else ""
        return f"{each} ＝ {self.total}，每条都有结果{besides}"

    def count(self, choice: Choice) -> int:
        """How many lines are wanted."""
        return sum(len(part.keys) for part in self.parts if choice(part))

    def lines(self, choice: Choice) -> "Lines":
        """The lines that are wanted."""
        return Lines(self, [part for part in self.parts if choice(part)])

    def lines_of(self, part: Part) -> "Lines":
        """The lines of one part."""
        return Lines(self, [part])

    def line(self, part: Part, key: Key) -> ProofLine:
        """One result in words."""
        auditor = self.session.auditor
        finding = auditor.finding_of(key)
        form = self.session.names.form_words(finding.cells[0].sheet)
        words, why, figures = finding.message, _why(finding), NO_FIGURES
        rule = auditor.rule_of(key)
        if rule is not None:
            check, relation = rule
            if not _says_what(part.outcome):
                words = self._explainer.in_words(check.check)
            if check.when and part.outcome is Outcome.NOT_APPLICABLE and not check.absent:
                why = f"{why}：{self._explainer.in_words(check.when)}"
            if relation is not None and part.outcome in _WITH_FIGURES:
                figures = figures_of(self.session.calculation, relation)
        return ProofLine(finding, part.is_rule, form, words, why, figures)

    def sort(self, part: Part) -> None:
        """Put the results of a part into the order of the form."""
        calculation = self.session.calculation
        shape = calculation.shape.sheets.get(part.sheet)
        form = calculation.suite.forms.get(part.sheet.form)
        if shape is None or form is None:
            return
        slots = {name: rank for rank, name in enumerate(form.slots)}
        ordinals = {row.id: row.ordinal for rows in shape.rows.values() for row in rows}
        ordinals |= {group: rows[0].ordinal for (_, group), rows in shape.members.items() if rows}
        part.keys.sort(key=lambda key: (ordinals.get(key[3], 0), slots.get(key[4], -1)))


class Lines(Sequence[ProofLine]):
    """The lines of some parts; each is put into words when it is asked for."""

    def __init__(self, sheet: ProofSheet, parts: Sequence[Part]) -> None:
        """Of these parts, in their order."""
        self._sheet = sheet
        self._parts = parts
        self._ends = list(accumulate(len(part.keys) for part in parts))
        self._sorted: set[int] = set()

    def __len__(self) -> int:
        """How many there are."""
        return self._ends[-1] if self._ends else 0

    @overload
    def __getitem__(self, at: int) -> ProofLine: ...

    @overload
    def __getitem__(self, at: slice) -> list[ProofLine]: ...

    def __getitem__(self, at: int | slice) -> ProofLine | list[ProofLine]:
        """One line, or several."""
        if isinstance(at, slice):
            return [self[index] for index in range(*at.indices(len(self)))]
        if not 0 <= at < len(self):
            raise IndexError(at)
        number = bisect_right(self._ends, at)
        part = self._parts[number]
        if number not in self._sorted:
            self._sheet.sort(part)
            self._sorted.add(number)
        return self._sheet.line(part, part.keys[at - self._ends[number]])

    def parts(self) -> Sequence[Part]:
        """The parts that the lines are of."""
        return self._parts


def proof_sheet(session: Session) -> ProofSheet:
    """The proof sheet of a document as it is now."""
    *_, parts = gathered(session)
    return ProofSheet(session, parts)


def gathered(session: Session, step: int = 2_000) -> Iterator[list[Part]]:
    """The parts of a proof sheet, after each `step` results those so far; the last are sorted.

    A window goes on with other things between the steps; an edit in between spoils the rest.
    """
    auditor = session.auditor
    found: dict[tuple[object, ...], Part] = {}
    results = auditor.results
    keys = iter(list(results))
    while some := list(islice(keys, step)):
        for key in some:
            result = results[key]
            # What sheet and rule have in common; of a single cell only its result knows the rule.
            alike = (key[1], key[2], result.rule, key[4] if key[0] else "", result.outcome)
            part = found.get((*alike, result.severity))
            if part is None:
                scope, is_rule = auditor.kind_of(key)
                sheet = SheetId(key[1], key[2])
                part = Part(result.outcome, result.severity, scope, result.rule, sheet, is_rule)
                found[*alike, result.severity] = part
            part.keys.append(key)
        yield list(found.values())
    yield sorted(found.values(), key=_rank_of(session))


def _rank_of(session: Session) -> Callable[[Part], tuple[int, ...]]:
    """The order of parts."""
    forms = {name: rank for rank, name in enumerate(session.calculation.whole.forms)}
    projects = {project: rank for rank, project in enumerate(session.document.projects)}
    rules: dict[str, int] = {}

    def rank(part: Part) -> tuple[int, ...]:
        return (
            _OUTCOMES[part.outcome],
            not part.is_rule,
            forms.get(part.sheet.form, -1),
            projects.get(part.sheet.instance, -1),
            _SEVERITIES[part.severity],
            rules.setdefault(part.rule, len(rules)),
        )

    return rank


def _says_what(outcome: Outcome) -> bool:
    """Whether the message of such a result says what is compared."""
    return outcome in (Outcome.FAILED, Outcome.JUSTIFIED)


def _why(finding: Finding) -> str:
    if _says_what(finding.outcome):
        return finding.justification or finding.remedy
    return finding.message
