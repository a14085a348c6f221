"""标为空表: that a form has no figures is meant so, and what is printed below it then."""

from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from core.emptiness import MARK, UNMARK, emptiness, mark, sentences, unmark
from core.errors import BiaoliError
from core.refs import SheetId
from core.session import Changes, Session
from core.template.form_lines import LONGEST_SENTENCE
from gui import theme
from gui.help.offering import offer_help
from gui.labels import label


class EmptyFormDialog(QDialog):
    """Asks for the sentence; `changes` is what came of it once the dialog was accepted."""

    def __init__(self, session: Session, sheet: SheetId, parent: QWidget | None = None) -> None:
        """Begin with the sentence that is printed now."""
        super().__init__(parent)
        self.setObjectName("empty_form")
        self.setWindowTitle("空表")
        offer_help(self, "空表")
        self.setMinimumWidth(480)
        self._session, self._sheet = session, sheet
        self.changes: Changes | None = None
        found = emptiness(session, sheet)
        self._marked = found is not None and found.marked
        sentence, proposal = sentences(session, sheet)
        self.sentence = QPlainTextEdit(sentence)
        self.sentence.setObjectName("sentence")
        self.sentence.setAccessibleName("表下的说明")
        self.sentence.setTabChangesFocus(True)
        self.sentence.setFixedHeight(72)
        self.sentence.setPlaceholderText(proposal)
        self.sentence.textChanged.connect(self._count)
        self._counted = label(pixels=theme.SECONDARY, ink="ink2")
        self.problem = label(ink="red", wrapped=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 16, 18, 12)
        layout.setSpacing(10)
        plan = session.plan(sheet)
        layout.addWidget(
            label(f"{plan.number}　{plan.title}", families=theme.SANS_BOLD, wrapped=True)
        )
        layout.addWidget(label("没有这项收支的，照样公开空表，表下印这句说明：", wrapped=True))
        layout.addWidget(self.sentence)
        layout.addWidget(self._counted)
        layout.addWidget(self.problem)
        layout.addLayout(self._foot())
        self._count()

    def _foot(self) -> QHBoxLayout:
        accept, cancel = (
            QPushButton("存说明(&S)" if self._marked else f"{MARK}(&E)"),
            QPushButton("取消"),
        )
        accept.setDefault(True)
        accept.clicked.connect(lambda: self._apply(keep=True))
        cancel.setAutoDefault(False)
        cancel.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.addStretch()
        foot.addWidget(accept)
        if self._marked:
            take_away = QPushButton(f"{UNMARK}(&U)")
            take_away.setObjectName("unmark")
            take_away.setAutoDefault(False)
            take_away.clicked.connect(lambda: self._apply(keep=False))
            foot.addWidget(take_away)
        foot.addWidget(cancel)
        return foot

    def _count(self) -> None:
        length = len(self.sentence.toPlainText())
        over = length - LONGEST_SENTENCE
        self._counted.setText(f"超出 {over} 字" if over > 0 else f"{length}/{LONGEST_SENTENCE} 字")

    def _apply(self, *, keep: bool) -> None:
        try:
            text = self.sentence.toPlainText()
            step = (
                mark(self._session, self._sheet, text)
                if keep
                else unmark(self._session, self._sheet)
            )
        except BiaoliError as error:
            self.problem.setText(str(error))
            return
        self.changes = step
        self.accept()
