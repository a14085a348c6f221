"""The window: its menus, and in the middle the welcome page or the open document.

It is shown with the welcome page alone. What a document needs (`around`, `documents`) is loaded
then, or when it is first asked for.
"""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QSize
from PySide6.QtGui import QCloseEvent, QResizeEvent
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from gui import appearance, icons, messages
from gui.actions import Actions
from gui.apart import is_waiting
from gui.fitting import fit
from gui.loading import Loading
from gui.note_bar import NoteBar
from gui.recent_files import settings
from gui.status_bar import StatusBar
from gui.welcome_page import WelcomePage

if TYPE_CHECKING:
    from collections.abc import Callable

    from gui.around import Around
    from gui.docks import Dock
    from gui.documents import Documents
    from gui.exporting import Exporting
    from gui.finder import Finder
    from gui.help.opening import Help
    from gui.narrow import Narrow
    from gui.workspace import Panels, Workspace
    from gui.zoom_box import ZoomBox

SIZE, LEAST_SIZE, LEAST_PAGE = (1366, 728), (880, 480), (320, 140)
_LAYOUT, _PLACE = "layout", "place"


class MainWindow(QMainWindow):
    """One window, one document at most."""

    def __init__(self) -> None:
        """The welcome page."""
        super().__init__()
        self.setAnimated(False)  # or whatever changes its size in a bar moves all of them slowly
        self.setObjectName("main_window")
        self.setWindowIcon(icons.icon("logo"))
        fit(self, LEAST_SIZE, SIZE, frame=QSize(0, 0))
        self.workspace: Workspace | None = None
        self._made: Around | None = None
        self._layout: QByteArray | None = None  # for the panels, once they are made
        self._loading = Loading(self)
        self._loading.done.connect(self.prepare)
        self._status = StatusBar()
        self.setStatusBar(self._status)
        self.welcome = WelcomePage()
        self.pages = QStackedWidget()
        self.pages.setMinimumSize(*LEAST_PAGE)
        self.pages.addWidget(self.welcome)
        self.notes = NoteBar()
        self.setCentralWidget(_stacked(self.notes, self.pages))
        self.actions_ = Actions(self, self._do)
        view = self.actions_.menus["视图(&V)"]
        self._below_panels = view.addSeparator()
        appearance.add_actions(view, self._look)
        self.welcome.new_wanted.connect(lambda: self._do("new"))
        self.welcome.open_wanted.connect(lambda: self._do("open"))
        self.welcome.file_chosen.connect(self.open_path)
        self.welcome.example_chosen.connect(self.open_example)
        self.show_state()

    # ---- what is loaded later

    def load_ahead(self) -> None:
        """Load in the background what a document will need."""
        self._loading.begin()

    def prepare(self) -> Documents:
        """Have everything there that a document needs."""
        return self.documents

    @property
    def around(self) -> Around:
        """Everything around the page."""
        if self._made is None:
            self._loading.finish()
            from gui.around import Around

            made = Around(self, self.actions_.tool_bar(), self._status)
            view, toggles = (
                self.actions_.menus["视图(&V)"],
                [dock.toggleViewAction() for dock in made.docks],
            )
            view.insertSeparator(self._below_panels)
            view.insertActions(self._below_panels, toggles)
            if self._layout is not None:
                made.restore(self._layout)
            self._made = made
        return self._made

    @cached_property
    def documents(self) -> Documents:
        """What is done with whole documents."""
        self._loading.finish()
        from gui.documents import Documents

        return Documents(self)

    @cached_property
    def help(self) -> Help:
        """The manual."""
        self._loading.finish()
        from gui.help.opening import Help

        return Help(self)

    @cached_property
    def _deeds(self) -> dict[str, Callable[[], object]]:
        self._loading.finish()
        from gui.deeds import deeds

        return deeds(self)

    @property
    def panels(self) -> Panels:
        """The panels around the page."""
        return self.around.panels

    @property
    def docks(self) -> tuple[Dock, Dock, Dock]:
        """Tree, explanation and findings."""
        return self.around.docks

    @property
    def finder(self) -> Finder:
        """The search over all forms."""
        return self.around.finder

    @property
    def exporting(self) -> Exporting:
        """The export."""
        return self.around.exporting

    @property
    def narrow(self) -> Narrow:
        """What gives way in a narrow window."""
        return self.around.narrow

    @property
    def zoom(self) -> ZoomBox:
        """How large the form is shown."""
        return self.around.zoom

    # ---- what actions do

    def _do(self, name: str) -> None:
        self._deeds[name]()

    def open_path(self, path: Path) -> bool:
        """Open a document; what is wrong with the file is said in one box."""
        return self.documents.open_path(path)

    def open_example(self, example: str) -> None:
        """Open a fresh copy of a shipped example."""
        self.documents.open_example(example)

    def _look(self, percent: int, high_contrast: bool) -> None:
        """Show everything in another size or other colours: the window starts again, where one was.

        If something of the document cannot be written now, it is so from the next start.
        """
        appearance.keep(percent, high_contrast=high_contrast)
        self.start_again()

    def start_again(self) -> bool:
        """Start the window anew, where one was; False if it stays as it is, and why was said."""
        path = self.workspace.session.path if self.workspace is not None else None
        if not self.close_document():
            return False
        if appearance.start_again(path):
            self.close()
            return True
        messages.trouble(self, messages.NOT_STARTED)
        if path is not None:
            self.open_path(path)
        return False

    def close_document(self) -> bool:
        """Back to the welcome page; False if something of the document could not be written."""
        return self.workspace is None or self.documents.show(None)

    def show_state(self) -> None:
        """Say in the title what is open, and enable what can be done now."""
        work = self.workspace
        if work is None:
            self.setWindowTitle("表里")
            self.actions_.allow(set())
        else:
            self.documents.show_state(work)

    # ---- the window itself

    def restore_layout(self) -> None:
        """Put window and panels where they were last."""
        kept, place = settings().value(_LAYOUT), settings().value(_PLACE)
        if isinstance(place, QByteArray):
            self.restoreGeometry(place)  # Qt sees to it that it is on a screen
        if isinstance(kept, QByteArray):
            self._layout = kept
            if self._made is not None:
                self._made.restore(kept)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let panels give way, or come back."""
        super().resizeEvent(event)
        if self._made is not None:
            self._made.narrow.resized()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Nothing to ask, unless something cannot be written; not while that is waited for."""
        work = self.workspace
        if is_waiting() or (work is not None and self.documents.is_leaving()):
            event.ignore()
            return
        place = self.saveGeometry()
        layout = self._made.layout() if work is not None and self._made is not None else None
        if not self.close_document():
            self.narrow.follow()
            event.ignore()
            return
        settings().setValue(_PLACE, place)
        if layout is not None:
            settings().setValue(_LAYOUT, layout)
        super().closeEvent(event)


def _stacked(*widgets: QWidget) -> QWidget:
    """Widgets one above the other."""
    whole = QWidget()
    layout = QVBoxLayout(whole)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(0)
    for widget in widgets:
        layout.addWidget(widget)
    return whole
