"""Which cells of a workbook are live formulas, what they say, and which could not be written so.

Every cell the program calculates or fills in by a proposal is written as a formula over the cells
it reads. What such a cell reads is a place of the workbook, or (a hidden cell, a project's card)
its own formula or value written out in its place. What Excel cannot reckon stays a value.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Final

from core.calc.engine import Computation
from core.calc.resolve import Constant, Operand
from core.export.excel_formula import Column, Translator
from core.export.excel_parts import (
    ALWAYS,
    NEVER,
    CellRef,
    NoEquivalent,
    Part,
    Scalar,
    condition,
    literal,
    ranges,
)
from core.export.xlsx_cells import column_letters
from core.formula.tree import Leaf
from core.layout.plan import CellPart, PlanCell
from core.layout.printed import PrintedForm
from core.number_text import NumberStyle, PercentStyle
from core.refs import COVER, PROJECT_CARD, CellId, SheetId
from core.session import Session
from core.values import Blank, CellValue, Failed, plain

_LONGEST: Final = 8000
_DEEPEST: Final = 12
_HUNDRED: Final = 100


@dataclass(frozen=True, slots=True)
class Unwritten:
    """Calculated cells of one sheet (as ranges) that stay values for the same reason."""

    sheet: str
    addresses: tuple[str, ...]
    reason: str


@dataclass(slots=True)
class LiveFormulas:
    """The formulas of a workbook by sheet (its place in the workbook) and place of the plan."""

    formulas: dict[tuple[int, PlanCell], str] = field(default_factory=dict)
    unwritten: list[Unwritten] = field(default_factory=list)

    def formulas_of(self, sheet: int) -> dict[PlanCell, str]:
        """The formulas of one sheet."""
        return {place: text for (at, place), text in self.formulas.items() if at == sheet}


def live_formulas(
    session: Session, forms: Sequence[PrintedForm], titles: Sequence[str]
) -> LiveFormulas:
    """The formulas of these forms, which stand on sheets of these titles in this order."""
    places = _places(forms, titles)
    found = LiveFormulas()
    for index, (form, title) in enumerate(zip(forms, titles, strict=True)):
        writer = _Writer(session, places, {form.plan.sheet for form in forms}, title)
        above = len(form.above)
        stays: dict[str, list[CellRef]] = {}
        for printed in form.cells:
            try:
                formula = writer.formula(printed.place)
            except NoEquivalent as reason:
                stays.setdefault(str(reason), []).append(_ref("", printed.place, above))
                continue
            if formula:
                found.formulas[index, printed.place] = formula
        found.unwritten += [Unwritten(title, tuple(ranges(r)), why) for why, r in stays.items()]
    return found


def _places(forms: Sequence[PrintedForm], titles: Sequence[str]) -> dict[CellId, CellRef]:
    """Where every value stands that has a cell of its own."""
    found: dict[CellId, CellRef] = {}
    for form, title in zip(forms, titles, strict=True):
        for printed in form.cells:
            place, part = printed.place, _only_part(printed.place)
            if part is None or part.boxes is not None:
                continue  # or a place that prints all choices: what is chosen is written out
            ref = _ref(title, place, len(form.above), part.number)
            for cell in (part.cell, *place.covers):
                found.setdefault(cell, ref)
    return found


def _only_part(place: PlanCell) -> CellPart | None:
    """The value a place prints, if it prints nothing else."""
    content = place.content
    return content[0] if len(content) == 1 and isinstance(content[0], CellPart) else None


def _scale(style: NumberStyle | None) -> int:
    return _HUNDRED if style is not None and style.percent is PercentStyle.PLAIN else 1


class _Writer:
    """Writes the formulas of one sheet."""

    def __init__(
        self,
        session: Session,
        places: Mapping[CellId, CellRef],
        exported: set[SheetId],
        title: str,
    ) -> None:
        self.session = session
        self.places = places
        self.exported = exported
        self.title = title
        self.depth = 0
        self.reads = False

    def formula(self, place: PlanCell) -> str:
        """A place's formula, "" where none reads another place. Raises NoEquivalent."""
        part = _only_part(place)
        if part is None:
            inner = [p.cell for p in place.content if isinstance(p, CellPart)]
            if any(self._computation(cell) for cell in inner):
                raise NoEquivalent("几样内容写在一格里")
            return ""
        computation = self._computation(part.cell)
        if computation and part.boxes is not None:
            raise NoEquivalent("选项印成方框")
        return self._formula(part, computation) if computation else ""

    def _computation(self, cell: CellId) -> Computation | None:
        """The formula whose result a cell shows; None for a part of a code or what was typed."""
        calculation = self.session.calculation
        _, part = calculation.code_of(cell)
        own = part is None and calculation.typed(cell) is None
        return calculation.computations.get(cell) if own else None

    def _formula(self, part: CellPart, computation: Computation) -> str:
        if isinstance(self.session.value(part.cell), Failed):
            raise NoEquivalent("现在算不出来")
        self.reads = False
        found = self._of(part.cell, computation)
        if not self.reads:
            return ""  # it would be the same whatever is changed in the workbook
        value = found.value
        if _scale(part.number) != 1:
            value = f"{value}*{_scale(part.number)}"
        if found.blank != NEVER:
            nothing = literal(part.number.blank if part.number else "")
            value = f"IF({condition(found.blank)},{nothing},{value})"
        if len(value) > _LONGEST:
            raise NoEquivalent("取数的格太多，一个 Excel 公式写不下")
        return value

    def _of(self, cell: CellId, computation: Computation) -> Part:
        """A cell's formula, rounded as the cell is."""
        operands = dict(zip(computation.bound.program.leaves, computation.operands, strict=True))

        def column(leaf: Leaf) -> Column:
            return self._column(operands[leaf])

        suite = self.session.suite
        part = Translator(column, suite).part(computation.bound.tree)
        slot = self.session.calculation.slot(cell)
        if slot is None or (slot.field.is_figure and part.kind is not Scalar.FIGURE):
            raise NoEquivalent("结果不是数")
        if slot.field.is_figure:
            return replace(part, value=f"ROUND({part.value},{slot.field.decimals})")
        if part.kind is Scalar.FIGURE:
            raise NoEquivalent("数写成文字")
        return part

    def _column(self, operand: Operand) -> Column:
        if isinstance(operand, Constant):
            value = operand.value
            if isinstance(value, bool):
                raise NoEquivalent("公式里有是、否")
            return [_constant(value)]
        if isinstance(operand, CellId):
            return [self._read(operand)]
        return [self._read(cell) for cell in operand]

    def _read(self, cell: CellId) -> CellRef | Part:
        ref = self.places.get(cell)
        if ref is not None:
            self.reads = True
            return ref if ref.sheet != self.title else _here(ref)
        if cell.form not in (COVER, PROJECT_CARD) and cell.sheet not in self.exported:
            raise NoEquivalent("取自没有导出的表")
        computation = self._computation(cell)
        if computation is None:
            return _constant(self.session.value(cell))
        if self.depth >= _DEEPEST:
            raise NoEquivalent("取数的格没有印出来，层次太多")
        self.depth += 1
        try:
            return self._of(cell, computation).guarded
        finally:
            self.depth -= 1


def _ref(sheet: str, place: PlanCell, above: int, style: NumberStyle | None = None) -> CellRef:
    """Where a place stands on its sheet, below so many lines."""
    column = place.column + 1
    return CellRef(
        sheet,
        column,
        column_letters(column),
        above + place.row + 1,
        Scalar.TEXT if style is None else Scalar.FIGURE,
        _scale(style),
    )


def _here(ref: CellRef) -> CellRef:
    return CellRef("", ref.column, ref.letters, ref.row, ref.kind, ref.scale)


def _constant(value: CellValue) -> Part:
    """A value written out."""
    if isinstance(value, Decimal):
        return Part(plain(value))
    if isinstance(value, Blank):
        return Part("0", ALWAYS)
    if isinstance(value, Failed):
        raise NoEquivalent("取数的格现在算不出来")
    return Part(literal(value), kind=Scalar.TEXT)
