"""The banner that says why an export is a draft."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from gui import icons, theme
from gui.labels import label

_SIDE = 20
_NO_HISTORY = "这个文件只能查看，理由记不下来；另存一份再按正式稿导出"


class DraftBanner(QFrame):
    """Hidden unless something 强制性 is open; the buttons are `mend` and `official`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Nothing is open."""
        super().__init__(parent)
        self.setObjectName("banner")
        colours = theme.scheme()
        self.setStyleSheet(
            f"#banner {{ background: {colours.red_ground}; border: 1px solid {colours.red};"
            f" border-left: 4px solid {colours.red}; }}"
        )
        sign = QLabel()
        sign.setPixmap(icons.pixmap("mandatory", _SIDE, self.devicePixelRatioF()))
        sign.setFixedSize(QSize(_SIDE, _SIDE))
        self.words = label(wrapped=True)
        self.mend, self.official = QPushButton("去改(&J)"), QPushButton("仍按正式稿导出(&O)…")
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addWidget(label("现在导出的是草稿", families=theme.SANS_BOLD))
        texts.addWidget(self.words)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 8)
        layout.addWidget(sign)
        layout.addLayout(texts, 1)
        for button in (self.mend, self.official):
            button.setAutoDefault(False)
            layout.addWidget(button)
        self.hide()

    def show_open(self, still_open: str, read_only: bool) -> None:
        """Say what is open; "" hides the banner. A reason can be kept only where one may write."""
        self.words.setText(f"{still_open}，每一页右上角会印“草稿”二字。")
        self.setAccessibleName(f"现在导出的是草稿。{self.words.text()}")
        self.official.setEnabled(not read_only)
        self.official.setToolTip(_NO_HISTORY if read_only else "")
        self.setVisible(bool(still_open))
