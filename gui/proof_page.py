"""审核校验单: a page in the middle that says how every check ended."""

from collections.abc import Iterator
from datetime import datetime

from PySide6.QtCore import QElapsedTimer, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QHBoxLayout,
    QPushButton,
    QTableView,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from core.audit.remedies import Remedy
from core.findings import Finding
from core.proof.content import Part, ProofSheet, gathered
from core.session import Session
from gui import theme
from gui.findings_parts import set_up_table
from gui.labels import ElidedLabel, label, shortened, tooltip
from gui.proof_model import ProofModel
from gui.proof_parts import ALL, CARDS, WISHES, Card, Chip, Wish
from gui.theme import colour

SLICE_MS = 20
_WIDTHS = (84, 62, 56, 46, 180, 180, 92, 92, 84, 170)
_CONTENT = 5
_FIRST_TO_GO = (9, 3, 1, 6, 7, 2)


class ProofPage(QWidget):
    """The page.

    jumped         a line was double-clicked (Finding)
    chosen         a line was clicked (Finding)
    remedy_wanted  what is offered about the chosen line is to be done (Remedy)
    save_wanted    the sheet is to be written; the ending says as what (".pdf", ".xlsx")
    print_wanted   the sheet is to be printed
    left           back to the form
    """

    jumped = Signal(object)
    chosen = Signal(object)
    remedy_wanted = Signal(object)
    save_wanted = Signal(str)
    print_wanted = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Nothing is read yet."""
        super().__init__(parent)
        self.setObjectName("proof_page")
        self.setAccessibleName("审核校验单")
        self.sheet: ProofSheet | None = None
        self._session: Session | None = None
        self._wish = ALL
        self._pieces: Iterator[list[Part]] = iter(())
        self._parts: list[Part] = []
        self._chosen: Finding | None = None
        self._remedies: tuple[Remedy, ...] = ()
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.timeout.connect(self._go_on)
        self.model = ProofModel(self)
        self.table = QTableView()
        self.table.setModel(self.model)
        set_up_table(self.table, "proof", "审核校验单", _WIDTHS, _CONTENT)
        self.head = ElidedLabel(ink="ink2")
        self.sum = ElidedLabel(align=Qt.AlignmentFlag.AlignRight, ink="ink2")
        self.cards = {outcome: Card(outcome) for outcome in CARDS}
        self.chips = {wish.words: Chip(wish) for wish in WISHES}
        self._buttons = QButtonGroup(self)
        self._wishes: dict[QAbstractButton, Wish] = {}
        for outcome, card in self.cards.items():
            self._add(card, CARDS[outcome])
        for wish in WISHES:
            self._add(self.chips[wish.words], wish)
        self.chips[ALL.words].setChecked(True)
        self._buttons.buttonClicked.connect(self._choose_wish)
        self.remedy = QToolButton()
        self.remedy.setObjectName("proof_remedy")
        self.remedy.clicked.connect(self._take_remedy)
        self.remedy.setStyleSheet(f"border-color: {colour('accent').name()};")
        self.remedy.hide()
        self._lay_out()
        self.table.doubleClicked.connect(lambda _: self._jump())
        self.table.activated.connect(lambda _: self._jump())
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._chose())

    def _add(self, button: QAbstractButton, wish: Wish) -> None:
        self._buttons.addButton(button)
        self._wishes[button] = wish

    def _lay_out(self) -> None:
        pdf, xlsx = QPushButton("另存为 PDF(&P)…"), QPushButton("另存为 Excel(&L)…")
        on_paper, close = QPushButton("打印(&R)…"), QPushButton("关闭 Esc")
        pdf.clicked.connect(lambda: self.save_wanted.emit(".pdf"))
        xlsx.clicked.connect(lambda: self.save_wanted.emit(".xlsx"))
        on_paper.clicked.connect(self.print_wanted)
        close.clicked.connect(self.left)
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addWidget(label("审核校验单", pixels=theme.TITLE, families=theme.SERIF_BOLD))
        names.addWidget(self.head)
        for line in (self.head, self.sum):
            line.setMinimumHeight(line.sizeHint().height())
        head = _row(8)
        head.addLayout(names, 1)
        for button in (pdf, xlsx, on_paper, close):
            head.addWidget(button)
        cards = _row(8)
        for card in self.cards.values():
            cards.addWidget(card)
        chips = _row(6)
        chips.addWidget(label("只看", ink="ink2"))
        for chip in self.chips.values():
            chips.addWidget(chip)
        chips.addStretch(1)
        foot = _row(8)
        foot.addWidget(self.remedy)
        foot.addWidget(self.sum, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 10, 16, 10)
        layout.setSpacing(8)
        for part in (head, cards, chips):
            layout.addLayout(part)
        layout.addWidget(self.table, 1)
        layout.addLayout(foot)

    # ---- reading the results

    def show_session(self, session: Session | None) -> None:
        """Read the results of a session, or (None) forget those that were read."""
        self._later.stop()
        self._session = session
        if session is None:
            self.sheet = None
            self.model.show(())
        else:
            self._pieces = gathered(session)
            self._go_on()

    def _go_on(self) -> None:
        """Read on for a moment; the window answers in between."""
        clock = QElapsedTimer()
        clock.start()
        for parts in self._pieces:
            self._parts = parts
            if clock.elapsed() >= SLICE_MS:
                break
        else:
            self._show_sheet()
            return
        self.model.show(())
        self.head.set_text("正在列出…", "ink2")
        self._later.start(0)

    def _show_sheet(self) -> None:
        session = self._session
        if session is None:
            return
        chosen = self._chosen
        sheet = self.sheet = ProofSheet(session, self._parts)
        time = f"{datetime.now():%Y年%m月%d日 %H:%M}"
        suite = session.suite
        words = f"{sheet.total} 条审核公式　{time}　{suite.title}（第{suite.revision}次修订）"
        self.head.set_text(words, "ink2")
        self.sum.set_text(sheet.sum_words, "ink2")
        for button, wish in self._wishes.items():
            if isinstance(button, Card | Chip):
                button.show_count(sheet.count(wish.choice))
        self._show_lines()
        if chosen is not None:
            self._choose_again(chosen)

    def _show_lines(self) -> None:
        if self.sheet is not None:
            self.model.show(self.sheet.lines(self._wish.choice))
        self._chosen = None
        self._offer()

    def _choose_again(self, finding: Finding) -> None:
        """Stay at the line that was chosen, as far as it is near the beginning."""
        for row in range(min(self.model.rowCount(), _NEAR)):
            found = self.model.finding(row)
            if found is not None and found.identity == finding.identity:
                self.table.selectRow(row)
                return

    # ---- choosing

    def _choose_wish(self, button: QAbstractButton) -> None:
        self._wish = self._wishes[button]
        self._show_lines()

    def current(self) -> Finding | None:
        """The finding of the chosen line."""
        return self.model.finding(self.table.currentIndex().row())

    def _jump(self) -> None:
        finding = self.current()
        if finding is not None:
            self.jumped.emit(finding)

    def _chose(self) -> None:
        self._chosen = self.current()
        self._offer()
        if self._chosen is not None and self.table.hasFocus():
            self.chosen.emit(self._chosen)

    def _offer(self) -> None:
        """Show what may be done about the chosen line."""
        finding, session = self._chosen, self._session
        self._remedies = session.remedies(finding) if session and finding else ()
        self.remedy.setVisible(bool(self._remedies))
        words = self._remedies[0].label if self._remedies else ""
        self.remedy.setText(shortened(words))
        self.remedy.setToolTip(tooltip(words))

    def _take_remedy(self) -> None:
        if self._remedies:
            self.remedy_wanted.emit(self._remedies[0])

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave columns out where there is no room: a line says everything as its tooltip."""
        super().resizeEvent(event)
        spare = self.table.viewport().width() - sum(_WIDTHS)
        for column in _FIRST_TO_GO:
            self.table.setColumnHidden(column, spare < 0)
            spare += _WIDTHS[column] if spare < 0 else 0

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back to the form."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


_NEAR = 300


def _row(spacing: int) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(spacing)
    return row
