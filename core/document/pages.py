"""The pages of a damaged SQLite file, read without SQLite, which gives up at the first bad one.

Format: https://www.sqlite.org/fileformat2.html. Whatever does not make sense is counted as lost
and left out; nothing here raises for what a file contains, and no file makes it run for ever.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

Value = None | int | str | bytes

_TABLE_LEAF, _TABLE_INNER, _KEY_LEAF, _KEY_INNER = 0x0D, 0x05, 0x0A, 0x02
_KINDS: Final = frozenset({_TABLE_LEAF, _TABLE_INNER, _KEY_LEAF, _KEY_INNER})
_INNER: Final = frozenset({_TABLE_INNER, _KEY_INNER})
_HEAD: Final = 100
_USUAL_SIZE: Final = 4096
_MOST_ROWS: Final = 1 << 40
"""No row of ours has a greater number."""
_INTEGERS: Final = {1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8}


class _Unreadable(Exception):
    """A page or a cell that makes no sense."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row as it is stored: its rowid (None in a table that has none) and its values."""

    rowid: int | None
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class _Page:
    kind: int
    cells: tuple[int, ...]
    right: int | None


class Pages:
    """A file's pages. `lost` counts pages and cells that made no sense so far."""

    def __init__(self, content: bytes) -> None:
        """Of a whole file, or what is left of it."""
        self._content = content
        self.size = _page_size(content)
        self._usable = self.size - (content[20] if content[20:21] and content[20] <= 32 else 0)
        self.count = -(-len(content) // self.size)
        self.seen: set[int] = set()
        self.lost = 0

    def rows_from(self, root: int) -> Iterator[Row]:
        """The rows of the tree that begins at a page, as far as it can be followed."""
        waiting = [root]
        while waiting:
            number = waiting.pop()
            if number in self.seen:
                self.lost += 1
                continue
            self.seen.add(number)
            try:
                page = self._page(number)
            except _Unreadable:
                self.lost += 1
                continue
            if page.kind in _INNER:
                waiting += self._children(number, page)
            if page.kind != _TABLE_INNER:
                yield from self._rows_on(number, page)

    def stray_rows(self) -> Iterator[Row]:
        """Rows on pages that no tree led to and that are not known as free."""
        free = self._free_pages()
        for number in range(1, self.count + 1):
            if number in self.seen or number in free:
                continue
            try:
                page = self._page(number)
            except _Unreadable:
                continue
            if page.kind != _TABLE_INNER:
                yield from self._rows_on(number, page)

    # ---- pages

    def _page(self, number: int) -> _Page:
        begin = self._begin(number)
        head = begin + (_HEAD if number == 1 else 0)
        kind = self._number(head, 1)
        if kind not in _KINDS:
            raise _Unreadable
        first = head + (12 if kind in _INNER else 8)
        count = self._number(head + 3, 2)
        if first + 2 * count > begin + self.size:
            raise _Unreadable
        at = (self._number(first + 2 * n, 2) for n in range(count))
        right = self._number(head + 8, 4) if kind in _INNER else None
        return _Page(kind, tuple(begin + offset for offset in at), right)

    def _begin(self, number: int) -> int:
        if not 1 <= number <= self.count:
            raise _Unreadable
        return (number - 1) * self.size

    def _children(self, number: int, page: _Page) -> Iterator[int]:
        for at in page.cells:
            try:
                yield self._number(self._inside(number, at), 4)
            except _Unreadable:
                self.lost += 1
        if page.right is not None:
            yield page.right

    def _inside(self, number: int, at: int) -> int:
        begin = self._begin(number)
        if not begin <= at < begin + self.size:
            raise _Unreadable
        return at

    def _free_pages(self) -> set[int]:
        """Pages with nothing but rows that were deleted."""
        free: set[int] = set()
        try:
            trunk = self._number(32, 4)
            while trunk and trunk not in free:
                free.add(trunk)
                begin = self._begin(trunk)
                leaves = min(self._number(begin + 4, 4), self.size // 4 - 2)
                free |= {self._number(begin + 8 + 4 * n, 4) for n in range(leaves)}
                trunk = self._number(begin, 4)
        except _Unreadable:
            pass
        return free

    # ---- cells

    def _rows_on(self, number: int, page: _Page) -> Iterator[Row]:
        for at in page.cells:
            try:
                yield self._row(self._inside(number, at), page.kind)
            except (_Unreadable, UnicodeDecodeError):
                self.lost += 1

    def _row(self, at: int, kind: int) -> Row:
        if kind == _KEY_INNER:
            at += 4
        length, at = self._varint(at)
        rowid = None
        if kind == _TABLE_LEAF:
            rowid, at = self._varint(at)
            if rowid > _MOST_ROWS:  # a number below 0 reads as a very large one
                raise _Unreadable
        return Row(rowid, _values(self._payload(at, length, kind)))

    def _payload(self, at: int, length: int, kind: int) -> bytes:
        if length > len(self._content):
            raise _Unreadable
        local = self._local(length, kind)
        found = [self._bytes(at, local)]
        left = length - local
        following = self._number(at + local, 4) if left else 0
        while left:
            begin = self._begin(following)
            self.seen.add(following)
            part = min(left, self._usable - 4)
            found.append(self._bytes(begin + 4, part))
            left -= part
            following = self._number(begin, 4)
        return b"".join(found)

    def _local(self, length: int, kind: int) -> int:
        """How much of a payload stands on its own page."""
        usable = self._usable
        most = usable - 35 if kind == _TABLE_LEAF else (usable - 12) * 64 // 255 - 23
        if length <= most:
            return length
        least = (usable - 12) * 32 // 255 - 23
        fitting = least + (length - least) % (usable - 4)
        return fitting if fitting <= most else least

    # ---- bytes

    def _bytes(self, at: int, length: int) -> bytes:
        found = self._content[at : at + length]
        if len(found) < length:
            raise _Unreadable
        return found

    def _number(self, at: int, length: int) -> int:
        return int.from_bytes(self._bytes(at, length), "big")

    def _varint(self, at: int) -> tuple[int, int]:
        return _varint(self._content, at)


def _page_size(content: bytes) -> int:
    size = int.from_bytes(content[16:18], "big")
    size = 65536 if size == 1 else size
    return size if size >= 512 and size & (size - 1) == 0 else _USUAL_SIZE


def _varint(content: bytes, at: int) -> tuple[int, int]:
    """A number of one to nine bytes, and where the next thing stands."""
    value = 0
    for count, byte in enumerate(content[at : at + 9], start=1):
        if count == 9:
            return value << 8 | byte, at + 9
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, at + count
    raise _Unreadable


def _values(payload: bytes) -> tuple[Value, ...]:
    head, at = _varint(payload, 0)
    if not at <= head <= len(payload):
        raise _Unreadable
    values, body = [], head
    while at < head:
        kind, at = _varint(payload, at)
        length = _length(kind)
        part = payload[body : body + length]
        if len(part) < length:
            raise _Unreadable
        values.append(_value(kind, part))
        body += length
    return tuple(values)


def _length(kind: int) -> int:
    if kind >= 12:
        return (kind - 12) // 2
    return 8 if kind == 7 else _INTEGERS.get(kind, 0)


def _value(kind: int, part: bytes) -> Value:
    if kind >= 12:
        return part.decode() if kind % 2 else part
    if kind in (8, 9):
        return kind - 8
    if kind in _INTEGERS:
        return int.from_bytes(part, "big", signed=True)
    if kind == 0:
        return None
    raise _Unreadable  # a float: no table of ours has one
