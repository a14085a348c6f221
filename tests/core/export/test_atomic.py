"""A file is written whole or not at all, and what goes wrong is said in plain Chinese."""

import errno
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

import pytest

from core.errors import ExportError
from core.export.atomic import write_atomically, write_bytes_atomically

as_posix = pytest.mark.skipif(sys.platform == "win32", reason="permissions of POSIX")


def failing(error: BaseException) -> Callable[[BinaryIO], None]:
    """A writer that has written half when the error strikes."""

    def write(file: BinaryIO) -> None:
        file.write(b"half")
        raise error

    return write


def test_new_file_is_written(tmp_path: Path) -> None:
    """The file has the content, and nothing else is left in the folder."""
    write_bytes_atomically(tmp_path / "表.xlsx", b"content")

    assert (tmp_path / "表.xlsx").read_bytes() == b"content"
    assert [path.name for path in tmp_path.iterdir()] == ["表.xlsx"]


def test_old_file_is_replaced(tmp_path: Path) -> None:
    """An earlier export is replaced and keeps its permissions."""
    path = tmp_path / "表.xlsx"
    path.write_bytes(b"old")
    path.chmod(0o640)
    write_bytes_atomically(path, b"new")

    assert path.read_bytes() == b"new"
    assert sys.platform == "win32" or path.stat().st_mode & 0o777 == 0o640


@as_posix
def test_new_file_is_readable_by_others(tmp_path: Path) -> None:
    """A new file has the permissions any program would give it."""
    ordinary = tmp_path / "ordinary"
    ordinary.touch()
    write_bytes_atomically(tmp_path / "表.pdf", b"")

    assert (tmp_path / "表.pdf").stat().st_mode == ordinary.stat().st_mode


@as_posix
def test_link_stays_a_link(tmp_path: Path) -> None:
    """Writing through a link replaces what it leads to."""
    (tmp_path / "真.xlsx").write_bytes(b"old")
    (tmp_path / "链.xlsx").symlink_to(tmp_path / "真.xlsx")
    write_bytes_atomically(tmp_path / "链.xlsx", b"new")

    assert (tmp_path / "链.xlsx").is_symlink()
    assert (tmp_path / "真.xlsx").read_bytes() == b"new"


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (OSError(errno.ENOSPC, "No space left"), "磁盘空间不足"),
        (OSError(errno.EDQUOT, "Quota exceeded"), "磁盘空间不足"),
        (OSError(errno.EROFS, "Read-only file system"), "只读"),
        (OSError(errno.EIO, "Input/output error"), "磁盘读写出错"),
        (OSError(errno.EBUSY, "strange"), "错误号 16"),
        (PermissionError(errno.EACCES, "Denied"), "正被WPS、Excel等程序打开"),
    ],
)
def test_failure_changes_nothing(tmp_path: Path, error: OSError, words: str) -> None:
    """When the disk refuses, the old file is as it was and no rest of the new one is left."""
    path = tmp_path / "表.xlsx"
    path.write_bytes(b"old")
    with pytest.raises(ExportError, match=words) as caught:
        write_atomically(path, failing(error))

    assert "\n" not in str(caught.value)
    assert path.read_bytes() == b"old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["表.xlsx"]


@pytest.mark.parametrize("error", [KeyboardInterrupt(), RuntimeError("defect")])
def test_other_errors_go_through(tmp_path: Path, error: BaseException) -> None:
    """A defect of the writer is no matter of the disk, but cleans up as well."""
    with pytest.raises(type(error)):
        write_atomically(tmp_path / "表.xlsx", failing(error))

    assert not list(tmp_path.iterdir())


def test_error_of_a_value_goes_through(tmp_path: Path) -> None:
    """A ValueError of the writer is not taken for a bad file name."""
    with pytest.raises(ValueError, match="defect"):
        write_atomically(tmp_path / "表.xlsx", failing(ValueError("defect")))


def test_full_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that is full only when the bytes are to reach it is noticed before the replacing."""
    path = tmp_path / "表.xlsx"
    path.write_bytes(b"old")

    def refuse(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(ExportError, match="清理磁盘"):
        write_bytes_atomically(path, b"new")

    assert path.read_bytes() == b"old"


@as_posix
def test_file_that_may_not_grow(tmp_path: Path) -> None:
    """When the system itself stops the writing half-way, the old workbook stays as it was."""
    import resource

    path = tmp_path / "表.xlsx"
    write_bytes_atomically(path, b"old")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (64_000, before[1]))
    try:
        with pytest.raises(ExportError, match="磁盘空间不足"):
            write_bytes_atomically(path, bytes(200_000))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert path.read_bytes() == b"old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["表.xlsx"]


def test_file_open_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Windows refuses to replace a workbook that Excel has open; the message says what to do."""
    path = tmp_path / "表.xlsx"
    path.write_bytes(b"old")

    def refuse(*_: object) -> None:
        raise PermissionError(errno.EACCES, "Access is denied")

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(ExportError, match="请关闭后再导出"):
        write_bytes_atomically(path, b"new")

    assert path.read_bytes() == b"old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["表.xlsx"]


def test_target_is_a_folder(tmp_path: Path) -> None:
    """A folder is not replaced by a file."""
    (tmp_path / "表.xlsx").mkdir()
    with pytest.raises(ExportError, match="是一个文件夹"):
        write_bytes_atomically(tmp_path / "表.xlsx", b"")


def test_folder_is_missing(tmp_path: Path) -> None:
    """A missing folder is named."""
    with pytest.raises(ExportError, match=r"文件夹“.*没有”不存在"):
        write_bytes_atomically(tmp_path / "没有" / "表.xlsx", b"")


def test_folder_is_a_file(tmp_path: Path) -> None:
    """A file in the place of a folder is named."""
    (tmp_path / "文件").write_bytes(b"")
    with pytest.raises(ExportError, match="不是文件夹"):
        write_bytes_atomically(tmp_path / "文件" / "表.xlsx", b"")


@pytest.mark.parametrize("name", ["表\0.xlsx", "表\udcff\ud800.xlsx", "长" * 300 + ".xlsx"])
def test_impossible_names(tmp_path: Path, name: str) -> None:
    """A name that no file can have is refused with a sentence."""
    with pytest.raises(ExportError, match="名"):
        write_bytes_atomically(tmp_path / name, b"")


def test_long_name_is_no_trouble(tmp_path: Path) -> None:
    """The temporary file's name is not longer than the file's own may be."""
    path = tmp_path / ("长" * 83 + ".xlsx")
    write_bytes_atomically(path, b"content")

    assert path.read_bytes() == b"content"


def test_read_only_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file marked read-only is not replaced, even where the system would let us."""
    path = tmp_path / "表.xlsx"
    path.write_bytes(b"old")
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(ExportError, match="取消只读"):
        write_bytes_atomically(path, b"new")

    assert path.read_bytes() == b"old"


def test_read_only_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder that may not be written is named, with the way out."""

    def refuse(*_: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(ExportError, match=r"没有权限写入文件夹.*换一个位置"):
        write_bytes_atomically(tmp_path / "表.xlsx", b"")
