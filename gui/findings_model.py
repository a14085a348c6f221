"""The findings as a table: one in each row, in the words of the form."""

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
from core.refs import CellId
from core.session import Session
from gui import icons
from gui.apart import is_waiting
from gui.findings_order import KINDS, Section, Splice, kind_of, splices
from gui.labels import tooltip

COLUMNS = ("级别", "范围", "位置", "问题", "可以这样办")
CAUSE_AFTER_MS = 30
AnyIndex = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class FindingsModel(QAbstractTableModel):
    """The findings that are shown, one in each row."""

    def __init__(self, parent: QObject | None = None) -> None:
        """No finding."""
        super().__init__(parent)
        self.findings: list[Finding] = []
        self._sections: list[Section] = []
        self._session: Session | None = None
        self._causes: dict[int, tuple[Finding, Cause | None]] = {}
        self._wanted: list[Finding] = []
        self._resting = QTimer(self)
        self._resting.setSingleShot(True)
        self._resting.timeout.connect(self._look_for_causes)

    def show(self, session: Session | None, sections: list[Section]) -> None:
        """Show these findings; rows that stay are not touched."""
        wanted = splices(self._sections, sections) if session is self._session else None
        if wanted is None:
            self._show_anew(session, sections)
            return
        self._sections = sections
        for splice in wanted:
            self._splice(splice)

    def _show_anew(self, session: Session | None, sections: list[Section]) -> None:
        self.beginResetModel()
        self.findings = [finding for section in sections for finding in section.findings]
        same = session is self._session
        there = set(map(id, self.findings)) if same else set[int]()
        self._causes = {key: cause for key, cause in self._causes.items() if key in there}
        self._session, self._sections = session, sections
        self._wanted.clear()
        self.endResetModel()

    def _splice(self, splice: Splice) -> None:
        """Replace rows; a finding that only says something else keeps its row."""
        row, end = splice.row, splice.row + splice.gone
        gone, new = self.findings[row:end], splice.new
        for finding in gone:
            self._causes.pop(id(finding), None)
        if [f.identity for f in gone] == [f.identity for f in new]:
            self.findings[row:end] = new
            self.dataChanged.emit(self.index(row, 0), self.index(end - 1, len(COLUMNS) - 1))
            return
        if gone:
            self.beginRemoveRows(_ROOT, row, end - 1)
            del self.findings[row:end]
            self.endRemoveRows()
        if new:
            self.beginInsertRows(_ROOT, row, row + len(new) - 1)
            self.findings[row:row] = new
            self.endInsertRows()

    def cause(self, row: int) -> Cause | None:
        """What probably caused a finding; looked for when it is first shown.

        A finding that an edit leaves as it is keeps its cause.
        """
        finding = self.findings[row]
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
        rows = {id(finding): row for row, finding in enumerate(self.findings)}
        while self._wanted:
            row = rows.get(id(self._wanted.pop(0)))
            if row is None or id(self.findings[row]) in self._causes:
                continue
            if self.cause(row) is not None:
                self.dataChanged.emit(self.index(row, 0), self.index(row, len(COLUMNS) - 1))
            self._resting.start(0)
            return

    def row_of(self, identity: tuple[str, CellId]) -> int:
        """Where a finding stands; -1 if it is not listed."""
        return next((r for r, f in enumerate(self.findings) if f.identity == identity), -1)

    def rowCount(self, parent: AnyIndex = _ROOT) -> int:
        """One row for each finding."""
        return 0 if parent.isValid() else len(self.findings)

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
        finding = self.findings[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._words(index.row())[index.column()]
        if role == Qt.ItemDataRole.DecorationRole and index.column() == 0:
            return icons.icon("stale" if finding.stale else kind_of(finding))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return "，".join(word for word in self._words(index.row()) if word)
        if role == Qt.ItemDataRole.ToolTipRole:
            words = (self._problem(index.row()), finding.remedy, finding.justification)
            return tooltip("\n".join(word for word in words if word))
        return None

    def _words(self, row: int) -> tuple[str, str, str, str, str]:
        finding = self.findings[row]
        level = KINDS[kind_of(finding)]
        if finding.stale:
            level = "待复核"
        remedy = finding.remedy
        if finding.justification:
            remedy = f"说明：{finding.justification}"
        return level, finding.scope.value, self._where(finding), self._problem(row), remedy

    def _problem(self, row: int) -> str:
        cause = self._shown_cause(self.findings[row])
        message = self.findings[row].message
        return f"{message}。{cause.words}" if cause else message

    def _where(self, finding: Finding) -> str:
        if self._session is None:
            return ""
        form = self._session.names.form_words(finding.cells[0].sheet)
        return f"{form}　{finding.place}"
