"""Going to a place by what people call it: row, column, code, form, project or address."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from core.calc.addresses import nearest
from core.errors import AddressError
from core.find.wanted import folded
from core.layout.sheets import SheetTitle
from core.refs import CellId, SheetId
from core.session import Session
from core.template.form import NUMERIC_TYPES, Slot

MOST: Final = 12
_COLUMN: Final = re.compile(r"(\d+)栏|栏(\d+)")
_NUMBER: Final = re.compile(r"\d[\d-]*")
_EXACT, _WITHIN = 0, 1

RowId = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Destination:
    """A place to go to: a cell, or (None) a sheet as a whole; `words` say which."""

    sheet: SheetId
    cell: CellId | None
    words: str


class Going:
    """Where one may want to go, from the sheet that is open and the cell that is current."""

    def __init__(self, session: Session, here: SheetId | None, at: CellId | None) -> None:
        """`here` may be the cover, `at` a cell of it, or none."""
        self._session = session
        self._here = here
        self._at = at

    def places(self, text: str) -> list[Destination]:
        """The places a text may mean, likeliest first: on the open form, forms, other forms."""
        words = text.split()
        if not words:
            return []
        exact = self._addressed(text)
        if exact is not None:
            return [exact]
        named = [self._whole(title) for title in self._named("".join(words))]
        found = self._on(self._here, words) if self._here is not None else []
        inside = [place for title in self._named(words[0]) for place in self._in(title, words[1:])]
        whole = [*found, *named, *inside]
        if len(whole) < MOST:
            whole += self._elsewhere(words, MOST - len(whole))
        return list(dict.fromkeys(whole))[:MOST]

    def not_found(self, text: str) -> str:
        """What to say where a text means no place, with the nearest that there is."""
        if "!" in text or "！" in text:
            try:
                self._session.names.cell(text)
            except AddressError as error:
                return str(error)
        titles = self._session.sheets()
        known = [word for title in titles for word in (title.number, title.short) if word]
        known += [self._session.names.project_name(p) for p in self._session.document.projects]
        if self._here is not None:
            known += [word for _, row in self._rows(self._here) for word in row]
        wanted = text.strip()[:40]
        return f"没有“{wanted}”这个地方{nearest(wanted, known)}"

    # ---- addresses

    def _addressed(self, text: str) -> Destination | None:
        try:
            cell = self._session.names.cell(text)
        except AddressError:
            return None
        return self._to(cell)

    def _to(self, cell: CellId) -> Destination:
        return Destination(cell.sheet, cell, self._session.names.words(cell))

    # ---- forms and projects

    def _named(self, word: str) -> list[SheetTitle]:
        """The sheets a word may mean: by number, title, short title, form or project."""
        wanted = folded(word)
        ranked = [(self._rank(wanted, title), title) for title in self._session.sheets()]
        best = [title for rank, title in ranked if rank == _EXACT]
        return best + [title for rank, title in ranked if rank == _WITHIN]

    def _rank(self, wanted: str, title: SheetTitle) -> int | None:
        names = [folded(word) for word in (title.number, title.title, title.short)]
        names += [folded(title.sheet.form), folded(self._project(title.sheet))]
        number = _NUMBER.search(title.number)
        short = number[0] if number else ""
        if wanted in (*names, names[0].removesuffix("表"), short, f"{short}表"):
            return _EXACT
        within = len(wanted) > 1 and not wanted.isdigit() and any(wanted in name for name in names)
        return _WITHIN if within else None

    def _project(self, sheet: SheetId) -> str:
        return self._session.names.project_name(sheet.instance) if sheet.instance else ""

    def _whole(self, title: SheetTitle) -> Destination:
        words = (title.number, title.title, self._project(title.sheet))
        return Destination(title.sheet, None, " ".join(word for word in words if word))

    def _in(self, title: SheetTitle, words: list[str]) -> list[Destination]:
        return self._on(title.sheet, words) if words else []

    # ---- rows and columns

    def _cells(self, sheet: SheetId) -> Iterator[tuple[CellId, Slot]]:
        cells = self._session.calculation.cells(sheet)
        return ((cell, slot) for cell, slot in cells if slot.drawn)

    def _rows(self, sheet: SheetId) -> Iterator[tuple[RowId, tuple[str, ...]]]:
        """The rows of a sheet with the names each has: its code or number, its label."""
        names, seen = self._session.names, set[RowId]()
        for cell, slot in self._cells(sheet):
            row = _row_of(cell, slot)
            if row in seen:
                continue
            seen.add(row)
            head, _, rest = names.row_label(cell).partition(" ")
            yield row, tuple(word for word in (head.removeprefix("行次"), rest) if word)

    def _on(self, sheet: SheetId, words: list[str]) -> list[Destination]:
        """The cells of one sheet whose row and column have all these words."""
        rows = {row: self._hits(sheet, names, words) for row, names in self._rows(sheet)}
        ranked: dict[RowId, tuple[int, CellId]] = {}
        both: list[tuple[int, CellId]] = []
        columns: dict[str, CellId] = {}
        here = self._here_on(sheet)
        for cell, slot in self._cells(sheet):
            row, column = _row_of(cell, slot), self._column_hits(slot, words)
            named = rows[row]
            if not all(a is not None or b for a, b in zip(named, column, strict=True)):
                continue
            rank = sum(hit or 0 for hit in named)
            if not any(column):
                known = ranked.get(row)
                if known is None or self._is_better(cell, known[1]):
                    ranked[row] = (rank, cell)
            elif all(hit is None for hit in named):
                if slot.column not in columns or row == here:
                    columns[slot.column] = cell
            else:
                both.append((rank, cell))
        found = sorted([*both, *ranked.values()], key=lambda one: one[0])
        return [self._to(cell) for cell in (*(cell for _, cell in found), *columns.values())]

    def _here_on(self, sheet: SheetId) -> RowId | None:
        slot = self._session.calculation.slot(self._at) if self._at is not None else None
        if self._at is None or slot is None or self._at.sheet != sheet:
            return None
        return _row_of(self._at, slot)

    def _is_better(self, cell: CellId, than: CellId) -> bool:
        """Whether to go to this cell of a row: the column one is in, else its first figure."""
        slot = self._session.calculation.slot
        own, other = slot(cell), slot(than)
        at = slot(self._at) if self._at is not None else None
        if own is None or other is None:
            return False
        if at is not None and at.column in (own.column, other.column):
            return own.column == at.column and other.column != at.column
        figure, before = own.field.type in NUMERIC_TYPES, other.field.type in NUMERIC_TYPES
        return figure and not before

    def _hits(self, sheet: SheetId, names: tuple[str, ...], words: list[str]) -> list[int | None]:
        return [self._row_hit(sheet, names, folded(word)) for word in words]

    def _row_hit(self, sheet: SheetId, names: tuple[str, ...], wanted: str) -> int | None:
        known = [folded(name) for name in names]
        if wanted.removeprefix("行次") in known or wanted in known:
            return _EXACT
        if wanted.isdigit():
            return _WITHIN if len(wanted) > 2 and known and known[0].startswith(wanted) else None
        if any(wanted in name for name in known):
            return _WITHIN
        return _WITHIN if self._is_initials(sheet, known, wanted) else None

    def _is_initials(self, sheet: SheetId, known: list[str], wanted: str) -> bool:
        if len(wanted) < 2 or not (wanted.isascii() and wanted.isalpha()) or not known:
            return False
        form = self._session.suite.forms.get(sheet.form)
        named = {slot.field.dictionary for slot in form.slots.values()} if form else set()
        found = (self._session.suite.dictionaries.get(name) for name in named if name)
        return any(wanted in d.initials.get(known[0], "") for d in found if d is not None)

    def _column_hits(self, slot: Slot, words: list[str]) -> list[bool]:
        return [_is_column(slot, folded(word)) for word in words]

    # ---- other forms

    def _elsewhere(self, words: list[str], most: int) -> list[Destination]:
        found: list[Destination] = []
        for title in self._session.sheets():
            if title.sheet != self._here and len(found) < most:
                rows = self._rows(title.sheet)
                if any(None not in self._hits(title.sheet, names, words) for _, names in rows):
                    found += self._on(title.sheet, words)
        return found[:most]


def _row_of(cell: CellId, slot: Slot) -> RowId:
    return (slot.region, cell.record) if slot.region else ("", slot.row)


def _is_column(slot: Slot, wanted: str) -> bool:
    number = _COLUMN.fullmatch(wanted)
    if number:
        return slot.column == f"栏{number[1] or number[2]}"
    return not wanted.isdigit() and wanted in (folded(slot.field.label), folded(slot.column))
