"""New document in three steps: which suite; for whom and into which file; start."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from threading import Thread

from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from core.document.glance import Glance, glance
from core.errors import BiaoliError, EditRefused, TemplateError
from core.last_year import Offer, offered, take
from core.session import Session
from core.template.library import load_folder, suite_heads
from core.template.suite import YEAR_CELL, FormSuite
from core.template.suite_head import SuiteHead
from gui.apart import apart
from gui.dialogs.start_page import StartPage
from gui.dialogs.step_mark import StepMark
from gui.dialogs.suite_page import SuitePage
from gui.dialogs.unit_page import UnitPage
from gui.fitting import fit
from gui.help.offering import offer_help
from gui.labels import label
from gui.opening import audited
from gui.recent_files import recent_files
from gui.theme import scheme

_STEPS = (
    ("1", "选套表", "省份 · 用途 · 年度"),
    ("2", "填单位资料", "封面上的内容、文件"),
    ("3", "开始", "要填的表"),
)
_NEXT = ("下一步(&N)", "下一步(&N)", "建好文件(&N)")
PATIENCE_S = 0.3


class NewDocumentDialog(QDialog):
    """Three steps; `session` is the new document once the dialog was accepted."""

    def __init__(self, parent: QWidget | None = None, last_year: Path | None = None) -> None:
        """List the suites there are; only the chosen one is read.

        With a file of `last_year` the cover is proposed from it, and its figures are taken.
        """
        super().__init__(parent)
        self.setObjectName("new_document")
        self.setWindowTitle("新建套表")
        offer_help(self, "新建")
        fit(self, (720, 360), (960, 560))
        self.session: Session | None = None
        self._last = _LastDocument(last_year)
        found = suite_heads()
        self._broken = [
            folder.name for folder, head in found.items() if not isinstance(head, SuiteHead)
        ]
        self._suite: FormSuite | None = None
        self.choice = SuitePage([head for head in found.values() if isinstance(head, SuiteHead)])
        self.choice.chosen.connect(self._go_on)
        self.cover = UnitPage()
        self.cover.show_last_year(last_year)
        self.start = StartPage()
        self.problem = label(ink="red", wrapped=True)
        self.pages = QStackedWidget()
        for page in (self.choice, self.cover, self.start):
            self.pages.addWidget(page)
        self._marks = [StepMark(*step) for step in _STEPS]
        self.back, self.next = QPushButton("上一步(&B)"), QPushButton("下一步(&N)")
        self.next.setObjectName("next")
        self._lay_out()
        self._show_step(0)
        if self._broken:
            self.problem.setText(f"表样有问题，没有列出：{'、'.join(self._broken)}")

    def _lay_out(self) -> None:
        steps = QWidget()
        steps.setFixedWidth(226)
        steps.setStyleSheet(f"background: {scheme().panel}; ")
        column = QVBoxLayout(steps)
        column.setContentsMargins(18, 22, 12, 12)
        column.setSpacing(18)
        for mark in self._marks:
            column.addWidget(mark)
        column.addStretch()
        cancel = QPushButton("取消")
        cancel.setAutoDefault(False)
        cancel.clicked.connect(self.reject)
        self.back.setAutoDefault(False)
        self.back.clicked.connect(lambda: self._show_step(self.pages.currentIndex() - 1))
        self.next.setDefault(True)
        self.next.clicked.connect(self._go_on)
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 10, 16, 10)
        foot.setSpacing(10)
        foot.addWidget(self.problem, 1)
        for button in (self.back, self.next, cancel):
            foot.addWidget(button)
        body = QVBoxLayout()
        body.setContentsMargins(24, 18, 24, 6)
        body.addWidget(self.pages)
        right = QHBoxLayout()
        right.setSpacing(0)
        right.addWidget(steps)
        right.addLayout(body, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(right, 1)
        layout.addLayout(foot)

    def _show_step(self, step: int) -> None:
        self.pages.setCurrentIndex(step)
        self.problem.setText("")
        for number, mark in enumerate(self._marks):
            mark.show_state(current=number == step)
        self.back.setEnabled(step > 0)
        self.back.setToolTip("" if step else "这是第一步")
        self.next.setText(_NEXT[step])

    def _go_on(self) -> None:
        self.problem.setText("")
        step = (self._leave_choice, self._leave_cover, self._create)[self.pages.currentIndex()]
        try:
            step()
        except TemplateError as error:
            self.problem.setText(f"表样有问题，不能用：{error.problems[0]}")
        except BiaoliError as error:
            self.problem.setText(str(error))

    def _leave_choice(self) -> None:
        chosen = self.choice.suite()
        if chosen is None:
            raise EditRefused("先选一套表")
        self._suite = apart(lambda: load_folder(chosen.folder, chosen.folder.parent))
        last = self._last.in_time()
        self.cover.ask(
            self._suite, last.cover if last else {}, last.path.name if last and last.cover else ""
        )
        self._show_step(1)

    def _leave_cover(self) -> None:
        """The cover is tried on a document in memory, so that nothing is left to go wrong."""
        path, suite = self.cover.path(), self._suite
        if path is None:
            raise EditRefused("写上要存成哪个文件")
        if path.exists():
            raise EditRefused(f"“{path.name}”已经有了，换一个文件名")
        if suite is None:
            return
        answers = self.cover.answers()
        unit, year = answers.get(suite.unit, ""), answers.get(YEAR_CELL, "")
        before = self.cover.last_year()
        offer = apart(lambda: _tried(suite, answers, before))
        self.start.show_what(suite, unit, year or str(suite.year), path)
        self._show_step(2)
        self.problem.setText("；".join(offer.warnings if offer is not None else ()))

    def _create(self) -> None:
        path, suite = self.cover.path(), self._suite
        if path is None or suite is None:
            return
        answers, left_out = self.cover.answers(), self.start.left_out()
        if len(left_out) == len(suite.forms):
            raise EditRefused("至少选用一张表")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise EditRefused(f"“{path.parent}”不能建文件，换一个文件夹") from error
        before = self.cover.last_year()
        offer = apart(lambda: _tried(suite, answers, before))
        self.session = apart(lambda: _begun(suite, path, answers, left_out, offer))
        self.accept()


def _tried(suite: FormSuite, answers: Mapping[str, str], before: Path | None) -> Offer | None:
    """A document in memory with this cover, and what it can take of last year's file.

    Raises what would go wrong with the file that is to be made.
    """
    unit, year = answers.get(suite.unit, ""), answers.get(YEAR_CELL, "")
    with Session.create_from(suite, None, unit, year or None) as draft:
        return offered(draft, before) if before is not None else None


def _begun(
    suite: FormSuite,
    path: Path,
    answers: Mapping[str, str],
    left_out: Iterable[str],
    offer: Offer | None,
) -> Session:
    session = Session.begin(suite, path, answers, left_out)
    try:
        if offer is not None:
            take(session, offer)
        return audited(session)
    except BaseException:
        session.close()
        path.unlink()  # nothing of hers is in it, and its name is wanted for the next try
        raise


class _LastDocument:
    """What the cover of the document used last says, read aside: a file may lie far away."""

    def __init__(self, first: Path | None) -> None:
        self._first = [first] if first is not None else []
        self._found: Glance | None = None
        self._reader = Thread(target=self._read, daemon=True)
        self._reader.start()

    def in_time(self) -> Glance | None:
        """What is known by now; nobody waits for a slow disk."""
        self._reader.join(PATIENCE_S)
        return self._found

    def _read(self) -> None:
        found = (glance(path) for path in (*self._first, *recent_files()))
        self._found = next((one for one in found if one is not None), None)
