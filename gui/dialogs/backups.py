"""The backups of a document, the newest first; one can be opened as a new file."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from core.document.backups import Backup, backups_folder, backups_of
from core.session import Session
from gui import theme
from gui.fitting import fit
from gui.help.offering import offer_help
from gui.labels import label


class BackupsDialog(QDialog):
    """Lists backups; `chosen` is the one to open once the dialog was accepted."""

    def __init__(self, backups: Sequence[Backup], parent: QWidget | None = None) -> None:
        """The newest is chosen already."""
        super().__init__(parent)
        self.setObjectName("backups")
        self.setWindowTitle("备份")
        offer_help(self, "备份")
        fit(self, (520, 360))
        self.chosen: Backup | None = None
        self.list = QListWidget()
        self.list.setAccessibleName("备份")
        for backup in backups:
            item = QListWidgetItem(
                f"{backup.at:%Y-%m-%d %H:%M:%S}　第{backup.number}次　{backup.title}"
            )
            item.setData(Qt.ItemDataRole.UserRole, backup)
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self.list.itemActivated.connect(self._open)
        self.open_button = QPushButton("打开这一份(&O)")
        self.open_button.setEnabled(bool(backups))
        self.open_button.setToolTip("" if backups else "还没有备份")
        self.open_button.setDefault(True)
        self.open_button.clicked.connect(self._open)
        close = QPushButton("关闭")
        close.setAutoDefault(False)
        close.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.addStretch()
        foot.addWidget(self.open_button)
        foot.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 16, 18, 12)
        layout.setSpacing(10)
        words = "每次改过并关闭文件，就备份一份。打开的是新文件，现在的文件不变。"
        if not backups:
            words = "还没有备份。改过以后关闭文件，就有备份。"
        layout.addWidget(label(words, wrapped=True))
        layout.addWidget(self.list)
        where = f"备份在 {backups_folder()}"
        layout.addWidget(label(where, pixels=theme.SECONDARY, ink="ink2", wrapped=True))
        layout.addLayout(foot)

    def _open(self) -> None:
        item = self.list.currentItem()
        if item is not None:
            self.chosen = item.data(Qt.ItemDataRole.UserRole)
            self.accept()


def choose_backup(parent: QWidget, session: Session) -> Backup | None:
    """Show the backups of an open document; the one to open, if any."""
    path = session.path
    found = backups_of(path, session.store.marks.document) if path is not None else []
    dialog = BackupsDialog(found, parent)
    dialog.exec()
    chosen = dialog.chosen
    dialog.deleteLater()
    return chosen
