"""The real program, running on a virtual screen."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image

from tests.virtual_screen import VirtualScreen
from tools.console import ROOT


@contextmanager
def started(
    screen: VirtualScreen, home: Path, *arguments: str | Path
) -> Iterator[subprocess.Popen[bytes]]:
    """The program, running; it is ended at the end of the block, whatever happens."""
    environ = {
        "PATH": "/usr/bin:/bin",
        "HOME": str(home),
        "LC_ALL": "C.UTF-8",
        "DISPLAY": screen.name,
        "QT_QPA_PLATFORM": "xcb",
    }
    command = [sys.executable, "-m", "gui", *arguments]
    with subprocess.Popen(command, cwd=ROOT, env=environ, stderr=subprocess.PIPE) as process:
        try:
            yield process
        finally:
            process.kill()


def painted(screen: VirtualScreen) -> Image.Image | None:
    """The picture of the screen once it shows more than flat areas."""
    picture = screen.picture()
    return picture if len(picture.getcolors(1 << 24) or []) > 50 else None
