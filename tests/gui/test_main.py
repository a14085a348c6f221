"""What an argument means, names of files, and what is loaded at the start."""

import subprocess
import sys
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from core.paths import unused
from gui import __main__ as start
from gui.file_names import safe_name
from gui.recent_files import recent_files, remember


@pytest.mark.parametrize(
    ("arguments", "opened"),
    [
        ([], "None"),
        (["年报.biaoli"], "年报.biaoli"),
        (["folder/x"], "folder/x"),
    ],
)
def test_documents_open_the_window(
    monkeypatch: pytest.MonkeyPatch, arguments: list[str], opened: str
) -> None:
    """No argument, a document's name or a path: the window."""
    seen: list[str] = []

    def window(path: Path | None) -> int:
        seen.append(str(path))
        return 0

    monkeypatch.setattr(start, "_window", window)
    start.main(arguments)
    assert seen == [opened]


def test_anything_else_is_a_command(capfd: pytest.CaptureFixture[str]) -> None:
    """The command line answers, and says so when it does not know a command."""
    assert start.main(["example", "--list"]) == 0
    assert start.main(["unsinn"]) == 2
    assert "tonghai-2021" in capfd.readouterr().out


def test_without_a_screen_one_line_says_so(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """Where there is no screen the window is not tried; one line names the command line."""
    for name in start._SCREENS:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(sys, "platform", "linux")

    assert start.main([]) == 2
    assert capfd.readouterr().err == "没有显示器，打不开窗口；命令行的用法见 biaoli --help\n"


def test_names_of_files_suit_every_system() -> None:
    """Signs that some system refuses become blanks."""
    assert safe_name('甲/乙:丙*?"<>|丁. ') == "甲 乙 丙 丁"
    assert safe_name("...") == "未命名"


def test_a_taken_name_is_numbered(tmp_path: Path) -> None:
    """The second file of a name is called （2）."""
    (tmp_path / "甲.biaoli").touch()
    assert unused(tmp_path, "甲", ".biaoli").name == "甲（2）.biaoli"


def test_recent_files_forget_what_is_gone(qtbot: QtBot, tmp_path: Path) -> None:
    """The last file used comes first; a file that is gone is not listed."""
    first, second = tmp_path / "一.biaoli", tmp_path / "二.biaoli"
    for path in (first, second, first):
        path.touch()
        remember(path)
    assert recent_files()[:2] == [first, second]
    first.unlink()
    assert recent_files()[0] == second


def test_the_window_starts_without_the_writers_of_files() -> None:
    """They are loaded with the first export; nobody waits for them at the start."""
    words = "import sys, gui.app; print(sorted({'openpyxl', 'reportlab'} & set(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", words], check=True, stdout=subprocess.PIPE, text=True
    )
    assert done.stdout.strip() == "[]"
