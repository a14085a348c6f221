"""Windows no larger than the screen: a larger 界面字号, or the system's own, leaves less of it."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

_FRAME = QSize(2, 32)
"""What the system draws around a window: its title and its edges."""

Pair = tuple[int, int]


def screen_of(window: QWidget) -> QSize:
    """What a window may take up of its screen, its frame included."""
    return window.screen().availableSize()


def fit(window: QWidget, least: Pair, wished: Pair | None = None, frame: QSize = _FRAME) -> None:
    """Give a window its least size, and the one it is to have at first, as far as there is room."""
    room = screen_of(window) - frame
    window.setMinimumSize(QSize(*least).boundedTo(room))
    window.resize(QSize(*(wished or least)).boundedTo(room))
