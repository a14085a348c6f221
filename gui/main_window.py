"""The window: menus, tool bar, panels, and in the middle the welcome page or the open document."""

from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QByteArray, QPoint, Qt
from PySide6.QtGui import QCloseEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QMainWindow,
    QMenu,
    QStackedWidget,
    QToolBar,
    QVBoxLayout,
    QWidget,
)

from core.errors import BiaoliError
from core.keeping import back_up
from core.paths import unused
from core.refs import SheetId
from core.session import Session, read_example
from gui import appearance, icons, last_year, messages, revisions, versions
from gui.actions import Actions
from gui.apart import apart, breathe
from gui.cell_line import CellLine
from gui.dialogs.backups import choose_backup
from gui.dialogs.new_document import NewDocumentDialog
from gui.dialogs.unit_page import LAST_YEAR
from gui.docks import Dock
from gui.explain_panel import ExplainPanel
from gui.exporting import Exporting
from gui.file_names import SUFFIX, data_folder, safe_name
from gui.find_field import FindField
from gui.finder import Finder
from gui.findings_panel import FindingsPanel
from gui.grid_menu import show_menu_of
from gui.help.opening import FIRST, KEYS, Help
from gui.narrow import EXPLAIN, LEAST_TREE, TREE, Narrow
from gui.note_bar import NoteBar
from gui.opening import (
    Opened,
    audited,
    is_in_own_folder,
    let_go,
    notes_about,
    open_backup,
    open_file,
    open_in_own_folder,
)
from gui.recent_files import (
    place_in,
    remember,
    remember_left,
    remember_place,
    remember_zooms,
    settings,
    zooms_in,
)
from gui.recent_list import as_left
from gui.status_bar import StatusBar
from gui.suite_tree import SuiteTree
from gui.tree_menu import tree_menu
from gui.welcome_page import WelcomePage
from gui.workspace import Panels, Workspace
from gui.zoom import USUAL, Fit, Wish, Zooms
from gui.zoom_box import ZoomBox

