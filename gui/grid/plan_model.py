"""A sheet of the session as a Qt table model: rows and columns of its FormPlan, texts as printed.

The model keeps no value. What a cell shows is asked of the session when it is painted, and
``take(changes)`` announces exactly the cells that an edit changed.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from core.calc.beside_last_year import Beside, beside
from core.calc.code_search import CodeMatch
from core.calc.entries import cleared
from core.calc.explain import CALCULATED, OVERRIDDEN, PREFILLED
from core.calc.reading import reading_words
from core.document.last_year import LastYear
from core.errors import BiaoliError
from core.findings import Finding
from core.layout.area import Ground
from core.layout.plan import CellKind, FormPlan, PlanCell
from core.layout.printed import PrintedCell, PrintedForm, PrintedLine, print_cell, print_form
from core.number_text import bare, format_number
from core.refs import CellId, SheetId
from core.session import Changes, Session
from core.template.form import Slot
from gui import messages
from gui.grid import cell_words
from gui.grid.marks import Mark, Marks, mark_of
from gui.grid.plan_index import PlanIndex
from gui.labels import tooltip

AnyIndex = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


@dataclass(frozen=True, slots=True)
class Look:
    """Everything the delegate needs to paint one cell."""

    printed: PrintedCell
    mark: Mark | None
    prefilled: bool
    missing: bool

    @property
    def place(self) -> PlanCell:
        """The cell's place on the form."""
        return self.printed.place


