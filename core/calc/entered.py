"""What is typed, or waits to be typed, that a calculated figure comes from."""

from core.calc.engine import Calculation
from core.refs import CellId

LOOKED_AT = 400
"""A sum of very many cells is not followed to its end."""


class Entered:
    """The entered cells below calculated ones. What was found is kept as long as it is true."""

    def __init__(self, calculation: Calculation, most: int) -> None:
        """Of a sum of more than `most` entered cells none is named."""
        self._calculation = calculation
        self._most = most
        self.forget()

    def forget(self) -> None:
        """Rows or formulas changed: find everything anew."""
        self._found: dict[CellId, tuple[CellId, ...]] = {}
        self._stood: dict[CellId, tuple[bool, bool]] = {}

    def forget_above(self, cell: CellId) -> None:
        """What is calculated into this cell has to be found anew."""
        self._found.pop(cell, None)

    def stands_otherwise(self, cell: CellId) -> bool:
        """Whether a cell that was met ends a way now and did not, or is filled and was not."""
        before = self._stood.get(cell)
        return before is not None and before != self._stands(cell)

    def below(self, cell: CellId) -> tuple[CellId, ...]:
        """The entered cells that a calculated one comes from, the nearest first.

        The filled ones alone where all are more than `most`, () where these are, too. What is typed
        over a proposal or overridden stands for itself, whatever its formula reads.
        """
        found = self._found.get(cell)
        if found is None:
            found = self._found[cell] = self._follow(cell)
        return found

    def _stands(self, cell: CellId) -> tuple[bool, bool]:
        """Whether a cell is entered and stands for itself, and whether it is filled."""
        calculation = self._calculation
        document = calculation.document
        over = cell in document.texts or cell in document.overrides
        entered = cell not in calculation.computations
        entered = entered or (over and calculation.typed(cell) is not None)
        return entered, cell in calculation.values

    def _follow(self, cell: CellId) -> tuple[CellId, ...]:
        computations = self._calculation.computations
        queue = [cell]
        seen = {cell}
        found: list[CellId] = []
        filled: list[CellId] = []
        for at in queue:
            stood = self._stood[at] = self._stands(at)
            if stood[0]:
                found.append(at)
                filled += [at] if stood[1] else []
                if len(filled) > self._most:
                    return ()
                continue
            new = [source for source in computations[at].sources if source not in seen]
            queue += new
            if len(queue) > LOOKED_AT:
                return ()
            seen.update(new)
        return tuple(found if len(found) <= self._most else filled)
