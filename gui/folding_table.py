"""The list of findings, in which many alike are one line that opens and closes."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QTableView

from gui.findings_model import FindingsModel

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class FoldingTable(QTableView):
    """Enter, a click and the arrows → ← open and close a line; on any other row they do as ever."""

    def __init__(self, model: FindingsModel) -> None:
        """List what the model has."""
        super().__init__()
        self._findings = model
        self.setModel(model)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open and close by keys; ← on a finding goes to the line it folds into."""
        row = self.currentIndex().row()
        fold = self._findings.fold(row)
        if fold is not None and event.key() in _ENTER:
            self._findings.set_open(fold, is_open=not fold.is_open)
        elif fold is not None and event.key() in (Qt.Key.Key_Right, Qt.Key.Key_Left):
            self._findings.set_open(fold, is_open=event.key() == Qt.Key.Key_Right)
        elif event.key() == Qt.Key.Key_Left and self._findings.fold_row(row) >= 0:
            self.selectRow(self._findings.fold_row(row))
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Open and close by a click."""
        super().mousePressEvent(event)
        fold = self._findings.fold(self.indexAt(event.position().toPoint()).row())
        if fold is not None and event.button() is Qt.MouseButton.LeftButton:
            self._findings.set_open(fold, is_open=not fold.is_open)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """The second press on such a line means nothing more."""
        if self._findings.fold(self.indexAt(event.position().toPoint()).row()) is None:
            super().mouseDoubleClickEvent(event)
