"""Documents spoilt where a database is sensitive: its head, its pages, their heads, its rows."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from random import Random
from typing import Final

from tools.torture.nasty import nasty, spoilt_bytes, spoilt_text

PAGE: Final = 4096
_HEAD: Final = 100


def _swapped(chance: Random, content: bytearray) -> None:
    one, other = _page(chance, content), _page(chance, content)
    content[one], content[other] = content[other], content[one]


def _repeated(chance: Random, content: bytearray) -> None:
    content[_page(chance, content)] = content[_page(chance, content)]


def _emptied(chance: Random, content: bytearray) -> None:
    content[_page(chance, content)] = bytes(PAGE)


def _other_head(chance: Random, content: bytearray) -> None:
    """A byte of the file's head, where sizes and versions stand."""
    content[chance.randrange(16, _HEAD)] = chance.choice([0, 1, 0x7F, 0xFF, chance.randrange(256)])


def _other_page_head(chance: Random, content: bytearray) -> None:
    """A byte where a page says how many cells it has and where they are."""
    at = _page(chance, content).start
    at += _HEAD if at == 0 else 0
    content[at + chance.randrange(40)] = chance.choice([0, 0xFF, chance.randrange(256)])


def _cut_at_page(chance: Random, content: bytearray) -> None:
    del content[_page(chance, content).start :]


def _huge_numbers(chance: Random, content: bytearray) -> None:
    at = chance.randrange(len(content))
    content[at : at + 9] = b"\xff" * min(9, len(content) - at)


def _page(chance: Random, content: bytearray) -> slice:
    at = chance.randrange(max(1, len(content) // PAGE)) * PAGE
    return slice(at, at + PAGE)


_WAYS: Final[Sequence[Callable[[Random, bytearray], None]]] = (
    *(_swapped, _repeated, _emptied, _other_head, _other_page_head, _cut_at_page, _huge_numbers),
)


def spoilt_document(chance: Random, content: bytes) -> bytes:
    """The file's bytes with one to three slips, of any kind or of a kind made for databases."""
    if chance.random() < 0.4:
        return spoilt_bytes(chance, content)
    spoilt = bytearray(content)
    for _ in range(chance.choice([1, 1, 2, 3])):
        if len(spoilt) >= PAGE:
            chance.choice(_WAYS)(chance, spoilt)
    return bytes(spoilt)


def spoil_rows(chance: Random, path: Path) -> None:
    """Change what stands in the tables, as another program could."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        named = "SELECT name FROM sqlite_master WHERE type = 'table'"
        tables = sorted(name for (name,) in connection.execute(named))
        for _ in range(chance.choice([1, 1, 3])):
            try:
                _spoil_table(chance, connection, chance.choice(tables))
            except (sqlite3.Error, UnicodeEncodeError, OverflowError):
                continue  # the database itself does not take it


def _spoil_table(chance: Random, connection: sqlite3.Connection, table: str) -> None:
    columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
    rows = connection.execute(f"SELECT * FROM {table}").fetchall()  # noqa: S608
    if not rows or chance.random() < 0.1:
        connection.execute(f"DELETE FROM {table}")  # noqa: S608
        return
    row, column = chance.choice(rows), chance.choice(columns)
    where = " AND ".join(f"{name} IS ?" for name in columns)
    old = str(row[columns.index(column)])
    value = chance.choice(
        [
            nasty(chance),
            spoilt_text(chance, old),
            -1,
            2**63 - 1,
            None,
            "x" * 3_000_000,
            chance.randbytes(9),
        ]
    )
    text = "CAST(? AS TEXT)" if isinstance(value, bytes) else "?"
    connection.execute(
        f"UPDATE {table} SET {column} = {text} WHERE {where}",  # noqa: S608
        (value, *row),
    )
