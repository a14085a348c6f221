"""The findings as a table: one in each row, in the words of the form; many alike fold into one."""

from itertools import takewhile
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
)

from core.findings import Cause, Finding, Outcome
from core.refs import CellId, SheetId
from core.session import Session
from gui import icons
from gui.apart import is_waiting
from gui.findings_folds import Entry, Fold, Folds
from gui.findings_order import KINDS, Section, Splice, kind_of, splices
from gui.labels import tooltip

COLUMNS = ("级别", "范围", "位置", "问题", "可以这样办")
CAUSE_AFTER_MS = 30
_OPEN, _CLOSE = "按 Enter 逐处列出", "按 Enter 合成一行"
_AROUND = "▸▾ "
AnyIndex = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class FindingsModel(QAbstractTableModel):
    """The findings that are listed, and the lines that show them."""

    def __init__(self, parent: QObject | None = None) -> None:
        """No finding."""
        super().__init__(parent)
        self.findings: list[Finding] = []
        self._listed: list[Section[Finding]] = []
        self._entries: list[Entry] = []
        self._lines: list[Section[Entry]] = []
        self._folds = Folds()
        self._session: Session | None = None
        self._causes: dict[int, tuple[Finding, Cause | None]] = {}
        self._wanted: list[Finding] = []
        self._resting = QTimer(self)
        self._resting.setSingleShot(True)
        self._resting.timeout.connect(self._look_for_causes)

    def show(self, session: Session | None, sections: list[Section[Finding]]) -> None:
        """Show these findings; rows that stay are not touched."""
        if session is not self._session:
            self._folds = Folds()
        self._listed = sections
        self.findings = [finding for section in sections for finding in section.findings]
        lines = self._folds.lines(sections)
        wanted = splices(self._lines, lines) if session is self._session else None
        if wanted is None:
            self._show_anew(session, lines)
            return
        self._lines = lines
        for splice in wanted:
            self._splice(splice)

    def _show_anew(self, session: Session | None, lines: list[Section[Entry]]) -> None:
        self.beginResetModel()
        self._entries = [entry for section in lines for entry in section.findings]
        same = session is self._session
        there = set(map(id, self.findings)) if same else set[int]()
        self._causes = {key: cause for key, cause in self._causes.items() if key in there}
        self._session, self._lines = session, lines
        self._wanted.clear()
        self.endResetModel()

    def _splice(self, splice: Splice[Entry]) -> None:
        """Replace rows; a finding that only says something else keeps its row."""
        row, end = splice.row, splice.row + splice.gone
        gone, new = self._entries[row:end], splice.new
        for entry in gone:
            self._causes.pop(id(entry), None)
        pairs = zip(gone, new, strict=False)
        same = len(list(takewhile(lambda pair: pair[0].identity == pair[1].identity, pairs)))
        if same:
            self._entries[row : row + same] = new[:same]
            self.dataChanged.emit(self.index(row, 0), self.index(row + same - 1, len(COLUMNS) - 1))
            row, gone, new = row + same, gone[same:], new[same:]
        if gone:
            self.beginRemoveRows(_ROOT, row, end - 1)
            del self._entries[row:end]
            self.endRemoveRows()
        if new:
            self.beginInsertRows(_ROOT, row, row + len(new) - 1)
            self._entries[row:row] = new
            self.endInsertRows()

    # ---- findings and the lines they are folded into

    def finding(self, row: int) -> Finding | None:
        """The finding in a row; None beyond the list, and where many are folded into one line."""
        entry = self._entries[row] if 0 <= row < len(self._entries) else None
        return entry if isinstance(entry, Finding) else None

    def fold(self, row: int) -> Fold | None:
        """What is folded into the line in a row, if anything is."""
        entry = self._entries[row] if 0 <= row < len(self._entries) else None
        return entry if isinstance(entry, Fold) else None

    def fold_row(self, row: int) -> int:
        """Where the line stands into which the finding in a row folds; -1 if into none."""
        finding = self.finding(row)
        folds = (above for above in range(row, -1, -1) if self.fold(above) is not None)
        above = next(folds, -1)
        fold = self.fold(above)
        return above if fold is not None and finding in fold.findings else -1

    def set_open(self, fold: Fold, *, is_open: bool) -> None:
        """List the findings of a line one by one, or fold them again."""
        self._folds.set_open(fold.identity, is_open=is_open)
        self.show(self._session, self._listed)

    def reveal(self, finding: Finding) -> int:
        """The row of a finding, whose fold is opened if need be; -1 if it is not listed."""
        row = self.row_of(finding.identity)
        if row < 0:
            folds = (entry for entry in self._entries if isinstance(entry, Fold))
            inside = (f for f in folds if any(o.identity == finding.identity for o in f.findings))
            fold = next(inside, None)
            if fold is not None:
                self.set_open(fold, is_open=True)
                row = self.row_of(finding.identity)
        return row

    def cause(self, row: int) -> Cause | None:
        """What probably caused a finding; looked for when it is first shown.

        A finding that an edit leaves as it is keeps its cause.
        """
        finding = self.finding(row)
        if finding is None:
            return None
        known = self._causes.get(id(finding))
        if known is None:
            cause = self._session.with_cause(finding).cause if self._session is not None else None
            known = self._causes[id(finding)] = finding, cause
        return known[1]

    def _shown_cause(self, finding: Finding) -> Cause | None:
        """A cause that is known; looking for another one waits until the keyboard rests."""
        known = self._causes.get(id(finding))
        if known is not None:
            return known[1]
        if self._session is not None and finding.outcome is Outcome.FAILED:
            self._wanted.append(finding)
            if not self._resting.isActive():  # who paints on and on does not put it off
                self._resting.start(CAUSE_AFTER_MS)
        return None

    def _look_for_causes(self) -> None:
        """Look for one cause that was to be shown, then breathe."""
        if is_waiting():  # in the middle of an edit a finding may speak of what is gone
            self._resting.start(CAUSE_AFTER_MS)
            return
        rows = {id(entry): row for row, entry in enumerate(self._entries)}
        while self._wanted:
            row = rows.get(id(self._wanted.pop(0)))
            if row is None or id(self._entries[row]) in self._causes:
                continue
            if self.cause(row) is not None:
                self.dataChanged.emit(self.index(row, 0), self.index(row, len(COLUMNS) - 1))
            self._resting.start(0)
            return

    def row_of(self, identity: tuple[str, CellId]) -> int:
        """Where a finding stands; -1 if it is not listed, or folded."""
        return next((r for r, e in enumerate(self._entries) if e.identity == identity), -1)

    def rowCount(self, parent: AnyIndex = _ROOT) -> int:
        """One row for each finding, or for many that are folded."""
        return 0 if parent.isValid() else len(self._entries)

    def columnCount(self, parent: AnyIndex = _ROOT) -> int:
        """Five columns."""
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """The heads of the columns."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return COLUMNS[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The words of a finding; the whole of them as what a screen reader says."""
        if not index.isValid():
            return None
        row = index.row()
        if role == Qt.ItemDataRole.DisplayRole:
            return self._words(row)[index.column()]
        if role == Qt.ItemDataRole.DecorationRole and index.column() == 0:
            return icons.icon(self._icon(row))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return "，".join(word.strip(_AROUND) for word in self._words(row) if word)
        if role == Qt.ItemDataRole.ToolTipRole:
            return tooltip("\n".join(filter(None, self._whole(row))))
        return None

    def _icon(self, row: int) -> str:
        entry = self._entries[row]
        if isinstance(entry, Fold):
            return entry.kind
        return "stale" if entry.stale else kind_of(entry)

    def _whole(self, row: int) -> tuple[str, ...]:
        """What a line says, nothing left out."""
        entry = self._entries[row]
        if isinstance(entry, Fold):
            return entry.words, _CLOSE if entry.is_open else _OPEN
        return self._problem(entry), entry.remedy, entry.justification

    def _words(self, row: int) -> tuple[str, str, str, str, str]:
        entry = self._entries[row]
        if isinstance(entry, Fold):
            scope, sign = entry.findings[0].scope.value, "▾" if entry.is_open else "▸"
            where, way = self._form(entry.sheet), _CLOSE if entry.is_open else _OPEN
            return KINDS[entry.kind], scope, where, f"{sign} {entry.words}", way
        level = "待复核" if entry.stale else KINDS[kind_of(entry)]
        remedy = f"说明：{entry.justification}" if entry.justification else entry.remedy
        where = f"{self._form(entry.cells[0].sheet)}　{entry.place}"
        return level, entry.scope.value, where, self._problem(entry), remedy

    def _problem(self, finding: Finding) -> str:
        cause = self._shown_cause(finding)
        return f"{finding.message}。{cause.words}" if cause else finding.message

    def _form(self, sheet: SheetId) -> str:
        return self._session.names.form_words(sheet) if self._session is not None else ""
