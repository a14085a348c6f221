"""The window: menus, tool bar, panels, and in the middle the welcome page or the open document."""

from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QByteArray, QPoint
from PySide6.QtGui import QCloseEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QMainWindow,
    QMenu,
    QStackedWidget,
)

from core.errors import BiaoliError
from core.keeping import back_up
from core.paths import unused
from core.refs import SheetId
from core.session import Session, read_example
from gui import appearance, icons, messages
from gui.actions import Actions
from gui.apart import apart, breathe
from gui.cell_line import CellLine
from gui.deeds import deeds, possible
from gui.dialogs.new_document import NewDocumentDialog
from gui.dialogs.unit_page import LAST_YEAR
from gui.explain_panel import ExplainPanel
from gui.exporting import Exporting
from gui.file_names import SUFFIX, data_folder, safe_name
from gui.find_field import FindField
from gui.finder import Finder
from gui.findings_panel import FindingsPanel
from gui.grid_menu import show_menu_of
from gui.help.opening import Help
from gui.left_places import go_back, keep_place
from gui.narrow import Narrow
from gui.note_bar import NoteBar
from gui.opening import (
    Opened,
    audited,
    let_go,
    notes_about,
    open_file,
)
from gui.other_files import FILTER, move_to_own_folder, save_as, update_forms
from gui.recent_files import (
    remember,
    settings,
    zooms_in,
)
from gui.status_bar import StatusBar
from gui.suite_tree import SuiteTree
from gui.tree_menu import tree_menu
from gui.welcome_page import WelcomePage
from gui.window_parts import make_bars, make_docks, stacked
from gui.workspace import Panels, Workspace
from gui.zoom import Wish, Zooms
from gui.zoom_box import ZoomBox

SIZE, LEAST_SIZE, LEAST_PAGE = (1366, 728), (880, 480), (320, 140)
_LAYOUT, _LAYOUT_VERSION, _PLACE = "layout", 1, "place"