FILTER = f"表里文件 (*{SUFFIX});;所有文件 (*)"
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
        self.setCentralWidget(_stacked(self.notes, self._pages))
        self.finder = Finder(FindField())
        self.exporting = Exporting(self, self.panels.status)
        self.help = Help(self)
        self.actions_ = Actions(self, self._what_actions_do())
        self.zoom = ZoomBox()
        self._bars = self._make_bars()
        self.docks = self._make_docks()
        self._add_dock_actions()
        self._default_state = self.saveState(_LAYOUT_VERSION)
        tree, explain, found = self.docks
        self.narrow = Narrow(self, (tree, explain, found), self.panels.tree, self._bars[0])
        self._connect()
        self._show_document(None)

    # ---- layout

    def _make_bars(self) -> list[QToolBar]:
        tools = self.actions_.tool_bar()
        gap = QWidget()
        gap.setSizePolicy(gap.sizePolicy().Policy.Expanding, gap.sizePolicy().Policy.Preferred)
        tools.addWidget(gap)
        tools.addWidget(self.finder.field)
        tools.addWidget(self.zoom)
        line = QToolBar("当前格")
        line.setObjectName("cell_line")
        line.setMovable(False)
        line.addWidget(self.panels.line)
        self.addToolBar(tools)
        self.addToolBarBreak()
        self.addToolBar(line)
        for bar in (tools, line):
            bar.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
            bar.toggleViewAction().setVisible(False)
        return [tools, line]

    def _make_docks(self) -> list[Dock]:
        panels = self.panels
        tree = Dock("dock_tree", "套表目录", panels.tree)
        explain = Dock("dock_explain", "数据来历", panels.explain)
        found = Dock("dock_findings", "审核结果", panels.findings, panels.findings.title_bar)
        tree.setMinimumWidth(LEAST_TREE)
        explain.setMinimumWidth(200)
        self.setCorner(Qt.Corner.BottomLeftCorner, Qt.DockWidgetArea.LeftDockWidgetArea)
        self.setCorner(Qt.Corner.BottomRightCorner, Qt.DockWidgetArea.BottomDockWidgetArea)
        self.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, tree)
        self.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, explain)
        self.addDockWidget(Qt.DockWidgetArea.BottomDockWidgetArea, found)
        self.resizeDocks([tree, explain], [TREE, EXPLAIN], Qt.Orientation.Horizontal)
        self.resizeDocks([found], [150], Qt.Orientation.Vertical)
        return [tree, explain, found]

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

    def _default_layout(self) -> None:
        self.narrow.take_back()
        self.restoreState(self._default_state, _LAYOUT_VERSION)
        for dock in self.docks:
            dock.show()
        self.narrow.follow()

    # ---- what actions do

    def _what_actions_do(self) -> dict[str, Callable[[], object]]:
        on = self._with_document
        return {
            "new": self.new_document,
            "new_from_last_year": self.new_from_last_year,
            "open": self.choose_document,
            "save": on(Workspace.say_saved),
            "save_as": self.save_as,
            "move": self.move_to_own_folder,
            "backups": self.choose_backup,
            "update_forms": self.update_forms,
            "last_year": on(last_year.show),
            "export": self.export,
            "print": on(self.exporting.print_forms),
            "submit": on(versions.submit),
            "unlock": on(versions.unlock),
            "compare": on(versions.compare),
            "restore_opening": on(versions.restore_opening),
            "close": self.close_document,
            "quit": self.close,
            "undo": on(Workspace.undo),
            "redo": on(Workspace.redo),
            "cut": on(lambda w: w.clipboard.cut()),
            "copy": on(lambda w: w.clipboard.copy()),
            "paste": on(lambda w: w.clipboard.paste()),
            "fill_down": on(lambda w: w.clipboard.fill_down()),
            "select_all": on(lambda w: w.form.view.blocks.select_all()),
            "find": self.finder.start,
            "find_next": lambda: self.finder.go(back=False),
            "find_previous": lambda: self.finder.go(back=True),
            "go_to": on(lambda w: w.go_to.start()),
            "amend": on(Workspace.amend),
            "list_choices": on(lambda w: w.form.view.list_choices()),
            "clear": on(Workspace.clear),
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
            "add_project": on(lambda w: w.structure.add_project()),
            "project_card": on(Workspace.show_card),
            "duplicate_project": on(lambda w: w.structure.duplicate_project()),
            "move_project_up": on(lambda w: w.structure.move_project(up=True)),
            "move_project_down": on(lambda w: w.structure.move_project(up=False)),
            "rename_project": on(lambda w: w.structure.rename_project()),
            "remove_project": on(lambda w: w.structure.remove_project()),
            "override": on(Workspace.override),
            "restore": on(Workspace.restore),
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
            "next_pane": lambda: self._turn_pane(1),
            "previous_pane": lambda: self._turn_pane(-1),
            "default_layout": self._default_layout,
            "help": self.help.here,
            "first_hour": lambda: self.help.open_at(FIRST),
            "keys": lambda: self.help.open_at(KEYS),
        }

    def _with_document(self, step: Callable[[Workspace], object]) -> Callable[[], object]:
        """An action of the open document; without one it does nothing."""
        return lambda: step(self.workspace) if self.workspace is not None else None

    def _connect(self) -> None:
        self.welcome.new_wanted.connect(self.new_document)
        self.welcome.open_wanted.connect(self.choose_document)
        self.welcome.file_chosen.connect(self.open_path)
        self.welcome.example_chosen.connect(self.open_example)
        self.panels.tree.menu_wanted.connect(self._show_tree_menu)
        self.zoom.chosen.connect(self._zoom)
        self.narrow.closed.connect(self._with_document(Workspace.focus_page))

    def _zoom(self, wish: Wish) -> None:
        if self.workspace is not None:
            self.workspace.form.set_zoom(wish)
            self.workspace.focus_page()

    def _turn_pane(self, step: int) -> None:
        """Put the keyboard into the next pane that is shown: 目录, 表, 来历, 结果."""
        work = self.workspace
        if work is None:
            return
        work.finish_editing()
        middle = work.form.view if work.currentWidget() is work.form else work.currentWidget()
        panes = [self.panels.tree, middle, self.panels.explain.tree, self.panels.findings.table]
        shown = [pane for pane in panes if pane.isVisible()]
        here = next((i for i, pane in enumerate(shown) if _holds_focus(pane)), 0)
        pane = shown[(here + step) % len(shown)]
        if pane is middle:
            work.focus_page()
        else:
            pane.setFocus(Qt.FocusReason.OtherFocusReason)

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
            return self._open(lambda: open_file(self, path))
        finally:
            self._coming = None
            if self.panels.status.said() == words:
                self.panels.status.say("")

    def _open(self, way: Callable[[], Opened | None], *, copied: bool = False) -> bool:
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

    def save_as(self) -> None:
        """Write everything to another file and go on in that one."""
        work = self.workspace
        if work is None:
            return
        work.settle()
        here = str(work.session.path or "")
        name, _ = QFileDialog.getSaveFileName(self, "另存一份", here, FILTER)
        if not name:
            return
        path = Path(name) if name.endswith(SUFFIX) else Path(name + SUFFIX)
        self._open(lambda: Opened(work.session.save_as(path, replace=True)), copied=True)

    def move_to_own_folder(self) -> None:
        """Go on in 我的填报, the safe folder."""
        work = self.workspace
        if work is None:
            return
        work.settle()
        if is_in_own_folder(work.session):
            work.say("这个文件已经在“我的填报”里")
        else:
            self._open(lambda: open_in_own_folder(work.session), copied=True)

    def choose_backup(self) -> None:
        """List the backups of the open document, and open one as a new file."""
        work = self.workspace
        if work is None or work.session.path is None:
            return
        work.settle()
        path = work.session.path
        chosen = choose_backup(self, work.session)
        if chosen is not None:
            self._open(lambda: open_backup(chosen, path))

    def update_forms(self) -> None:
        """Show what a newer revision of the forms changes, and go on with it if that is wanted."""
        work = self.workspace
        if work is None:
            return
        work.settle()
        path, done = work.session.path, ""
        try:
            done = revisions.take_over(self, work.session)
        except BiaoliError as error:
            messages.trouble(self, str(error))
        if path is not None and done:
            self._show_document(None)
            self._open(lambda: revisions.opened_again(path, done))

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
            notes_about(session, notes, self.move_to_own_folder, self.update_forms)
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
                self.save_as()
            else:
                return chosen == messages.GIVE_UP
        return True

    def _leave(self) -> str:
        """Back up the document and let it go; what went wrong with the backup."""
        work = self.workspace
        if work is None:
            return ""
        self._keep_place(work)
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
            self._go_back(work, place_in(session.path))
        work.focus_page()

    def _keep_place(self, work: Workspace) -> None:
        place, path = work.current(), work.session.path
        if path is not None:
            remember_zooms(path, work.form.zooms.texts())
            remember_left(path, as_left(work.session))
        if path is not None and place is not None and place.cell is not None:
            with suppress(BiaoliError):  # a row that is not there yet has no address
                remember_place(path, work.session.names.address(place.cell))

    def _go_back(self, work: Workspace, address: str) -> None:
        """Go on at the cell where the document was left, if it is still there."""
        if address:
            with suppress(BiaoliError):
                cell = work.session.names.cell(address)
                work.open_sheet(cell.sheet)
                work.form.go(cell)

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
        work, there = self.workspace, set[str]()
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
            there |= {"left out"} if writable and session.document.deselected else set()
            there |= {"project"} if writable and work.sheet and work.sheet.instance else set()
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


def _stacked(*widgets: QWidget) -> QWidget:
    whole = QWidget()
    layout = QVBoxLayout(whole)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(0)
    for widget in widgets:
        layout.addWidget(widget)
    return whole


def _holds_focus(pane: QWidget) -> bool:
    focus: QWidget | None = pane.window().focusWidget()
    return focus is not None and (focus is pane or pane.isAncestorOf(focus))


def _same_file(open_path: Path | None, path: Path) -> bool:
    try:
        return open_path is not None and open_path.samefile(path)
    except OSError:
        return False
