"""The upper part of 数据来历: the value and what is said of it, scrolled where it is too high."""

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

_LIMITLESS = 16_777_215
_SHARE = 2 / 3


class Head(QScrollArea):
    """As high as its words, as far as the panel has room; the keyboard passes it by."""

    def __init__(self, *parts: QWidget) -> None:
        """These one below the other."""
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._words = QWidget()
        layout = QVBoxLayout(self._words)
        layout.setContentsMargins(0, 8, 4, 0)
        layout.setSpacing(2)
        for part in parts:
            layout.addWidget(part)
        layout.addStretch(1)
        self.setWidget(self._words)
        self._words.installEventFilter(self)
        for ground in (self, self.viewport(), self._words):
            ground.setAutoFillBackground(False)

    def give_room(self, width: int, height: int) -> None:
        """Be this wide and as high as the panel; with width 0 as wide as it is, above the rest."""
        beside = width > 0
        self.setMinimumWidth(width)
        self.setMaximumWidth(width or _LIMITLESS)
        self.setMaximumHeight(_LIMITLESS if beside else round(height * _SHARE))
        upright = QSizePolicy.Policy.Ignored if beside else QSizePolicy.Policy.Maximum
        self.setSizePolicy(QSizePolicy.Policy.Preferred, upright)
        self.updateGeometry()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Other words need another height."""
        if event.type() is QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)

    def sizeHint(self) -> QSize:
        """As high as the words are in this width."""
        layout = self._words.layout()
        width = max(self.viewport().width(), self.minimumWidth(), 160)
        return QSize(width, layout.totalHeightForWidth(width) if layout is not None else 0)

    def minimumSizeHint(self) -> QSize:
        """Two lines can always be seen."""
        return QSize(160, 40)
