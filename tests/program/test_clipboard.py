"""The real program and the clipboard of a real screen: what it copies another program gets."""

import subprocess
import sys
from pathlib import Path

import pytest

from core.session import Session
from tests.program.running import painted, started
from tests.program.typist import Typist
from tests.virtual_screen import PATIENCE, VirtualScreen, virtual_screen, wait_until
from tools.console import ROOT

pytestmark = pytest.mark.timed

READER = """
import sys
from PySide6.QtGui import QGuiApplication
application = QGuiApplication(sys.argv)
data = QGuiApplication.clipboard().mimeData()
sys.stdout.buffer.write((data.text() + "\\0" + data.html()).encode())
"""


def on_clipboard(screen: VirtualScreen, home: Path) -> tuple[str, str]:
    """Plain text and HTML as another program sees them."""
    environ = {
        "PATH": "/usr/bin:/bin",
        "HOME": str(home),
        "LC_ALL": "C.UTF-8",
        "DISPLAY": screen.name,
        "QT_QPA_PLATFORM": "xcb",
    }
    done = subprocess.run(
        [sys.executable, "-c", READER], cwd=ROOT, env=environ, check=True, capture_output=True
    )
    text, _, html = done.stdout.decode().partition("\0")
    return text, html


def test_what_is_copied_reaches_other_programs(tmp_path: Path) -> None:
    """All of a form by two keys, in both kinds; afterwards the program closes without complaint."""
    document = tmp_path / "年报.biaoli"
    Session.example("tonghai-2021", document).close()
    with virtual_screen() as screen, started(screen, tmp_path, document) as process:
        window = screen.wait_for_window(document.stem, process)
        wait_until(lambda: painted(screen), "a painted window")

        typist = Typist(screen, window, process)

        def copied() -> tuple[str, str] | None:
            typist.press("ctrl+a", "ctrl+c")
            found = on_clipboard(screen, tmp_path)
            return found if found[0] else None

        text, html = wait_until(copied, "a block on the clipboard")
        screen.close(window)
        _, complaints = process.communicate(timeout=PATIENCE)
    assert (process.returncode, complaints) == (0, b"")
    assert "6663125.83" in text
    assert "6,663,125.83" in html
    assert "rowspan" in html or "colspan" in html
