"""Step 3 of a new document: what will be made and where, and which forms are not used."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from core.calc.sheet_words import SheetWords
from core.calc.typed import read_year
from core.template.form import Form
from core.template.form_suite import FormSuite
from core.values import clean_text
from gui import theme
from gui.labels import label

_FORM = Qt.ItemDataRole.UserRole


class StartPage(QWidget):
    """The forms of the suite, each of which may be left out."""

    def __init__(self) -> None:
        """Nothing is to be made yet."""
        super().__init__()
        self.forms = QListWidget()
        self.forms.setAccessibleName("要填的表")
        self.forms.setObjectName("forms")
        self.forms.itemChanged.connect(lambda _: self._say())
        self._what = label(wrapped=True)
        self._where = label(ink="ink2", wrapped=True)
        self._said: tuple[str, str] = ("", "")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(label("就这样开始？", pixels=17, families=theme.SANS_BOLD))
        layout.addWidget(self._what)
        layout.addWidget(self._where)
        layout.addSpacing(6)
        words = "不用的表去掉勾，不打印也不导出；以后随时可以选回来。"
        layout.addWidget(label(words, ink="ink2"))
        layout.addWidget(self.forms, 1)

    def show_what(self, suite: FormSuite, unit: str, year: str, path: Path) -> None:
        """Say what will be made; the forms stay ticked as they were if the suite is the same."""
        out = self.left_out()
        self._said = (f"{unit} {year} 年度 {suite.title}", str(path))
        number = read_year(clean_text(year)) or suite.year
        self.forms.clear()
        for form in suite.forms.values():
            item = QListWidgetItem(_called(form, SheetWords(number, 1, "", lambda _: "")))
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            state = Qt.CheckState.Unchecked if form.name in out else Qt.CheckState.Checked
            item.setCheckState(state)
            item.setData(_FORM, form.name)
            self.forms.addItem(item)
        self.forms.setCurrentRow(0)
        self._say()

    def left_out(self) -> list[str]:
        """The forms that are not used."""
        items = (self.forms.item(row) for row in range(self.forms.count()))
        return [
            str(item.data(_FORM)) for item in items if item.checkState() == Qt.CheckState.Unchecked
        ]

    def _say(self) -> None:
        what, where = self._said
        out = len(self.left_out())
        left = f"，{out} 张不选用" if out else ""
        self._what.setText(f"{what}：{self.forms.count() - out} 张表{left}")
        self._where.setText(f"存在 {where}")


def _called(form: Form, words: SheetWords) -> str:
    if form.per_project:
        return f"{form.name}（每个项目一张）"
    return "　".join(filter(None, (words.fill(form.number), words.fill(form.title))))
