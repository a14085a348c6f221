"""Versions stay as they were, lock the document until it is unlocked, and know their files."""

from pathlib import Path

import pytest

from core.document.edits import RemoveProject, SetText
from core.document.model import Document
from core.document.store import DocumentStore
from core.document.versions import Content, Exported, Version
from core.errors import DocumentNotWritable, EditRefused, NotADocument, UnknownVersion
from tests.core.document.files import UNIT, filled, make, step, tampered

HELD = Content('{"甲": 1}', "[]")


def submit(store: DocumentStore, document: Document, name: str = "上报") -> Version:
    """Keep a version; the one that was made."""
    store.versions.add(name, "张会计", "0.1", document, HELD)
    return store.versions.listed()[-1]


def is_locked(store: DocumentStore) -> bool:
    """Whether nothing may be changed."""
    return store.versions.locked is not None


def names(files: tuple[Exported, ...]) -> list[tuple[str, str]]:
    """The files with what they held."""
    return [(file.name, file.sha256) for file in files]


def test_a_version_keeps_the_document_as_it_was(tmp_path: Path) -> None:
    """Whatever is done later, also after closing, the version gives back document and content."""
    document, path = filled(), make(tmp_path)
    with DocumentStore.open(path) as store:
        step(store, document, SetText(UNIT, "甲"))
        made = submit(store, document)
        kept = document.copy()
        store.versions.unlock("李会计")
        step(store, document, RemoveProject("p1"))
    with DocumentStore.open(path, read_only=True) as store:
        [version] = store.versions.listed()
        assert (version.number, version.name, version.author) == (1, "上报", "张会计")
        assert (version.step, version.program, version.revision) == (1, "0.1", 3)
        assert version.words == "第1版“上报”"
        assert version.unlocked
        assert not made.unlocked
        assert store.versions.document(version, document.suite) == kept
        assert store.versions.content(version) == HELD
        assert store.load() == document


def test_a_version_locks_until_it_is_unlocked(tmp_path: Path) -> None:
    """Locked stays locked over closing; unlocking twice is refused; the next version locks anew."""
    document, path = filled(), make(tmp_path)
    with DocumentStore.open(path) as store:
        assert not is_locked(store)
        submit(store, document)
    with DocumentStore.open(path) as store:
        assert store.versions.locked == store.versions.listed()[0]
        store.versions.unlock("")
        assert not is_locked(store)
        with pytest.raises(EditRefused, match="没有锁定"):
            store.versions.unlock("")
    with DocumentStore.open(path) as store:
        assert not is_locked(store)
        assert submit(store, document, "再报").number == 2
        assert store.versions.locked == store.versions.one(2)


def test_files_belong_to_the_version_they_were_exported_for() -> None:
    """Those before 上报 and, of a locked version, after it; by name the last one before 上报."""
    document = filled()
    with DocumentStore.create(None, document, {}, {}) as store:
        versions = store.versions
        versions.note_export("a.xlsx", "1")
        step(store, document, SetText(UNIT, "甲"))
        versions.note_export("b.pdf", "2")
        versions.note_export("a.xlsx", "3")
        assert names(versions.waiting()) == [("a.xlsx", "3"), ("b.pdf", "2")]
        submit(store, document)
        assert versions.waiting() == ()
        versions.note_export("a.xlsx", "3")
        versions.note_export("a.xlsx", "4")
        versions.unlock("")
        versions.note_export("a.xlsx", "5")
        assert names(versions.one(1).exported) == [("a.xlsx", "3"), ("a.xlsx", "4"), ("b.pdf", "2")]
        assert names(versions.waiting()) == [("a.xlsx", "5")]


def test_a_file_older_than_its_version_is_known() -> None:
    """What was changed after the export, before 上报, is not in the file."""
    document = filled()
    with DocumentStore.create(None, document, {}, {}) as store:
        store.versions.note_export("a.xlsx", "1")
        step(store, document, SetText(UNIT, "甲"))
        store.versions.note_export("b.xlsx", "2")
        store.versions.note_export("c.xlsx", "3", step=0)
        version = submit(store, document)
        assert [version.is_outdated(file) for file in version.exported] == [True, False, True]


def test_the_same_file_again_writes_nothing(tmp_path: Path) -> None:
    """Exporting twice leaves every byte of the document as it was after the first time."""
    path = make(tmp_path)
    with DocumentStore.open(path) as store:
        store.versions.note_export("a.xlsx", "1")
    before = path.read_bytes()
    with DocumentStore.open(path) as store:
        store.versions.note_export("a.xlsx", "1")
    assert path.read_bytes() == before


def test_a_file_that_is_only_looked_at_takes_no_version(tmp_path: Path) -> None:
    """Neither a version nor a mark is written, and it is said why."""
    document, path = filled(), make(tmp_path)
    with DocumentStore.open(path, read_only=True) as store:
        with pytest.raises(DocumentNotWritable, match="只能查看"):
            submit(store, document)
        with pytest.raises(DocumentNotWritable, match="只能查看"):
            store.versions.note_export("a.xlsx", "1")
        assert store.versions.listed() == []
        assert not is_locked(store)


def test_a_version_that_is_not_there_is_told() -> None:
    """By its number."""
    with (
        DocumentStore.create(None, filled(), {}, {}) as store,
        pytest.raises(UnknownVersion, match="没有第2版"),
    ):
        store.versions.one(2)


@pytest.mark.parametrize(
    "packed",
    ["x'00'", "x''", "x'789c4b04000062006200'", "x'789c8b8e05000115006ec3'"],
    ids=["no packing", "nothing", "cut off", "no edit"],
)
def test_a_spoilt_version_hides_nothing_but_itself(tmp_path: Path, packed: str) -> None:
    """The document opens and all versions are listed; only reading the spoilt one is refused."""
    document, path = filled(), make(tmp_path)
    with DocumentStore.open(path) as store:
        submit(store, document)
    with tampered(path) as connection:
        connection.execute(f"UPDATE version SET document = {packed}")  # noqa: S608
    with DocumentStore.open(path) as store:
        assert store.load() == document
        [version] = store.versions.listed()
        assert store.versions.content(version) == HELD
        with pytest.raises(NotADocument, match="已损坏"):
            store.versions.document(version, document.suite)