class MainWindow(QMainWindow):
    """One window, one document at most."""

    def __init__(self) -> None:
        """The welcome page."""
        super().__init__()
        self.setObjectName("main_window")
        self.setWindowIcon(icons.icon("logo"))
        self.setMinimumSize(*LEAST_SIZE)
        self.resize(*SIZE)
        self.workspace: Workspace | None = None
        self._coming: Path | None = None  # what is being read just now
        self._opening = 0  # how many were asked for; the last of them is shown
        self._leaving = 0  # how many times over: saving elsewhere leaves while one leaves
        self.panels = Panels(SuiteTree(), FindingsPanel(), ExplainPanel(), CellLine(), StatusBar())
        self.setStatusBar(self.panels.status)
        self.welcome = WelcomePage()
        self._pages = QStackedWidget()
        self._pages.setMinimumSize(*LEAST_PAGE)
        self._pages.addWidget(self.welcome)
        self.notes = NoteBar()
        self.setCentralWidget(stacked(self.notes, self._pages))
        self.finder = Finder(FindField())
        self.exporting = Exporting(self, self.panels.status)
        self.help = Help(self)
        self.actions_ = Actions(self, deeds(self))
        self.zoom = ZoomBox()
        self._bars = make_bars(
            self, self.actions_.tool_bar(), self.finder.field, self.zoom, self.panels.line
        )
        self.docks = make_docks(self, self.panels)
        self._add_dock_actions()
        self._default_state = self.saveState(_LAYOUT_VERSION)
        self.narrow = Narrow(self, self.docks, self.panels.tree, self._bars[0])
        self._connect()
        self._show_document(None)

    # ---- layout

    def _add_dock_actions(self) -> None:
        menu = self.actions_.menus["视图(&V)"]
        menu.addSeparator()
        for dock in self.docks:
            menu.addAction(dock.toggleViewAction())
        menu.addSeparator()
        appearance.add_actions(menu, self._look)

    def _look(self, percent: int, high_contrast: bool) -> None:
        """Show everything in another size or other colours: the window starts again, where one was.

        If something of the document cannot be written now, it is so from the next start.
        """
        appearance.keep(percent, high_contrast=high_contrast)
        path = self.workspace.session.path if self.workspace is not None else None
        if not self._show_document(None):
            return
        if appearance.start_again(path):
            self.close()
        else:
            messages.trouble(self, messages.NOT_STARTED)
            if path is not None:
                self.open_path(path)

    def default_layout(self) -> None:
        """Put every panel where it was in the beginning."""
        self.narrow.take_back()
        self.restoreState(self._default_state, _LAYOUT_VERSION)
        for dock in self.docks:
            dock.show()
        self.narrow.follow()

    # ---- what actions do

    def _connect(self) -> None:
        self.welcome.new_wanted.connect(self.new_document)
        self.welcome.open_wanted.connect(self.choose_document)
        self.welcome.file_chosen.connect(self.open_path)
        self.welcome.example_chosen.connect(self.open_example)
        self.panels.tree.menu_wanted.connect(self._show_tree_menu)
        self.zoom.chosen.connect(self._zoom)
        self.narrow.closed.connect(self._focus_page)

    def _focus_page(self) -> None:
        if self.workspace is not None:
            self.workspace.focus_page()

    def _zoom(self, wish: Wish) -> None:
        if self.workspace is not None:
            self.workspace.form.set_zoom(wish)
            self.workspace.focus_page()

    def _show_tree_menu(self, at: QPoint, sheet: SheetId | None) -> None:
        menu = self.tree_menu(sheet)
        if not menu.isEmpty():
            menu.exec(at)
        menu.deleteLater()

    def tree_menu(self, sheet: SheetId | None) -> QMenu:
        """What may be done with a sheet of the tree."""
        if self.workspace is None:
            return QMenu(self)
        return tree_menu(self, self.workspace, self.actions_, sheet, self.export_sheet)

    # ---- documents

    def new_document(self) -> None:
        """Ask for suite and unit, and open the new document."""
        self._new_document(None)

    def new_from_last_year(self) -> None:
        """Ask for last year's file first; the new document begins with what it says."""
        name, _ = QFileDialog.getOpenFileName(self, LAST_YEAR, "", FILTER)
        if name:
            self._new_document(Path(name))

    def _new_document(self, last_year: Path | None) -> None:
        dialog = NewDocumentDialog(self, last_year)
        dialog.exec()
        session = dialog.session
        dialog.deleteLater()
        if session is not None:
            self._show_document(session)

    def choose_document(self) -> None:
        """Ask for a file and open it."""
        name, _ = QFileDialog.getOpenFileName(self, "打开", "", FILTER)
        if name:
            self.open_path(Path(name))

    def open_path(self, path: Path) -> bool:
        """Open a document; what is wrong with the file is said in one box."""
        work = self.workspace
        if work is not None and _same_file(work.session.path, path):
            return True
        if _same_file(self._coming, path):
            return True
        self._coming, words = path, messages.opening(path.name)
        self.panels.status.say(words)
        try:
            return self.open_by(lambda: open_file(self, path))
        finally:
            self._coming = None
            if self.panels.status.said() == words:
                self.panels.status.say("")

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
            messages.trouble(self, str(error))
            return False
        finally:
            self._leaving -= 1
        if opened is None:
            return False
        if turn != self._opening:  # another start of the program asked for another file meanwhile
            opened.session.close()
            return False
        return self._show_document(opened.session, opened.notes, copied=copied)

    def open_example(self, example: str) -> None:
        """Open a fresh copy of a shipped example."""
        try:
            folder = data_folder() / "示例"
            folder.mkdir(exist_ok=True)
            path = unused(folder, safe_name(read_example(example).title), SUFFIX)
            session = apart(lambda: audited(Session.example(example, path)))
        except (BiaoliError, OSError) as error:
            messages.trouble(self, str(error))
            return
        self._show_document(session)

    def export(self) -> None:
        """Ask what to export, and write it."""
        if self.workspace is not None:
            self.exporting.start(self.workspace)

    def export_sheet(self, sheet: SheetId) -> None:
        """Ask the same with only this sheet chosen."""
        if self.workspace is not None:
            self.exporting.start(self.workspace, sheet)

    def close_document(self) -> None:
        """Back to the welcome page; everything is saved."""
        self._show_document(None)

    def _show_document(
        self, session: Session | None, notes: Iterable[str] = (), *, copied: bool = False
    ) -> bool:
        """Show a document in place of the one before, or (None) the welcome page.

        False if the one before stays, because something of it could not be written; if the new
        one is a copy of it, nothing is lost in any case.
        """
        self._leaving += 1
        try:
            not_backed_up = self._leave() if copied or self._may_leave() else None
        finally:
            self._leaving -= 1
        if not_backed_up is None:
            if session is not None:
                session.close()
            return False
        for shown in (*self._bars, *self.docks):
            shown.setVisible(session is not None)
        if session is None:
            self.welcome.refresh()
            self._pages.setCurrentWidget(self.welcome)
        else:
            self._open_workspace(session)
            self.narrow.follow()
        self.notes.show_notes(
            notes_about(
                session, notes, partial(move_to_own_folder, self), partial(update_forms, self)
            )
        )
        self._show_title()
        self._allow_actions()
        if not_backed_up:
            self.panels.status.say(not_backed_up)
        return True

    def _may_leave(self) -> bool:
        """Wait until everything is in the file; if that cannot be, ask what is to be done."""
        while (work := self.workspace) is not None:
            work.finish_editing()
            waiting = work.saving.wait()
            if waiting is None:
                break
            chosen = messages.ask_not_written(self, messages.not_written(waiting))
            if chosen == messages.TRY_AGAIN:
                work.session.store.try_again()
            elif chosen == messages.SAVE_ELSEWHERE:
                save_as(self)
            else:
                return chosen == messages.GIVE_UP
        return True

    def _leave(self) -> str:
        """Back up the document and let it go; what went wrong with the backup."""
        work = self.workspace
        if work is None:
            return ""
        keep_place(work)
        self.finder.follow(None)
        self.exporting.leave()
        work.leave()
        self.workspace = None
        not_backed_up = apart(lambda: _backed_up_and_closed(work.session))
        self._pages.removeWidget(work)
        work.deleteLater()
        let_go(work.session)
        return not_backed_up

    def _open_workspace(self, session: Session) -> None:
        work = Workspace(session, self.panels)
        breathe()
        work.begin()
        breathe()
        self.workspace = work
        work.state_changed.connect(self._allow_actions)
        work.state_changed.connect(self._show_title)
        form = work.form
        form.zoom_changed.connect(lambda: self.zoom.show_wish(form.wish))
        self.zoom.show_wish(form.wish)
        self.finder.follow(work)
        show_menu_of(form.view, self.actions_)
        self._pages.addWidget(work)
        self._pages.setCurrentWidget(work)
        if session.path is not None:
            remember(session.path)
            form.use_zooms(Zooms(zooms_in(session.path)))
            go_back(work, session.path)
        work.focus_page()

    def _show_title(self) -> None:
        work = self.workspace
        if work is None:
            self.setWindowTitle("表里")
            return
        name = work.session.path.name if work.session.path is not None else "未命名"
        session = work.session
        mark = "（只读）" if session.read_only else "（已锁定）" if session.locked else ""
        self.setWindowTitle(f"{name}{mark} - 表里")

    def _allow_actions(self) -> None:
        """Enable what can be done now; undo and redo say what they would do."""
        work, there = self.workspace, possible(self.workspace)
        self.actions_.allow(there)
        for name, words in (("undo", "撤销(&U)"), ("redo", "重做(&R)")):
            label = getattr(work.session, f"{name}_label")() if work is not None else ""
            action = self.actions_.by_name[name]
            action.setEnabled("write" in there and bool(label))
            action.setText(f"{words} {label.replace('&', '&&')}".strip())

    # ---- the window itself

    def restore_layout(self) -> None:
        """Put window and panels where they were last."""
        kept, place = settings().value(_LAYOUT), settings().value(_PLACE)
        if isinstance(place, QByteArray):
            self.restoreGeometry(place)  # Qt sees to it that it is on a screen
        if isinstance(kept, QByteArray):
            self.restoreState(kept, _LAYOUT_VERSION)
        for shown in (*self._bars, *self.docks):
            shown.setVisible(self.workspace is not None)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let panels give way, or come back."""
        super().resizeEvent(event)
        self.narrow.resized()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Nothing to ask, unless something cannot be written; not while that is waited for."""
        work = self.workspace
        if self._leaving or (work is not None and work.saving.is_waiting):
            event.ignore()
            return
        place = self.saveGeometry()
        self.narrow.take_back()
        layout = self.saveState(_LAYOUT_VERSION) if work is not None else None
        if not self._show_document(None):
            self.narrow.follow()
            event.ignore()
            return
        settings().setValue(_PLACE, place)
        if layout is not None:
            settings().setValue(_LAYOUT, layout)
        super().closeEvent(event)


def _backed_up_and_closed(session: Session) -> str:
    not_backed_up = back_up(session)
    session.close()
    return not_backed_up


def _same_file(open_path: Path | None, path: Path) -> bool:
    try:
        return open_path is not None and open_path.samefile(path)
    except OSError:
        return False
