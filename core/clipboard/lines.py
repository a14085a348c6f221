"""Which line of a block goes to which row of a form.

Line after line from the row where the block begins. Where the block says the codes of floating
rows, each line goes to the row with its code, wherever that stands, and a code that is not there
yet makes a row. Behind the last row of a list without codes further lines make rows, too.
"""

from dataclasses import dataclass

from core.calc.engine import Calculation
from core.calc.read_texts import read_code
from core.calc.shape import SheetShape
from core.clipboard.block import Block
from core.clipboard.labels import Labels
from core.layout.area import Ground
from core.layout.plan import PlanRow
from core.refs import CellId
from core.template.form import Part, Region


@dataclass(frozen=True, slots=True)
class Line:
    """Where a line of a block goes: to a row of the plan, to a new record of `region`, or nowhere.

    `pattern` is a row of the plan that looks as the new one will; `key` is its code; `why` is the
    reason where it goes nowhere. A `derived` row comes by itself with the codes below it.
    """

    row: int | None = None
    region: str = ""
    pattern: int = 0
    key: str = ""
    why: str = ""
    derived: bool = False


@dataclass(frozen=True, slots=True)
class _Codes:
    """The column, or columns, of a block in which the codes of floating rows stand."""

    region: Region
    first: int
    end: int
    columns: tuple[tuple[int, Part | None], ...]

    def read(self, texts: tuple[str, ...]) -> str:
        """The code that a line says; "" for none."""
        typed = [(read_code(texts[c]), part) for c, part in self.columns if c < len(texts)]
        said = [(code, part) for code, part in typed if code]
        whole = [code for code, part in said if part is None or len(code) != part.length]
        code = whole[0] if whole else "".join(code for code, _ in said)
        return code if code.isascii() and code.isdigit() else ""


