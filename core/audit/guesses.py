"""All that may have been typed wrong below a relation whose two sides differ."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Final, NamedTuple

from core.audit.guess import OF_SLIP, Guess, Kind
from core.audit.neighbours import Neighbours
from core.audit.origins import Origins
from core.audit.relation import Relation
from core.audit.slips import Slip, significant, slips, unit_slip
from core.calc.engine import Calculation
from core.refs import CellId
from core.template.units import WAN_YUAN
from core.values import CONTEXT

_NOTHING: Final = Decimal(0)
_DISTINCT: Final = 4
_DISTINCT_GAP: Final = 3
_THOUSANDFOLD: Final = 1000
_MOST_BESIDE: Final = 40


class Suspect(NamedTuple):
    """An entered cell: what it holds and what would make the sides equal, without the point.

    Where the sides are coarser than the cell, `wanted` is known only within `slack`.
    """

    cell: CellId
    places: int
    held: int
    wanted: int
    slack: int

    def figure(self, digits: int) -> Decimal:
        """With the point again."""
        return Decimal(digits).scaleb(-self.places)


class Guesses:
    """The guesses for one relation."""

    def __init__(
        self,
        calculation: Calculation,
        neighbours: Neighbours,
        relation: Relation,
        sides: tuple[Decimal, Decimal],
        origins: Origins,
    ) -> None:
        """`sides` are the figures of the relation now, `origins` the cells below it."""
        self.calculation = calculation
        self.neighbours = neighbours
        self.relation = relation
        self.sides = sides
        self.gap = sides[0] - sides[1]
        self.origins = origins
        self._suspects = list(self._suspected())

    def all(self, home: CellId) -> Iterator[Guess]:
        """Every guess; below too many cells only that it is a matter of rounding."""
        yield from self._rounding(home)
        if not self.origins.complete:
            return
        for suspect in self._suspects:
            yield from self._slips(suspect)
            yield from self._misplaced(suspect)
            yield from self._typed_over(suspect)
            yield from self._copied(suspect)
        yield from self._row()
        yield from self._added()

    # ---- one entered cell

    def _suspected(self) -> Iterator[Suspect]:
        for cell, slope in self.origins.entered.items():
            slot, held = self.calculation.slot(cell), self._held(cell)
            if slot is None or not slot.field.is_figure:
                continue
            places = slot.field.decimals
            wanted = (held - CONTEXT.divide(self.gap, slope)).scaleb(places, context=CONTEXT)
            whole = int(wanted.to_integral_value(context=CONTEXT))
            slack = 0
            if abs(slope) < 1:
                step = Decimal(1).scaleb(int(self.gap.as_tuple().exponent) + places)
                slack = int(CONTEXT.divide(step, abs(slope)))
            if slack or whole == wanted:
                yield Suspect(cell, places, int(held.scaleb(places)), whole, slack)

    def _meant(self, kind: Kind, suspect: Suspect, meant: int, slip: Slip | None = None) -> Guess:
        """The guess that a cell should hold another figure."""
        cell, figure = suspect.cell, suspect.figure(meant)
        held = suspect.figure(suspect.held)
        return Guess(kind, cell, held, figure, slip=slip, changes={cell: figure})

    def _slips(self, suspect: Suspect) -> Iterator[Guess]:
        for slip, meant in slips(suspect.held, suspect.wanted, suspect.slack):
            yield self._meant(OF_SLIP[slip], suspect, meant, slip)
        smaller, larger = sorted(map(abs, self.sides))
        if self.relation.sign != "=" and larger > smaller * _THOUSANDFOLD > 0:
            meant = unit_slip(suspect.held)
            if meant:
                yield self._meant(Kind.UNIT, suspect, meant, Slip.UNIT)

    def _misplaced(self, suspect: Suspect) -> Iterator[Guess]:
        """The figure that belongs here stands in the next row or elsewhere in this row."""
        cell, wanted = suspect.cell, suspect.figure(suspect.wanted)
        if suspect.slack or significant(suspect.wanted) < _DISTINCT or not self._is_entry(cell):
            return
        near = self.neighbours
        for other in (*near.above_and_below(cell), *near.in_row(cell)):
            if self.calculation.value(other) == wanted and self._is_typed(other):
                changes = {cell: wanted, other: self.calculation.value(cell)}
                held = suspect.figure(suspect.held)
                yield Guess(Kind.MISPLACED, cell, held, wanted, other, changes=changes)

    def _typed_over(self, suspect: Suspect) -> Iterator[Guess]:
        """The proposal or calculated figure under what was typed would be right.

        Where the rule compares the cell itself, its message says so already.
        """
        cell = suspect.cell
        proposed = self.calculation.computed.get(cell)
        if not isinstance(proposed, Decimal) or cell in self.relation.cells:
            return
        meant = int(proposed.scaleb(suspect.places))
        if meant != suspect.held and abs(meant - suspect.wanted) <= suspect.slack:
            yield self._meant(Kind.TYPED_OVER, suspect, meant)

    def _copied(self, suspect: Suspect) -> Iterator[Guess]:
        """The same long figure stands nearby, where it is not usually the same."""
        cell, near = suspect.cell, self.neighbours
        if significant(suspect.held) < _DISTINCT or suspect.slack or suspect.wanted <= 0:
            return
        if not self._is_entry(cell):
            return
        held = self.calculation.value(cell)
        others = [*near.above_and_below(cell), *near.elsewhere(cell)]
        beside = [other for other in near.in_row(cell) if self.calculation.value(other) == held]
        others += [other for other in beside if not near.usually_equal(cell, other)]
        for other in others:
            if self.calculation.value(other) == held and self._is_typed(other):
                guess = self._meant(Kind.COPIED, suspect, suspect.wanted)
                yield replace(guess, other=other)

    def _is_typed(self, cell: CellId) -> bool:
        return cell in self.calculation.document.texts and self._is_entry(cell)

    def _is_entry(self, cell: CellId) -> bool:
        slot = self.calculation.slot(cell)
        return slot is not None and not slot.is_calculated

    # ---- rows and rounding

    def _row(self) -> Iterator[Guess]:
        """One figure below a side is the whole difference: it is on one side only, or there twice.

        A figure that is calculated from such a one is the same row again.
        """
        if not self._has_two_sides():
            return
        found = {cell for cell, slope in self.origins.all.items() if self._is_gap(cell, slope)}
        own = [c for c in found if c in self.origins.entered or not found & self._sources(c)]
        if len(own) == 1:
            yield Guess(Kind.ROW, own[0], self._held(own[0]))

    def _has_two_sides(self) -> bool:
        """Whether figures stand on both sides, so that the difference is more than one of them."""
        return all(self.sides) and all(side.sources for side in self.relation.sides)

    def _sources(self, cell: CellId) -> set[CellId]:
        computation = self.calculation.computations.get(cell)
        return set(computation.sources) if computation else set()

    def _is_gap(self, cell: CellId, slope: Decimal) -> bool:
        return bool(slope) and self._held(cell) * slope == self.gap

    def _added(self) -> Iterator[Guess]:
        """A figure beside one that is compared is the whole difference: added or forgotten."""
        distinct = significant(int(self.gap.scaleb(2))) >= _DISTINCT_GAP
        if not (distinct and self._has_two_sides()):
            return
        found: dict[CellId, None] = {}
        compared = [cell for cell in self.relation.cells if self.origins.all.get(cell)]
        for cell in compared[:_MOST_BESIDE]:
            slope = abs(self.origins.all[cell])
            for other in self.neighbours.in_row(cell):
                if other not in self.origins.all and self._held(other) * slope == abs(self.gap):
                    found[other] = None
        culprits = [g for s in self._suspects for g in self._typed_over(s)]
        if len(found) == 1:
            [other] = found
            guess = culprits[0] if len(culprits) == 1 else Guess(Kind.ADDED, other)
            yield replace(guess, kind=Kind.ADDED, other=other)

    def _held(self, cell: CellId) -> Decimal:
        value = self.calculation.value(cell)
        return value if isinstance(value, Decimal) else _NOTHING

    def _rounding(self, home: CellId) -> Iterator[Guess]:
        """Half a unit for every figure that is rounded: no more can come together.

        A figure in 万元 was rounded before it was typed, but not where it stands for whole 百元.
        """
        entered = {c: s for c, s in self.origins.entered.items() if self._held(c)}
        step = Decimal(1).scaleb(int(self.gap.as_tuple().exponent))
        broken = any(slope * self._held(cell) % step for cell, slope in entered.items())
        coarse = all(self._unit(cell) == WAN_YUAN for cell in entered)
        if len(entered) > 1 and (broken or coarse) and abs(self.gap) * 2 <= step * len(entered):
            yield Guess(Kind.ROUNDING, home)

    def _unit(self, cell: CellId) -> str:
        slot = self.calculation.slot(cell)
        return slot.field.unit if slot else ""
