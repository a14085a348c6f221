"""What the findings panel is put together from: title bar, table, likely cause, 审核说明."""

from collections.abc import Sequence

from PySide6.QtCore import QAbstractItemModel, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QPlainTextEdit,
    QPushButton,
    QTableView,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from core.calc.reasons import MAX_LENGTH
from core.findings import Cause, Finding
from gui import theme
from gui.labels import ElidedLabel, label

ROW = 25
LEAST_HEIGHT = 24 + 2 * ROW  # the head and two findings


class TitleBar(QWidget):
    """Toggles and scope, in the dock's title."""

    resized = Signal()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say so: the toggles have words only where there is room."""
        super().resizeEvent(event)
        self.resized.emit()


class Suspicion(QFrame):
    """One line that says what probably caused the chosen finding, and leads to that cell."""

    followed = Signal()

    def __init__(self, parent: QWidget) -> None:
        """Of no finding."""
        super().__init__(parent)
        self.words = ElidedLabel(self)
        self.follow = QToolButton()
        self.follow.setText("去这一格(Ctrl+J)")
        self.follow.setObjectName("go_to_suspect")
        self.follow.clicked.connect(self.followed)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(4, 0, 6, 0)
        layout.addWidget(self.words, 1)
        layout.addWidget(self.follow)
        self.setFixedHeight(ROW)
        self.hide()

    def show_cause(self, cause: Cause | None) -> None:
        """Show a cause; without one there is no line."""
        self.words.set_text(cause.words if cause else "")
        self.setVisible(cause is not None)


class Writing(QFrame):
    """The field in which an 审核说明 is written."""

    saved = Signal()
    left = Signal()

    def __init__(self, parent: QWidget) -> None:
        """Closed."""
        super().__init__(parent)
        self.finding: Finding | None = None
        self.edit = _ReasonEdit(self)
        self.edit.saved.connect(self.saved)
        self.edit.left.connect(self.left)
        self.edit.textChanged.connect(self._count)
        self._length = label(pixels=theme.SECONDARY, ink="ink2")
        save = QPushButton("存为说明 Ctrl+Enter")
        save.setObjectName("save_justification")
        save.clicked.connect(self.saved)
        side = QVBoxLayout()
        side.addWidget(save)
        side.addWidget(self._length)
        side.addStretch()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(10, 6, 10, 6)
        layout.addWidget(label("审核说明", families=theme.SANS_BOLD), 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self.edit, 1)
        layout.addLayout(side)
        self.setFixedHeight(76)
        self.hide()

    def begin(self, finding: Finding) -> None:
        """Show what is written so far."""
        if self.finding is None or self.finding.identity != finding.identity:
            self.edit.setPlainText(finding.justification)
        self.finding = finding
        self._count()

    def _count(self) -> None:
        length = len(self.edit.toPlainText())
        over = length - MAX_LENGTH
        self._length.setText(f"超出 {over} 字" if over > 0 else f"{length}/{MAX_LENGTH} 字")


class _ReasonEdit(QPlainTextEdit):
    """Ctrl+Enter saves, Esc leaves."""

    saved = Signal()
    left = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("justification")
        self.setAccessibleName("审核说明")
        self.setTabChangesFocus(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif control and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.saved.emit()
        else:
            super().keyPressEvent(event)


def findings_table(
    model: QAbstractItemModel,
    name: str = "findings",
    words: str = "审核结果",
    widths: Sequence[int] = (82, 50, 232, 460, 230),
    widest: int = 3,
) -> QTableView:
    """A list of findings; the column `widest` takes what room there is."""
    table = QTableView()
    table.setObjectName(name)
    table.setAccessibleName(words)
    table.setModel(model)
    table.setFrameShape(QFrame.Shape.NoFrame)
    table.setMinimumSize(200, LEAST_HEIGHT)
    table.setShowGrid(False)
    table.setWordWrap(False)
    table.setTabKeyNavigation(False)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    table.setIconSize(QSize(14, 14))
    table.verticalHeader().hide()
    table.verticalHeader().setDefaultSectionSize(ROW)
    table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    header = table.horizontalHeader()
    header.setHighlightSections(False)
    header.setFixedHeight(24)
    for column, width in enumerate(widths):
        table.setColumnWidth(column, width)
    header.setSectionResizeMode(widest, QHeaderView.ResizeMode.Stretch)
    return table
