"""Steps are written while somebody types on: the window never waits, and closing loses nothing."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QMessageBox

from core.errors import DiskFull, DocumentNotWritable
from core.session import Session
from gui import messages
from gui.apart import apart
from tests.gui.hands import Hands
from tests.gui.heartbeat import Heartbeat

CELL = "支出决算表!项[2101501].栏2"
RECORDS = ("2080505", "2101101", "2101103", "2101501", "2109999")
CELLS = tuple(f"支出决算表!项[{code}].栏{n}" for code in RECORDS for n in (2, 3, 4, 5))
LARGEST_GAP_MS = 100
ATTEMPTS = 5


def slow_down(hands: Hands) -> list[str]:
    """Make every commit of the open file last 500 ms; the list grows with each."""
    commits: list[str] = []

    def traced(sql: str) -> None:
        if sql == "COMMIT":
            time.sleep(0.5)
            commits.append(sql)

    hands.session.store._connection.set_trace_callback(traced)
    return commits


def state(hands: Hands) -> str:
    """What the status bar says about saving."""
    return hands.window.panels.status.state()


def pulled(hands: Hands) -> Callable[[], object]:
    """Pull the stick; what puts it back."""
    path = hands.session.path
    assert path is not None
    away = path.rename(path.with_name("拔出的"))
    return lambda: away.rename(path)


def typed_in(path: Path, address: str) -> str:
    """What the file holds."""
    with Session.open(path) as session:
        return session.typed(session.names.cell(address))


def type_20_cells(hands: Hands, first: int) -> dict[str, str]:
    """Type into 20 cells as fast as the window takes it; what was typed by address."""
    typed = {}
    for number, address in enumerate(CELLS, start=first):
        hands.view.go(hands.model.anchor(hands.model.find(hands.cell(address))))
        hands.qtbot.wait(1)
        for sign in str(number):
            hands.type(sign)
            hands.qtbot.wait(1)
        hands.press(Qt.Key.Key_Return)
        hands.qtbot.wait(1)
        typed[address] = str(number)
    return typed


@pytest.mark.timed
def test_a_slow_file_never_stops_the_window(hands: Hands) -> None:
    """500 ms a commit, 20 cells, a beat of 10 ms: no gap over 100 ms, and nothing is lost."""
    hands.go(CELLS[0])
    commits = slow_down(hands)
    path = hands.session.path
    assert path is not None
    heartbeat, gaps, typed = Heartbeat(), [], dict[str, str]()
    for attempt in range(ATTEMPTS):  # other programs on this machine make gaps, too
        heartbeat.start()
        typed = type_20_cells(hands, 100 * attempt + 100)
        gaps.append(heartbeat.stop())
        if gaps[-1] <= LARGEST_GAP_MS:
            break
    assert min(gaps) <= LARGEST_GAP_MS, gaps
    assert hands.session.store.waiting is not None
    hands.qtbot.waitUntil(lambda: state(hands) == messages.WRITING)
    heartbeat.start()
    hands.run("close")
    assert heartbeat.stop() < 500
    assert len(commits) < 20 * len(gaps)
    with Session.open(path) as session:
        assert {a: session.typed(session.names.cell(a)) for a in typed} == typed
        assert not session.store.marks.left_open


def test_the_history_is_told_when_it_is_written(hands: Hands) -> None:
    """The panel does not wait for the file; the section comes when it can."""
    hands.go(CELL)
    slow_down(hands)
    hands.enter("5")
    hands.go(CELL)
    hands.work.explain_now()
    explain = hands.window.panels.explain.tree

    def sections() -> list[str]:
        rows = map(explain.topLevelItem, range(explain.topLevelItemCount()))
        return [row.text(0) for row in rows if row is not None]

    assert "记录" not in sections()
    assert state(hands) != messages.WRITING  # it may be written in a moment
    hands.qtbot.waitUntil(lambda: state(hands) == messages.WRITING)
    hands.qtbot.waitUntil(lambda: state(hands).startswith("已保存"))
    assert sections().count("记录") == 1


@pytest.mark.parametrize(
    ("trouble", "begins", "ends"),
    [
        (DiskFull("满"), "磁盘满了，", "腾出空间会自动写入"),
        (DocumentNotWritable("不行"), "文件写不进去，", "能写了会自动写入"),
    ],
)
def test_the_way_out_fits_the_trouble(
    hands: Hands, monkeypatch: pytest.MonkeyPatch, trouble: Exception, begins: str, ends: str
) -> None:
    """A full disk wants room, anything else is waited for; two cells are counted as two."""

    def refuse(*_: object) -> None:
        raise trouble

    with monkeypatch.context() as patch:
        patch.setattr("core.document.store.write_missing", refuse)
        for address in CELLS[:2]:
            hands.go(address)
            hands.enter("5")
        hands.qtbot.waitUntil(lambda: "2 格还没写入" in state(hands))
        assert state(hands).startswith(begins)
        assert ends in state(hands)
        assert hands.window.width() <= 1366
    hands.session.store.try_again()
    hands.qtbot.waitUntil(lambda: state(hands).startswith("已保存"))


# Closing with something that cannot be written -------------------------------------------------


def answers(monkeypatch: pytest.MonkeyPatch, *given: Callable[[], str]) -> list[str]:
    """Answer the question before closing, one after the other; what was asked."""
    asked: list[str] = []
    coming = iter(given)

    def ask(_: object, text: str) -> str:
        asked.append(text)
        return next(coming)()

    monkeypatch.setattr(messages, "ask_not_written", ask)
    return asked


def test_closing_asks_and_trying_again_writes(
    hands: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Staying keeps the document open; trying again when the stick is back closes it."""
    path = hands.session.path
    assert path is not None
    put_back = pulled(hands)
    hands.go(CELL)
    hands.enter("5")

    def again() -> str:
        put_back()
        return messages.TRY_AGAIN

    asked = answers(monkeypatch, lambda: "", lambda: messages.TRY_AGAIN, again)
    assert not hands.window.close()
    assert hands.window.isVisible()
    assert hands.text(CELL) == "5.00"
    assert hands.window.close()
    assert len(asked) == 3
    assert "1 格还没写入" in asked[0]
    assert typed_in(path, CELL) == "5"


