"""How far something is that goes on beside the typing, in the status bar, and how to stop it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QWidget

from gui import theme
from gui.labels import label

_WIDTH = 160


class Busy(QWidget):
    """Words, a bar and 取消; hidden while nothing goes on. `stopped` says that 取消 was pressed."""

    stopped = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Nothing goes on."""
        super().__init__(parent)
        self._words = label(pixels=theme.SECONDARY)
        self._bar = QProgressBar()
        self._bar.setFixedSize(_WIDTH, 12)
        self._bar.setTextVisible(False)
        cancel = QPushButton("取消")
        cancel.setObjectName("stop")
        cancel.setStyleSheet("#stop { padding: 0 10px; min-height: 18px; }")
        cancel.clicked.connect(self.stopped)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(6, 0, 6, 0)
        for widget in (self._words, self._bar, cancel):
            layout.addWidget(widget)
        self.hide()

    def show_progress(self, words: str, done: int, total: int) -> None:
        """Say how far it is."""
        self._words.setText(words)
        self._bar.setAccessibleName(words)
        self._bar.setMaximum(total)
        self._bar.setValue(done)
        self.show()

    def text(self) -> str:
        """What stands there; "" while nothing goes on."""
        return "" if self.isHidden() else self._words.text()
