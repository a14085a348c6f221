"""After an edit: everything around the page is brought in step with the document.

What somebody types is on the page at once, with all that is calculated from it. Findings follow
when the keyboard rests, at the latest before anything else is done: to list them takes as long as
all the rest.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from core.audit.field_checks import DECIMALS
from core.calc.changes import NO_CHANGES
from core.refs import CellId
from core.session import Changes
from gui import messages
from gui.apart import breathe

if TYPE_CHECKING:
    from gui.workspace import Workspace

FOLLOW_AFTER_MS = 40


class AfterEdit:
    """What a workspace does when its document was changed."""

    def __init__(self, work: Workspace) -> None:
        """Of this workspace."""
        self._work = work
        self._late = NO_CHANGES
        self._typed = set[CellId]()
        self._rest = QTimer(work)
        self._rest.setSingleShot(True)
        self._rest.timeout.connect(self.catch_up)

    def changed(self, changes: Changes) -> None:
        """After an edit that was not typed into the grid."""
        work = self._work
        self.catch_up()
        work.form.take(changes)
        if changes.shape or changes.sheets:
            breathe()  # the page first: it is what one looks at
        self._show_findings(changes)
        self._show_rest()
        work.structure.new_upper_rows()

    def typed(self, changes: Changes) -> None:
        """After an edit that was typed into the grid, which shows it already."""
        work = self._work
        cells = {cell for cell in changes.cells if cell in work.session.document.texts}
        place = work.current()
        here = set(place.covers) if place is not None else set[CellId]()
        self._typed |= changes.cells & here
        self._late |= changes
        if changes.shape or changes.sheets:
            breathe()
            self.catch_up()
        else:
            self._rest.start(FOLLOW_AFTER_MS)
        self._show_rest()
        if place is not None and len(cells & here) > 1:
            work.say(f"已改 {len(here)} 行")
        added = work.structure.new_upper_rows() if work.sheet in changes.shape else []
        if added:
            work.say(messages.upper_rows(added))

    def catch_up(self) -> None:
        """Show the findings as they are after all that was typed."""
        late, typed = self._late, self._typed
        self._late, self._typed = NO_CHANGES, set()
        self._rest.stop()
        if late is NO_CHANGES:
            return
        work = self._work
        work.form.model.catch_up()
        self._show_findings(late)
        listed = work.session.findings_by_sheet()
        for finding in listed.get(work.sheet, ()) if work.sheet is not None and typed else ():
            if finding.rule == DECIMALS and finding.cells[0] in typed:
                work.say(f"{finding.message}。原来填的可在“记录”里看到")

    def leave(self) -> None:
        """The document is closed: nobody looks any more."""
        self._late = NO_CHANGES
        self._rest.stop()

    def _show_findings(self, changes: Changes) -> None:
        """Tree, list and counts."""
        work = self._work
        work.panels.tree.take(changes)
        if changes.sheets and work.sheet not in work.panels.tree.sheets():
            work.open_sheet(work.first_sheet())
        work.panels.findings.after_edit()
        work.panels.status.show_summary(work.session.summary())

    def _show_rest(self) -> None:
        """Everything else."""
        work = self._work
        if work.currentWidget() is work.fields:
            work.fields.refresh()
        work.saving.show()
        work.moved_soon()
        work.show_block()
        work.clipboard.after_edit()
        work.document_changed.emit()
        work.state_changed.emit()
