"""What is typed, or waits to be typed, that a calculated figure comes from."""

from core.calc.engine import Calculation
from core.refs import CellId

LOOKED_AT = 400
"""A sum of very many cells is not followed to its end."""


def entered_below(calculation: Calculation, cell: CellId, most: int) -> tuple[CellId, ...]:
    """The entered cells that a calculated one comes from, the nearest first.

    The filled ones alone where all are more than `most`, () where these are, too. What is typed
    over a proposal or overridden stands for itself, whatever its formula reads.
    """
    document, values = calculation.document, calculation.values
    queue = [cell]
    seen = {cell}
    found: list[CellId] = []
    filled = 0
    for at in queue:
        computation = calculation.computations.get(at)
        over = at in document.texts or at in document.overrides
        if computation is None or (over and calculation.typed(at) is not None):
            found.append(at)
            filled += at in values
            if filled > most:
                return ()
            continue
        new = [source for source in computation.sources if source not in seen]
        queue += new
        if len(queue) > LOOKED_AT:
            return ()
        seen.update(new)
    if len(found) > most:
        found = [entered for entered in found if entered in values]
    return tuple(found)
