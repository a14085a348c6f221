"""Making versions, and going back to one: what window and command line do with them."""

import hashlib
from contextlib import suppress
from pathlib import Path
from typing import Final

from core import __version__
from core.calc.changes import Changes
from core.document.store import DocumentStore
from core.document.versions import Content, Version
from core.errors import BiaoliError, DocumentError, EditRefused, UnknownVersion
from core.session import Session
from core.values import clean_text
from core.versions.findings_text import (
    KeptFinding,
    findings_from_json,
    findings_to_json,
    kept_findings,
)
from core.versions.shown import Shown, shown, shown_from_json, shown_to_json

LONGEST_NAME: Final = 40
SUBMITTED: Final = "上报"
"""What a version is called if nobody says otherwise."""


def submit(session: Session, name: str = SUBMITTED) -> Version:
    """Keep the document as the next version, and lock it. Raises EditRefused or DocumentError."""
    words = clean_text(name).replace("\n", " ")
    if not words:
        raise EditRefused("版本名称是空的，例如“上报”“送审”")
    if len(words) > LONGEST_NAME:
        raise EditRefused(f"版本名称太长（{len(words)} 字），最多 {LONGEST_NAME} 字")
    if session.locked is not None:
        raise EditRefused(f"已经是{session.locked.words}，没有改动；要再存一版，先解锁修改")
    content = Content(
        shown_to_json(shown(session.calculation)),
        findings_to_json(kept_findings(session.findings(), session.names)),
    )
    versions = session.store.versions
    versions.add(words, session.author, __version__, session.document, content)
    return versions.listed()[-1]


def unlock(session: Session) -> Version:
    """Let the document be changed again; the version that it was locked as."""
    return session.store.versions.unlock(session.author)


def version_named(session: Session, wanted: str = "") -> Version:
    """A version by its number or name, of several with that name the newest; "" is the newest.

    Raises UnknownVersion.
    """
    listed = session.store.versions.listed()
    if not listed:
        raise UnknownVersion(
            "还没有存过版本。上报时存一版（命令行：biaoli versions 文件 --save 上报）"
        )
    number = wanted.strip().removeprefix("第").removesuffix("版")
    for version in reversed(listed):
        if not wanted or wanted.strip() == version.name or number == str(version.number):
            return version
    there = "、".join(version.words for version in listed)
    raise UnknownVersion(f"没有“{wanted[:40]}”这一版，有{there}")


def figures_of(session: Session, version: Version) -> Shown:
    """The figures of a version as they were shown. Raises DocumentError."""
    return shown_from_json(session.store.versions.content(version).shown)


def findings_of(session: Session, version: Version) -> list[KeptFinding]:
    """The findings of a version as they were worded. Raises DocumentError."""
    return findings_from_json(session.store.versions.content(version).findings)


def restore_version(session: Session, version: Version) -> Changes:
    """Bring back what the document held in a version, in one step that undo takes back.

    Raises EditRefused or DocumentError.
    """
    if version.revision != session.document.revision:
        raise EditRefused(
            f"{version.words}是按第{version.revision}次修订的表样填的，"
            "不能恢复到现在的表样上；可以看差异，照着改"
        )
    state = session.store.versions.document(version, session.document.suite)
    return session.restore(state, f"恢复到{version.words}")


def restore_opening(session: Session) -> Changes:
    """Bring back what the document held when it was opened this time, in one step."""
    return session.restore(session.at_opening(), "恢复到打开时")


# Files that were exported --------------------------------------------------------------------


def note_exports(session: Session, files: list[Path], step: int | None = None) -> None:
    """Note what was exported of an open document, if it can be written: else nothing is lost.

    `step` is the step of history that the files show, if something was changed since.
    """
    with suppress(BiaoliError):
        for file in files:
            session.store.versions.note_export(file.name, fingerprint(file), step)


def note_exports_in(path: Path, files: list[Path], step: int) -> None:
    """Note in a document that nobody has open what was exported of it as it was after a step."""
    with suppress(BiaoliError), DocumentStore.open(path) as store:
        for file in files:
            store.versions.note_export(file.name, fingerprint(file), step)


def fingerprint(file: Path) -> str:
    """The SHA-256 of a file as `sha256sum` prints it. Raises DocumentError."""
    try:
        return hashlib.sha256(file.read_bytes()).hexdigest()
    except OSError:
        raise DocumentError(f"“{file.name}”读不出来。") from None
