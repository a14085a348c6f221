"""A TrueType font with some of another's glyphs, as PDF files embed it."""

from collections.abc import Sequence
from itertools import accumulate
from struct import pack, unpack_from

from core.layout.truetype import TrueType

_KEPT = ("cvt ", "fpgm", "prep")
_WHOLE = 0xB1B0AFBA  # what the sum of a whole font file has to come to


def subset(font: TrueType, glyphs: Sequence[int]) -> bytes:
    """A font file in which these glyphs have the numbers of their places in the list.

    A glyph may be in the list several times. None may be made of others: ours are not.
    """
    count = len(glyphs)
    outlines = [_padded(outline) for outline in font.read_outlines(glyphs)]
    ends = accumulate(map(len, outlines), initial=0)
    measures = (pack(">HH", font.advances[glyph], font.bearings[glyph]) for glyph in glyphs)
    tables = {
        "glyf": b"".join(outlines),
        "head": _with_number(font.table("head"), 50, 1),
        "hhea": _with_number(font.table("hhea"), 34, count),
        "hmtx": b"".join(measures),
        "loca": pack(f">{count + 1}L", *ends),
        "maxp": _with_number(font.table("maxp"), 4, count),
    }
    return _file(tables | {tag: table for tag in _KEPT if (table := font.table(tag))})


def _with_number(table: bytes, at: int, number: int) -> bytes:
    return table[:at] + pack(">H", number) + table[at + 2 :]


def _file(tables: dict[str, bytes]) -> bytes:
    """The tables with their directory, and with the sum that the whole file comes to."""
    tables["head"] = tables["head"][:8] + bytes(4) + tables["head"][12:]
    count = len(tables)
    power = count.bit_length() - 1
    head = pack(">LHHHH", 0x10000, count, 16 << power, power, 16 * count - (16 << power))
    place = len(head) + 16 * count
    directory, content = [head], []
    for tag, table in sorted(tables.items()):
        if tag == "head":
            at = place + 8
        entry = tag.encode("ascii"), _sum(table), place, len(table)
        directory.append(pack(">4sLLL", *entry))
        content.append(_padded(table))
        place += len(content[-1])
    file = b"".join(directory + content)
    return file[:at] + pack(">L", (_WHOLE - _sum(file)) % 2**32) + file[at + 4 :]


def _sum(table: bytes) -> int:
    padded = _padded(table)
    return int(sum(unpack_from(f">{len(padded) // 4}L", padded)) % 2**32)


def _padded(table: bytes) -> bytes:
    return table + bytes(-len(table) % 4)
