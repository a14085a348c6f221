"""Export: which forms, which formats, into which folder; the pages as they will be.

The window stays usable meanwhile. What is written are the forms as they were when it was asked for.
"""

from pathlib import Path

from PySide6.QtCore import QElapsedTimer, QEvent, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QResizeEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from core.errors import BiaoliError, FileInUse
from core.findings import Finding
from core.layout.printed import PrintedForm
from core.refs import SheetId
from core.session import Session
from core.versions.keeping import note_exports
from gui import messages, theme
from gui.dialogs.draft_banner import DraftBanner
from gui.dialogs.export_choices import ExportChoices
from gui.dialogs.export_words import (
    export_name,
    leaving,
    not_written,
    open_mandatory,
    still_open,
    unfilled,
)
from gui.dialogs.exported import ExportedPage
from gui.dialogs.file_fields import FileFields
from gui.dialogs.official import OfficialDialog
from gui.dialogs.page_preview import PagePreview
from gui.dialogs.pages import Pages
from gui.export_job import ExportJob, Wish
from gui.fitting import fit
from gui.help.offering import offer_help
from gui.labels import in_a_row, label, tooltip

_LEAST_WITH_WORDS = 400
_SOON_MS = 250  # of ticking forms, before their pages are drawn
_LONG_MS = 3000  # from then on the dialog itself says how far it is


