"""Texts separated by tabs and line breaks, as every spreadsheet puts them on the clipboard.

A cell with a tab or a line break in it stands in quotes, quotes in it doubled. A quote that does
not close before the end of a cell is a sign like others.
"""

import re
from collections.abc import Iterable

from core.clipboard.block import MAX_SIGNS, Block, TooLarge, check_size, filled_up

_CELL = re.compile(r'(?:"((?:[^"]|"")*+)"(?=[\t\r\n]|\Z)|([^\t\r\n]*+))(\t|\r\n|\n|\r|\Z)')
_NEEDS_QUOTES = re.compile(r'[\t\r\n]|^"')


def read_tsv(text: str) -> Block:
    """The block that a text means. Raises TooLarge."""
    if len(text) > MAX_SIGNS:
        raise TooLarge("几兆字节的内容")
    text = text.replace("\0", "")
    rows: list[list[str]] = [[]]
    at, end = 0, len(text)
    while True:
        found = _CELL.match(text, at)
        if found is None:  # pragma: no cover  # every text matches: the last sign may be missing
            break
        quoted = found[1]
        rows[-1].append(quoted.replace('""', '"') if quoted is not None else found[2])
        at = found.end()
        if at == end and not found[3]:
            break
        check_size(len(rows), len(rows[-1]))
        if found[3] != "\t":
            if at == end:
                break  # the line break at the end begins no row
            rows.append([])
    return Block(filled_up(rows))


def write_tsv(rows: Iterable[Iterable[str]]) -> str:
    """The text of rows of cells; `read_tsv` reads it back."""
    return "\r\n".join("\t".join(map(_quoted, row)) for row in rows) + "\r\n"


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if _NEEDS_QUOTES.search(text) else text
