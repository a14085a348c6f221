"""Texts that stood in a cell while its source was left out, where the form gives another now.

A calculated cell keeps such a text unused, a prefilled one uses it. Each is told until somebody
decides for one of the two figures.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from decimal import Decimal

from core.audit.results import Key, Result
from core.audit.shown import plain_style, shown
from core.calc.names import Names
from core.calc.selection import RETURNED, is_undecided
from core.calc.typed import exact_text, read_value
from core.document.edits import Batch, SetText
from core.findings import Outcome, Scope, Severity
from core.number_text import format_number
from core.refs import CellId, SheetId
from core.template.form import Slot
from core.template.left_out import forms_read
from core.values import BLANK, CellValue


@dataclass(frozen=True, slots=True)
class ReturnedCheck:
    """The check of one such cell."""

    cell: CellId
    slot: Slot

    scope = Scope.ACROSS_FORMS

    @property
    def key(self) -> Key:
        """Which check it is."""
        return (RETURNED, *self.cell)

    @property
    def cells(self) -> tuple[CellId, ...]:
        """What a finding points to."""
        return (self.cell,)

    @property
    def way_out(self) -> Batch:
        """The edit that decides for what the form gives; the other way is 改写 or 审核说明."""
        return Batch((SetText(self.cell, None),), f"用{_word(self.slot)}的数")

    def run(self, names: Names) -> Result | None:
        """What is to be decided; None when text and form say the same."""
        calculation, field = names.calculation, self.slot.field
        text = calculation.document.texts[self.cell]
        typed = read_value(text, field)
        now = calculation.computed.get(self.cell, BLANK)
        if self.slot.is_calculated:
            now = calculation.value(self.cell)
        if typed == now:
            return None
        message = f"{self._sources(names)}没有选用时这一格是{shown(typed, field.number)}"
        message += f"，现在{_word(self.slot)}的是{shown(now, field.number)}"
        message += _gap(typed, now, self.slot)
        basis = f"{text}｜{exact_text(now)}"
        remedy = self._remedy()
        return Result(RETURNED, Severity.VERIFY, Outcome.FAILED, message, remedy, basis)

    def _sources(self, names: Names) -> str:
        read = forms_read(self.slot)
        return "或".join(names.form_called(name) for name in names.suite.forms if name in read)

    def _remedy(self) -> str:
        automatic = f"用{_word(self.slot)}的数，就清除这一格"
        if not self.slot.is_calculated:
            return f"{automatic}；用填的数，就写审核说明"
        if not self.slot.field.overridable:
            return automatic
        return f"{automatic}（恢复自动）；用原来的数，就改写并写明理由"


def returned_check(names: Names, cell: CellId) -> ReturnedCheck | None:
    """The check of a cell that has such a text."""
    calculation = names.calculation
    slot = calculation.slot(cell)
    if slot is None or cell not in calculation.document.texts:
        return None
    prefilled = slot.default is not None and is_undecided(calculation.document, cell)
    if not (calculation.keeps_text(cell) or prefilled) or not calculation.exists(cell, slot):
        return None
    return ReturnedCheck(cell, slot)


def texts_on(names: Names, sheets: Collection[SheetId] | None) -> Iterator[CellId]:
    """The typed cells of these sheets, or (None) of all, that are no mere entries."""
    suite = names.calculation.suite
    forms = (form.slots for form in suite.forms.values())
    given = {
        (slot.form, slot.name)
        for slots in (suite.cover, suite.card, *forms)
        for slot in slots.values()
        if slot.is_calculated or slot.default is not None
    }
    for cell in names.calculation.document.texts:
        if (cell.form, cell.name) in given and (sheets is None or cell.sheet in sheets):
            yield cell


def _word(slot: Slot) -> str:
    return "自动算出" if slot.is_calculated else "预填"


def _gap(typed: CellValue, now: CellValue, slot: Slot) -> str:
    """By how much the two figures differ, if they are figures."""
    if not isinstance(typed, Decimal) or not isinstance(now, Decimal):
        return ""
    return f"，{'多' if now > typed else '少'} {format_number(abs(now - typed), plain_style(slot))}"
