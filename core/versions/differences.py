"""What differs between an earlier state of a document and what there is now, cell by cell.

The earlier state is a version, or the document as it was opened. An entered cell says who typed it
and when; one that only followed is marked 计算, with the line it followed. A form or project there
on one side alone is one line, however much stands in it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from core.calc.explain import CALCULATED, OVERRIDDEN, PREFILLED
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
from core.document.history import HistoryRow
from core.document.model import PUT_ASIDE, Document
from core.document.versions import Version
from core.refs import PROJECT_CARD, CellId, SheetId
from core.session import Session
from core.versions.keeping import figures_of
from core.versions.shown import Shown, ShownCell, ShownRow, ShownSheet, shown, shown_of

TYPED, CHANGED, ADDED, REMOVED, MOVED, JUSTIFIED = "填", "改写", "增加", "删除", "移动", "审核说明"
RESTORED = "恢复自动"
SELECTED, LEFT_OUT = "选用", "不选用"
NONE = "（没有）"
"""Where a row, a project or a form is not there at all."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One line: where, what it was, what it is, what kind of change, and why (or who and when).

    `cell` is where to look now, None if that is no more. `figure`: both texts are numbers.
    """

    form: str
    place: str
    was: str
    now: str
    kind: str
    reason: str
    cell: CellId | None = None
    figure: bool = False


@dataclass(frozen=True, slots=True)
class Base:
    """An earlier state: its name for people, what it shows and holds, its step of history."""

    words: str
    shown: Shown
    document: Document
    step: int


def base_of_version(session: Session, version: Version) -> Base:
    """A version as the earlier state. Raises DocumentError if it cannot be read."""
    document = session.store.versions.document(version, session.document.suite)
    words = f"{version.words}（{time_words(version.at)}）"
    return Base(words, figures_of(session, version), document, version.step)


def base_of_opening(session: Session) -> Base:
    """The document as it was opened as the earlier state."""
    document = session.at_opening()
    return Base(
        "打开时", shown_of(session.calculation.whole, document), document, session.opened_at
    )


def differences(session: Session, base: Base) -> list[Difference]:
    """Everything that differs, in the order of the forms; what is no more comes last."""
    comparison = _Comparison(session, base)
    return list(comparison.with_sources(list(comparison.lines())))


def time_words(at: str) -> str:
    """A time of the history for people: 2022-03-01 15:42."""
    return at[:16].replace("T", " ")


class _Comparison:
    """Compares one earlier state with now."""

    def __init__(self, session: Session, base: Base) -> None:
        self.session = session
        self.base = base
        self.was, self.now = base.shown, shown(session.calculation)
        rows = [row for row in session.store.history() if row.seq > base.step]
        self.doers = dict(_doers(rows))

    def lines(self) -> Iterator[Difference]:
        was = {sheet.sheet: sheet for sheet in self.was.sheets}
        now = {sheet.sheet: sheet for sheet in self.now.sheets}
        for sheet, shown_now in now.items():
            before = was.get(sheet)
            if before is None:
                yield from self._one_sided(sheet, shown_now, there_now=True)
            else:
                yield from self._rows(before, shown_now)
                yield from self._cells(before, shown_now)
        for sheet, before in was.items():
            if sheet not in now:
                yield from self._one_sided(sheet, before, there_now=False)
        yield from self._order()
        yield from self._justifications()

    # ---- projects and forms

    def _order(self) -> Iterator[Difference]:
        was = [project for project in self.was.projects if project in self.now.projects]
        if was != [project for project in self.now.projects if project in self.was.projects]:
            yield Difference("项目", "先后", "", "", MOVED, "项目的先后变了")

    def _one_sided(
        self, sheet: SheetId, there: ShownSheet, *, there_now: bool
    ) -> Iterator[Difference]:
        whole = self.now if there_now else self.was
        other = self.was if there_now else self.now
        project = sheet.instance
        texts = _one_side(f"{there.filled} 格有数", there_now=there_now)
        if project and project not in other.projects:
            if sheet.form == PROJECT_CARD:  # its forms go without saying
                own = (s for s in whole.sheets if s.sheet.instance == project)
                count = f"{sum(s.filled for s in own)} 格有数"
                texts = _one_side(count, there_now=there_now)
                kind = ADDED if there_now else REMOVED
                place = f"项目“{whole.projects[project]}”"
                yield Difference("项目", place, *texts, kind, self._who(project))
            return
        kind = SELECTED if there_now else LEFT_OUT
        yield Difference(there.words, "整张表", *texts, kind, self._who(sheet.form))

    # ---- rows

    def _rows(self, was: ShownSheet, now: ShownSheet) -> Iterator[Difference]:
        before, after = ({row.record: row for row in s.rows} for s in (was, now))
        for record, row in after.items():
            if record not in before:
                yield self._row(now, row, ADDED)
        for record, row in before.items():
            if record not in after:
                yield self._row(now, row, REMOVED)
        for region in dict.fromkeys(row.region for row in now.rows):
            kept = [r.record for r in now.rows if r.region == region and r.record in before]
            if kept != [r.record for r in was.rows if r.region == region and r.record in after]:
                yield Difference(now.words, region, "", "", MOVED, "行的先后变了")

    def _row(self, sheet: ShownSheet, row: ShownRow, kind: str) -> Difference:
        texts = _one_side(row.words, there_now=kind == ADDED)
        who = self._who((sheet.sheet, row.record))
        return Difference(sheet.words, "一行", *texts, kind, who)

    # ---- cells

    def _cells(self, was: ShownSheet, now: ShownSheet) -> Iterator[Difference]:
        before, after = was.by_cell(), now.by_cell()
        for cell in dict.fromkeys((*after, *before)):
            old, new = before.get(cell), after.get(cell)
            texts = (old.text if old else "", new.text if new else "")
            reasons = (old.reason if old else "", new.reason if new else "")
            if texts[0] != texts[1] or reasons[0] != reasons[1]:
                yield self._cell(now.words, cell, old, new)

    def _cell(
        self, form: str, cell: CellId, old: ShownCell | None, new: ShownCell | None
    ) -> Difference:
        known = new or old
        assert known is not None  # noqa: S101 - it stands on one side at least
        kind, reason = _kind(old, new), ""
        if kind == CHANGED and new is not None:
            reason = "；".join(filter(None, (new.reason, self._who(cell))))
        elif kind not in (CALCULATED, PREFILLED):
            reason = self._who(cell) or self._who((cell.sheet, cell.record))
        was, now = old.text if old else "", new.text if new else ""
        place = cell if new is not None else None
        return Difference(form, known.place, was, now, kind, reason, place, known.figure)

    def with_sources(self, lines: Sequence[Difference]) -> Iterator[Difference]:
        """The lines; a calculated one says which entered one it followed, by its number."""
        entered = {
            line.cell: number
            for number, line in enumerate(lines, 1)
            if line.cell is not None and line.kind in (TYPED, CHANGED, RESTORED)
        }
        sources: dict[CellId, int] = {}
        for line in lines:
            followed = line.cell is not None and line.kind in (CALCULATED, PREFILLED)
            number = self._source(line.cell, entered, sources) if line.cell and followed else 0
            yield replace(line, reason=f"随第{number}处变") if number else line

    def _source(self, cell: CellId, entered: Mapping[CellId, int], known: dict[CellId, int]) -> int:
        """The number of the first entered line below a cell; 0 if there is none."""
        if cell not in known:
            known[cell] = 0
            computation = self.session.calculation.computations.get(cell)
            for below in computation.sources if computation is not None else ():
                known[cell] = entered.get(below) or self._source(below, entered, known)
                if known[cell]:
                    break
        return known[cell]

    # ---- 审核说明

    def _justifications(self) -> Iterator[Difference]:
        before, after = self.base.document.justifications, self.session.document.justifications
        words = {
            cell: (sheet.words, known.place)
            for sheet in chain(self.was.sheets, self.now.sheets)
            for cell, known in sheet.by_cell().items()
        }
        for key in sorted(before.keys() | after.keys()):
            was, now = (said[key].text if key in said else "" for said in (before, after))
            rule, cell = key
            if was != now and cell in words and rule != PUT_ASIDE:
                who = self._who(key)
                yield Difference(*words[cell], was, now, JUSTIFIED, who, cell)

    def _who(self, what: object) -> str:
        """Who did it last, and when; "" if nobody did it himself."""
        row = self.doers.get(what)
        return f"{row.author} {time_words(row.at)}".strip() if row is not None else ""


def _one_side(text: str, *, there_now: bool) -> tuple[str, str]:
    return (NONE, text) if there_now else (text, NONE)


def _kind(old: ShownCell | None, new: ShownCell | None) -> str:
    kind = new.kind if new is not None else old.kind if old is not None else ""
    if new is not None and kind == OVERRIDDEN:
        return CHANGED
    if kind in (CALCULATED, PREFILLED):
        return RESTORED if old is not None and old.kind == OVERRIDDEN else kind
    return TYPED if new is not None else REMOVED


def _doers(rows: Iterable[HistoryRow]) -> Iterator[tuple[object, HistoryRow]]:
    """By cell, record, project, form or 审核说明 each step that touched it."""
    for row in rows:
        for step in steps_of(row.edit):
            yield _touched(step), row


def _touched(step: Edit) -> object:
    match step:
        case AddProject() | MoveProject() | RemoveProject():
            return step.project
        case SelectForm(form=form):
            return form
        case AddRecord(sheet=sheet, record=record):
            return sheet, record.id
        case RemoveRecord() | MoveRecord():
            return step.sheet, step.record
        case SetJustification(rule=rule, cell=cell):
            return rule, cell
        case SetText(cell=cell) | SetOverride(cell=cell):
            return cell
    return None
