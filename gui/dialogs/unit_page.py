"""Step 2 of a new document: what the cover asks, once for all forms, and the file."""

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from core.document.places import own_folder
from core.paths import unused
from core.refs import COVER
from core.template.form import Slot
from core.template.suite import YEAR_CELL, FormSuite
from gui import theme
from gui.file_names import SUFFIX, usual_name
from gui.labels import label

LAST_YEAR = "上年的填报文件"
_HEIGHT = 28


class UnitPage(QWidget):
    """The fields of a suite's cover, and where the document is to be kept."""

    def __init__(self) -> None:
        """Nothing is asked before a suite is chosen."""
        super().__init__()
        self.unit, self.year, self.file = _hidden(self), _hidden(self), QLineEdit()
        self._suite: FormSuite | None = None
        self._file_chosen = False
        self._asked: dict[str, QLineEdit | QComboBox] = {}
        self._came = label(ink="ink2", wrapped=True)
        self._fields = QScrollArea()
        self._fields.setWidgetResizable(True)
        self._fields.setFrameShape(QScrollArea.Shape.NoFrame)
        self._fields.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        choose = QPushButton("选择…")
        choose.setAutoDefault(False)
        choose.clicked.connect(self._choose_file)
        self.file.setObjectName("file")
        self.file.setAccessibleName("文件")
        self.file.setMinimumHeight(_HEIGHT)
        self.file.textEdited.connect(lambda _: self._chose_file())
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(label("存成文件"))
        row.addWidget(self.file, 1)
        row.addWidget(choose)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(label("填哪个单位？", pixels=17, families=theme.SANS_BOLD))
        layout.addWidget(label("印在各张表上，以后可以在“封面”里改。", ink="ink2"))
        layout.addWidget(self._came)
        layout.addSpacing(6)
        layout.addWidget(self._fields, 1)
        layout.addLayout(row)
        layout.addLayout(self._last_year_row())

    def _last_year_row(self) -> QHBoxLayout:
        self._last_year = QLineEdit()
        self._last_year.setObjectName("last_year_file")
        self._last_year.setAccessibleName("接着上年做")
        self._last_year.setPlaceholderText("上年的填报文件（可以不选），取上年数用")
        self._last_year.setMinimumHeight(_HEIGHT)
        choose = QPushButton("选择…")
        choose.setAutoDefault(False)
        choose.clicked.connect(self._choose_last_year)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(label("接着上年"))
        row.addWidget(self._last_year, 1)
        row.addWidget(choose)
        return row

    def show_last_year(self, path: Path | None) -> None:
        """Fill in last year's file."""
        self._last_year.setText(str(path) if path is not None else "")

    def last_year(self) -> Path | None:
        """Last year's file, None if none is wanted."""
        text = self._last_year.text().strip()
        return Path(text) if text else None

    def _choose_last_year(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, LAST_YEAR, "", f"表里文件 (*{SUFFIX})")
        if name:
            self._last_year.setText(name)

    def ask(self, suite: FormSuite, before: Mapping[str, str], came_from: str) -> None:
        """Ask what this suite's cover asks; what was typed stays, else proposals stand there.

        No figure is proposed: an amount of last year is not this year's.
        """
        typed = self.answers()
        if self._suite is not None and self._suite.id != suite.id:
            typed.pop(YEAR_CELL, None)
        self._suite = suite
        form, page = QFormLayout(), QWidget()
        form.setVerticalSpacing(10)
        form.setHorizontalSpacing(16)
        self._asked = {}
        for name, slot in _in_order(suite):
            editor = _editor(slot)
            proposed = "" if slot.field.is_figure else before.get(name, "")
            if name == YEAR_CELL:
                proposed = str(suite.year)
            _show(editor, typed.get(name) or proposed)
            words = slot.field.label
            must = (slot.field.required and slot.default is None) or name == suite.unit
            if isinstance(editor, QLineEdit):
                editor.setPlaceholderText(_otherwise(suite, slot))
            form.addRow(label(f"{words}（必填）" if must else words), editor)
            self._asked[name] = editor
        page.setLayout(form)
        self._fields.setWidget(page)
        self._came.setText(f"已照“{came_from}”填好，可以改。" if came_from else "")
        self._came.setVisible(bool(came_from))
        self.unit, self.year = self._line(suite.unit), self._line(YEAR_CELL)
        for line in (self.unit, self.year):
            line.textChanged.connect(lambda _: self._propose_file())
        self.unit.setObjectName("unit")
        self.unit.setPlaceholderText("例如 通海县医疗保障局")
        self.year.setObjectName("year")
        self._propose_file()
        self.unit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _line(self, name: str) -> QLineEdit:
        editor = self._asked.get(name)
        return editor if isinstance(editor, QLineEdit) else _hidden(self)

    def answers(self) -> dict[str, str]:
        """What the cover is to say, by the cell's name."""
        return {
            name: (editor.currentText() if isinstance(editor, QComboBox) else editor.text()).strip()
            for name, editor in self._asked.items()
        }

    def path(self) -> Path | None:
        """The file to be made; a bare name is one in the folder for documents."""
        text = self.file.text().strip()
        if not text:
            return None
        path = own_folder() / text
        return path if path.suffix == SUFFIX else path.with_name(path.name + SUFFIX)

    def _propose_file(self) -> None:
        if self._file_chosen or self._suite is None:
            return
        unit, year = self.unit.text().strip(), self.year.text().strip()
        name = usual_name(unit, year, self._suite.purpose)
        self.file.setText(str(unused(own_folder(), name, SUFFIX)))

    def _chose_file(self) -> None:
        self._file_chosen = bool(self.file.text().strip())

    def _choose_file(self) -> None:
        name, _ = QFileDialog.getSaveFileName(
            self, "存成文件", self.file.text(), f"表里文件 (*{SUFFIX})"
        )
        if name:
            self.file.setText(name)
            self._file_chosen = True


def _in_order(suite: FormSuite) -> list[tuple[str, Slot]]:
    """The fields of the cover that can be filled in; the unit and the year first."""
    fields = {name: slot for name, slot in suite.cover.items() if not slot.is_calculated}
    first = [name for name in (suite.unit, YEAR_CELL) if name in fields]
    return [(name, fields[name]) for name in dict.fromkeys((*first, *fields))]


def _hidden(parent: QWidget) -> QLineEdit:
    """Stands for a field that the cover does not ask."""
    editor = QLineEdit(parent)
    editor.hide()
    return editor


def _editor(slot: Slot) -> QLineEdit | QComboBox:
    editor: QLineEdit | QComboBox = QLineEdit()
    if slot.field.choices and not slot.field.many:
        editor = QComboBox()
        editor.addItems(["", *slot.field.choices])
    editor.setAccessibleName(slot.field.label)
    editor.setMinimumHeight(_HEIGHT)
    return editor


def _otherwise(suite: FormSuite, slot: Slot) -> str:
    """What a field holds that is left empty, if that is what another one of the cover holds."""
    others = {f"{COVER}.{name}": other.field.label for name, other in suite.cover.items()}
    like = others.get(slot.default.text.strip(), "") if slot.default is not None else ""
    return f"不填就与“{like}”相同" if like else ""


def _show(editor: QLineEdit | QComboBox, text: str) -> None:
    if isinstance(editor, QLineEdit):
        editor.setText(text)
    else:
        editor.setCurrentIndex(max(editor.findText(text), 0))
