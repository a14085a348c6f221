"""A newer revision of the forms in the window: told on opening, listed, taken over or not."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QDialog, QListWidget, QPushButton
from pytestqt.qtbot import QtBot

from core.session import Session
from core.template import library
from core.template.library import load_folder
from core.versions.keeping import submit
from gui import messages
from gui.dialogs.revision import RevisionDialog
from gui.main_window import MainWindow
from gui.other_files import update_forms
from tests.gui.hands import Hands
from tests.suites import FOLDER

ROW = "  | 二、其他收入   | #2   | {.金额} |"
CELL = "收支总表!行2.金额"


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The small suite, installed, in a second revision that has no second row."""
    folder = tmp_path / "templates" / "small"
    shutil.copytree(FOLDER / "small", folder)
    for name, before, after in (
        ("suite.yaml", "revision: 1", "revision: 2"),
        ("forms/summary.yaml", ROW, "  | 二、其他收入   |  | 无 |"),
        ("forms/summary.yaml", "SUM(行1:行2)", "SUM(行1:行1)"),
    ):
        file = folder / name
        file.write_text(file.read_text("utf-8").replace(before, after), "utf-8")
    monkeypatch.setattr(library, "template_folders", lambda: [folder.parent])
    return folder


@pytest.fixture
def small(tmp_path: Path, installed: Path) -> Path:
    """A document of the first revision, with a figure in the row that goes."""
    path = tmp_path / "本年.biaoli"
    with Session.create_from(load_folder(FOLDER / "small"), path, "县局") as session:
        session.set_addresses([(CELL, "20")])
    return path


def decide(
    monkeypatch: pytest.MonkeyPatch, press: str, seen: list[list[str]]
) -> Callable[[QDialog], int]:
    """Whoever sees the dialog notes its lists and presses this button, if it can be pressed."""

    def decided(dialog: QDialog) -> int:
        assert isinstance(dialog, RevisionDialog)
        lists = (dialog.changes, dialog.drawer)
        seen.extend([lines(shown) for shown in lists])
        for button in dialog.findChildren(QPushButton):
            if button.text().startswith(press) and button.isEnabled():
                button.click()
        return dialog.result()

    monkeypatch.setattr(QDialog, "exec", decided)
    return decided


def lines(shown: QListWidget) -> list[str]:
    """What a list shows."""
    return [shown.item(row).text() for row in range(shown.count())]


def test_it_is_told_on_opening_listed_and_taken_over(
    qtbot: QtBot, window: MainWindow, small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The list and the drawer first; then the copy is there and the new forms are shown."""
    seen: list[list[str]] = []
    assert window.open_path(small)
    assert "表样有新的修订版。" in window.notes.texts()
    decide(monkeypatch, "另存一份", seen)
    (button,) = [b for b in window.notes.findChildren(QPushButton) if b.text() == "看看改了什么"]
    button.click()

    changes, drawer = seen
    assert changes[0] == "测01表 收支总表：去掉 行次2 二、其他收入·金额"
    assert drawer == ["收支总表 行2.金额 = 20"]
    assert small.with_name("本年（第1次修订的表样）.biaoli").exists()
    work = Hands(qtbot, window).work
    assert work.session.suite.revision == 2
    assert work.session.path == small
    told = window.notes.texts()
    assert told[0].startswith("表样已更新到第2次修订。原来的另存为“本年（第1次修订的表样）.biaoli”")
    assert told[1].startswith("抽屉里留着 1 处")
    assert "表样有新的修订版。" not in told

    seen.clear()
    decide(monkeypatch, "关闭", seen)
    update_forms(window)
    assert seen == [[], ["收支总表 行2.金额 = 20"]]


def test_it_may_be_left(window: MainWindow, small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is written, and no copy is made."""
    assert window.open_path(small)
    before = small.read_bytes()
    decide(monkeypatch, "关闭", [])
    update_forms(window)
    assert window.workspace is not None
    assert window.workspace.session.suite.revision == 1
    assert small.read_bytes() == before
    assert [path.name for path in small.parent.glob("*.biaoli")] == ["本年.biaoli"]


def test_what_is_submitted_is_only_shown(
    window: MainWindow, small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No line on opening; the button cannot be pressed before it is unlocked."""
    with Session.open(small) as session:
        submit(session)
    seen: list[list[str]] = []
    assert window.open_path(small)
    assert "表样有新的修订版。" not in window.notes.texts()
    decide(monkeypatch, "另存一份", seen)
    update_forms(window)
    assert len(seen[0]) > 0
    assert window.workspace is not None
    assert window.workspace.session.suite.revision == 1


def test_a_newer_suite_with_mistakes_says_so(
    window: MainWindow, small: Path, installed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In one box; the document stays open as it is."""
    said: list[str] = []
    monkeypatch.setattr(messages, "trouble", lambda _, words: said.append(words))
    (installed / "forms" / "detail.yaml").write_text("notation: 1\n", "utf-8")
    assert window.open_path(small)
    update_forms(window)
    assert len(said) == 1
    assert window.workspace is not None


def test_without_a_document_nothing_happens(window: MainWindow) -> None:
    """The menu is grey; the step does nothing."""
    assert not window.actions_.by_name["update_forms"].isEnabled()
    update_forms(window)
