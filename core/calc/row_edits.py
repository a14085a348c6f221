"""Edits of whole floating rows: a copy below, one place up or down, a grouping text of its own.

Rows of a group stay together: a row that is moved over the edge of its group joins the next one,
and a row that is a group by itself passes it. Nothing is changed here (see core.calc.entries).
"""

from collections import Counter
from collections.abc import Iterator, Sequence

from core.calc.entries import below, new_id, row_words
from core.calc.names import Names
from core.calc.permits import followed_words
from core.calc.rows import outline_rank
from core.calc.shape import Row, SheetShape
from core.document.edits import AddRecord, Batch, Edit, MoveRecord, SetText
from core.document.model import Document, Record
from core.errors import EditRefused
from core.refs import CellId, SheetId
from core.template.form import Region

_BY_CODE = "这里的行按编码排列，不能移动；要换位置，改编码"


class RowEdits:
    """Makes edits of the rows of one document as it is now."""

    def __init__(self, names: Names) -> None:
        """Look into the calculation of these names."""
        self.names = names
        self.shapes = names.calculation.shape
        self.document: Document = names.calculation.document

    # ---- a copy

    def duplicated(self, sheet: SheetId, record: str) -> tuple[Edit, str]:
        """A copy of a row below it, with all that belongs to it; the edit and the copy's id.

        What was typed is copied, but for the key: no two rows have the same.
        """
        shape, row = self._row(sheet, record, "复制")
        region = shape.form.regions[row.region]
        if region.follow is not None and not region.follow.own:
            raise EditRefused(f"这里的行随{region.follow.words}列出，不能自己增加")
        copies = _Copies(self.document, shape)
        edits = tuple(copies.of(row, self._place(shape, row)))
        return Batch(edits, f"复制{row_words(row)}"), copies.made[record]

    def _place(self, shape: SheetShape, row: Row) -> tuple[str, int]:
        """What the copy says it belongs to, and its position: directly below the row."""
        records = self.document.records_of(shape.sheet, row.region)
        ids = [record.id for record in records]
        at = ids.index(row.id) if row.id in ids else -1
        parent = below(shape, row.region, row.id) or (records[at].parent if at >= 0 else "")
        return parent, at + 1 if at >= 0 else len(ids)

    # ---- up and down

    def moved(self, sheet: SheetId, record: str, *, up: bool) -> Edit:
        """A row one place up or down among its neighbours; see the module for what groups do."""
        shape, row = self._row(sheet, record, "移动")
        region = shape.form.regions[row.region]
        if region.digits:
            raise EditRefused(_BY_CODE)
        if region.follow is not None and row.followed:
            raise EditRefused(followed_words(region.follow))
        beside = self._siblings(shape, row)
        at = beside.index(row) + (-1 if up else 1)
        if not 0 <= at < len(beside):
            edge = "最上面" if up else "最下面"
            within = "这一组的" if region.parent else ""
            raise EditRefused(f"这一行已经在{within}{edge}")
        edits = _Move(self.document, shape, region).past(row, beside[at], up=up)
        return Batch(tuple(edits), f"{'上移' if up else '下移'}{row_words(row)}")

    def _siblings(self, shape: SheetShape, row: Row) -> list[Row]:
        """The rows among which a row can move, in order; blank places of an outline, too."""
        records = self.document.records_of(shape.sheet, row.region)
        parents = {record.id: record.parent for record in records}
        return [
            other
            for other in shape.rows[row.region]
            if other.given or (parents.get(other.id) == parents[row.id] and not other.followed)
        ]

    # ---- a grouping text of its own

    def split(self, cell: CellId) -> Edit:
        """Take a row out of its joined cell: its grouping text is blank, to be typed anew."""
        shape, column = self.shapes.sheets.get(cell.sheet), cell.name.partition(".")[2]
        group = shape.group_of.get((cell.record, column)) if shape else None
        if group is None or group.column != column or len(group.rows) < 2:
            raise EditRefused("这一格没有和别的行合并，直接改就行")
        return Batch((SetText(cell, None),), f"拆开{self.names.place(cell)}")

    # ---- words

    def _row(self, sheet: SheetId, record: str, verb: str) -> tuple[SheetShape, Row]:
        shape = self.shapes.sheets.get(sheet)
        row = shape.by_id.get(record) if shape else None
        if shape is None or row is None:
            raise EditRefused(f"这一行是表样上的，不能{verb}")
        if row.derived:
            raise EditRefused(f"这一行不能{verb}；款、类随项的编码自动列出")
        return shape, row


