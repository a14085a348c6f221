"""Last year's figures: where they come from, what to check, and what has no place this year."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QListWidget,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from gui.fitting import fit
from gui.help.offering import offer_help
from gui.labels import label

_SIZE: Final = (560, 360)
_SMALL: Final = (420, 120)


class LastYearDialog(QDialog):
    """Shows figures before they are taken, or those that were; `wanted` is the button pressed."""

    def __init__(
        self,
        summary: str,
        warnings: Sequence[str],
        left_over: Sequence[str],
        buttons: Sequence[str],
        parent: QWidget | None = None,
    ) -> None:
        """`buttons` are the words of what can be done, beside 关闭."""
        super().__init__(parent)
        self.setObjectName("last_year")
        self.setWindowTitle("取上年数")
        offer_help(self, "取上年数")
        fit(self, _SIZE if left_over else _SMALL)
        self.wanted = ""
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 16, 18, 12)
        layout.setSpacing(10)
        for words in (summary, *warnings):
            layout.addWidget(label(words, wrapped=True))
        if left_over:
            shown = QListWidget()
            shown.setAccessibleName("今年的表里没有地方的")
            shown.setWordWrap(True)
            shown.addItems(list(left_over))
            layout.addWidget(label(f"今年的表里没有地方的 {len(left_over)} 处：", wrapped=True))
            layout.addWidget(shown, 1)
        layout.addStretch()
        layout.addLayout(self._foot(buttons))

    def _foot(self, buttons: Sequence[str]) -> QHBoxLayout:
        foot = QHBoxLayout()
        foot.addStretch()
        for words in buttons:
            button = QPushButton(words)
            button.clicked.connect(lambda _=False, words=words: self._choose(words))
            foot.addWidget(button)
        close = QPushButton("关闭")
        close.setDefault(True)
        close.clicked.connect(self.reject)
        foot.addWidget(close)
        return foot

    def _choose(self, words: str) -> None:
        self.wanted = words
        self.accept()
