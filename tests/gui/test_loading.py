"""What is loaded when: the welcome page first, then what a document needs."""

import subprocess
import sys

from pytestqt.qtbot import QtBot

from gui import apart
from gui.loading import PARTS, Loading
from gui.main_window import MainWindow

NOT_AT_THE_START = ("core.session", "gui.workspace", "pydantic", "yaml", "openpyxl", "reportlab")
FIRST = f"""
import sys
import gui.app
print([name for name in {NOT_AT_THE_START} if name in sys.modules])
"""
LATER = """
import sys
from importlib import import_module
import gui.app
from gui.loading import CORE, PARTS
for name in CORE:
    import_module(name)
there = set(sys.modules)
for name in PARTS:
    import_module(name)
print([name for name in sys.modules if name not in there and name.startswith("core.")])
"""


def printed(program: str) -> str:
    """What a small program of its own prints."""
    command = [sys.executable, "-c", program]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def test_the_welcome_page_needs_no_document():
    """A start does not wait for what only a document needs."""
    assert printed(FIRST) == "[]"


def test_all_of_the_core_is_loaded_apart_from_the_window():
    """The parts of the window find the core there: loading one does not take long."""
    assert printed(LATER) == "[]"


def test_everything_is_there_after_a_while(qtbot: QtBot, window: MainWindow):
    """What was loaded ahead is made without anybody asking for it."""
    window.load_ahead()
    qtbot.waitUntil(lambda: window.findChild(type(window.docks[0])) is not None)
    assert not any(dock.isVisible() for dock in window.docks)
    assert not any(bar.isVisible() for bar in window.around.bars)


def test_loading_goes_on_after_the_window_waited_for_something(qtbot: QtBot):
    """While the window waits for something else, nothing is loaded into its way."""
    loading = Loading()
    apart._Running.count += 1
    try:
        loading.begin()
        qtbot.wait(150)
        assert loading._left == list(PARTS)
    finally:
        apart._Running.count -= 1
    with qtbot.waitSignal(loading.done):
        pass


def test_who_cannot_wait_has_everything_at_once():
    """What was begun in the background is finished; once is enough."""
    loading = Loading()
    loading.begin()
    loading.finish()
    assert loading._left == []
    loading.finish()
    assert loading._left == []