class _Copies:
    """Copies rows with all that belongs to them."""

    def __init__(self, document: Document, shape: SheetShape) -> None:
        self.document = document
        self.shape = shape
        self.made: dict[str, str] = {}
        self._added: Counter[str] = Counter()

    def of(self, row: Row, place: tuple[str, int]) -> Iterator[Edit]:
        sheet, region = self.shape.sheet, self.shape.form.regions[row.region]
        copy = self.made[row.id] = new_id()
        self._added[row.region] += 1
        yield AddRecord(sheet, row.region, Record(copy, place[0]), place[1])
        for column in region.columns:
            name = f"{row.region}.{column}"
            text = self.document.texts.get(CellId(*sheet, row.id, name))
            if text is not None and column != region.key_column:
                yield SetText(CellId(*sheet, copy, name), text)
        for child in (child for below_ in row.children.values() for child in below_):
            if not child.phantom:
                there = len(self.document.records_of(sheet, child.region))
                yield from self.of(child, (copy, there + self._added[child.region]))


class _Move:
    """Moves a row past its neighbour, or into the neighbour's group."""

    def __init__(self, document: Document, shape: SheetShape, region: Region) -> None:
        self.document = document
        self.shape = shape
        self.region = region
        self.columns: Sequence[str] = region.piece.merge_equal

    def past(self, row: Row, beside: Row, *, up: bool) -> list[Edit]:
        apart = self._first_difference(row, beside)
        if apart is None:
            return [self._placed(row, beside, up=up)]
        column = self.columns[apart]
        alone = len(self._group(row, column)) == 1
        if alone and not beside.phantom and self._may_pass(row, beside, apart):
            return [self._placed(row, self._group(beside, column)[0 if up else -1], up=up)]
        edits: list[Edit] = [
            SetText(self._cell(row, c), self._text(beside, c) or None)
            for c in self.columns[apart:]
            if self._text(row, c) != self._text(beside, c)
        ]
        return edits if beside.phantom else [self._placed(row, beside, up=not up), *edits]

    def _placed(self, row: Row, beside: Row, *, up: bool) -> Edit:
        """Stand directly above or below another row."""
        sheet, region = self.shape.sheet, self.region.name
        ids = [r.id for r in self.document.records_of(sheet, region) if r.id != row.id]
        position = ids.index(beside.id) + (0 if up else 1)
        return MoveRecord(sheet, region, row.id, position)

    def _first_difference(self, row: Row, beside: Row) -> int | None:
        for depth, column in enumerate(self.columns):
            if beside.phantom or row not in self._group(beside, column):
                return depth
        return None

    def _group(self, row: Row, column: str) -> list[Row]:
        return self.shape.group_of[row.id, column].rows

    def _may_pass(self, row: Row, beside: Row, depth: int) -> bool:
        """Whether the outline leaves the order of the two groups to her."""
        ranks = [
            outline_rank(self.region, [self._text(one, column) for column in self.columns])
            for one in (row, beside)
        ]
        return ranks[0][: depth + 1] == ranks[1][: depth + 1]

    def _cell(self, row: Row, column: str) -> CellId:
        return CellId(*self.shape.sheet, row.id, f"{self.region.name}.{column}")

    def _text(self, row: Row, column: str) -> str:
        if row.phantom:
            return row.given.get(column, "")
        return self.document.texts.get(self._cell(row, column), "")
