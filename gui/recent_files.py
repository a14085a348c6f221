"""The documents used last, kept in the user's own settings; files that are gone are not shown."""

import json
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QSettings

_KEY, _PLACES = "recent_files", "places"
_MOST = 8


def settings() -> QSettings:
    """The user's settings of this program, in a file of their own."""
    return QSettings(QSettings.Format.IniFormat, QSettings.Scope.UserScope, "biaoli", "biaoli")


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
    kept = {name: at for name, at in _places().items() if name != str(path.absolute())}
    places = {str(path.absolute()): address, **dict(list(kept.items())[: _MOST - 1])}
    settings().setValue(_PLACES, json.dumps(places, ensure_ascii=False))


def place_in(path: Path) -> str:
    """The address of the cell at which a document was left last; "" if that is not known."""
    return _places().get(str(path.absolute()), "")


def _places() -> dict[str, str]:
    with suppress(ValueError):
        kept = json.loads(str(settings().value(_PLACES, "{}")))
        if isinstance(kept, dict):
            return {str(name): str(address) for name, address in kept.items()}
    return {}
