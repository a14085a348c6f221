"""New document: first which suite, then for whom, for which year and into which file."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from core.document.places import own_folder
from core.errors import BiaoliError, TemplateError
from core.paths import unused
from core.session import Session
from core.template.library import load_folder, suite_heads
from core.template.suite import FormSuite
from core.template.suite_head import SuiteHead
from gui import theme
from gui.file_names import SUFFIX, safe_name
from gui.labels import label
from gui.theme import scheme

_STEPS = (("1", "选套表", "省份 · 用途 · 年度"), ("2", "填单位资料", "单位、年度、文件"))


class NewDocumentDialog(QDialog):
    """Two steps; `session` is the new document once the dialog was accepted."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """List the suites there are; only the chosen one is read."""
        super().__init__(parent)
        self.setObjectName("new_document")
        self.setWindowTitle("新建套表")
        self.setMinimumSize(720, 420)
        self.resize(960, 560)
        self.session: Session | None = None
        found = suite_heads()
        self._suites = [head for head in found.values() if isinstance(head, SuiteHead)]
        self._broken = [
            folder.name for folder, head in found.items() if not isinstance(head, SuiteHead)
        ]
        self._suite: FormSuite | None = None
        self._file_chosen = False
        self.suites = QListWidget()
        self.filters = {name: QListWidget() for name in ("省份", "用途", "年度")}
        self.unit, self.year, self.file = QLineEdit(), QLineEdit(), QLineEdit()
        self.problem = label(ink="red", wrapped=True)
        self.pages = QStackedWidget()
        self.pages.addWidget(self._suite_page())
        self.pages.addWidget(self._unit_page())
        self._marks = [_StepMark(*step) for step in _STEPS]
        self.back, self.next = QPushButton("上一步(&B)"), QPushButton("下一步(&N)")
        self.next.setObjectName("next")
        self._lay_out()
        self._fill_filters()
        self._show_step(0)

    # ---- layout

    def _suite_page(self) -> QWidget:
        page = QWidget()
        lists = QHBoxLayout()
        lists.setSpacing(16)
        for name, shown in self.filters.items():
            shown.setAccessibleName(name)
            shown.setFixedHeight(132)
            shown.currentItemChanged.connect(lambda *_: self._list_suites())
            column = QVBoxLayout()
            column.setSpacing(4)
            column.addWidget(label(name, families=theme.SANS_BOLD))
            column.addWidget(shown)
            lists.addLayout(column, 2 if name == "用途" else 1)
        self.suites.setAccessibleName("符合的套表")
        self.suites.setObjectName("suites")
        self.suites.setSpacing(3)
        self.suites.itemActivated.connect(lambda _: self._go_on())
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(label("要填哪一套表？", pixels=17, families=theme.SANS_BOLD))
        layout.addWidget(label("选好省份、用途、年度，下面列出符合的套表。", ink="ink2"))
        layout.addLayout(lists)
        layout.addSpacing(6)
        self._found = label(families=theme.SANS_BOLD)
        layout.addWidget(self._found)
        layout.addWidget(self.suites, 1)
        return page

    def _unit_page(self) -> QWidget:
        page = QWidget()
        self.unit.setObjectName("unit")
        self.unit.setPlaceholderText("例如 通海县医疗保障局")
        self.unit.textChanged.connect(lambda _: self._propose_file())
        self.year.setObjectName("year")
        self.year.setMaximumWidth(120)
        self.year.textChanged.connect(lambda _: self._propose_file())
        self.file.setObjectName("file")
        self.file.textEdited.connect(lambda _: self._chose_file())
        choose = QPushButton("选择…")
        choose.clicked.connect(self._choose_file)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.file, 1)
        row.addWidget(choose)
        form = QFormLayout()
        form.setVerticalSpacing(12)
        form.setHorizontalSpacing(16)
        for words, editor in (("年度", self.year), ("文件", self.file)):
            editor.setAccessibleName(words)
        for editor in (self.unit, self.year, self.file):
            editor.setMinimumHeight(28)
        self._asked = label()
        form.addRow(self._asked, self.unit)
        form.addRow(label("年度"), self.year)
        form.addRow(label("存成文件"), row)
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(label("填哪个单位？", pixels=17, families=theme.SANS_BOLD))
        layout.addWidget(label("印在各张表上，以后可以在“封面”里改。", ink="ink2"))
        layout.addSpacing(12)
        layout.addLayout(form)
        layout.addStretch()
        return page

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
        self.back.clicked.connect(lambda: self._show_step(0))
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

    # ---- step 1

    def _fill_filters(self) -> None:
        for name, values in (
            ("省份", [suite.region or "不分省份" for suite in self._suites]),
            ("用途", [suite.purpose or suite.title for suite in self._suites]),
            ("年度", sorted({str(suite.year) for suite in self._suites}, reverse=True)),
        ):
            shown = self.filters[name]
            shown.addItems(["全部", *dict.fromkeys(values)])
            shown.setCurrentRow(0)
        self._list_suites()

    def _list_suites(self) -> None:
        wanted = {
            name: shown.currentItem().text() if shown.currentRow() >= 0 else "全部"
            for name, shown in self.filters.items()
        }
        self.suites.clear()
        for suite in self._suites:
            have = {
                "省份": suite.region or "不分省份",
                "用途": suite.purpose or suite.title,
                "年度": str(suite.year),
            }
            if all(value in ("全部", have[name]) for name, value in wanted.items()):
                item = QListWidgetItem(_describe(suite))
                item.setData(Qt.ItemDataRole.UserRole, str(suite.folder))
                self.suites.addItem(item)
        self._found.setText(f"符合的套表（{self.suites.count()} 套）")
        self.suites.setCurrentRow(0)
        if self._broken:
            self.problem.setText(f"表样有问题，没有列出：{'、'.join(self._broken)}")

    def _chosen(self) -> SuiteHead | None:
        chosen = self.suites.currentIndex().data(Qt.ItemDataRole.UserRole)
        return next((suite for suite in self._suites if str(suite.folder) == chosen), None)

    def _read(self, chosen: SuiteHead) -> FormSuite | None:
        """The chosen suite with its forms, or the first mistake in them is told."""
        try:
            return load_folder(chosen.folder, chosen.folder.parent)
        except TemplateError as error:
            self.problem.setText(f"表样有问题，不能用：{error.problems[0]}")
            return None

    # ---- step 2

    def _show_step(self, step: int) -> None:
        self.pages.setCurrentIndex(step)
        for number, mark in enumerate(self._marks):
            mark.show_state(current=number == step)
        self.back.setEnabled(step == 1)
        self.next.setText("下一步(&N)" if step == 0 else "建好文件(&N)")
        if step == 1 and self._suite is not None:
            self._asked.setText(f"{self._suite.unit}（必填）")
            self.unit.setAccessibleName(self._suite.unit)
            self.unit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _propose_file(self) -> None:
        if self._file_chosen:
            return
        purpose = self._suite.purpose if self._suite is not None else ""
        name = safe_name(f"{self.unit.text().strip()}{self.year.text().strip()}年度{purpose}")
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

    def _go_on(self) -> None:
        self.problem.setText("")
        if self.pages.currentIndex() == 1 and self._suite is not None:
            self._create(self._suite)
            return
        chosen = self._chosen()
        if chosen is None:
            self.problem.setText("先选一套表")
            return
        self._suite = self._read(chosen)
        if self._suite is not None:
            if not self.year.text():
                self.year.setText(str(self._suite.year))
            self._propose_file()
            self._show_step(1)

    def _create(self, suite: FormSuite) -> None:
        if not self.file.text().strip():
            self.problem.setText("写上要存成哪个文件")
            return
        path = own_folder() / self.file.text().strip()  # a bare name goes there, too
        path = path if path.suffix == SUFFIX else path.with_name(path.name + SUFFIX)
        year = self.year.text().strip()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self.session = Session.create_from(suite, path, self.unit.text(), year or None)
        except BiaoliError as error:
            self.problem.setText(str(error))
            return
        except OSError:
            self.problem.setText(f"“{path.parent}”不能建文件，换一个文件夹")
            return
        self.accept()


def _describe(suite: SuiteHead) -> str:
    fixed = [form for form in suite.forms if form.per is None]
    projects = [form for form in suite.forms if form.per is not None]
    words = f"{suite.region}　{suite.title}　{suite.year}\n{len(suite.forms)} 张表："
    words += "、".join(form.number for form in fixed)
    named = "、".join(form.name for form in projects)
    return words + (f"，{named}每个项目一张" if projects else "")


class _StepMark(QWidget):
    """A step on the left: its number in a circle, its name, what it asks."""

    def __init__(self, number: str, name: str, words: str) -> None:
        super().__init__()
        self._number = label(number, families=theme.SANS_BOLD)
        self._number.setFixedSize(26, 26)
        self._number.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._name = label(name)
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addWidget(self._name)
        texts.addWidget(label(words, pixels=theme.SMALL, ink="ink2"))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addWidget(self._number, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(texts, 1)

    def show_state(self, *, current: bool) -> None:
        """Fill the circle of the step that is being asked."""
        ground = scheme().accent if current else scheme().panel
        ink = scheme().on_accent if current else scheme().ink2
        edge = scheme().accent if current else scheme().ink3
        self._number.setStyleSheet(
            f"background: {ground}; color: {ink}; border: 1px solid {edge}; border-radius: 13px;"
        )
        self._name.setFont(theme.font(theme.SANS_BOLD if current else theme.SANS, theme.BODY))
