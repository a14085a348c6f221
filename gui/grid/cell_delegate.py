"""Opens the editors of cells; what is typed goes into the model."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QGuiApplication, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QComboBox,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from core.template.indicators import Indicator
from gui.grid import cell_editors, choosing, suggesting
from gui.grid.long_text import LongTextEditor, seen_part
from gui.grid.plan_model import AnyIndex, PlanModel
from gui.grid.typing_hint import TypingHint

Leave = Callable[[str], None]


class CellDelegate(QStyledItemDelegate):
    """Edits the cells of one view.

    opened  an editor was opened
    """

    opened = Signal()

    def __init__(self, view: QTableView, leave: Leave) -> None:
        """`leave` is told how an editor was left: "down", "up", "right" or "left"."""
        super().__init__(view)
        self._view = view
        self.zoom = 1.0
        self.amending = False
        self.composing = False  # the first word of an input method, and nothing typed before it
        self._leave = leave
        self.covered = 0

    def room(self) -> QRect:
        """Where an editor is seen: not under what floats at the top (`covered`, in pixels)."""
        seen = seen_part(self._view)
        return seen.adjusted(0, min(self.covered, seen.height() // 2), 0, 0)

    def createEditor(
        self, parent: QWidget, option: QStyleOptionViewItem, index: AnyIndex
    ) -> QWidget:
        """An editor that fits what the cell holds; it lies on the view, over its overlays."""
        self.composing = False
        model = index.model()
        place = model.anchor(index) if isinstance(model, PlanModel) else None
        if place is None or not isinstance(model, PlanModel):
            return super().createEditor(parent, option, index)
        offers = choosing.offers_of(model, place)
        editor = cell_editors.make(self._view, place, model.slot(place), offers, self.zoom)
        if isinstance(editor, cell_editors.ChoiceEditor):
            editor.activated.connect(lambda: self.finish(editor, ""))
        if not isinstance(editor, LongTextEditor):
            TypingHint(parent, editor, lambda text: model.reading(place, text))
        self.opened.emit()
        return editor

    def setEditorData(self, editor: QWidget, index: AnyIndex) -> None:
        """Put the cell's text into the editor: to be replaced, or (F2) to be amended."""
        cell_editors.fill(
            editor, str(index.data(Qt.ItemDataRole.EditRole) or ""), amend=self.amending
        )

    def setModelData(self, editor: QWidget, model: QObject, index: AnyIndex) -> None:
        """Give what was typed to the model: nothing, where a word was begun and not chosen."""
        if isinstance(model, PlanModel) and not self.composing:
            suggesting.give(model, index, cell_editors.answer_of(editor))

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, index: AnyIndex
    ) -> None:
        """Lay the editor over its cell; long texts get at least five lines."""
        rect: QRect = option.rect  # type: ignore[attr-defined]  # the stubs know no option.rect
        if isinstance(editor, LongTextEditor):
            editor.lie_over(QRect(rect), self.room())
            return
        rect = rect.adjusted(0, 0, -1, -1)
        rect.setWidth(max(rect.width(), editor.minimumSizeHint().width()))
        editor.setGeometry(rect)

    def finish(self, editor: QWidget, key: str) -> None:
        """Close an editor and take what was typed.

        The editor goes first: what is typed may lay the whole form out again under it.
        """
        view = self.parent()
        if not isinstance(view, QTableView) or editor.property("finished"):
            return
        self.settle()
        editor.setProperty("finished", True)
        if self.composing:
            self._revert(editor)
            return
        index = view.currentIndex()
        answer = cell_editors.answer_of(editor)
        self.closeEditor.emit(editor, QAbstractItemDelegate.EndEditHint.NoHint)
        model = index.model()
        if isinstance(model, PlanModel):
            suggesting.give(model, index, answer)
        if key == "down" and isinstance(answer, Indicator):
            key = "gap"  # Enter took a line of the list; the rest of the row is still to be filled
        if key:
            self._leave(key)

    def settle(self) -> None:
        """Have a word that is being composed chosen as it is shown, where the system can."""
        if self.composing:
            QGuiApplication.inputMethod().commit()

    def _revert(self, editor: QWidget) -> None:
        self.composing = False
        self.closeEditor.emit(editor, QAbstractItemDelegate.EndEditHint.RevertModelCache)

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        """Enter, Tab and Esc are ours; leaving the editor in any other way takes what was typed."""
        if not isinstance(editor, QWidget):
            return False
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._key(editor, event)
        if isinstance(event, QFocusEvent) and event.lostFocus() and _has_left(editor, event):
            self.finish(editor, "")
        return False

    def _key(self, editor: QWidget, event: QKeyEvent) -> bool:
        if choosing.asks_for_list(event):
            choosing.open_list(editor)
            return True
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        match event.key():
            case Qt.Key.Key_Escape:
                editor.setProperty("finished", True)
                self._revert(editor)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                if event.modifiers() & Qt.KeyboardModifier.AltModifier:
                    cell_editors.break_line(editor)
                else:
                    self.finish(editor, "up" if shift else "down")
            case Qt.Key.Key_Tab:
                self.finish(editor, "right")
            case Qt.Key.Key_Backtab:
                self.finish(editor, "left")
            case _:
                return False
        return True


# The editor stays open behind a popup, a menu, or another program's window.
_STILL_EDITING = (
    Qt.FocusReason.PopupFocusReason,
    Qt.FocusReason.ActiveWindowFocusReason,
    Qt.FocusReason.MenuBarFocusReason,
)


def _has_left(editor: QWidget, event: QFocusEvent) -> bool:
    if isinstance(editor, QComboBox) and editor.view().isVisible():
        return False  # its own list has the keyboard now
    return event.reason() not in _STILL_EDITING
