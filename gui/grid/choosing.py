"""What may be chosen or meant in a cell, and Alt+↓, which shows it whatever the editor is."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QWidget

from core.layout.plan import PlanCell
from gui.grid import suggesting
from gui.grid.cell_editors import Offers
from gui.grid.listed_editor import ListedEditor
from gui.grid.many_editor import ManyEditor
from gui.grid.plan_model import PlanModel

NOTHING_TO_LIST = "这一格没有可选的内容，直接填就行"


def offers_of(model: PlanModel, place: PlanCell) -> Offers:
    """What the editor of a cell has to offer."""
    return Offers(model.choices(place), model.code_finder(place), suggesting.finder(model, place))


def asks_for_list(event: QKeyEvent) -> bool:
    """Whether a key is Alt+↓, of the arrows or of the number pad."""
    held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    return event.key() == Qt.Key.Key_Down and held == Qt.KeyboardModifier.AltModifier


def open_list(editor: QWidget | None) -> None:
    """Show the list of an open editor, if it is one that has a list."""
    if isinstance(editor, QComboBox):
        editor.showPopup()
    elif isinstance(editor, ListedEditor):
        editor.offer_something()
    elif isinstance(editor, ManyEditor):
        editor.offer()
