"""What can go wrong while a document file is written, said in plain Chinese with the way out."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from core.document import opening
from core.errors import (
    BiaoliError,
    DiskFull,
    DocumentGone,
    DocumentNotWritable,
    EditRefused,
)
from core.paths import is_so

TOO_MUCH: Final = "这一步一次改得太多，没有做。分几次做。"
_WAY_OUT: Final = "看看 U 盘和文件夹能不能写，或另存到别处。"


def identity(path: Path) -> tuple[int, int] | None:
    """Which file stands at the path; None if none does. Windows lets no open file be moved."""
    try:
        state = path.stat()
    except OSError:
        return None
    return (state.st_dev, state.st_ino) if os.name == "posix" else (0, 0)


@contextmanager
def told_plainly(path: Path | None, name: str) -> Iterator[None]:
    """Turn what goes wrong inside, while the file of that name is written, into a BiaoliError."""
    try:
        yield
    except sqlite3.ProgrammingError:
        raise
    except opening.SQLITE_FAILS as error:
        raise _not_written(error, path, name) from error
    except UnicodeEncodeError:
        raise EditRefused("文字里有不能保存的符号，去掉后再填") from None
    except OSError:
        raise DocumentNotWritable(f"“{name}”写不进去，没有保存。{_WAY_OUT}") from None


def _not_written(error: Exception, path: Path | None, name: str) -> BiaoliError:
    code = opening.primary_code(error)
    if code == sqlite3.SQLITE_TOOBIG:
        return EditRefused(TOO_MUCH)
    if code == sqlite3.SQLITE_FULL:
        return DiskFull(f"磁盘满了，没有写入“{name}”。腾出空间再做，或另存到别处。")
    if code == sqlite3.SQLITE_CONSTRAINT:
        return EditRefused("同一条记录或同一个项目有两次，没有写入。")
    if path is not None and not is_so(path.parent.exists):
        return gone(name)
    return DocumentNotWritable(f"“{name}”写不进去，没有保存。{_WAY_OUT}")


def gone(name: str) -> DocumentGone:
    """Nothing, or another file, stands where the document was."""
    return DocumentGone(
        f"“{name}”不在原处了（U 盘已拔出，或文件被移走），这一步没有写入。插回 U 盘，或另存到电脑。"
    )