class LineUp:
    """Lines up the blocks that are put on one sheet."""

    def __init__(self, ground: Ground, labels: Labels, calculation: Calculation) -> None:
        """`calculation` is that of the sheet's document."""
        self.ground, self.labels, self.calculation = ground, labels, calculation
        self.plan = ground.plan
        self.shape: SheetShape = calculation.shape.sheets[ground.plan.sheet]

    def lines(self, block: Block, row: int, column: int, *, grows: bool) -> list[Line]:
        """Where each line goes if the block's first place is put on this row and column.

        Unless it `grows`, lists get no further rows: the block takes the place of as many.
        """
        codes = self._codes(block, row, column)
        if codes is not None:
            return self._by_code(block, row, column, codes)
        return self._one_by_one(block, row, column, grows)

    # ---- by code

    def _codes(self, block: Block, row: int, column: int) -> _Codes | None:
        """The codes in a block, if it lies over the rows that have them."""
        for region in self.shape.form.regions.values():
            if not region.key_column or region.derived or (region.parent and not region.digits):
                continue
            slot = self.shape.form.slots[f"{region.name}.{region.key_column}"]
            rows = [i for i, r in enumerate(self.plan.rows) if r.region == region.name]
            if slot.field.type != "code" or not rows:
                continue
            columns = tuple(self._code_columns(rows[0], slot.name, block, column))
            above = [i for i, r in enumerate(self.plan.rows) if self._is_upper(r, region)]
            first, end = min([*rows, *above]), rows[-1] + 1
            if columns and row < end and row + len(block.rows) > first:
                found = _Codes(region, first, end, columns)
                if any(found.read(texts) for texts in block.rows):
                    return found
        return None

    def _is_upper(self, row: PlanRow, region: Region) -> bool:
        """Whether a row of the plan is one of those that follow from the codes of a region."""
        regions = self.shape.form.regions
        while region.digits and region.parent:
            region = regions[region.parent]
            if row.region == region.name:
                return True
        return False

    def _code_columns(
        self, row: int, name: str, block: Block, column: int
    ) -> list[tuple[int, Part | None]]:
        found = []
        for c in range(block.columns):
            place = self.ground.at(row, column + c)
            if place is None or place.cell is None or place.column != column + c:
                continue
            whole, part = self.calculation.code_of(place.cell)
            if whole.name == name and not (part is not None and part.is_name):
                found.append((c, part))
        return found

    def _by_code(self, block: Block, row: int, column: int, codes: _Codes) -> list[Line]:
        rows_of = self._rows_by_key(codes.region)
        said: set[str] = set()
        lines = []
        for number, texts in enumerate(block.rows):
            key = codes.read(texts)
            if key:
                waiting = rows_of.get(key)
                again = key in said and codes.region.follow is not None
                line = Line(waiting.pop(0)) if waiting else self._new_code(key, codes, again)
                said.add(key)
            else:
                line = self._named(texts, row + number, column, codes)
            lines.append(line)
        return lines

    def _rows_by_key(self, region: Region) -> dict[str, list[int]]:
        """The rows of the plan by the codes of their records, upper rows included."""
        at: dict[tuple[str, str], int] = {}
        for index, planned in enumerate(self.plan.rows):
            at.setdefault((planned.region, planned.record), index)
        found: dict[str, list[int]] = {}
        regions: Region | None = region
        while regions is not None:
            for row in self.shape.rows.get(regions.name, ()):
                index_of = at.get((regions.name, row.id))
                if row.key and not row.phantom and index_of is not None:
                    found.setdefault(row.key, []).append(index_of)
            regions = self.shape.form.regions.get(regions.parent) if regions.digits else None
        return found

    def _new_code(self, key: str, codes: _Codes, again: bool) -> Line:
        """A row for a code that has none; of rows that follow others each code has one alone."""
        region = codes.region
        if again:
            return Line(why=f"编码 {key} 在复制的内容里不止一行，只填了第一行")
        if region.digits and len(key) < region.digits:
            return Line(why="类、款的行随项的编码自动列出，不用填", derived=True)
        if region.follow is not None and not region.follow.own:
            return Line(why=f"没有 {key} 一行，这里的行随{region.follow.words}列出")
        rows = [i for i, r in enumerate(self.plan.rows) if r.region == region.name]
        return Line(region=region.name, pattern=rows[-1], key=key)

    def _named(self, texts: tuple[str, ...], row: int, column: int, codes: _Codes) -> Line:
        """A line without a code: a head above the rows, or a row that the form itself names."""
        if not any(text.strip() for text in texts):
            return Line()
        found = self.labels.row_of(texts, column)
        if found is not None:
            return Line(found)
        return Line(row) if row < codes.first else Line(why="这一行没有编码，不知道填到哪一行")

    # ---- one by one

    def _one_by_one(self, block: Block, row: int, column: int, grows: bool) -> list[Line]:
        """Line after line; one that says the labels of a row further down goes on from there.

        So a table with another number of rows in its lists than the form has now fits again
        behind each of them.
        """
        lines: list[Line] = []
        pattern: int | None = None
        at = row
        for number, texts in enumerate(block.rows):
            named = self.labels.row_of(texts, column, max(at, 0))
            if named is not None and (pattern is not None or self._lists_between(at, named)):
                at, pattern = named, None
            elif pattern is None:
                pattern = self._open_at(at, begun=grows and number > 0 and named != at)
            if pattern is not None:
                lines.append(Line(region=self.plan.rows[pattern].region, pattern=pattern))
                continue
            inside = at < len(self.plan.rows)
            lines.append(Line(at) if inside else Line(why="超出了这张表"))
            at += 1
        return lines

    def _lists_between(self, start: int, end: int) -> bool:
        """Whether floating rows lie before a row, so that it may stand elsewhere in the block."""
        return any(row.region for row in self.plan.rows[max(start, 0) : end])

    def _open_at(self, at: int, *, begun: bool) -> int | None:
        """The row whose list goes on with new rows at this row; None where it does not.

        That is so on the blank row of an empty list, and behind a last row on which the block has
        `begun`.
        """
        rows = self.plan.rows
        here = rows[at] if 0 <= at < len(rows) else None
        if here is not None and here.phantom and here.record not in self.shape.kept:
            return at if self._is_open(here) else None
        before = rows[at - 1] if 0 < at <= len(rows) else None
        if not begun or before is None or before.phantom or not self._is_open(before):
            return None
        return None if here is not None and here.region else at - 1

    def _is_open(self, row: PlanRow) -> bool:
        """Whether rows can be added beside this one without saying a code."""
        region = self.shape.form.regions.get(row.region)
        if region is None or region.derived or region.children:
            return False
        if region.follow is not None and not region.follow.own:
            return False
        slot = self.shape.form.slots.get(f"{region.name}.{region.key_column}")
        if slot is not None and slot.field.type == "code":
            return False
        same = (r for r in self.plan.rows if (r.region, r.record) == (row.region, row.record))
        return sum(1 for _ in same) == 1

    def new_cell(self, line: Line, column: int) -> CellId | None:
        """The cell of a new record under a column of the block, without the record's own id."""
        place = self.ground.at(line.pattern, column)
        if place is None or place.cell is None or place.column != column:
            return None
        return place.cell if place.cell.name.startswith(f"{line.region}.") else None
