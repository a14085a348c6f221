"""What a document file says about itself: which one it is, and how it was left.

suite      the id of its suite, and the revision
document   names the document; a copy that goes its own way gets a name of its own
templates  fingerprint of the template texts as they were written
closed     the last step of history when the file was closed: a later one was left by a program
           that died. Nothing is written while a file is only looked at.
"""

import hashlib
import secrets
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from core.document.history import last_seq

SUITE: Final = "suite"
REVISION: Final = "revision"
DOCUMENT: Final = "document"
TEMPLATES: Final = "templates"
CLOSED: Final = "closed"


@dataclass(frozen=True, slots=True)
class Marks:
    """The marks as they were read.

    document           "" in a file that has no name of its own
    templates_changed  somebody else has changed the templates in the file
    left_open          the program that wrote the last step did not close the file
    """

    document: str
    templates_changed: bool
    left_open: bool


def new_marks(snapshot: Mapping[str, str]) -> dict[str, str]:
    """The marks of a new document."""
    return {DOCUMENT: new_name(), TEMPLATES: _fingerprint(snapshot)}


def renewed(snapshot: Mapping[str, str], meta: Mapping[str, str]) -> dict[str, str]:
    """The marks of a document that is written anew with other templates, but is the same one."""
    name = meta.get(DOCUMENT, "")
    return new_marks(snapshot) | ({DOCUMENT: name} if _is_name(name) else {})


def is_whole(snapshot: Mapping[str, str], meta: Mapping[str, str]) -> bool:
    """Whether these are, to the letter, the templates the document was made with."""
    return meta.get(TEMPLATES) == _fingerprint(snapshot)


def last_closed(meta: Mapping[str, str]) -> int:
    """The last step that is known to have been written; 0 if none is."""
    closed = meta.get(CLOSED, "0")
    return int(closed) if closed.isascii() and closed.isdigit() and len(closed) < 10 else 0


def new_name() -> str:
    """A name that no other document has."""
    return secrets.token_hex(8)


def take_marks(
    connection: sqlite3.Connection, meta: dict[str, str], snapshot: Mapping[str, str]
) -> Marks:
    """Take the marks out of what the file says about itself. ValueError if they are not ours."""
    document, written = meta.pop(DOCUMENT, ""), meta.pop(TEMPLATES, None)
    closed = int(meta.pop(CLOSED, "0"))
    if document and not _is_name(document):
        raise ValueError
    last = last_seq(connection)
    changed = written is not None and written != _fingerprint(snapshot)
    return Marks(document, changed, last > closed)


def mark_closed(connection: sqlite3.Connection) -> None:
    """Note, as a transaction of its own, that everything up to here was closed properly."""
    last = last_seq(connection)
    connection.execute("REPLACE INTO meta VALUES (?, ?)", (CLOSED, str(last)))


def change_templates(
    connection: sqlite3.Connection, snapshot: Mapping[str, str], revision: int
) -> None:
    """Note that the document has these templates from now on."""
    marks = (REVISION, str(revision)), (TEMPLATES, _fingerprint(snapshot))
    connection.executemany("REPLACE INTO meta VALUES (?, ?)", marks)


def rename(connection: sqlite3.Connection) -> None:
    """Make a copy a document of its own."""
    connection.execute("REPLACE INTO meta VALUES (?, ?)", (DOCUMENT, new_name()))


def _is_name(text: str) -> bool:
    """It names a folder of backups, too."""
    return text.isascii() and text.isalnum() and len(text) < 65


def _fingerprint(snapshot: Mapping[str, str]) -> str:
    whole = hashlib.sha256()
    for path, text in sorted(snapshot.items()):
        for words in (path, text):
            content = words.encode(errors="surrogatepass")
            whole.update(len(content).to_bytes(8, "big") + content)
    return whole.hexdigest()
