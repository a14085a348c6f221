"""`biaoli` without a command opens the window, with a file that document; else the command line.

Qt is loaded only when the window is wanted: the command line works without it.
"""

import os
import sys
from collections.abc import Sequence
from pathlib import Path

SUFFIX = ".biaoli"
_SCREENS = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program; returns the exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if not given:
        return _window(None)
    if len(given) == 1 and _is_file(given[0]):
        return _window(Path(given[0]))
    from core.cli import main as command_line

    return command_line(given)


def _is_file(argument: str) -> bool:
    """Whether an argument names a document rather than a command."""
    is_path = os.sep in argument or (os.altsep is not None and os.altsep in argument)
    return argument.endswith(SUFFIX) or is_path


def _window(path: Path | None) -> int:
    if sys.platform == "linux" and not any(os.environ.get(name) for name in _SCREENS):
        # Qt itself would abort, with a page of English.
        print("没有显示器，打不开窗口；命令行的用法见 biaoli --help", file=sys.stderr)
        return 2
    from gui.app import run

    return run(path)


if __name__ == "__main__":
    sys.exit(main())
