"""Last year's figures in the window: chosen, shown before they are taken, taken away again."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QDialog, QFileDialog, QPushButton
from pytestqt.qtbot import QtBot

from core.session import Session
from gui.dialogs.last_year import LastYearDialog
from gui.grid import cell_words
from gui.grid.marks import Mark
from gui.last_year import CLEAR, OTHER, TAKE
from gui.main_window import MainWindow
from tests.gui.hands import Hands
from tests.suites import load_test_suite

CARRIED, FIRST = "收支总表!行4.金额", "收支总表!行1.金额"


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    """Documents of the small suite for 2020, which ends with 9, and for 2021."""
    paths = tmp_path / "2020.biaoli", tmp_path / "2021.biaoli"
    for path in paths:
        with Session.create_from(load_test_suite("small"), path, "县局", path.stem) as session:
            if path is paths[0]:
                session.set_addresses([("收支总表!行1.金额", "9")])
    return paths


@pytest.fixture
def hands(qtbot: QtBot, window: MainWindow, files: tuple[Path, Path]) -> Hands:
    """The document of 2021, open."""
    assert window.open_path(files[1])
    return Hands(qtbot, window)


def choose(monkeypatch: pytest.MonkeyPatch, path: Path, *presses: str) -> list[LastYearDialog]:
    """Whoever asks for a file gets this one; each dialog gets its press, in turn."""
    seen: list[LastYearDialog] = []
    waiting = list(presses)

    def decided(dialog: QDialog) -> int:
        assert isinstance(dialog, LastYearDialog)
        seen.append(dialog)
        press = waiting.pop(0)
        [button] = [b for b in dialog.findChildren(QPushButton) if b.text() == press]
        button.click()
        return dialog.result()

    monkeypatch.setattr(QDialog, "exec", decided)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    return seen


def test_figures_are_taken_shown_and_taken_away(
    hands: Hands, files: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page follows at once; undo takes each step back."""
    hands.go(CARRIED)
    choose(monkeypatch, files[0], TAKE)
    hands.run("last_year")
    assert hands.text(CARRIED) == "9.00"
    hands.go(CARRIED)
    hands.work.explain_now()
    assert "（2020年，取自“2020.biaoli”）" in hands.window.panels.explain.note.text()
    choose(monkeypatch, files[0], CLEAR)
    hands.run("last_year")
    assert hands.text(CARRIED) == ""
    hands.run("undo")
    assert hands.text(CARRIED) == "9.00"
    hands.run("undo")
    assert hands.text(CARRIED) == ""


def test_what_differs_from_last_year_is_marked(
    hands: Hands, files: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """While one compares: in the cell, in the line, for a screen reader; it follows every edit."""
    action = hands.window.actions_.by_name["compare_years"]
    assert not action.isEnabled()
    assert "还没有上年数" in action.toolTip()
    choose(monkeypatch, files[0], TAKE, CLEAR)
    hands.run("last_year")
    hands.go(FIRST)
    hands.enter("12")
    hands.go(FIRST)
    place, model = hands.place(), hands.model
    assert (model.mark(place), hands.line()) == (None, "")
    hands.run("compare_years")
    assert action.isChecked()
    assert model.mark(place) is Mark.CHANGED
    words = "上年 9.00，今年 12.00，多 3.00 元"
    assert hands.line() == words
    assert cell_words.message(model, place) == words
    hands.enter("9")
    assert model.mark(place) is None
    hands.enter("8")
    hands.run("undo")
    hands.run("undo")
    assert model.mark(place) is Mark.CHANGED
    hands.run("last_year")
    assert model.mark(place) is None
    assert not action.isChecked()
    hands.run("undo")
    assert model.mark(place) is Mark.CHANGED
    assert action.isChecked()
    hands.go(FIRST)
    hands.run("compare_years")
    assert (model.mark(place), hands.line()) == (None, "")


def test_comparing_with_last_year_is_remembered(
    hands: Hands, files: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """And paints the same as if it had just been turned on; what is graver hides the triangle."""
    choose(monkeypatch, files[0], TAKE)
    hands.run("last_year")
    hands.go(FIRST)
    hands.enter("12")
    plain = hands.view.grab().toImage()
    hands.run("compare_years")
    marked = hands.view.grab().toImage()
    assert marked != plain
    assert hands.window.open_path(files[0])
    assert hands.window.open_path(files[1])
    hands.go(FIRST)
    assert hands.model.mark(hands.place()) is Mark.CHANGED
    hands.enter("12..")
    hands.go(FIRST)
    assert hands.model.mark(hands.place()) is Mark.UNREADABLE


def test_another_file_may_be_taken_instead(
    hands: Hands, files: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Seen first; closing the second dialog leaves what was taken before."""
    choose(monkeypatch, files[0], TAKE)
    hands.run("last_year")
    seen = choose(monkeypatch, files[0], OTHER, "关闭")
    hands.run("last_year")
    assert len(seen) == 2
    assert hands.text(CARRIED) == "9.00"


def test_a_wrong_file_is_refused_in_plain_words(
    hands: Hands, files: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """No dialog; nothing is changed."""
    seen = choose(monkeypatch, files[1])
    hands.run("last_year")
    assert seen == []
    assert "就是这个文件" in hands.said()
    assert hands.session.document.last_year is None


def test_choosing_no_file_does_nothing(hands: Hands, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither a word nor a step."""
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: ("", ""))
    hands.run("last_year")
    assert hands.session.undo_label() == ""
