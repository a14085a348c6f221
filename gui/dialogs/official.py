"""正式稿 although 强制性 findings are open: the reason it needs, asked each time."""

from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from core.calc.reasons import check_reason
from core.errors import EditRefused
from gui import theme
from gui.help.offering import offer_help
from gui.labels import label


class OfficialDialog(QDialog):
    """Asks for the reason; `reason` is it once the dialog was accepted."""

    def __init__(self, still_open: str, parent: QWidget | None = None) -> None:
        """`still_open` says what was not mended."""
        super().__init__(parent)
        self.setObjectName("official")
        self.setWindowTitle("仍按正式稿导出")
        offer_help(self, "导出")
        self.setMinimumWidth(480)
        self.reason = ""
        self.field = QPlainTextEdit()
        self.field.setObjectName("reason")
        self.field.setAccessibleName("理由")
        self.field.setTabChangesFocus(True)
        self.field.setPlaceholderText("例如：财政局已同意按此数公开（200 字以内）")
        self.field.setFixedHeight(72)
        self.problem = label(ink="red", wrapped=True)
        self.accept_button, cancel = QPushButton("按正式稿导出(&O)"), QPushButton("取消")
        self.accept_button.setAutoDefault(False)
        self.accept_button.clicked.connect(self._accept)
        cancel.setDefault(True)
        cancel.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.addStretch()
        foot.addWidget(self.accept_button)
        foot.addWidget(cancel)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 16, 18, 12)
        layout.setSpacing(10)
        layout.addWidget(label(still_open, families=theme.SANS_BOLD, wrapped=True))
        layout.addWidget(label("理由（必填，记在这个文件的记录里，不会印出来）"))
        layout.addWidget(self.field)
        note = "只管这一次，下次导出还是草稿。"
        layout.addWidget(label(note, pixels=theme.SECONDARY, ink="ink2", wrapped=True))
        layout.addWidget(self.problem)
        layout.addLayout(foot)

    def _accept(self) -> None:
        text = self.field.toPlainText().strip()
        try:
            check_reason(text)
        except EditRefused as error:
            self.problem.setText(str(error))
            return
        self.reason = text
        self.accept()
