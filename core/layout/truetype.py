"""A TrueType file read directly, as far as measuring and embedding need it.

A font library unpacks all of a font before it gives the first width; a form needs a few hundred
widths of fonts with thirty thousand characters, and needs them when the program starts.
"""

import sys
from array import array
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from struct import unpack_from

_UNICODE_TABLES = ((3, 10), (0, 4), (3, 1), (0, 3))
"""(platform, encoding) of tables of characters, the one with most characters first."""


class TrueType:
    """One font file; each of its tables is read when first asked for."""

    def __init__(self, path: Path) -> None:
        """A font whose outlines are in a table ``glyf``."""
        self.path = path
        self._places: dict[str, tuple[int, int]] = {}
        with path.open("rb") as file:
            (count,) = unpack_from(">4xH6x", file.read(12))
            directory = file.read(16 * count)
        for at in range(0, 16 * count, 16):
            tag, offset, length = unpack_from(">4s4xLL", directory, at)
            self._places[tag.decode("ascii")] = offset, length

    def table(self, tag: str) -> bytes:
        """A table as it stands in the file; nothing if the font has none of that name."""
        offset, length = self._places.get(tag, (0, 0))
        with self.path.open("rb") as file:
            file.seek(offset)
            return file.read(length)

    @cached_property
    def glyphs(self) -> dict[int, int]:
        """The number of the glyph for each code point."""
        table = self.table("cmap")
        (count,) = unpack_from(">2xH", table)
        records = (unpack_from(">HHL", table, 4 + 8 * index) for index in range(count))
        offsets = {(platform, encoding): offset for platform, encoding, offset in records}
        chosen = next(offsets[kind] for kind in _UNICODE_TABLES if kind in offsets)
        (form,) = unpack_from(">H", table, chosen)
        found = (_groups if form == 12 else _segments)(table, chosen)
        return {code: glyph for code, glyph in found if glyph}

    @cached_property
    def advances(self) -> Sequence[int]:
        """The width of each glyph, in the font's units."""
        full, numbers = self._measures
        widths = numbers[: 2 * full : 2]
        return widths + widths[-1:] * (len(numbers) - 2 * full)

    @cached_property
    def bearings(self) -> Sequence[int]:
        """The left side bearing of each glyph, as the number stands in the file."""
        full, numbers = self._measures
        return numbers[1 : 2 * full : 2] + numbers[2 * full :]

    @cached_property
    def outlines(self) -> Sequence[int]:
        """Where the outline of each glyph begins in ``glyf``, and where the last one ends."""
        (is_long,) = unpack_from(">50xH", self.table("head"))
        table = self.table("loca")
        if is_long:
            return _numbers("I", table)
        return array("I", (2 * half for half in _numbers("H", table)))

    @cached_property
    def _measures(self) -> "tuple[int, array[int]]":
        """How many glyphs have a width and a bearing; these, then the bearings of the rest."""
        (full,) = unpack_from(">34xH", self.table("hhea"))
        return full, _numbers("H", self.table("hmtx"))

    def substitutes(self, feature: str) -> dict[int, int]:
        """The glyphs that a feature of single substitutions puts in place of others."""
        table = self.table("GSUB")
        if not table:
            return {}
        features, lookups = unpack_from(">6xHH", table)
        found: dict[int, int] = {}
        for number in _lookups(table, features, feature.encode("ascii")):
            lookup = lookups + unpack_from(">H", table, lookups + 2 + 2 * number)[0]
            (count,) = unpack_from(">4xH", table, lookup)
            for offset in unpack_from(f">{count}H", table, lookup + 6):
                found.update(_substitution(table, lookup + offset))
        return found


def _numbers(kind: str, table: bytes) -> "array[int]":
    """A row of numbers, which stand in the file with their high byte first."""
    numbers = array(kind, table)
    if sys.byteorder == "little":
        numbers.byteswap()
    return numbers


def _groups(table: bytes, at: int) -> Iterator[tuple[int, int]]:
    """Characters and glyphs of a table of format 12."""
    (count,) = unpack_from(">12xL", table, at)
    numbers = _numbers("I", table[at + 16 : at + 16 + 12 * count])
    for start, end, glyph in zip(numbers[::3], numbers[1::3], numbers[2::3], strict=True):
        yield from zip(range(start, end + 1), range(glyph, glyph + end - start + 1), strict=True)


def _segments(table: bytes, at: int) -> Iterator[tuple[int, int]]:
    """Characters and glyphs of a table of format 4."""
    length, twice = unpack_from(">2xH2xH", table, at)
    count = twice // 2
    numbers = _numbers("H", table[at + 14 : at + length])
    ends, starts = numbers[:count], numbers[count + 1 : 2 * count + 1]
    deltas, places = numbers[2 * count + 1 : 3 * count + 1], numbers[3 * count + 1 :]
    for index, (start, end, delta) in enumerate(zip(starts, ends, deltas, strict=True)):
        step = places[index]
        for code in range(start, end + 1):
            glyph = code if not step else places[index + step // 2 + code - start]
            yield code, (glyph + delta) % 0x10000 if glyph else 0


def _lookups(table: bytes, features: int, wanted: bytes) -> tuple[int, ...]:
    """The lookups of a feature of ``GSUB``."""
    (count,) = unpack_from(">H", table, features)
    records = (unpack_from(">4sH", table, features + 2 + 6 * index) for index in range(count))
    feature = features + next(offset for tag, offset in records if tag == wanted)
    (lookups,) = unpack_from(">2xH", table, feature)
    return unpack_from(f">{lookups}H", table, feature + 4)


def _substitution(table: bytes, at: int) -> Iterator[tuple[int, int]]:
    """Pairs of glyphs of a single substitution; our fonts list what is replaced in ranges."""
    coverage, count = unpack_from(">2xHH", table, at)
    (ranges,) = unpack_from(">2xH", table, at + coverage)
    replaced: list[int] = []
    for index in range(ranges):
        first, last = unpack_from(">HH", table, at + coverage + 4 + 6 * index)
        replaced += range(first, last + 1)
    return zip(replaced, unpack_from(f">{count}H", table, at + 6), strict=True)
