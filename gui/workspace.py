"""An open document on screen: the page in the middle, and everything around it kept in step.

Every edit ends in `AfterEdit`, whatever it came from: grid, cover, undo, a row, a project.
"""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from core.calc.entries import cleared
from core.calc.explain import CALCULATED, OVERRIDDEN
from core.errors import BiaoliError
from core.layout.plan import CellKind, PlanCell
from core.layout.tally import tally
from core.refs import COVER, PROJECT_CARD, CellId, SheetId
from core.session import Changes, Session
from gui import messages
from gui.after_edit import AfterEdit
from gui.apart import breathe
from gui.auditing import Auditing
from gui.cell_line import CellLine
from gui.clipboard import Clipboard
from gui.dialogs.override import OverrideDialog
from gui.explain_panel import ExplainPanel
from gui.fields_page import FieldsPage, card_cells, cover_cells
from gui.findings_panel import FindingsPanel
from gui.form_page import FormPage
from gui.go_to import GoTo
from gui.opening import lay_out
from gui.proofing import Proofing
from gui.saving import Saving
from gui.status_bar import StatusBar
from gui.structure import Structure
from gui.suite_tree import COVER_SHEET, SuiteTree
from gui.trail import Trail

EXPLAIN_AFTER_MS = 40


@dataclass(frozen=True, slots=True)
class Panels:
    """What stands around the page."""

    tree: SuiteTree
    findings: FindingsPanel
    explain: ExplainPanel
    line: CellLine
    status: StatusBar


