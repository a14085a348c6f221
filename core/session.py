"""An open document: the one door through which the window and the command line change anything.

``session.apply(edit) -> Changes`` applies an edit, writes it durably, recalculates what hangs on it,
audits again and says exactly what changed. When writing fails nothing is changed at all.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from core import __version__
from core.audit.auditor import Auditor, Summary
from core.audit.justify import is_a_reason
from core.calc.engine import Calculation
from core.calc.entries import Entries
from core.calc.explain import Explainer, Explanation
from core.calc.names import Names
from core.calc.shape import shapes
from core.document.edits import (
    AddProject,
    AddRecord,
    Batch,
    Edit,
    MoveRecord,
    RemoveProject,
    RemoveRecord,
    SelectForm,
    SetJustification,
    SetOverride,
    SetText,
    apply_edit,
)
from core.document.history import Action, UndoStep
from core.document.model import Document, Justification, Override
from core.document.store import DocumentStore
from core.errors import BiaoliError, DocumentError, EditRefused, TemplateError, UnknownSuite
from core.findings import Finding
from core.layout.expand import build_plan
from core.layout.plan import FormPlan
from core.layout.printed import PrintedForm, print_form
from core.paths import examples_folder
from core.refs import COVER, PROJECT_CARD, CellId, SheetId, cover_cell
from core.template.library import load_installed
from core.template.suite import YEAR_CELL, FormSuite, load_suite
from core.values import MAX_TEXT, CellValue, clean_text

UNIT_CELL = "单位名称"
AUTHOR_CELL = "编制人"


@dataclass(frozen=True, slots=True)
class Changes:
    """What an edit changed: the cells to repaint, and whether the findings did.

    `shape` are the sheets to lay out again; `sheets` says that forms, projects, titles or numbers
    changed, so that every sheet is to be laid out again.
    """

    cells: frozenset[CellId]
    findings: bool
    shape: frozenset[SheetId] = frozenset()
    sheets: bool = False


@dataclass(frozen=True, slots=True)
class SheetTitle:
    """A sheet as the tree of forms shows it."""

    sheet: SheetId
    number: str
    title: str
    short: str


class Session:
    """One open document with its suite, values, findings and history."""

    def __init__(self, suite: FormSuite, store: DocumentStore, document: Document) -> None:
        """Use `create`, `open` or `example`."""
        self.suite = suite
        self.store = store
        self.document = document
        self.calculation = Calculation(suite, document)
        self.auditor = Auditor(self.calculation)
        self._undone, self._redone = store.undo_state()
        self._plans: dict[SheetId, FormPlan] = {}
        self._collected: list[tuple[Edit, Edit]] | None = None

    # ---- opening

    @classmethod
    def create(
        cls, suite_id: str, path: Path | None, unit: str, year: str | None = None
    ) -> "Session":
        """A new document of an installed suite, in a file or (path None) in memory.

        Raises UnknownSuite, TemplateError, EditRefused or DocumentError.
        """
        suite = load_installed(suite_id)
        document = Document(suite.id, suite.revision)
        name = clean_text(unit)
        if not name:
            raise EditRefused("单位名称没有填")
        document.texts[cover_cell(UNIT_CELL)] = name
        if year is not None:
            if not re.fullmatch(r"20\d\d", year):
                raise EditRefused(f"年度“{year[:20]}”要写四位，例如 {suite.year}")
            document.texts[cover_cell(YEAR_CELL)] = year
        fresh = Calculation(suite, document)
        entries = Entries(fresh, Names(fresh))
        for sheet in fresh.shape.sheets:
            for edit in entries.first_records(sheet):
                apply_edit(document, edit)
        return cls._created(suite, document, path)

    @classmethod
    def _created(cls, suite: FormSuite, document: Document, path: Path | None) -> "Session":
        meta = {"program": __version__}
        store = DocumentStore.create(path, document, suite.sources, meta)
        return cls(suite, store, document)

    @classmethod
    def open(cls, path: Path, *, read_only: bool = False) -> "Session":
        """Open a document file with the templates it carries. Raises DocumentError."""
        store = DocumentStore.open(path, read_only)
        try:
            suite = load_suite(store.snapshot)
            return cls(suite, store, store.load())
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
        draft = cls.create(content.suite, None, content.cover[UNIT_CELL])
        draft.fill(content)
        if path is None:
            return draft
        return cls._created(draft.suite, draft.document, path)

    def fill(self, content: "Example") -> None:
        """Type a whole example: cover, projects, values, overrides."""
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
    def names(self) -> Names:
        """Names of cells as the document is now."""
        return self.auditor.names

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

    def sheets(self) -> list[SheetTitle]:
        """All sheets in order, with their numbers and titles."""
        found = []
        for sheet, shape in self.calculation.shape.sheets.items():
            words = self.names.words_for(sheet)
            form = shape.form
            texts = (words.fill(text) for text in (form.number, form.title, form.short))
            found.append(SheetTitle(sheet, *texts))
        return found

    def value(self, cell: CellId) -> CellValue:
        """What a cell holds."""
        return self.calculation.value(cell)

    def typed(self, cell: CellId) -> str:
        """What was typed into a cell, word for word; "" if nothing was."""
        override = self.document.overrides.get(cell)
        return override.text if override else self.document.texts.get(cell, "")

    def text(self, cell: CellId) -> str:
        """A cell's value as the form prints it."""
        return Explainer(self.calculation, self.names).text(cell)

    def kind(self, cell: CellId) -> str:
        """录入, 预填 (the proposal is in use), 计算 or 已改写."""
        return Explainer(self.calculation, self.names).kind(cell)

    def explain(self, cell: CellId) -> Explanation:
        """Where a value comes from and where it goes."""
        return Explainer(self.calculation, self.names).explain(cell)

    def findings(self) -> list[Finding]:
        """What is not in order, in form order."""
        return self.auditor.findings()

    def summary(self) -> Summary:
        """Counts of the audit."""
        return self.auditor.summary()

    def plan(self, sheet: SheetId) -> FormPlan:
        """A sheet laid out; kept until its shape, its cover or its card changes."""
        plan = self._plans.get(sheet)
        if plan is None:
            shape = self.calculation.shape.sheets[sheet]
            plan = build_plan(self.suite, shape, self.names.words_for(sheet))
            self._plans[sheet] = plan
        return plan

    def printed(self, sheet: SheetId) -> PrintedForm:
        """A sheet as it prints now."""
        return print_form(self.plan(sheet), self.value, self.typed)

    # ---- changing

    def apply(self, edit: Edit) -> Changes:
        """Apply an edit: all of it, durably, or nothing. Raises EditRefused or DocumentError."""
        cleaned = self._checked(edit)
        return self._perform(cleaned, "do", self._label(cleaned))

    @contextmanager
    def together(self, label: str) -> Iterator[None]:
        """Everything applied inside becomes one step and one transaction; an error undoes all."""
        self._collected = []
        try:
            yield
            edits = tuple(edit for edit, _ in self._collected)
            inverses = tuple(inverse for _, inverse in reversed(self._collected))
            if edits:
                self._write(Batch(edits, label), Batch(inverses, label), "do", label)
        except BaseException:
            for _, inverse in reversed(self._collected):
                apply_edit(self.document, inverse)
            self.calculation.calculate()
            self.auditor.audit()
            self._plans.clear()
            raise
        finally:
            self._collected = None

    def type_text(self, cells: Iterable[CellId], text: str | None) -> Changes:
        """Type into a cell of the grid (or the joined cells it covers); None or blank clears."""
        return self.apply(self.entries.typed(cells, text))

    def set_addresses(self, pairs: Iterable[tuple[str, str | None]]) -> Changes:
        """Type a list of (address, text) in one step. Raises AddressError or EditRefused."""
        edits = self.entries.by_address(pairs)
        return self.apply(Batch(tuple(edits), f"填 {len(edits)} 格"))

    def override(self, cell: CellId, text: str, reason: str) -> Changes:
        """改写 a calculated cell with a written reason."""
        basis = self.calculation.computed.get(cell)
        shown = str(basis) if basis else ""
        if not is_a_reason(reason):
            raise EditRefused("改写要写明理由，例如“按批复数填列”")
        return self.apply(SetOverride(cell, Override(text, clean_text(reason), shown)))

    def justify(self, finding: Finding, text: str) -> Changes:
        """Write the 审核说明 of a 核实性 finding. Raises EditRefused for an empty phrase."""
        if not is_a_reason(text):
            raise EditRefused("请写出原因（200字以内），例如“抽样样本偏少，扣 1 分”")
        rule, cell = finding.identity
        found = Justification(clean_text(text), finding.basis)
        return self.apply(SetJustification(rule, cell, found))

    def undo(self) -> Changes | None:
        """Take the last step back; None if there is none."""
        if not self._undone:
            return None
        step = self._undone[-1]
        return self._perform(step.edit, "undo", step.label)

    def redo(self) -> Changes | None:
        """Do the step again that was taken back last; None if there is none."""
        if not self._redone:
            return None
        step = self._redone[-1]
        return self._perform(step.edit, "redo", step.label)

    def undo_label(self) -> str:
        """What undo would take back; "" if nothing."""
        return self._undone[-1].label if self._undone else ""

    def redo_label(self) -> str:
        """What redo would do again; "" if nothing."""
        return self._redone[-1].label if self._redone else ""

    # ---- the way of an edit

    def _perform(self, edit: Edit, action: Action, label: str) -> Changes:
        inverse = apply_edit(self.document, edit)
        if self._collected is not None:
            self._collected.append((edit, inverse))
        else:
            try:
                self._write(edit, inverse, action, label)
            except BaseException:
                apply_edit(self.document, inverse)
                raise
        return self._recalculated((edit, inverse))

    def _write(self, edit: Edit, inverse: Edit, action: Action, label: str) -> None:
        author = self.document.texts.get(cover_cell(AUTHOR_CELL), "")
        self.store.commit(self.document, edit, inverse, action, author, label)
        self._remember(UndoStep(label, inverse), action)

    def _remember(self, step: UndoStep, action: Action) -> None:
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
        steps = [step for edit in edits for step in _flat(edit)]
        typed = {step.cell for step in steps if isinstance(step, _CELL_EDITS)}
        projects = any(isinstance(step, _SHEET_EDITS) for step in steps)
        reshaped = {step.sheet for step in steps if isinstance(step, _ROW_EDITS)}
        reshaped |= {cell.sheet for cell in typed if shapes(self.suite, cell)}
        if projects or reshaped:
            changed = self.calculation.calculate() | typed
            self.auditor.audit()
            self._forget_plans(reshaped, everything=projects)
            return Changes(frozenset(changed), True, frozenset(reshaped), projects)
        changed = self.calculation.update(typed) | typed
        findings = self.auditor.update(changed)
        heads = {cell for cell in changed if cell.form in (COVER, PROJECT_CARD)}
        self._forget_plans((), everything=bool(heads))
        return Changes(frozenset(changed), findings, sheets=bool(heads))

    def _forget_plans(self, sheets: Iterable[SheetId], *, everything: bool) -> None:
        if everything:
            self._plans.clear()
        for sheet in sheets:
            self._plans.pop(sheet, None)

    def _label(self, edit: Edit) -> str:
        """The menu's word for a step."""
        steps = list(_flat(edit))
        if isinstance(edit, Batch) and edit.label:
            return edit.label
        if len(steps) > 1:
            return f"修改 {len(steps)} 处"
        match steps[0] if steps else None:
            case SetText(cell=cell, text=text):
                return f"{'填' if text else '清除'} {self.names.place(cell)}"
            case SetOverride(cell=cell, override=override):
                return f"{'改写' if override else '恢复自动'} {self.names.place(cell)}"
            case SetJustification():
                return "审核说明"
            case SelectForm(form=form, selected=selected):
                return f"{'选入' if selected else '不填'} {form}"
        return "修改"

    # ---- what may be changed

    def _checked(self, edit: Edit) -> Edit:
        """The edit with its texts cleaned; EditRefused when it may not be done."""
        match edit:
            case Batch(edits=edits, label=label):
                return Batch(tuple(self._checked(step) for step in edits), label)
            case SetText(cell=cell, text=text):
                self._check_typing(cell)
                return SetText(cell, _cleaned(text))
            case SetOverride(cell=cell, override=override):
                self._check_override(cell)
                if override is None:
                    return edit
                text = _cleaned(override.text)
                if text is None:
                    raise EditRefused("改写要填一个值；要回到自动计算，用“恢复自动”")
                return SetOverride(cell, Override(text, override.reason, override.basis))
            case AddRecord(sheet=sheet, region=region):
                self._check_room(sheet, region)
        return edit

    def _check_typing(self, cell: CellId) -> None:
        slot = self.calculation.slot(cell)
        if slot is None:
            raise EditRefused("没有这一格")
        if slot.is_calculated:
            raise EditRefused(
                f"{self.names.place(cell)}自动计算，不用填。要改它的来源，或用“改写”并写明理由"
            )
        region = self.suite.forms[cell.form].regions.get(slot.region) if slot.region else None
        if region is not None and region.derived and slot.column == region.key_column:
            raise EditRefused("款、类的编码随项的编码自动列出，不用填")

    def _check_override(self, cell: CellId) -> None:
        slot = self.calculation.slot(cell)
        if slot is None or not slot.is_calculated:
            raise EditRefused("只有计算项才能改写；这一格直接填就行")
        if not slot.field.overridable:
            raise EditRefused(f"{self.names.place(cell)}按规定不能改写")

    def _check_room(self, sheet: SheetId, region: str) -> None:
        form = self.suite.forms.get(sheet.form)
        found = form.regions.get(region) if form else None
        if found is None:
            raise EditRefused(f"没有浮动行“{region}”")
        if len(self.document.records_of(sheet, region)) >= found.piece.max:
            raise EditRefused(f"“{region}”最多 {found.piece.max} 行")


