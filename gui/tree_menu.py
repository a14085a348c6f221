"""What may be done with a sheet of the tree: its context menu."""

from collections.abc import Callable

from PySide6.QtWidgets import QMenu, QWidget

from core.refs import SheetId
from gui.actions import Actions
from gui.grid_menu import PROJECT_ACTIONS
from gui.suite_tree import COVER_SHEET
from gui.workspace import Workspace

_ON_SHEETS = ("mark_empty", "leave_out", "add_project")


def tree_menu(
    parent: QWidget,
    work: Workspace,
    actions: Actions,
    sheet: SheetId | None,
    export: Callable[[SheetId], object],
) -> QMenu:
    """The menu of a sheet, which is opened, or of a form left out; what cannot be is not in it."""
    menu = QMenu(parent)
    if sheet is not None and sheet.form in work.session.document.deselected:
        form, called = sheet.form, work.session.names.form_called(sheet.form)
        take_in = menu.addAction(f"选用{called.replace('&', '&&')}")
        take_in.setEnabled(work.session.editable)
        take_in.triggered.connect(lambda: work.structure.take_in(form))
        return menu
    if sheet is not None:
        if sheet != work.sheet:
            work.open_sheet(sheet)
        menu.addAction("打开(&O)").triggered.connect(work.focus_page)
        menu.addAction("审核本表(&S)").triggered.connect(work.auditing.here)
        if sheet != COVER_SHEET:
            menu.addAction("导出本表(&E)…").triggered.connect(lambda: export(sheet))
        menu.addSeparator()
    of_project = PROJECT_ACTIONS if sheet is not None and sheet.instance else ()
    for name in (*_ON_SHEETS, *of_project):
        action = actions.by_name[name]
        if action.isEnabled():
            menu.addAction(action)
    return menu
