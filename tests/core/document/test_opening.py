"""Whatever lies under the name of a document: it opens, or says in plain words why not."""

import os
import socket
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from io import BytesIO
from pathlib import Path, PurePosixPath, PureWindowsPath
from sqlite3 import connect

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from core.document import opening
from core.document.edits import LONGEST_WORD, SetText
from core.document.model import Document
from core.document.schema import FORMAT
from core.document.store import DocumentStore
from core.errors import (
    DamagedDocument,
    DocumentError,
    DocumentInUse,
    DocumentNotWritable,
    EditRefused,
    NewerDocument,
    NotADocument,
)
from tests.core.document.files import (
    NAME,
    UNIT,
    cut_off,
    filled,
    make,
    new_project,
    powerless,
    state,
    step,
    tampered,
)

BOTH = pytest.mark.parametrize("read_only", [False, True])


def zipped(name: str) -> bytes:
    """A zip file with one entry."""
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr(name, "<Types/>")
    return made.getvalue()


def foreign_database() -> bytes:
    """A database of another program."""
    with closing(connect(":memory:")) as connection:
        connection.execute("CREATE TABLE contacts (name)")
        return connection.serialize()


# Not ours ------------------------------------------------------------------------------------


@BOTH
@pytest.mark.parametrize(
    ("content", "seems"),
    [
        (b"", "是空的"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "照片"),
        (b"\x89PNG\r\n\x1a\n", "图片"),
        (b"GIF89a", "图片"),
        (b"%PDF-1.7", "PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "旧格式的 Excel"),
        (zipped("[Content_Types].xml"), "像是 Excel、WPS 工作簿"),
        (zipped("公开表.pdf"), "像是压缩包"),
        (b"Rar!\x1a\x07", "压缩包"),
        ("年度部门决算公开表\n单位：元".encode(), "文本文件"),
        ("年度部门决算公开表\r\n单位：元".encode("gb18030"), "文本文件"),
        ("年度部门决算公开表".encode()[:-1], "文本文件"),
        (b"SQLite format 2\0", "认不出"),
        (bytes(range(256)) * 20, "认不出"),
        (b"\0" * 5000, "认不出"),
        (foreign_database(), "别的程序的数据库"),
    ],
)
def test_a_foreign_file_is_named_and_left_alone(
    tmp_path: Path, content: bytes, seems: str, read_only: bool
) -> None:
    """The message names the file, says what it seems to be, and that nothing was changed."""
    path = tmp_path / "年报.biaoli"
    path.write_bytes(content)
    before = state(tmp_path)
    with pytest.raises(NotADocument) as caught:
        DocumentStore.open(path, read_only)
    assert str(caught.value).startswith("“年报.biaoli”不是表里的文件")
    assert seems in str(caught.value)
    assert "没有打开，也没有改动它" in str(caught.value)
    assert state(tmp_path) == before


@BOTH
def test_a_newer_file_says_so(tmp_path: Path, read_only: bool) -> None:
    """Whatever its tables look like."""
    path = make(tmp_path)
    with tampered(path) as connection:
        connection.execute(f"PRAGMA user_version = {FORMAT + 1}")
        connection.execute("CREATE TABLE novelty (x)")
    before = state(tmp_path)
    with pytest.raises(NewerDocument, match="更新版本的表里建的，本机的版本打不开，没有改动它"):
        DocumentStore.open(path, read_only)
    assert state(tmp_path) == before


@BOTH
@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE extra (x)",
        "CREATE VIEW extra AS SELECT 1",
        "CREATE INDEX extra ON history (at)",
        "CREATE TRIGGER extra AFTER INSERT ON history BEGIN DELETE FROM cell_text; END",
        "DROP TABLE deselected",
        "ALTER TABLE deselected ADD COLUMN x TEXT",
        "ALTER TABLE override RENAME COLUMN basis TO other",
        "DROP TABLE meta; CREATE VIEW meta AS SELECT 'suite' AS key, 's' AS value",
        "PRAGMA journal_mode = WAL",
        "PRAGMA user_version = 0",
        "ANALYZE",
    ],
)
def test_another_structure_is_refused(tmp_path: Path, statement: str, read_only: bool) -> None:
    """One trigger, view, index, column or table too many or too few."""
    path = make(tmp_path)
    with tampered(path) as connection:
        connection.executescript(statement)
    before = state(tmp_path)
    with pytest.raises(NotADocument, match="结构不对"):
        DocumentStore.open(path, read_only)
    assert state(tmp_path) == before


