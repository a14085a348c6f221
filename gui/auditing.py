"""What the window does with findings: walk through them, find the mistake, explain, settle."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.audit.remedies import Remedy
from core.document.edits import Edit, SetOverride, SetText
from core.findings import Finding, Outcome
from core.refs import CellId
from gui import messages

if TYPE_CHECKING:
    from gui.workspace import Workspace


class Auditing:
    """The findings of the document in a workspace."""

    def __init__(self, work: Workspace) -> None:
        """Of this workspace."""
        self._work = work

    def walk(self, *, back: bool) -> None:
        """F8: the next finding, on whatever form it stands."""
        self._work.finish_editing()
        finding = self._work.panels.findings.walk(back=back)
        if finding is None:
            self._work.say(messages.NO_FINDINGS)
        else:
            self._work.jump(finding.cells[0])

    def go_to_suspect(self) -> None:
        """Ctrl+J: the cell that was probably mistyped, for the chosen finding."""
        self._work.finish_editing()
        self._choose_here()
        if not self._work.panels.findings.go_to_suspect():
            self._work.say(messages.NO_CAUSE)

    def _choose_here(self) -> None:
        """Choose the finding of the current cell, if somebody is in the grid."""
        place = self._work.current()
        if place is not None and place.cell is not None and self._work.form.view.hasFocus():
            self._work.panels.findings.choose_at(place.cell)

    def jump_to(self, finding: Finding) -> None:
        """Go to the cell of a finding."""
        self._work.jump(finding.cells[0])

    def explain(self, finding: Finding) -> None:
        """Say where the figure of a finding comes from."""
        self._work.panels.explain.show_cell(self._work.session, finding.cells[0])

    def everything(self) -> None:
        """全部审核: count everything, and count what is still empty, too."""
        self._work.finish_editing()
        self._work.panels.findings.show_all_missing()
        self._work.form.model.show_missing(True)
        summary = self._work.session.summary()
        unsure = sum(summary.outcomes.get(o, 0) for o in (Outcome.NO_DATA, Outcome.NOT_CHECKED))
        counts = summary.mandatory, summary.verify, summary.hints, summary.missing, unsure
        if any(counts):
            self._work.say(messages.audited(*counts))
            return
        done = (Outcome.PASSED, Outcome.JUSTIFIED, Outcome.NOT_APPLICABLE)
        self._work.say(messages.all_passed(*(summary.outcomes.get(outcome, 0) for outcome in done)))

    def here(self) -> None:
        """审核本表: list what is open on this sheet, what is still empty, too."""
        self._work.finish_editing()
        sheet = self._work.sheet
        if sheet is None:
            return
        self._work.panels.findings.show_only_here()
        self._work.form.model.show_missing(True)
        state = self._work.panels.tree.state_of(sheet)
        if state is not None:
            self._work.say(f"{self._work.session.names.form_words(sheet)}：{state.words}")

    def start_justifying(self) -> None:
        """Ctrl+E: write the 审核说明 of the current cell's finding, or of the chosen one."""
        self._work.finish_editing()
        self._choose_here()
        if not self._work.panels.findings.start_writing():
            self._work.say("没有要写说明的核实性问题")

    def settle(self) -> None:
        """可以这样办: do what is offered first about the chosen finding; undo takes it back.

        In the grid the current cell is meant: its own finding, or one that it may have caused.
        """
        self._work.finish_editing()
        self._choose_here()
        remedy = self._remedy_here()
        if remedy is not None:
            self.do(remedy)
            return
        proofing, panel = self._work.proofing, self._work.panels.findings
        finding = proofing.page.current() if proofing.is_shown else panel.current()
        remedies = self._work.session.remedies(finding) if finding is not None else ()
        if not remedies:
            self._work.say(messages.NO_REMEDY)
        else:
            self.do(remedies[0])

    def _remedy_here(self) -> Remedy | None:
        """What mends the current cell, though the finding is listed at another one."""
        place, session = self._work.current(), self._work.session
        if place is None or place.cell is None or not self._work.form.view.hasFocus():
            return None
        about = [f for f in self._work.panels.findings.shown() if place.cell in f.cells]
        if any(finding.cells[0] == place.cell for finding in about):
            return None  # it is chosen
        remedies = (remedy for finding in about for remedy in session.remedies(finding))
        return next((r for r in remedies if place.cell in map(_cell_of, r.edit.edits)), None)

    def do(self, remedy: Remedy) -> None:
        """Do what a remedy says; undo takes it back."""
        if self._work.perform(lambda: self._work.session.apply(remedy.edit)):
            self._work.say(messages.rearranged(remedy.edit.label))

    def justify(self, finding: Finding, text: str) -> None:
        """Keep the 审核说明 that was written for a finding."""
        if self._work.perform(lambda: self._work.session.justify(finding, text)):
            self._work.panels.findings.stop_writing()
            self._work.say("已存为说明")
            self._work.focus_page()


def _cell_of(edit: Edit) -> CellId | None:
    return edit.cell if isinstance(edit, SetText | SetOverride) else None
