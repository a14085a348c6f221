"""What to export: which forms, which files, on what paper, with or without the cover page."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QPushButton, QVBoxLayout, QWidget

from core.export.cover_page import cover_page, has_cover_page
from core.layout.larger_paper import on_larger_paper
from core.layout.printed import PrintedForm
from core.session import Session
from gui import theme
from gui.dialogs.form_list import FormList
from gui.labels import in_a_row, label
from gui.recent_files import settings

_COVER = "export cover"
_NO_COVER = "这套表的表样没有封面页"


class ExportChoices(QWidget):
    """Everything is chosen to begin with; the cover page as it was last time.

    forms_changed  a form was ticked or not
    pages_changed  the same forms are to be printed otherwise
    files_changed  another kind of file is wanted
    """

    forms_changed = Signal()
    pages_changed = Signal()
    files_changed = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        """Of this document."""
        super().__init__(parent)
        self._session = session
        self.forms = FormList(session.sheets())
        self.pdf, self.xlsx = QCheckBox("PDF 文件（公开、打印用）"), QCheckBox("Excel 文件")
        self.a3 = QCheckBox("横放的表用 A3 纸")
        self.cover = QCheckBox("加封面（签字、盖章处）")
        for box in (self.pdf, self.xlsx):
            box.setChecked(True)
        possible = has_cover_page(session)
        self.cover.setEnabled(possible)
        self.cover.setToolTip("" if possible else _NO_COVER)
        self.cover.setChecked(possible and settings().value(_COVER, False, bool) is True)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        every, none = QPushButton("全选"), QPushButton("全不选")
        every.clicked.connect(lambda: self.forms.check_all(Qt.CheckState.Checked))
        none.clicked.connect(lambda: self.forms.check_all(Qt.CheckState.Unchecked))
        for button in (every, none):
            button.setAutoDefault(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addLayout(in_a_row(label("导出哪些表", families=theme.SANS_BOLD), None, every, none))
        layout.addWidget(self.forms, 1)
        layout.addWidget(label("格式", families=theme.SANS_BOLD))
        for box in (self.pdf, self.xlsx, self.a3, self.cover):
            layout.addWidget(box)

    def _connect(self) -> None:
        self.forms.itemChanged.connect(lambda _: self.forms_changed.emit())
        self.a3.toggled.connect(lambda _: self.pages_changed.emit())
        self.cover.clicked.connect(lambda wanted: settings().setValue(_COVER, wanted))
        self.cover.toggled.connect(lambda _: self.pages_changed.emit())
        for box in (self.pdf, self.xlsx):
            box.toggled.connect(lambda _: self.files_changed.emit())

    def suffixes(self) -> list[str]:
        """The endings of the files that are wanted."""
        boxes = {".pdf": self.pdf, ".xlsx": self.xlsx}
        return [suffix for suffix, box in boxes.items() if box.isChecked()]

    def dressed(self, forms: list[PrintedForm]) -> list[PrintedForm]:
        """Forms as they are to be printed: on the paper that is wanted, with what stands before."""
        on_paper = [on_larger_paper(form) for form in forms] if self.a3.isChecked() else forms
        return self.before() + on_paper if forms else []

    def before(self) -> list[PrintedForm]:
        """What stands in front of the forms."""
        return cover_page(self._session) if self.cover.isChecked() else []
