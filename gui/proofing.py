"""What the window does with the proof sheet: show it, keep it up to date, write and print it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer
from PySide6.QtWidgets import QFileDialog, QWidget

from core.errors import BiaoliError
from core.findings import Finding
from core.layout.printed import PrintedForm
from core.proof.content import ProofSheet
from core.proof.printed import TITLE, Texts, form_of, lines_around, rows_of
from core.versions.keeping import fingerprint
from gui import messages
from gui.apart import apart, breathe
from gui.proof_page import SLICE_MS, ProofPage
from gui.writers import fetch_writers, write_pdf, write_workbook

if TYPE_CHECKING:
    from gui.workspace import Workspace

_ASIDE = ("dock_explain", "dock_findings", "cell_line")
_PDF, _XLSX = ".pdf", ".xlsx"
_KINDS = {_PDF: "PDF 文件 (*.pdf)", _XLSX: "Excel 工作簿 (*.xlsx)"}


class Proofing:
    """The proof sheet of the document in a workspace."""

    def __init__(self, work: Workspace) -> None:
        """The page is there, but not shown."""
        self._work = work
        self._before: QWidget | None = None
        self._aside: list[QWidget] = []
        self.page = ProofPage()
        work.addWidget(self.page)
        self.page.jumped.connect(self._jump)
        self.page.chosen.connect(work.auditing.explain)
        self.page.remedy_wanted.connect(work.auditing.do)
        self.page.left.connect(self.leave)
        self.page.save_wanted.connect(self.save_as)
        self.page.print_wanted.connect(self.print)
        work.document_changed.connect(self._changed)
        work.currentChanged.connect(lambda _: self._turned())

    @property
    def is_shown(self) -> bool:
        """Whether the page stands in the middle."""
        return self._work.currentWidget() is self.page

    def show(self) -> None:
        """审核校验单: show how every check ended."""
        work = self._work
        work.finish_editing()
        if not self.is_shown:
            self._before = work.currentWidget()
            work.setCurrentWidget(self.page)
            work.moved(None)
            work.state_changed.emit()
        work.focus_page()

    def leave(self) -> None:
        """Back to what was shown before."""
        if self._before is not None and self.is_shown:
            self._work.setCurrentWidget(self._before)
            self._work.moved(self._work.current())
            self._work.state_changed.emit()
            self._work.focus_page()

    def _jump(self, finding: Finding) -> None:
        self._work.jump(finding.cells[0])
        self._work.state_changed.emit()

    def _turned(self) -> None:
        """Another page is shown: the sheet takes the room of what speaks of single cells."""
        for panel in self._aside:
            panel.show()
        self._aside = []
        if self.is_shown:
            around = self._work.window().findChildren(QWidget)
            self._aside = [p for p in around if p.objectName() in _ASIDE and not p.isHidden()]
        for panel in self._aside:
            panel.hide()
        self._changed()

    def _changed(self) -> None:
        """The document was edited, or another page is shown: what was read holds no longer."""
        self.page.show_session(self._work.session if self.is_shown else None)

    # ---- writing

    def save_as(self, ending: str) -> None:
        """Ask for a file, and write the proof sheet into it."""
        work = self._work
        work.settle()
        path, sheet = work.session.path, self.page.sheet
        if sheet is None:
            return
        stem = f"{path.stem}{TITLE}" if path is not None else TITLE
        proposed = str(path.with_name(stem + ending)) if path is not None else stem + ending
        name, _ = QFileDialog.getSaveFileName(self.page, f"{TITLE}另存为", proposed, _KINDS[ending])
        if not name:
            return
        target = Path(name) if name.lower().endswith(ending) else Path(name + ending)
        try:
            self._write(sheet, target)
        except BiaoliError as error:
            messages.trouble(self.page, str(error))
            return
        work.say(f"已写好{TITLE} {target.name}")

    def print(self) -> None:
        """Print the sheet as its PDF looks."""
        fetch_writers()
        from gui.dialogs.pages import paged  # with the writers, as the export
        from gui.printing import print_pages

        work = self._work
        work.settle()
        sheet = self.page.sheet
        if sheet is None:
            return
        try:
            form = self._drawn(sheet)
            pages = apart(lambda: paged([form]))
            work.say("")
            count = print_pages(self.page, pages, self._say_printing)
        except BiaoliError as error:
            messages.trouble(self.page, str(error))
            return
        work.say(f"已送到打印机 {count} 页" if count else "")

    def _say_printing(self, page: int, pages: int) -> None:
        self._work.say(f"正在打印 第 {page} 页，共 {pages} 页")

    def _write(self, sheet: ProofSheet, target: Path) -> None:
        form = self._drawn(sheet)
        write = write_pdf if target.suffix.lower() == _PDF else write_workbook
        apart(lambda: write([form], target))

    def _drawn(self, sheet: ProofSheet) -> PrintedForm:
        """Put the lines into words, some at a time, and lay them out apart from the window."""
        path = sheet.session.path
        checksum = fingerprint(path) if path is not None else ""
        rows, around = self._worded(sheet), lines_around(sheet, datetime.now(), checksum)
        return apart(lambda: form_of(rows, *around))

    def _worded(self, sheet: ProofSheet) -> list[Texts]:
        """The lines in words. The window is painted meanwhile; nothing can be changed."""
        rows, clock = [], QElapsedTimer()
        clock.start()
        for row in rows_of(sheet):
            rows.append(row)
            if clock.elapsed() >= SLICE_MS:
                self._work.say(f"正在写{TITLE}，{len(rows)} 行…")
                breathe()
                clock.restart()
        self._work.say(f"正在写{TITLE}…")
        return rows
