"""Where a document lies, when that is a place from which files disappear, and the better place.

A file opened from an archive, a mail or a chat lies in a folder that is cleared one day, and what
was typed into it goes along. The program says so and offers 我的填报, a folder of the documents.
"""

import ctypes
import os
import re
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

from core.document.store import DocumentStore
from core.errors import DocumentNotWritable
from core.paths import is_so, unused

FOLDER: Final = "我的填报"
_WINDOWS: Final = sys.platform == "win32"

_ARCHIVE: Final = re.compile(
    r"7zO[0-9A-F]+|Rar\$.+|Temp\d+_.+|BNZ\..+|360zip\$.*|HZ\$.+|\.fr-.+|ark-\w{6}|peazip-tmp.*",
    re.I,
)
"""Where 7-Zip, WinRAR, Explorer, Bandizip, 360, 好压, file-roller, Ark and PeaZip unpack."""
_CHAT: Final = re.compile(r"WeChat Files|xwechat_files|Tencent Files|FileRecv", re.I)
_CACHE: Final = re.compile(r"Content\.Outlook|INetCache|Temporary Internet Files", re.I)
_STICKS: Final = (("media",), ("run", "media"), ("Volumes",))
_STICK_SYSTEMS: Final = frozenset({"vfat", "exfat"})
_DRIVE_REMOVABLE: Final = 2
_MOUNTS: Final = Path("/proc/self/mounts")


def warning(path: Path) -> str:
    """What is wrong with the place of a file, in one line; "" for a good one."""
    place = _place(path)
    return f"“{path.name}”在{place}" if place else ""


def _place(path: Path) -> str:
    folder = _resolved(path).parent
    if any(_ARCHIVE.fullmatch(part) for part in folder.parts):
        return "压缩包的临时文件夹里，关掉压缩软件就没有了。"
    if _is_inside(folder, _temporary_folders()) or any(map(_CACHE.fullmatch, folder.parts)):
        return "临时文件夹里，随时会被清理。"
    if any(map(_CHAT.fullmatch, folder.parts)):
        return "微信或 QQ 收文件的文件夹里，清理聊天记录就没有了。"
    if _is_inside(folder, [_user_folder("DOWNLOAD", "Downloads", "下载")]):
        return "下载文件夹里，清理下载的文件时会一起删掉。"
    if is_removable(folder):
        return "U 盘上，拔出以前先关闭文件。U 盘容易坏、容易丢，最好放在电脑上填。"
    return ""


def own_folder() -> Path:
    """我的填报, where documents are safe; it may not be there yet."""
    return _user_folder("DOCUMENTS", "Documents", "文档") / FOLDER


def made_own_folder() -> Path:
    """我的填报, made if it was not there. Raises DocumentNotWritable."""
    folder = own_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        raise DocumentNotWritable(f"“{folder}”建不起来。另存一份到别处。") from None
    return folder


def copy_to_own_folder(store: DocumentStore) -> Path:
    """Put the document into 我的填报 and read it back; the file it came from stays where it is.

    Deleting that one is left to her: nothing is lost if she was wrong. Raises DocumentError.
    """
    path = unused(made_own_folder(), Path(store.name).stem, ".biaoli")
    store.copy_to(path, same=True)
    with DocumentStore.open(path, read_only=True) as copy:
        if copy.load() != store.load():
            raise DocumentNotWritable(f"写到“{path}”的和原来的不一样，没有拷成。另存一份到别处。")
    return path


# Folders -------------------------------------------------------------------------------------


def _resolved(path: Path) -> Path:
    with suppress(OSError, RuntimeError):
        return path.resolve()
    return path.absolute()


def _is_inside(folder: Path, others: Sequence[Path]) -> bool:
    return any(folder.is_relative_to(_resolved(other)) for other in others)


def _temporary_folders() -> list[Path]:
    named = (os.environ.get(name) for name in ("TMPDIR", "TEMP", "TMP"))
    return [Path(folder) for folder in (tempfile.gettempdir(), *named) if folder]


def _user_folder(kind: str, *names: str) -> Path:
    """One of the user's own folders: as the desktop has it, else by its usual names."""
    told = _told_by_windows(kind) if _WINDOWS else _told_by_desktop(kind)
    if told is not None:
        return told
    usual = [Path.home() / name for name in names]
    return next((folder for folder in usual if is_so(folder.is_dir)), usual[0])


def _told_by_desktop(kind: str) -> Path | None:
    """What the file user-dirs.dirs of a Linux desktop says."""
    settings = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
    with suppress(OSError, UnicodeDecodeError):
        text = (settings / "user-dirs.dirs").read_text("utf-8")
        found = re.search(rf'^XDG_{kind}_DIR="(.+)"$', text, re.M)
        if found:
            return Path(found[1].replace("$HOME", str(Path.home())))
    return None


# Windows and sticks --------------------------------------------------------------------------

_KNOWN_FOLDERS: Final = {
    "DOCUMENTS": "fdd39ad0-238f-46af-adb4-6c85480369c7",
    "DOWNLOAD": "374de290-123f-4565-9164-39c4925e467b",
}


def _told_by_windows(kind: str) -> Path | None:
    """What Windows says, also where somebody moved the folder to another drive."""
    from uuid import UUID

    windows = getattr(ctypes, "windll", None)
    if windows is None:
        return None
    found = ctypes.c_wchar_p()
    identity = (ctypes.c_char * 16).from_buffer_copy(UUID(_KNOWN_FOLDERS[kind]).bytes_le)
    failed = windows.shell32.SHGetKnownFolderPath(identity, 0, None, ctypes.byref(found))
    told = None if failed else found.value
    windows.ole32.CoTaskMemFree(found)
    return Path(told) if told else None


def is_removable(folder: Path) -> bool:
    """Whether a folder lies on a stick, or on something else that is pulled out."""
    if _WINDOWS:
        windows = getattr(ctypes, "windll", None)
        root = ctypes.c_wchar_p(folder.anchor)
        return windows is not None and windows.kernel32.GetDriveTypeW(root) == _DRIVE_REMOVABLE
    inside = folder.parts[1:]
    if any(inside[: len(stick)] == stick for stick in _STICKS):
        return True
    mounted = max(
        ((place, system) for place, system in _mounts() if folder.is_relative_to(place)),
        key=lambda mount: len(mount[0].parts),
        default=None,
    )
    return mounted is not None and mounted[1] in _STICK_SYSTEMS


def _mounts() -> Iterator[tuple[Path, str]]:
    """Where file systems are mounted, and of what kind they are."""
    with suppress(OSError):
        for line in _MOUNTS.read_text("utf-8", "surrogateescape").splitlines():
            words = line.split()
            if len(words) > 2:
                place = re.sub(r"\\(\d{3})", lambda sign: chr(int(sign[1], 8)), words[1])
                yield Path(place), words[2]
