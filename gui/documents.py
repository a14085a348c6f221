"""What the window does with whole documents: new, open, show, leave. At most one is open."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QTimer
from PySide6.QtWidgets import QFileDialog, QMenu

from core.errors import BiaoliError
from core.keeping import back_up
from core.paths import unused
from core.refs import SheetId
from core.session import Session, read_example
from gui import last_year, messages
from gui.apart import apart, breathe
from gui.deeds import possible
from gui.dialogs.new_document import NewDocumentDialog
from gui.dialogs.unit_page import LAST_YEAR
from gui.file_names import SUFFIX, data_folder, safe_name
from gui.grid_menu import show_menu_of
from gui.left_places import go_back, keep_place
from gui.opening import Opened, audited, let_go, notes_about, open_file, settle
from gui.other_files import FILTER, move_to_own_folder, save_as, update_forms
from gui.recent_files import remember, zooms_in
from gui.tree_menu import tree_menu
from gui.workspace import Workspace
from gui.zoom import Wish, Zooms

if TYPE_CHECKING:
    from gui.main_window import MainWindow


class Documents:
    """The documents of a window, one after the other."""

    def __init__(self, window: MainWindow) -> None:
        """Nothing is open."""
        self._window = window
        self._coming: Path | None = None  # what is being read just now
        self._opening = 0  # how many were asked for; the last of them is shown
        self._leaving = 0  # how many times over: saving elsewhere leaves while one leaves
        window.panels.tree.menu_wanted.connect(self._show_tree_menu)
        window.zoom.chosen.connect(self._zoom)
        window.narrow.closed.connect(self._focus_page)
        window.actions_.menus["编辑(&E)"].aboutToShow.connect(self._tell_steps)

    def _focus_page(self) -> None:
        if self._window.workspace is not None:
            self._window.workspace.focus_page()

    def _zoom(self, wish: Wish) -> None:
        if self._window.workspace is not None:
            self._window.workspace.form.set_zoom(wish)
            self._window.workspace.focus_page()

    def _show_tree_menu(self, at: QPoint, sheet: SheetId | None) -> None:
        menu = self.tree_menu(sheet)
        if not menu.isEmpty():
            menu.exec(at)
        menu.deleteLater()

    def tree_menu(self, sheet: SheetId | None) -> QMenu:
        """What may be done with a sheet of the tree."""
        work = self._window.workspace
        if work is None:
            return QMenu(self._window)
        return tree_menu(self._window, work, self._window.actions_, sheet, self.export)

    # ---- opening

    def new(self) -> None:
        """Ask for suite and unit, and open the new document."""
        self._new(None)

    def new_from_last_year(self) -> None:
        """Ask for last year's file first; the new document begins with what it says."""
        name, _ = QFileDialog.getOpenFileName(self._window, LAST_YEAR, "", FILTER)
        if name:
            self._new(Path(name))

    def _new(self, last_year: Path | None) -> None:
        dialog = NewDocumentDialog(self._window, last_year)
        dialog.exec()
        session = dialog.session
        dialog.deleteLater()
        if session is not None:
            self.show(session)

    def choose(self) -> None:
        """Ask for a file and open it."""
        name, _ = QFileDialog.getOpenFileName(self._window, "打开", "", FILTER)
        if name:
            self.open_path(Path(name))

    def open_path(self, path: Path) -> bool:
        """Open a document; what is wrong with the file is said in one box."""
        work, status = self._window.workspace, self._window.panels.status
        if work is not None and _same_file(work.session.path, path):
            return True
        if _same_file(self._coming, path):
            return True
        self._coming, words = path, messages.opening(path.name)
        status.say(words)
        try:
            return self.open_by(lambda: open_file(self._window, path))
        finally:
            self._coming = None
            if status.said() == words:
                status.say("")

    def open_by(self, way: Callable[[], Opened | None], *, copied: bool = False) -> bool:
        """Show the document that a way leads to; what is wrong with it is said in one box.

        `copied`: it is a copy of the open one. False if nothing is shown.
        """
        self._opening += 1
        self._leaving += 1
        turn = self._opening
        try:
            opened = way()
        except BiaoliError as error:
            messages.trouble(self._window, str(error))
            return False
        finally:
            self._leaving -= 1
        if opened is None:
            return False
        if turn != self._opening:  # another start of the program asked for another file meanwhile
            opened.session.close()
            return False
        return self.show(opened.session, opened.notes, copied=copied)

    def open_example(self, example: str) -> None:
        """Open a fresh copy of a shipped example."""
        try:
            folder = data_folder() / "示例"
            folder.mkdir(exist_ok=True)
            path = unused(folder, safe_name(read_example(example).title), SUFFIX)
            session = apart(lambda: audited(Session.example(example, path)))
        except (BiaoliError, OSError) as error:
            messages.trouble(self._window, str(error))
            return
        self.show(session)

    def export(self, sheet: SheetId | None = None) -> None:
        """Ask what to export, all or only this sheet, and write it."""
        if self._window.workspace is not None:
            self._window.exporting.start(self._window.workspace, sheet)

    # ---- showing and leaving

    def show(
        self, session: Session | None, notes: Iterable[str] = (), *, copied: bool = False
    ) -> bool:
        """Show a document in place of the one before, or (None) the welcome page.

        False if the one before stays, because something of it could not be written; if the new
        one is a copy of it, nothing is lost in any case.
        """
        window = self._window
        self._leaving += 1
        try:
            not_backed_up = self._leave() if copied or self._may_leave() else None
        finally:
            self._leaving -= 1
        if not_backed_up is None:
            if session is not None:
                session.close()
            return False
        window.around.show(session is not None)
        if session is None:
            window.welcome.refresh()
            window.pages.setCurrentWidget(window.welcome)
        else:
            self._open_workspace(session)
            window.narrow.follow()
        moving, updating = partial(move_to_own_folder, window), partial(update_forms, window)
        window.notes.show_notes(notes_about(session, notes, moving, updating))
        window.show_state()
        if window.workspace is not None:
            # Only now it is known how much of a form is seen: panels and notes took their room.
            grid = window.workspace.form.view
            QTimer.singleShot(0, grid, grid.show_current)
        if not_backed_up:
            window.panels.status.say(not_backed_up)
        return True

    def is_leaving(self) -> bool:
        """Whether a document is being left, or waits to be written."""
        work = self._window.workspace
        return bool(self._leaving) or (work is not None and work.saving.is_waiting)

    def _may_leave(self) -> bool:
        """Wait until everything is in the file; if that cannot be, ask what is to be done."""
        while (work := self._window.workspace) is not None:
            work.finish_editing()
            waiting = work.saving.wait()
            if waiting is None:
                break
            chosen = messages.ask_not_written(self._window, messages.not_written(waiting))
            if chosen == messages.TRY_AGAIN:
                work.session.store.try_again()
            elif chosen == messages.SAVE_ELSEWHERE:
                save_as(self._window)
            else:
                return chosen == messages.GIVE_UP
        return True

    def _leave(self) -> str:
        """Back up the document and let it go; what went wrong with the backup."""
        window = self._window
        work = window.workspace
        if work is None:
            return ""
        keep_place(work)
        window.finder.follow(None)
        window.exporting.leave()
        work.leave()
        window.workspace = None
        not_backed_up = apart(lambda: _backed_up_and_closed(work.session))
        window.pages.removeWidget(work)
        work.deleteLater()
        let_go(work.session)
        return not_backed_up

    def _open_workspace(self, session: Session) -> None:
        settle()
        window = self._window
        work = Workspace(session, window.panels)
        last_year.compare_as_before(work)
        breathe()
        work.begin()
        breathe()
        window.workspace = work
        work.state_changed.connect(window.show_state)
        form = work.form
        form.zoom_changed.connect(lambda: window.zoom.show_wish(form.wish))
        window.zoom.show_wish(form.wish)
        window.finder.follow(work)
        show_menu_of(form.view, window.actions_)
        window.pages.addWidget(work)
        window.pages.setCurrentWidget(work)
        if session.path is not None:
            remember(session.path)
            form.use_zooms(Zooms(zooms_in(session.path)))
            go_back(work, session.path)
        work.focus_page()
        settle()

    def show_state(self, work: Workspace) -> None:
        """Say what is open, and enable what can be done."""
        session, actions, there = work.session, self._window.actions_, possible(work)
        name = session.path.name if session.path is not None else "未命名"
        mark = "（只读）" if session.read_only else "（已锁定）" if session.locked else ""
        self._window.setWindowTitle(f"{name}{mark} - 表里")
        actions.allow(there)
        compares = work.form.model.compares and session.document.last_year is not None
        actions.by_name["compare_years"].setChecked(compares)
        for name, label, word in (
            ("undo", session.undo_label(), "撤销"),
            ("redo", session.redo_label(), "重做"),
        ):
            actions.enable(name, "write" in there and bool(label), f"没有可以{word}的")

    def _tell_steps(self) -> None:
        """Undo and redo say what they would do, to whoever opens their menu."""
        work, actions = self._window.workspace, self._window.actions_
        labels = {"undo": "", "redo": ""}
        if work is not None:
            labels = {"undo": work.session.undo_label(), "redo": work.session.redo_label()}
        for name, label in labels.items():
            actions.say_more(name, label)


def _backed_up_and_closed(session: Session) -> str:
    not_backed_up = back_up(session)
    session.close()
    return not_backed_up


def _same_file(open_path: Path | None, path: Path) -> bool:
    try:
        return open_path is not None and open_path.samefile(path)
    except OSError:
        return False