def test_closing_may_save_elsewhere(
    hands: Hands, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The copy has everything, what could not be written too, with its history."""
    pulled(hands)
    there = tmp_path / "电脑上.biaoli"
    names = iter(("", str(there)))
    dialog = "gui.documents.QFileDialog.getSaveFileName"
    monkeypatch.setattr(dialog, lambda *_: (next(names), ""))
    hands.go(CELL)
    hands.enter("5")
    asked = answers(monkeypatch, *[lambda: messages.SAVE_ELSEWHERE] * 2)
    hands.run("close")
    assert len(asked) == 2  # the first time no name was given
    assert hands.window.workspace is None
    assert typed_in(there, CELL) == "5"


def test_closing_may_give_up(hands: Hands, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was not told as saved is lost, nothing else."""
    path = hands.session.path
    assert path is not None
    hands.go(CELL)
    hands.enter("4")
    hands.work.settle()
    put_back = pulled(hands)
    hands.go(CELL)
    hands.enter("5")
    answers(monkeypatch, lambda: messages.GIVE_UP)
    hands.run("close")
    put_back()
    assert typed_in(path, CELL) == "4"


def test_another_document_is_not_opened_over_what_waits(
    hands: Hands, example_document: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever stays, stays in the first document; the other one is let go."""
    put_back = pulled(hands)
    hands.go(CELL)
    hands.enter("5")
    answers(monkeypatch, lambda: "")
    session = hands.session
    assert not hands.window.open_path(example_document)
    assert hands.session is session
    Session.open(example_document).close()
    put_back()
    session.store.try_again()


def test_the_question_has_a_safe_answer(hands: Hands, monkeypatch: pytest.MonkeyPatch) -> None:
    """Enter tries again, Esc stays; each button says what it does."""
    seen: list[tuple[str, str]] = []

    def press(words: str) -> Callable[[QMessageBox], int]:
        def run(box: QMessageBox) -> int:
            default = box.defaultButton()
            box.show()
            escape = box.escapeButton()
            chosen = next(b for b in box.buttons() if b.text() == words)
            seen.append((default.text(), escape.text()))
            chosen.click()
            return 0

        return run

    for words, answer in (
        ("再试一次", messages.TRY_AGAIN),
        ("另存到电脑…", messages.SAVE_ELSEWHERE),
        ("不保存这几步就关闭", messages.GIVE_UP),
        ("取消", ""),
    ):
        monkeypatch.setattr(QMessageBox, "exec", press(words))
        assert messages.ask_not_written(hands.window, "没有写入") == answer
    assert set(seen) == {("再试一次", "取消")}
    for box in hands.window.findChildren(QMessageBox):
        box.deleteLater()


def test_what_is_done_apart_gives_its_result_and_raises_its_error(hands: Hands) -> None:
    """The window's clock goes on; an error comes out where one waits."""
    heartbeat = Heartbeat()
    heartbeat.start()

    def slow() -> str:
        time.sleep(0.4)
        return "好了"

    assert apart(slow) == "好了"
    assert heartbeat.stop() < 400

    def fail() -> str:
        raise DocumentNotWritable("不行")

    with pytest.raises(DocumentNotWritable, match="不行"):
        apart(fail)


@pytest.mark.parametrize("step", ["close", "save_as"])
def test_nobody_closes_while_the_file_is_waited_for(
    hands: Hands, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    """A wish to close that comes then is not heard: what was begun ends first."""
    path = hands.session.path
    assert path is not None
    monkeypatch.setattr("gui.documents.QFileDialog.getSaveFileName", lambda *_: ("", ""))
    hands.go(CELL)
    slow_down(hands)
    hands.enter("5")
    closed: list[bool] = []
    QTimer.singleShot(100, lambda: closed.append(hands.window.close()))
    hands.run(step)
    assert closed == [False]
    assert hands.window.close()
    assert typed_in(path, CELL) == "5"
