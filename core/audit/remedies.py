"""What may be done about a finding: ordinary edits, each one step of undo.

Only what the program knows: the figure of another single cell, the calculated or proposed figure
under what was typed. Every such edit is tried first: with it the rule holds and no other breaks.
The probable cause's figure is offered besides, worded as the guess that it is.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, cast

from core.audit.effects import Effects
from core.audit.field_checks import yuan_meant
from core.audit.relation import Relation
from core.audit.shown import plain_style
from core.audit.trial import Trial
from core.calc.engine import Calculation, Computation
from core.calc.entries import cleared
from core.calc.names import Names
from core.document.edits import Batch, Edit, SetText
from core.findings import Cause
from core.formula.tree import Name
from core.number_text import bare, format_number
from core.refs import CellId
from core.template.form import Slot
from core.values import CellValue

MOST_CLEARED: Final = 12
"""Of more cells that were typed over nobody knows which is meant, and none is tried."""

Holds = Callable[[Trial], bool]


@dataclass(frozen=True, slots=True)
class Remedy:
    """One way out: `label` is what the button says, `edit` what it does (its label: in the past).

    A `guess` may be wrong, and its label says so.
    """

    label: str
    edit: Batch
    guess: bool = False


class Remedies:
    """Looks for remedies in one document."""

    def __init__(self, calculation: Calculation, names: Names, effects: Effects) -> None:
        """Look into this calculation; `effects` tells what an edit does to the other rules."""
        self.calculation = calculation
        self.names = names
        self._effects = effects

    def known(
        self, relation: Relation | None, cells: Sequence[CellId], holds: Holds
    ) -> Iterator[Remedy]:
        """The edits under which a failed check of these cells holds."""
        computed = self.calculation.computed
        over = [(cell, computed.get(cell)) for cell in cells if self._is_typed_over(cell)]
        for cell, value in over if len(over) <= MOST_CLEARED else ():
            if isinstance(value, Decimal) and self._settles({cell: value}, holds):
                yield self.automatic(cell)
        if relation is not None and relation.sign == "=":
            for side, other in (relation.sides, relation.sides[::-1]):
                yield from self._taken_over(side, other, holds)

    def automatic(self, cell: CellId) -> Remedy:
        """Let a cell hold again what the form gives."""
        label = f"{self._back(cell)} {self.names.place(cell)}"
        edit = cleared(self.calculation.document, [cell], label)
        value = self.calculation.computed.get(cell)
        figure = f" {self._figure(cell, value)}" if isinstance(value, Decimal) else ""
        return Remedy(f"{self._back(cell)}{figure}", edit)

    def converted(self, cell: CellId) -> Iterator[Remedy]:
        """A figure that seems to be typed in 元 (its finding stands) becomes one in 万元."""
        slot = self._slot(cell)
        meant = cast(Decimal, yuan_meant(slot, self.calculation.value(cell)))
        if self._is_typed_over(cell) and self.calculation.computed.get(cell) == meant:
            yield self.automatic(cell)
        elif not slot.is_calculated:
            figure = self._figure(cell, meant)
            edit = SetText(cell, format_number(meant, bare(plain_style(slot))))
            label = f"{self.names.place(cell)}改为 {figure}"
            yield Remedy(f"可能填错了：改为 {figure}", Batch((edit,), label), guess=True)

    def guessed(self, cause: Cause) -> Iterator[Remedy]:
        """The edit that mends what a cause supposes, if it supposes what cells should hold."""
        edits = [edit for cell, text in cause.changes for edit in self._held(cell, text)]
        places = "、".join(self.names.place(cell) for cell, _ in cause.changes)
        if not edits or any(isinstance(e, SetText) and self._is_locked(e) for e in edits):
            return
        words, label = f"改为 {cause.figure}", f"{places}改为 {cause.figure}"
        if len(cause.changes) > 1:
            words, label = "换过来", f"换过来 {places}"
        elif cause.changes[0][1] is None:
            words = f"{self._back(cause.cell)} {cause.figure}"
            label = f"{self._back(cause.cell)} {places}"
        yield Remedy(f"可能填错了：{words}", Batch(tuple(edits), label), guess=True)

    # ---- what may be taken

    def _taken_over(self, side: Computation, other: Computation, holds: Holds) -> Iterator[Remedy]:
        """An entered cell that is one side takes the figure of the single cell on the other."""
        if not (isinstance(side.bound.tree, Name) and len(side.sources) == len(other.sources) == 1):
            return
        [cell], [origin] = side.sources, other.sources
        slot, figure = self._slot(cell), self.calculation.run(other)
        if slot.is_calculated or not slot.field.is_figure or not isinstance(figure, Decimal):
            return
        if self._settles({cell: figure}, holds):
            same = (self.names.place if cell.sheet == origin.sheet else self.names.words)(origin)
            label = f"{self.names.place(cell)}改为 {self._figure(cell, figure)}"
            edit = Batch((SetText(cell, format_number(figure, bare(plain_style(slot)))),), label)
            yield Remedy(f"{label}，与{same}相同", edit)

    def _settles(self, changes: Mapping[CellId, CellValue], holds: Holds) -> bool:
        """Whether the check holds with these values, and no other rule breaks."""
        trial = Trial(self.calculation, changes)
        return holds(trial) and self._effects.mended(trial) is not None

    def _held(self, cell: CellId, text: str | None) -> tuple[Edit, ...]:
        """The edits after which a cell holds a text, or (None) what it holds by itself."""
        if text is None:
            return cleared(self.calculation.document, [cell]).edits
        return (SetText(cell, text),)

    def _is_locked(self, edit: SetText) -> bool:
        """Whether a text would be typed where the form calculates: that needs a reason."""
        return edit.text is not None and self._slot(edit.cell).is_calculated

    def _is_typed_over(self, cell: CellId) -> bool:
        """Whether something stands over what the form calculates or proposes."""
        document, slot = self.calculation.document, self._slot(cell)
        if slot.is_calculated:
            return cell in document.overrides
        return slot.default is not None and cell in document.texts

    def _back(self, cell: CellId) -> str:
        return "恢复自动" if self._slot(cell).is_calculated else "取回预填"

    def _slot(self, cell: CellId) -> Slot:
        """The slot of a cell that a rule reads: there is one."""
        return cast(Slot, self.calculation.slot(cell))

    def _figure(self, cell: CellId, figure: Decimal) -> str:
        return format_number(figure, plain_style(self._slot(cell)))
