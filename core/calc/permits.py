"""What may be done to a document: every edit is looked at before it is applied.

Texts come out cleaned. An edit that may not be done is refused in plain words; nothing is changed.
"""

from collections import Counter
from functools import partial

from core.calc.engine import Calculation
from core.calc.names import Names
from core.calc.part_typing import whole_code
from core.calc.read_texts import read_code
from core.calc.reasons import check_justification, check_reason
from core.calc.shape import FOLLOWED, GROUP, key_is_given
from core.calc.typed import exact_text
from core.document.edits import (
    AddProject,
    AddRecord,
    Batch,
    Edit,
    MoveRecord,
    RemoveRecord,
    SelectForm,
    SetJustification,
    SetOverride,
    SetText,
)
from core.document.model import Justification, Override, Record
from core.errors import EditRefused
from core.refs import PROJECT_CARD, CellId, SheetId
from core.template.form import Follow, Region, Slot
from core.values import BLANK, MAX_TEXT, clean_text


class Permits:
    """Looks at one edit: its steps in order, each seeing what those before it add."""

    def __init__(self, calculation: Calculation, names: Names) -> None:
        """Look into this calculation."""
        self.calculation = calculation
        self.suite = calculation.suite
        self.document = calculation.document
        self.names = names
        self._typed: dict[CellId, str | None] = {}
        self._projects = set(self.document.projects)
        self._records: set[tuple[SheetId, str]] = set()
        self._added: Counter[tuple[SheetId, str]] = Counter()

    def checked(self, edit: Edit) -> Edit:
        """The edit with its texts cleaned. Raises EditRefused when it may not be done."""
        match edit:
            case Batch(edits=edits, label=label):
                return Batch(tuple(self.checked(step) for step in edits), label)
            case SetText(cell=typed, text=text):
                cell, text = self._whole(typed, text)
                if text is not None or not self._is_kept(cell):
                    self._check_typing(cell)
                self._typed[cell] = text
                return SetText(self._holder(cell), cleaned(text))
            case SetOverride(cell=cell, override=override):
                self._check_override(cell, override)
                return SetOverride(cell, override and self._override(cell, override))
            case SetJustification(justification=Justification() as found):
                check_justification(found.text)
                justification = Justification(clean_text(found.text), found.basis)
                return SetJustification(edit.rule, edit.cell, justification)
            case AddRecord(sheet=sheet, region=region, record=record):
                self._check_record(sheet, region, record)
            case RemoveRecord(record=record) | MoveRecord(record=record):
                self._check_own(edit.sheet, edit.region, record)
            case AddProject(project=project):
                if not self.suite.has_projects:
                    raise EditRefused("这套表没有项目表")
                self._projects.add(project)
            case SelectForm(form=form):
                if form not in self.suite.forms:
                    raise EditRefused(f"套表里没有“{form[:40]}”这张表")
        return edit

    # ---- typing

    def _whole(self, cell: CellId, text: str | None) -> tuple[CellId, str | None]:
        """A text for a part of a code as one for the code, after the steps before it."""
        slot = self.calculation.slot(cell)
        whole, part = self.calculation.code_of(cell)
        if slot is None or part is None:
            return cell, text
        self._check_typing(whole)
        value = self.calculation.value(whole)
        code = self._typed.get(whole, value if isinstance(value, str) else None)
        dictionary = self._slot(whole).field.dictionary
        named = partial(self.calculation.code_names.codes_of, dictionary)
        return whole, whole_code(slot, read_code(code or ""), text, named)

    def _holder(self, cell: CellId) -> CellId:
        """Where a text typed here belongs: the name of a code stands in one cell only."""
        slot = self.calculation.slot(cell)
        code = self.calculation.to_be_named(cell, slot) if slot is not None else None
        return self.calculation.code_names.cells.get(code, cell) if code is not None else cell

    def _check_typing(self, cell: CellId) -> None:
        slot = self._slot(cell)
        if slot.is_calculated and self.calculation.to_be_named(cell, slot) is None:
            raise EditRefused(
                f"{self.names.place(cell)}自动计算，不用填。要改它的来源，或用“改写”并写明理由"
            )
        region = self._region(cell.form, slot.region)
        if region is not None and key_is_given(region, cell):
            if region.follow is None or region.derived:
                raise EditRefused("款、类的编码随项的编码自动列出，不用填")
            label, words = slot.field.label, region.follow.words
            raise EditRefused(f"“{label}”随{words}列出，不用填；要改，改{words}里的")

    def _is_kept(self, cell: CellId) -> bool:
        """Whether its text may only be taken away: its row is no more, or it is calculated now."""
        gone = cell.record.startswith(FOLLOWED) and cell in self.document.texts
        return gone or self.calculation.keeps_text(cell)

    def _slot(self, cell: CellId) -> Slot:
        """The slot of a cell that is there, or will be once this edit is done."""
        slot = self.calculation.slot(cell)
        if slot is None:
            raise EditRefused("没有这一格")
        owner = cell.record.removeprefix(f"{GROUP}/")
        if (cell.sheet, owner) in self._records and slot.region:
            return slot
        if cell.form == PROJECT_CARD and cell.instance in self._projects and not cell.record:
            return slot
        if cell.form in self.document.deselected:
            raise EditRefused(f"“{cell.form}”没有选用，先选用再填")
        if cell.sheet not in self.calculation.shape.sheets and self._is_sheet(cell.sheet):
            fixed = not slot.region
        else:
            fixed = self.calculation.exists(cell, slot)
        if not fixed:
            raise EditRefused("没有这一格，可能这一行已经删除")
        return slot

    def _region(self, form: str, name: str) -> Region | None:
        found = self.suite.forms.get(form)
        return found.regions.get(name) if found else None

    def _is_sheet(self, sheet: SheetId) -> bool:
        """Whether a form has such an instance, also when it is added by this edit or left out."""
        form = self.suite.forms.get(sheet.form)
        if form is None:
            return False
        return sheet.instance in self._projects if form.per_project else not sheet.instance

    # ---- 改写

    def _check_override(self, cell: CellId, override: Override | None) -> None:
        if override is None and cell in self.document.overrides:
            return
        slot = self.calculation.slot(cell)
        if slot is None or not slot.is_calculated:
            raise EditRefused("只有计算项才能改写；这一格直接填就行")
        if not slot.field.overridable:
            raise EditRefused(f"{self.names.place(cell)}按规定不能改写")

    def _override(self, cell: CellId, override: Override) -> Override:
        """With its texts cleaned, and the figure it is given for."""
        self._slot(cell)
        text = cleaned(override.text)
        if text is None:
            raise EditRefused("改写要填一个值；要回到自动计算，用“恢复自动”")
        check_reason(override.reason)
        basis = exact_text(self.calculation.computed.get(cell, BLANK))
        return Override(text, clean_text(override.reason), basis)

    # ---- rows

    def _check_record(self, sheet: SheetId, name: str, record: Record) -> None:
        region = self._region(sheet.form, name)
        if region is None or not self._is_sheet(sheet):
            raise EditRefused(f"没有浮动行“{name[:40]}”")
        if region.derived:
            raise EditRefused("款、类按项的编码自动列出，不用增加")
        if region.follow is not None and not region.follow.own:
            raise EditRefused(f"这里的行随{region.follow.words}列出，不能自己增加")
        if record.id.startswith(FOLLOWED):
            raise EditRefused("这一行随别处列出，不用增加")
        self._check_parent(sheet, region, record.parent)
        there = len(self.document.records_of(sheet, name)) + self._added[sheet, name]
        if there >= region.piece.max:
            raise EditRefused(f"“{name}”最多 {region.piece.max} 行")
        self._added[sheet, name] += 1
        self._records.add((sheet, record.id))

    def _check_own(self, sheet: SheetId, name: str, record: str) -> None:
        region = self._region(sheet.form, name)
        if region is not None and region.follow is not None and record.startswith(FOLLOWED):
            raise EditRefused(followed_words(region.follow))

    def _check_parent(self, sheet: SheetId, region: Region, parent: str) -> None:
        if region.follow is not None and parent.startswith(FOLLOWED) and not region.digits:
            return  # it stands below that row
        belongs = bool(region.parent) and not region.digits
        shape = self.calculation.shape.sheets.get(sheet)
        row = shape.by_id.get(parent) if shape and parent else None
        known = (row is not None and row.region == region.parent) or (
            sheet,
            parent,
        ) in self._records
        if belongs is not bool(parent) or (belongs and not known):
            raise EditRefused(f"“{region.name}”要加在一条“{region.parent}”下面")


def followed_words(follow: Follow) -> str:
    """Why a followed row cannot be removed or moved."""
    return f"这一行随{follow.words}列出，不能删除或移动；要改，改{follow.words}里的"


def cleaned(text: str | None) -> str | None:
    """A typed text as it may enter a document; None when nothing is left of it."""
    if text is None:
        return None
    if len(text) > MAX_TEXT:
        raise EditRefused(f"文字太长（{len(text)} 字），一格最多 {MAX_TEXT} 字，没有填入")
    return clean_text(text) or None
