"""A guess at what was typed wrong, before it is tried and put into words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import IntEnum, auto

from core.audit.slips import Slip
from core.refs import CellId
from core.values import CellValue


class Kind(IntEnum):
    """What happened, the more telling first."""

    MISPLACED = auto()
    UNIT = auto()
    SWAPPED = auto()
    POINT = auto()
    SIGN = auto()
    ROW = auto()
    ADDED = auto()
    TYPED_OVER = auto()
    ROUNDING = auto()
    COPIED = auto()
    DIGIT = auto()


OF_SLIP = {
    Slip.UNIT: Kind.UNIT,
    Slip.SWAPPED: Kind.SWAPPED,
    Slip.HUNDRED: Kind.POINT,
    Slip.TEN: Kind.POINT,
    Slip.SIGN: Kind.SIGN,
    Slip.DIGIT: Kind.DIGIT,
}


@dataclass(frozen=True, slots=True)
class Guess:
    """`cell` holds something wrong: `typed` instead of `figure` (None: not known).

    `other` is the second cell that the guess speaks of; `changes` what the document would hold if
    the guess were right.
    """

    kind: Kind
    cell: CellId
    typed: Decimal | None = None
    figure: Decimal | None = None
    other: CellId | None = None
    slip: Slip | None = None
    changes: Mapping[CellId, CellValue] = field(default_factory=dict)
