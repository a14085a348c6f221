"""The real program, running on a virtual screen."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image

from tests.virtual_screen import VirtualScreen
from tools.console import ROOT

PROMISED_MS = 100


@contextmanager
def started(
    screen: VirtualScreen, home: Path, *arguments: str | Path
) -> Iterator[subprocess.Popen[bytes]]:
    """The program, running; it is ended at the end of the block, whatever happens.

    After the window was shown it has to answer all the time: 100 ms are promised, and as with all
    measured times half as much again fails (tests/program/eyes.py says how it is measured).
    """
    beats = home / "beats.json"
    environ = {
        "PATH": "/usr/bin:/bin",
        "HOME": str(home),
        "LC_ALL": "C.UTF-8",
        "DISPLAY": screen.name,
        "QT_QPA_PLATFORM": "xcb",
        "BIAOLI_BEATS": str(beats),
    }
    command = [sys.executable, "-m", "tests.program.eyes", *arguments]
    pipe = subprocess.PIPE
    with subprocess.Popen(
        command, cwd=ROOT, env=environ, stdin=pipe, stdout=pipe, stderr=pipe
    ) as process:
        try:
            yield process
        finally:
            process.kill()
    if beats.exists():
        gap = json.loads(beats.read_text(encoding="utf-8"))
        print(f"{gap['ms']} ms without an answer at most", *gap["where"], sep="\n")
        if gap["ms"] > 1.5 * PROMISED_MS:
            raise AssertionError(f"no answer for {gap['ms']} ms")


def painted(screen: VirtualScreen) -> Image.Image | None:
    """The picture of the screen once it shows more than flat areas."""
    picture = screen.picture()
    return picture if len(picture.getcolors(1 << 24) or []) > 50 else None
