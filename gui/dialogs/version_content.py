"""What a version holds, to be read: its figures form by form, and its findings as they were."""

from PySide6.QtWidgets import QAbstractItemView, QListWidget, QTreeWidget, QTreeWidgetItem

from core.document.versions import Version
from core.session import Session
from core.versions.keeping import figures_of, findings_of
from core.versions.shown import ShownCell
from gui.labels import tooltip

_WIDTHS = (480, 260)


class Figures(QTreeWidget):
    """The forms of a version with their cells."""

    def __init__(self) -> None:
        """Nothing is shown yet."""
        super().__init__()
        self.setObjectName("figures")
        self.setAccessibleName("当时的数")
        self.setHeaderLabels(["哪一格", "当时", "怎么来的"])
        for column, width in enumerate(_WIDTHS):
            self.setColumnWidth(column, width)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)

    def show_version(self, session: Session, version: Version | None) -> None:
        """Show a version, or (None) nothing. Raises DocumentError."""
        self.clear()
        if version is None:
            return
        for sheet in figures_of(session, version).sheets:
            top = QTreeWidgetItem([sheet.words, f"{sheet.filled} 格有数", ""])
            top.addChildren([_item(cell) for cell in sheet.cells])
            self.addTopLevelItem(top)


class Findings(QListWidget):
    """The findings of a version."""

    def __init__(self) -> None:
        """Nothing is shown yet."""
        super().__init__()
        self.setObjectName("kept_findings")
        self.setAccessibleName("当时的审核结果")
        self.setWordWrap(True)

    def show_version(self, session: Session, version: Version | None) -> None:
        """Show a version, or (None) nothing. Raises DocumentError."""
        self.clear()
        if version is not None:
            self.addItems([finding.line for finding in findings_of(session, version)])


def _item(cell: ShownCell) -> QTreeWidgetItem:
    kind = f"{cell.kind}，理由：{cell.reason}" if cell.reason else cell.kind
    item = QTreeWidgetItem([cell.place, cell.text.replace("\n", " "), kind])
    item.setToolTip(1, tooltip(cell.text))
    return item
