"""The cells around a cell on the form: where a figure lands that is typed one row or column off."""

from collections.abc import Sequence
from itertools import pairwise

from core.calc.engine import Calculation
from core.refs import CellId
from core.template.form import Form, Slot

MOST_ROWS = 60
"""So many rows are asked whether two columns are usually equal."""


class Neighbours:
    """Finds neighbouring figures of one document."""

    def __init__(self, calculation: Calculation) -> None:
        """Look into this calculation."""
        self.calculation = calculation
        self._drawn: dict[str, _Drawn] = {}

    def in_row(self, cell: CellId) -> list[CellId]:
        """The other figures of its row, in the same unit."""
        form, slot = self.calculation.suite.forms.get(cell.form), self.calculation.slot(cell)
        if form is None or slot is None:
            return []  # the cover and the cards have no rows
        names = self._on(form).mates.get(_kind(slot), ())
        return [CellId(*cell.sheet, cell.record, n) for n in names if n != slot.name]

    def above_and_below(self, cell: CellId) -> list[CellId]:
        """The same column in the row before and in the row after."""
        form, slot = self.calculation.suite.forms.get(cell.form), self.calculation.slot(cell)
        if form is None or slot is None:
            return []
        if not slot.region:
            column = self._on(form).columns.get(slot.name, [])
            return [CellId(*cell.sheet, "", name) for name in _beside(column, slot.name)]
        sheet = self.calculation.shape.sheets[cell.sheet]
        row = sheet.by_id.get(cell.record)
        rows = sheet.records(slot.region)[max(row.ordinal - 2, 0) : row.ordinal + 1] if row else []
        return [CellId(*cell.sheet, r.id, cell.name) for r in rows if r is not row]

    def elsewhere(self, cell: CellId) -> list[CellId]:
        """The same fixed cell on the forms of the other projects."""
        fixed = cell.instance and not cell.record
        sheets = self.calculation.shape.of_form(cell.form) if fixed else []
        return [CellId(*s.sheet, "", cell.name) for s in sheets if s.sheet != cell.sheet]

    def usually_equal(self, one: CellId, other: CellId) -> bool:
        """Whether two columns are equal in some other row, too: then it means nothing here."""
        sheet = self.calculation.shape.sheets[one.sheet]
        slots = sheet.form.slots
        region = slots[one.name].region
        if region:
            rows = sheet.records(region)[:MOST_ROWS]
            pairs = [(one._replace(record=r.id), other._replace(record=r.id)) for r in rows]
        else:
            columns = slots[one.name].column, slots[other.name].column
            names = self._on(sheet.form).pairs(*columns)[:MOST_ROWS]
            pairs = [(one._replace(name=a), one._replace(name=b)) for a, b in names]
        values = self.calculation.values
        return any(a != one and values.get(a) and values.get(a) == values.get(b) for a, b in pairs)

    def _on(self, form: Form) -> "_Drawn":
        if form.name not in self._drawn:
            self._drawn[form.name] = _Drawn(form)
        return self._drawn[form.name]


class _Drawn:
    """Where the figures of a form stand."""

    def __init__(self, form: Form) -> None:
        self.mates: dict[tuple[str, ...], list[str]] = {}
        self._fixed: dict[str, dict[str, str]] = {}
        figures = [slot for slot in form.slots.values() if slot.field.is_figure]
        for slot in figures:
            self.mates.setdefault(_kind(slot), []).append(slot.name)
        fixed = {slot.name: slot for slot in figures if not slot.region}
        for slot in fixed.values():
            self._fixed.setdefault(slot.row, {})[slot.column] = slot.name
        self.columns: dict[str, list[str]] = {}
        lines: dict[int, list[str]] = {}
        for drawn in sorted(form.drawing.cells, key=lambda cell: cell.row):
            names = [part.name for part in drawn.text if not isinstance(part, str)]
            for name in (name for name in names if name in fixed):
                self.columns[name] = lines.setdefault(drawn.column, [])
                self.columns[name].append(name)

    def pairs(self, first: str, second: str) -> list[tuple[str, str]]:
        """The names of two columns' cells in every fixed row that has both."""
        rows = self._fixed.values()
        return [(row[first], row[second]) for row in rows if first in row and second in row]


def _beside(line: Sequence[str], one: str) -> list[str]:
    """What stands before and after one of a line."""
    return [name for pair in pairwise(line) if one in pair for name in pair if name != one]


def _kind(slot: Slot) -> tuple[str, ...]:
    """What figures of one row have in common when one can be typed in the place of another."""
    return slot.row, slot.region, slot.group, slot.field.type, slot.field.unit
