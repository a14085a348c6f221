"""改写: another value for a calculated cell, with the reason it needs."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from core.errors import BiaoliError
from core.refs import CellId
from core.session import Changes, Session
from gui import theme
from gui.help.offering import offer_help
from gui.labels import label


class OverrideDialog(QDialog):
    """Asks for value and reason; `changes` is what came of it once the dialog was accepted."""

    def __init__(self, session: Session, cell: CellId, parent: QWidget | None = None) -> None:
        """Begin with what stands in the cell."""
        super().__init__(parent)
        self.setObjectName("override")
        self.setWindowTitle("改写")
        offer_help(self, "改写")
        self.setMinimumWidth(480)
        self._session, self._cell = session, cell
        self.changes: Changes | None = None
        found = session.explain(cell)
        kept = session.document.overrides.get(cell)
        computed = found.computed if kept is not None else found.text
        self.value = QLineEdit(session.typed(cell) or found.text.replace(",", ""))
        self.value.setObjectName("value")
        self.value.setAccessibleName("改写为")
        self.value.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.reason = QPlainTextEdit(kept.reason if kept is not None else "")
        self.reason.setObjectName("reason")
        self.reason.setAccessibleName("理由")
        self.reason.setTabChangesFocus(True)
        self.reason.setPlaceholderText("例如：按批复数填列（200 字以内）")
        self.reason.setFixedHeight(72)
        self.problem = label(ink="red", wrapped=True)
        form = QFormLayout()
        form.setVerticalSpacing(10)
        form.addRow(label("自动计算"), label(f"{computed or '空'} {found.unit}".strip()))
        form.addRow(label("改写为"), self.value)
        form.addRow(label("理由（必填）"), self.reason)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 16, 18, 12)
        layout.setSpacing(10)
        layout.addWidget(label(found.words, families=theme.SANS_BOLD, wrapped=True))
        layout.addLayout(form)
        note = "改写的数用在后面的计算里，表上照印；随时可以“恢复自动”。"
        layout.addWidget(label(note, pixels=theme.SECONDARY, ink="ink2", wrapped=True))
        layout.addWidget(self.problem)
        layout.addLayout(self._foot())

    def _foot(self) -> QHBoxLayout:
        accept, cancel = QPushButton("改写(&O)"), QPushButton("取消")
        accept.setDefault(True)
        accept.clicked.connect(self._apply)
        cancel.setAutoDefault(False)
        cancel.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.addStretch()
        foot.addWidget(accept)
        foot.addWidget(cancel)
        return foot

    def _apply(self) -> None:
        try:
            self.changes = self._session.override(
                self._cell, self.value.text(), self.reason.toPlainText()
            )
        except BiaoliError as error:
            self.problem.setText(str(error))
            return
        self.accept()
