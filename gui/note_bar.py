"""Lines above the page that stay until they are read: what to know of the document just opened."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from gui.labels import label
from gui.theme import scheme


@dataclass(frozen=True, slots=True)
class Note:
    """One line; with an action, the button for it."""

    text: str
    button: str = ""
    run: Callable[[], object] | None = None


class NoteBar(QFrame):
    """The lines, each with its button and one that puts it away; hidden while there are none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """No lines yet."""
        super().__init__(parent)
        self.setObjectName("notes")
        self.setAccessibleName("提醒")
        self.setStyleSheet(
            f"#notes {{ background: {scheme().amber_ground}; border: none;"
            f" border-bottom: 1px solid {scheme().line}; }}"
        )
        self._rows: list[QWidget] = []
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(12, 4, 8, 4)
        self._layout.setSpacing(2)
        self.hide()

    def show_notes(self, notes: Iterable[Note]) -> None:
        """Show these lines in place of those before."""
        for row in self._rows:
            self._remove(row)
        self._rows = []
        for note in notes:
            row = self._row(note)
            self._rows.append(row)
            self._layout.addWidget(row)
        self.setVisible(bool(self._rows))

    def texts(self) -> list[str]:
        """What stands there."""
        return [row.accessibleName() for row in self._rows]

    def _row(self, note: Note) -> QWidget:
        row = QWidget()
        row.setAccessibleName(note.text)
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(label(note.text, wrapped=True), 1)
        if note.run is not None:
            self._add_button(layout, note.button, note.run)
        self._add_button(layout, "知道了", lambda: self._put_away(row))
        return row

    def _add_button(self, layout: QHBoxLayout, words: str, run: Callable[[], object]) -> None:
        button = QPushButton(words)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(lambda _: run())
        layout.addWidget(button)

    def _put_away(self, row: QWidget) -> None:
        self._rows.remove(row)
        self._remove(row)
        self.setVisible(bool(self._rows))

    def _remove(self, row: QWidget) -> None:
        self._layout.removeWidget(row)
        row.hide()
        row.deleteLater()
