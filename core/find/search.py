"""Looking through the cover, the projects' cards and all forms, sheet by sheet in form order.

What is looked through is what is seen: labels, titles and notes, texts, figures as printed, codes
(whole, even where a form prints them in parts, and by the initials of their names), and what was
written about a cell as 审核说明.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from core.find.wanted import read_wanted
from core.layout.plan import PlanCell
from core.layout.printed import PrintedCell, PrintedLine, print_cell, print_form
from core.refs import COVER, PROJECT_CARD, CellId, SheetId
from core.session import Session
from core.template.form import Slot

_BATCH: Final = 200


@dataclass(frozen=True, slots=True)
class Hit:
    """A place where it stands: a sheet (or cover, or card), a row and a column of its plan.

    `cell` is the cell that stands there, None for what the form prints; `row` is -1 above the grid
    and one too many below it. `text` is what stands there.
    """

    sheet: SheetId
    row: int
    column: int
    text: str
    cell: CellId | None = None


class Search:
    """One text, looked for in one document as it is now."""

    def __init__(self, session: Session, text: str) -> None:
        """Nothing is looked through yet."""
        self.text = text.strip()
        self.session = session
        self._wanted = read_wanted(text)

    @property
    def is_blank(self) -> bool:
        """Whether there is nothing to look for."""
        return not self._wanted.wanted

    def sheets(self) -> list[SheetId]:
        """Where to look: the cover, then every form, a project's card before its first form."""
        found = [SheetId(COVER)]
        cards = {SheetId(PROJECT_CARD, project) for project in self.session.document.projects}
        for title in self.session.sheets():
            card = SheetId(PROJECT_CARD, title.sheet.instance)
            if card in cards:
                cards.remove(card)
                found.append(card)
            found.append(title.sheet)
        return found + sorted(cards)

    def hits(self) -> Iterator[Hit]:
        """Every place of the whole document, in order."""
        for sheet in self.sheets():
            yield from self.on(sheet)

    def on(self, sheet: SheetId) -> list[Hit]:
        """The places on one sheet, in reading order."""
        return [hit for batch in self.look(sheet) for hit in batch]

    def look(self, sheet: SheetId) -> Iterator[list[Hit]]:
        """The same, some hundred cells at a time, so that a window can breathe in between."""
        if self.is_blank:
            return
        if sheet.form in (COVER, PROJECT_CARD):
            yield self._in_fields(sheet)
        elif sheet in self.session.calculation.shape.sheets:
            yield from self._on_form(sheet)

    def nothing_found(self) -> str:
        """What to say where there is no hit."""
        return f"没有找到“{self.text[:40]}”。查了 {len(self.session.sheets())} 张表和说明文字。"

    # ---- cover and card

    def _in_fields(self, sheet: SheetId) -> list[Hit]:
        session = self.session
        found = []
        for row, (cell, slot) in enumerate(session.calculation.cells(sheet)):
            text = session.text(cell)
            meant = self._is_value(cell, slot, text, "") or self._wanted.is_in(slot.field.label)
            if meant:
                found.append(Hit(sheet, row, 0, text or slot.field.label, cell))
        return found

    # ---- forms

    def _on_form(self, sheet: SheetId) -> Iterator[list[Hit]]:
        value, typed = self.session.value, self.session.typed
        plan = self.session.plan(sheet)
        yield []
        around = print_form(replace(plan, cells=()), value, typed)
        money_unit = self.session.suite.forms[sheet.form].money_unit
        said = self._said_on(sheet)
        codes: set[CellId] = set()
        yield list(self._in_lines(sheet, -1, around.above))
        for batch in _batched(plan.cells):
            found = []
            for place in batch:
                cell = print_cell(place, value, typed)
                text = said.get(place.cell, "") if place.cell is not None else ""
                if self._is_at(cell, money_unit, codes) or self._wanted.is_in(text):
                    found.append(Hit(sheet, place.row, place.column, cell.text, place.cell))
            yield found
        yield list(self._in_lines(sheet, len(plan.rows), around.below))

    def _in_lines(self, sheet: SheetId, row: int, lines: Iterable[PrintedLine]) -> Iterator[Hit]:
        for line in lines:
            whole = " ".join(text for text in (line.left, line.center, line.right) if text)
            if self._wanted.is_in(whole):
                yield Hit(sheet, row, 0, whole)

    def _said_on(self, sheet: SheetId) -> dict[CellId, str]:
        """The reasons written about cells of a sheet."""
        reasons = self.session.document.justifications.items()
        return {cell: said.text for (_, cell), said in reasons if cell.sheet == sheet}

    def _is_at(self, printed: PrintedCell, money_unit: str, codes: set[CellId]) -> bool:
        cell = printed.place.cell
        slot = self.session.calculation.slot(cell) if cell is not None else None
        if cell is None or slot is None:
            return self._wanted.is_in(printed.text)
        if slot.part is None:
            return self._is_value(cell, slot, printed.text, money_unit)
        whole, _ = self.session.calculation.code_of(cell)
        own = self.session.calculation.slot(whole)
        if whole in codes or own is None:  # once for all parts of a code
            return False
        codes.add(whole)
        return self._is_value(whole, own, self.session.text(whole), money_unit)

    def _is_value(self, cell: CellId, slot: Slot, text: str, money_unit: str) -> bool:
        wanted = self._wanted
        if wanted.is_in(text):
            return True
        if wanted.figures and wanted.is_figure(self.session.value(cell), money_unit):
            return True
        return wanted.may_be_initials and self._has_initials(slot, text)

    def _has_initials(self, slot: Slot, code: str) -> bool:
        dictionary = self.session.suite.dictionaries.get(slot.field.dictionary or "")
        initials = dictionary.initials.get(code, "") if dictionary is not None else ""
        return self._wanted.wanted in initials


def place_words(session: Session, hit: Hit) -> str:
    """Where a hit stands, in the form's words: 公开03表 2101501 行政运行·2栏 基本支出."""
    if hit.cell is not None:
        return session.names.words(hit.cell)
    return session.names.form_words(hit.sheet)


def _batched(places: Sequence[PlanCell]) -> Iterator[Sequence[PlanCell]]:
    """The places, some at a time."""
    return (places[at : at + _BATCH] for at in range(0, len(places), _BATCH))