class ExportDialog(QDialog):
    """Asks and writes; `written` are the files that were.

    progressed  page and pages while files are drawn
    ended       nothing is drawn any more
    go_to       a finding is to be mended first
    """

    progressed = Signal(int, int)
    ended = Signal()
    go_to = Signal(object)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        """Everything is chosen to begin with."""
        super().__init__(parent)
        self.setObjectName("export")
        self.setWindowTitle("导出")
        offer_help(self, "导出")
        fit(self, (760, 360), (1120, 650))
        self._session = session
        self.written: list[Path] = []
        self._job: ExportJob | None = None
        self._asked_officially = self._to_print = False
        self._open: list[Finding] = []
        self._step = self._last_step()
        self._printed: dict[SheetId, PrintedForm] = {}
        self._clock = QElapsedTimer()
        self.choices = ExportChoices(session)
        self.forms = self.choices.forms
        beside = session.path.absolute().parent if session.path is not None else Path.home()
        self._fields = FileFields(beside, export_name(session))
        self.folder, self.name = self._fields.folder, self._fields.name
        self.leaving = label(wrapped=True, ink="ink2", pixels=theme.SECONDARY)
        self.leaving.setObjectName("leaving")
        self.message = label(wrapped=True)
        self.message.setObjectName("message")
        self.write = QPushButton()
        self.print_button = QPushButton("打印(&P)…")
        self.close_button = QPushButton("取消")
        self.retry, self.rename = QPushButton("重试(&R)"), QPushButton("另取文件名(&A)")
        self.banner = DraftBanner()
        self.pages = Pages(self)
        self.preview = PagePreview(self.pages)
        self.done_page = ExportedPage()
        self.middle = QStackedWidget()
        self.middle.addWidget(self.preview)
        self.middle.addWidget(self.done_page)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._draw)
        self._lay_out()
        self._connect()
        self._judge()
        self._soon.start(_SOON_MS)

    def _lay_out(self) -> None:
        right = QVBoxLayout()
        right.addWidget(self.banner)
        right.addWidget(self.middle, 1)
        halves = QHBoxLayout()
        halves.setSpacing(16)
        halves.addWidget(self.choices, 3)
        halves.addLayout(right, 7)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 14, 18, 12)
        layout.setSpacing(8)
        layout.addLayout(halves, 1)
        layout.addWidget(self._fields)
        layout.addWidget(self.leaving)
        self.write.setObjectName("write")
        self.write.setDefault(True)
        others = (self.retry, self.rename, self.print_button)
        layout.addLayout(in_a_row(self.message, *others, self.write, self.close_button))
        for button in (self.close_button, *others):
            button.setAutoDefault(False)
        self._offer_again(False)

    def _connect(self) -> None:
        self.write.clicked.connect(self._export)
        self.retry.clicked.connect(self._again)
        self.rename.clicked.connect(self._rename)
        self.close_button.clicked.connect(self.reject)
        self.print_button.clicked.connect(self._print)
        self.choices.forms_changed.connect(lambda: self._soon.start(_SOON_MS))
        self.choices.pages_changed.connect(lambda: self._soon.start(0))
        self.choices.files_changed.connect(self._say_leaving)
        self.forms.currentItemChanged.connect(lambda _: self._turn_to_form())
        self.pages.drawn.connect(self._drawn)
        self.middle.currentChanged.connect(lambda _: self._share_room())
        self.done_page.back.connect(lambda: self.middle.setCurrentWidget(self.preview))
        self.banner.mend.clicked.connect(self._mend)
        self.banner.official.clicked.connect(self._export_officially)
        self.name.textChanged.connect(self._say_leaving)

    # ---- what is chosen

    def _files(self, *, draft: bool) -> list[str]:
        """The names of the files that will be written."""
        return self._fields.file_names(self.choices.suffixes(), draft=draft)

    def _forms(self) -> list[PrintedForm]:
        """The chosen forms as they are now."""
        return self.choices.dressed([self._form(sheet) for sheet in self.forms.chosen()])

    def _form(self, sheet: SheetId) -> PrintedForm:
        if sheet not in self._printed:
            self._printed[sheet] = self._session.printed(sheet)
        return self._printed[sheet]

    # ---- what is shown

    @property
    def draft(self) -> bool:
        """Whether what is exported is a draft: something 强制性 is not mended."""
        return bool(self._open)

    @property
    def is_exporting(self) -> bool:
        """Whether files are being drawn or written."""
        return self._job is not None

    def _judge(self) -> None:
        """Draft or not, as the document is now."""
        self._open = open_mandatory(self._session)
        self._fields.mark(draft=self.draft)
        self.write.setText("导出草稿(&E)" if self.draft else "导出(&E)")
        self.banner.show_open(still_open(self._session, self._open), self._session.read_only)

    def refresh(self) -> None:
        """Look at the document again, if it was changed meanwhile."""
        step = self._last_step()
        if step != self._step:
            self._step = step
            self._printed.clear()
            self._judge()
            self._soon.start(0)

    def _last_step(self) -> int:
        """The step of history that the document is at; unknown while the file cannot be read."""
        try:
            return self._session.store.versions.step()
        except BiaoliError:
            return -1

    def _draw(self) -> None:
        """Read the forms one by one, so that keys come in between; then draw their pages."""
        chosen = self.forms.chosen()
        waiting = next((sheet for sheet in chosen if sheet not in self._printed), None)
        if waiting is not None:
            self._form(waiting)
            self._soon.start(0)
            return
        self.pages.show(self._forms(), draft=self.draft)
        self._say_leaving()

    def _drawn(self) -> None:
        self._say_leaving()
        if self._to_print:
            self._to_print = False
            QTimer.singleShot(0, self.print_button.click)

    def _say_leaving(self) -> None:
        pages = self.preview.count()
        names = self._files(draft=self.draft)
        chosen = self.forms.chosen()
        words = leaving(names, len(chosen), pages, cover=bool(self.choices.before()))
        words = unfilled(self._session, chosen) + words
        self.leaving.setText(words)
        self.name.setToolTip(tooltip(words))

    def _turn_to_form(self) -> None:
        row, paged = self.forms.currentRow(), self.pages.paged
        if row < 0 or paged is None:
            return
        chosen, sheet = self.forms.chosen(), self.forms.sheet(row)
        before = len(paged.starts) - len(chosen)
        if sheet in chosen and before == len(self.choices.before()):
            self.middle.setCurrentWidget(self.preview)
            self.preview.turn(paged.starts[before + chosen.index(sheet)])

    def _mend(self) -> None:
        if self._open:
            self.go_to.emit(self._open[0])

    # ---- writing

    def _export(self) -> None:
        self.refresh()
        self._begin(officially=False)

    def _export_officially(self) -> None:
        """Ask for the reason, note it in the document, and write what is not stamped."""
        self.refresh()
        words = still_open(self._session, self._open)
        asking = OfficialDialog(f"{words}。", self)
        asking.exec()
        reason = asking.reason
        asking.deleteLater()
        if not reason:
            return
        try:
            self._session.note(f"仍按正式稿导出（{words}）：{reason}")
        except BiaoliError as error:
            self._say(str(error), ink="red")
            return
        self._step = self._last_step()
        self._begin(officially=True)

    def _again(self) -> None:
        self._begin(officially=self._asked_officially)

    def _begin(self, *, officially: bool) -> None:
        """Write, unless that is going on; `officially` leaves the stamp out this once."""
        if self._job is not None:
            return
        self._offer_again(False)
        self._asked_officially = officially
        draft = self.draft and not officially
        names = self._files(draft=draft)
        if not names:
            self._say("选 PDF 或 Excel，至少一种", ink="red")
            return
        folder = self._fields.whole_folder()
        self.written = []
        files = [folder / name for name in names]
        self._job = ExportJob(Wish(self._forms(), files, draft, self._step), self)
        self._job.progressed.connect(self._progress)
        self._job.ended.connect(self._end)
        self.write.setEnabled(False)
        self.write.setToolTip("正在导出，点“取消”可以停下")
        self._say("")
        self._clock.start()
        self._job.begin()

    def _progress(self, page: int, pages: int) -> None:
        if self._clock.elapsed() > _LONG_MS:
            self._say(messages.exporting(page, pages), ink="ink2")
        self.progressed.emit(page, pages)

    def _end(self) -> None:
        job, self._job = self._job, None
        if job is None:
            return
        self.write.setEnabled(True)
        self.write.setToolTip("")
        self.written = job.written
        note_exports(self._session, job.written, job.wish.step)
        if job.error is None:
            self._say("")
            self.close_button.setText("关闭")
            self.done_page.show_files(job.written)
            self.middle.setCurrentWidget(self.done_page)
        else:
            done = [path.name for path in job.written]
            failed = job.wish.files[min(len(done), len(job.wish.files) - 1)].name
            self._say(not_written(job.error, done, failed), ink="red")
            self._offer_again(isinstance(job.error, FileInUse))
        job.deleteLater()
        self.ended.emit()

    def print_soon(self) -> None:
        """Print as soon as there are pages."""
        if self.pages.paged is not None:
            self._print()
        else:
            self._to_print = True

    def _print(self) -> None:
        """Print the pages that are shown, stamped while something 强制性 is open."""
        from gui.printing import print_pages  # takes a while, and few print

        if self.pages.paged is None:
            self._say(
                "页面还没有画好，等一下再打印" if self.forms.chosen() else "至少选一张表", ink="red"
            )
            return
        try:
            count = print_pages(self, self.pages.paged, self._say_printing)
        except BiaoliError as error:
            self._say(str(error), ink="red")
            return
        self._say(f"已送到打印机 {count} 页" if count else "")

    def _say_printing(self, page: int, pages: int) -> None:
        self._say(f"正在打印 第 {page} 页，共 {pages} 页", ink="ink2")

    def _offer_again(self, offered: bool) -> None:
        for button in (self.retry, self.rename):
            button.setVisible(offered)

    def _rename(self) -> None:
        self._fields.propose_another(self.choices.suffixes())
        self._offer_again(False)

    def _say(self, text: str, ink: str = "green") -> None:
        self.message.setStyleSheet(f"color: {theme.colour(ink).name()};")
        self.message.setText(text)

    # ---- the dialog itself

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave words out where there is no room for them beside the pages."""
        super().resizeEvent(event)
        self._share_room()

    def _share_room(self) -> None:
        """What is going to be written need not be said any more once it is."""
        asking = self.middle.currentWidget() is self.preview
        low = self.height() < _LEAST_WITH_WORDS
        self.leaving.setVisible(asking and not low)
        self._fields.setVisible(asking or not low)

    def stop(self) -> None:
        """Stop the export that is going on."""
        if self._job is not None:
            self._job.stop()

    def reject(self) -> None:
        """Stop the export that is going on; else close the dialog."""
        if self._job is not None:
            self.stop()
        else:
            super().reject()

    def leave(self) -> None:
        """Stop everything and go: the document is being closed."""
        if self._job is not None:
            self._job.stop()
            self._job.wait()
            self._job = None
            self.ended.emit()
        super().reject()

    def done(self, result: int) -> None:
        """Let no thread work on."""
        self._soon.stop()
        self.pages.close()
        self.done_page.close_down()
        super().done(result)

    def closeEvent(self, event: QCloseEvent) -> None:
        """The cross at the top stops and closes."""
        self.leave()
        event.accept()

    def changeEvent(self, event: QEvent) -> None:
        """Whoever comes back may have changed figures meanwhile."""
        super().changeEvent(event)
        active = event.type() is QEvent.Type.ActivationChange and self.isActiveWindow()
        if active and self._job is None:
            self.refresh()
