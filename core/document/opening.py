"""Opening a file that may be anything: another program's, damaged, locked, on a read-only stick.

Each case ends in its own DocumentError in plain Chinese; no byte of a file that is not opened for
writing is ever changed. A file that is only read is copied into memory and let go at once.
"""

import errno
import os
import shutil
import sqlite3
import stat
import tempfile
from contextlib import closing, suppress
from pathlib import Path, PurePath
from typing import Final
from urllib.parse import quote

from core.document import schema, tables
from core.errors import (
    DamagedDocument,
    DocumentError,
    DocumentInUse,
    NewerDocument,
    NotADocument,
)
from core.paths import is_so

MAX_VALUE: Final = 64_000_000
"""Longest value SQLite reads or writes here: the JSON of the largest import fits many times."""

SQLITE_FAILS: Final = (sqlite3.Error, UnicodeDecodeError)
"""How sqlite3 fails; the second when its message quotes a damaged file."""

_MAX_FILE: Final = 512 * 1024 * 1024
_MAX_ROWS: Final = 500_000
_MAGIC: Final = b"SQLite format 3\x00"
_HEADER: Final = 100
_NEWEST_THINKABLE: Final = 1000
"""A format beyond it is no newer program's but a spoilt byte."""
_LONGEST_PATH: Final = 500
"""SQLite takes no longer path, counted in bytes with `-journal`."""

_SEEMS: Final = (
    (b"\xff\xd8\xff", "照片（JPEG）"),
    (b"\x89PNG", "图片（PNG）"),
    (b"GIF8", "图片（GIF）"),
    (b"BM", "图片（BMP）"),
    (b"%PDF", "PDF 文件"),
    (b"\xd0\xcf\x11\xe0", "旧格式的 Excel、Word 或 WPS 文件"),
    (b"Rar!", "压缩包"),
    (b"7z\xbc\xaf", "压缩包"),
    (b"\x1f\x8b", "压缩包"),
    (b"MZ", "程序"),
    (_MAGIC, "别的程序的数据库"),
)
_UNTOUCHED: Final = "没有打开，也没有改动它"


def open_for_writing(path: Path) -> sqlite3.Connection | None:
    """The file, checked and locked for us alone; None if it can only be read."""
    inspect(path)
    connection = _connect(path, "rw")
    try:
        if _lock(connection, path):
            check(connection, path)
            if _takes_writing(connection):
                return connection
    except BaseException:
        connection.close()
        raise
    connection.close()
    return None


def open_for_reading(path: Path) -> sqlite3.Connection:
    """A copy of the file in memory, checked; the file itself is closed again."""
    inspect(path)
    memory = in_memory()
    try:
        _copy_into(memory, path)
        check(memory, path)
        memory.execute("PRAGMA query_only = ON")
    except BaseException:
        memory.close()
        raise
    return memory


def prepare(connection: sqlite3.Connection) -> sqlite3.Connection:
    """Make a connection careful: durable writing, a foreign schema runs nothing, values bounded."""
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, MAX_VALUE)
    connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
    for pragma in (
        "trusted_schema = OFF",
        "cell_size_check = ON",
        "synchronous = FULL",
        "temp_store = MEMORY",
        "cache_size = -65536",  # KiB: the whole file, so that a copy can be saved without the stick
    ):
        connection.execute(f"PRAGMA {pragma}")
    return connection


def in_memory() -> sqlite3.Connection:
    """An empty database that has no file."""
    return prepare(sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False))


def uri(path: PurePath, mode: str) -> str:
    """The path as SQLite's file: address, quoted; Windows drives and shares included."""
    slashed = path.as_posix()
    slashed = slashed if slashed.startswith("/") else "/" + slashed
    return f"file://{quote(os.fsencode(slashed), safe='/:')}?mode={mode}"


def check_path_length(path: Path) -> None:
    """DocumentError for a path that SQLite cannot take."""
    if len(os.fsencode(path.absolute())) > _LONGEST_PATH:
        raise DocumentError(f"“{path.name}”所在的文件夹太深。移到浅一点的文件夹再打开。")


# Before SQLite sees it -----------------------------------------------------------------------


def inspect(path: Path) -> None:
    """DocumentError unless a readable file stands there that begins like one of ours."""
    name = path.name
    head, size = _look_at(path)
    check_path_length(path)
    _check_head(name, head)
    _check_size(name, size)
    if size < _size_in(head) and not is_so(journal_of(path).exists):
        raise _damaged(name)


