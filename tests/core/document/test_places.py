"""Places from which files disappear are told, good ones are not; moving loses nothing."""

import ctypes
import tempfile
from pathlib import Path
from typing import Any

import pytest

from core.document import places
from core.document.edits import SetText
from core.document.places import copy_to_own_folder, own_folder, warning
from core.document.store import DocumentStore
from core.errors import DocumentNotWritable
from core.session import Session
from tests.core.cli_calls import SUITE, call
from tests.core.document.files import UNIT, filled, make, step

ARCHIVE, TEMPORARY, CHAT = "压缩包的临时文件夹", "临时文件夹里，随时", "微信或 QQ"
DOWNLOADS, STICK = "下载文件夹", "U 盘上"


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home and a temporary folder for each test."""
    home = tmp_path / "home"
    for folder in (home, tmp_path / "temporary"):
        folder.mkdir()
    for name in ("HOME", "USERPROFILE", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(home))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    return home


@pytest.mark.parametrize(
    ("place", "told"),
    [
        ("temporary/7zO4A8C1F2B", ARCHIVE),
        ("temporary/Rar$DIa12345.6789", ARCHIVE),
        ("x/Temp1_决算.zip/表", ARCHIVE),
        ("home/.cache/.fr-a1B2c3", ARCHIVE),
        ("temporary/ark-Xb12cd", ARCHIVE),
        ("temporary/360zip$Temp/360", ARCHIVE),
        ("temporary", TEMPORARY),
        ("temporary/mail/a", TEMPORARY),
        ("home/INetCache/Content.Outlook/AB12", TEMPORARY),
        ("home/Documents/WeChat Files/wxid/FileStorage/File/2026-11", CHAT),
        ("home/Documents/Tencent Files/12345/FileRecv", CHAT),
        ("home/Downloads", DOWNLOADS),
        ("home/Downloads/2026", DOWNLOADS),
        ("home", ""),
        ("home/Documents/我的填报", ""),
        ("home/Rarities/7zone", ""),
        ("home/temporary", ""),
    ],
)
def test_a_place_is_told_by_its_folders(tmp_path: Path, place: str, told: str) -> None:
    """Unpacked, temporary, received, downloaded; a good place is not talked about."""
    folder = tmp_path / place
    folder.mkdir(parents=True, exist_ok=True)
    words = warning(folder / "年报.biaoli")
    assert (told in words) if told else words == ""
    assert words.startswith("“年报.biaoli”在" if told else "")


def test_a_link_is_where_it_leads(tmp_path: Path) -> None:
    """A link on the desktop to a file in a temporary folder is no good place."""
    path = make(tmp_path / "temporary")
    link = tmp_path / "home" / "链接.biaoli"
    link.symlink_to(path)
    assert TEMPORARY in warning(link)
    link.unlink()
    link.symlink_to(link)
    assert warning(link) == ""


def test_the_desktop_says_where_folders_are(tmp_path: Path, own_home: Path) -> None:
    """As in its settings, with their variable; unreadable settings count for nothing."""
    settings = own_home / "user-dirs.dirs"
    settings.write_text(
        'XDG_DOWNLOAD_DIR="$HOME/收到的"\nXDG_DOCUMENTS_DIR="/data/资料"\n', "utf-8"
    )
    assert DOWNLOADS in warning(own_home / "收到的" / "a.biaoli")
    assert own_folder() == Path("/data/资料/我的填报")
    settings.write_bytes(b"\xff\xfe")
    assert own_folder() == own_home / "Documents" / "我的填报"
    (own_home / "文档").mkdir()
    assert own_folder() == own_home / "文档" / "我的填报"


MOUNTS = r"""/dev/sda1 / ext4 rw 0 0
/dev/sdb1 /data/u\040盘 vfat rw 0 0
/dev/sdc1 /data/disk ext4 rw 0 0
/dev/sdd1
"""


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/media/li/KINGSTON/年报.biaoli", STICK),
        ("/run/media/li/KINGSTON/年报.biaoli", STICK),
        ("/data/u 盘/决算/年报.biaoli", STICK),
        ("/data/disk/年报.biaoli", ""),
        ("/data/年报.biaoli", ""),
        ("/mediathek/年报.biaoli", ""),
    ],
)
def test_a_stick_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str, told: str
) -> None:
    """By where desktops mount sticks, or by the file system sticks have."""
    mounts = tmp_path / "mounts"
    mounts.write_text(MOUNTS, "utf-8")
    monkeypatch.setattr(places, "_MOUNTS", mounts)
    assert (told in warning(Path(path))) if told else warning(Path(path)) == ""
    monkeypatch.setattr(places, "_MOUNTS", tmp_path / "none")
    assert warning(Path("/data/u 盘/a.biaoli")) == ""


class Windows:
    """As much of Windows as is asked: one stick, and documents that were moved to drive D."""

    def __init__(self, *, answers: bool = True) -> None:
        """With `answers` false it knows nothing."""
        self.shell32 = self.kernel32 = self.ole32 = self
        self.answers = answers
        self.freed = 0

    def SHGetKnownFolderPath(self, *asked: Any) -> int:  # noqa: N802
        """Write the answer where the last argument points."""
        if self.answers:
            asked[-1]._obj.value = "D:/资料"
        return 0 if self.answers else -1

    def CoTaskMemFree(self, _: object) -> None:  # noqa: N802
        """Windows' memory is given back in any case."""
        self.freed += 1

    def GetDriveTypeW(self, _: object) -> int:  # noqa: N802
        """Everything is a stick."""
        return 2 if self.answers else 3


