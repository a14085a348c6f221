"""When the program itself fails: a record without a word of the document, and a way on."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox

from gui import appearance
from gui.crash import RECORD, CrashHook
from gui.file_names import data_folder
from tests.gui.hands import Hands

Press = Callable[[QMessageBox], None]
SECRETS = ("237207.55", "通海县医疗保障局", "张三", "本年.biaoli")


@pytest.fixture
def boxes(monkeypatch: pytest.MonkeyPatch) -> list[Press]:
    """What is done in the boxes that come, one after the other; in a box that is shown."""
    waiting: list[Press] = []

    def opened(box: QMessageBox) -> int:
        press = waiting.pop(0)
        box.show()
        press(box)
        assert not box.isVisible()
        return 0

    monkeypatch.setattr(QMessageBox, "exec", opened)
    return waiting


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[Path | None]:
    """The documents that the program was started again with."""
    paths: list[Path | None] = []

    def start_again(path: Path | None) -> bool:
        paths.append(path)
        return True

    monkeypatch.setattr(appearance, "start_again", start_again)
    return paths


def fail() -> None:
    """What nobody foresaw; its words hold what is nobody's business."""
    try:
        raise KeyError(SECRETS[1])
    except KeyError as error:
        raise ZeroDivisionError(" ".join(SECRETS)) from error


def crash(hands: Hands, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the window itself fail, in an event of Qt, and everything come to its end."""
    monkeypatch.setattr(sys, "excepthook", CrashHook(hands.window))
    QTimer.singleShot(0, fail)
    pass_time(50)


def pass_time(milliseconds: int) -> None:
    """Let Qt run as it does in the program; QTest.qWait would keep the exception for itself."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def press(words: str) -> Press:
    """Press a button."""

    def pressed(box: QMessageBox) -> None:
        next(button for button in box.buttons() if button.text() == words).click()

    return pressed


def test_the_box_says_that_all_is_in_the_file_and_offers_two_ways(
    hands: Hands, boxes: list[Press], started: list[Path | None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Esc leaves everything as it is."""
    seen: list[object] = []

    def look(box: QMessageBox) -> None:
        default = box.defaultButton()
        seen.extend(
            [
                box.text(),
                {b.text() for b in box.buttons()},
                default.text(),
            ]
        )
        QTest.keyClick(box, Qt.Key.Key_Escape)

    boxes.append(look)
    crash(hands, monkeypatch)
    ways = {"重新打开", "保存问题记录…", "接着用"}
    assert seen == ["程序出了问题，已填的数都在文件里。", ways, "重新打开"]
    assert started == []
    hands.window.activateWindow()
    hands.qtbot.waitUntil(lambda: QApplication.activeWindow() is hands.window)
    hands.go("一般公共预算收支!项[2101501].栏9")
    hands.enter("5")
    assert hands.text("一般公共预算收支!项[2101501].栏9") == "5.00"


def test_opening_again_starts_the_program_with_the_same_document(
    hands: Hands,
    document: Path,
    boxes: list[Press],
    started: list[Path | None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What was being typed is in the file; the window that failed is gone."""
    hands.go("一般公共预算收支!项[2101501].栏9")
    hands.type("7")
    boxes.append(press("重新打开"))
    crash(hands, monkeypatch)
    hands.qtbot.waitUntil(lambda: not hands.window.isVisible())
    assert started == [document]
    assert hands.window.workspace is None
    assert hands.window.open_path(document)
    assert hands.session.text(hands.cell("一般公共预算收支!项[2101501].栏9")) == "7.00"
    assert hands.window.close_document()


def test_a_window_that_cannot_even_be_left_starts_again_all_the_same(
    hands: Hands,
    document: Path,
    boxes: list[Press],
    started: list[Path | None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It does not ask for ever: every step is in the file already."""
    monkeypatch.setattr(QApplication, "quit", lambda: None)
    monkeypatch.setattr(QApplication, "closeAllWindows", lambda: None)
    with monkeypatch.context() as broken:
        broken.setattr(hands.window, "close_document", fail)
        boxes.append(press("重新打开"))
        crash(hands, monkeypatch)
        hands.qtbot.waitUntil(lambda: started == [document])
    assert not hands.window.isVisible()


def test_the_record_says_where_it_was_and_nothing_of_the_document(
    hands: Hands,
    boxes: list[Press],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Kept beside the program's own files, and saved where one chooses; then one is asked again."""
    saved = tmp_path / "张三" / "记录.txt"
    saved.parent.mkdir()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(saved), ""))
    boxes.extend([press("保存问题记录…"), press("接着用")])
    crash(hands, monkeypatch)
    assert boxes == []
    kept = (data_folder() / RECORD).read_text(encoding="utf-8")
    written = saved.read_text(encoding="utf-8")
    assert kept.endswith(written)
    assert written.index("KeyError") < written.index("ZeroDivisionError")
    assert "tests/gui/test_crash.py:" in written
    said = [words for words in (*SECRETS, str(Path.home()), str(tmp_path)) if words in written]
    assert said == []


def test_a_record_that_cannot_be_written_is_told(
    hands: Hands, boxes: list[Press], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One is asked again, and can choose another place; choosing none is no harm either."""
    names = [str(tmp_path / "没有" / "记录.txt"), ""]
    told: list[str] = []
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (names.pop(0), ""))

    def read(box: QMessageBox) -> None:
        told.append(box.text())
        box.buttons()[0].click()

    boxes.extend([press("保存问题记录…"), read, press("保存问题记录…"), press("接着用")])
    crash(hands, monkeypatch)
    assert told == ["“记录.txt”写不进去。换一个文件夹再试。"]
    assert (boxes, names) == ([], [])


def test_a_box_says_what_is_not_in_the_file(
    hands: Hands, document: Path, boxes: list[Press], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the stick was pulled out it is not true that everything is there."""
    texts: list[str] = []

    def look(box: QMessageBox) -> None:
        texts.append(box.text())
        press("接着用")(box)

    gone = document.rename(document.with_name("别处.biaoli"))
    hands.go("一般公共预算收支!项[2101501].栏9")
    hands.enter("5")
    hands.qtbot.waitUntil(lambda: is_in_trouble(hands))
    boxes.append(look)
    crash(hands, monkeypatch)
    assert "还没写入" in texts[0]
    assert "都在文件里" not in texts[0]
    gone.rename(document)
    hands.session.store.try_again()
    hands.qtbot.waitUntil(lambda: hands.session.store.waiting is None)


def is_in_trouble(hands: Hands) -> bool:
    """Whether something cannot be written."""
    waiting = hands.session.store.waiting
    return waiting is not None and waiting.trouble is not None


def test_one_fault_after_another_asks_once(
    hands: Hands, boxes: list[Press], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What fails while one is asked is recorded too."""

    def again(box: QMessageBox) -> None:
        QTimer.singleShot(0, fail)
        pass_time(30)
        press("接着用")(box)

    before = (
        (data_folder() / RECORD).read_text("utf-8") if (data_folder() / RECORD).exists() else ""
    )
    boxes.append(again)
    crash(hands, monkeypatch)
    kept = (data_folder() / RECORD).read_text("utf-8")[len(before) :]
    assert kept.count("biaoli 0") == 2
