"""Nothing is clipped in any window, on a small laptop and with every 界面字号.

A larger 界面字号 scales everything alike, so it leaves less of the screen: that is what is given
here. Fonts, styles and texts are the program's own; each state is one of tools/shot_states.py.
"""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QDialog, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from gui import fitting
from tests.gui.measured import clipped
from tools.shot_stage import HEIGHT, WIDTH, Stage
from tools.shot_states import STATES

TITLE = 30
MOMENTS = 20


@pytest.fixture(params=[100, 150, 175])
def percent(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    """The 界面字号, on a screen of 1366 × 728."""
    size = int(request.param)
    screen = QSize(WIDTH * 100 // size, HEIGHT * 100 // size)
    monkeypatch.setattr(fitting, "screen_of", lambda _: screen)
    return size


@pytest.mark.qt_log_ignore("This plugin does not support")  # raise() of menus, off screen
@pytest.mark.parametrize("state", STATES.values(), ids=STATES.keys())
def test_nothing_is_clipped(
    state: Callable[[Stage], QWidget], percent: int, tmp_path: Path
) -> None:
    """Every label, button, tab, field and head has the room that its words need."""
    stage = Stage(tmp_path, percent)
    try:
        shown = state(stage)
        shown.show()
        stage.settle()
        assert shown.width() <= WIDTH * 100 // percent
        height = HEIGHT - TITLE if isinstance(shown, QDialog) else HEIGHT
        assert shown.height() <= height * 100 // percent
        for _ in range(MOMENTS):
            if clipped(shown):
                stage.settle()  # words are shortened a moment after the room is known
        assert clipped(shown) == []
    finally:
        stage.close()


def test_what_is_clipped_is_found(qtbot: QtBot) -> None:
    """A word that is cut, a button that is too low, and one beyond the edge."""
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(200, 100)
    cut, low, beyond = (
        QLabel("本年收入合计", window),
        QPushButton("导出", window),
        QLabel("元", window),
    )
    cut.setGeometry(0, 0, 20, 30)
    low.setStyleSheet("min-height: 0;")
    low.setGeometry(0, 40, 100, 8)
    beyond.setGeometry(190, 0, 30, 30)
    window.show()
    assert [words.split("“")[1].split("”")[0] for words in clipped(window)] == [
        "本年收入合计",
        "导出",
        "元",
    ]


def test_a_window_is_no_larger_than_its_screen(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither what it is to have at first nor its least size."""
    monkeypatch.setattr(fitting, "screen_of", lambda _: QSize(600, 400))
    window = QWidget()
    qtbot.addWidget(window)
    fitting.fit(window, (500, 500), (900, 300))
    assert (window.size(), window.minimumSize()) == (QSize(598, 368), QSize(500, 368))
