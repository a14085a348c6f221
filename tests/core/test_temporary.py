"""What a killed program left half made does not pile up."""

import os
import time
from pathlib import Path

import pytest

from core.document.model import Document
from core.document.store import DocumentStore
from core.export.atomic import write_bytes_atomically
from core.temporary import ABANDONED_AFTER, temporary_beside

LEFT = [".biaoli-0123456789ab.tmp", ".biaoli-0123456789ab.tmp-journal"]
OTHERS = ["biaoli-0123456789ab.tmp", ".biaoli-0123456789ab.tmp2", ".biaoli-甲.tmp", "年报.biaoli"]


def lay(folder: Path, names: list[str], age: float) -> None:
    """Put files there that were changed so long ago."""
    for name in names:
        path = folder / name
        path.write_bytes(b"half")
        os.utime(path, (time.time() - age,) * 2)


def names(folder: Path) -> set[str]:
    """What lies in a folder."""
    return {path.name for path in folder.iterdir()}


def test_abandoned_files_are_removed_and_no_others(tmp_path: Path) -> None:
    """Ours by name, and only those; a link of that name stays with what it leads to."""
    lay(tmp_path, [*LEFT, *OTHERS], ABANDONED_AFTER + 60)
    link, folder = tmp_path / ".biaoli-aaaaaaaaaaaa.tmp", tmp_path / ".biaoli-bbbbbbbbbbbb.tmp"
    link.symlink_to(tmp_path / "年报.biaoli")
    folder.mkdir()
    fresh = temporary_beside(tmp_path / "表.xlsx")
    assert names(tmp_path) == {*OTHERS, link.name, folder.name}
    assert fresh.parent == tmp_path
    assert not fresh.exists()


def test_a_file_that_may_still_be_in_the_making_stays(tmp_path: Path) -> None:
    """Whoever writes it has an hour."""
    lay(tmp_path, LEFT, ABANDONED_AFTER - 60)
    temporary_beside(tmp_path / "表.xlsx")
    assert names(tmp_path) == set(LEFT)


def test_a_file_that_cannot_be_removed_hinders_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Windows does not remove a file that somebody has open."""

    def refuse(_: Path) -> None:
        raise PermissionError

    lay(tmp_path, LEFT, ABANDONED_AFTER + 60)
    monkeypatch.setattr(Path, "unlink", refuse)
    assert temporary_beside(tmp_path / "表.xlsx").parent == tmp_path
    assert names(tmp_path) == set(LEFT)


def test_a_folder_that_is_not_there_is_no_matter(tmp_path: Path) -> None:
    """Whoever makes the file says so."""
    assert temporary_beside(tmp_path / "无" / "表.xlsx").parent == tmp_path / "无"


def test_exports_and_documents_clear_their_folder(tmp_path: Path) -> None:
    """Both make their files this way."""
    lay(tmp_path, LEFT, ABANDONED_AFTER + 60)
    write_bytes_atomically(tmp_path / "表.xlsx", b"whole")
    assert names(tmp_path) == {"表.xlsx"}
    lay(tmp_path, LEFT, ABANDONED_AFTER + 60)
    DocumentStore.create(tmp_path / "年报.biaoli", Document("s", 1), {}, {}).close()
    assert names(tmp_path) == {"表.xlsx", "年报.biaoli"}
