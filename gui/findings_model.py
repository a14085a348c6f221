"""The findings as a table: one in each row, in the words of the form."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from core.audit.field_checks import REQUIRED
from core.findings import Cause, Finding, Outcome, Severity
from core.session import Session
from gui import icons
from gui.labels import tooltip

COLUMNS = ("级别", "范围", "位置", "问题（差多少、像是什么原因）", "可以这样办")
AnyIndex = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


def kind_of(finding: Finding) -> str:
    """Under which toggle a finding is shown, named as its icon."""
    if finding.rule == REQUIRED:
        return "missing"
    if finding.outcome is Outcome.JUSTIFIED:
        return "justified"
    return {
        Severity.MANDATORY: "mandatory",
        Severity.VERIFY: "verify",
        Severity.HINT: "hint",
    }[finding.severity]


KINDS = {
    "mandatory": "强制性",
    "verify": "核实性",
    "hint": "提示",
    "missing": "未填",
    "justified": "已说明",
}


class FindingsModel(QAbstractTableModel):
    """The findings that are shown, one in each row."""

    def __init__(self, parent: QObject | None = None) -> None:
        """No finding."""
        super().__init__(parent)
        self.findings: list[Finding] = []
        self._session: Session | None = None
        self._causes: dict[int, Cause | None] = {}

    def show(self, session: Session | None, findings: Sequence[Finding]) -> None:
        """Show these findings."""
        self.beginResetModel()
        same = session is self._session
        known = {id(self.findings[row]): cause for row, cause in self._causes.items() if same}
        kept, self.findings = self.findings, list(findings)  # so that no id is another's now
        self._causes = {
            row: known[id(finding)]
            for row, finding in enumerate(self.findings)
            if id(finding) in known
        }
        self._session = session
        self.endResetModel()
        kept.clear()

    def cause(self, row: int) -> Cause | None:
        """What probably caused a finding; looked for when it is first shown.

        A finding that an edit leaves as it is keeps its cause.
        """
        if row not in self._causes and self._session is not None:
            self._causes[row] = self._session.with_cause(self.findings[row]).cause
        return self._causes.get(row)

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
        cause = self.cause(row)
        message = self.findings[row].message
        return f"{message}。{cause.words}" if cause else message

    def _where(self, finding: Finding) -> str:
        if self._session is None:
            return ""
        form = self._session.names.form_words(finding.cells[0].sheet)
        return f"{form}　{finding.place}"
