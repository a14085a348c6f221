"""The editors of cells: a line, a long text with its count, choices, a code, an indicator."""

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QWidget

from core.layout.plan import Align, PlanCell
from core.template.form import Slot
from core.template.indicators import Indicator
from gui import theme
from gui.grid import cell_text
from gui.grid.code_editor import CodeEditor, Find
from gui.grid.indicator_editor import FindIndicators, IndicatorEditor
from gui.grid.long_text import LongTextEditor
from gui.grid.many_editor import ManyEditor
from gui.theme import scheme

_ALIGNMENTS = {
    Align.LEFT: Qt.AlignmentFlag.AlignLeft,
    Align.CENTER: Qt.AlignmentFlag.AlignHCenter,
    Align.RIGHT: Qt.AlignmentFlag.AlignRight,
}


class LineEditor(QLineEdit):
    """One line, in the cell's own typeface and size, so that nothing jumps."""


class ChoiceEditor(QComboBox):
    """A list of choices to pick from or type; a beginning that is typed is completed.

    What is no choice is taken as it is typed: the audit says so, where the field is not free.
    """


@dataclass(frozen=True, slots=True)
class Offers:
    """What may be chosen in a cell, and (for codes, indicators) what a typed text may mean."""

    choices: tuple[str, ...] = ()
    find: Find | None = None
    suggest: FindIndicators | None = None

    @property
    def some(self) -> bool:
        """Whether there is anything to list."""
        return bool(self.choices or self.find or self.suggest)


def make(
    parent: QWidget, place: PlanCell, slot: Slot | None, offers: Offers, zoom: float
) -> QWidget:
    """The editor of a cell."""
    how = cell_text.setting(place, zoom)
    field = slot.field if slot is not None else None
    editor: QWidget
    line: QLineEdit
    many = field is not None and field.many
    if offers.choices and not many:
        editor = _choices(parent, offers.choices)
    elif (
        field is not None
        and field.number is None
        and not many
        and offers.suggest is None
        and (field.lines > 1 or place.rows > 1 or (field.max_length or 0) >= 200)
    ):
        editor = LongTextEditor(parent, field.max_length, zoom)
    else:
        line = _line(parent, offers)
        line.setAlignment(_ALIGNMENTS[place.style.align] | Qt.AlignmentFlag.AlignVCenter)
        editor = line
    editor.setObjectName("cell_editor")
    editor.setAccessibleName(field.label if field is not None else "填写")
    for inner in editor.findChildren(QLineEdit):
        inner.setAccessibleName(editor.accessibleName())
    if not isinstance(editor, QComboBox):
        frame = f"border: 2px solid {scheme().accent}; border-radius: 0; padding: 0 1px;"
        editor.setStyleSheet(f"{type(editor).__name__} {{ {frame} }}")
    editor.setFont(theme.font(how.families, how.pixels))
    return editor


def _line(parent: QWidget, offers: Offers) -> QLineEdit:
    if offers.choices:
        return ManyEditor(parent, offers.choices)
    if offers.suggest is not None:
        return IndicatorEditor(parent, offers.suggest)
    return LineEditor(parent) if offers.find is None else CodeEditor(parent, offers.find)


def _choices(parent: QWidget, choices: tuple[str, ...]) -> ChoiceEditor:
    editor = ChoiceEditor(parent)
    editor.addItems(["", *choices])
    editor.setEditable(True)
    editor.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
    editor.setStyleSheet("QLineEdit { border: 0; padding: 0; }")  # the cell is its frame
    return editor


def fill(editor: QWidget, text: str, *, amend: bool) -> None:
    """Put a text into an editor; `amend` sets the cursor at its end, else all is selected."""
    if isinstance(editor, QLineEdit):
        editor.setText(text)
        editor.end(False) if amend else editor.selectAll()
    elif isinstance(editor, QPlainTextEdit):
        editor.setPlainText(text)
        if amend:
            editor.moveCursor(QTextCursor.MoveOperation.End)
        else:
            editor.selectAll()
    elif isinstance(editor, QComboBox):
        _fill_choice(editor, text)


def _fill_choice(editor: QComboBox, text: str) -> None:
    if editor.findText(text) < 0:
        editor.insertItem(1, text)  # what stands there may be no choice; it is kept
    editor.setCurrentIndex(editor.findText(text))
    line = editor.lineEdit()
    if line is not None:
        line.selectAll()


def complete(editor: QWidget) -> None:
    """Complete a beginning in an editor of choices, as if it had been typed just now."""
    line = editor.lineEdit() if isinstance(editor, QComboBox) else None
    completer = line.completer() if line is not None else None
    if line is not None and completer is not None and line.text():
        completer.setCompletionPrefix(line.text())
        completer.complete()


def text_of(editor: QWidget) -> str:
    """What an editor holds."""
    if isinstance(editor, CodeEditor | IndicatorEditor):
        return editor.text_meant()
    if isinstance(editor, QLineEdit):
        return editor.text()
    if isinstance(editor, QPlainTextEdit):
        return editor.toPlainText()
    return editor.currentText() if isinstance(editor, QComboBox) else ""


def answer_of(editor: QWidget) -> str | Indicator:
    """What an editor holds: an indicator that was chosen, else the text."""
    taken = editor.taken if isinstance(editor, IndicatorEditor) else None
    return taken if taken is not None else text_of(editor)


def break_line(editor: QWidget) -> None:
    """Alt+Enter: a line break, where the text may have some."""
    if isinstance(editor, QPlainTextEdit):
        editor.insertPlainText("\n")