class PlanModel(QAbstractTableModel):
    """The sheet that is open.

    changed  an edit typed into the grid was applied; carries its Changes
    refused  an edit was not applied; carries the reason
    touched  these cells show something else now (a list of PlanCell); said once for all of them,
             because each answer to `dataChanged` costs as much as painting a cell
    """

    changed = Signal(object)
    touched = Signal(object)
    refused = Signal(str)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        """An empty model; `show` fills it."""
        super().__init__(parent)
        self.session = session
        self.sheet: SheetId | None = None
        self.plan: FormPlan | None = None
        self.shows_missing = False
        self.compares = False
        self._compared: LastYear | None = None
        self.ground: Ground | None = None
        """The plan as the ground of blocks: which cell covers which row and column."""
        self._places_of: dict[CellId, list[PlanCell]] = {}
        self._ready: PlanIndex | None = None
        self._printed: dict[tuple[int, int], PrintedCell] = {}
        self._meant_by: dict[tuple[int, int], tuple[CellId, ...]] = {}
        self._marks = Marks()
        self._behind = False
        self.marks_at_once = True
        """Whether the findings of what is typed are marked with it, or with `catch_up`."""

    # ---- what is shown

    def show(self, sheet: SheetId | None, *, marks: bool = True) -> None:
        """Show a sheet from its beginning, or (None) nothing; `marks` as for `take`."""
        self.beginResetModel()
        self.sheet = sheet
        self.plan = self.session.plan(sheet) if sheet is not None else None
        ready, self._ready = self._ready, None
        if ready is None or ready.plan is not self.plan:
            ready = PlanIndex(self.plan, self._meant)
        self.ground, self._places_of = ready.ground, ready.places_of
        self._printed, self._meant_by = ready.printed, ready.meant
        self._behind = True
        if marks:
            self._read_findings()
        self.endResetModel()

    def prepare(self, sheet: SheetId) -> Iterator[None]:
        """Make ready what `show` needs for another sheet, step by step."""
        if sheet != self.sheet:
            self._ready = PlanIndex(self.session.plan(sheet), self._meant)
            yield
            self._ready.print_all(self.session)

    def _meant(self, place: PlanCell) -> list[CellId]:
        """What a cell's findings speak of: itself, and the whole code that it shows a part of."""
        code_of = self.session.calculation.code_of
        wholes = (code_of(cell)[0] for cell in place.covers)
        return list(dict.fromkeys((*place.covers, *wholes)))

    def cell_at(self, row: int, column: int) -> PlanCell:
        """The cell that covers a place of the form."""
        return self.covering[row, column]

    @property
    def covering(self) -> Mapping[tuple[int, int], PlanCell]:
        """The cell that covers each row and column."""
        return self.ground.covering if self.ground is not None else {}

    def spans(self) -> list[tuple[int, int, int, int]]:
        """(row, column, rows, columns) of every joined cell."""
        cells = self.plan.cells if self.plan is not None else ()
        return [(at.row, at.column, at.rows, at.columns) for at in cells if at.is_joined]

    def printed(self, place: PlanCell) -> PrintedCell:
        """What a cell prints now."""
        found = self._printed.get((place.row, place.column))
        if found is None:
            found = print_cell(place, self.session.value, self.session.typed)
            self._printed[place.row, place.column] = found
        return found

    def lines(self) -> tuple[tuple[PrintedLine, ...], tuple[PrintedLine, ...]]:
        """The lines above and below the grid as they print now."""
        if self.plan is None:
            return (), ()
        bare = replace(self.plan, cells=())
        form = print_form(bare, self.session.value, self.session.typed)
        return form.above, form.below

    def whole(self) -> PrintedForm | None:
        """The whole sheet as it prints now, for measuring."""
        if self.plan is None:
            return None
        above, below = self.lines()
        cells = tuple(self.printed(place) for place in self.plan.cells)
        return PrintedForm(self.plan, cells, above, below)

    def anchor(self, index: AnyIndex) -> PlanCell | None:
        """The cell under an index."""
        return self.covering.get((index.row(), index.column())) if index.isValid() else None

    def index_of(self, place: PlanCell) -> QModelIndex:
        """The index of a cell's upper left place."""
        return self.index(place.row, place.column)

    def find(self, cell: CellId) -> QModelIndex:
        """Where a value stands on this sheet; an invalid index if it is not printed."""
        places = self._places_of.get(cell, ())
        edited = next((p for p in places if cell == p.cell or cell in p.covers), None)
        place = edited or next(iter(places), None)
        return self.index_of(place) if place is not None else QModelIndex()

    def places(self, cells: Iterable[CellId]) -> list[PlanCell]:
        """Where these stand on this sheet, each place once; what is not printed has none."""
        found = (self.anchor(self.find(cell)) for cell in cells)
        return list({(at.row, at.column): at for at in found if at is not None}.values())

    # ---- one cell

    def slot(self, place: PlanCell) -> Slot | None:
        """The template's cell behind a place."""
        return self.session.calculation.slot(place.cell) if place.cell is not None else None

    def choices(self, place: PlanCell) -> tuple[str, ...]:
        """What may be chosen in a cell; () where anything may be typed."""
        return self.session.choices(place.cell) if place.cell is not None else ()

    def code_finder(self, place: PlanCell) -> Callable[[str], list[CodeMatch]] | None:
        """What finds codes for a text typed here; None where no dictionary belongs to the cell."""
        cell, calculation = place.cell, self.session.calculation
        slot = calculation.slot(calculation.code_of(cell)[0]) if cell is not None else None
        if cell is None or slot is None or not slot.field.dictionary:
            return None
        return lambda text: self.session.codes(cell, text)

    def reading(self, place: PlanCell, text: str) -> tuple[str, bool]:
        """What to say of a text being typed into a cell, and whether it fits."""
        if place.cell is None:
            return "", True
        return reading_words(self.session.calculation, place.cell, text)

    def look(self, place: PlanCell) -> Look:
        """How a cell is to be painted."""
        cell = place.cell
        prefilled = (
            cell is not None
            and place.kind is CellKind.ENTRY
            and not cell.record.startswith("+")
            and self.session.kind(cell) == PREFILLED
        )
        missing = self.shows_missing and cell in self._marks.missing
        return Look(self.printed(place), self.mark(place), prefilled, missing)

    def finding(self, place: PlanCell) -> Finding | None:
        """The gravest finding of a cell."""
        return self._marks.finding(self._meant_by[place.row, place.column])

    def mark(self, place: PlanCell) -> Mark | None:
        """The one mark a cell shows."""
        override = self.session.calculation.override(place.cell) if place.cell else None
        changed = self.beside(place) is not None
        return mark_of(self.finding(place), overridden=override is not None, changed=changed)

    def beside(self, place: PlanCell) -> Beside | None:
        """A figure and last year's where they differ, while they are compared (与上年比较)."""
        if not self.compares or place.cell is None:
            return None
        return beside(self.session.calculation, place.cell)

    def is_editable(self, place: PlanCell) -> bool:
        """Whether something can be typed here."""
        return place.kind is CellKind.ENTRY and self.session.editable

    def edit_text(self, place: PlanCell) -> str:
        """What an editor begins with: the figure without thousands separators, a text as typed."""
        if place.cell is None:
            return ""
        value = self.session.value(place.cell)
        slot = self.slot(place)
        if isinstance(value, Decimal) and slot is not None and slot.field.number is not None:
            return format_number(value, bare(slot.field.number))
        return self.session.typed(place.cell) or (value if isinstance(value, str) else "")

    def why_not(self, place: PlanCell) -> str:
        """Why nothing can be typed here."""
        if not self.session.editable:
            return messages.not_editable(self.session.locked)
        if place.kind is CellKind.CALCULATED and place.cell is not None:
            slot = self.slot(place)
            if slot is not None and slot.is_calculated and not slot.field.overridable:
                return "这一格自动计算，不用填，按规定也不能改写"
            return "这一格自动计算，不用填。要改它的来源，按 Ctrl+[；确需改写，用“数据 › 改写”"
        return "这是表样上的文字，不用填"

    # ---- Qt's questions

    def rowCount(self, parent: AnyIndex = _ROOT) -> int:
        """Printed rows."""
        return 0 if parent.isValid() or self.plan is None else len(self.plan.rows)

    def columnCount(self, parent: AnyIndex = _ROOT) -> int:
        """Columns of the drawing."""
        return 0 if parent.isValid() or self.plan is None else len(self.plan.columns)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Texts of upper left places; what a joined cell covers besides shows nothing."""
        place = self.anchor(index)
        if place is None or (place.row, place.column) != (index.row(), index.column()):
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self.printed(place).text
            case Qt.ItemDataRole.EditRole:
                return self.edit_text(place)
            case Qt.ItemDataRole.ToolTipRole:
                return tooltip(cell_words.message(self, place)) or None
            case Qt.ItemDataRole.AccessibleTextRole:
                return cell_words.spoken(self, place)
            case Qt.ItemDataRole.AccessibleDescriptionRole:
                return cell_words.message(self, place)
        return None

    def setData(self, index: AnyIndex, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Type a text into a cell; False (and `refused`) if it could not be taken."""
        place = self.anchor(index)
        if place is None or role != Qt.ItemDataRole.EditRole or not self.is_editable(place):
            return False
        text = str(value)
        if text == self.edit_text(place):
            return True
        return self.perform(lambda: self.session.type_text(place.covers, text))

    def clear(self, index: AnyIndex) -> bool:
        """Empty an entry cell (a proposal comes back); restore the calculation of a 已改写 one."""
        place = self.anchor(index)
        if place is None or place.cell is None or not self.session.editable:
            return False
        if self.session.kind(place.cell) in (CALCULATED, OVERRIDDEN):
            edit = cleared(self.session.document, [place.cell])
            return bool(edit.edits) and self.perform(lambda: self.session.apply(edit))
        if place.kind is not CellKind.ENTRY or not any(map(self.session.typed, place.covers)):
            return False
        return self.perform(lambda: self.session.type_text(place.covers, None))

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        """Every cell can be gone to; only entry cells can be edited."""
        place = self.anchor(index)
        if place is None:
            return Qt.ItemFlag.NoItemFlags
        found = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return found | Qt.ItemFlag.ItemIsEditable if self.is_editable(place) else found

    # ---- after an edit

    def take(self, changes: Changes, *, marks: bool = True) -> None:
        """Show what an edit changed: exactly these cells, or everything if the shape did.

        Without `marks` those of findings stay as they are until `catch_up`.
        """
        if self.sheet is None:
            return
        if changes.sheets or self.sheet in changes.shape:
            there = self.sheet in self.session.calculation.shape.sheets
            self.show(self.sheet if there else None, marks=marks)
            return
        touched = {
            (place.row, place.column): place
            for cell in changes.cells
            for place in self._places_of.get(cell, ())
        }
        for at in touched:
            self._printed.pop(at, None)
        if self.compares and self._compared is not self.session.document.last_year:
            self._compared = self.session.document.last_year
            touched.update({(place.row, place.column): place for place in self.covering.values()})
        self._announce(touched.values())
        self._behind = True
        if marks:
            self.catch_up()

    def catch_up(self) -> None:
        """Mark the cells as the findings are now."""
        if self._behind:
            marked = self._read_findings()
            self._announce(place for cell in marked for place in self._places_of.get(cell, ()))

    def show_missing(self, shown: bool) -> None:
        """Draw the required cells that are empty with a thick entry line."""
        self.shows_missing = shown
        self._announce(
            place for cell in self._marks.missing for place in self._places_of.get(cell, ())
        )

    def compare(self, compares: bool) -> None:
        """Mark the figures that differ from last year's, or no longer."""
        places = self.plan.cells if self.plan is not None else ()
        self.compares = True
        differing = [place for place in places if self.beside(place) is not None]
        self.compares, self._compared = compares, self.session.document.last_year
        self._announce(differing)

    def _announce(self, places: Iterable[PlanCell]) -> None:
        places = list(places)
        if places:
            self.touched.emit(places)
        for place in places:
            index = self.index_of(place)
            self.dataChanged.emit(index, index)

    def _read_findings(self) -> set[CellId]:
        """Read the findings of this sheet; the cells whose mark is another one now."""
        self._behind = False
        sheet = self.sheet
        listed = self.session.findings_by_sheet().get(sheet, ()) if sheet is not None else ()
        return self._marks.read(listed)

    def perform(self, step: Callable[[], Changes]) -> bool:
        """Take a step of the session; False (and `refused`) if it could not be taken."""
        try:
            changes = step()
        except BiaoliError as error:
            self.refused.emit(str(error))
            return False
        self.take(changes, marks=self.marks_at_once)
        self.changed.emit(changes)
        return True
