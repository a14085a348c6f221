"""Which checks hang on a cell.

Told from the names in the formulas, not kept cell by cell: a check that reads its own record hangs
on that record, one that reads a fixed cell or a whole column does so at all its places. Only what
is looked up by a key or a group is remembered for each cell.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from core.audit.results import Key
from core.audit.rules import PlacedRule
from core.calc.resolve import Spread, selectors_of, spread
from core.refs import PROJECT_CARD, CellId, SheetId
from core.template.form import Bound, Instances, Reach, Selector, Slot
from core.template.suite import FormSuite

_NOBODY: Final = frozenset[Key]()
_UNREAD: Final = (Reach.CONSTANT, Reach.PREVIOUS, Reach.KEY, Reach.ORDINAL)


@dataclass(frozen=True, slots=True, eq=False)
class Limits:
    """The limits of a field, which are formulas."""

    slot: Slot

    @property
    def form(self) -> str:
        """The form of the field."""
        return self.slot.form

    @property
    def region(self) -> str:
        """The floating row of the field."""
        return self.slot.region

    @property
    def bounds(self) -> Iterable[Bound]:
        """The least and the most."""
        return [bound for bound in (self.slot.least, self.slot.most) if bound is not None]

    def key(self, sheet: SheetId, record: str) -> Key:
        """The check of one cell."""
        return ("", *sheet, record, self.slot.name)


def limits(suite: FormSuite) -> dict[tuple[str, str], Limits]:
    """The limits of all fields of a suite, by form and cell."""
    forms = (form.slots for form in suite.forms.values())
    slots = (slot for group in (suite.cover, suite.card, *forms) for slot in group.values())
    return {(s.form, s.name): Limits(s) for s in slots if s.least is not None or s.most is not None}


Reader = PlacedRule | Limits
"""Formulas that stand at many places of a form."""

Wide = tuple[Reader, bool]
"""A reader at all its places, or (True) only at those of the cell's own sheet or project."""


class Readers:
    """The checks of one document by the cells they read."""

    def __init__(self, readers: Iterable[Reader]) -> None:
        """Look through the formulas of these."""
        self._own: dict[tuple[str, str], dict[Reader, None]] = {}
        self._wide: dict[tuple[str, str], dict[Wide, None]] = {}
        self._looked_up: dict[CellId, set[Key]] = {}
        self._cells: dict[Key, Collection[CellId]] = {}
        for reader in readers:
            for bound in reader.bounds:
                self._take_in(reader, bound)

    def _take_in(self, reader: Reader, bound: Bound) -> None:
        for selector in selectors_of(bound):
            if selector.reach in _UNREAD:
                continue
            near, how = _is_near(selector, reader), spread(selector, reader.region)
            for name in selector.names:
                if how is Spread.OWN:
                    self._own.setdefault((selector.form, name), {})[reader] = None
                elif how is Spread.SAME:
                    self._wide.setdefault((selector.form, name), {})[reader, near] = None

    def own(self, cell: CellId) -> Iterable[Reader]:
        """Those that read this cell in the place of its own record."""
        return self._own.get((cell.form, cell.name), ())

    def wide(self, cell: CellId) -> Iterable[Wide]:
        """Those that read it at many places."""
        return self._wide.get((cell.form, cell.name), ())

    def looked_up(self, cell: CellId) -> Collection[Key]:
        """The checks that found it by a key or a group."""
        return self._looked_up.get(cell, _NOBODY)

    def remember(self, key: Key, cells: Collection[CellId]) -> None:
        """Take down what a check has looked up now, instead of what it had before."""
        if self._cells.get(key) == cells:
            return
        self.forget(key)
        self._cells[key] = cells
        for cell in cells:
            self._looked_up.setdefault(cell, set()).add(key)

    def forget(self, key: Key) -> None:
        """Of a check that is no more."""
        for cell in self._cells.pop(key, ()):
            self._looked_up[cell].discard(key)

    def remember_more(self, key: Key, cells: Iterable[CellId]) -> None:
        """Take down what else a check has looked up."""
        self.remember(key, {*self._cells.get(key, ()), *cells})


def _is_near(selector: Selector, reader: Reader) -> bool:
    """Whether a cell is read on its own sheet, or on those of its own project, alone."""
    if selector.instances is Instances.ALL:
        return False
    of_card = selector.form == PROJECT_CARD and not selector.many
    return of_card or selector.form == reader.form


class Again:
    """Checks that have to be run again: whole places of readers, and single checks."""

    def __init__(self) -> None:
        """None yet."""
        self.keys: set[Key] = set()
        self._places: dict[Reader, dict[SheetId, set[str]]] = {}

    def add(self, reader: Reader, sheet: SheetId, records: Iterable[str]) -> None:
        """A reader at places of one sheet."""
        self._places.setdefault(reader, {}).setdefault(sheet, set()).update(records)

    def add_keys(self, keys: Iterable[Key]) -> None:
        """Single checks."""
        self.keys.update(keys)

    def places(self) -> Iterator[tuple[Reader, SheetId, set[str]]]:
        """Each reader with the places of one sheet."""
        for reader, sheets in self._places.items():
            for sheet, records in sheets.items():
                yield reader, sheet, records
