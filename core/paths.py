"""Where things lie: templates and resources with the program, our own files with the user's."""

import os
import sys
from collections.abc import Callable
from pathlib import Path


def program_folder() -> Path:
    """The folder that holds templates/ and resources/ (source tree or PyInstaller bundle)."""
    frozen = getattr(sys, "_MEIPASS", None)
    return Path(frozen) if frozen else Path(__file__).resolve().parent.parent


def templates_folder() -> Path:
    """The shipped form suites, code dictionaries and shared form files."""
    return program_folder() / "templates"


def resources_folder() -> Path:
    """Fonts, icons and example documents."""
    return program_folder() / "resources"


def fonts_folder() -> Path:
    """The committed fonts; their licences lie beside them."""
    return resources_folder() / "fonts"


def examples_folder() -> Path:
    """One JSON file per shipped example document."""
    return resources_folder() / "examples"


def manual_folder() -> Path:
    """The papers the manual inside the program is made of."""
    return program_folder() / "docs"


def template_folders() -> list[Path]:
    """Where suites are looked for: the shipped ones, then a templates folder beside the program."""
    folders = [templates_folder()]
    if getattr(sys, "frozen", False):
        beside = Path(sys.executable).resolve().parent / "templates"
        if beside != folders[0] and beside.is_dir():
            folders.append(beside)
    return folders


def user_folder() -> Path:
    """Where the program keeps its own files for this user; it may not be there yet."""
    variable, below = (
        ("LOCALAPPDATA", ("AppData", "Local"))
        if os.name == "nt"
        else ("XDG_DATA_HOME", (".local", "share"))
    )
    named = os.environ.get(variable)
    return Path(named if named else Path.home().joinpath(*below), "biaoli")


def is_so(look: Callable[[], bool]) -> bool:
    """What the system answers about a path; no where it does not let us look, or not so far."""
    try:
        return look()
    except OSError:
        return False


def unused(folder: Path, name: str, suffix: str) -> Path:
    """A file of that name that is not there yet; numbered if it has to be."""
    path, number = folder / f"{name}{suffix}", 2
    while is_so(path.exists):
        path = folder / f"{name}（{number}）{suffix}"
        number += 1
    return path
