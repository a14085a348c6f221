"""What makes the open document longer or shorter: rows, forms, projects. Each is one undo step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.calc.selection import RETURNED
from core.document.edits import RemoveProject, SelectForm
from core.layout.plan import CellKind
from core.refs import SheetId, card_cell
from core.session import Changes
from gui import messages

if TYPE_CHECKING:
    from gui.workspace import Workspace


class Structure:
    """The rows, forms and projects of the document in a workspace."""

    def __init__(self, work: Workspace) -> None:
        """Change the document of this workspace."""
        self._work = work

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
            self._work.say(messages.removed(self._work.session.undo_label()))

    # ---- forms

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
            sheets = [title.sheet for title in self._work.session.sheets()]
            self._work.open_sheet(
                next(s for s in sheets if s.instance and s.instance not in before)
            )
            self._work.focus_page()

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
