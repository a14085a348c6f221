"""What an edit changes: which cells and sheets it touches, and what has to be painted again."""

from dataclasses import dataclass, field

from core.calc.shape import shapes
from core.calc.sheet_list import sheet_ids
from core.document.edits import (
    AddProject,
    AddRecord,
    Edit,
    MoveProject,
    MoveRecord,
    RemoveProject,
    RemoveRecord,
    SelectForm,
    SetJustification,
    SetOverride,
    SetText,
    steps_of,
)
from core.document.model import Document
from core.refs import PROJECT_CARD, CellId, SheetId
from core.template.suite import FormSuite


@dataclass(frozen=True, slots=True)
class Changes:
    """What an edit changed: the cells to repaint.

    `shape` are the sheets to lay out again; `sheets` says that forms, projects, titles or numbers
    changed, so that every sheet is to be laid out again.
    """

    cells: frozenset[CellId]
    shape: frozenset[SheetId] = frozenset()
    sheets: bool = False

    def __or__(self, other: "Changes") -> "Changes":
        """Both together."""
        return Changes(
            self.cells | other.cells,
            self.shape | other.shape,
            self.sheets or other.sheets,
        )


NO_CHANGES = Changes(frozenset())


@dataclass(slots=True)
class Gathered:
    """What a block of `together` has changed so far."""

    changes: Changes = NO_CHANGES
    steps: list[tuple[Edit, Edit]] = field(default_factory=list)


def touched_cells(edit: Edit) -> set[CellId]:
    """The cells about which an edit says something."""
    return {
        step.cell
        for step in steps_of(edit)
        if isinstance(step, SetText | SetOverride | SetJustification)
    }


def reshaped(suite: FormSuite, document: Document, edit: Edit) -> set[SheetId]:
    """The sheets whose rows or groups an edit may change, those that follow others included."""
    found: set[SheetId] = set()
    sources: set[str] = set()
    for step in steps_of(edit):
        match step:
            case AddRecord(sheet=sheet) | RemoveRecord(sheet=sheet) | MoveRecord(sheet=sheet):
                found.add(sheet)
            case SetText(cell=cell) if shapes(suite, cell):
                found.add(cell.sheet)
            case AddProject() | MoveProject() | RemoveProject():
                sources |= {PROJECT_CARD, *(f.name for f in suite.forms.values() if f.per_project)}
            case SelectForm(form=form):
                sources.add(form)
    sources |= {sheet.form for sheet in found}
    if PROJECT_CARD in sources:  # which may say that a project has a form
        sources |= {form.name for form in suite.forms.values() if form.when is not None}
    followers = {form for source in sources for form in suite.followers.get(source, ())}
    if followers:
        found |= {sheet for sheet in sheet_ids(suite, document) if sheet.form in followers}
    return found


def changes_sheets(edit: Edit) -> bool:
    """Whether an edit adds, moves or removes projects or forms."""
    kinds = AddProject | MoveProject | RemoveProject | SelectForm
    return any(isinstance(step, kinds) for step in steps_of(edit))
