"""After an edit: everything around the page is brought in step with the document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.audit.field_checks import DECIMALS
from core.session import Changes
from gui import messages
from gui.apart import breathe

if TYPE_CHECKING:
    from gui.workspace import Workspace


class AfterEdit:
    """What a workspace does when its document was changed."""

    def __init__(self, work: Workspace) -> None:
        """Of this workspace."""
        self._work = work

    def changed(self, changes: Changes) -> None:
        """After an edit that was not typed into the grid."""
        work = self._work
        work.form.take(changes)
        self._bring_up(changes)
        work.structure.new_upper_rows()

    def typed(self, changes: Changes) -> None:
        """After an edit that was typed into the grid, which shows it already."""
        work = self._work
        self._bring_up(changes)
        cells = {cell for cell in changes.cells if cell in work.session.document.texts}
        place = work.current()
        if place is not None and len(cells & set(place.covers)) > 1:
            work.say(f"已改 {len(place.covers)} 行")
        typed = changes.cells & set(place.covers) if place is not None else ()
        listed = work.session.findings_by_sheet()
        for finding in listed.get(work.sheet, ()) if work.sheet is not None and typed else ():
            if finding.rule == DECIMALS and finding.cells[0] in typed:
                work.say(f"{finding.message}。原来填的可在“记录”里看到")
        added = work.structure.new_upper_rows() if work.sheet in changes.shape else []
        if added:
            work.say(messages.upper_rows(added))

    def _bring_up(self, changes: Changes) -> None:
        """Bring everything around the page up to date."""
        work = self._work
        if changes.shape or changes.sheets:
            breathe()  # the page first: it is what one looks at
        work.panels.tree.take(changes)
        if changes.sheets and work.sheet not in work.panels.tree.sheets():
            work.open_sheet(work.first_sheet())
        if changes.findings or changes.shape or changes.sheets:
            work.panels.findings.refresh()
        if work.currentWidget() is work.fields:
            work.fields.refresh()
        work.panels.status.show_summary(work.session.summary())
        work.saving.show()
        work.moved(work.current())
        work.show_block()
        work.clipboard.after_edit()
        work.document_changed.emit()
        work.state_changed.emit()
