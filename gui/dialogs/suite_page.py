"""Step 1 of a new document: which suite, by province, purpose and year, or by typing."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from core.find.wanted import folded
from core.template.suite_head import SuiteHead
from gui import theme
from gui.labels import label

_ALL = "全部"
_MOST_NAMED = 4


class SuitePage(QWidget):
    """Lists the suites there are. `chosen`: one was taken by double click or Enter."""

    chosen = Signal()

    def __init__(self, suites: list[SuiteHead]) -> None:
        """All suites, until something is chosen on the left or typed."""
        super().__init__()
        self._all = suites
        self.words = QLineEdit()
        self.words.setPlaceholderText("打字查找：省份、用途、年度")
        self.words.setAccessibleName("查找套表")
        self.words.setFixedWidth(220)
        self.words.textChanged.connect(lambda _: self._list())
        self.filters = {name: QListWidget() for name in ("省份", "用途", "年度")}
        self.suites = QListWidget()
        self.suites.setAccessibleName("符合的套表")
        self.suites.setObjectName("suites")
        self.suites.setSpacing(3)
        self.suites.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.suites.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.suites.itemActivated.connect(lambda _: self.chosen.emit())
        self._found = label(families=theme.SANS_BOLD)
        self._lay_out()
        self._fill()

    def _lay_out(self) -> None:
        lists = QHBoxLayout()
        lists.setSpacing(16)
        for name, shown in self.filters.items():
            shown.setAccessibleName(name)
            shown.setFixedHeight(132)
            shown.currentItemChanged.connect(lambda *_: self._list())
            column = QVBoxLayout()
            column.setSpacing(4)
            column.addWidget(label(name, families=theme.SANS_BOLD))
            column.addWidget(shown)
            lists.addLayout(column, 2 if name == "用途" else 1)
        hint = QHBoxLayout()
        hint.addWidget(label("选好省份、用途、年度，下面列出符合的套表。", ink="ink2"), 1)
        hint.addWidget(self.words)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(label("要填哪一套表？", pixels=17, families=theme.SANS_BOLD))
        layout.addLayout(hint)
        layout.addLayout(lists)
        layout.addSpacing(6)
        layout.addWidget(self._found)
        layout.addWidget(self.suites, 1)

    def _fill(self) -> None:
        for name, shown in self.filters.items():
            values = sorted((_have(suite)[name] for suite in self._all), reverse=name == "年度")
            shown.addItems([_ALL, *dict.fromkeys(values)])
            shown.setCurrentRow(0)
        self._list()

    def _list(self) -> None:
        wanted = {
            name: shown.currentItem().text() if shown.currentRow() >= 0 else _ALL
            for name, shown in self.filters.items()
        }
        typed = [folded(word) for word in self.words.text().split()]
        self.suites.clear()
        for suite in self._all:
            have, said = _have(suite), folded(" ".join((suite.title, *_have(suite).values())))
            fits = all(value in (_ALL, have[name]) for name, value in wanted.items())
            if fits and all(word in said for word in typed):
                item = QListWidgetItem(_describe(suite))
                item.setData(Qt.ItemDataRole.UserRole, str(suite.folder))
                self.suites.addItem(item)
        count = self.suites.count()
        none = "" if count else "：换一个省份、用途或年度，或者少打几个字"
        self._found.setText(f"符合的套表（{count} 套）{none}")
        self.suites.setCurrentRow(0)

    def suite(self) -> SuiteHead | None:
        """The suite that is chosen."""
        chosen = self.suites.currentIndex().data(Qt.ItemDataRole.UserRole)
        return next((suite for suite in self._all if str(suite.folder) == chosen), None)


def _have(suite: SuiteHead) -> dict[str, str]:
    return {
        "省份": suite.region or "不分省份",
        "用途": suite.purpose or suite.title,
        "年度": str(suite.year),
    }


def _describe(suite: SuiteHead) -> str:
    fixed = [form.number or form.name for form in suite.forms if form.per is None]
    if len(fixed) > _MOST_NAMED:
        fixed = [fixed[0], fixed[1], f"… {fixed[-1]}"]
    projects = "、".join(form.name for form in suite.forms if form.per is not None)
    parts = ["、".join(fixed).replace("、…", " …")]
    parts += [f"{projects}每个项目一张"] if projects else []
    forms = "，".join(part for part in parts if part)
    return f"{suite.region}　{suite.title}　{suite.year}\n{len(suite.forms)} 张表：{forms}"
