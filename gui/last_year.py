"""What the window does with last year's figures: take them, show what was taken, take them away."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PySide6.QtWidgets import QFileDialog

from core.errors import BiaoliError
from core.last_year import Offer, clear, left_over, offered, preview, summary, summary_of, take
from gui.dialogs.last_year import LastYearDialog
from gui.file_names import SUFFIX
from gui.recent_files import settings
from gui.workspace import Workspace

TAKE, OTHER, CLEAR = "取上年数", "另取一份…", "去掉"
_COMPARES: Final = "compare years"
_FILTER: Final = f"表里文件 (*{SUFFIX});;所有文件 (*)"


def compare(work: Workspace) -> None:
    """与上年比较: mark what differs from last year, or no longer; kept for the next start."""
    model = work.form.model
    model.compare(not model.compares)
    settings().setValue(_COMPARES, "yes" if model.compares else "no")
    work.moved(work.current())
    work.state_changed.emit()


def compare_as_before(work: Workspace) -> None:
    """Compare as when the program was left."""
    work.form.model.compare(str(settings().value(_COMPARES, "no")) == "yes")


def show(work: Workspace) -> None:
    """Show what was taken, or ask for last year's file; whatever is done is one step."""
    session = work.session
    if session.document.last_year is None:
        _choose(work)
        return
    wanted = _ask(work, summary(session), (), left_over(session), (OTHER, CLEAR))
    if wanted == OTHER:
        _choose(work)
    elif wanted == CLEAR:
        work.perform(lambda: clear(session))


def _choose(work: Workspace) -> None:
    name, _ = QFileDialog.getOpenFileName(work, "上年的填报文件", "", _FILTER)
    if not name:
        return
    try:
        offer = offered(work.session, Path(name))
    except BiaoliError as error:
        work.refuse(str(error))
        return
    if _confirmed(work, offer):
        work.perform(lambda: take(work.session, offer))


def _confirmed(work: Workspace, offer: Offer) -> bool:
    lines = preview(work.session, offer)
    words = summary_of(offer.last_year)
    return _ask(work, words, offer.warnings, lines, (TAKE,)) == TAKE


def _ask(
    work: Workspace,
    words: str,
    warnings: Sequence[str],
    lines: Sequence[str],
    buttons: Sequence[str],
) -> str:
    dialog = LastYearDialog(words, warnings, lines, buttons, work)
    dialog.exec()
    wanted = dialog.wanted
    dialog.deleteLater()
    return wanted
