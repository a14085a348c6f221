"""The context menu of the grid: what can be done with the cell, row or block under the mouse."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu, QTableView

from gui.actions import Actions

PROJECT_ACTIONS = (
    "project_card",
    "duplicate_project",
    "rename_project",
    "move_project_up",
    "move_project_down",
    "remove_project",
)

_GRID_ACTIONS = (
    ("cut", "copy", "paste", "fill_down"),
    ("amend", "clear", "override", "restore"),
    (
        "add_row",
        "duplicate_row",
        "move_row_up",
        "move_row_down",
        "split_cell",
        "remove_row",
    ),
)


def grid_menu(view: QTableView, actions: Actions) -> QMenu:
    """The actions that are possible now, in groups."""
    menu = QMenu(view)
    for names in _GRID_ACTIONS:
        known = (actions.by_name[name] for name in names if name in actions.by_name)
        possible = [action for action in known if action.isEnabled()]
        if possible and not menu.isEmpty():
            menu.addSeparator()
        menu.addActions(possible)
    return menu


def show_menu_of(view: QTableView, actions: Actions) -> None:
    """Show the menu when it is asked for, with the mouse or the key."""

    def show(at: QPoint) -> None:
        pop_up(grid_menu(view, actions), view.viewport().mapToGlobal(at))

    view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
    view.customContextMenuRequested.connect(show)


def pop_up(menu: QMenu, at: QPoint) -> None:
    """Show a menu until something of it was chosen, or nothing."""
    menu.exec(at)
    menu.deleteLater()
