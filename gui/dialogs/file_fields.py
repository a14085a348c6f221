"""Into which folder an export goes, and what its files are called."""

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QGridLayout, QLineEdit, QPushButton, QWidget

from core.export.draft import draft_name
from core.paths import unused
from gui.file_names import safe_name
from gui.labels import label

_MARK = draft_name("")


class FileFields(QWidget):
    """The two fields. A name that was emptied is the one proposed at first."""

    def __init__(self, beside: Path, name: str, parent: QWidget | None = None) -> None:
        """`beside` is the folder of the document: what is not named lies there."""
        super().__init__(parent)
        self._beside, self._proposed = beside, name
        self.folder, self.name = QLineEdit(str(beside)), QLineEdit(name)
        choose = QPushButton("选择…")
        choose.setAutoDefault(False)
        choose.clicked.connect(self._choose)
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        for row, (words, editor) in enumerate((("文件夹", self.folder), ("文件名", self.name))):
            editor.setAccessibleName(words)
            editor.setMinimumHeight(28)
            layout.addWidget(label(words), row, 0)
            layout.addWidget(editor, row, 1)
        layout.addWidget(choose, 0, 2)

    def mark(self, *, draft: bool) -> None:
        """Let the name say that it is a draft, or not."""
        self.name.setText(self._named(draft=draft, name=self.name.text()))

    def whole_folder(self) -> Path:
        """The folder, shown in full from now on."""
        folder = self._beside / self.folder.text().strip()
        self.folder.setText(str(folder))
        return folder

    def file_names(self, suffixes: list[str], *, draft: bool) -> list[str]:
        """The names of the files."""
        typed = self.name.text().strip()
        name = self._named(draft=draft, name=safe_name(typed) if typed else self._proposed)
        return [f"{name}{suffix}" for suffix in suffixes]

    def propose_another(self, suffixes: list[str]) -> None:
        """Propose a name that no file has, to be changed."""
        folder, name = Path(self.folder.text()), safe_name(self.name.text()).removesuffix(_MARK)
        free = [unused(folder, name, suffix).stem for suffix in suffixes]
        self.name.setText(max(free, key=len, default=name))
        self.name.setFocus()
        self.name.selectAll()

    def _named(self, *, draft: bool, name: str) -> str:
        return draft_name(name) if draft else name.removesuffix(_MARK) or self._proposed

    def _choose(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, "存到哪个文件夹", self.folder.text())
        if folder:
            self.folder.setText(folder)
