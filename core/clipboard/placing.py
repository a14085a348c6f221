"""What becomes of every cell of a block that is put on a form, before anything is changed."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum

from core.calc.code_names import naming
from core.calc.engine import Calculation
from core.calc.names import Names
from core.calc.typed import read_value
from core.choice_text import joined, no_choices
from core.clipboard.block import Block
from core.clipboard.exact import typed_as
from core.clipboard.labels import DASHES, Labels, folded
from core.clipboard.lines import Line, LineUp
from core.layout.area import Area, Ground
from core.layout.plan import CellKind, PlanCell
from core.layout.printed import print_cell
from core.refs import CellId
from core.template.form import Slot
from core.values import MAX_TEXT, Failed, clean_text


class Fate(Enum):
    """What becomes of a cell of a block, in the words of the list that shows it."""

    TAKEN = "填入"
    UNFIT = "照原样填入，已标出"
    SAME = "与表里相同"
    CALCULATED = "计算项，跳过"
    LABEL = "表样文字，跳过"
    DASH = "划“—”的格，跳过"
    COVERED = "合并格的一部分，跳过"
    OUTSIDE = "不在表里，跳过"
    REFUSED = "不能填，跳过"


@dataclass(frozen=True, slots=True)
class Placed:
    """One cell of a block: its text, where it goes, and what becomes of it.

    `cells` are the values that it is typed into; those of a new row have no record yet, `line` says
    the row. `spot` is the place on the plan.
    """

    row: int
    column: int
    text: str
    fate: Fate
    line: Line
    why: str = ""
    cells: tuple[CellId, ...] = ()
    spot: tuple[int, int] | None = None

    @property
    def goes_in(self) -> bool:
        """Whether something is typed."""
        return self.fate in (Fate.TAKEN, Fate.UNFIT)


class Placer:
    """Puts blocks on one sheet."""

    def __init__(self, ground: Ground, calculation: Calculation, names: Names) -> None:
        """`ground` is the plan of a sheet of the calculated document."""
        self.ground, self.calculation, self.names = ground, calculation, names
        self.labels = Labels(ground)
        self._line_up = LineUp(ground, self.labels, calculation)

    def placed(self, block: Block, area: Area) -> list[Placed]:
        """What becomes of a block that is put where an area begins; one value fills all of it."""
        only = block.only
        places = list(self.ground.places(area))
        if only is not None and len(places) > 1:
            exact = block.exact.get((0, 0), "")
            filled = (self._on(p, 0, 0, only, exact, Line(p.row)) for p in places)
            return self._joined_once([placed for cell in filled for placed in cell])
        row, column = self.labels.offset(block, area.row, area.column)
        same = (area.rows, area.columns) == (len(block.rows), block.columns)
        lines = self._line_up.lines(block, row, column, grows=not same)
        columns = self._columns(block, lines, column)
        found: list[Placed] = []
        for number, line in enumerate(lines):
            found += self._line(block, number, line, columns)
        return self._joined_once(found)

    # ---- columns

    def _columns(self, block: Block, lines: list[Line], first: int) -> dict[int, list[int]]:
        """By row of the plan the columns in which the block's columns stand there.

        A block without joined cells, laid over joined ones that it would cut, goes from cell to
        cell instead.
        """
        rows = [line.pattern if line.region else line.row for line in lines]
        straight = [first + c for c in range(block.columns)]
        cut = any(
            text.strip() and self._is_cut(row, first + c)
            for row, texts in zip(rows, block.rows, strict=True)
            for c, text in enumerate(texts)
            if row is not None
        )
        widths = any(spot[1] != anchor[1] for spot, anchor in block.joined.items())
        if not cut or widths:
            return {row: straight for row in rows if row is not None}
        return {row: self._from_cell_to_cell(row, first) for row in rows if row is not None}

    def _is_cut(self, row: int, column: int) -> bool:
        place = self.ground.at(row, column)
        return place is not None and place.column != column

    def _from_cell_to_cell(self, row: int, first: int) -> list[int]:
        ground = self.ground
        columns = range(max(first, 0), len(ground.plan.columns))
        places = ((column, ground.at(row, column)) for column in columns)
        return [c for c, place in places if place is not None and place.column == c]

    # ---- lines

    def _line(
        self, block: Block, number: int, line: Line, columns: dict[int, list[int]]
    ) -> Iterator[Placed]:
        row = line.pattern if line.region else line.row
        known = columns.get(row, []) if row is not None else []
        for c, own in enumerate(block.rows[number]):
            under = (number, c) in block.joined
            text = self._under(block, number, c, line, known) if under else own
            exact = block.exact.get((number, c), "")
            place = self.ground.at(row, known[c]) if row is not None and c < len(known) else None
            if place is None:
                above = line.row is not None and line.row < 0
                if text.strip() and not above:
                    why = line.why or "超出了这张表"
                    fate = Fate.CALCULATED if line.derived else Fate.OUTSIDE
                    yield Placed(number, c, text, fate, line, why)
            elif place.column != known[c]:
                if text.strip():
                    spot = place.row, place.column
                    yield Placed(number, c, text, Fate.COVERED, line, spot=spot)
            elif line.region:
                yield from self._in_new_row(place, number, c, text, exact, line)
            else:
                yield from self._on(place, number, c, text, exact, line)

    def _under(self, block: Block, row: int, column: int, line: Line, columns: list[int]) -> str:
        """What a place under a joined cell says: its text again where equal neighbours are joined.

        So a 一级指标 that is joined over its rows reaches all of them.
        """
        anchor = block.joined[row, column]
        at = line.pattern if line.region else line.row
        if anchor[1] != column or at is None or column >= len(columns):
            return ""
        slot = self._slot(self.ground.at(at, columns[column]))
        region = self._line_up.shape.form.regions.get(slot.region) if slot is not None else None
        if slot is None or region is None or slot.column not in region.piece.merge_equal:
            return ""
        return block.rows[anchor[0]][column]

    def _slot(self, place: PlanCell | None) -> Slot | None:
        return self.calculation.slot(place.cell) if place is not None and place.cell else None

    def _in_new_row(
        self, place: PlanCell, row: int, column: int, text: str, exact: str, line: Line
    ) -> Iterator[Placed]:
        slot = self._slot(place)
        cell = self._line_up.new_cell(line, place.column)
        if not text.strip():
            return
        if slot is None or cell is None:
            yield self._skipped(place, row, column, text, line)
        elif slot.is_calculated or (slot.part is not None and slot.part.is_name):
            fate = Fate.SAME if self._is_name(text, slot, line) else Fate.CALCULATED
            yield Placed(row, column, text, fate, line, spot=(place.row, place.column))
        elif line.key and (slot.part is not None or slot.column == self._key_column(line)):
            key = cell._replace(name=f"{line.region}.{self._key_column(line)}")
            yield Placed(row, column, line.key, Fate.TAKEN, line, cells=(key,))
        else:
            typed, fate, why = self._fitted(text, exact, slot)
            yield Placed(row, column, typed, fate, line, why, (cell,))

    def _is_name(self, text: str, slot: Slot, line: Line) -> bool:
        """Whether a text is the name that the code of a new row will show here."""
        form = self._line_up.shape.form
        whole = form.slots[slot.part.whole] if slot.part is not None else slot
        dictionary = whole.field.dictionary or naming(slot, form.regions.get(slot.region))
        name = self.calculation.suite.name_of(line.key, dictionary) if dictionary else None
        return name is not None and folded(name) == folded(text)

    def _key_column(self, line: Line) -> str:
        return self._line_up.shape.form.regions[line.region].key_column

    # ---- cells

    def _on(
        self, place: PlanCell, row: int, column: int, text: str, exact: str, line: Line
    ) -> Iterator[Placed]:
        """What becomes of a text on a cell that is there."""
        spot = place.row, place.column
        if place.kind is not CellKind.ENTRY:
            if text.strip():
                yield self._skipped(place, row, column, text, line)
            return
        slot = self._slot(place)
        cells = place.covers
        below = line.row is not None and line.row != place.row
        if below and not text.strip():
            return  # the rest of a joined cell
        given = self._given(place, line)
        if given is not None:
            fate = Fate.SAME if folded(given) == folded(text) else Fate.REFUSED
            why = "" if fate is Fate.SAME else "这一行按规定留着，先填这一行别的格"
            if text.strip():
                yield Placed(row, column, text, fate, line, why, spot=spot)
            return
        if len(cells) > 1 and line.row is not None:
            record = self.ground.plan.rows[line.row].record
            cells = tuple(c for c in cells if c.record == record) or cells
        elif below:
            yield Placed(row, column, text, Fate.COVERED, line, spot=spot)
            return
        if slot is None:
            return
        if not text.strip():
            if any(self.calculation.typed(cell) for cell in cells):
                yield Placed(row, column, "", Fate.TAKEN, line, cells=cells, spot=spot)
            return
        typed, fate, why = self._fitted(text, exact, slot)
        if all(self._holds(cell, typed, slot) for cell in cells):
            fate = Fate.SAME
        yield Placed(row, column, typed, fate, line, why, cells, spot)

    def _holds(self, cell: CellId, text: str, slot: Slot) -> bool:
        """Whether a cell is left as it is by a text: a proposal that says the same stays one."""
        known = self.calculation.typed(cell)
        if known is not None:
            return known == text
        return bool(text.strip()) and self.calculation.value(cell) == read_value(text, slot.field)

    def _given(self, place: PlanCell, line: Line) -> str | None:
        """What the form gives a kept blank row here; None for any other cell."""
        record = self.ground.plan.rows[line.row].record if line.row is not None else ""
        kept, slot = self._line_up.shape.kept.get(record), self._slot(place)
        return kept.given.get(slot.column) if kept is not None and slot is not None else None

    def _skipped(self, place: PlanCell, row: int, column: int, text: str, line: Line) -> Placed:
        """A text on a cell into which nothing is typed: it may say just what stands there."""
        spot = place.row, place.column
        if place.kind is CellKind.CALCULATED:
            fate = Fate.SAME if self._says(place, text) else Fate.CALCULATED
            return Placed(row, column, text, fate, line, spot=spot)
        label = self.labels.texts.get(spot, "")
        fate = Fate.LABEL
        if folded(text) == label:
            fate = Fate.SAME
        elif label and set(label) <= DASHES:
            fate = Fate.DASH
        return Placed(row, column, text, fate, line, spot=spot)

    def _says(self, place: PlanCell, text: str) -> bool:
        """Whether a text says what is calculated there."""
        value_of, typed_of = self.calculation.value, self.calculation.typed
        printed = print_cell(place, value_of, lambda cell: typed_of(cell) or "")
        if folded(printed.text) == folded(text):
            return True
        slot = self._slot(place)
        if slot is None or place.cell is None:
            return False
        value, read = value_of(place.cell), read_value(text, slot.field)
        if isinstance(read, str) and isinstance(value, str):
            return folded(read) == folded(value)
        return read == value

    def _fitted(self, text: str, exact: str, slot: Slot) -> tuple[str, Fate, str]:
        """A text as it is typed into a cell, whether it fits, and why not."""
        field = slot.field
        if len(text) > MAX_TEXT:
            return text, Fate.REFUSED, f"文字太长（{len(text)} 字），一格最多 {MAX_TEXT} 字"
        typed = typed_as(clean_text(text), exact, field)
        if slot.part is not None:
            return typed, Fate.TAKEN, ""
        read = read_value(typed, field)
        if isinstance(read, Failed):
            return typed, Fate.UNFIT, read.reason
        if field.choices and not field.free and isinstance(read, str):
            wrong = no_choices(read, field.choices, many=field.many)
            if wrong:
                why = f"“{joined(wrong)[:20]}”不在可选的内容里，已原样保留"
                return typed, Fate.UNFIT, why
        return typed, Fate.TAKEN, ""

    def _joined_once(self, found: list[Placed]) -> list[Placed]:
        """A line that alone reaches a joined cell changes all that the cell covers."""
        reached = Counter(p.spot for p in found)
        whole: list[Placed] = []
        for p in found:
            place = self.ground.at(*p.spot) if p.spot is not None and p.cells else None
            alone = place is not None and reached[p.spot] == 1
            covers = place.covers if alone and place is not None else ()
            whole.append(replace(p, cells=covers) if len(covers) > len(p.cells) else p)
        return whole

    def where(self, placed: Placed) -> str:
        """The official name of the cell on which something was put."""
        if placed.cells and not placed.line.region:
            return self.names.place(placed.cells[0])
        if placed.line.region:
            row = placed.line.key or f"新增{placed.line.region}"
            place = self.ground.at(placed.line.pattern, placed.column)
            slot = self.calculation.slot(placed.cells[0]) if placed.cells else self._slot(place)
            return f"{row}·{self.names.column_label(slot)}" if slot is not None else row
        place = self.ground.at(*placed.spot) if placed.spot is not None else None
        if place is None:
            return f"复制的第 {placed.row + 1} 行第 {placed.column + 1} 列"
        if place.cell is not None:
            return self.names.place(place.cell)
        return f"“{self.labels.texts.get((place.row, place.column), '')}”"
