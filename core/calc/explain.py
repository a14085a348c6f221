"""Why a cell holds what it holds: its formula in the form's own words, its inputs, its users."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from core.calc.engine import Calculation, Computation
from core.calc.names import Names
from core.calc.resolve import Constant, asks_last_year, selectors_of
from core.calc.scoring import scoring_told
from core.calc.shape import key_is_given
from core.formula.tree import Leaf, words
from core.number_text import NumberStyle, PercentStyle, format_number
from core.refs import CellId, SheetId
from core.template.form import Reach, Selector, Slot
from core.values import Blank, CellValue, Failed

NOT_TAKEN: Final = "还没有取上年数（窗口“文件 › 取上年数”，命令行 biaoli last-year）"
ENTRY, PREFILLED, CALCULATED, OVERRIDDEN = "录入", "预填", "计算", "已改写"


@dataclass(frozen=True, slots=True)
class Mention:
    """A cell in an explanation: its address to jump to, its name in words, its value in full."""

    cell: CellId
    address: str
    words: str
    text: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """Where a value comes from and where it goes.

    `kind` is 录入, 预填, 计算 or 已改写; `formula` is in the form's words ("" for an entered cell);
    `computed` is what the formula gives where something else stands (改写, a typed-over proposal);
    `why_blank` says what is missing when there is no value; `note` why a cell is an entry that the
    form would calculate; `scoring` how scores, rates and grades come about, a sentence each;
    `last_year` the figures of last year it is made of, each with where it comes from.
    """

    cell: CellId
    address: str
    words: str
    text: str
    unit: str
    kind: str
    formula: str
    inputs: tuple[Mention, ...]
    users: tuple[Mention, ...]
    computed: str = ""
    reason: str = ""
    why_blank: str = ""
    note: str = ""
    scoring: tuple[str, ...] = ()
    last_year: tuple[str, ...] = ()


class Explainer:
    """Explains the cells of one document."""

    def __init__(self, calculation: Calculation, names: Names) -> None:
        """Look into this calculation."""
        self.calculation = calculation
        self.names = names
        self._ranks = {name: rank for rank, name in enumerate(calculation.suite.forms)}

    def explain(self, cell: CellId) -> Explanation:
        """The explanation of one cell."""
        slot = self.calculation.slot(cell)
        computation = self.calculation.computations.get(cell)
        value = self.calculation.value(cell)
        override = self.calculation.override(cell)
        computed = ""
        proposed = slot is not None and not slot.is_calculated and slot.part is None
        stands_over = override is not None or (
            proposed and self.calculation.typed(cell) is not None
        )
        if computation is not None and stands_over:
            computed = self._text(self.calculation.computed.get(cell), slot)
        scoring = scoring_told(self.calculation, computation) if computation else ()
        why_blank = self._why_blank(value, computation, scoring)
        return Explanation(
            cell=cell,
            address=self.names.address(cell),
            words=self.names.words(cell),
            text=self.text(cell),
            unit=slot.field.unit if slot else "",
            kind=self.kind(cell),
            formula=self.in_words(computation) if computation else "",
            inputs=tuple(map(self._mention, self._inputs(computation))) if computation else (),
            users=tuple(self._mention(c) for c in self._users(cell)),
            computed=computed,
            reason=override.reason if override else "",
            why_blank=why_blank,
            note=self._note(cell),
            scoring=tuple(words for words in scoring if words != why_blank),
            last_year=tuple(self._last_year(computation)) if computation else (),
        )

    def kind(self, cell: CellId) -> str:
        """录入, 预填 (the proposal is in use), 计算 or 已改写."""
        cell, _ = self.calculation.code_of(cell)
        slot = self.calculation.slot(cell)
        if slot is None:
            return ENTRY
        if slot.is_calculated:
            if cell in self.calculation.document.overrides:
                return OVERRIDDEN
            return ENTRY if self.calculation.to_be_named(cell, slot) is not None else CALCULATED
        form = self.calculation.suite.forms.get(slot.form)
        if key_is_given(form.regions.get(slot.region) if form else None, cell):
            return CALCULATED
        if slot.default is not None or slot.outline:
            return ENTRY if cell in self.calculation.document.texts else PREFILLED
        return ENTRY

    def text(self, cell: CellId) -> str:
        """A cell's value as the form prints it; what cannot be read as it was typed.

        A blank is "", whatever the form prints for it.
        """
        value = self.calculation.value(cell)
        if isinstance(value, Failed):
            return self.calculation.typed(cell) or ""
        return self._text(value, self.calculation.slot(cell))

    def formula(self, cell: CellId) -> str:
        """The cell's formula in the form's words; "" for an entered cell."""
        computation = self.calculation.computations.get(cell)
        return self.in_words(computation) if computation else ""

    def _text(self, value: CellValue | None, slot: Slot | None) -> str:
        if isinstance(value, Decimal):
            style = slot.field.number if slot else None
            return format_number(value, style or NumberStyle(decimals=6, trim=True))
        return value if isinstance(value, str) else ""

    def _inputs(self, computation: Computation) -> list[CellId]:
        """In the formula's order, but first what cannot be read: there is the mistake."""
        return sorted(
            computation.sources, key=lambda c: not isinstance(self.calculation.value(c), Failed)
        )

    def _users(self, cell: CellId) -> list[CellId]:
        users = self.calculation.dependents.get(cell, ())
        return sorted(users, key=lambda c: (self._ranks.get(c.form, -1), c))

    def _mention(self, cell: CellId) -> Mention:
        return Mention(cell, self.names.address(cell), self.names.words(cell), self._in_full(cell))

    def _in_full(self, cell: CellId) -> str:
        """A value to reckon with: 34.55% and 0.00 also where the form prints 34.55 and nothing."""
        value, slot = self.calculation.value(cell), self.calculation.slot(cell)
        style = slot.field.number if slot else None
        if not isinstance(value, Decimal) or style is None:
            return self.text(cell)
        ratio = style.percent is not PercentStyle.NONE
        sign = PercentStyle.SIGN if ratio else PercentStyle.NONE
        return format_number(value, replace(style, zero=None, percent=sign))

    def in_words(self, computation: Computation) -> str:
        """A formula at its place, in the form's words."""
        program = computation.bound.program
        meant = dict(zip(program.leaves, computation.bound.selectors, strict=True))
        home = computation.spot.sheet.form

        def leaf_words(leaf: Leaf) -> str:
            return self._selector_words(meant[leaf], computation, leaf, home)

        return words(computation.bound.tree, leaf_words)

    def _selector_words(
        self, selector: Selector, computation: Computation, leaf: Leaf, home: str
    ) -> str:
        if selector.reach is Reach.PREVIOUS:
            return self._previous_words(selector, computation, home)
        operand = computation.operands[computation.bound.program.leaves.index(leaf)]
        if isinstance(operand, Constant):
            return "空" if isinstance(operand.value, Blank) else str(operand.value)
        if isinstance(operand, CellId):
            words = self.names.place(operand)
            if selector.reach in (Reach.RECORD, Reach.GROUP):
                slot = self.calculation.slot(operand)
                words = self.names.column_label(slot) if slot else words
            return words if operand.form == home else self.names.words(operand)
        return self._column_words(selector, home)

    def _previous_words(self, selector: Selector, computation: Computation, home: str) -> str:
        """A cell of last year in this year's words; a row by its key."""
        place = self.calculation.resolver.previous_place(selector, computation.spot)
        slot = self.calculation.whole.slot(selector.form, selector.names[0])
        cell = CellId(selector.form, "", "", selector.names[0])
        if selector.region:
            label = self.names.column_label(slot) if slot else selector.names[0]
            words = f"{place.key}·{label}" if place else label
            form = self.names.form_called(selector.form)
        else:
            words, form = self.names.place(cell), self.names.form_called(selector.form)
        return f"上年的{words if selector.form == home else f'{form} {words}'}"

    def _last_year(self, computation: Computation) -> Iterator[str]:
        """Each figure of last year that a formula reads, and where that comes from."""
        last, home = self.calculation.resolver.last_year, computation.spot.sheet.form
        kept = last.kept
        for selector in selectors_of(computation.bound):
            if selector.reach is Reach.PREVIOUS and kept is not None:
                place = self.calculation.resolver.previous_place(selector, computation.spot)
                held = last.held(place) if place is not None else None
                shown = f"{held.figure.shown}{held.figure.unit}" if held else "（空）"
                words = self._previous_words(selector, computation, home)
                yield f"{words} = {shown}（{kept.year}年，取自“{kept.file}”）"

    def _column_words(self, selector: Selector, home: str) -> str:
        slot = self.calculation.suite.slot(selector.form, selector.names[0])
        label = self.names.column_label(slot) if slot else selector.names[0]
        form = self.calculation.suite.forms.get(selector.form)
        where = ""
        if form and form.name != home and not form.per_project:
            where = f"{self.names.words_for(SheetId(form.name)).fill(form.title)}的"
        if selector.region:
            return f"{where}各{selector.region}的{label}"
        if len(selector.names) > 1:
            last = self.calculation.suite.slot(selector.form, selector.names[-1])
            ends = [self._end_words(s) for s in (slot, last) if s is not None]
            return f"{where}{'至'.join(ends)}"
        return f"各项目的{self._end_words(slot) if slot else label}"

    def _end_words(self, slot: Slot) -> str:
        if slot.form in self.calculation.suite.forms:
            cell = CellId(slot.form, "", "", slot.name)
            return self.names.place(cell)
        return self.names.column_label(slot)

    def _note(self, cell: CellId) -> str:
        """Which forms are left out, so that the cell is filled in by hand."""
        missing = self.calculation.missing_sources(cell)
        if not missing:
            return ""
        return f"{'、'.join(map(self.names.form_called, missing))}没有选用，这一格自己填"

    def _why_blank(
        self, value: CellValue, computation: Computation | None, scoring: tuple[str, ...]
    ) -> str:
        if isinstance(value, Failed):
            return value.reason
        if not isinstance(value, Blank) or computation is None:
            return ""
        missing = [c for c in computation.sources if isinstance(self.calculation.value(c), Blank)]
        if not missing and asks_last_year(computation.bound):
            return NOT_TAKEN if self.calculation.document.last_year is None else "上年没有这个数"
        if not missing:
            return "" if scoring else "按公式算出来是空的"
        shown = "、".join(self.names.place(cell) for cell in missing[:3])
        slots = map(self.calculation.slot, missing)
        entered = all(slot is not None and not slot.is_calculated for slot in slots)
        return f"是空的，因为{shown}{'还没填' if entered else '还没有数'}"
