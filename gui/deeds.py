"""What the window's actions do, and which of them are possible now."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from core.emptiness import emptiness
from gui import last_year, versions
from gui.other_files import move_to_own_folder, open_a_backup, save_as, update_forms
from gui.workspace import Workspace
from gui.zoom import USUAL, Fit

if TYPE_CHECKING:
    from gui.main_window import MainWindow


def deeds(window: "MainWindow") -> dict[str, Callable[[], object]]:
    """What each action does, by its name."""

    def on(step: Callable[[Workspace], object]) -> Callable[[], object]:
        """An action of the open document; without one it does nothing."""
        return lambda: step(window.workspace) if window.workspace is not None else None

    return {
        "new": window.documents.new,
        "new_from_last_year": window.documents.new_from_last_year,
        "open": window.documents.choose,
        "save": on(lambda w: w.say_saved()),
        "save_as": lambda: save_as(window),
        "move": lambda: move_to_own_folder(window),
        "backups": lambda: open_a_backup(window),
        "update_forms": lambda: update_forms(window),
        "last_year": on(last_year.show),
        "export": window.documents.export,
        "print": on(window.exporting.print),
        "submit": on(versions.submit),
        "unlock": on(versions.unlock),
        "compare": on(versions.compare),
        "restore_opening": on(versions.restore_opening),
        "close": lambda: window.documents.show(None),
        "quit": window.close,
        "undo": on(lambda w: w.undo()),
        "redo": on(lambda w: w.redo()),
        "cut": on(lambda w: w.clipboard.cut()),
        "copy": on(lambda w: w.clipboard.copy()),
        "paste": on(lambda w: w.clipboard.paste()),
        "fill_down": on(lambda w: w.clipboard.fill_down()),
        "select_all": on(lambda w: w.form.view.blocks.select_all()),
        "find": window.finder.start,
        "find_next": lambda: window.finder.go(back=False),
        "find_previous": lambda: window.finder.go(back=True),
        "go_to": on(lambda w: w.go_to.start()),
        "amend": on(lambda w: w.amend()),
        "list_choices": on(lambda w: w.form.view.list_choices()),
        "clear": on(lambda w: w.clear()),
        "add_row": on(lambda w: w.structure.add_row()),
        "duplicate_row": on(lambda w: w.structure.duplicate_row()),
        "move_row_up": on(lambda w: w.structure.move_row(up=True)),
        "move_row_down": on(lambda w: w.structure.move_row(up=False)),
        "split_cell": on(lambda w: w.structure.split_cell()),
        "remove_row": on(lambda w: w.structure.remove_row()),
        "previous_form": on(lambda w: w.turn(-1)),
        "next_form": on(lambda w: w.turn(1)),
        "leave_out": on(lambda w: w.structure.leave_out()),
        "take_in": on(lambda w: w.structure.take_in()),
        "mark_empty": on(lambda w: w.structure.mark_empty()),
        "add_project": on(lambda w: w.structure.add_project()),
        "project_card": on(lambda w: w.show_card()),
        "duplicate_project": on(lambda w: w.structure.duplicate_project()),
        "move_project_up": on(lambda w: w.structure.move_project(up=True)),
        "move_project_down": on(lambda w: w.structure.move_project(up=False)),
        "rename_project": on(lambda w: w.structure.rename_project()),
        "remove_project": on(lambda w: w.structure.remove_project()),
        "override": on(lambda w: w.override()),
        "restore": on(lambda w: w.restore()),
        "to_input": on(lambda w: w.trail.to_input()),
        "to_user": on(lambda w: w.trail.to_user()),
        "go_back": on(lambda w: w.trail.back()),
        "audit": on(lambda w: w.auditing.everything()),
        "proof": on(lambda w: w.proofing.show()),
        "next_finding": on(lambda w: w.auditing.walk(back=False)),
        "previous_finding": on(lambda w: w.auditing.walk(back=True)),
        "suspect": on(lambda w: w.auditing.go_to_suspect()),
        "justify": on(lambda w: w.auditing.start_justifying()),
        "settle": on(lambda w: w.auditing.settle()),
        "zoom_in": on(lambda w: w.form.step_zoom(1)),
        "zoom_out": on(lambda w: w.form.step_zoom(-1)),
        "zoom_reset": on(lambda w: w.form.set_zoom(USUAL)),
        "fit_width": on(lambda w: w.form.set_zoom(Fit.WIDTH)),
        "fit_page": on(lambda w: w.form.set_zoom(Fit.PAGE)),
        "next_pane": lambda: turn_pane(window, 1),
        "previous_pane": lambda: turn_pane(window, -1),
        "compare_years": on(last_year.compare),
        "default_layout": window.around.default_layout,
        "help": window.help.here,
        "first_hour": window.help.first_hour,
        "keys": window.help.keys,
    }


def possible(work: Workspace | None) -> set[str]:
    """What actions may need that is there now, with this document open or (None) without one."""
    there = set[str]()
    if work is not None:
        there = {"open"}
        on_form = work.currentWidget() is work.form
        session = work.session
        writable = session.editable
        there |= {"form"} if on_form else set()
        there |= {"locked"} if session.locked and not session.read_only else set()
        there |= {"write"} if writable else set()
        there |= {"edit"} if writable and on_form else set()
        there |= {"projects"} if writable and session.suite.has_projects else set()
        there |= {"last year"} if session.document.last_year is not None else set()
        on_empty = work.sheet is not None and emptiness(session, work.sheet) is not None
        there |= {"empty"} if writable and on_empty else set()
        there |= {"left out"} if writable and session.document.deselected else set()
        there |= {"project"} if writable and work.sheet and work.sheet.instance else set()
    return there


def turn_pane(window: "MainWindow", step: int) -> None:
    """Put the keyboard into the next pane that is shown: 目录, 表, 来历, 结果."""
    work = window.workspace
    if work is None:
        return
    work.finish_editing()
    middle = work.form.view if work.currentWidget() is work.form else work.currentWidget()
    panes = [window.panels.tree, middle, window.panels.explain.tree, window.panels.findings.table]
    shown = [pane for pane in panes if pane.isVisible()]
    here = next((i for i, pane in enumerate(shown) if _holds_focus(pane)), 0)
    pane = shown[(here + step) % len(shown)]
    if pane is middle:
        work.focus_page()
    else:
        pane.setFocus(Qt.FocusReason.OtherFocusReason)


def _holds_focus(pane: QWidget) -> bool:
    focus: QWidget | None = pane.window().focusWidget()
    return focus is not None and (focus is pane or pane.isAncestorOf(focus))
