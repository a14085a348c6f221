"""From a form's drawing and a sheet's rows to its FormPlan: every cell positioned, joined and styled.

A joined rectangle of the drawing is printed once for each record of the innermost floating row that
holds all its lines, over all rows printed from them; a cell of one line with every printing of it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from core.calc.names import SheetWords, elsewhere
from core.calc.shape import Row, SheetShape
from core.layout.plan import (
    CellKind,
    CellPart,
    Content,
    FormPlan,
    LineRole,
    PageSetup,
    PlanCell,
    PlanLine,
    PlanRow,
)
from core.layout.styles import label_style, value_style
from core.number_text import NumberStyle
from core.refs import CellId
from core.template.drawing import Block, DrawnCell, Place, Text
from core.template.form import FormLine, Slot
from core.template.loader import is_word
from core.template.suite import FormSuite

LINE_HEIGHT_MM = 4.2


@dataclass(slots=True)
class _Printed:
    """A printed row: the drawing line it comes from, and the floating rows around it (outside in)."""

    line: int
    rows: tuple[Row, ...]

    def owner(self, depth: int) -> str:
        """The id of the row at a depth, or of nothing."""
        return self.rows[depth - 1].id if 0 < depth <= len(self.rows) else ""


def build_plan(suite: FormSuite, shape: SheetShape, words: SheetWords) -> FormPlan:
    """Lay out one sheet. Raises nothing: whatever the rows are, the plan tiles the sheet exactly."""
    return _Planner(suite, shape, words).build()


class _Planner:
    """Lays out one sheet."""

    def __init__(self, suite: FormSuite, shape: SheetShape, words: SheetWords) -> None:
        self.suite = suite
        self.shape = shape
        self.form = shape.form
        self.words = words
        self.drawing = shape.form.drawing

    def build(self) -> FormPlan:
        printed = list(self._rows())
        cells = sorted(self._cells(printed), key=lambda cell: (cell.row, cell.column))
        title = self.words.fill(self.form.title)
        return FormPlan(
            sheet=self.shape.sheet,
            number=self.words.fill(self.form.number),
            title=title,
            short=self.words.fill(self.form.short),
            columns=self.form.widths,
            rows=tuple(self._plan_row(row) for row in printed),
            cells=tuple(cells),
            above=tuple(self._line(line, LineRole.LINE) for line in self.form.above),
            below=tuple(self._line(line, LineRole.NOTE) for line in self.form.below),
            head=self._head(printed),
            page=self._page(),
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

    def _plan_row(self, printed: _Printed) -> PlanRow:
        lines = max((self._lines_of(cell) for cell in self._drawn_on(printed.line)), default=1)
        row = printed.rows[-1] if printed.rows else None
        least = float(self.form.print.row)
        return PlanRow(
            line=printed.line,
            height=max(least, lines * LINE_HEIGHT_MM + 1) if lines > 1 else least,
            lines=lines,
            breakable=lines > 1,
            region=row.region if row else "",
            record=row.id if row else "",
            phantom=row.phantom if row else False,
        )

    def _drawn_on(self, line: int) -> list[DrawnCell]:
        return [c for c in self.drawing.cells if c.row == line and c.rows == 1]

    def _lines_of(self, cell: DrawnCell) -> int:
        slots = [self._slot(part) for part in cell.text if isinstance(part, Place)]
        return max((slot.field.lines for slot in slots if slot is not None), default=1)

    def _head(self, printed: Sequence[_Printed]) -> tuple[int, int]:
        first, last = self.drawing.head
        rows = [i for i, row in enumerate(printed) if first <= row.line < last]
        return (rows[0], rows[-1] + 1) if rows else (0, 0)

    # ---- cells

    def _cells(self, printed: Sequence[_Printed]) -> Iterator[PlanCell]:
        by_line: dict[int, list[int]] = {}
        for index, row in enumerate(printed):
            by_line.setdefault(row.line, []).append(index)
        for drawn in self.drawing.cells:
            for start, count in self._places(drawn, printed, by_line):
                yield self._cell(drawn, printed[start], start, count)

    def _places(
        self, drawn: DrawnCell, printed: Sequence[_Printed], by_line: dict[int, list[int]]
    ) -> Iterator[tuple[int, int]]:
        """(first row, number of rows) of every printing of a rectangle, joined where equal."""
        depth = self._depth(drawn)
        indices = sorted(i for line in drawn.lines for i in by_line.get(line, ()))
        runs: list[tuple[int, int]] = []
        for index in indices:
            same = runs and index == sum(runs[-1]) and drawn.rows > 1
            if same and printed[runs[-1][0]].owner(depth) == printed[index].owner(depth):
                runs[-1] = (runs[-1][0], runs[-1][1] + 1)
            else:
                runs.append((index, 1))
        column = self._grouping(drawn)
        return iter(self._merged(runs, printed, column) if column else runs)

    def _depth(self, drawn: DrawnCell) -> int:
        """How many floating rows hold all lines of the rectangle."""
        paths = [self.drawing.lines[line].path for line in drawn.lines]
        depth = 0
        while all(len(path) > depth and path[depth] == paths[0][depth] for path in paths):
            depth += 1
        return depth

    def _grouping(self, drawn: DrawnCell) -> str:
        """The grouping column a cell is joined by, if its neighbours are joined when equal."""
        region = self.form.regions.get(self.drawing.lines[drawn.row].region)
        if region is None:
            return ""
        columns: list[str] = []
        for part in drawn.text:
            slot = self._slot(part) if isinstance(part, Place) else None
            if slot is not None:
                columns.append(slot.group or slot.column)
        joined = [c for c in columns if c in region.piece.merge_equal]
        if not joined or len(joined) < len(columns):
            return ""
        return max(joined, key=region.piece.merge_equal.index)

    def _merged(
        self, runs: Sequence[tuple[int, int]], printed: Sequence[_Printed], column: str
    ) -> list[tuple[int, int]]:
        merged: list[tuple[int, int]] = []
        last: object = None
        for start, count in runs:
            row = printed[start].rows[-1]
            group = self.shape.group_of.get((row.id, column))
            if group is not None and group is last and sum(merged[-1]) == start:
                merged[-1] = (merged[-1][0], merged[-1][1] + count)
            else:
                merged.append((start, count))
            last = group
        return merged

    def _cell(self, drawn: DrawnCell, row: _Printed, start: int, count: int) -> PlanCell:
        owner = row.rows[-1] if row.rows else None
        content = self._content(drawn.text, owner)
        edited = self._edited(drawn, owner)
        where = PlanCell(
            start, drawn.column, count, drawn.columns, CellKind.EMPTY, content, label_style(
                drawn, "", "", below_head=False
            ),
        )  # fmt: skip
        if edited is None:
            text = "".join(part for part in content if isinstance(part, str))
            below_head = drawn.row >= self.drawing.head[1]
            align = self.form.aligns[drawn.column]
            style = label_style(drawn, text, align, below_head=below_head)
            constant = any(isinstance(part, CellPart) for part in content)
            kind = CellKind.LABEL if content else CellKind.EMPTY
            return replace(where, kind=CellKind.CALCULATED if constant else kind, style=style)
        slot, cell = edited
        fixed = slot.is_calculated or self._follows(slot, owner)
        return replace(
            where,
            kind=CellKind.CALCULATED if fixed else CellKind.ENTRY,
            style=value_style(drawn, slot.field),
            cell=cell,
            covers=self._covers(slot, cell, owner),
        )

    def _follows(self, slot: Slot, owner: Row | None) -> bool:
        """Whether a code follows from the codes below it (a derived row's key)."""
        if owner is None or not owner.derived:
            return False
        return slot.column == self.form.regions[owner.region].key_column

    def _edited(self, drawn: DrawnCell, owner: Row | None) -> tuple[Slot, CellId] | None:
        """The slot and cell that is edited at a place: the first one drawn there."""
        for part in drawn.text:
            slot = self._slot(part) if isinstance(part, Place) else None
            if slot is not None:
                return slot, self._cell_id(slot, owner)
        return None

    def _covers(self, slot: Slot, cell: CellId, owner: Row | None) -> tuple[CellId, ...]:
        if owner is not None and not slot.group:
            group = self.shape.group_of.get((owner.id, slot.column))
            if group is not None:
                return tuple(CellId(*self.shape.sheet, row.id, slot.name) for row in group.rows)
        return (cell,)

    def _cell_id(self, slot: Slot, owner: Row | None) -> CellId:
        if not slot.region or owner is None:
            return CellId(*self.shape.sheet, "", slot.name)
        record = owner
        while record.region != slot.region and record.parent is not None:
            record = record.parent
        if slot.group and (record.id, slot.group) in self.shape.group_of:
            return CellId(
                *self.shape.sheet, self.shape.group_of[record.id, slot.group].id, slot.name
            )
        return CellId(*self.shape.sheet, record.id, slot.name)

    # ---- texts

    def _slot(self, place: Place) -> Slot | None:
        return self.form.slots.get(place.name)

    def _content(self, text: Text, owner: Row | None) -> Content:
        figures = [p for p in text if isinstance(p, Place) and not is_word(p.name)]
        parts: list[str | CellPart] = []
        for part in text:
            piece = part if isinstance(part, str) else self._part(part, owner)
            if isinstance(piece, str) and parts and isinstance(parts[-1], str):
                parts[-1] += piece
            else:
                parts.append(piece)
        return _with_affixes(tuple(parts)) if len(figures) == 1 else tuple(parts)

    def _part(self, place: Place, owner: Row | None) -> str | CellPart:
        name = place.name
        if is_word(name):
            return self._word(name)
        cell = elsewhere(name, self.shape.sheet.instance)
        if cell is not None:
            return self._value(cell)
        slot = self._slot(place)
        return self._value(self._cell_id(slot, owner)) if slot is not None else ""

    def _value(self, cell: CellId) -> CellPart:
        slot = self.suite.slot(cell.form, cell.name)
        number = slot.field.number if slot else None
        return CellPart(cell, number, code=slot is not None and slot.field.type == "code")

    def _word(self, name: str) -> str:
        match name:
            case "money_unit":
                return self.form.money_unit
            case "title":
                return self.words.fill(self.form.title)
            case "number":
                return self.words.fill(self.form.number)
        return self.words.word(name)

    def _line(self, line: FormLine, role: LineRole) -> PlanLine:
        when = CellId(*self.shape.sheet, "", line.when) if line.when else None
        return PlanLine(
            role=LineRole.TITLE if line.title else role,
            left=self._content(line.left, None),
            center=self._content(line.center, None),
            right=self._content(line.right, None),
            when=when,
        )

    def _page(self) -> PageSetup:
        piece = self.form.print
        return PageSetup(
            paper=piece.paper,
            landscape=piece.orientation == "landscape",
            font_size=float(piece.size),
        )


def _with_affixes(parts: Content) -> Content:
    """One figure between constant texts stays a figure with prefix and suffix (98分)."""
    figures = [p for p in parts if isinstance(p, CellPart)]
    if len(figures) != 1 or figures[0].number is None or len(parts) == 1:
        return parts
    at = parts.index(figures[0])
    before = "".join(p for p in parts[:at] if isinstance(p, str))
    after = "".join(p for p in parts[at + 1 :] if isinstance(p, str))
    if "\n" in before + after:
        return parts
    style: NumberStyle = replace(figures[0].number, prefix=before, suffix=after)
    return (replace(figures[0], number=style),)
