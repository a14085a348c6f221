"""What is written down when the program itself failed: the way through it, nothing of a document.

The words of an exception are left out: they may hold a figure, a name, or where a file lies.
"""

import platform
import sys
import traceback
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Final

from core import __version__
from core.paths import program_folder

_LONGEST: Final = 1_000_000
_LIBRARIES: Final = "site-packages"


def record(error: BaseException) -> str:
    """When and where it happened, and the calls that led there, of what caused it as well."""
    when = datetime.now().astimezone().isoformat(timespec="seconds")
    head = f"{when}  biaoli {__version__}  Python {platform.python_version()}  {sys.platform}\n"
    return head + "".join(_lines(error)) + "\n"


def append(path: Path, text: str) -> None:
    """Add to a file of records; one that has grown too long begins anew."""
    path.parent.mkdir(parents=True, exist_ok=True)
    again = path.exists() and path.stat().st_size > _LONGEST
    with path.open("w" if again else "a", encoding="utf-8", errors="replace") as file:
        file.write(text)


def _lines(error: BaseException) -> Iterator[str]:
    """What came first comes first."""
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before is not None:
        yield from _lines(before)
    for frame in traceback.extract_tb(error.__traceback__):
        yield f"  {_called(frame.filename)}:{frame.lineno} {frame.name}\n    {frame.line or ''}\n"
    yield f"{type(error).__name__}\n"


def _called(filename: str) -> str:
    """A file of the program or of a library as it lies there; of others only the name."""
    path = Path(filename)
    if _LIBRARIES in path.parts:
        return "/".join(path.parts[path.parts.index(_LIBRARIES) + 1 :])
    inside = path.is_relative_to(program_folder())
    return path.relative_to(program_folder()).as_posix() if inside else path.name