@BOTH
@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("DELETE FROM meta WHERE key = 'suite'", "已损坏"),
        ("DELETE FROM meta WHERE key = 'revision'", "已损坏"),
        ("UPDATE meta SET value = '三' WHERE key = 'revision'", "已损坏"),
        ("UPDATE cell_text SET text = :endless", "长得不像是填的"),
        ("UPDATE override SET reason = :endless", "长得不像是填的"),
        ("UPDATE record SET id = id || :endless", "长得不像是填的"),
        ("UPDATE record SET parent = id", "已损坏"),
        ("UPDATE record SET id = '' WHERE position = 0 AND region = '指标'", "已损坏"),
        ("UPDATE project SET id = '' WHERE position = 0", "已损坏"),
        ("UPDATE cell_text SET text = CAST(x'ff41' AS TEXT)", "已损坏"),
        ("UPDATE template SET text = CAST(x'ff41' AS TEXT)", "已损坏"),
    ],
)
def test_contents_that_cannot_be_ours_are_refused(
    tmp_path: Path, statement: str, words: str, read_only: bool
) -> None:
    """No suite, no revision, endless texts, bytes that are no text."""
    path = make(tmp_path)
    with tampered(path) as connection:
        connection.execute(statement, {"endless": "字" * (LONGEST_WORD + 1)})
    with pytest.raises(NotADocument, match=words):
        DocumentStore.open(path, read_only)


