"""What tests of the window share: the dressed application, an open example, and a clean end."""

import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QSize, QThread, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QMessageBox
from pytestqt.qtbot import QtBot
from shiboken6 import Shiboken

from core.session import Session
from gui import fitting, messages
from gui.app import make_application
from gui.main_window import MainWindow
from tests.gui.hands import Hands

_PATIENCE_S = 5
QT_THREAD = threading._DummyThread  # what Python shows of a thread that it did not begin


@pytest.fixture(scope="session", autouse=True)
def dressed(qapp: QApplication, home: Path) -> QApplication:
    """The application in our fonts and colours, as the program makes it."""
    return make_application([])


@pytest.fixture(autouse=True)
def nothing_left_behind(dressed: QApplication) -> Iterator[None]:
    """A test that leaves a widget on the screen or in memory, a timer or a thread, fails."""
    before, at_work_before = set(threading.enumerate()), _at_work()
    yield
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    assert [type(widget).__name__ for widget in dressed.topLevelWidgets()] == []
    assert _at_work() - at_work_before == set()
    ours = (thread for thread in threading.enumerate() if not isinstance(thread, QT_THREAD))
    for thread in set(ours) - before:
        thread.join(_PATIENCE_S)
        assert not thread.is_alive(), thread.name


def _at_work() -> set[QObject]:
    """Timers that will fire and threads that run, whoever keeps them."""
    timers_and_threads = (
        found for found in Shiboken.getAllValidWrappers() if isinstance(found, QTimer | QThread)
    )
    return {
        found
        for found in timers_and_threads
        if (found.isActive() if isinstance(found, QTimer) else found.isRunning())
        and found is not QThread.currentThread()
    }


@pytest.fixture(autouse=True)
def no_box_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """A box or dialog that nobody expected fails the test instead of waiting for ever."""

    def opened(dialog: QDialog) -> int:
        raise AssertionError(f"{type(dialog).__name__} was opened")

    monkeypatch.setattr(QDialog, "exec", opened)
    monkeypatch.setattr(QMessageBox, "exec", opened)


@pytest.fixture(autouse=True)
def laptop(monkeypatch: pytest.MonkeyPatch) -> None:
    """Windows find the screen of a small laptop, without its task bar."""
    monkeypatch.setattr(fitting, "screen_of", lambda _: QSize(1366, 728))


@pytest.fixture(scope="session")
def example_document(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped example, written once; not to be changed."""
    path = tmp_path_factory.mktemp("example") / "示例.biaoli"
    Session.example("tonghai-2021", path).close()
    return path


@pytest.fixture
def document(example_document: Path, tmp_path: Path) -> Path:
    """A copy of the example to do anything with."""
    return Path(shutil.copyfile(example_document, tmp_path / "本年.biaoli"))


@pytest.fixture
def window(qtbot: QtBot) -> MainWindow:
    """The window with the welcome page, at the size it has on a small laptop."""
    window = MainWindow()
    qtbot.addWidget(window)
    window.show()
    return window


@pytest.fixture
def hands(qtbot: QtBot, window: MainWindow, document: Path) -> Hands:
    """The example, open, and somebody at the keyboard."""
    assert window.open_path(document)
    return Hands(qtbot, window)


@pytest.fixture
def boxes(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts of the boxes that would have been shown."""
    shown: list[str] = []
    monkeypatch.setattr(messages, "trouble", lambda _, text: shown.append(text))
    return shown
