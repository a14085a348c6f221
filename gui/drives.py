"""Sticks: which are plugged in, and copying files onto one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QStorageInfo

from core.document.places import is_removable
from core.errors import ExportError
from core.export.atomic import write_bytes_atomically

_ROOM = 64 * 1024  # for what the file system itself needs


@dataclass(frozen=True, slots=True)
class Drive:
    """A stick as it is now."""

    name: str
    root: Path
    free: int
    read_only: bool


def plugged_in() -> list[Drive]:
    """The sticks that can be read now."""
    return [
        _drive(volume)
        for volume in QStorageInfo.mountedVolumes()
        if volume.isValid() and volume.isReady() and is_removable(Path(volume.rootPath()))
    ]


def copy_to(root: Path, files: Sequence[Path], drives: Callable[[], list[Drive]]) -> list[Path]:
    """Copy the files onto the stick at `root`, all of each or nothing; where they are now.

    Looks again first: meanwhile it may have been pulled out, and its folder would be the computer's
    own. Raises ExportError.
    """
    drive = next((drive for drive in drives() if drive.root == root), None)
    if drive is None:
        raise ExportError("U 盘已拔出，没有复制。插回 U 盘再点“复制到 U 盘”")
    if drive.read_only:
        raise ExportError(f"U 盘“{drive.name}”不能写入（写保护），没有复制。换一个 U 盘")
    contents = [_content(file) for file in files]
    needed = sum(map(len, contents)) + _ROOM
    if drive.free < needed:
        room = f"只剩 {_megabytes(drive.free)}，要 {_megabytes(needed)}"
        raise ExportError(f"U 盘“{drive.name}”{room}，没有复制。腾出空间再点“复制到 U 盘”")
    copies = [root / file.name for file in files]
    for copy, content in zip(copies, contents, strict=True):
        write_bytes_atomically(copy, content)
    return copies


def _drive(volume: QStorageInfo) -> Drive:
    name = volume.name() or volume.displayName()
    root = Path(volume.rootPath())
    return Drive(name, root, volume.bytesAvailable(), volume.isReadOnly())


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError:
        raise ExportError(f"“{file.name}”已经不在原来的地方，没有复制。再导出一次") from None


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:.1f} MB"