_CELL_EDITS = (SetText, SetOverride, SetJustification)
_ROW_EDITS = (AddRecord, RemoveRecord, MoveRecord)
_SHEET_EDITS = (AddProject, RemoveProject, SelectForm)


def _flat(edit: Edit) -> Iterator[Edit]:
    """The single steps of an edit."""
    if isinstance(edit, Batch):
        for step in edit.edits:
            yield from _flat(step)
    else:
        yield edit


def _cleaned(text: str | None) -> str | None:
    """A typed text as it may enter a document; None when nothing is left of it."""
    if text is None:
        return None
    if len(text) > MAX_TEXT:
        raise EditRefused(f"文字太长（{len(text)} 字），一格最多 {MAX_TEXT} 字，没有填入")
    return clean_text(text) or None


# ---- examples


@dataclass(frozen=True, slots=True)
class Example:
    """A shipped example: what is typed into a new document of its suite."""

    id: str
    suite: str
    title: str
    cover: Mapping[str, str]
    projects: tuple[Mapping[str, str], ...]
    values: Mapping[str, str]
    overrides: Mapping[str, tuple[str, str]]


def example_ids() -> list[str]:
    """The shipped examples."""
    return sorted(path.stem for path in examples_folder().glob("*.json"))


def read_example(example_id: str) -> Example:
    """A shipped example by its id. Raises UnknownSuite."""
    if example_id not in example_ids():
        known = "、".join(example_ids())
        raise UnknownSuite(f"没有“{example_id[:60]}”这个示例，现有：{known}")
    path = examples_folder() / f"{example_id}.json"
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        return Example(
            id=example_id,
            suite=content["suite"],
            title=content["title"],
            cover=content["cover"],
            projects=tuple(content["projects"]),
            values=content["values"],
            overrides={
                address: (entry["value"], entry["reason"])
                for address, entry in content.get("overrides", {}).items()
            },
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BiaoliError(f"示例“{example_id}”读不出来") from error
