"""Writing a file all at once or not at all.

The new file is complete and on the disk before it takes the old one's place, so an earlier export
survives a full disk, a pulled stick and a crash. What goes wrong is said in plain Chinese, with the
way out.
"""

import errno
import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from core.errors import ExportError, FileInUse
from core.paths import is_so
from core.temporary import temporary_beside

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_REASONS = {
    errno.EROFS: "磁盘是只读的，请换一个位置再导出",
    errno.ENAMETOOLONG: "文件名太长，请起一个短一些的名字",
    errno.EINVAL: "文件名中有不能用的字符，请换一个名字",
    errno.EIO: "磁盘读写出错，请检查磁盘或U盘，或换一个位置再导出",
}


def write_atomically(path: Path, write: Callable[[BinaryIO], None]) -> None:
    """Write a file by way of a temporary one beside it; on failure nothing is changed.

    Raises ExportError for whatever the disk refuses. An exception of `write` that is not an
    OSError goes through; the temporary file is removed in any case.
    """
    try:
        _refuse_what_stands_there(path)
        target = path.resolve()  # a link stays a link
        _write_beside(target, temporary_beside(target), write)
    except (OSError, ValueError) as error:
        if isinstance(error, ValueError) and not _is_bad_name(path):
            raise
        kind = FileInUse if _is_in_use(path, error) else ExportError
        raise kind(_explain(path, error)) from error


def write_bytes_atomically(path: Path, content: bytes) -> None:
    """Write these bytes as ``write_atomically`` does."""

    def write(file: BinaryIO) -> None:
        file.write(content)

    write_atomically(path, write)


def _refuse_what_stands_there(path: Path) -> None:
    if path.is_dir():
        raise ExportError(f"“{path.name}”是一个文件夹，不能写成文件，请换一个文件名")
    if path.exists() and not os.access(path, os.W_OK):
        raise ExportError(f"文件“{path.name}”是只读的，请取消只读，或换一个文件名再导出")


def _write_beside(target: Path, temporary: Path, write: Callable[[BinaryIO], None]) -> None:
    try:
        with temporary.open("xb") as file:
            write(file)
            file.flush()
            os.fsync(file.fileno())
        if target.exists():
            shutil.copymode(target, temporary)
        temporary.replace(target)
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
    _sync_folder(target.parent)


def _sync_folder(folder: Path) -> None:
    """Make the new name itself durable, where the system can."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _is_bad_name(path: Path) -> bool:
    return "\0" in str(path) or any("\ud800" <= c <= "\udfff" for c in str(path))


def _is_in_use(path: Path, error: OSError | ValueError) -> bool:
    denied = isinstance(error, PermissionError)
    return denied and is_so(path.exists) and os.access(path.parent, os.W_OK)


def _explain(path: Path, error: OSError | ValueError) -> str:
    """Why the file could not be written, and what to do."""
    number = error.errno if isinstance(error, OSError) else errno.EINVAL
    name = path.name.encode("utf-8", "replace").decode()
    folder = path.parent
    if number in _FULL:
        return f"磁盘空间不足，没有写成“{name}”，请清理磁盘，或换一个位置再导出"
    if isinstance(error, PermissionError):
        if _is_in_use(path, error):
            return f"文件“{name}”正被WPS、Excel等程序打开，请关闭后再导出，或换一个文件名"
        return f"没有权限写入文件夹“{folder}”，请换一个位置再导出"
    if isinstance(error, FileNotFoundError) and not is_so(folder.exists):
        return f"文件夹“{folder}”不存在，请先建立，或换一个位置再导出"
    if isinstance(error, OSError) and not is_so(folder.is_dir):
        return f"“{folder}”不是文件夹，请换一个位置再导出"
    unknown = f"系统不让写（错误号 {number or 0}），请换一个位置再导出"
    reason = _REASONS.get(number or 0, unknown)
    return f"没有写成“{name}”：{reason}"
