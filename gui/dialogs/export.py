"""Export: which forms, which formats, into which folder."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from core.errors import BiaoliError, ExportCancelled
from core.export.pdf import write_pdf
from core.export.progress import Progress
from core.export.xlsx import write_workbook
from core.layout.printed import PrintedForm
from core.refs import SheetId, cover_cell
from core.session import Session
from core.template.suite import YEAR_CELL
from core.versions.keeping import note_exports
from gui import theme
from gui.file_names import safe_name
from gui.labels import label


class Write(Protocol):
    """Writes forms into a file, and tells how far it is."""

    def __call__(self, forms: Sequence[PrintedForm], path: Path, *, told: Progress) -> None:
        """Write them."""


_SHEET = Qt.ItemDataRole.UserRole


def export_name(session: Session) -> str:
    """{单位}{年度}{套表} as a file name."""
    unit, year = (session.text(cover_cell(name)) for name in (session.suite.unit, YEAR_CELL))
    return safe_name(f"{unit}{year}{session.suite.title}")


class ExportDialog(QDialog):
    """Asks and writes; `written` are the files that were."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        """Everything is chosen to begin with."""
        super().__init__(parent)
        self.setObjectName("export")
        self.setWindowTitle("导出")
        self.setMinimumSize(560, 420)
        self.resize(620, 520)
        self._session = session
        self.written: list[Path] = []
        self._exporting = self._stopped = False
        self.forms = QListWidget()
        self.forms.setObjectName("forms")
        self.forms.setAccessibleName("导出哪些表")
        for title in session.sheets():
            item = QListWidgetItem(title.short)
            item.setData(_SHEET, list(title.sheet))
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked)
            self.forms.addItem(item)
        self.pdf, self.xlsx = QCheckBox("PDF 文件（公开、打印用）"), QCheckBox("Excel 文件")
        self.folder, self.name = QLineEdit(), QLineEdit(export_name(session))
        self._beside = session.path.absolute().parent if session.path is not None else Path.home()
        self.folder.setText(str(self._beside))
        self.message = label(wrapped=True)
        self.message.setObjectName("message")
        self.write = QPushButton("导出(&E)")
        self.close_button = QPushButton("取消")
        self.open_folder = QPushButton("打开所在文件夹(&F)")
        self._lay_out()

    def _lay_out(self) -> None:
        for box in (self.pdf, self.xlsx):
            box.setChecked(True)
        for name, editor in (("文件夹", self.folder), ("文件名", self.name)):
            editor.setAccessibleName(name)
            editor.setMinimumHeight(28)
        every, none, choose = QPushButton("全选"), QPushButton("全不选"), QPushButton("选择…")
        every.clicked.connect(lambda: self._check_all(Qt.CheckState.Checked))
        none.clicked.connect(lambda: self._check_all(Qt.CheckState.Unchecked))
        choose.clicked.connect(self._choose_folder)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 14, 18, 12)
        layout.setSpacing(8)
        layout.addLayout(_row(label("导出哪些表", families=theme.SANS_BOLD), None, every, none))
        layout.addWidget(self.forms, 1)
        layout.addLayout(_row(label("格式", families=theme.SANS_BOLD), self.pdf, self.xlsx, None))
        layout.addLayout(_row(label("文件夹"), self.folder, choose))
        layout.addLayout(_row(label("文件名"), self.name))
        layout.addWidget(self.message)
        self.write.setObjectName("write")
        self.write.setDefault(True)
        self.write.clicked.connect(self._export)
        self.close_button.clicked.connect(self.reject)
        self.open_folder.clicked.connect(self._open_folder)
        self.open_folder.hide()
        layout.addLayout(_row(None, self.open_folder, self.write, self.close_button))
        for button in (every, none, choose, self.close_button, self.open_folder):
            button.setAutoDefault(False)

    def choose(self, sheet: SheetId) -> None:
        """Choose this sheet alone."""
        for row in range(self.forms.count()):
            item = self.forms.item(row)
            own = SheetId(*item.data(_SHEET)) == sheet
            item.setCheckState(Qt.CheckState.Checked if own else Qt.CheckState.Unchecked)

    def _check_all(self, state: Qt.CheckState) -> None:
        for row in range(self.forms.count()):
            self.forms.item(row).setCheckState(state)

    def _choose_folder(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, "存到哪个文件夹", self.folder.text())
        if folder:
            self.folder.setText(folder)

    def _chosen(self) -> list[SheetId]:
        items = [self.forms.item(row) for row in range(self.forms.count())]
        return [
            SheetId(*item.data(_SHEET))
            for item in items
            if item.checkState() is Qt.CheckState.Checked
        ]

    def _export(self) -> None:
        writers: list[tuple[str, Write]] = []
        if self.pdf.isChecked():
            writers.append((".pdf", write_pdf))
        if self.xlsx.isChecked():
            writers.append((".xlsx", write_workbook))
        if not writers:
            self._say("选 PDF 或 Excel，至少一种", ink="red")
            return
        self.written = []
        folder, name = self._beside / self.folder.text().strip(), safe_name(self.name.text())
        self.folder.setText(str(folder))
        self._set_exporting(True)
        try:
            forms = [self._session.printed(sheet) for sheet in self._chosen()]
            for suffix, write in writers:
                path = folder / f"{name}{suffix}"
                write(forms, path, told=partial(self._told, len(forms)))
                self.written.append(path)
                note_exports(self._session, [path])
        except BiaoliError as error:
            done = "".join(f"已导出 {path.name}。" for path in self.written)
            self._say(f"{done}{error}", ink="red")
            return
        finally:
            self._set_exporting(False)
        self._say(f"已导出 {len(self.written)} 个文件：" + "、".join(p.name for p in self.written))
        self.close_button.setText("关闭")
        self.open_folder.show()

    def _set_exporting(self, exporting: bool) -> None:
        self._exporting, self._stopped = exporting, False
        self.write.setEnabled(not exporting)

    def _told(self, count: int, done: int) -> None:
        """Say how far it is, and let the user stop it."""
        self._say(f"正在导出，{done}/{count}张表…")
        QApplication.processEvents()
        if self._stopped:
            raise ExportCancelled

    def reject(self) -> None:
        """Stop the export that is going on; else close the dialog."""
        if self._exporting:
            self._stopped = True
        else:
            super().reject()

    def _say(self, text: str, ink: str = "green") -> None:
        self.message.setStyleSheet(f"color: {theme.colour(ink).name()};")
        self.message.setText(text)

    def _open_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(self.folder.text()))


def _row(*widgets: QWidget | None) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(8)
    for widget in widgets:
        if widget is None:
            row.addStretch(1)
        else:
            row.addWidget(widget, 1 if isinstance(widget, QLineEdit) else 0)
    return row
