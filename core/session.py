"""An open document: the one door through which the window and the command line change anything.

``session.apply(edit) -> Changes`` applies an edit, writes it durably, recalculates what hangs on
it, audits again and says exactly what changed. When writing fails nothing is changed at all.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from core import __version__
from core.audit.auditor import Auditor, Summary
from core.audit.remedies import Remedy
from core.calc.address_list import AddressList, Pair
from core.calc.changes import (
    NO_CHANGES,
    Changes,
    Gathered,
    changes_sheets,
    reshaped,
    touched_cells,
)
from core.calc.choices import choices_of, codes_for
from core.calc.code_search import CodeMatch
from core.calc.engine import Calculation
from core.calc.entries import Entries
from core.calc.examples import Example, example_ids, read_example
from core.calc.explain import Explainer, Explanation
from core.calc.first_document import first_document
from core.calc.labels import label_of
from core.calc.names import Names
from core.calc.permits import Permits
from core.calc.reasons import check_justification
from core.calc.selection_words import selection_words
from core.calc.settling import apply_settled
from core.document.between import edits_between
from core.document.edits import (
    NOTHING,
    Batch,
    Edit,
    SelectForm,
    SetJustification,
    SetLastYear,
    SetOverride,
    apply_edit,
    steps_of,
)
from core.document.history import Action, UndoStep
from core.document.model import Document, Justification, Override
from core.document.store import DocumentStore
from core.document.versions import Version
from core.errors import DocumentError, DocumentLocked, EditRefused, TemplateError
from core.findings import Finding, Severity
from core.layout.plan import FormPlan
from core.layout.printed import PrintedForm, print_form
from core.layout.sheets import Sheets, SheetTitle
from core.refs import COVER, CellId, SheetId, cover_cell
from core.template.library import load_installed
from core.template.suite import YEAR_CELL, FormSuite, load_suite
from core.values import CellValue

__all__ = ["Changes", "Gathered", "Session", "SheetTitle", "example_ids", "read_example"]


class Session:
    """One open document with its suite, values, findings and history."""

    def __init__(self, suite: FormSuite, store: DocumentStore, document: Document) -> None:
        """Use `create`, `open` or `example`. `names` are those of cells as the document is now."""
        self.store = store
        self.document = document
        self.calculation = Calculation(suite, document)
        self.names = Names(self.calculation)
        self._auditor: Auditor | None = None
        self._unaudited: set[CellId] = set()  # what changed since somebody asked for findings
        self._explainer = Explainer(self.calculation, self.names)
        self._at_opening = document.copy()
        self.opened_at = store.versions.step()
        self._undone, self._redone = store.undo_state()
        self._sheets = Sheets(self.calculation, self.names)
        self._gathered: Gathered | None = None

    # ---- opening

    @classmethod
    def create(
        cls, suite_id: str, path: Path | None, unit: str, year: str | None = None
    ) -> "Session":
        """A new document of an installed suite, in a file or (path None) in memory.

        Raises UnknownSuite, TemplateError, EditRefused or DocumentError.
        """
        return cls.create_from(load_installed(suite_id), path, unit, year)

    @classmethod
    def create_from(
        cls, suite: FormSuite, path: Path | None, unit: str, year: str | None = None
    ) -> "Session":
        """A new document of a suite. Raises EditRefused or DocumentError."""
        document = first_document(suite, unit, year)
        return cls._created(suite, document, path)

    @classmethod
    def begin(
        cls, suite: FormSuite, path: Path, asked: Mapping[str, str], left_out: Iterable[str] = ()
    ) -> "Session":
        """A new document of a suite, with this on its cover and without these forms.

        Raises EditRefused or DocumentError; then there is no file.
        """
        cover = {name: text for name, text in asked.items() if text.strip()}
        year = cover.pop(YEAR_CELL, None)
        draft = cls.create_from(suite, None, cover.pop(suite.unit, ""), year)
        with draft:
            for form in left_out:
                draft.apply(SelectForm(form, False))
            for name, text in cover.items():
                draft.type_text([cover_cell(name)], text)
            return cls._created(suite, draft.document, path)

    @classmethod
    def _created(cls, suite: FormSuite, document: Document, path: Path | None) -> "Session":
        store = DocumentStore.create(path, document, suite.sources, {"program": __version__})
        return cls(suite, store, document)

    @classmethod
    def open(cls, path: Path, *, read_only: bool = False) -> "Session":
        """Open a document file with the templates it carries. Raises DocumentError."""
        store = DocumentStore.open(path, read_only)
        try:
            return cls(load_suite(store.snapshot), store, store.load())
        except TemplateError as error:
            store.close()
            raise DocumentError(
                f"“{path.name}”里带的表样读不出来：{error.problems[0]}。没有改动它。"
            ) from error
        except BaseException:
            store.close()
            raise

    @classmethod
    def example(cls, example_id: str, path: Path | None) -> "Session":
        """A shipped example as a new document. Raises UnknownSuite or DocumentError."""
        content = read_example(example_id)
        suite = load_installed(content.suite)
        draft = cls.create_from(suite, None, content.cover[suite.unit])
        draft.fill(content)
        if path is None:
            return draft
        with draft:
            return cls._created(draft.suite, draft.document, path)

    def fill(self, content: Example) -> None:
        """Type a whole example: what it leaves out, cover, projects, values, overrides."""
        with self.together(f"填入“{content.title}”"):
            for form in content.left_out:
                self.apply(SelectForm(form, False))
            self.set_addresses([(f"{COVER}.{key}", text) for key, text in content.cover.items()])
            for card in content.projects:
                name = card[self.suite.card_name]
                self.apply(self.entries.added_project(name, card.items())[0])
            self.set_addresses(content.values.items())
            for address, (text, reason) in content.overrides.items():
                self.override(self.names.cell(address), text, reason)

    def save_as(self, path: Path, *, replace: bool = False) -> "Session":
        """Write everything, history included, to another file and open that one."""
        self.store.copy_to(path, replace=replace)
        return Session.open(path)

    def close(self) -> None:
        """Let the file go."""
        self.store.close()

    def __enter__(self) -> "Session":
        """The session itself; it is closed at the end of the block."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close."""
        self.close()

    # ---- asking

    @property
    def suite(self) -> FormSuite:
        """The suite as the document fills it in: without what it leaves out."""
        return self.calculation.suite

    @property
    def auditor(self) -> Auditor:
        """The document's checks, run when first asked for and kept up from then on.

        An export, or a script that only types, never asks.
        """
        if self._auditor is None:
            self._auditor = Auditor(self.calculation)
        elif self._unaudited:
            self._auditor.update(self._unaudited)
        self._unaudited = set()
        return self._auditor

    @property
    def entries(self) -> Entries:
        """Maker of edits for the document as it is now."""
        return Entries(self.calculation, self.names)

    @property
    def path(self) -> Path | None:
        """The document's file."""
        return self.store.path

    @property
    def read_only(self) -> bool:
        """Whether nothing can be written."""
        return self.store.read_only

    @property
    def locked(self) -> Version | None:
        """The version that the document was submitted as and is locked as; None if it is not."""
        return self.store.versions.locked

    @property
    def editable(self) -> bool:
        """Whether anything may be changed now."""
        return not self.read_only and self.locked is None

    @property
    def author(self) -> str:
        """Who the cover says is filling in."""
        return self.document.texts.get(cover_cell(self.suite.author), "")

    def at_opening(self) -> Document:
        """The document as it was when it was opened this time."""
        return self._at_opening.copy()

    def sheets(self) -> list[SheetTitle]:
        """All sheets in order, with their numbers and titles."""
        return self._sheets.titles()

    def value(self, cell: CellId) -> CellValue:
        """What a cell holds."""
        return self.calculation.value(cell)

    def typed(self, cell: CellId) -> str:
        """What was typed into a cell, word for word; "" if nothing was."""
        return self.calculation.typed(cell) or ""

    def text(self, cell: CellId) -> str:
        """A cell's value as the form prints it; a blank is "", whatever the form prints for it."""
        return self._explainer.text(cell)

    def kind(self, cell: CellId) -> str:
        """录入, 预填 (the proposal is in use), 计算 or 已改写."""
        return self._explainer.kind(cell)

    def selection_words(self, form: str) -> str:
        """What it means that a form is left out or taken in as it is now."""
        return selection_words(self.names, form)

    def choices(self, cell: CellId) -> tuple[str, ...]:
        """What may be chosen in a cell; () where anything may be typed."""
        return choices_of(self.calculation, cell)

    def codes(self, cell: CellId, text: str) -> list[CodeMatch]:
        """The codes that a text in a cell may mean: by digits, name or pinyin initials."""
        return codes_for(self.calculation, cell, text)

    def explain(self, cell: CellId) -> Explanation:
        """Where a value comes from and where it goes."""
        return self._explainer.explain(cell)

    def findings(self) -> list[Finding]:
        """What is not in order, in form order."""
        return self.auditor.findings()

    def findings_by_sheet(self) -> Mapping[SheetId, tuple[Finding, ...]]:
        """The same by the sheets of their first cells, in the order of the sheets.

        A sheet without findings is not in it. What an edit leaves as it is stays the very object
        it was, a sheet's whole tuple too: who shows findings looks only at those that are others.
        """
        return self.auditor.findings_by_sheet()

    def with_cause(self, finding: Finding) -> Finding:
        """A finding with the most probable cause of its difference, if there is one."""
        return replace(finding, cause=self.auditor.cause(finding))

    def remedies(self, finding: Finding) -> tuple[Remedy, ...]:
        """What may be done about a finding in one step (可以这样办), the surest first."""
        return self.auditor.remedies(finding) if self.editable else ()

    def summary(self) -> Summary:
        """Counts of the audit."""
        return self.auditor.summary()

    def plan(self, sheet: SheetId) -> FormPlan:
        """A sheet laid out; kept until its rows, its title or its number changes."""
        return self._sheets.plan(sheet)

    def printed(self, sheet: SheetId) -> PrintedForm:
        """A sheet as it prints now."""
        return print_form(self.plan(sheet), self.value, self.typed)

    # ---- changing

    def apply(self, edit: Edit) -> Changes:
        """Apply an edit: all of it, durably, or nothing. Raises EditRefused or DocumentError."""
        allowed = Permits(self.calculation, self.names).checked(edit)
        if not any(steps_of(allowed)):
            return NO_CHANGES
        return self._perform(allowed, "do", label_of(allowed, self.names))

    @contextmanager
    def together(self, label: str) -> Iterator[Gathered]:
        """Everything applied inside becomes one step and one transaction; an error undoes all.

        Inside another such block it is part of that one's step.
        """
        outer = self._gathered
        self._gathered = here = Gathered()
        try:
            yield here
        except BaseException:
            self._take_back(here)
            raise
        finally:
            self._gathered = outer
        edits = tuple(edit for edit, _ in here.steps)
        inverses = tuple(inverse for _, inverse in reversed(here.steps))
        if outer is not None:
            outer.steps += here.steps
            outer.changes |= here.changes
        elif edits:
            try:
                self._write(Batch(edits, label), Batch(inverses, label), "do", label)
            except BaseException:
                self._take_back(here)
                raise

    def type_text(self, cells: Iterable[CellId], text: str | None) -> Changes:
        """Type into a cell of the grid (or the joined cells it covers); None or blank clears."""
        return self.apply(self.entries.typed(cells, text))

    def set_addresses(self, pairs: Iterable[Pair]) -> Changes:
        """Type a list of (address, text) in one step. Raises AddressError or EditRefused."""
        waiting = list(pairs)
        with self.together(f"填 {len(waiting)} 格") as gathered:
            while waiting:
                typed = AddressList(self.calculation, self.names)
                typed.read(waiting)
                self.apply(Batch(tuple(typed.edits), f"填 {len(typed.edits)} 格"))
                waiting = typed.postponed
        return gathered.changes

    def override(self, cell: CellId, text: str, reason: str) -> Changes:
        """改写 a calculated cell with a written reason; again, to confirm it for the figure now."""
        return self.apply(SetOverride(cell, Override(text, reason)))

    def justify(self, finding: Finding, text: str) -> Changes:
        """Write the 审核说明 of a 核实性 finding. Raises EditRefused for an empty phrase."""
        if finding.severity is Severity.MANDATORY:
            raise EditRefused("强制性的问题要改，不能用审核说明代替")
        check_justification(text)
        rule, cell = finding.identity
        return self.apply(SetJustification(rule, cell, Justification(text, finding.basis)))

    def restore(self, state: Document, label: str) -> Changes:
        """Bring back an earlier state of the document, in one step that undo takes back."""
        edit = edits_between(self.document, state, label)
        return self._perform(edit, "do", label, exactly=True) if edit.edits else NO_CHANGES

    def note(self, words: str) -> None:
        """Put a row into the history that changes nothing, and that undo passes over.

        Also while the document is locked. Raises DocumentError or EditRefused.
        """
        self.store.commit(self.document, NOTHING, NOTHING, "do", self.author, words)

    def undo(self) -> Changes | None:
        """Take the last step back; None if there is none."""
        return self._again(self._undone, "undo")

    def redo(self) -> Changes | None:
        """Do the step again that was taken back last; None if there is none."""
        return self._again(self._redone, "redo")

    def undo_label(self) -> str:
        """What undo would take back; "" if nothing."""
        return self._undone[-1].label if self._undone else ""

    def redo_label(self) -> str:
        """What redo would do again; "" if nothing."""
        return self._redone[-1].label if self._redone else ""

    # ---- the way of an edit

    def _again(self, steps: Sequence[UndoStep], action: Action) -> Changes | None:
        if self._gathered is not None:
            raise EditRefused("这一步还没有做完，不能撤回")
        return self._perform(steps[-1].edit, action, steps[-1].label) if steps else None

    def _perform(self, edit: Edit, action: Action, label: str, *, exactly: bool = False) -> Changes:
        """`exactly` leaves out what would follow from the edit: it is known to say everything."""
        if self.locked is not None:
            raise DocumentLocked(
                f"{self.locked.words}锁着，不能改。要改，先解锁修改"
                "（命令行：biaoli versions 文件 --unlock）"
            )
        if action == "do" and not exactly:
            edit, inverse = apply_settled(self.calculation, edit)
        else:
            inverse = apply_edit(self.document, edit)
        if self._gathered is None:
            try:
                self._write(edit, inverse, action, label)
            except BaseException:
                apply_edit(self.document, inverse)
                raise
        changes = self._recalculated((edit, inverse))
        if self._gathered is not None:
            self._gathered.steps.append((edit, inverse))
            self._gathered.changes |= changes
        return changes

    def _take_back(self, gathered: Gathered) -> None:
        """Undo what a block did, in the document and in everything that follows from it."""
        inverses = tuple(inverse for _, inverse in reversed(gathered.steps))
        for inverse in inverses:
            apply_edit(self.document, inverse)
        self._recalculated(inverses)

    def _write(self, edit: Edit, inverse: Edit, action: Action, label: str) -> None:
        self.store.commit(self.document, edit, inverse, action, self.author, label)
        step = UndoStep(label, inverse)
        if action == "undo":
            self._undone.pop()
            self._redone.append(step)
            return
        if action == "redo":
            self._redone.pop()
        else:
            self._redone.clear()
        self._undone.append(step)

    def _recalculated(self, edits: Iterable[Edit]) -> Changes:
        """Bring values, findings and plans up to date after edits."""
        whole = Batch(tuple(edits))
        suite = self.calculation.whole
        cells, sheets = touched_cells(whole), reshaped(suite, self.document, whole)
        if sheets or changes_sheets(whole):
            changed, touched = self.calculation.reshape(sheets, cells)
            if self._auditor is not None:
                self._auditor.reshape(touched, changed | cells | self._unaudited)
                self._unaudited = set()
            self._sheets.forget(touched)
        else:
            changed = self.calculation.update(cells)
            self._unaudited |= changed | cells
            touched = set()
        if any(isinstance(step, SetLastYear) for step in steps_of(whole)):
            changed |= self.calculation.reread_last_year()
            self._auditor = None  # any check may ask for last year: all are run again
        shape = frozenset(touched & self.calculation.shape.sheets.keys())
        retitled = self._sheets.retitled(changed, touched)
        return Changes(frozenset(changed | cells), shape, retitled)
