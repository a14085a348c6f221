"""The documents used last, kept in the user's own settings; files that are gone are not shown."""

from pathlib import Path

from PySide6.QtCore import QSettings

_KEY = "recent_files"
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