def read_damaged(path: Path) -> bytes:
    """The bytes of a file that does not open, a step cut off taken back if that can still be done.

    DocumentError if nothing can be read, if it is open elsewhere or is a newer program's.
    """
    head, size = _look_at(path)
    _check_size(path.name, size)
    if is_in_use(path):
        raise _in_use(path)
    if head.startswith(_MAGIC) and len(head) >= _HEADER:
        own = int.from_bytes(head[68:72], "big") == schema.APPLICATION_ID
        if own and schema.FORMAT < int.from_bytes(head[60:64], "big") < _NEWEST_THINKABLE:
            _check_head(path.name, head)
    try:
        return _rolled_back(path) if is_so(journal_of(path).exists) else path.read_bytes()
    except OSError:
        raise DocumentError(f"“{path.name}”读不出来。检查 U 盘或网络，拷到电脑上再试。") from None


def _rolled_back(path: Path) -> bytes:
    with tempfile.TemporaryDirectory(prefix="biaoli-") as folder:
        copy = Path(folder, "copy.biaoli")
        shutil.copyfile(path, copy)
        with suppress(OSError, DocumentError, *SQLITE_FAILS):
            shutil.copyfile(journal_of(path), journal_of(copy))
            with closing(_connect(copy, "rw")) as source:
                source.execute("SELECT count(*) FROM sqlite_master").fetchone()
        return copy.read_bytes()


def _look_at(path: Path) -> tuple[bytes, int]:
    """How a file begins and how long it is. Raises DocumentError."""
    name = path.name
    try:
        state = path.stat()
        if stat.S_ISDIR(state.st_mode):
            raise DocumentError(f"“{name}”是文件夹，不是表里的文件。")
        if not stat.S_ISREG(state.st_mode):
            raise NotADocument(f"“{name}”不是表里的文件，{_UNTOUCHED}。")
        with path.open("rb") as file:
            return file.read(4096), state.st_size
    except FileNotFoundError:
        raise DocumentError(f"没有找到“{name}”，可能已移走或改名，或者 U 盘没有插好。") from None
    except PermissionError:
        raise DocumentError(f"没有权限读“{name}”。请管理员或文件的主人放开权限。") from None
    except (OSError, ValueError) as error:
        if isinstance(error, OSError) and error.errno == errno.ELOOP:
            raise DocumentError(f"“{name}”是转圈的链接，后面没有文件。打开原来的文件。") from None
        raise DocumentError(f"“{name}”读不出来。检查 U 盘或网络，拷到电脑上再试。") from None


def _check_size(name: str, size: int) -> None:
    if size > _MAX_FILE:
        raise NotADocument(f"“{name}”太大，不像是表里的文件，{_UNTOUCHED}。")


def _size_in(head: bytes) -> int:
    """How long the file says it is. SQLite itself reads a page that is cut off as zeros."""
    page, pages = int.from_bytes(head[16:18], "big"), int.from_bytes(head[28:32], "big")
    return pages * (65536 if page == 1 else page)


def _check_head(name: str, head: bytes) -> None:
    if not head.startswith(_MAGIC):
        raise NotADocument(f"“{name}”不是表里的文件，{_seems(head)}，{_UNTOUCHED}。")
    if len(head) < _HEADER:
        raise _damaged(name)
    if int.from_bytes(head[68:72], "big") != schema.APPLICATION_ID:
        raise NotADocument(f"“{name}”不是表里的文件，{_seems(head)}，{_UNTOUCHED}。")
    if int.from_bytes(head[60:64], "big") > schema.FORMAT:
        raise NewerDocument(
            f"“{name}”是更新版本的表里建的，本机的版本打不开，没有改动它。升级表里以后再打开。"
        )
    if int.from_bytes(head[60:64], "big") < 1 or head[18:20] != b"\x01\x01":
        raise _wrong_structure(name)


def _seems(head: bytes) -> str:
    if not head:
        return "是空的"
    if head.startswith(b"PK"):
        return "像是 Excel、WPS 工作簿" if b"[Content_Types]" in head else "像是压缩包"
    for beginning, what in _SEEMS:
        if head.startswith(beginning):
            return f"像是{what}"
    return "像是文本文件" if _is_text(head) else "认不出是什么文件"


def _is_text(head: bytes) -> bool:
    for encoding in ("utf-8", "gb18030", "utf-16"):
        for cut in range(4):  # the last sign may be cut off
            with suppress(UnicodeError):
                text = head[: len(head) - cut].decode(encoding)
                return sum(not (sign.isprintable() or sign.isspace()) for sign in text) == 0
    return False


# With SQLite ---------------------------------------------------------------------------------


def _connect(path: Path, mode: str) -> sqlite3.Connection:
    try:
        # Which thread uses it is the store's affair, which lets one at a time.
        return sqlite3.connect(
            uri(path.absolute(), mode),
            uri=True,
            timeout=0,
            isolation_level=None,
            check_same_thread=False,
        )
    except SQLITE_FAILS as error:
        raise cannot_read(error, path) from error


def is_in_use(path: Path) -> bool:
    """Whether somebody has the file open for writing."""
    try:
        with closing(_connect(path, "ro")) as connection:
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except SQLITE_FAILS as error:
        return primary_code(error) in _BUSY
    except DocumentError:
        return False
    return False


