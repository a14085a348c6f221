"""The edits: the only vocabulary in which a document changes.

Each edit is a value. ``apply_edit(document, edit)`` changes the document and returns the inverse
edit: applying that restores the document exactly, order included. An edit that cannot be done
raises EditRefused and leaves the document as it was. core.document.edit_json writes them down.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain
from operator import attrgetter, itemgetter
from typing import Final, TypeVar

from core.document.last_year import LastYear
from core.document.model import Document, Justification, Override, Record
from core.errors import EditRefused
from core.refs import CellId, SheetId
from core.values import MAX_TEXT


@dataclass(frozen=True, slots=True)
class SetText:
    """Type a text into a cell; None takes the typed text away (a proposal comes back)."""

    cell: CellId
    text: str | None


@dataclass(frozen=True, slots=True)
class SetOverride:
    """改写 a calculated cell; None restores the calculation (恢复自动)."""

    cell: CellId
    override: Override | None


@dataclass(frozen=True, slots=True)
class SetJustification:
    """Write (or with None remove) the 审核说明 of one finding."""

    rule: str
    cell: CellId
    justification: Justification | None


Entry = SetText | SetOverride | SetJustification
"""What is said about one cell."""


@dataclass(frozen=True, slots=True)
class AddRecord:
    """Insert a floating record at a position of its region's list."""

    sheet: SheetId
    region: str
    record: Record
    position: int


@dataclass(frozen=True, slots=True)
class RemoveRecord:
    """Remove a floating record with everything typed in it and in the records that belong to it."""

    sheet: SheetId
    region: str
    record: str


@dataclass(frozen=True, slots=True)
class MoveRecord:
    """Move a floating record to another position of its region's list."""

    sheet: SheetId
    region: str
    record: str
    position: int


@dataclass(frozen=True, slots=True)
class AddProject:
    """Insert a project at a position; its name and card are texts."""

    project: str
    position: int


@dataclass(frozen=True, slots=True)
class MoveProject:
    """Move a project to another position; its forms and their numbers follow."""

    project: str
    position: int


@dataclass(frozen=True, slots=True)
class RemoveProject:
    """Remove a project with its card and all its forms."""

    project: str


@dataclass(frozen=True, slots=True)
class SelectForm:
    """Take a form into the suite or leave it out."""

    form: str
    selected: bool


@dataclass(frozen=True, slots=True)
class SetLastYear:
    """Keep the figures of last year's document; None keeps none."""

    last_year: LastYear | None


@dataclass(frozen=True, slots=True)
class Batch:
    """Several edits as one: one step of undo, one transaction. The label is the menu's word."""

    edits: tuple["Edit", ...]
    label: str = ""


Edit = (
    SetText
    | SetOverride
    | SetJustification
    | AddRecord
    | RemoveRecord
    | MoveRecord
    | AddProject
    | MoveProject
    | RemoveProject
    | SelectForm
    | SetLastYear
    | Batch
)

NOTHING: Final = Batch(())
"""Changes nothing: the edit of a row of history that only notes something."""

LONGEST_WORD: Final = 2 * MAX_TEXT
"""No text of a document is longer; a file that holds a longer one is not ours."""

MAX_DEPTH: Final = 20
"""Batches may stand in batches so deep; no edit of the program comes near it."""


def steps_of(edit: Edit) -> Iterator[Edit]:
    """The single steps of an edit, in order."""
    if isinstance(edit, Batch):
        for step in edit.edits:
            yield from steps_of(step)
    else:
        yield edit


# Applying ------------------------------------------------------------------------------------


def apply_edit(document: Document, edit: Edit) -> Edit:
    """Change the document and return the edit that takes the change back exactly.

    Raises EditRefused, the document being as before, if the edit cannot be done.
    """
    _check_depth(edit, MAX_DEPTH)
    steps = _perform(document, edit)
    return steps[0] if len(steps) == 1 else Batch(steps)


def _check_depth(edit: Edit, left: int) -> None:
    if left < 0:
        raise EditRefused("这一步套得太深，没有做")
    if isinstance(edit, Batch):
        for inner in edit.edits:
            _check_depth(inner, left - 1)


