"""F1 in a dialog or box: its page of the manual, in a window that the dialog does not shut out."""

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget


def offer_help(dialog: QWidget, title: str) -> None:
    """Let F1 open the page with this heading while the dialog is there."""
    key = QShortcut(QKeySequence("F1"), dialog)
    key.activated.connect(lambda: _show(dialog, title))


def _show(dialog: QWidget, title: str) -> None:
    from gui.help.places import Place
    from gui.help.window import HelpWindow

    shown = dialog.findChild(HelpWindow) or HelpWindow(dialog)
    shown.open_at(Place(title))
