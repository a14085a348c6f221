"""What the window does with versions: submit, unlock, compare, go back."""

from collections.abc import Callable

from core.calc.changes import NO_CHANGES, Changes
from core.errors import BiaoliError
from core.versions import keeping
from gui import messages
from gui.dialogs.differences import DifferencesDialog
from gui.workspace import Workspace


def submit(work: Workspace) -> None:
    """上报: keep what there is as a version, and lock it."""
    work.settle()
    summary = work.session.summary()
    open_words = messages.still_open(summary.mandatory, summary.verify, summary.missing)
    name = messages.ask_version_name(work, keeping.SUBMITTED, open_words)
    if not name:
        return
    try:
        version = keeping.submit(work.session, name)
    except BiaoliError as error:
        work.refuse(str(error))
        return
    work.show_lock()
    work.say(f"已存为{version.words}，锁上了")


def unlock(work: Workspace) -> None:
    """解锁修改: what follows is the next version's."""
    try:
        version = keeping.unlock(work.session)
    except BiaoliError as error:
        work.refuse(str(error))
        return
    work.show_lock()
    work.say(f"{version.words}已解锁，以后的改动算下一版")


def compare(work: Workspace) -> None:
    """Show versions and differences; go to a cell or back to a version if that was chosen."""
    work.settle()
    dialog = DifferencesDialog(work.session, work)
    dialog.exec()
    cell, version = dialog.wanted_cell, dialog.wanted_version
    at_opening = dialog.wanted_opening
    dialog.deleteLater()
    if version is not None:
        _bring_back(work, version.words, lambda: keeping.restore_version(work.session, version))
    elif at_opening:
        restore_opening(work)
    elif cell is not None:
        work.jump(cell)


def restore_opening(work: Workspace) -> None:
    """恢复到打开时."""
    _bring_back(work, "打开时", lambda: keeping.restore_opening(work.session))


def _bring_back(work: Workspace, words: str, step: Callable[[], Changes]) -> None:
    """Do a step that brings back a state; say so, or that nothing differs."""

    def bring_back() -> Changes | None:
        changes = step()
        if changes == NO_CHANGES:
            work.say(f"内容与{words}一样，没有要恢复的")
            return None
        return changes

    if work.perform(bring_back):
        work.say(f"已恢复到{words}的内容，Ctrl+Z 撤回")
