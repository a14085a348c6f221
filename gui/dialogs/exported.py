"""What an export wrote, in place of the preview: open the folder, or copy it onto a stick."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QPoint, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QVBoxLayout, QWidget

from gui import drives, theme
from gui.drives import Drive
from gui.labels import label
from gui.task import Task

NO_STICK = "没有找到 U 盘。插上 U 盘再点“复制到 U 盘”"


class ExportedPage(QWidget):
    """Says which files there are now. `back` asks for the preview again."""

    back = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Nothing is exported yet."""
        super().__init__(parent)
        self._files: list[Path] = []
        self._copying: tuple[Task, Drive] | None = None
        self.title = label(families=theme.SANS_BOLD, pixels=17)
        self.names = label(wrapped=True, ink="ink2")
        self.names.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.said = label(wrapped=True)
        self.said.setObjectName("copied")
        self.open_folder = QPushButton("打开所在文件夹(&F)")
        self.copy = QPushButton("复制到 U 盘(&U)")
        again = QPushButton("回到预览(&V)")
        self.open_folder.clicked.connect(self._open_folder)
        self.copy.clicked.connect(self._choose_drive)
        again.clicked.connect(self.back)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        for button in (self.open_folder, self.copy, again):
            button.setAutoDefault(False)
            buttons.addWidget(button)
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addStretch(2)
        for words in (self.title, self.names):
            words.setAlignment(Qt.AlignmentFlag.AlignCenter)
            layout.addWidget(words)
        layout.addLayout(buttons)
        self.said.setAlignment(Qt.AlignmentFlag.AlignCenter)
        layout.addWidget(self.said)
        layout.addStretch(3)

    def show_files(self, files: Sequence[Path]) -> None:
        """These files were written."""
        self._files = list(files)
        self.title.setText(f"已导出 {len(files)} 个文件。")
        folders = "、".join(dict.fromkeys(str(file.parent) for file in files))
        self.names.setText("\n".join([*(file.name for file in files), f"在 {folders}"]))
        self._say("")

    def close_down(self) -> None:
        """Wait for a copy that is being made."""
        if self._copying is not None:
            self._copying[0].wait()

    def _open_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._files[0].parent)))

    def _choose_drive(self) -> None:
        found = drives.plugged_in()
        if not found:
            self._say(NO_STICK, "red")
        elif len(found) == 1:
            self.copy_to(found[0])
        else:
            menu = QMenu(self)
            for drive in found:
                action = menu.addAction(f"{drive.name}　{drive.root}".replace("&", "&&"))
                action.triggered.connect(lambda _=False, chosen=drive: self.copy_to(chosen))
            menu.popup(self.copy.mapToGlobal(QPoint(0, self.copy.height())))

    def copy_to(self, drive: Drive) -> None:
        """Copy the files onto a stick, in a thread of its own: sticks are slow."""
        if self._copying is not None:
            return
        files = list(self._files)
        self._say(f"正在复制到 U 盘“{drive.name}”…", "ink2")
        task = Task(lambda: drives.copy_to(drive.root, files, drives.plugged_in))
        self._copying = task, drive
        task.finished.connect(self._copied)
        task.begin()

    def _copied(self) -> None:
        if self._copying is None:
            return
        (task, drive), self._copying = self._copying, None
        if task.error is not None:
            self._say(str(task.error), "red")
        else:
            count = len(self._files)
            self._say(f"已复制 {count} 个文件到 U 盘“{drive.name}”。安全移除以后再拔出", "green")

    def _say(self, text: str, ink: str = "ink") -> None:
        self.said.setStyleSheet(f"color: {theme.colour(ink).name()};")
        self.said.setText(text)
