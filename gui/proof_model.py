"""The lines of the proof sheet as a table; one is put into words when it is looked at.

There is no proxy between the list and its view: asked about each of a hundred thousand rows, it
would hold up the window. What is filtered are the parts of the sheet, of which there are few.
"""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from core.findings import Finding, Outcome
from core.proof.content import ProofLine
from gui import icons
from gui.labels import tooltip

COLUMNS = (
    *("结果", "编号", "级别", "范围", "位置", "审核内容", "左边", "右边", "相差"),
    "怎么办、说明、为什么",
)
ICONS = {
    Outcome.FAILED: "mandatory",
    Outcome.JUSTIFIED: "justified",
    Outcome.NO_DATA: "no_data",
    Outcome.NOT_APPLICABLE: "not_applicable",
    Outcome.NOT_CHECKED: "not_checked",
    Outcome.PASSED: "passed",
}
_FIGURES = range(6, 9)
_KEPT = 500
_ROOT = QModelIndex()
AnyIndex = QModelIndex | QPersistentModelIndex


class ProofModel(QAbstractTableModel):
    """The lines that are chosen."""

    def __init__(self, parent: QObject | None = None) -> None:
        """No line."""
        super().__init__(parent)
        self._lines: Sequence[ProofLine] = ()
        self._worded: dict[int, ProofLine] = {}

    def show(self, lines: Sequence[ProofLine]) -> None:
        """Show these lines."""
        self.beginResetModel()
        self._lines = lines
        self._worded.clear()
        self.endResetModel()

    def line(self, row: int) -> ProofLine:
        """The line in a row, in words."""
        known = self._worded.get(row)
        if known is None:
            if len(self._worded) >= _KEPT:
                self._worded.clear()
            known = self._worded[row] = self._lines[row]
        return known

    def finding(self, row: int) -> Finding | None:
        """The finding in a row, None beyond the list."""
        return self.line(row).finding if 0 <= row < self.rowCount() else None

    def rowCount(self, parent: AnyIndex = _ROOT) -> int:
        """One row for each line."""
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: AnyIndex = _ROOT) -> int:
        """Ten columns."""
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """The heads of the columns."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return COLUMNS[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _align(section)
        return None

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The words of a line; the whole of it as what a screen reader says."""
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _align(index.column())
        if role == Qt.ItemDataRole.DecorationRole and index.column() == 0:
            return icons.icon(ICONS[self.line(index.row()).finding.outcome])
        if role == Qt.ItemDataRole.DisplayRole:
            return _words(self.line(index.row()))[index.column()]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return "，".join(word for word in _words(self.line(index.row())) if word)
        if role == Qt.ItemDataRole.ToolTipRole:
            line = self.line(index.row())
            return tooltip("\n".join(words for words in (line.words, line.why) if words))
        return None


def _words(line: ProofLine) -> tuple[str, ...]:
    found, figures = line.finding, line.figures
    outcome = "待复核" if found.stale else found.outcome.value
    return (
        *(outcome, found.rule, found.severity.value, found.scope.value),
        *(f"{line.form}　{found.place}", line.words),
        *(figures.left, figures.right, figures.gap, line.why),
    )


def _align(column: int) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column in _FIGURES else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
