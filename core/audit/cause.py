"""Which slip explains a difference: the one most probable, or none.

Every guess is tried: with the other figure in its cell the two sides must agree, and no other rule
may break. What mends most rules comes first, then the more telling kind. Two guesses as good as
each other are none, but for one figure that stands on both sides in two spellings.
"""

from collections import Counter
from collections.abc import Iterable
from decimal import Decimal
from typing import Final

from core.audit.cause_words import CauseWords
from core.audit.effects import Effects, Mended
from core.audit.guess import Guess, Kind
from core.audit.guesses import Guesses
from core.audit.neighbours import Neighbours
from core.audit.origins import Tracer
from core.audit.relation import Relation
from core.audit.trial import Trial
from core.calc.engine import Calculation
from core.calc.names import Names
from core.findings import Cause
from core.refs import CellId

MOST_OF_A_KIND: Final = 12
"""More guesses of one kind say nothing, and are not tried."""

_WITNESSES: Final = 2
"""Some digit of some figure fits nearly every difference, so another rule has to say so, too."""

_ALONE: Final = Mended(rules=1, hints=0)
"""A guess that names no other figure mends the rule that it explains."""

_Tried = tuple[Mended, Guess]


class CauseFinder:
    """Looks for causes in one document."""

    def __init__(self, calculation: Calculation, names: Names, effects: Effects) -> None:
        """Look into this calculation; `effects` tells what a guess does to the rules."""
        self.calculation = calculation
        self.words = CauseWords(calculation, names)
        self._effects = effects
        self._tracer = Tracer(calculation)
        self._neighbours = Neighbours(calculation)

    def cause(self, relation: Relation, home: CellId) -> Cause | None:
        """Why the two sides differ, seen from a finding whose first cell is `home`."""
        sides = relation.figures(Trial(self.calculation, {}))
        if sides is None or sides[0] == sides[1]:
            return None
        origins = self._tracer.origins(relation)
        guesses = Guesses(self.calculation, self._neighbours, relation, sides, origins)
        found = best(self._tried(guesses.all(home), relation))
        if not found:
            return None
        return self.words.pair(*found) if len(found) == 2 else self.words.cause(found[0], home)

    def _tried(self, guesses: Iterable[Guess], relation: Relation) -> list[_Tried]:
        """The guesses under which the two sides agree and no rule breaks."""
        distinct = list({(g.kind, g.cell, g.figure, g.other): g for g in guesses}.values())
        counts = Counter(guess.kind for guess in distinct)
        found = []
        for guess in distinct:
            mended = self._mended(guess, relation) if counts[guess.kind] <= MOST_OF_A_KIND else None
            if mended is not None:
                found.append((mended, guess))
        return found

    def _mended(self, guess: Guess, relation: Relation) -> Mended | None:
        if not guess.changes:
            return _ALONE
        trial = Trial(self.calculation, guess.changes)
        return self._effects.mended(trial) if _agree(guess, relation, trial) else None


def _agree(guess: Guess, relation: Relation, trial: Trial) -> bool:
    """Whether both sides are equal; after a slip of the unit a limit need only be kept."""
    gap = relation.gap(trial)
    if guess.kind is Kind.UNIT and gap is not None and relation.sign != "=":
        return gap * (1 if relation.sign in ("<", "<=") else -1) <= 0
    return gap == Decimal(0)


def best(tried: Iterable[_Tried]) -> list[Guess]:
    """The one best guess, the two halves of a mirrored pair, or nothing."""
    ranked = [((-mended.rules, -mended.hints, guess.kind), guess) for mended, guess in tried]
    first = min((rank for rank, _ in ranked), default=None)
    top = [guess for rank, guess in ranked if rank == first]
    if len(top) == 2 and _is_mirrored(*top):
        return top
    weak = first is not None and first[-1] is Kind.DIGIT and first[0] > -_WITNESSES
    return top if len(top) == 1 and not weak else []


def _is_mirrored(one: Guess, other: Guess) -> bool:
    """Whether both speak of the same two cells, so that one of the two is mistyped."""
    if one.kind is Kind.COPIED:
        return one.cell == other.other
    if one.kind is Kind.UNIT:
        return one.typed == other.typed
    return one.slip is not None and one.typed == other.figure and other.typed == one.figure
