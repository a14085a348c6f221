"""What is asked once: the cover of the document, and a project's card, as a list of fields."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QFrame,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from core.calc.code_search import CodeMatch
from core.errors import BiaoliError
from core.refs import CellId, SheetId
from core.session import Session
from core.template.form import Field
from gui import messages, theme
from gui.grid.code_editor import CodeEditor
from gui.grid.many_editor import ManyEditor
from gui.labels import label

_WIDTH = 560


class FieldsPage(QScrollArea):
    """The page of the cover or of one project's card.

    changed  an edit typed here was applied (Changes)
    refused  something could not be taken, and why
    """

    changed = Signal(object)
    refused = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Nothing to ask."""
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._session: Session | None = None
        self.fields: dict[CellId, QLineEdit | QComboBox] = {}

    def ask(self, session: Session, title: str, cells: list[CellId]) -> None:
        """Ask for these cells."""
        self._session = session
        self.fields = {}
        page = QWidget()
        page.setObjectName("fields")
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(10)
        for cell in cells:
            slot = session.calculation.slot(cell)
            if slot is None:
                continue
            editor = self._field(cell, slot.field)
            self.fields[cell] = editor
            words = f"{slot.field.label}（必填）" if slot.field.required else slot.field.label
            form.addRow(label(words), editor)
        layout = QVBoxLayout(page)
        layout.setContentsMargins(28, 20, 28, 20)
        layout.addWidget(label(title, pixels=theme.TITLE, families=theme.SERIF_BOLD))
        layout.addSpacing(10)
        layout.addLayout(form)
        layout.addStretch()
        self.setWidget(page)
        self.refresh()

    def _field(self, cell: CellId, field: Field) -> QLineEdit | QComboBox:
        editor: QLineEdit | QComboBox
        if field.choices and not field.many:
            editor = QComboBox()
            editor.addItems(["", *field.choices])
            editor.activated.connect(lambda _: self._commit(cell))
        else:
            editor = self._line(cell, field)
            editor.editingFinished.connect(lambda: self._commit(cell))
        editor.setAccessibleName(field.label)
        editor.setObjectName(f"field_{field.label}")
        editor.setFixedWidth(_WIDTH)
        return editor

    def _line(self, cell: CellId, field: Field) -> QLineEdit:
        if field.many:
            return ManyEditor(self, field.choices)
        return CodeEditor(self, partial(self._codes, cell)) if field.dictionary else QLineEdit()

    def _codes(self, cell: CellId, text: str) -> list[CodeMatch]:
        return self._session.codes(cell, text) if self._session is not None else []

    def refresh(self) -> None:
        """Show what the document holds now; a proposal stands in the field as a hint."""
        session = self._session
        if session is None:
            return
        for cell, editor in self.fields.items():
            typed, text = session.typed(cell), session.text(cell)
            editor.setEnabled(session.editable)
            editor.setToolTip("" if session.editable else messages.not_editable(session.locked))
            if isinstance(editor, QComboBox):
                if editor.findText(text) < 0:
                    editor.addItem(text)
                editor.setCurrentIndex(editor.findText(text))
            elif editor.text() != typed:
                editor.setText(typed)
            if isinstance(editor, QLineEdit):
                editor.setPlaceholderText("" if typed else text)

    def finish_editing(self) -> None:
        """Take what is being typed."""
        for cell, editor in self.fields.items():
            if editor.hasFocus():
                self._commit(cell)

    def _commit(self, cell: CellId) -> None:
        session, editor = self._session, self.fields[cell]
        if session is None:
            return
        text = editor.currentText() if isinstance(editor, QComboBox) else editor.text()
        if text == session.typed(cell):
            return
        if not session.editable:
            self.refused.emit(messages.not_editable(session.locked))
            return
        try:
            changes = session.type_text([cell], text)
        except BiaoliError as error:
            self.refresh()
            self.refused.emit(str(error))
            return
        self.refresh()
        self.changed.emit(changes)


def cover_cells(session: Session) -> list[CellId]:
    """The cells of the cover in order."""
    return [CellId(slot.form, "", "", slot.name) for slot in session.suite.cover.values()]


def card_cells(session: Session, sheet: SheetId) -> list[CellId]:
    """The cells of the card of the project that a sheet belongs to."""
    return [
        CellId(slot.form, sheet.instance, "", slot.name) for slot in session.suite.card.values()
    ]
