"""A suggested indicator put into its row: its name, and beside it what is still empty.

Which columns take what is the template's word (`suggest`). What stands in a cell stays.
"""

from collections.abc import Callable, Mapping, Sequence

from core.calc.engine import Calculation
from core.calc.entries import Entries
from core.calc.indicator_search import folded
from core.calc.rows import second_level
from core.document.edits import Edit
from core.formula.measure import RELATIONS
from core.refs import CellId
from core.template.form import Field, Form, Slot
from core.template.indicators import Indicator, Library

Read = Callable[[str], str]
"""What stands in a column of the row, "" for nothing."""


class Row:
    """The row of an indicator column: what stands beside it, and what a suggestion fills in."""

    def __init__(self, form: Form, slot: Slot, library: Library, read: Read) -> None:
        """`slot` is the indicator's own; `library` knows how forms call the levels."""
        self.form = form
        self.slot = slot
        self.library = library
        self._read = read
        self._columns = {role: column for column, role in slot.field.suggest}

    def level(self, number: int) -> str:
        """The level that stands in the row; "" if none does."""
        column = self._columns.get(f"level{number}")
        return self._read(column) if column is not None else ""

    def filled(self, indicator: Indicator) -> dict[str, str]:
        """By column what is to be typed beside the indicator, only where nothing stands."""
        levels = self._levels(indicator)
        texts: dict[str, str] = {}
        for column, role in self.slot.field.suggest:
            slot = self._beside(column)
            if slot is None or slot.is_calculated or slot.group or self._read(column):
                continue
            text = levels.get(role) if role in levels else _of(indicator, role)
            found = _fitting(text or "", slot.field, role)
            if found:
                texts[column] = found
        return texts

    def _beside(self, column: str) -> Slot | None:
        return self.form.slots.get(f"{self.slot.row}.{column}" if self.slot.row else column)

    # ---- levels

    def _levels(self, indicator: Indicator) -> Mapping[str, str]:
        """The levels in the form's own words, those that agree with what stands in the row."""
        firsts, seconds = self._called(indicator.level1), self._called(indicator.level2)
        standing = self.level(1)
        region = self.form.regions.get(self.slot.region)
        outline = region.piece.outline if region is not None else {}
        if region is not None and outline:
            groups = [standing] if standing else sorted(outline, key=lambda g: not _in(g, firsts))
            for group in groups:
                second = _first(second_level(region, group), seconds)
                if second:
                    return {"level1": group, "level2": second}
            return {"level1": "", "level2": ""}
        first = standing if _in(standing, firsts) else self._offered(1, firsts)
        if "level1" in self._columns and (not first or (standing and first != standing)):
            return {"level1": "", "level2": ""}
        return {"level1": first, "level2": self._offered(2, seconds)}

    def _called(self, level: str) -> tuple[str, ...]:
        """Every name of a level, the library's own first."""
        sets = [self.library.names_of(own) for own in self.library.also]
        also = (name for names in sets if _in(level, names) for name in names)
        return tuple(dict.fromkeys((level, *also))) if level else ()

    def _offered(self, number: int, names: Sequence[str]) -> str:
        """The name that a column offers; where it offers none, or any second level, the first."""
        slot = self._beside(self._columns.get(f"level{number}", ""))
        offered = slot.field.choices if slot is not None else ()
        free = not offered or (number == 2 and slot is not None and slot.field.free)
        return _first(offered, names) or (names[0] if names and free else "")


def row_of(calculation: Calculation, cell: CellId, library: Library) -> Row | None:
    """The row of a cell where indicators are suggested; None elsewhere."""
    slot = calculation.slot(cell)
    form = calculation.suite.forms.get(cell.form)
    if slot is None or form is None or not slot.field.suggest:
        return None
    front = f"{slot.row}." if slot.row else ""

    def read(column: str) -> str:
        beside = cell._replace(name=front + column)
        value = calculation.value(beside)
        return calculation.typed(beside) or (value if isinstance(value, str) else "")

    return Row(form, slot, library, read)


def suggested(
    entries: Entries, cells: Sequence[CellId], indicator: Indicator, library: Library
) -> Edit:
    """One step that types an indicator into its cell, and beside it what is still empty."""
    texts: list[tuple[CellId, str | None]] = []
    for cell in cells:
        row = row_of(entries.calculation, cell, library)
        texts.append((cell, indicator.name))
        for column, text in (row.filled(indicator) if row is not None else {}).items():
            front = cell.name.rpartition(".")[0]
            texts.append((cell._replace(name=f"{front}.{column}" if front else column), text))
    return entries.pasted(texts, f"填 {entries.names.place(cells[0])}")


def _of(indicator: Indicator, role: str) -> str:
    """What of an indicator a column takes."""
    return {
        "relation": indicator.relation,
        "value": indicator.value,
        "unit": indicator.unit,
        "target": indicator.target,
    }.get(role, "")


def _fitting(text: str, field: Field, role: str) -> str:
    """A text as a field takes it: the form's own spelling of a choice; "" where it has no place."""
    if field.max_length is not None and len(text) > field.max_length:
        return ""
    if not field.choices or not text:
        return text
    meant = RELATIONS.get(text) if role == "relation" else None
    for choice in field.choices:
        if folded(choice) == folded(text) or (meant and RELATIONS.get(choice) == meant):
            return choice
    return text if field.free else ""


def _in(text: str, names: Sequence[str]) -> bool:
    return folded(text) in map(folded, names)


def _first(offered: Sequence[str], names: Sequence[str]) -> str:
    """The first that is offered under one of the names."""
    return next((choice for choice in offered if _in(choice, names)), "")
