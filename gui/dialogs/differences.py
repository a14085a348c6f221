"""Versions and differences: what changed since a version or since opening, as a sheet."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from core.document.versions import Version
from core.errors import BiaoliError
from core.layout.printed import PrintedForm
from core.refs import CellId, cover_cell
from core.session import Session
from core.versions.difference_sheet import HEADS, TITLE, counts, difference_sheet, texts_of
from core.versions.differences import (
    Base,
    Difference,
    base_of_opening,
    base_of_version,
    differences,
    time_words,
)
from gui import theme
from gui.apart import apart
from gui.dialogs.version_content import Figures, Findings
from gui.file_names import safe_name
from gui.fitting import fit
from gui.help.offering import offer_help
from gui.labels import label, tooltip
from gui.writers import write_pdf, write_workbook

_WIDTHS = (48, 100, 300, 130, 130, 80, 200)
_LEAST_COLUMN = 64
_FIGURE = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class DifferencesDialog(QDialog):
    """Compares, and says what is wanted when it is closed.

    wanted_cell     a line was chosen: the cell to go to
    wanted_version  恢复到这里 was pressed for a version
    wanted_opening  恢复到这里 was pressed for the opening
    """

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        """The newest version is compared first; without one the opening."""
        super().__init__(parent)
        self.setObjectName("differences")
        self.setWindowTitle("版本和差异")
        offer_help(self, "上报和版本")
        fit(self, (720, 380), (1080, 560))
        self._session = session
        self.wanted_cell: CellId | None = None
        self.wanted_version: Version | None = None
        self.wanted_opening = False
        self._versions = session.store.versions.listed()[::-1]
        self._base: Base | None = None
        self.lines: list[Difference] = []
        self.choice = QComboBox()
        self.choice.setAccessibleName("与哪一版比较")
        self.choice.addItems([*map(_called, self._versions), "打开时"])
        self.files = label(pixels=theme.SECONDARY, ink="ink2", wrapped=True)
        self.files.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.table = _table()
        self.table.cellActivated.connect(lambda row, _: self._go(row))
        self.figures, self.findings = Figures(), Findings()
        self.tabs = QTabWidget()
        for part in (self.tabs, self.tabs.tabBar()):
            part.setAccessibleName("差异、当时的数和审核结果")
        self.tabs.addTab(self.table, "差异(&D)")
        self.tabs.addTab(self.figures, "当时的数(&S)")
        self.tabs.addTab(self.findings, "当时的审核结果(&F)")
        self.message = label(wrapped=True)
        self.message.setObjectName("message")
        self.restore = QPushButton("恢复到这里(&R)")
        self.pdf, self.xlsx = QPushButton("导出 PDF(&P)…"), QPushButton("导出 Excel(&E)…")
        self._lay_out()
        self._compare()
        self.choice.currentIndexChanged.connect(lambda _: self._compare())

    def _lay_out(self) -> None:
        close = QPushButton("关闭")
        close.clicked.connect(self.reject)
        self.restore.clicked.connect(self._restore)
        self.pdf.clicked.connect(lambda: self._export(".pdf", write_pdf))
        self.xlsx.clicked.connect(lambda: self._export(".xlsx", write_workbook))
        for button in (self.restore, self.pdf, self.xlsx, close):
            button.setAutoDefault(False)
        head, foot = QHBoxLayout(), QHBoxLayout()
        head.addWidget(label("与", families=theme.SANS_BOLD))
        head.addWidget(self.choice)
        head.addWidget(label("比较", families=theme.SANS_BOLD))
        head.addStretch(1)
        foot.addWidget(self.message, 1)
        for button in (self.restore, self.pdf, self.xlsx, close):
            foot.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 14, 18, 12)
        layout.setSpacing(8)
        layout.addLayout(head)
        layout.addWidget(self.files)
        layout.addWidget(self.tabs, 1)
        layout.addLayout(foot)

    # ---- comparing

    def _version(self) -> Version | None:
        """The chosen version; None for the opening."""
        row = self.choice.currentIndex()
        return self._versions[row] if row < len(self._versions) else None

    def _compare(self) -> None:
        version = self._version()
        try:
            if version is None:
                self._base = base_of_opening(self._session)
            else:
                self._base = base_of_version(self._session, version)
            self.lines = differences(self._session, self._base)
            for tab in (self.figures, self.findings):
                tab.show_version(self._session, version)
        except BiaoliError as error:
            self._base, self.lines = None, []
            self._say(str(error), ink="red")
        else:
            self._say(counts(self.lines))
        for index in (1, 2):
            able = version is not None and self._base is not None
            self.tabs.setTabEnabled(index, able)
            self.tabs.setTabToolTip(index, "" if able else "选一版才有")
        self._show_files(version)
        self._show_lines()
        for button in (self.pdf, self.xlsx):
            button.setEnabled(self._base is not None)
            button.setToolTip("" if button.isEnabled() else "这一版读不出来")
        self.restore.setEnabled(self._session.editable and bool(self.lines))
        why_not = "没有差异" if self._session.editable else "这个文件现在不能修改"
        self.restore.setToolTip("" if self.restore.isEnabled() else why_not)

    def _show_files(self, version: Version | None) -> None:
        listed = []
        if version is not None:
            for file in version.exported:
                late = "　导出以后又改过" if version.is_outdated(file) else ""
                listed.append(f"{file.name}　SHA-256 {file.sha256}{late}")
        self.files.setText("\n".join(listed))
        self.files.setVisible(bool(listed))

    def _show_lines(self) -> None:
        self.table.setRowCount(len(self.lines))
        for row, line in enumerate(self.lines):
            for column, text in enumerate(texts_of(row + 1, line)):
                item = QTableWidgetItem(text.replace("\n", " "))
                item.setToolTip(tooltip(text))
                if line.figure and HEADS[column] in ("原来", "现在"):
                    item.setTextAlignment(_FIGURE)
                self.table.setItem(row, column, item)

    # ---- what may be done

    def _go(self, row: int) -> None:
        """Close, to go to the cell of a line."""
        self.wanted_cell = self.lines[row].cell
        if self.wanted_cell is None:
            self._say("这一行现在没有可以去的格")
        else:
            self.accept()

    def _restore(self) -> None:
        self.wanted_version = self._version()
        self.wanted_opening = self.wanted_version is None
        self.accept()

    def _export(self, suffix: str, write: Callable[[Sequence[PrintedForm], Path], None]) -> None:
        if self._base is None:
            return
        unit = self._session.text(cover_cell(self._session.suite.unit))
        folder = self._session.path.parent if self._session.path is not None else Path.home()
        proposed = folder / f"{safe_name(unit + TITLE)}{suffix}"
        name, _ = QFileDialog.getSaveFileName(self, "导出差异表", str(proposed), f"*{suffix}")
        if not name:
            return
        path = Path(name if name.lower().endswith(suffix) else name + suffix)
        form = difference_sheet(unit, self._base.words, self.lines)
        try:
            apart(lambda: write([form], path))
        except BiaoliError as error:
            self._say(str(error), ink="red")
        else:
            self._say(f"已导出 {path.name}", ink="green")

    def _say(self, text: str, ink: str = "ink") -> None:
        self.message.setStyleSheet(f"color: {theme.colour(ink).name()};")
        self.message.setText(text)


def _called(version: Version) -> str:
    return "　".join(filter(None, (version.words, time_words(version.at), version.author)))


def _table() -> QTableWidget:
    table = QTableWidget(0, len(HEADS))
    table.setObjectName("lines")
    table.setAccessibleName("差异")
    table.setHorizontalHeaderLabels(list(HEADS))
    table.verticalHeader().hide()
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setTabKeyNavigation(False)
    header = table.horizontalHeader()
    header.setHighlightSections(False)
    header.setMinimumSectionSize(_LEAST_COLUMN)
    for column, width in enumerate(_WIDTHS):
        table.setColumnWidth(column, width)
    header.setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
    return table
