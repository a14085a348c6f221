"""What makes the open document longer or shorter: rows, forms, projects. Each is one undo step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.calc.project_edits import ProjectEdits
from core.calc.row_edits import RowEdits
from core.calc.selection import RETURNED
from core.calc.shape import PHANTOM
from core.copying import copy_project
from core.document.edits import RemoveProject, SelectForm
from core.emptiness import emptiness, figures, mark
from core.layout.plan import CellKind
from core.refs import CellId, SheetId, card_cell
from core.session import Changes
from gui import messages
from gui.apart import breathe
from gui.dialogs.empty_form import EmptyFormDialog
from gui.grid.moves import Line

if TYPE_CHECKING:
    from gui.workspace import Workspace


class Structure:
    """The rows, forms and projects of the document in a workspace."""

    def __init__(self, work: Workspace) -> None:
        """Change the document of this workspace."""
        self._work = work
        self._upper: tuple[SheetId | None, set[str]] = (None, set())

    # ---- rows

    def add_row(self) -> None:
        """A new floating row below the current one."""
        self._work.finish_editing()
        sheet, region, after = self._row_here()
        if sheet is None or not region:
            self._work.say("这张表没有可以增加的行")
            return
        made: list[str] = []

        def add() -> Changes:
            edit, record = self._work.session.entries.added_row(sheet, region, after)
            made.append(record)
            return self._work.session.apply(edit)

        if self._work.perform(add):
            self._go_to_record(made[0])

    def _row_here(self) -> tuple[SheetId | None, str, str]:
        """(sheet, floating row, record) at the current cell; the form's own row elsewhere."""
        plan, place = self._work.form.model.plan, self._work.current()
        if plan is None or place is None:
            return None, "", ""
        row = plan.rows[place.row]
        regions = self._work.session.suite.forms[plan.sheet.form].regions
        typed = [region.name for region in regions.values() if not region.derived]
        if row.region in typed:
            return plan.sheet, row.region, row.record
        return plan.sheet, typed[0] if typed else "", ""

    def _go_to_record(self, record: str) -> None:
        plan = self._work.form.model.plan
        for place in plan.cells if plan is not None else ():
            own = place.cell is not None and place.cell.record == record
            if own and place.kind is CellKind.ENTRY:
                self._work.form.view.go(place)
                self._work.focus_page()
                return

    def remove_row(self) -> None:
        """Delete the floating row of the current cell; no question, undo brings it back."""
        self._work.finish_editing()
        plan, place = self._work.form.model.plan, self._work.current()
        row = plan.rows[place.row] if plan is not None and place is not None else None
        if plan is None or row is None or not row.region:
            self._work.say("这一行是表样上的，不能删除")
            return
        sheet, record = plan.sheet, row.record

        def remove() -> Changes:
            return self._work.session.apply(self._work.session.entries.removed_row(sheet, record))

        if self._work.perform(remove):
            self._work.say(messages.rearranged(self._work.session.undo_label()))

    def duplicate_row(self) -> None:
        """A copy of the current row, below it."""
        here = self._own_row("不能复制")
        if here is None:
            return
        made: list[str] = []

        def copy() -> Changes:
            edit, record = self._edits().duplicated(*here)
            made.append(record)
            return self._work.session.apply(edit)

        if self._work.perform(copy):
            self._go_to_record(made[0])
            self._say_done()

    def move_row(self, *, up: bool) -> None:
        """The current row one place up or down; the cursor goes along."""
        here = self._own_row("不能移动")
        if here is None:
            return
        sheet, record = here
        name = self._name_in(record)
        if self._work.perform(
            lambda: self._work.session.apply(self._edits().moved(sheet, record, up=up))
        ):
            self._stay_on(CellId(*sheet, record, name))
            self._say_done()

    def split_cell(self) -> None:
        """Take the current row out of its joined cell, to be typed by itself."""
        here = self._own_row("不用拆开")
        place = self._work.current()
        if here is None or place is None:
            return
        cell = CellId(*here[0], here[1], self._name_in(here[1]))
        if self._work.perform(lambda: self._work.session.apply(self._edits().split(cell))):
            self._stay_on(cell)
            self._work.say("已拆开，填这一行自己的内容，Ctrl+Z 撤回")

    def _edits(self) -> RowEdits:
        return RowEdits(self._work.session.names)

    def _own_row(self, cannot: str) -> tuple[SheetId, str] | None:
        """(sheet, record) of the floating row in which the cursor moves; says so if it is none."""
        self._work.finish_editing()
        plan = self._work.form.model.plan if self._work.current() is not None else None
        row = plan.rows[self._work.form.view.line.row] if plan is not None else None
        if plan is None or row is None or not row.region or row.record.startswith(PHANTOM):
            self._work.say(f"这一行是表样上的，{cannot}")
            return None
        return plan.sheet, row.record

    def _name_in(self, record: str) -> str:
        """Which of a record's cells the current cell is, or covers."""
        place = self._work.current()
        covered = place.covers if place is not None else ()
        found = next((cell for cell in covered if cell.record == record), None)
        return found.name if found is not None else ""

    def _stay_on(self, cell: CellId) -> None:
        """Go to a cell of a row where the row stands now, also where others cover it."""
        model, view = self._work.form.model, self._work.form.view
        place = model.anchor(model.find(cell))
        if place is None or model.plan is None:
            self._go_to_record(cell.record)
            return
        rows = (number for number, row in enumerate(model.plan.rows) if row.record == cell.record)
        view.go(place, line=Line(next(rows, place.row), place.column))

    def new_upper_rows(self) -> list[str]:
        """Codes of the 款 and 类 that came to the open sheet since this was asked last."""
        sheet = self._work.sheet
        shape = self._work.session.calculation.shape.sheets.get(sheet) if sheet else None
        rows = (row for listed in shape.rows.values() for row in listed) if shape else ()
        there = {row.key for row in rows if row.derived and not (row.hidden or row.phantom)}
        known, before = self._upper
        self._upper = (sheet, there)
        return sorted(there - before, key=lambda key: (-len(key), key)) if known == sheet else []

    def _say_done(self) -> None:
        self._work.say(messages.rearranged(self._work.session.undo_label()))

    # ---- forms

    def mark_empty(self) -> None:
        """Mark the open form as 空表 or not, with the sentence below it; figures come first."""
        work = self._work
        work.finish_editing()
        sheet, session = work.sheet, work.session
        found = emptiness(session, sheet) if sheet is not None else None
        if sheet is None or found is None or not session.editable:
            return
        figure = next(figures(session, sheet), None)
        if figure is not None and not found.marked:
            work.jump(figure)
            work.perform(lambda: mark(session, sheet, ""))  # says which figure stands there
            return
        dialog = EmptyFormDialog(session, sheet, work)
        dialog.exec()
        changes = dialog.changes
        dialog.deleteLater()
        if changes is not None and work.perform(lambda: changes):
            work.say(messages.rearranged(session.undo_label()))

    def leave_out(self) -> None:
        """Leave the open form out; what others took from it stays as typed figures."""
        if self._work.sheet is not None and self._work.sheet.form in self._work.session.suite.forms:
            self._select(self._work.sheet.form, selected=False)

    def take_in(self, form: str = "") -> None:
        """Take a form back; which one is asked if it is not said."""
        if not form:
            left_out = [
                n
                for n in self._work.session.suite.forms
                if n in self._work.session.document.deselected
            ]
            called = {self._work.session.names.form_called(name): name for name in left_out}
            form = called.get(messages.ask_form(self._work, list(called)), "")
        if form:
            self._select(form, selected=True)

    def _select(self, form: str, *, selected: bool) -> None:
        if self._work.perform(lambda: self._work.session.apply(SelectForm(form, selected))):
            words = self._work.session.selection_words(form)
            returned = sum(finding.rule == RETURNED for finding in self._work.session.findings())
            if selected and returned:
                words += f"；{returned} 格与没有选用时的数不同，见审核结果"
            self._work.say(f"{words}，Ctrl+Z 撤回")

    # ---- projects

    def add_project(self) -> None:
        """Another project with its forms."""
        name = messages.ask_project_name(self._work, "增加项目", self._work.session.suite.card_name)
        if not name:
            return
        before = set(self._work.session.document.projects)
        if self._work.perform(
            lambda: self._work.session.apply(self._work.session.entries.added_project(name)[0])
        ):
            sheets = (title.sheet for title in self._work.session.sheets())
            own = next((s for s in sheets if s.instance and s.instance not in before), None)
            if own is None:
                self._work.say(f"已增加项目“{name}”。它的表都没有选用，在“表格 › 选用一张表”里选用")
                return
            breathe()
            self._work.open_sheet(own)
            self._work.focus_page()

    def duplicate_project(self) -> None:
        """A copy of the open form's project below it, under another name."""
        project = self._own_project()
        asked = self._work.session.suite.card_name
        known = self._work.session.names.project_name(project)
        name = messages.ask_project_name(self._work, "复制项目", asked, known) if project else ""
        if not name:
            return
        made: list[str] = []

        def copy() -> Changes:
            changes, record = copy_project(self._work.session, project, name)
            made.append(record)
            return changes

        form = self._work.sheet.form if self._work.sheet is not None else ""
        if self._work.perform(copy):
            sheets = [s.sheet for s in self._work.session.sheets() if s.sheet.instance == made[0]]
            own = next((sheet for sheet in sheets if sheet.form == form), None)
            self._work.open_sheet(own or sheets[0])
            self._work.focus_page()
            self._say_done()

    def move_project(self, *, up: bool) -> None:
        """The open form's project one place up or down; its forms and their numbers follow."""
        project = self._own_project()
        if project and self._work.perform(
            lambda: self._work.session.apply(
                ProjectEdits(self._work.session.entries).moved(project, up=up)
            )
        ):
            self._say_done()

    def _own_project(self) -> str:
        """The project of the open form; "" if it has none."""
        self._work.finish_editing()
        return self._work.sheet.instance if self._work.sheet is not None else ""

    def rename_project(self) -> None:
        """Another name for the open form's project."""
        if self._work.sheet is None or not self._work.sheet.instance:
            return
        project = self._work.sheet.instance
        asked, known = (
            self._work.session.suite.card_name,
            self._work.session.names.project_name(project),
        )
        name = messages.ask_project_name(self._work, "项目改名", asked, known)
        if name:
            cell = card_cell(project, asked)
            self._work.perform(lambda: self._work.session.type_text([cell], name))

    def remove_project(self) -> None:
        """Delete the open form's project, after a question."""
        if self._work.sheet is None or not self._work.sheet.instance:
            return
        project = self._work.sheet.instance
        name = self._work.session.names.project_name(project)
        if messages.may_remove_project(self._work, name) and self._work.perform(
            lambda: self._work.session.apply(RemoveProject(project))
        ):
            self._work.say(f"已删除项目“{name}”，Ctrl+Z 撤回")
