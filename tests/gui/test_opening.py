"""The window after a crash, in a bad place, with a damaged file: a line, a way out, no loss."""

import gc
import shutil
import tempfile
import time
import weakref
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QRect, Qt, QTimer
from PySide6.QtWidgets import QDialog, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from core.document import backups
from core.document.backups import backups_of
from core.document.places import own_folder
from core.session import Session
from core.template.library import load_installed
from gui import messages, opening
from gui.dialogs.backups import BackupsDialog
from gui.main_window import MainWindow
from gui.opening import open_backup
from tests.core.test_cli_backups import crashed
from tests.gui.hands import Hands
from tests.gui.heartbeat import Heartbeat


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test has its own home and backups."""
    for name in ("HOME", "USERPROFILE", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(tmp_path / "home"))
    monkeypatch.setattr(backups, "user_folder", lambda: tmp_path / "data")


def answer(monkeypatch: pytest.MonkeyPatch, chosen: str) -> list[tuple[str, str]]:
    """Let the question about a damaged file be answered so; what was asked."""
    asked: list[tuple[str, str]] = []

    def ask(_: object, text: str, newest: str) -> str:
        asked.append((text, newest))
        return chosen

    monkeypatch.setattr(messages, "ask_damaged", ask)
    return asked


def test_the_cell_to_fill_in_is_in_sight_when_a_document_opens(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    """Above it stand only figures of other forms; the window is as high as an old screen."""
    path = tmp_path / "新的.biaoli"
    Session.create_from(load_installed("yunnan-final-accounts-2021"), path, "某某局").close()
    window.resize(1366, 728)
    window.show()
    qtbot.waitExposed(window)
    assert window.documents.open_path(path)
    work = window.workspace
    assert work is not None

    def is_seen() -> None:
        view, port = work.form.view, work.form.desk.viewport()
        rect = view.visualRect(view.currentIndex())
        top = view.viewport().mapTo(port, rect.topLeft()) if rect.isValid() else QPoint(0, -1)
        assert port.rect().contains(QRect(top, rect.size()))

    qtbot.waitUntil(is_seen)


def typed(path: Path, text: str) -> None:
    """A session that types the author's name, with its backup."""
    with Session.open(path) as session:
        session.set_addresses([("封面.编制人", text)])
        backups.make_backup(session.store)


def author(window: MainWindow) -> str:
    """Who fills in the open document."""
    assert window.workspace is not None
    session = window.workspace.session
    return session.text(session.names.cell("封面.编制人"))


def spoil(path: Path) -> bytes:
    """Blank a page in the middle; the bytes that are left."""
    content = bytearray(path.read_bytes())
    content[3 * 4096 : 4 * 4096] = bytes(4096)
    path.write_bytes(content)
    return bytes(content)


# Notes ---------------------------------------------------------------------------------------


def test_a_good_document_has_no_notes(hands: Hands) -> None:
    """Nothing stands above the form."""
    assert hands.window.notes.texts() == []
    assert not hands.window.notes.isVisible()


def test_after_a_crash_a_line_says_what_is_there(window: MainWindow, document: Path) -> None:
    """It stays until it is put away; what the crash left is backed up at once."""
    crashed(document, "封面.编制人=甲")
    assert window.open_path(document)
    (line,) = window.notes.texts()
    assert line.startswith("上次没有正常关闭。已恢复到 ")
    assert author(window) == "甲"
    assert len(backups_of(document, "x")) == 1
    (button,) = window.notes.findChildren(QPushButton)
    button.click()
    assert window.notes.texts() == []
    assert window.notes.isHidden()


