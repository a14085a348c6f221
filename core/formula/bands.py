"""定性 indicators: which part of the 分值 a result in words earns, by the bands of the suite."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from core.number_text import NumberStyle, PercentStyle, format_number
from core.values import CONTEXT


@dataclass(frozen=True, slots=True)
class Band:
    """One band: the words that belong to it, and its part of the 分值, from `low` to `high`.

    `low` belongs to the band, `high` only where no better band begins with it. `point` is what a
    word alone earns; None where a person always has to choose.
    """

    words: tuple[str, ...]
    low: Decimal
    high: Decimal
    point: Decimal | None = None


class UnchosenError(Exception):
    """Why a result in words earns nothing surely; the message says it."""


@dataclass(frozen=True, slots=True)
class Earned:
    """The part of the 分值 that a result earns, and how it came about, for a sentence."""

    share: Decimal
    told: str


_CHOSEN: Final = re.compile(r"[:,;(]*([0-9]{1,3}(?:\.[0-9]{1,4})?)%\)?")
_PERCENT: Final = NumberStyle(decimals=2, trim=True, percent=PercentStyle.SIGN)


def holds(bands: Sequence[Band], band: Band, share: Decimal) -> bool:
    """Whether a share lies within a band: on the border of two it belongs to the better one."""
    if share == band.high:
        return all(other.low != share for other in bands if other is not band)
    return band.low <= share < band.high


def in_percent(share: Decimal) -> str:
    """A share as people read it: 66.65%."""
    return format_number(share, _PERCENT)


def earned_by(target: str, result: str, bands: Sequence[Band]) -> Earned | None:
    """What a result in words earns against a 定性 target, without blanks; None if no word fits.

    A result in the words of the target reached it. Raises UnchosenError where a word fits, but
    not what is chosen with it.
    """
    result = result.rstrip("。;")
    if bands and result == target.rstrip("。;"):
        return _by_word(bands[0], "与指标值说法相同")
    found = _band_of(result, bands)
    if found is None:
        return None
    word, band, rest = found
    front = f"“{word}”属{band.words[0]}（{in_percent(band.low)}–{in_percent(band.high)}）"
    if not rest:
        return _by_word(band, front)
    chosen = _CHOSEN.fullmatch(rest)
    if chosen is None:
        return None
    share = Decimal(chosen[1]).scaleb(-2, context=CONTEXT)
    if not holds(bands, band, share):
        raise UnchosenError(f"{front}，选的{in_percent(share)}不在这一档")
    return Earned(share, f"{front}，选{in_percent(share)}")


def _band_of(result: str, bands: Sequence[Band]) -> tuple[str, Band, str] | None:
    """The longest word with which the result begins, its band, and what is written behind it."""
    fitting = [(w, b) for b in bands for w in b.words if result.startswith(w)]
    if not fitting:
        return None
    word, band = max(fitting, key=lambda pair: len(pair[0]))
    return word, band, result.removeprefix(word)


def _by_word(band: Band, front: str) -> Earned:
    if band.point is None:
        raise UnchosenError(
            f"{front}，还要选一个百分比，例如 {band.words[0]} {in_percent(band.low)}"
        )
    return Earned(band.point, f"{front}，按{in_percent(band.point)}")
