"""A paste made ready: what becomes of every cell, and the one edit that does it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from core.calc.entries import Entries, new_id
from core.calc.permits import Permits
from core.calc.shape import GROUP, PHANTOM
from core.clipboard.block import Block
from core.clipboard.lines import Line
from core.clipboard.placing import Fate, Placed, Placer
from core.document.edits import AddRecord, Batch, Edit, SetText
from core.document.model import Record
from core.errors import EditRefused
from core.layout.area import Area, Ground
from core.refs import CellId


@dataclass(frozen=True, slots=True)
class Paste:
    """What would be pasted. `block` is how many rows and columns; `added` are new floating rows."""

    placed: tuple[Placed, ...]
    edit: Batch
    block: tuple[int, int]
    added: int

    @property
    def fits(self) -> bool:
        """Whether all of it goes in as it is, so that nothing needs to be asked."""
        return all(p.fate in (Fate.TAKEN, Fate.SAME) for p in self.placed)

    @property
    def filled(self) -> int:
        """How many cells something is typed into."""
        return sum(p.goes_in for p in self.placed)

    def count(self, fate: Fate) -> int:
        """How many cells of the block this becomes of."""
        return sum(p.fate is fate for p in self.placed)

    @property
    def targets(self) -> frozenset[tuple[int, int]]:
        """The places of the plan that change."""
        return frozenset(p.spot for p in self.placed if p.goes_in and p.spot is not None)


def prepare(entries: Entries, ground: Ground, block: Block, area: Area) -> Paste:
    """Make a paste ready: the block begins where the area does. Nothing is changed."""
    placer = Placer(ground, entries.calculation, entries.names)
    return _Writer(entries, ground, placer.placed(block, area)).paste(block)


class _Writer:
    """Makes the edit, and finds out what the document would refuse."""

    def __init__(self, entries: Entries, ground: Ground, placed: Iterable[Placed]) -> None:
        self.entries = entries
        self.sheet = ground.plan.sheet
        self.rows = ground.plan.rows
        self.placed = list(placed)
        self.permits = Permits(entries.calculation, entries.names)
        self.edits: list[Edit] = []
        self.typed: dict[CellId, str] = {}
        self.added: Counter[str] = Counter()
        self._first: dict[str, AddRecord] = {}
        self._inherited: dict[str, dict[str, str]] = {}

    def paste(self, block: Block) -> Paste:
        there = [i for i, p in enumerate(self.placed) if p.goes_in and not p.line.region]
        blank = [i for i in there if self._is_blank_row(self.placed[i])]
        for i in there:
            if i not in blank:
                self._type_existing(i)
        for line, indices in self._new_lines().items():
            self._type_new(line, indices)
        self._type_blank_rows(blank)
        filled = sum(p.goes_in for p in self.placed)
        edit = Batch(tuple(self.edits), f"粘贴 {filled} 格")
        size = len(block.rows), block.columns
        return Paste(tuple(self.placed), edit, size, sum(self.added.values()))

    def _refuse(self, index: int, why: str) -> None:
        self.placed[index] = replace(self.placed[index], fate=Fate.REFUSED, why=why)

    # ---- rows that are there

    def _is_blank_row(self, placed: Placed) -> bool:
        return any(cell.record.startswith(PHANTOM) for cell in placed.cells)

    def _type_existing(self, index: int) -> None:
        placed = self.placed[index]
        edits = [
            SetText(cell, (placed.text.strip() and placed.text) or None) for cell in placed.cells
        ]
        try:
            for edit in edits:
                self.permits.checked(edit)
        except EditRefused as error:
            self._refuse(index, str(error))
            return
        self.edits += edits
        self.typed.update(dict.fromkeys(placed.cells, placed.text))

    def _type_blank_rows(self, indices: list[int]) -> None:
        """Into the blank rows that an outline keeps; each becomes one record."""
        pairs = []
        for index in indices:
            placed = self.placed[index]
            pair = placed.cells[0], placed.text
            try:
                self.entries.pasted([pair])
            except EditRefused as error:
                self._refuse(index, str(error))
            else:
                pairs.append(pair)
        if pairs:
            self.edits.append(self.entries.pasted(pairs))

    # ---- new rows

    def _new_lines(self) -> dict[tuple[int, Line], list[int]]:
        """The new rows that hold something, by line of the block."""
        found: dict[tuple[int, Line], list[int]] = {}
        for index, placed in enumerate(self.placed):
            if placed.line.region and placed.goes_in:
                found.setdefault((placed.row, placed.line), []).append(index)
        return found

    def _type_new(self, line: tuple[int, Line], indices: list[int]) -> None:
        region = line[1].region
        try:
            record, inherited = self._add_record(line[1])
        except EditRefused as error:
            for index in indices:
                self._refuse(index, str(error))
            return
        texts = dict(inherited)
        for index in indices:
            placed = self.placed[index]
            cell = self._owned(placed.cells[0], record)
            try:
                self.permits.checked(SetText(cell, placed.text))
            except EditRefused as error:
                self._refuse(index, str(error))
            else:
                texts[cell.name] = placed.text
                if cell.record != record:
                    self.edits.append(SetText(cell, placed.text))
                    del texts[cell.name]
        self.edits += [SetText(CellId(*self.sheet, record, n), t) for n, t in texts.items()]
        form = self.entries.calculation.suite.forms[self.sheet.form]
        names = [f"{region}.{column}" for column in form.regions[region].piece.merge_equal]
        self._inherited[region] = {name: texts[name] for name in names if name in texts}

    def _owned(self, cell: CellId, record: str) -> CellId:
        """A cell of the new record; a value of its group belongs to the group."""
        slot = self.entries.calculation.slot(cell)
        return cell._replace(record=f"{GROUP}/{record}" if slot and slot.group else record)

    def _add_record(self, line: Line) -> tuple[str, dict[str, str]]:
        """Add a record behind the one before; its id, and the texts it takes over from it."""
        region = line.region
        if not self.added[region]:
            after = "" if line.key else self._after(line)
            edit, record = self.entries.added_row(self.sheet, region, after)
            steps = edit.edits if isinstance(edit, Batch) else (edit,)
            self._first[region] = next(s for s in steps if isinstance(s, AddRecord))
            inherited = {s.cell.name: s.text or "" for s in steps if isinstance(s, SetText)}
            self._inherited[region] = {
                name: self.typed.get(CellId(*self.sheet, after, name), text)
                for name, text in inherited.items()
            }
            add = self._first[region]
        else:
            first, record = self._first[region], new_id()
            parent = first.record.parent
            position = first.position + self.added[region]
            add = AddRecord(self.sheet, region, Record(record, parent), position)
        self.permits.checked(add)
        self.edits.append(add)
        self.added[region] += 1
        return record, self._inherited[region]

    def _after(self, line: Line) -> str:
        """The record behind which a row is added, or the one it belongs to."""
        row = self.rows[line.pattern]
        return row.record.removeprefix(PHANTOM) if row.phantom else row.record