def _lock(connection: sqlite3.Connection, path: Path) -> bool:
    """Take the file for us alone; False if it cannot be written.

    The transaction is rolled back: a commit would mend a spoilt size in the file's head unasked.
    """
    try:
        prepare(connection)
        connection.execute("PRAGMA locking_mode = EXCLUSIVE").fetchone()
        connection.execute("BEGIN EXCLUSIVE")
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        connection.execute("ROLLBACK")
    except SQLITE_FAILS as error:
        if primary_code(error) in _NOT_FOR_WRITING:
            return False
        raise cannot_read(error, path) from error
    return True


def _takes_writing(connection: sqlite3.Connection) -> bool:
    """Whether file and folder really take a transaction; rolled back before a byte moves."""
    try:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute(f"PRAGMA user_version = {schema.format_of(connection)}")
    except SQLITE_FAILS:
        return False
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
    return True


def _copy_into(memory: sqlite3.Connection, path: Path) -> None:
    with closing(_connect(path, "ro")) as source:
        try:
            _copy(source, memory)
        except SQLITE_FAILS as error:
            if primary_code(error) not in _NOT_FOR_WRITING or not is_so(journal_of(path).exists):
                raise cannot_read(error, path) from error
        else:
            return
    _copy_recovered(memory, path)


def _copy(source: sqlite3.Connection, memory: sqlite3.Connection) -> None:
    source.execute("BEGIN")
    source.execute("SELECT count(*) FROM sqlite_master").fetchone()  # `backup` would wait for ever
    source.backup(memory)
    source.execute("COMMIT")


def _copy_recovered(memory: sqlite3.Connection, path: Path) -> None:
    """Read a file whose last transaction was cut off and that must not be touched: mend a copy."""
    try:
        with tempfile.TemporaryDirectory(prefix="biaoli-") as folder:
            copy = Path(folder, "copy.biaoli")
            shutil.copyfile(path, copy)
            shutil.copyfile(journal_of(path), journal_of(copy))
            with closing(_connect(copy, "rw")) as source:
                _copy(source, memory)
    except (*SQLITE_FAILS, OSError):
        raise DocumentError(
            f"“{path.name}”上次没有正常关闭，这里又不能写入，读不出来。拷到电脑上再打开。"
        ) from None


def journal_of(path: Path) -> Path:
    """Where SQLite keeps what takes a transaction back while it is being written."""
    return path.with_name(path.name + "-journal")


def check(connection: sqlite3.Connection, path: Path) -> None:
    """NotADocument unless schema, pages and sizes are those of a document."""
    try:
        if schema.schema_of(connection) != _expected_schema(schema.format_of(connection)):
            raise _wrong_structure(path.name)
        if connection.execute("PRAGMA integrity_check(1)").fetchone() != ("ok",):
            raise _damaged(path.name)
        if schema.row_count(connection) > _MAX_ROWS:
            raise NotADocument(f"“{path.name}”太大，不像是表里的文件，{_UNTOUCHED}。")
    except SQLITE_FAILS as error:
        raise cannot_read(error, path) from error


def _expected_schema(format_: int) -> set[tuple[str | None, ...]]:
    with closing(sqlite3.connect(":memory:")) as blank:
        schema.make_tables(blank, format_)
        return schema.schema_of(blank)


_BUSY: Final = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_PROTOCOL})
_NOT_FOR_WRITING: Final = frozenset({sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN})
_OUT_OF_REACH: Final = frozenset(
    {sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH}
)


def primary_code(error: Exception) -> int:
    """SQLite's own number of the failure, SQLITE_ERROR if there is none."""
    return getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF


def cannot_read(error: Exception, path: Path) -> DocumentError:
    """What a failure while reading means."""
    code = primary_code(error)
    if code in _BUSY:
        return _in_use(path)
    if code == sqlite3.SQLITE_TOOBIG or isinstance(error, tables.TooLong):
        return DamagedDocument(
            f"“{path.name}”里有一格的文字长得不像是填的，{_UNTOUCHED}。请用备份，或把别的救到新文件。"
        )
    if code in _OUT_OF_REACH:
        return DocumentError(f"“{path.name}”读不出来。检查 U 盘或网络，拷到电脑上再试。")
    return _damaged(path.name)


def _in_use(path: Path) -> DocumentInUse:
    return DocumentInUse(
        f"“{path.name}”已在另一个窗口打开，或正在另一台电脑上使用。在那边关掉它再打开。"
    )


def _damaged(name: str) -> DamagedDocument:
    return DamagedDocument(
        f"“{name}”已损坏，内容不全，{_UNTOUCHED}。请用备份或另一份拷贝，或把读得出的救到新文件。"
    )


def _wrong_structure(name: str) -> DamagedDocument:
    return DamagedDocument(
        f"“{name}”的结构不对，不是表里建的，或被别的程序改过，{_UNTOUCHED}。"
        "请用备份，或把读得出的救到新文件。"
    )
