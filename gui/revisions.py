"""What the window does with a newer revision of the forms: show it, and take it over."""

from pathlib import Path

from PySide6.QtWidgets import QWidget

from core.keeping import opening_notes
from core.revisions.drawer import drawer_of
from core.revisions.upgrade import offered, upgrade
from core.session import Session
from gui.dialogs.revision import RevisionDialog
from gui.opening import Opened, open_session


def take_over(parent: QWidget, session: Session) -> str:
    """Show what a newer revision changes, and the drawer; take it over if that is wanted.

    What was done, or "". The document has to be opened again then. Raises BiaoliError.
    """
    offer = offered(session)
    dialog = RevisionDialog(
        session.suite.revision, offer, drawer_of(session.names), _refused(session), parent
    )
    wanted = dialog.exec() == RevisionDialog.DialogCode.Accepted
    dialog.deleteLater()
    if offer is None or not wanted:
        return ""
    copy = upgrade(session, offer)
    return f"表样已更新到第{offer.suite.revision}次修订。原来的另存为“{copy.name}”，在旁边。"


def opened_again(path: Path, done: str) -> Opened:
    """The document with the forms that it has now. Raises BiaoliError."""
    session = open_session(path)
    return Opened(session, (done, *opening_notes(session)))


def _refused(session: Session) -> str:
    if session.locked is not None:
        return f"{session.locked.words}已锁定；要更新表样，先用“文件 › 解锁修改”。"
    return "这个文件不能写入，拷到“我的填报”再更新。" if session.read_only else ""