def test_a_bad_place_is_told_and_left(
    window: MainWindow, document: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One button puts the document into the safe folder and goes on there; the old file stays."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    assert window.open_path(document)
    assert "在临时文件夹里" in window.notes.texts()[0]
    before = document.read_bytes()
    window.notes.findChildren(QPushButton)[0].click()
    work = window.workspace
    assert work is not None
    assert work.session.path == own_folder() / document.name
    assert "以后不要再填它" in window.notes.texts()[0]
    assert document.read_bytes() == before
    Session.open(document).close()
    window.actions_.by_name["move"].trigger()
    assert window.panels.status.said() == "这个文件已经在“我的填报”里"


def test_notes_go_with_the_document(
    window: MainWindow, document: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The welcome page shows none."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    window.open_path(document)
    window.close_document()
    assert window.notes.texts() == []


def test_a_document_that_cannot_be_written_may_be_copied(
    window: MainWindow, document: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Looking is possible; the way out stands beside."""
    with monkeypatch.context() as patch:
        patch.setattr("core.document.opening.open_for_writing", lambda _: None)
        assert window.open_path(document)
    assert window.notes.texts() == ["“本年.biaoli”不能写入，现在只能查看。拷到“我的填报”后可以填。"]
    window.notes.findChildren(QPushButton)[0].click()
    assert window.workspace is not None
    assert not window.workspace.session.read_only


# Backups -------------------------------------------------------------------------------------


def test_closing_a_changed_document_backs_it_up(hands: Hands, document: Path) -> None:
    """Once for the session; one that changed nothing leaves none."""
    hands.run("close")
    assert backups_of(document) == []
    assert hands.window.open_path(document)
    hands.session.set_addresses([("封面.编制人", "甲")])
    hands.run("close")
    assert len(backups_of(document)) == 1


def test_a_backup_that_fails_is_told(hands: Hands, tmp_path: Path) -> None:
    """In the status bar; the document is closed all the same."""
    (tmp_path / "data").write_text("a file where the folder should be")
    hands.session.set_addresses([("封面.编制人", "甲")])
    hands.run("close")
    assert "没有备份成" in hands.said()


def dialogs(
    monkeypatch: pytest.MonkeyPatch, act: Callable[[BackupsDialog], object]
) -> list[BackupsDialog]:
    """Do this in the list of backups instead of waiting for somebody."""
    shown: list[BackupsDialog] = []

    def run(dialog: QDialog) -> int:
        assert isinstance(dialog, BackupsDialog)
        shown.append(dialog)
        act(dialog)
        return dialog.result()

    monkeypatch.setattr(QDialog, "exec", run)
    return shown


def test_a_backup_is_opened_as_a_new_file(
    window: MainWindow, document: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Chosen from the list, newest first; the document itself stays as it is."""
    typed(document, "甲")
    typed(document, "乙")
    window.open_path(document)
    listed: list[str] = []

    def choose(dialog: BackupsDialog) -> None:
        listed.extend(dialog.list.item(row).text() for row in range(dialog.list.count()))
        dialog.list.setCurrentRow(1)
        dialog.open_button.click()

    dialogs(monkeypatch, choose)
    window.actions_.by_name["backups"].trigger()
    assert [line.split("　")[1] for line in listed] == ["第2次", "第1次"]
    assert author(window) == "甲"
    assert window.workspace is not None
    path = window.workspace.session.path
    assert path is not None
    assert path.name.startswith("本年（备份 ")
    assert path.parent == document.parent
    assert "原来的文件没有改动" in window.notes.texts()[0]
    window.open_path(document)
    assert author(window) == "乙"


def test_no_backup_is_opened_when_none_is_wanted(
    hands: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Esc, or a list that is empty: everything stays."""
    before = hands.work
    dialogs(monkeypatch, lambda dialog: dialog.open_button.click())
    hands.run("backups")
    dialogs(monkeypatch, lambda dialog: dialog._open())
    hands.run("backups")
    assert hands.window.workspace is before


# Damaged -------------------------------------------------------------------------------------


def test_a_damaged_file_opens_from_its_backup(
    window: MainWindow, document: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The newest is offered with its time; the damaged file keeps its bytes."""
    typed(document, "甲")
    left = spoil(document)
    asked = answer(monkeypatch, messages.BACKUP)
    assert window.open_path(document)
    assert "已损坏" in asked[0][0]
    assert asked[0][1].startswith("20")
    assert author(window) == "甲"
    assert document.read_bytes() == left


def test_a_damaged_file_is_read_as_far_as_possible(
    window: MainWindow, document: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A new file beside it; what is missing stands above the form."""
    with Session.open(document) as session:
        session.set_addresses([("封面.编制人", "甲")])
    left = spoil(document)
    asked = answer(monkeypatch, messages.SAVE_READABLE)
    assert window.open_path(document)
    assert asked[0][1] == ""
    assert author(window) == "甲"
    lines = window.notes.texts()
    assert lines[0] == "读得出的已救到新文件“本年（救回）.biaoli”，损坏的那一份没有改动。"
    assert lines[-1].endswith("请照报送过的表再查一遍")
    assert document.read_bytes() == left


@pytest.mark.parametrize("chosen", ["", messages.BACKUP])
def test_a_damaged_file_is_left_when_nothing_is_wanted(
    window: MainWindow, document: Path, monkeypatch: pytest.MonkeyPatch, chosen: str
) -> None:
    """The welcome page stays; no file is made."""
    spoil(document)
    before = sorted(document.parent.iterdir())
    answer(monkeypatch, chosen)
    assert not window.open_path(document)
    assert window.workspace is None
    assert sorted(document.parent.iterdir()) == before


def test_what_cannot_be_written_beside_goes_to_the_own_folder(
    document: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a full or locked stick the backup is written among the documents."""
    typed(document, "甲")
    (backup,) = backups_of(document)
    opened = open_backup(backup, document.parent / "拔出的" / "年报.biaoli")
    with opened.session as session:
        assert session.path is not None
        assert session.path.parent == own_folder()


@pytest.mark.parametrize(
    ("press", "newest", "chosen"),
    [
        (0, "11月22日", messages.BACKUP),
        (1, "11月22日", messages.SAVE_READABLE),
        (0, "", messages.SAVE_READABLE),
        (None, "11月22日", ""),
    ],
)
def test_the_question_about_a_damaged_file(
    qtbot: QtBot,
    window: MainWindow,
    monkeypatch: pytest.MonkeyPatch,
    press: int | None,
    newest: str,
    chosen: str,
) -> None:
    """Both ways out and leaving it; Esc leaves it."""

    def run(box: QMessageBox) -> int:
        box.show()
        ways = [b for b in box.buttons() if box.buttonRole(b) == QMessageBox.ButtonRole.ActionRole]
        if press is None:
            qtbot.keyClick(box, Qt.Key.Key_Escape)
        else:
            sorted(ways, key=lambda way: "备份" not in way.text())[press].click()
        return 0

    monkeypatch.setattr(QMessageBox, "exec", run)
    assert messages.ask_damaged(window, "“年报.biaoli”已损坏", newest) == chosen


def test_the_window_goes_on_while_a_document_is_read(
    window: MainWindow, document: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its clock ticks, it says what it does, and it does not close under it."""
    read, seen = Session.open, list[str]()

    def slowly(path: Path) -> Session:
        time.sleep(0.3)
        return read(path)

    monkeypatch.setattr(Session, "open", slowly)
    QTimer.singleShot(100, lambda: seen.append(window.panels.status.said()))
    QTimer.singleShot(100, window.close)
    heartbeat = Heartbeat()
    heartbeat.start()
    assert window.open_path(document)
    assert heartbeat.stop() < 300
    assert seen == [messages.opening(document.name)]
    assert window.panels.status.said() == ""
    assert window.isVisible()
    assert window.workspace is not None


def test_the_last_document_asked_for_is_shown(
    window: MainWindow, document: Path, tmp_path: Path, boxes: list[str]
) -> None:
    """Another start of the program may ask while one is being read; once for the same is enough."""
    other = Path(shutil.copy(document, tmp_path / "另一份.biaoli"))
    QTimer.singleShot(0, lambda: window.open_path(document))
    assert window.open_path(document)
    assert window.workspace is not None
    assert window.workspace.session.path == document
    window.close_document()
    QTimer.singleShot(0, lambda: window.open_path(other))
    assert not window.open_path(document)
    assert window.workspace is not None
    assert window.workspace.session.path == other
    with Session.open(document) as session:
        assert not session.read_only
    assert boxes == []


def test_a_large_document_gives_its_memory_back(
    window: MainWindow, document: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    """The collector passes it by as long as it is open, and has it when it is closed."""
    monkeypatch.setattr(opening, "MANY", 100)
    before = gc.get_freeze_count()
    window.open_path(document)
    assert window.workspace is not None
    gone = weakref.ref(window.workspace.session.calculation)
    assert gc.get_freeze_count() > before
    window.close_document()
    qtbot.waitUntil(lambda: gone() is None)
    gc.unfreeze()


def test_the_collector_passes_a_document_by_as_long_as_it_is_open(
    window: MainWindow, document: Path
) -> None:
    """Looking through it would take as long as an edit; closed, it is found like anything else."""
    window.open_path(document)
    assert window.workspace is not None
    gone = weakref.ref(window.workspace.session.calculation)
    assert gc.get_freeze_count() > len(gc.get_objects())
    window.close_document()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    gc.collect()
    assert gone() is None
