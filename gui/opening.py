"""Opening a document in the window: sound, damaged, from a backup, or into the safe folder.

Every way ends in a session and the lines to show above it; what cannot be done is a BiaoliError.
"""

import gc
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from core.calc.bulk import in_bulk
from core.document.backups import Backup, backups_of, restore
from core.document.places import copy_to_own_folder, made_own_folder, own_folder, warning
from core.document.recovery import recover
from core.errors import DamagedDocument, DocumentNotWritable
from core.keeping import back_up, opening_notes, revision_note
from core.paths import unused
from core.refs import SheetId
from core.session import Session
from gui import messages
from gui.apart import apart, breathe
from gui.file_names import SUFFIX
from gui.note_bar import Note
from gui.suggestions import shared as suggestions

MANY = 10_000
"""A document of more values is so large that its memory is worth a thought."""


@dataclass(frozen=True, slots=True)
class Opened:
    """An open document, and what there is to say about it."""

    session: Session
    notes: tuple[str, ...] = ()


def open_session(path: Path) -> Session:
    """Open a document and audit it; meanwhile the window answers. Raises DocumentError."""
    return apart(lambda: audited(Session.open(path)))


def audited(session: Session) -> Session:
    """A session whose findings are known."""
    session.findings_by_sheet()
    return session


def open_file(parent: QWidget, path: Path) -> Opened | None:
    """Open a file; a damaged one may be replaced by a backup or by what can be read of it.

    None if nothing was to be opened in its place. Raises BiaoliError.
    """
    suggestions.opening(path)
    try:
        session, notes = apart(lambda: _read(path))
    except DamagedDocument as error:
        return _instead_of(parent, path, str(error))
    if session.store.marks.left_open:
        notes += filter(None, [back_up(session)])
    return Opened(session, tuple(notes))


def _read(path: Path) -> tuple[Session, list[str]]:
    """A document with everything calculated, audited and said, and the notes about it."""
    session = audited(Session.open(path))
    notes = opening_notes(session)
    if _is_large(session):
        gc.freeze()  # or the window would stand still whenever the collector looks through it all
    return session, notes


def lay_out(
    session: Session, sheet: SheetId, prepare: Callable[[SheetId], Iterable[object]]
) -> None:
    """Have a sheet laid out before it is shown; in a large document this takes its time.

    So do the steps in which `prepare` makes it ready; the window answers after each.
    """
    with in_bulk():
        session.plan(sheet)
    if _is_large(session):
        gc.freeze()
        breathe()
        for _ in prepare(sheet):
            breathe()
        breathe()


def settle() -> None:
    """A document is shown: the collector need not look through what stays as long as it does.

    It would take as long as a whole edit, in the middle of one.
    """
    gc.freeze()


def let_go(session: Session) -> None:
    """A document is closed: have its memory back as soon as nothing shows it any more."""
    gc.unfreeze()
    if _is_large(session):
        QTimer.singleShot(0, _tidy)


def _is_large(session: Session) -> bool:
    return len(session.calculation.values) > MANY


def _tidy() -> None:
    gc.unfreeze()
    gc.collect()
    gc.freeze()


def open_backup(backup: Backup, near: Path) -> Opened:
    """Write a backup to a new file beside the document, and open that one."""
    name = f"{near.stem}（备份 {backup.at:%Y-%m-%d %H-%M-%S}）"
    target = _target(near, name, lambda path: restore(backup, path))
    note = f"这是 {_spoken(backup)} 的备份，写在新文件“{target.name}”里。原来的文件没有改动。"
    return Opened(open_session(target), (note,))


def open_in_own_folder(session: Session) -> Opened:
    """Go on in 我的填报."""
    target = copy_to_own_folder(session.store)
    note = (
        f"已拷到“{target}”，现在填的是这一份。原来那一份还在“{_folder(session)}”，以后不要再填它。"
    )
    return Opened(open_session(target), (note,))


def _place_warning(session: Session) -> str:
    """Why the document should lie elsewhere; "" if its place is good."""
    path = session.path
    if path is None:
        return ""
    if session.read_only:
        return f"“{path.name}”不能写入，现在只能查看。拷到“我的填报”后可以填。"
    return warning(path)


def is_in_own_folder(session: Session) -> bool:
    """Whether there is nothing to move."""
    return session.path is not None and session.path.is_relative_to(own_folder())


def _instead_of(parent: QWidget, path: Path, why: str) -> Opened | None:
    newest = next(iter(backups_of(path)), None)
    chosen = messages.ask_damaged(parent, why, _spoken(newest) if newest is not None else "")
    if chosen == messages.BACKUP and newest is not None:
        return open_backup(newest, path)
    if chosen == messages.SAVE_READABLE:
        told: list[str] = []
        target = _target(
            path, f"{path.stem}（救回）", lambda new: told.extend(recover(path, new).told)
        )
        begun = f"读得出的已救到新文件“{target.name}”，损坏的那一份没有改动。"
        return Opened(open_session(target), (begun, *told))
    return None


def notes_about(
    session: Session | None,
    notes: Iterable[str],
    move: Callable[[], object],
    update: Callable[[], object],
) -> list[Note]:
    """What to show above a document; `move` puts it into 我的填报, `update` shows a revision."""
    found = [Note(text) for text in notes]
    newer = revision_note(session) if session is not None else ""
    if newer:
        found.append(Note(newer, "看看改了什么", update))
    place = _place_warning(session) if session is not None else ""
    if place:
        found.append(Note(place, "拷到“我的填报”再填", move))
    return found


def _target(near: Path, name: str, write: Callable[[Path], object]) -> Path:
    """Write a new file beside another, or where that cannot be into 我的填报."""
    target = unused(near.parent, name, SUFFIX)
    try:
        write(target)
    except DocumentNotWritable:
        target = unused(made_own_folder(), name, SUFFIX)
        write(target)
    return target


def _spoken(backup: Backup) -> str:
    return f"{backup.at.year}年{backup.at.month}月{backup.at.day}日 {backup.at:%H:%M:%S}"


def _folder(session: Session) -> Path:
    return session.path.parent if session.path is not None else Path()
