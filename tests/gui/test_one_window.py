"""The program is open once for each user: a later start shows the window that is there."""

from pathlib import Path
from threading import Thread

import pytest
from PySide6.QtWidgets import QDialog, QWidget
from pytestqt.qtbot import QtBot

from gui import one_window
from gui.one_window import OneWindow


class Later(Thread):
    """A later start of the program."""

    def __init__(self, folder: Path, path: Path | None) -> None:
        super().__init__()
        self.one = OneWindow(folder)
        self.path = path
        self.has_window: bool | None = None
        self.start()

    def run(self) -> None:
        """Ask."""
        self.has_window = self.one.is_here(self.path)


class Window(QWidget):
    """Where there is no screen Qt cannot raise a window."""

    raised = 0

    def raise_(self) -> None:
        """Count."""
        self.raised += 1


@pytest.fixture
def window(qtbot: QtBot) -> Window:
    """A window on screen."""
    found = Window()
    qtbot.addWidget(found)
    found.show()
    return found


@pytest.fixture(autouse=True)
def little_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests do not wait as long as people."""
    monkeypatch.setattr(one_window, "PATIENCE_S", 0.6)


def test_a_later_start_opens_its_file_in_the_window_that_is_there(
    qtbot: QtBot, tmp_path: Path, window: Window
) -> None:
    """The second one ends, and the first is no longer minimized."""
    first, opened = OneWindow(tmp_path), list[Path]()
    assert first.is_here(None)
    first.serve(window, opened.append)
    window.showMinimized()
    later = Later(tmp_path, tmp_path / "年报.biaoli")
    qtbot.waitUntil(lambda: not later.is_alive())
    assert later.has_window is False
    assert opened == [tmp_path / "年报.biaoli"]
    assert not window.isMinimized()
    assert window.raised == 1
    first.release()


def test_a_later_start_without_a_file_shows_the_window(
    qtbot: QtBot, tmp_path: Path, window: Window
) -> None:
    """Nothing is opened."""
    first, opened = OneWindow(tmp_path), list[Path]()
    assert first.is_here(None)
    first.serve(window, opened.append)
    later = Later(tmp_path, None)
    qtbot.waitUntil(lambda: not later.is_alive())
    assert (later.has_window, opened) == (False, [])
    first.release()


@pytest.mark.parametrize("asks", [False, True])
def test_a_window_that_does_not_answer_is_not_waited_for_long(
    qtbot: QtBot, tmp_path: Path, window: Window, asks: bool
) -> None:
    """It hangs, or a box in it waits for an answer: the later start opens a window of its own."""
    first, opened = OneWindow(tmp_path), list[Path]()
    assert first.is_here(None)
    box = QDialog(window)
    if asks:
        first.serve(window, opened.append)
        box.open()
    later = Later(tmp_path, tmp_path / "年报.biaoli")
    qtbot.waitUntil(lambda: not later.is_alive())
    assert (later.has_window, opened) == (True, [])
    assert list((tmp_path / "打开").iterdir()) == []
    box.close()
    first.release()


def test_a_window_that_is_being_closed_gives_way(
    qtbot: QtBot, tmp_path: Path, window: Window
) -> None:
    """As when sizes are changed: the next one begins before the last is gone."""
    first = OneWindow(tmp_path)
    assert first.is_here(None)
    first.serve(window, lambda _: None)
    window.hide()
    later = Later(tmp_path, None)
    qtbot.wait(100)
    first.release()
    qtbot.waitUntil(lambda: not later.is_alive())
    assert later.has_window is True
    later.one.release()


@pytest.mark.parametrize("text", ["", "{", "[]", '{"path": 7}', "null", "\x00"])
def test_a_request_that_cannot_be_read_is_left_alone(
    qtbot: QtBot, tmp_path: Path, window: Window, text: str
) -> None:
    """Somebody else's file in the folder does not stop the window."""
    first, opened = OneWindow(tmp_path), list[Path]()
    assert first.is_here(None)
    first.serve(window, opened.append)
    (tmp_path / "打开" / "请求.json").write_text(text, encoding="utf-8")
    qtbot.wait(50)
    assert opened == []
    first.release()


def test_a_request_from_before_is_forgotten(tmp_path: Path, window: Window) -> None:
    """Nobody waits for it any more."""
    first, opened = OneWindow(tmp_path), list[Path]()
    request = tmp_path / "打开" / "请求.json"
    request.write_text('{"path": "x"}', encoding="utf-8")
    assert first.is_here(None)
    first.serve(window, opened.append)
    assert not request.exists()
    first.release()


def test_without_a_folder_to_write_into_there_is_a_window_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The lock cannot be had, and nobody can be asked."""
    one = OneWindow(tmp_path)
    (tmp_path / "打开").rmdir()
    tmp_path.rmdir()
    assert one.is_here(None)
