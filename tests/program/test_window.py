"""The real program on a screen: start, type, close, and what is in the file afterwards."""

import subprocess
import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from core.session import Session
from tests.program.running import painted, started
from tests.program.typist import Typist
from tests.virtual_screen import PATIENCE, VirtualScreen, virtual_screen, wait_until
from tools.console import ROOT

pytestmark = pytest.mark.timed

CELL = "收入支出总表!行28.金额"


@pytest.fixture(scope="module")
def screen() -> Iterator[VirtualScreen]:
    """A screen for all tests here."""
    with virtual_screen() as found:
        yield found


@pytest.fixture
def document(tmp_path: Path) -> Path:
    """A new document, nothing typed yet."""
    path = tmp_path / "甲局年报.biaoli"
    Session.create("yunnan-final-accounts-2021", path, "甲局").close()
    return path


def typed_and_saved(
    screen: VirtualScreen, process: subprocess.Popen[bytes], document: Path, figure: str
) -> None:
    """Type a figure into the first entry cell, and wait until it is in the file."""
    window = screen.wait_for_window(document.stem, process)
    wait_until(lambda: painted(screen), "a painted window")
    before = document.stat().st_mtime_ns
    Typist(screen, window, process).type(f"{figure}\n")
    journal = document.with_name(document.name + "-journal")

    def saved() -> bool | None:
        # A file that is kept locked keeps its journal; confirming a step blots out its beginning.
        unconfirmed = journal.exists() and any(journal.read_bytes()[:8])
        return True if document.stat().st_mtime_ns != before and not unconfirmed else None

    wait_until(saved, "the edit in the file")


def value_in(document: Path) -> object:
    """What the first entry cell holds, read by the core alone."""
    with Session.open(document) as session:
        return session.value(session.names.cell(CELL))


def test_what_is_typed_is_in_the_file(
    screen: VirtualScreen, document: Path, tmp_path: Path
) -> None:
    """Started with a document, a figure typed, the window closed: no question, no complaint."""
    with started(screen, tmp_path, document) as process:
        typed_and_saved(screen, process, document, "1234.5")
        window = screen.wait_for_window(document.stem, process)
        screen.close(window)
        _, complaints = process.communicate(timeout=PATIENCE)
    assert complaints == b""
    assert process.returncode == 0
    assert value_in(document) == Decimal("1234.50")


def test_a_killed_program_loses_nothing(
    screen: VirtualScreen, document: Path, tmp_path: Path
) -> None:
    """Killed after an edit was confirmed, the file opens again with that edit in it."""
    with started(screen, tmp_path, document) as process:
        typed_and_saved(screen, process, document, "77")
        process.kill()
        process.wait(timeout=PATIENCE)
    assert value_in(document) == Decimal("77.00")


def test_without_arguments_the_window_opens(screen: VirtualScreen, tmp_path: Path) -> None:
    """No argument: the welcome page, which closes well."""
    with started(screen, tmp_path) as process:
        window = screen.wait_for_window("表里", process)
        wait_until(lambda: painted(screen), "a painted window")
        screen.close(window)
        _, complaints = process.communicate(timeout=PATIENCE)
    assert (process.returncode, complaints) == (0, b"")


@pytest.mark.parametrize("arguments", [["--version"], ["example", "--list"]])
def test_commands_need_no_screen(arguments: list[str]) -> None:
    """A subcommand goes to the command line without loading Qt."""
    code = (
        "import sys; from gui.__main__ import main\n"
        f"try: main({arguments!r})\n"
        "except SystemExit: pass\n"
        "sys.exit(any(name.startswith('PySide6') for name in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False, capture_output=True)
    assert done.returncode == 0
    assert done.stdout


def test_a_second_start_opens_its_file_in_the_window_that_is_there(
    screen: VirtualScreen, document: Path, tmp_path: Path
) -> None:
    """A double click on another document: one window, which shows it; the second process ends."""
    other = tmp_path / "乙局年报.biaoli"
    Session.create("yunnan-final-accounts-2021", other, "乙局").close()
    with started(screen, tmp_path, document) as first:
        screen.wait_for_window(document.stem, first)
        wait_until(lambda: painted(screen), "a painted window")
        with started(screen, tmp_path, other) as second:
            assert second.wait(timeout=PATIENCE) == 0
        screen.wait_for_window(other.stem, first)
