"""The sheets of an open document: their titles, and their plans, kept as long as they hold."""

from collections.abc import Iterable
from dataclasses import dataclass

from core.calc.engine import Calculation
from core.calc.names import Names
from core.layout.expand import build_plan
from core.layout.plan import FormPlan
from core.refs import COVER, PROJECT_CARD, CellId, SheetId


@dataclass(frozen=True, slots=True)
class SheetTitle:
    """A sheet as the tree of forms shows it."""

    sheet: SheetId
    number: str
    title: str
    short: str


class Sheets:
    """The sheets of one document as it is now."""

    def __init__(self, calculation: Calculation, names: Names) -> None:
        """No sheet is laid out yet."""
        self._calculation = calculation
        self._names = names
        self._plans: dict[SheetId, FormPlan] = {}
        self._known = (names.year(), self.titles())

    def titles(self) -> list[SheetTitle]:
        """All sheets in order, with their numbers and titles."""
        found = []
        for sheet, shape in self._calculation.shape.sheets.items():
            fill, form = self._names.words_for(sheet).fill, shape.form
            found.append(SheetTitle(sheet, fill(form.number), fill(form.title), fill(form.short)))
        return found

    def plan(self, sheet: SheetId) -> FormPlan:
        """A sheet laid out; kept until its rows, its title or its number changes."""
        plan = self._plans.get(sheet)
        if plan is None:
            calculation = self._calculation
            shape = calculation.shape.sheets[sheet]
            plan = build_plan(calculation.suite, shape, self._names.words_for(sheet))
            self._plans[sheet] = plan
        return plan

    def forget(self, sheets: Iterable[SheetId]) -> None:
        """Drop the plans of sheets whose rows changed."""
        for sheet in sheets:
            self._plans.pop(sheet, None)

    def retitled(self, cells: Iterable[CellId], sheets: Iterable[SheetId]) -> bool:
        """Whether forms, projects, numbers or titles changed; plans that show them are dropped."""
        pseudo = (COVER, PROJECT_CARD)
        heads = any(cell.form in pseudo for cell in cells)
        if not heads and not any(s.form in pseudo or s not in self._plans for s in sheets):
            return False
        before, self._known = self._known, (self._names.year(), self.titles())
        if before == self._known:
            return False
        self._plans.clear()
        return True
