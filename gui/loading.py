"""Loading what a document needs, once the window is shown: with it a start would take three times.

The core is loaded in a thread, the parts of the window one by one between events. Who cannot wait
for the end of it calls `finish`.
"""

from importlib import import_module

from PySide6.QtCore import QObject, QTimer, Signal

from gui.apart import apart, breathe, is_waiting
from gui.task import Task

CORE = (
    "core.session",
    "core.audit.usual_reasons",
    "core.keeping",
    "core.last_year",
    "core.earlier",
    "core.calc.beside_last_year",
    "core.calc.reading",
    "core.calc.row_edits",
    "core.calc.suggestions",
    "core.clipboard.copying",
    "core.clipboard.pasting",
    "core.clipboard.reading",
    "core.copying",
    "core.emptiness",
    "core.document.glance",
    "core.document.history_words",
    "core.document.places",
    "core.document.recovery",
    "core.export.progress",
    "core.find.going",
    "core.find.search",
    "core.layout.area",
    "core.layout.name_columns",
    "core.layout.tally",
    "core.proof.printed",
    "core.versions.difference_sheet",
    "core.versions.shown",
)
PARTS = (
    "gui.messages",
    "gui.grid.plan_view",
    "gui.findings_panel",
    "gui.explain_panel",
    "gui.sheet_state",
    "gui.suite_tree",
    "gui.form_page",
    "gui.dialogs.empty_form",
    "gui.dialogs.override",
    "gui.proofing",
    "gui.workspace",
    "gui.exporting",
    "gui.around",
    "gui.dialogs.new_document",
    "gui.versions",
    "gui.last_year",
    "gui.deeds",
    "gui.documents",
)
_AGAIN_MS = 20
_PAINTED_MS = 50
"""When the first window is painted: a thread that loads beside it would hold it up."""


class Loading(QObject):
    """Loads everything once. `done` comes at the end of what was begun."""

    done = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        """Nothing is begun."""
        super().__init__(parent)
        self._left = list(PARTS)
        self._core: Task | None = None
        self._first = QTimer(self)
        self._first.setSingleShot(True)
        self._first.timeout.connect(self._begin)
        self._next = QTimer(self)
        self._next.setSingleShot(True)
        self._next.timeout.connect(self._go_on)

    def begin(self) -> None:
        """Load everything in the background, once the window is painted."""
        self._first.start(_PAINTED_MS)

    def finish(self) -> None:
        """Have everything there at the end; the window is painted meanwhile."""
        if not self._left:
            return
        self._next.stop()
        apart(_load_core)
        while self._left:
            self._load_part()
            breathe()

    def _begin(self) -> None:
        if self._core is None:
            self._core = Task(_load_core)
            self._core.finished.connect(self._go_on)
            self._core.begin()

    def _go_on(self) -> None:
        if is_waiting():
            self._next.start(_AGAIN_MS)
        elif self._left:
            self._load_part()
            self._next.start(0)
        else:
            self.done.emit()

    def _load_part(self) -> None:
        import_module(self._left.pop(0))


def _load_core() -> None:
    for name in CORE:
        import_module(name)
