"""From a form's drawing and a sheet's rows to its FormPlan: cells positioned, joined and styled.

A joined rectangle of the drawing is printed once for each record of the innermost floating row that
holds all its lines, over all rows printed from them; a cell of one line with every printing of it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from core.calc.code_names import unknown_code
from core.calc.shape import PHANTOM, Row, SheetShape, key_is_given
from core.calc.sheet_words import SheetWords
from core.layout.contents import Contents
from core.layout.plan import (
    CellKind,
    CellPart,
    FormPlan,
    Head,
    LineRole,
    PageSetup,
    PlanCell,
    PlanRow,
)
from core.layout.styles import label_style, value_style
from core.refs import CellId
from core.template.drawing import Block, DrawnCell
from core.template.form import Slot, base_column
from core.template.suite import FormSuite

LINE_HEIGHT_MM = 4.2


@dataclass(slots=True)
class _Printed:
    """A printed row: its line of the drawing, and the floating rows around it (outside in)."""

    line: int
    rows: tuple[Row, ...]

    def around(self, depth: int) -> str:
        """The id of the floating row at a depth; "" outside of all."""
        return self.rows[depth - 1].id if 0 < depth <= len(self.rows) else ""

    @property
    def owner(self) -> Row | None:
        """The innermost floating row."""
        return self.rows[-1] if self.rows else None


def build_plan(suite: FormSuite, shape: SheetShape, words: SheetWords) -> FormPlan:
    """Lay out one sheet; whatever its rows are, the plan tiles the sheet exactly."""
    return _Planner(Contents(suite, shape, words)).build()


class _Planner:
    """Lays out one sheet."""

    def __init__(self, contents: Contents) -> None:
        self.contents = contents
        self.shape = contents.shape
        self.form = contents.form
        self.drawing = contents.form.drawing

    def build(self) -> FormPlan:
        printed = list(self._rows())
        cells = sorted(self._cells(printed), key=lambda cell: (cell.row, cell.column))
        fill, setup = self.contents.words.fill, self.form.print
        return FormPlan(
            sheet=self.shape.sheet,
            number=fill(self.form.number),
            title=fill(self.form.title),
            short=fill(self.form.short),
            columns=self.form.widths,
            rows=tuple(self._plan_rows(printed)),
            cells=tuple(cells),
            above=tuple(self.contents.line(line, LineRole.LINE) for line in self.form.above),
            below=tuple(self.contents.line(line, LineRole.NOTE) for line in self.form.below),
            heads=self._heads(printed),
            page=PageSetup(
                paper=setup.paper,
                landscape=setup.orientation == "landscape",
                font_size=float(setup.size),
            ),
        )

    # ---- rows

    def _rows(self) -> Iterator[_Printed]:
        for part in self.drawing.body:
            if isinstance(part, int):
                yield _Printed(part, ())
            else:
                top = [row for row in self.shape.rows.get(part.region, ()) if row.parent is None]
                yield from self._block(part, top, ())

    def _block(
        self, block: Block, rows: Sequence[Row], around: tuple[Row, ...]
    ) -> Iterator[_Printed]:
        for row in rows:
            inside = (*around, row)
            if not row.hidden:
                for line in block.lines:
                    yield _Printed(line, inside)
            for child in block.children:
                yield from self._block(child, row.children.get(child.region, ()), inside)

    def _plan_rows(self, printed: Sequence[_Printed]) -> Iterator[PlanRow]:
        lines = [1] * len(self.drawing.lines)
        for drawn in self.drawing.cells:
            if drawn.rows == 1:
                wanted = (slot.field.lines for slot in self.contents.slots(drawn.text))
                lines[drawn.row] = max(lines[drawn.row], *wanted, 1)
        least = float(self.form.print.row)
        for row in printed:
            count, owner = lines[row.line], row.owner
            yield PlanRow(
                line=row.line,
                height=max(least, count * LINE_HEIGHT_MM + 1) if count > 1 else least,
                lines=count,
                breakable=count > 1,
                region=owner.region if owner else "",
                record=owner.id if owner else "",
                phantom=owner is not None and owner.phantom,
            )

    def _heads(self, printed: Sequence[_Printed]) -> tuple[Head, ...]:
        """The heads of the drawing, each as far as the line over which the next table begins."""
        found: list[Head] = []
        until = len(self.drawing.lines)
        for head in reversed(self.drawing.heads):
            first, end, below = (
                sum(row.line < line for row in printed) for line in (head.start, head.stop, until)
            )
            found.append(Head(first, end, below))
            until = self._with_captions(head.start)
        return tuple(reversed(found))

    def _with_captions(self, line: int) -> int:
        """The line, or the first of the captions from side to side right above it."""
        captions = {
            cell.row
            for cell in self.drawing.cells
            if cell.rows == 1
            and cell.columns == self.drawing.columns > 1
            and all(isinstance(part, str) for part in cell.text)
            and not self.drawing.lines[cell.row].path
        }
        while line - 1 in captions:
            line -= 1
        return line

    # ---- cells

    def _cells(self, printed: Sequence[_Printed]) -> Iterator[PlanCell]:
        by_line: dict[int, list[int]] = {}
        for index, row in enumerate(printed):
            by_line.setdefault(row.line, []).append(index)
        for drawn in self.drawing.cells:
            slots = self.contents.slots(drawn.text)
            for start, count in self._places(drawn, slots, printed, by_line):
                yield self._cell(drawn, slots, printed[start : start + count], start)

    def _places(
        self,
        drawn: DrawnCell,
        slots: Sequence[Slot],
        printed: Sequence[_Printed],
        by_line: dict[int, list[int]],
    ) -> Sequence[tuple[int, int]]:
        """(first row, number of rows) of every printing of a rectangle, joined where equal."""
        if drawn.rows == 1:
            runs = [(index, 1) for index in by_line.get(drawn.row, ())]
        else:
            runs = self._runs(drawn, printed, by_line)
        column = self._grouping(drawn, slots)
        return self._joined(runs, printed, column) if column else runs

    def _runs(
        self, drawn: DrawnCell, printed: Sequence[_Printed], by_line: dict[int, list[int]]
    ) -> list[tuple[int, int]]:
        depth = self._depth(drawn)
        runs: list[tuple[int, int]] = []
        for index in sorted(i for line in drawn.lines for i in by_line.get(line, ())):
            start, count = runs[-1] if runs else (index, 0)
            same = printed[start].around(depth) == printed[index].around(depth)
            if count and same and index == start + count:
                runs[-1] = (start, count + 1)
            else:
                runs.append((index, 1))
        return runs

    def _depth(self, drawn: DrawnCell) -> int:
        """How many floating rows hold all lines of the rectangle."""
        paths = [self.drawing.lines[line].path for line in drawn.lines]
        depth = 0
        while all(len(path) > depth and path[depth] == paths[0][depth] for path in paths):
            depth += 1
        return depth

    def _grouping(self, drawn: DrawnCell, slots: Sequence[Slot]) -> str:
        """The grouping column a cell is joined by, if its neighbours are joined when equal."""
        region = self.form.regions.get(self.drawing.lines[drawn.row].region)
        columns = [slot.group or slot.column for slot in slots]
        equal = region.piece.merge_equal if region and not region.piece.repeat else []
        if not columns or any(base_column(column) not in equal for column in columns):
            return ""
        return max(columns, key=lambda column: equal.index(base_column(column)))

    def _joined(
        self, runs: Sequence[tuple[int, int]], printed: Sequence[_Printed], column: str
    ) -> list[tuple[int, int]]:
        joined: list[tuple[int, int]] = []
        last: object = None
        for start, count in runs:
            owner = printed[start].owner
            group = self.shape.group_of.get((owner.id, column)) if owner else None
            if group is not None and group is last and sum(joined[-1]) == start:
                joined[-1] = (joined[-1][0], joined[-1][1] + count)
            else:
                joined.append((start, count))
            last = group
        return joined

    # ---- one cell

    def _cell(
        self, drawn: DrawnCell, slots: Sequence[Slot], printed: Sequence[_Printed], start: int
    ) -> PlanCell:
        owner = next(_owners(printed))
        content = self.contents.content(drawn.text, owner)
        if slots:
            slot = slots[0]
            style = value_style(drawn, slot.field)
            cell = self.contents.cell(slot, owner)
            named = unknown_code(self.contents.suite, slot, owner) is not None
            whole = self.form.slots[slot.part.whole] if slot.part else slot
            fixed = (whole.is_calculated and not named) or self._follows(whole, owner)
            kind = CellKind.CALCULATED if fixed else CellKind.ENTRY
            covers = self._covers(slot, printed) if len(printed) > 1 else (cell,)
        else:
            text = "".join(part for part in content if isinstance(part, str))
            below_head = self.drawing.is_below_head(drawn.row)
            style = label_style(drawn, text, self.form.aligns, below_head=below_head)
            cell, covers = None, ()
            filled = any(isinstance(part, CellPart) for part in content)
            kind = CellKind.CALCULATED if filled else CellKind.LABEL if content else CellKind.EMPTY
        rows, columns = len(printed), drawn.columns
        return PlanCell(
            start, drawn.column, rows, columns, kind, content, style, cell=cell, covers=covers
        )

    def _follows(self, slot: Slot, owner: Row | None) -> bool:
        """Whether it is the key of a row that follows from others."""
        cell = self.contents.cell(slot, owner)
        return key_is_given(self.form.regions.get(slot.region), cell)

    def _covers(self, slot: Slot, printed: Sequence[_Printed]) -> tuple[CellId, ...]:
        """All the cells that are printed here as one; of blank rows alone the first."""
        cells = dict.fromkeys(self.contents.cell(slot, owner) for owner in _owners(printed))
        records = tuple(cell for cell in cells if not cell.record.startswith(PHANTOM))
        return records or tuple(cells)[:1]


def _owners(printed: Sequence[_Printed]) -> Iterator[Row | None]:
    """The innermost floating rows of printed ones, blank rows last."""
    owners = [row.owner for row in printed]
    yield from (owner for owner in owners if owner is None or not owner.phantom)
    yield from (owner for owner in owners if owner is not None and owner.phantom)
