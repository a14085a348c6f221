"""The strip above the grid that says what a paste would do before it does it.

It never takes the keyboard: typing on is the same as leaving it.
"""

from collections.abc import Callable, Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from gui.labels import label
from gui.theme import scheme

_MOST_LINES = 500
_HEIGHT = 170

Detail = tuple[str, str, str]
"""The official name of a cell, the text that was copied, and what becomes of it."""


class PasteStrip(QFrame):
    """One line with its buttons, and below it the details when they are wanted.

    accepted   paste what fits
    cancelled  leave everything as it is
    """

    accepted = Signal()
    cancelled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Hidden until there is something to say."""
        super().__init__(parent)
        self.setObjectName("paste_strip")
        self.setAccessibleName("准备粘贴")
        self.setStyleSheet(
            f"#paste_strip {{ background: {scheme().row}; border: none;"
            f" border-bottom: 1px solid {scheme().line}; }}"
        )
        self._words = label(wrapped=True)
        self._fill = _button("", self.accepted.emit)
        self._look = _button("逐格查看(&M)", self._toggle)
        self._table = _table()
        line = QHBoxLayout()
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self._words, 1)
        for button in (self._fill, self._look, _button("取消", self.cancelled.emit)):
            line.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 4, 8, 4)
        layout.setSpacing(4)
        layout.addLayout(line)
        layout.addWidget(self._table)
        self._details: Callable[[], Iterable[Detail]] = list
        self.hide()

    def ask(self, words: str, cells: int, details: Callable[[], Iterable[Detail]]) -> None:
        """Say what would happen; the details are asked for when somebody wants to see them."""
        self._details = details
        self._words.setText(words)
        self._fill.setText(f"填入 {cells} 格(&Y)")
        self._table.hide()
        self._look.setText("逐格查看(&M)")
        self.show()

    def words(self) -> str:
        """What is said."""
        return self._words.text()

    def details(self) -> list[Detail]:
        """What the list shows."""
        rows = range(self._table.rowCount())
        texts = [[self._table.item(row, column) for column in range(3)] for row in rows]
        shown = [[item.text() if item is not None else "" for item in line] for line in texts]
        return [(name, text, fate) for name, text, fate in shown]

    def _toggle(self) -> None:
        shown = self._table.isHidden()
        if shown:
            self._fill_table()
        self._table.setVisible(shown)
        self._look.setText("收起(&M)" if shown else "逐格查看(&M)")

    def _fill_table(self) -> None:
        lines = list(self._details())
        more = len(lines) - _MOST_LINES
        if more > 0:
            lines = [*lines[:_MOST_LINES], (f"还有 {more} 格", "", "")]
        self._table.setRowCount(len(lines))
        for row, line in enumerate(lines):
            for column, text in enumerate(line):
                self._table.setItem(row, column, QTableWidgetItem(text))


def _button(words: str, run: Callable[[], object]) -> QPushButton:
    button = QPushButton(words)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.clicked.connect(lambda _: run())
    return button


def _table() -> QTableWidget:
    table = QTableWidget(0, 3)
    table.setObjectName("paste_details")
    table.setAccessibleName("粘贴的各格")
    table.setHorizontalHeaderLabels(["格", "复制的内容", "怎么办"])
    table.verticalHeader().hide()
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    header = table.horizontalHeader()
    header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
    table.setFixedHeight(_HEIGHT)
    table.hide()
    return table