@BOTH
def test_a_text_of_megabytes_is_refused(tmp_path: Path, read_only: bool) -> None:
    """Longer than SQLite is allowed to read: named as what it is, at once."""
    path = make(tmp_path)
    with tampered(path) as connection:
        connection.execute("UPDATE cell_text SET text = ?", ("字" * (opening.MAX_VALUE // 3 + 1),))
    with pytest.raises(DamagedDocument, match="长得不像是填的，没有打开，也没有改动它"):
        DocumentStore.open(path, read_only)


@BOTH
def test_endless_files_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, read_only: bool
) -> None:
    """Too many rows, too many bytes."""
    path = make(tmp_path)
    monkeypatch.setattr("core.document.opening._MAX_ROWS", 5)
    with pytest.raises(NotADocument, match="太大"):
        DocumentStore.open(path, read_only)
    monkeypatch.setattr("core.document.opening._MAX_FILE", 5000)
    with pytest.raises(NotADocument, match="太大"):
        DocumentStore.open(path, read_only)


# Damaged -------------------------------------------------------------------------------------


@BOTH
@pytest.mark.parametrize("keep", [16, 99, 100, 4096, 20_000, -4096, -1])
def test_a_truncated_file_is_damaged(tmp_path: Path, keep: int, read_only: bool) -> None:
    """Cut anywhere: said plainly, not a byte changed."""
    path = make(tmp_path)
    path.write_bytes(path.read_bytes()[:keep])
    before = state(tmp_path)
    with pytest.raises(NotADocument, match="已损坏，内容不全，没有打开，也没有改动它。请用备份"):
        DocumentStore.open(path, read_only)
    assert state(tmp_path) == before


@pytest.fixture(scope="module")
def good_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A real file with some history."""
    path = make(tmp_path_factory.mktemp("good"))
    document = filled()
    with DocumentStore.open(path) as store:
        for number in range(30):
            step(store, document, new_project(f"n{number}"))
    return path


SPOT = st.integers(0, 5000) | st.integers(0, 200_000)


@given(
    flips=st.lists(st.tuples(SPOT, st.integers(0, 255)), max_size=6),
    cut=st.none() | st.integers(0, 200_000),
    blank=st.none() | st.tuples(SPOT, st.integers(1, 5000)),
    read_only=st.booleans(),
)
@example(flips=[], cut=None, blank=(24, 8), read_only=False)  # the size in the head is lost
@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_damaged_bytes_open_or_are_refused(
    tmp_path: Path,
    good_file: Path,
    flips: list[tuple[int, int]],
    cut: int | None,
    blank: tuple[int, int] | None,
    read_only: bool,
) -> None:
    """Flipped, cut or blanked anywhere: a document or a DocumentError, the file untouched."""
    spoilt = bytearray(good_file.read_bytes())
    for at, value in flips:
        spoilt[at % len(spoilt)] = value
    if blank is not None:
        start = blank[0] % len(spoilt)
        length = min(blank[1], len(spoilt) - start)
        spoilt[start : start + length] = bytes(length)
    path = tmp_path / NAME
    path.write_bytes(spoilt[:cut])
    before = state(tmp_path)
    try:
        with DocumentStore.open(path, read_only) as store:
            document = store.load()
            store.history()
            store.undo_state()
            store.history_of(UNIT)
    except DocumentError as error:
        message = str(error)
    else:
        message = ""
        assert isinstance(document, Document)
    assert state(tmp_path) == before
    if message:
        assert message.startswith(f"“{NAME}”")
        return
    with DocumentStore.open(path) as store:
        try:
            step(store, document, new_project("more"))
        except (DocumentNotWritable, EditRefused):
            return
        assert store.load() == document


# Not there, not allowed ----------------------------------------------------------------------


def out_of_reach(folder: Path) -> Iterator[tuple[Path, str]]:
    """Paths at which no document can be read, with what the message says."""
    yield folder / "无.biaoli", "没有找到“无.biaoli”"
    yield folder / "无" / "年报.biaoli", "没有找到"
    yield folder, "是文件夹"
    yield folder / "a\0b", "读不出来"
    yield folder / ("长" * 300), "读不出来"
    deep = folder.joinpath(*["很深的文件夹"] * 30)
    deep.mkdir(parents=True)
    (deep / NAME).write_bytes(make(folder).read_bytes())
    yield deep / NAME, "太深"
    (folder / "圈.biaoli").symlink_to(folder / "圈.biaoli")
    yield folder / "圈.biaoli", "是转圈的链接"
    os.mkfifo(folder / "管.biaoli")
    yield folder / "管.biaoli", "不是表里的文件"
    with socket.socket(socket.AF_UNIX) as unfit:
        unfit.bind(str(folder / "s"))
        yield folder / "s", "不是表里的文件"


@BOTH
def test_what_cannot_be_read_says_why(tmp_path: Path, read_only: bool) -> None:
    """Missing, a folder, no proper path, too deep, no file at all."""
    for path, words in out_of_reach(tmp_path):
        with pytest.raises(DocumentError, match=words) as caught:
            DocumentStore.open(path, read_only)
        assert not isinstance(caught.value, DocumentNotWritable)


def test_a_new_file_too_deep_says_so(tmp_path: Path) -> None:
    """Before anything is written."""
    deep = tmp_path.joinpath(*["很深的文件夹"] * 30)
    deep.mkdir(parents=True)
    with pytest.raises(DocumentError, match="太深"):
        DocumentStore.create(deep / NAME, Document("s", 1), {}, {})
    assert list(deep.iterdir()) == []


@BOTH
def test_a_file_one_may_not_read_says_so(read_only: bool) -> None:
    """No permission is not the same as not there."""
    with powerless() as folder:
        path = make(folder)
        path.chmod(0)
        with pytest.raises(DocumentError, match="没有权限读"):
            DocumentStore.open(path, read_only)


@pytest.mark.parametrize(("file_mode", "folder_mode"), [(0o444, 0o777), (0o666, 0o555)])
def test_a_place_that_cannot_be_written_opens_read_only(file_mode: int, folder_mode: int) -> None:
    """A protected file or folder is opened to look at; a step says the way out; nothing changes."""
    with powerless() as folder:
        path = make(folder)
        path.chmod(file_mode)
        folder.chmod(folder_mode)
        before = state(folder)
        with DocumentStore.open(path) as store:
            assert store.read_only
            assert store.load() == filled()
            with pytest.raises(DocumentNotWritable, match="现在只能查看"):
                step(store, filled(), SetText(UNIT, "x"))
        assert state(folder) == before


def test_a_folder_that_cannot_be_written_takes_no_new_file() -> None:
    """Neither a new document nor a copy; no temporary file stays."""
    with powerless() as folder:
        path = make(folder)
        folder.chmod(0o555)
        with pytest.raises(DocumentNotWritable, match="写不进去"):
            DocumentStore.create(folder / "b.biaoli", Document("s", 1), {}, {})
        with (
            DocumentStore.open(path) as store,
            pytest.raises(DocumentNotWritable, match="写不进去"),
        ):
            store.copy_to(folder / "b.biaoli")
        assert [file.name for file in folder.iterdir()] == [NAME]


def test_a_file_protected_or_deleted_while_open_loses_nothing() -> None:
    """Protected, it takes the steps all the same; deleted, it says so, and can be saved anew."""
    with powerless() as folder:
        path = make(folder)
        document = filled()
        with DocumentStore.open(path) as store:
            folder.chmod(0o555)
            path.chmod(0o444)
            step(store, document, SetText(UNIT, "甲"))
            assert b"\xe7\x94\xb2" in path.read_bytes()
            folder.chmod(0o755)
            path.unlink()
            with pytest.raises(DocumentNotWritable, match="不在原处了"):
                step(store, document, SetText(UNIT, "乙"))
            store.copy_to(folder / "另存.biaoli")
        with DocumentStore.open(folder / "另存.biaoli") as copy:
            assert copy.load() == document
            assert document.texts[UNIT] == "甲"


# Cut off in the middle of a step -------------------------------------------------------------


def test_a_step_cut_off_is_taken_back_on_opening(tmp_path: Path) -> None:
    """The file opens as it was after the last confirmed step."""
    path = cut_off(make(tmp_path), tmp_path / "b.biaoli")
    with DocumentStore.open(path) as store:
        assert not store.read_only
        assert store.load() == filled()


def test_a_step_cut_off_is_not_seen_when_only_looking(tmp_path: Path) -> None:
    """Opened to be looked at, the file stays as it is; shown is the last confirmed step."""
    path = cut_off(make(tmp_path), tmp_path / "b.biaoli")
    before = state(tmp_path)
    with DocumentStore.open(path, read_only=True) as store:
        assert store.load() == filled()
    assert state(tmp_path) == before


def test_a_step_cut_off_in_a_protected_place_is_not_seen() -> None:
    """On a read-only stick the last confirmed step is shown all the same."""
    with powerless() as folder:
        path = cut_off(make(folder), folder / "b.biaoli")
        folder.chmod(0o555)
        for file in folder.iterdir():
            file.chmod(0o444)
        before = state(folder)
        with DocumentStore.open(path) as store:
            assert store.read_only
            assert store.load() == filled()
        assert state(folder) == before


def test_a_journal_that_cannot_be_read_says_so() -> None:
    """Then the last confirmed step is not known: better not opened than half a step shown."""
    with powerless() as folder:
        path = cut_off(make(folder), folder / "b.biaoli")
        opening.journal_of(path).chmod(0)
        with pytest.raises(DocumentError, match=r"b\.biaoli”上次没有正常关闭"):
            DocumentStore.open(path, read_only=True)


# Opened twice --------------------------------------------------------------------------------


@contextmanager
def other_process(path: Path) -> Iterator[Callable[[], None]]:
    """Another program that has the file open until told to close it."""
    code = (
        "import sys; from pathlib import Path; from core.document.store import DocumentStore\n"
        "with DocumentStore.open(Path(sys.argv[1])):\n"
        "    print('open', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=Path(__file__).parents[3],
        text=True,
    ) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "open\n"

        def close() -> None:
            child.communicate()

        try:
            yield close
        finally:
            child.kill()


def test_a_file_open_elsewhere_says_so_at_once(tmp_path: Path) -> None:
    """The second opener waits for nothing and changes nothing; afterwards the file opens."""
    path = make(tmp_path)
    with other_process(path) as close:
        for read_only in (False, True):
            begun = time.monotonic()
            with pytest.raises(DocumentInUse, match="另一个窗口打开，或正在另一台电脑上使用"):
                DocumentStore.open(path, read_only)
            assert time.monotonic() - begun < 0.5
        close()
        with DocumentStore.open(path) as store:
            assert store.load() == filled()


def test_a_file_open_in_the_same_process_says_so(tmp_path: Path) -> None:
    """Two windows of one program are two users."""
    path = make(tmp_path)
    with DocumentStore.open(path) as store:
        for read_only in (False, True):
            with pytest.raises(DocumentInUse):
                DocumentStore.open(path, read_only)
        step(store, filled(), SetText(UNIT, "x"))


# Addresses -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "address"),
    [
        (
            PurePosixPath("/home/张/年 报?#%.biaoli"),
            "file:///home/%E5%BC%A0/%E5%B9%B4%20%E6%8A%A5%3F%23%25.biaoli",
        ),
        (PureWindowsPath(r"C:\决算\a&b.biaoli"), "file:///C:/%E5%86%B3%E7%AE%97/a%26b.biaoli"),
        (PureWindowsPath(r"\\server\share\a.biaoli"), "file:////server/share/a.biaoli"),
    ],
)
def test_every_path_has_an_address(path: PurePosixPath | PureWindowsPath, address: str) -> None:
    """Chinese and special signs are quoted; drives and shares stand as SQLite wants them."""
    assert opening.uri(path, "rw") == f"{address}?mode=rw"


@pytest.mark.parametrize("name", ["a?mode=memory", "a#b", "100%", "%41", "a b", "表;里", "a&vfs=x"])
def test_odd_names_are_only_names(tmp_path: Path, name: str) -> None:
    """No sign in a file name reaches SQLite as an option."""
    path = make(tmp_path, name)
    assert [file.name for file in tmp_path.iterdir()] == [name]
    with DocumentStore.open(path) as store:
        assert store.load() == filled()
