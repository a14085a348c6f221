"""The documents used last, kept in the user's own settings; files that are gone are not shown."""

import json
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QSettings

_KEY, _PLACES, _ZOOMS, _LEFT = "recent_files", "places", "zooms", "left_as"
_MOST = 8
_open: dict[str, QSettings] = {}


def settings() -> QSettings:
    """The user's settings of this program, in a file of their own.

    They are kept open: Qt writes what changed when the window has nothing else to do. One that is
    let go writes at once and waits for the disk, which took up to half a second.
    """
    found = QSettings(QSettings.Format.IniFormat, QSettings.Scope.UserScope, "biaoli", "biaoli")
    return _open.setdefault(found.fileName(), found)


def recent_files() -> list[Path]:
    """The files that are still there, the last one first."""
    kept = settings().value(_KEY, [])
    names = [kept] if isinstance(kept, str) else kept if isinstance(kept, list) else []
    return [path for name in names if (path := Path(str(name))).is_file()]


def remember(path: Path) -> None:
    """Put a file first."""
    whole = path.absolute()
    others = [found for found in recent_files() if found != whole]
    settings().setValue(_KEY, [str(found) for found in [whole, *others][:_MOST]])


def remember_place(path: Path, address: str) -> None:
    """Keep at which cell a document was left; of the last documents only."""
    _keep(_PLACES, path, address)


def place_in(path: Path) -> str:
    """The address of the cell at which a document was left last; "" if that is not known."""
    found = _kept(_PLACES).get(str(path.absolute()), "")
    return found if isinstance(found, str) else ""


def remember_zooms(path: Path, zooms: dict[str, str]) -> None:
    """Keep how large each form of a document was shown; of the last documents only."""
    _keep(_ZOOMS, path, zooms)


def zooms_in(path: Path) -> dict[str, str]:
    """What was kept of a document's zooms."""
    return _texts(_ZOOMS, path)


def remember_left(path: Path, left: dict[str, str]) -> None:
    """Keep how a document was left, for the list of files; of the last documents only."""
    _keep(_LEFT, path, left)


def left_as(path: Path) -> dict[str, str]:
    """How a document was left; nothing if that is not known."""
    return _texts(_LEFT, path)


def _texts(key: str, path: Path) -> dict[str, str]:
    found = _kept(key).get(str(path.absolute()))
    return {str(k): str(v) for k, v in found.items()} if isinstance(found, dict) else {}


def _keep(key: str, path: Path, value: object) -> None:
    name = str(path.absolute())
    others = [(other, kept) for other, kept in _kept(key).items() if other != name]
    found = {name: value, **dict(others[: _MOST - 1])}
    settings().setValue(key, json.dumps(found, ensure_ascii=False))


def _kept(key: str) -> dict[str, object]:
    with suppress(ValueError):
        kept = json.loads(str(settings().value(key, "{}")))
        if isinstance(kept, dict):
            return {str(name): value for name, value in kept.items()}
    return {}
