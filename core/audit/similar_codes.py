"""A code that only one form has, while another form has one that is easily mistaken for it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from core.audit.results import Key, Result
from core.calc.code_search import named, path, similar
from core.calc.engine import Calculation
from core.calc.names import Names
from core.calc.used_codes import used_codes
from core.findings import Outcome, Scope, Severity
from core.refs import PROJECT_CARD, CellId
from core.template.codes import CodeDictionary

SIMILAR = "填报-相近编码"
_REMEDY = "核对是不是同一个科目，是就改成一样的；两个科目都有的可以不改"


@dataclass(frozen=True, slots=True)
class SimilarCheck:
    """The code in the first of `cells`; the others hold the similar one."""

    cells: tuple[CellId, ...]
    result: Result

    scope = Scope.ACROSS_FORMS

    @property
    def key(self) -> Key:
        """Which check it is."""
        return similar_key(self.cells[0])

    @property
    def forms(self) -> frozenset[str]:
        """The forms that have the similar code."""
        return frozenset(cell.form for cell in self.cells[1:])


def similar_key(cell: CellId) -> Key:
    """The key of the check of a code's cell."""
    return (SIMILAR, *cell)


def similar_checks(calculation: Calculation, names: Names) -> Iterator[SimilarCheck]:
    """A check for every code that no other form has but a similar one of the same upper level.

    Of two such codes the one is told that stands beside rows which follow the other, or on a card;
    forms that do not follow each other may well have different codes.
    """
    for dictionary in calculation.suite.dictionaries.values():
        used = used_codes(calculation, dictionary.name)
        used = {code: cells for code, cells in used.items() if code in dictionary.names}
        forms = {code: frozenset(cell.form for cell in cells) for code, cells in used.items()}
        if len(set(forms.values())) > 1:
            yield from _checks(dictionary, used, forms, names, _follows(calculation, forms))


def _checks(
    dictionary: CodeDictionary,
    used: dict[str, list[CellId]],
    forms: dict[str, frozenset[str]],
    names: Names,
    follows: Mapping[str, frozenset[str]],
) -> Iterator[SimilarCheck]:
    ranks = {code: rank for rank, code in enumerate(used)}
    for code, cells in used.items():
        above = path(dictionary, code)
        beside = [o for o in similar(code, used) if path(dictionary, o) == above]
        before = [o for o in beside if ranks[o] < ranks[code] and not forms[o] & forms[code]]
        for cell in cells:
            related = (o for o in before if forms[o] & follows.get(cell.form, forms[o]))
            other = next(related, None)
            if other is None:
                continue
            where = names.form_words(used[other][0].sheet)
            message = (
                f"{where}没有 {named(dictionary, [code])}，"
                f"有相近的 {named(dictionary, [other])}"
            )  # fmt: skip
            result = Result(SIMILAR, Severity.HINT, Outcome.FAILED, message, _REMEDY, other)
            yield SimilarCheck((cell, *used[other]), result)


def _follows(
    calculation: Calculation, forms: Mapping[str, frozenset[str]]
) -> dict[str, frozenset[str]]:
    """By form the forms that its rows follow; a card may be compared with every form."""
    found = {form for of_code in forms.values() for form in of_code} - {PROJECT_CARD}
    followed_by = calculation.suite.followed_by
    return {form: frozenset(source.form for source in followed_by(form)) for form in found}
