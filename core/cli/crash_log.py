"""What nobody foresaw: a traceback in the user's data folder, and one plain line for the user.

The log holds no figures of a document: the traceback's lines are the program's own.
"""

import platform
import sys
import traceback
from datetime import datetime
from pathlib import Path
from typing import Final

from core import __version__
from core.paths import user_folder

_LONGEST_LOG: Final = 1_000_000


def told(error: BaseException) -> str:
    """Write the traceback down; returns the line that says so."""
    happened = "程序出了问题，已写入文件的数都在"
    try:
        return f"{happened}。经过记在 {_written(error)}，报告问题时附上它。"
    except (OSError, RuntimeError):  # RuntimeError: nobody's home folder can be found
        return f"{happened}。经过没能记下来：{type(error).__name__}"


def _written(error: BaseException) -> Path:
    path = user_folder() / "errors.log"
    path.parent.mkdir(parents=True, exist_ok=True)
    again = path.exists() and path.stat().st_size > _LONGEST_LOG
    when = datetime.now().astimezone().isoformat(timespec="seconds")
    head = f"{when}  biaoli {__version__}  Python {platform.python_version()}  {sys.platform}\n"
    with path.open("w" if again else "a", encoding="utf-8", errors="replace") as log:
        log.write(head + "".join(traceback.format_exception(error)) + "\n")
    return path
