"""A result in the words of the form: where, what, and the order in which findings are listed."""

from collections.abc import Callable

from core.audit.field_checks import FieldCheck
from core.audit.kept_texts import KeptCheck
from core.audit.results import Result
from core.audit.returned_texts import ReturnedCheck
from core.audit.rules import RuleCheck
from core.audit.similar_codes import SimilarCheck
from core.calc.entered import Entered
from core.calc.names import Names
from core.findings import Finding, Severity
from core.refs import CellId, SheetId

_WEIGHTS = {severity: rank for rank, severity in enumerate(Severity)}
Check = FieldCheck | RuleCheck | KeptCheck | SimilarCheck | ReturnedCheck
Place = tuple[int, int, SheetId]
Rank = tuple[Place, int, str, int, int, str, str]

SEVERAL, FEW = 8, 12
"""Of so many compared cells the entered ones are named, where these are so few for one cell."""


class Wording:
    """Makes findings of one document."""

    def __init__(self, names: Names) -> None:
        """Names of the document."""
        self.names = names
        self.entered = Entered(names.calculation, FEW)
        forms = names.calculation.whole.forms  # a form that is left out may be taken in again
        self._forms = {name: rank for rank, name in enumerate(forms)}
        self._slots = {
            name: {slot: rank for rank, slot in enumerate(form.slots)}
            for name, form in forms.items()
        }

    def finding(self, check: Check, result: Result, beside: str = "") -> Finding:
        """The finding of a check that ended so; `beside` is said behind its message."""
        cells = check.cells
        message = f"{result.message}；{beside}" if beside else result.message
        if result.lacking is not None:
            near = result.lacking.sheet == cells[0].sheet
            where = (self.names.place if near else self.names.words)(result.lacking)
            message = f"没有核对：{where}{message}"
        return Finding(
            rule=result.rule,
            severity=result.severity,
            scope=check.scope,
            outcome=result.outcome,
            cells=self._with_entered(cells),
            message=message,
            remedy=result.remedy,
            place=self._place(check),
            justification=result.justification,
            stale=result.stale,
            basis=result.basis,
        )

    def _with_entered(self, cells: tuple[CellId, ...]) -> tuple[CellId, ...]:
        """The compared cells and, where they are calculated from a few, those to be mended."""
        found = dict.fromkeys(cells)
        for cell in cells[:SEVERAL]:
            found |= dict.fromkeys(self.entered.below(cell))
        return tuple(found)

    def _place(self, check: Check) -> str:
        """Where: the first cell, or the column of a rule that reads whole columns only."""
        first = check.cells[0]
        slot = self.names.calculation.slot(first)
        columns = isinstance(check, RuleCheck) and not any(
            isinstance(operand, CellId) for operand in check.check.operands
        )
        if columns and slot is not None and slot.region and first.record:
            return f"各{slot.region}·{self.names.column_label(slot)}"
        return self.names.place(first)

    def places(self) -> Callable[[SheetId], Place]:
        """The order of sheets: by form, then by project; what is asked of the document is first."""
        projects = {p: place for place, p in enumerate(self.names.calculation.document.projects)}
        return lambda sheet: (
            self._forms.get(sheet.form, -1),
            projects.get(sheet.instance, -1),
            sheet,
        )

    def ranks(self) -> Callable[[Finding], Rank]:
        """The order of findings: by sheet, by weight, by rule, then down the form."""
        calculation, place = self.names.calculation, self.places()

        def rank(finding: Finding) -> Rank:
            cell = finding.cells[0]
            slot = calculation.slot(cell)
            sheet = calculation.shape.sheets.get(cell.sheet)
            row = sheet.row(slot.region, cell.record) if sheet and slot else None
            return (
                place(cell.sheet),
                _WEIGHTS[finding.severity],
                finding.rule,
                row.ordinal if row else 0,
                self._slots.get(cell.form, {}).get(cell.name, -1),
                cell.name,
                finding.message,
            )

        return rank