class Workspace(QStackedWidget):
    """The pages of one session.

    state_changed     actions may have become possible or impossible
    document_changed  an edit was applied, whatever it came from
    """

    state_changed = Signal()
    document_changed = Signal()
    _edited_here = Signal()

    def __init__(self, session: Session, panels: Panels, parent: QWidget | None = None) -> None:
        """A page for a session; `begin` shows it."""
        super().__init__(parent)
        self.session = session
        self.panels = panels
        self.sheet: SheetId | None = None
        self.structure = Structure(self)
        self.trail = Trail(self)
        self.auditing = Auditing(self)
        self._after = AfterEdit(self)
        self.go_to = GoTo(self, panels.line)
        self.saving = Saving(session, panels.status, panels.explain, self)
        self.form = FormPage(session)
        self.form.model.marks_at_once = False
        self.fields = FieldsPage()
        self.clipboard = Clipboard(self)
        self.addWidget(self.form)
        self.addWidget(self.fields)
        self.proofing = Proofing(self)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.timeout.connect(self.explain_now)
        self._is_stale = False
        self._edited_here.connect(self._show_edited, Qt.ConnectionType.QueuedConnection)
        self._connect()

    def begin(self) -> None:
        """Show the session in all panels, and its first form."""
        session, panels = self.session, self.panels
        panels.tree.show_session(session)
        panels.findings.show_session(session)
        panels.status.show_summary(session.summary())
        self.saving.show()
        self.open_sheet(self.first_sheet())

    def _connect(self) -> None:
        tree, findings, explain = self.panels.tree, self.panels.findings, self.panels.explain
        for signal, slot in (
            (tree.opened, self._chose_sheet),
            (findings.jumped, self.auditing.jump_to),
            (findings.chosen, self.auditing.explain),
            (findings.justified, self.auditing.justify),
            (findings.suspected, self.jump),
            (findings.settle_wanted, self.auditing.settle),
            (explain.jumped, self.jump),
            (explain.restored, self._restore_cell),
            (explain.override_wanted, self.override),
            (explain.traced, self.form.trace),
            (explain.pointed, self.form.point),
            (self.form.current_moved, self.moved),
            (self.form.changed, self._after.typed),
            (self.form.refused, self.refuse),
            (self.form.view.blocks.changed, self.show_block),
            (self.form.at_end, lambda: self.say(messages.FORM_DONE)),
            (self.form.zoom_changed, self._show_form_state),
            (self.form.paper.below_chosen, self.structure.mark_empty),
            (self.fields.changed, self._after.changed),
            (self.fields.refused, self.refuse),
        ):
            signal.connect(slot)
        self._links = [tree.opened, findings.jumped, findings.chosen, findings.justified]
        self._links += [findings.suspected, findings.settle_wanted]
        self._links += [explain.jumped, explain.restored, explain.override_wanted]
        self._links += [explain.traced, explain.pointed]

    def leave(self) -> None:
        """Let the panels go before the session is closed."""
        self.finish_editing()
        self._after.leave()
        self.saving.leave()
        self.go_to.leave()
        for signal in self._links:
            signal.disconnect()
        self.panels.tree.show_session(None)
        self.panels.findings.show_session(None)
        self.panels.explain.show_cell(None, None)
        self.panels.line.show_cell(self.session, None, "")
        self.panels.status.show_nothing()
        self._later.stop()
        self._is_stale = False

    # ---- going about

    def first_sheet(self) -> SheetId:
        """Where a document opens."""
        sheets = self.session.sheets()
        return sheets[0].sheet if sheets else COVER_SHEET

    def open_sheet(self, sheet: SheetId) -> None:
        """Show a sheet, or the cover."""
        self.finish_editing()
        if sheet != COVER_SHEET:
            self._later.stop()  # the cell that is left needs no explanation any more
            lay_out(self.session, sheet, self.form.model.prepare)
        self.sheet = sheet
        if sheet == COVER_SHEET:
            self._ask("封面", cover_cells(self.session))
        else:
            self.form.open(sheet)
            self.setCurrentWidget(self.form)
            self.moved(self.form.view.current())
        self.panels.tree.show_current(sheet)
        self.panels.findings.show_sheet(sheet)
        self.form.model.show_missing(sheet in self.panels.findings.left_sheets)
        self._show_form_state()
        self.structure.new_upper_rows()
        self.state_changed.emit()

    def _chose_sheet(self, sheet: SheetId) -> None:
        if sheet.form in self.session.document.deselected:
            called = self.session.names.form_called(sheet.form)
            self.say(f"{called}没有选用；要用，按右键选用")
            self.panels.tree.show_current(self.sheet or COVER_SHEET)
            return
        self.open_sheet(sheet)
        self.focus_page()

    def _ask(self, title: str, cells: list[CellId]) -> None:
        self.fields.ask(self.session, title, cells)
        self.setCurrentWidget(self.fields)
        self.panels.line.show_cell(self.session, None, "")
        self.panels.explain.show_cell(None, None)

    def show_card(self) -> None:
        """Ask for the card of the open form's project."""
        if self.sheet is not None and self.sheet.instance:
            name = self.session.names.project_name(self.sheet.instance)
            self.finish_editing()
            self._ask(f"项目资料：{name}", card_cells(self.session, self.sheet))
            self.focus_page()

    def focus_page(self) -> None:
        """Put the keyboard where one fills in."""
        if self.currentWidget() is self.form:
            self.form.view.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.proofing.is_shown:
            self.proofing.page.table.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            first = next(iter(self.fields.fields.values()), None)
            if first is not None:
                first.setFocus(Qt.FocusReason.OtherFocusReason)

    def turn(self, step: int) -> None:
        """Open the next or previous form."""
        sheets = self.panels.tree.sheets()
        at = sheets.index(self.sheet) if self.sheet in sheets else 0
        self.open_sheet(sheets[(at + step) % len(sheets)])
        self.focus_page()

    def jump(self, cell: CellId) -> None:
        """Go to a cell, wherever it stands."""
        if cell.form == COVER:
            self.open_sheet(COVER_SHEET)
        elif cell.form == PROJECT_CARD:
            sheets = [title.sheet for title in self.session.sheets()]
            own = next((sheet for sheet in sheets if sheet.instance == cell.instance), None)
            if own is not None:
                self.open_sheet(own)
                self.show_card()
        else:
            if cell.sheet != self.sheet or self.currentWidget() is not self.form:
                self.open_sheet(cell.sheet)
            if not self.form.jump(cell):
                self.say("这一格不印在表上")
            return
        field = self.fields.fields.get(cell)
        if field is not None:
            field.setFocus(Qt.FocusReason.OtherFocusReason)

    # ---- the current cell

    def current(self) -> PlanCell | None:
        """The current cell of the open form; None on the cover."""
        return self.form.view.current() if self.currentWidget() is self.form else None

    def moved(self, place: object) -> None:
        """Another cell is current, or the same one after an edit."""
        self._is_stale = False
        if isinstance(place, PlanCell) and self.currentWidget() is self.form:
            text = self.form.model.printed(place).text
            beside = self.form.model.beside(place)
            words = beside.words if beside is not None else ""
            self.panels.line.show_cell(self.session, place, text, beside=words)
        else:
            self.panels.line.show_cell(self.session, None, "")
        self._later.start(EXPLAIN_AFTER_MS)

    def moved_soon(self) -> None:
        """The current cell was edited; who presses Enter leaves it at once."""
        self._is_stale = True
        self._edited_here.emit()

    def _show_edited(self) -> None:
        if self._is_stale:
            self.moved(self.current())

    def explain_now(self) -> None:
        """Say where the current cell comes from. It waits until the keyboard rests."""
        self._later.stop()
        place = self.current()
        self.panels.explain.show_cell(self.session, place.cell if place is not None else None)

    def show_block(self) -> None:
        """Say what the selected block comes to."""
        blocks, session = self.form.view.blocks, self.session
        words = ""
        if blocks.block is not None:
            found = tally(blocks.places(), session.value, session.calculation.slot)
            words = messages.selected(found)
        self.panels.status.show_block(words)

    def refuse(self, why: str) -> None:
        """Say why something was not taken; what stood there still stands."""
        self.panels.line.refuse(why)
        self.say(why)

    def say(self, text: str) -> None:
        """Say something in the status bar."""
        self.panels.status.say(text)

    def _show_form_state(self) -> None:
        on_form = self.currentWidget() is self.form
        self.panels.status.show_form(self.form.unit() if on_form else "", self.form.zoom)

    # ---- editing

    def finish_editing(self) -> None:
        """Take what is being typed anywhere, with everything that follows from it."""
        self.form.view.finish_editing()
        if self.currentWidget() is self.fields:
            self.fields.finish_editing()
        self.catch_up()

    def catch_up(self) -> None:
        """Show what follows from all that was typed, as it is when the keyboard rests."""
        self._after.catch_up()

    def settle(self) -> None:
        """Take what is being typed anywhere, and wait for the file as long as it can be written."""
        self.finish_editing()
        self.saving.wait()

    def say_saved(self) -> None:
        """Ctrl+S: say that nothing is left to save; what cannot be written is said as always."""
        self.settle()
        self.saving.show()
        if not self.session.editable:
            self.say(messages.not_editable(self.session.locked))
        elif self.session.store.waiting is None:
            self.say(messages.nothing_to_save(self.panels.status.state()))

    def perform(self, step: Callable[[], Changes | None]) -> bool:
        """Do something to the document; a refusal is said and changes nothing."""
        self.finish_editing()
        try:
            changes = step()
        except BiaoliError as error:
            self.refuse(str(error))
            return False
        if changes is not None:
            if changes.shape or changes.sheets:
                breathe()  # to show other rows takes as long as to calculate them
            self._after.changed(changes)
        return changes is not None

    def show_lock(self) -> None:
        """The document was locked or unlocked: show what can be done now."""
        self.saving.show()
        self.panels.findings.refresh()
        self.fields.refresh()
        self.moved(self.current())
        self.state_changed.emit()

    def undo(self) -> None:
        """Take the last step back."""
        label = self.session.undo_label()
        if self.perform(self.session.undo):
            self.say(messages.undone(label))

    def redo(self) -> None:
        """Do it again."""
        label = self.session.redo_label()
        if self.perform(self.session.redo):
            self.say(messages.redone(label))

    def clear(self) -> None:
        """Empty the block, or the current cell."""
        self.finish_editing()
        if self.form.view.blocks.block is not None:
            self.clipboard.clear()
        else:
            self.form.view.clear_current()

    def amend(self) -> None:
        """F2."""
        self.form.view.amend()

    def override(self) -> None:
        """改写 the current cell."""
        place = self.current()
        self.finish_editing()
        if place is None or place.cell is None or place.kind is not CellKind.CALCULATED:
            self.refuse("只有计算项才用改写；这一格直接填就行")
            return
        slot = self.session.calculation.slot(place.cell)
        possible = slot is not None and slot.is_calculated and slot.field.overridable
        if not self.session.editable or not possible:
            self.refuse(self.form.model.why_not(place))
            return
        dialog = OverrideDialog(self.session, place.cell, self)
        dialog.exec()
        changes = dialog.changes
        dialog.deleteLater()
        if changes is not None:
            self.perform(lambda: changes)

    def restore(self) -> None:
        """恢复自动 on the current cell."""
        place = self.current()
        if place is not None and place.cell is not None:
            self._restore_cell(place.cell)

    def _restore_cell(self, cell: CellId) -> None:
        calculated = self.session.kind(cell) in (CALCULATED, OVERRIDDEN)
        edit = cleared(self.session.document, [cell] if calculated else [])
        if not edit.edits:
            self.say("这一格没有改写")
            return
        self.perform(lambda: self.session.apply(edit))