def _perform(document: Document, edit: Edit) -> tuple[Edit, ...]:
    """Do it; the edits that, one after the other, take it back."""
    match edit:
        case SetText() | SetOverride() | SetJustification():
            return (_set(document, edit),)
        case AddRecord():
            return _add_record(document, edit)
        case RemoveRecord():
            return _remove_record(document, edit)
        case MoveRecord():
            return (_move_record(document, edit),)
        case AddProject():
            return _add_project(document, edit)
        case MoveProject():
            return (_move_project(document, edit),)
        case RemoveProject():
            return _remove_project(document, edit)
        case SelectForm():
            return (_select_form(document, edit),)
        case SetLastYear():
            return (_set_last_year(document, edit),)
        case Batch():
            return (_apply_batch(document, edit),)


def _apply_batch(document: Document, batch: Batch) -> Batch:
    done: list[tuple[Edit, ...]] = []
    try:
        for edit in batch.edits:
            done.append(_perform(document, edit))  # noqa: PERF401 - what is done must be known
    except EditRefused:
        for steps in reversed(done):
            for step in steps:
                _perform(document, step)
        raise
    return Batch(tuple(step for steps in reversed(done) for step in steps), batch.label)


_Key = TypeVar("_Key")
_Entry = TypeVar("_Entry")


def _put(table: dict[_Key, _Entry], key: _Key, entry: _Entry | None) -> _Entry | None:
    """Set the entry, or with None remove it; what stood there."""
    before = table.pop(key, None)
    if entry is not None:
        table[key] = entry
    return before


def _set(document: Document, edit: Entry) -> Entry:
    match edit:
        case SetText(cell, text):
            _check_words(*cell, text or "")
            return SetText(cell, _put(document.texts, cell, text))
        case SetOverride(cell, override):
            _check_words(*cell, *_words(override))
            return SetOverride(cell, _put(document.overrides, cell, override))
        case SetJustification(rule, cell, justification):
            _check_words(rule, *cell, *_words(justification))
            before = _put(document.justifications, (rule, cell), justification)
            return SetJustification(rule, cell, before)


def _words(entry: Override | Justification | None) -> tuple[str, ...]:
    match entry:
        case None:
            return ()
        case Override(text, reason, basis):
            return text, reason, basis
        case Justification(text, basis):
            return text, basis


def _check_words(*words: str) -> None:
    for word in words:
        if len(word) > LONGEST_WORD:
            raise EditRefused(f"文字太长（{len(word)} 字），最多 {MAX_TEXT} 字，请缩短后再填")
        try:
            word.encode()
        except UnicodeEncodeError:
            raise EditRefused("文字里有不能保存的符号，去掉后再填") from None


def _add_record(document: Document, edit: AddRecord) -> tuple[Edit, ...]:
    sheet, record = edit.sheet, edit.record
    _check_words(*sheet, edit.region, record.id, record.parent)
    if not record.id or record.id == record.parent:
        raise EditRefused("这条记录没有自己的标识，没有加入")
    if any(record.id == other.id for other in _records_on(document, sheet)):
        raise EditRefused("这条记录已经在表里，没有重复加入")
    _check_position(edit.position, len(document.records.get((sheet, edit.region), ())))
    stood = _left_behind(document, sheet, record.id)
    document.records.setdefault((sheet, edit.region), []).insert(edit.position, record)
    return RemoveRecord(sheet, edit.region, record.id), *stood


def _remove_record(document: Document, edit: RemoveRecord) -> tuple[Edit, ...]:
    _position_of(document, edit)
    taken = _holdings(document, _record_owner(document, edit.sheet, edit.record))
    _take_away(document, taken)
    return taken


def _move_record(document: Document, edit: MoveRecord) -> MoveRecord:
    before = _position_of(document, edit)
    records = document.records[edit.sheet, edit.region]
    _check_position(edit.position, len(records) - 1)
    records.insert(edit.position, records.pop(before))
    return MoveRecord(edit.sheet, edit.region, edit.record, before)


def _add_project(document: Document, edit: AddProject) -> tuple[Edit, ...]:
    _check_words(edit.project)
    if not edit.project or edit.project in document.projects:
        raise EditRefused("这个项目已经有了，没有重复加入")
    _check_position(edit.position, len(document.projects))
    stood = _holdings(document, _project_owner(edit.project))
    document.projects.insert(edit.position, edit.project)
    return RemoveProject(edit.project), *stood


