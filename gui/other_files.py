"""Going on in another file: a copy, the safe folder, a backup, newer forms."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog

from core.errors import BiaoliError
from gui import messages, revisions
from gui.dialogs.backups import choose_backup
from gui.file_names import SUFFIX
from gui.opening import Opened, is_in_own_folder, open_backup, open_in_own_folder

if TYPE_CHECKING:
    from gui.main_window import MainWindow

FILTER = f"表里文件 (*{SUFFIX});;所有文件 (*)"


def save_as(window: "MainWindow") -> None:
    """Write everything to another file and go on in that one."""
    work = window.workspace
    if work is None:
        return
    work.settle()
    here = str(work.session.path or "")
    name, _ = QFileDialog.getSaveFileName(window, "另存一份", here, FILTER)
    if not name:
        return
    path = Path(name) if name.endswith(SUFFIX) else Path(name + SUFFIX)
    window.documents.open_by(lambda: Opened(work.session.save_as(path, replace=True)), copied=True)


def move_to_own_folder(window: "MainWindow") -> None:
    """Go on in 我的填报, the safe folder."""
    work = window.workspace
    if work is None:
        return
    work.settle()
    if is_in_own_folder(work.session):
        work.say("这个文件已经在“我的填报”里")
    else:
        window.documents.open_by(lambda: open_in_own_folder(work.session), copied=True)


def open_a_backup(window: "MainWindow") -> None:
    """List the backups of the open document, and open one as a new file."""
    work = window.workspace
    if work is None or work.session.path is None:
        return
    work.settle()
    path = work.session.path
    chosen = choose_backup(window, work.session)
    if chosen is not None:
        window.documents.open_by(lambda: open_backup(chosen, path))


def update_forms(window: "MainWindow") -> None:
    """Show what a newer revision of the forms changes, and go on with it if that is wanted."""
    work = window.workspace
    if work is None:
        return
    work.settle()
    path, done = work.session.path, ""
    try:
        done = revisions.take_over(window, work.session)
    except BiaoliError as error:
        messages.trouble(window, str(error))
    if path is not None and done:
        window.documents.show(None)
        window.documents.open_by(lambda: revisions.opened_again(path, done))
