"""What a formula reads at many places of one sheet at once, and what is blank or unreadable there.

The fixed cells and whole columns that all places share are read once, the places' own cells column
by column; only what is looked up by a key or a group is looked up place by place.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import repeat
from typing import Final, NamedTuple

from core.calc.engine import Calculation
from core.calc.resolve import Constant, Spot, Spread, spread
from core.calc.resolve import Operand as Place
from core.formula.evaluate import Operand
from core.formula.tree import inputs
from core.refs import CellId, SheetId
from core.template.form import Bound, Selector, Slot
from core.template.suite import FormSuite
from core.values import BLANK, Blank, CellValue, Failed, Value

FILLED: Final = 1
"""An input of the formula has a value."""
REQUIRED: Final = 2
"""An input is blank that has to be filled in."""
UNSET: Final = 4
"""An input is a cell for which the outline of the form gives nothing."""
UNREADABLE: Final = 8
"""Something that the formula reads cannot be read."""

States = int | list[int]
"""What holds at every place, or at each."""


class Places(NamedTuple):
    """Places of one sheet: records or groups of a floating row, or "" for the sheet itself.

    `whole` says that the records are all those of the region, in their order.
    """

    sheet: SheetId
    region: str
    records: Sequence[str]
    whole: bool = False

    def only(self, records: Sequence[str]) -> "Places":
        """These of them, in their order."""
        return (
            self if len(records) == len(self.records) else Places(self.sheet, self.region, records)
        )

    def spots(self) -> Iterator[Spot]:
        """Each of them."""
        return (Spot(self.sheet, record, self.region) for record in self.records)


@dataclass(slots=True)
class Rows:
    """By place the operands of a formula, their states joined, and the cells it looked up."""

    operands: Iterable[tuple[Operand, ...]]
    states: Sequence[int]
    looked_up: dict[str, set[CellId]] = field(default_factory=dict)


class Asked(NamedTuple):
    """What one operand means for a rule: the states of a value and of a blank in its place.

    `required` are the names of the cells of a column that have to be filled in.
    """

    filled: int
    blank: int
    required: frozenset[str]


Read = tuple[Selector, Asked, Spread]
"""An operand, what it means, and how its cells differ from place to place."""

_KEY: Final = Asked(0, 0, frozenset())
"""A key is no input, it only has to be readable."""


class Columns:
    """Reads columns of one calculation."""

    def __init__(self, calculation: Calculation) -> None:
        """Look into this calculation."""
        self.calculation = calculation
        self._suite: FormSuite | None = None
        self._asked: dict[int, tuple[Asked, ...]] = {}
        self._read: dict[tuple[int, str], tuple[Read, ...]] = {}

    def read(self, bound: Bound, places: Places) -> Rows:
        """The operands of a formula of the suite at these places."""
        columns: list[Iterable[Operand]] = []
        rows = Rows((), ())
        common, lists = 0, list[list[int]]()
        for selector, asked, how in self._reads(bound, places.region):
            column, states = self._column(selector, asked, how, places, rows)
            columns.append(column)
            if isinstance(states, int):
                common |= states
            else:
                lists.append(states)
        many = len(places.records)
        own = columns[: len(bound.selectors)]
        rows.operands = zip(*own, strict=True) if own else repeat((), many)
        rows.states = [_joined(common, row) for row in zip(*lists, strict=True)] or [common] * many
        return rows

    def asked(self, bound: Bound) -> tuple[Asked, ...]:
        """By operand what a value and a blank in its place mean."""
        if self._suite is not self.calculation.suite:
            self._suite = self.calculation.suite
            self._asked.clear()
            self._read.clear()
        known = self._asked.get(id(bound))  # a formula is part of the suite: its id is its own
        if known is None:
            wanted = set(inputs(bound.tree))
            known = tuple(
                self._asked_of(selector) if leaf in wanted else _KEY
                for leaf, selector in zip(bound.program.leaves, bound.selectors, strict=True)
            )
            self._asked[id(bound)] = known
        return known

    def _reads(self, bound: Bound, region: str) -> tuple[Read, ...]:
        """The operands of a formula, then the keys by which it looks something up."""
        asked = self.asked(bound)
        known = self._read.get((id(bound), region))
        if known is None:
            keys = [s.key for s in bound.selectors]
            pairs = [*zip(bound.selectors, asked, strict=True)]
            pairs += [(key, _KEY) for key in keys if isinstance(key, Selector)]
            known = tuple((selector, one, spread(selector, region)) for selector, one in pairs)
            self._read[id(bound), region] = known
        return known

    def _asked_of(self, selector: Selector) -> Asked:
        suite = self.calculation.suite
        slots = [slot for n in selector.names if (slot := suite.slot(selector.form, n)) is not None]
        required = frozenset(slot.name for slot in slots if is_required(slot))
        unset = any(not slot.drawn and slot.group for slot in slots[:1])
        return Asked(FILLED, UNSET if unset else REQUIRED if required else 0, required)

    def _column(
        self, selector: Selector, asked: Asked, how: Spread, places: Places, rows: Rows
    ) -> tuple[Iterable[Operand], States]:
        match how:
            case Spread.OWN if not selector.many:
                return self._own(selector.names[0], asked, places)
            case Spread.SAME:
                first = Spot(places.sheet, places.records[0], places.region)
                place = self.calculation.resolver.resolve(selector, first)
                value = self.calculation.operand_value(place)
                return repeat(value, len(places.records)), _state(place, value, asked)
            case _:
                return self._each(selector, asked, places, rows.looked_up)

    def _own(self, name: str, asked: Asked, places: Places) -> tuple[list[CellValue], States]:
        sheet, values = places.sheet, self.calculation.values
        shape = self.calculation.shape.sheets.get(sheet)
        slot = shape.form.slots.get(name) if shape else None
        if places.whole and shape and slot:
            cells = shape.cells(slot)
        else:
            cells = tuple([CellId(*sheet, record, name) for record in places.records])
        column = [values.get(cell, BLANK) for cell in cells]
        return column, _states(column, asked)

    def _each(
        self,
        selector: Selector,
        asked: Asked,
        places: Places,
        looked_up: dict[str, set[CellId]],
    ) -> tuple[list[Operand], list[int]]:
        calculation = self.calculation
        column: list[Operand] = []
        states: list[int] = []
        for spot in places.spots():
            place = calculation.resolver.resolve(selector, spot)
            value = calculation.operand_value(place)
            column.append(value)
            states.append(_state(place, value, asked))
            if not isinstance(place, Constant):
                cells = (place,) if isinstance(place, CellId) else place
                looked_up.setdefault(spot.record, set()).update(cells)
        return column, states


def is_required(slot: Slot) -> bool:
    """Whether a cell of this slot has to be filled in."""
    return slot.field.required and not slot.is_calculated


def _joined(common: int, states: Iterable[int]) -> int:
    for state in states:
        common |= state
    return common


def _states(column: list[CellValue], asked: Asked) -> States:
    kinds = set(map(type, column))
    if Blank not in kinds and Failed not in kinds:
        return asked.filled
    return [_state_of(value, asked) for value in column]


def _state_of(value: Value, asked: Asked) -> int:
    if isinstance(value, Blank):
        return asked.blank
    return UNREADABLE if isinstance(value, Failed) else asked.filled


def _state(place: Place, value: Operand, asked: Asked) -> int:
    if isinstance(value, tuple):
        return _state_of_column(place, value, asked)
    if isinstance(place, Constant):
        return 0 if isinstance(value, Blank) else asked.filled
    return _state_of(value, asked)


def _state_of_column(place: Place, values: tuple[Value, ...], asked: Asked) -> int:
    kinds = set(map(type, values))
    if Failed in kinds:
        return UNREADABLE
    state = asked.filled if kinds - {Blank} else 0
    if asked.required and Blank in kinds and not isinstance(place, CellId | Constant):
        cells = zip(place, values, strict=True)
        lacking = any(isinstance(v, Blank) and c.name in asked.required for c, v in cells)
        state |= REQUIRED if lacking else 0
    return state