def _move_project(document: Document, edit: MoveProject) -> MoveProject:
    before = _place_of(document, edit)
    _check_position(edit.position, len(document.projects) - 1)
    document.projects.insert(edit.position, document.projects.pop(before))
    return MoveProject(edit.project, before)


def _remove_project(document: Document, edit: RemoveProject) -> tuple[Edit, ...]:
    position = _place_of(document, edit)
    taken = _holdings(document, _project_owner(edit.project))
    del document.projects[position]
    _take_away(document, taken)
    return AddProject(edit.project, position), *taken


def _place_of(document: Document, edit: MoveProject | RemoveProject) -> int:
    if edit.project not in document.projects:
        raise EditRefused("没有这个项目，可能已经删除")
    return document.projects.index(edit.project)


def _select_form(document: Document, edit: SelectForm) -> SelectForm:
    _check_words(edit.form)
    before = SelectForm(edit.form, edit.form not in document.deselected)
    change = document.deselected.discard if edit.selected else document.deselected.add
    change(edit.form)
    return before


def _set_last_year(document: Document, edit: SetLastYear) -> SetLastYear:
    if edit.last_year is not None:
        _check_words(*edit.last_year.words())
    before, document.last_year = SetLastYear(document.last_year), edit.last_year
    return before


def _check_position(position: int, last: int) -> None:
    if not 0 <= position <= last:
        raise EditRefused(f"没有第 {position + 1} 个位置，现在最多到第 {last + 1} 个")


def _position_of(document: Document, edit: RemoveRecord | MoveRecord) -> int:
    for position, record in enumerate(document.records_of(edit.sheet, edit.region)):
        if record.id == edit.record:
            return position
    raise EditRefused("没有这条记录，可能已经删除")


def _records_on(document: Document, sheet: SheetId) -> list[Record]:
    found = (records for (where, _), records in document.records.items() if where == sheet)
    return [record for records in found for record in records]


# What belongs to a record or a project -------------------------------------------------------

_Owner = Callable[[CellId], bool]
"""Whether a cell belongs to somebody; a record is asked for by its cell without a name."""


def _record_owner(document: Document, sheet: SheetId, record: str) -> _Owner:
    family = {record}
    others = [other for other in _records_on(document, sheet) if other.parent]
    while more := {other.id for other in others if other.parent in family} - family:
        family |= more
    return lambda cell: cell.record in family and cell[:2] == sheet


def _left_behind(document: Document, sheet: SheetId, record: str) -> tuple[Edit, ...]:
    """What a record that is not there holds already; nothing, as a rule, and that seen fast."""
    cells = chain(document.texts, document.overrides, (cell for _, cell in document.justifications))
    if record in map(_RECORD, cells) or any(
        r.parent == record for r in _records_on(document, sheet)
    ):
        return _holdings(document, _record_owner(document, sheet, record))
    return ()


_RECORD: Final = attrgetter("record")


def _project_owner(project: str) -> _Owner:
    return lambda cell: cell.instance == project


def _holdings(document: Document, owns: _Owner) -> tuple[Edit, ...]:
    """The edits that would bring back all records and cells of an owner, always in one order."""
    texts, overrides = document.texts, document.overrides
    records = (
        AddRecord(sheet, region, record, position)
        for (sheet, region), listed in sorted(document.records.items(), key=itemgetter(0))
        for position, record in enumerate(listed)
        if owns(CellId(*sheet, record.id, ""))
    )
    return (
        *records,
        *(SetText(cell, texts[cell]) for cell in sorted(filter(owns, texts))),
        *(SetOverride(cell, overrides[cell]) for cell in sorted(filter(owns, overrides))),
        *(
            SetJustification(rule, cell, document.justifications[rule, cell])
            for rule, cell in sorted(document.justifications)
            if owns(cell)
        ),
    )


def _take_away(document: Document, holdings: tuple[Edit, ...]) -> None:
    for held in reversed(holdings):
        match held:
            case SetText(cell):
                del document.texts[cell]
            case SetOverride(cell):
                del document.overrides[cell]
            case SetJustification(rule, cell):
                del document.justifications[rule, cell]
            case AddRecord(sheet, region, _, position):
                _delete_record(document, sheet, region, position)


def _delete_record(document: Document, sheet: SheetId, region: str, position: int) -> None:
    listed = document.records[sheet, region]
    del listed[position]
    if not listed:
        del document.records[sheet, region]