def test_windows_is_asked(monkeypatch: pytest.MonkeyPatch, own_home: Path) -> None:
    """For the user's folders and the kind of the drive; what it does not know is as usual."""
    monkeypatch.setattr(places, "_WINDOWS", True)
    file = own_home / "a.biaoli"
    windows = Windows()
    monkeypatch.setattr(ctypes, "windll", windows, raising=False)
    assert own_folder() == Path("D:/资料/我的填报")
    assert STICK in warning(file)
    assert windows.freed == 2
    monkeypatch.setattr(ctypes, "windll", Windows(answers=False), raising=False)
    assert own_folder() == own_home / "Documents" / "我的填报"
    assert warning(file) == ""
    monkeypatch.delattr(ctypes, "windll")
    assert own_folder() == own_home / "Documents" / "我的填报"
    assert warning(file) == ""


# Moving --------------------------------------------------------------------------------------


def test_a_document_is_copied_to_its_own_folder(tmp_path: Path) -> None:
    """History included, the same document, numbered when the name is taken; the old file stays."""
    path = make(tmp_path / "temporary", "年报.biaoli")
    with DocumentStore.open(path) as store:
        document = store.load()
        step(store, document, SetText(UNIT, "甲"))
        first, second = copy_to_own_folder(store), copy_to_own_folder(store)
        before = path.read_bytes()
        assert [first.name, second.name] == ["年报.biaoli", "年报（2）.biaoli"]
        assert first.parent == own_folder()
        assert warning(first) == ""
        with DocumentStore.open(first) as copy:
            assert copy.load() == document
            assert len(copy.history()) == 1
            assert copy.marks.document == store.marks.document
        assert path.read_bytes() == before


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path, own_home: Path) -> None:
    """A file stands where the folder should be."""
    (own_home / "Documents").write_text("a file")
    with (
        DocumentStore.open(make(tmp_path)) as store,
        pytest.raises(DocumentNotWritable, match="建不起来。另存一份"),
    ):
        copy_to_own_folder(store)


def test_a_copy_that_differs_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The copy is read back before anybody goes on in it."""
    with DocumentStore.open(make(tmp_path)) as store:
        other = filled()
        other.texts.clear()
        monkeypatch.setattr(store, "load", lambda: other)
        with pytest.raises(DocumentNotWritable, match="和原来的不一样"):
            copy_to_own_folder(store)


# The command line ----------------------------------------------------------------------------


def test_the_command_line_warns_when_it_writes(tmp_path: Path) -> None:
    """`new` and `set` say it on stderr and do their work; looking says nothing."""
    path = tmp_path / "temporary" / "a.biaoli"
    for words in (("new", SUITE, path, "--unit", "甲"), ("set", path, "封面.编制人=甲")):
        said = call(*words)
        assert said.code == 0
        assert said.err.startswith("“a.biaoli”在临时文件夹里，随时会被清理。拷到“")
        assert said.err.endswith("我的填报”再填。\n")
    assert call("show", path).err == ""
    Session.open(path).close()
