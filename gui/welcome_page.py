"""The first page: what can be done now, the files used last, and the examples."""

from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QFocusEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from core.calc.examples import example_ids, read_example
from core.errors import BiaoliError
from gui import icons, recent_list, theme
from gui.labels import label, tooltip
from gui.recent_files import recent_files
from gui.theme import colour, scheme

_BUTTON_HEIGHT = 60
_MOST_ROWS = 6
_NOTES = (
    "数据只存在本机的文件里，不联网，不上传。",
    "把 .biaoli 文件拷到 U 盘，就带走了全部内容。",
)


class BigButton(QAbstractButton):
    """One way to begin: icon, name, what it does, its key."""

    def __init__(self, icon: str, name: str, words: str, key: str) -> None:
        """Shown on the left of the page."""
        super().__init__()
        self.setText(name)
        self._icon, self._words, self._key = icon, words, key
        self.setAccessibleName(name)
        self.setAccessibleDescription(words)
        self.setFixedSize(400, _BUTTON_HEIGHT)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show that it can be pressed."""
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Show it at rest again."""
        super().leaveEvent(event)
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the focus."""
        super().focusInEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint frame, icon and texts."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(colour("row" if self.underMouse() else "panel"))
        pen = painter.pen()
        pen.setColor(colour("accent" if self.hasFocus() else "line"))
        pen.setWidth(2 if self.hasFocus() else 1)
        painter.setPen(pen)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)
        icons.paint(painter, self._icon, QRectF(16, 17, 26, 26), ink="accent")
        painter.setPen(colour("ink"))
        painter.setFont(theme.font(theme.SANS_BOLD, 15))
        flags = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(self.rect().adjusted(57, 8, -100, -28), flags, self.text())
        painter.setPen(colour("ink2"))
        painter.setFont(theme.font(theme.SANS, theme.SECONDARY))
        painter.drawText(self.rect().adjusted(57, 28, -16, -8), flags, self._words)
        key = self.rect().adjusted(0, 0, -16, 0)
        painter.drawText(key, flags | Qt.AlignmentFlag.AlignRight, self._key)
        painter.end()


class WelcomePage(QWidget):
    """What is shown while no document is open.

    new_wanted, open_wanted  a way to begin was chosen
    file_chosen              a file used before (Path)
    example_chosen           an example (its id)
    """

    new_wanted = Signal()
    open_wanted = Signal()
    file_chosen = Signal(object)
    example_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Lay out the page."""
        super().__init__(parent)
        self.setObjectName("welcome")
        new = BigButton("new", "新建套表", "选省份、用途、年度，一次建好全部表", "Ctrl+N")
        new.setObjectName("welcome_new")
        new.clicked.connect(self.new_wanted)
        existing = BigButton("open", "打开文件", "打开 .biaoli 文件，U 盘上的也可以", "Ctrl+O")
        existing.setObjectName("welcome_open")
        existing.clicked.connect(self.open_wanted)
        self.recent = _list("最近用过的文件")
        self.examples = _list("示例")
        self.recent.setItemDelegate(recent_list.RecentPainter(self.recent))
        self.recent.setMouseTracking(True)
        for shown in (self.recent, self.examples):
            shown.itemClicked.connect(self._choose)
            shown.itemActivated.connect(self._choose)
        self._recent_title = _heading("最近用过的文件")
        self._lay_out([new, existing])
        self.refresh()

    def _lay_out(self, buttons: list[QWidget]) -> None:
        name = label("表里", pixels=theme.NAME, families=theme.SERIF_BOLD)
        motto = label("照官方表样填报，边填边审核，每个数都说得清来历", pixels=14, ink="ink2")
        top = QHBoxLayout()
        top.setSpacing(14)
        top.addWidget(name)
        top.addWidget(motto, 1, Qt.AlignmentFlag.AlignBottom)
        left = QVBoxLayout()
        left.setSpacing(10)
        for button in buttons:
            left.addWidget(button)
        left.addSpacing(8)
        for note in _NOTES:
            left.addWidget(label(note, ink="ink2"))
        left.addStretch()
        right = QVBoxLayout()
        right.setSpacing(6)
        right.addWidget(self._recent_title)
        right.addWidget(self.recent)
        right.addSpacing(14)
        right.addWidget(_heading("示例（打开的是副本，随便试）"))
        right.addWidget(self.examples)
        right.addStretch()
        columns = QHBoxLayout()
        columns.setSpacing(28)
        columns.addLayout(left)
        columns.addLayout(right, 1)
        middle = QWidget()
        middle.setMaximumWidth(1120)
        inner = QVBoxLayout(middle)
        inner.setContentsMargins(0, 36, 0, 0)
        inner.addLayout(top)
        inner.addSpacing(8)
        inner.addLayout(columns, 1)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(24, 0, 24, 0)
        outer.addStretch(1)
        outer.addWidget(middle, 20)
        outer.addStretch(1)

    def refresh(self) -> None:
        """Look for the files used last and the examples again."""
        recent_list.fill(self.recent, recent_files(), datetime.now())
        self.examples.clear()
        for example in example_ids():
            item = QListWidgetItem(icons.icon("document", "accent"), _example_title(example))
            item.setData(Qt.ItemDataRole.UserRole, example)
            item.setToolTip(tooltip(item.text()))
            self.examples.addItem(item)
        rows = min(self.recent.count(), _MOST_ROWS)
        self.recent.setFixedHeight(recent_list.ROW * max(rows, 1) + 4)
        self.examples.setFixedHeight(26 * max(min(self.examples.count(), _MOST_ROWS), 1) + 4)
        self._recent_title.setVisible(self.recent.count() > 0)
        self.recent.setVisible(self.recent.count() > 0)

    def _choose(self, item: QListWidgetItem) -> None:
        chosen = str(item.data(Qt.ItemDataRole.UserRole))
        if item.listWidget() is self.recent:
            self.file_chosen.emit(Path(chosen))
        else:
            self.example_chosen.emit(chosen)


def _example_title(example: str) -> str:
    try:
        return read_example(example).title
    except BiaoliError:
        return example


def _heading(text: str) -> QWidget:
    return label(text, pixels=15, families=theme.SANS_BOLD)


def _list(name: str) -> QListWidget:
    found = QListWidget()
    found.setAccessibleName(name)
    found.setObjectName(f"list_{name}")
    found.setUniformItemSizes(True)
    found.setIconSize(QSize(16, 16))
    found.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    found.setStyleSheet(
        f"QListWidget {{ border: 1px solid {scheme().line}; }}"
        f"QListWidget::item {{ height: 25px; border-bottom: 1px solid {scheme().line_faint};"
        f" padding-left: 6px; }}"
        f"QListWidget::item:selected, QListWidget::item:hover {{ background: {scheme().selection};"
        f" color: {scheme().ink}; }}"
    )
    return found
