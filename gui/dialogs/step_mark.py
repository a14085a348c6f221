"""A step on the left of a dialog: its number in a circle, its name, what it asks."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gui import theme
from gui.labels import label
from gui.theme import scheme


class StepMark(QWidget):
    """One step; the one that is being asked is filled."""

    def __init__(self, number: str, name: str, words: str) -> None:
        """Not asked yet."""
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
