"""A newer revision of the forms: what it changes, what goes to the drawer, and taking it over."""

from collections.abc import Iterable, Sequence
from typing import Final

from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QListWidget,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from core.revisions.drawer import Kept
from core.revisions.upgrade import Upgrade
from gui.fitting import fit
from gui.help.offering import offer_help
from gui.labels import label

_SIZE: Final = (640, 440)
_NOTHING: Final = (360, 120)


class RevisionDialog(QDialog):
    """Lists the changes, if there are any to take over, and the drawer; accepted: take them over.

    `drawer` is what lies there now; an offer says what will lie there.
    """

    def __init__(
        self,
        revision: int,
        offer: Upgrade | None,
        drawer: Sequence[Kept],
        refused: str,
        parent: QWidget | None = None,
    ) -> None:
        """`refused` says why the newer revision cannot be taken over now; "" if it can."""
        super().__init__(parent)
        self.setObjectName("revision")
        self.setWindowTitle("更新表样")
        offer_help(self, "表样有了新的修订版")
        fit(self, _SIZE if offer is not None or drawer else _NOTHING)
        self.update_button = QPushButton("另存一份，然后更新(&U)")
        self.update_button.setVisible(offer is not None)
        self.update_button.setEnabled(not refused)
        self.update_button.setToolTip(refused)
        self.update_button.clicked.connect(self.accept)
        self.changes, self.drawer = QListWidget(), QListWidget()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 16, 18, 12)
        layout.setSpacing(10)
        if offer is None:
            layout.addWidget(label(f"表样是第{revision}次修订，没有更新的。", wrapped=True))
        else:
            words = f"表样第{revision}次修订，有第{offer.suite.revision}次修订，改了："
            told = [change.words for change in offer.changes] or ["表样的内容没有变"]
            self._add(layout, "改了什么", words, self.changes, told)
            drawer = offer.drawer
        if drawer:
            self._add(
                layout,
                "抽屉",
                "没有地方放的，留在抽屉里，以后的表样再有这一格时自动回来：",
                self.drawer,
                [kept.words for kept in drawer],
            )
        if offer is not None:
            words = refused or "先在旁边另存一份原来的；撤销到此为止，要回去就打开那一份。"
            layout.addWidget(label(words, wrapped=True))
        layout.addStretch()
        layout.addLayout(self._foot())

    def _add(
        self, layout: QVBoxLayout, name: str, words: str, shown: QListWidget, lines: Iterable[str]
    ) -> None:
        shown.setAccessibleName(name)
        shown.setWordWrap(True)
        shown.addItems(list(lines))
        layout.addWidget(label(words, wrapped=True))
        layout.addWidget(shown, 1)

    def _foot(self) -> QHBoxLayout:
        close = QPushButton("关闭")
        close.setDefault(True)
        close.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.addStretch()
        foot.addWidget(self.update_button)
        foot.addWidget(close)
        return foot
