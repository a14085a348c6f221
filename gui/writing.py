"""The field in which an 审核说明 is written, and what is usually written there."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QMenu,
    QPlainTextEdit,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from core.audit.usual_reasons import UsualReason
from core.calc.reasons import MAX_LENGTH
from core.findings import Finding
from gui import theme
from gui.labels import label, shortened

_LONGEST = 40  # of a reason in the menu
_NONE = "还没有常用的：写过的说明会列在这里"


class Writing(QFrame):
    """The field, with the reasons that may be taken.

    saved  what is written is to be kept
    left   nothing is to be kept
    """

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
        self.usual = QToolButton()
        self.usual.setText("常用说明")
        self.usual.setObjectName("usual_reasons")
        self.usual.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.menu = QMenu(self.usual)
        self.menu.setToolTipsVisible(True)
        self.usual.setMenu(self.menu)
        self.edit.asked.connect(self.usual.showMenu)
        self._length = label(pixels=theme.SECONDARY, ink="ink2")
        save = QPushButton("存为说明 Ctrl+Enter")
        save.setObjectName("save_justification")
        save.clicked.connect(self.saved)
        names, side = QVBoxLayout(), QVBoxLayout()
        names.addWidget(label("审核说明", families=theme.SANS_BOLD))
        names.addWidget(self.usual)
        names.addStretch()
        side.addWidget(save)
        side.addWidget(self._length)
        side.addStretch()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(10, 6, 10, 6)
        layout.addLayout(names)
        layout.addWidget(self.edit, 1)
        layout.addLayout(side)
        self.setFixedHeight(76)
        self.hide()

    def begin(self, finding: Finding, usual: Sequence[UsualReason]) -> None:
        """Show what is written so far, and offer what is usual."""
        if self.finding is None or self.finding.identity != finding.identity:
            self.edit.setPlainText(finding.justification)
        self.finding = finding
        self._offer(usual)
        self._count()

    def _offer(self, usual: Sequence[UsualReason]) -> None:
        self.menu.clear()
        for text, origin in usual:
            words = shortened(text, _LONGEST).replace("&", "&&")
            action = self.menu.addAction(f"{words}\t{origin.value}")
            action.setToolTip(text)
            action.triggered.connect(lambda _=False, text=text: self._take(text))
        self.usual.setEnabled(bool(usual))
        self.usual.setToolTip("Alt+↓" if usual else _NONE)

    def _take(self, text: str) -> None:
        """Put a reason where the cursor is, for it to be completed."""
        self.edit.insertPlainText(text)
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _count(self) -> None:
        length = len(self.edit.toPlainText())
        over = length - MAX_LENGTH
        self._length.setText(f"超出 {over} 字" if over > 0 else f"{length}/{MAX_LENGTH} 字")


class _ReasonEdit(QPlainTextEdit):
    """Ctrl+Enter saves, Esc leaves, Alt+↓ asks for what is usual."""

    saved = Signal()
    left = Signal()
    asked = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("justification")
        self.setAccessibleName("审核说明")
        self.setTabChangesFocus(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        held = event.modifiers()
        control = held & Qt.KeyboardModifier.ControlModifier
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif control and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.saved.emit()
        elif event.key() == Qt.Key.Key_Down and held & Qt.KeyboardModifier.AltModifier:
            self.asked.emit()
        else:
            super().keyPressEvent(event)
