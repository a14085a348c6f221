"""Copies of a document among the user's own files, made when a session that changed it ends.

At the end, not at the beginning: what she typed today is what would be lost. A session that ended
in a crash is backed up when the file is opened again. Each document has a folder under its own
name, so that a moved file and another letter of the stick find their backups. Kept are the last
ten sessions, the last one of each of seven days and of twelve months; they are told apart by
their number, for clocks are wrong.
"""

import re
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Final

from core.document.store import DocumentStore
from core.errors import BiaoliError, DocumentError, NotADocument
from core.paths import is_so, user_folder

SESSIONS: Final = 10
DAYS: Final = 7
MONTHS: Final = 12

_SUFFIX: Final = ".biaoli"
_AT: Final = "%Y-%m-%d %H-%M-%S"
_NAMED: Final = re.compile(r"(.+) (\d{4}-\d\d-\d\d \d\d-\d\d-\d\d) 第(\d{1,9})次\.biaoli", re.S)
_LONGEST_TITLE: Final = 40
_PLACES: Final = "places.txt"
_MOST_PLACES: Final = 20


@dataclass(frozen=True, slots=True)
class Backup:
    """One copy: the how many-th of its document, when it was made, what the file was called."""

    path: Path
    number: int
    at: datetime
    title: str


def make_backup(store: DocumentStore, now: datetime | None = None) -> Backup:
    """Copy an open document file as it is, and thin out the older copies.

    The copy is read again and checked before it counts. Raises DocumentError; the document is
    never touched, nor is an earlier backup when this one fails.
    """
    if store.path is None:
        raise DocumentError("还没有存成文件，没有备份。")
    at = (now or datetime.now()).replace(microsecond=0)
    folder = _folder(store.marks.document, store.path)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _remember_place(folder, store.path)
        made = _write(store, folder, at)
    except NotADocument:
        raise DocumentError(
            f"“{store.name}”的内容检查通不过，没有拿它备份，原来的备份都在。另存一份，或打开备份。"
        ) from None
    except (BiaoliError, OSError, ValueError):
        raise DocumentError(
            f"“{store.name}”没有备份成，填的数都在文件里。看看“{folder.parent}”所在的磁盘是不是满了。"
        ) from None
    _thin_out(folder)
    return made


def backups_of(path: Path, document: str = "") -> list[Backup]:
    """The backups of the document at the path, the newest first; also of one that is damaged.

    `document` is its name, where that is known.
    """
    path = path.absolute()
    folders = [folder for folder in _folders() if str(path) in _places(folder)]
    if document:
        folders.insert(0, _folder(document, path))
        return _all_in(folders)
    with suppress(BiaoliError, OSError), DocumentStore.open(path, read_only=True) as store:
        folders.insert(0, _folder(store.marks.document, path))
    return _all_in(folders)


def restore(backup: Backup, target: Path) -> None:
    """Write a backup to a new file, a document as any other. Raises DocumentError."""
    with DocumentStore.open(backup.path, read_only=True) as store:
        store.copy_to(target, same=True)


def kept(backups: Iterable[Backup]) -> set[Backup]:
    """Those that are not thinned out."""
    newest_first = sorted(backups, key=_number, reverse=True)
    by_day: dict[object, Backup] = {}
    by_month: dict[object, Backup] = {}
    for backup in newest_first:
        by_day.setdefault(backup.at.date(), backup)
        by_month.setdefault((backup.at.year, backup.at.month), backup)
    days, months = list(by_day.values())[:DAYS], list(by_month.values())[:MONTHS]
    return {*newest_first[:SESSIONS], *days, *months}


def backups_folder() -> Path:
    """Where all backups lie."""
    return user_folder() / "backups"


def _folder(document: str, path: Path) -> Path:
    """The folder of a document; one without a name is known by its place."""
    return backups_folder() / (document or sha256(str(path).encode(errors="replace")).hexdigest())


def _folders() -> list[Path]:
    with suppress(OSError):
        return sorted(folder for folder in backups_folder().iterdir() if is_so(folder.is_dir))
    return []


def _backups_in(folder: Path) -> list[Backup]:
    found = []
    with suppress(OSError):
        for path in folder.iterdir():
            named = _NAMED.fullmatch(path.name)
            with suppress(ValueError):
                if named:
                    at = datetime.strptime(named[2], _AT)
                    found.append(Backup(path, int(named[3]), at, named[1]))
    return found


def _all_in(folders: Iterable[Path]) -> list[Backup]:
    return [backup for folder in dict.fromkeys(folders) for backup in _newest_first(folder)]


def _newest_first(folder: Path) -> list[Backup]:
    return sorted(_backups_in(folder), key=_number, reverse=True)


def _number(backup: Backup) -> int:
    return backup.number


def _write(store: DocumentStore, folder: Path, at: datetime) -> Backup:
    number = max(map(_number, _backups_in(folder)), default=0) + 1
    title = Path(store.name).stem[:_LONGEST_TITLE] or "未命名"
    path = folder / f"{title} {at.strftime(_AT)} 第{number}次{_SUFFIX}"
    with _put_in_place(path) as unproven:
        store.copy_to(unproven, same=True)
        DocumentStore.open(unproven, read_only=True).close()
    return Backup(path, number, at, title)


@contextmanager
def _put_in_place(path: Path) -> Iterator[Path]:
    """A place to write to; what was written there is moved to its own when all went well."""
    unproven = path.with_name(f".{secrets.token_hex(6)}.tmp")
    try:
        yield unproven
        unproven.replace(path)
    finally:
        with suppress(OSError):
            unproven.unlink(missing_ok=True)


def _thin_out(folder: Path) -> None:
    backups = _backups_in(folder)
    for backup in set(backups) - kept(backups):
        with suppress(OSError):
            backup.path.unlink()


def _places(folder: Path) -> list[str]:
    """From where the document of a folder was backed up, the last place first."""
    with suppress(OSError):
        text = (folder / _PLACES).read_text("utf-8", "surrogateescape")
        return text.split("\n")
    return []


def _remember_place(folder: Path, path: Path) -> None:
    known = _places(folder)
    if known[:1] != [str(path)]:
        others = [place for place in known if place and place != str(path)]
        text = "\n".join([str(path), *others][:_MOST_PLACES])
        with _put_in_place(folder / _PLACES) as unproven:
            unproven.write_text(text, "utf-8", "surrogateescape")
