"""The drawer (抽屉): what was typed where the forms have no place for it now.

Nothing is ever taken out of the document for that: a text whose cell is gone stays under the name
of its cell, and is in its place again as soon as the forms have it again. Only the text of a cell
that is calculated now is put aside, as a mark on the cell.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from core.calc.engine import Calculation
from core.calc.names import Names
from core.calc.shape import FOLLOWED
from core.document.model import PUT_ASIDE, Document
from core.refs import COVER, PROJECT_CARD, CellId


@dataclass(frozen=True, slots=True)
class Kept:
    """One text in the drawer: the cell that it was typed for, and where that was, in words."""

    cell: CellId
    where: str
    text: str

    @property
    def words(self) -> str:
        """One line for the user."""
        return f"{self.where} = {' '.join(self.text.split())}"


def drawer_of(names: Names) -> list[Kept]:
    """Everything in the drawer of a document, in the order of its cells."""
    calculation = names.calculation
    found = {Kept(cell, _where(names, cell), text) for cell, text in _texts(calculation)}
    return sorted(found, key=lambda kept: (kept.cell, kept.text))


def _texts(calculation: Calculation) -> Iterator[tuple[CellId, str]]:
    document, rules = calculation.document, _rules(calculation)
    for cell, text in document.texts.items():
        if not has_place(calculation, cell):
            yield cell, text
    for cell, override in document.overrides.items():
        if not has_place(calculation, cell):
            yield cell, f"改写 {override.text}，理由：{override.reason}"
    for (rule, cell), said in document.justifications.items():
        if rule == PUT_ASIDE:
            yield cell, said.text
        elif said.text and _is_of_a_suite(rule) and rule not in rules:
            yield cell, f"审核说明（{rule}） {said.text}"


def has_place(calculation: Calculation, cell: CellId) -> bool:
    """Whether the forms have a cell, shown or only left out just now.

    Rows that follow others and come back with them have their own way (core.audit.kept_texts).
    """
    slot = calculation.whole.slot(cell.form, cell.name)
    if slot is None:
        return False
    if cell.form in calculation.document.deselected:
        return True
    if cell.form in (COVER, PROJECT_CARD):
        return calculation.exists(cell, slot)
    if cell.record.startswith(FOLLOWED):
        return cell.sheet in calculation.shape.sheets
    return calculation.exists(cell, slot)


def _rules(calculation: Calculation) -> set[str]:
    suite = calculation.whole
    return {rule.id for rule in suite.audits} | {
        rule.id for form in suite.forms.values() for rule in form.audits
    }


def _is_of_a_suite(rule: str) -> bool:
    """Rules of suites are named in capital letters, those of every field with hanzi."""
    return rule.isascii()


def _where(names: Names, cell: CellId) -> str:
    """Where a cell stands or stood, by the names that it still has."""
    if names.calculation.slot(cell) is not None and has_place(names.calculation, cell):
        return names.words(cell)
    document = names.calculation.document
    project = names.project_name(cell.instance) if cell.instance else ""
    form = f"{cell.form}[{project}]" if project else cell.form
    return f"{form} {cell.name}{_ordinal(document, cell)}"


def _ordinal(document: Document, cell: CellId) -> str:
    for (sheet, _), records in document.records.items():
        if sheet == cell.sheet:
            for number, record in enumerate(records, 1):
                if record.id == cell.record:
                    return f"（第{number}行）"
    return f"（{cell.record[1:]}）" if cell.record else ""
