"""Names of files that every system accepts, and where the program keeps its own."""

import re
from pathlib import Path

from core.paths import user_folder

SUFFIX = ".biaoli"
_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')
_LONGEST = 80


def safe_name(text: str) -> str:
    """A text as a file name without its ending."""
    return _NOT_IN_NAMES.sub(" ", text).strip(" .")[:_LONGEST] or "未命名"


def usual_name(unit: str, year: str, purpose: str) -> str:
    """What a file about a unit's forms is called, as the units themselves call it."""
    return safe_name(f"{unit}{year}年度{purpose}")


def data_folder() -> Path:
    """Where the program keeps what is its own: copies of examples, records of problems."""
    folder = user_folder()
    folder.mkdir(parents=True, exist_ok=True)
    return folder
