"""What there is to know about a document beside what was asked: on stderr, the exit code stays."""

from core.cli.output import complain
from core.document.places import own_folder, warning
from core.keeping import opening_notes, revision_note
from core.session import Session


def say_notes(session: Session) -> None:
    """Say what whoever opened the document should know."""
    for note in opening_notes(session):
        complain(note)


def say_revision(session: Session) -> None:
    """Say that a newer revision of the forms is there, when something is written."""
    words = revision_note(session)
    if words:
        complain(f"{words}看看改了什么：biaoli upgrade 文件 --dry-run")


def say_place(session: Session) -> None:
    """Warn of a place from which files disappear, when something is written there."""
    words = warning(session.path) if session.path is not None else ""
    if words:
        complain(f"{words}拷到“{own_folder()}”再填。")


def say_trouble(words: str) -> None:
    """Say what went wrong beside, if anything did."""
    if words:
        complain(words)
