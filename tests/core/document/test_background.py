"""Steps written by a thread: together, again when it failed, and none lost that waits."""

import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from random import Random

import pytest

from core.document.background import BackgroundWriter, Step
from core.document.edits import SetText, apply_edit
from core.document.history import HistoryRow, written
from core.document.model import Document
from core.document.store import DocumentStore
from core.errors import DiskFull, DocumentGone, DocumentNotWritable, EditRefused
from tests.core.document.files import META, SCORE, SNAPSHOT, UNIT, filled, make, new_project, step
from tests.core.document.vocabulary import random_edit

SOON = 20.0


def a_step(seq: int, cells: int = 1) -> Step:
    """A step that says nothing."""
    nothing = SetText(UNIT, "甲")
    row = HistoryRow(seq, "", "张", "do", "填", nothing, nothing)
    return Step((), written(row), cells, datetime(2022, 3, 1, 15, 42, seq))


class Slow:
    """What a writer writes to: it waits until it is let, and fails when it is told to."""

    def __init__(self) -> None:
        self.written: list[list[int]] = []
        self.begun = threading.Event()
        self.go_on = threading.Event()
        self.trouble: Exception | None = None
        self.told = threading.Semaphore(0)

    def write(self, steps: Sequence[Step]) -> None:
        """One transaction."""
        self.begun.set()
        assert self.go_on.wait(SOON)
        if self.trouble is not None:
            raise self.trouble
        self.written.append([step.row.seq for step in steps])

    def wait_told(self) -> None:
        """Wait until something was written or could not be."""
        assert self.told.acquire(timeout=SOON)


@pytest.fixture
def slow() -> Slow:
    """A file that waits to be let."""
    return Slow()


@contextmanager
def writing(slow: Slow, retry: float = SOON) -> Iterator[BackgroundWriter]:
    """A writer to it, stopped at the end."""
    writer = BackgroundWriter(slow.write, slow.told.release, retry)
    try:
        yield writer
    finally:
        slow.go_on.set()
        writer.stop()


# The queue -----------------------------------------------------------------------------------


def test_steps_that_wait_are_written_together_in_order(slow: Slow) -> None:
    """What comes while one is being written makes one transaction after it."""
    with writing(slow) as writer:
        writer.put(a_step(1))
        assert slow.begun.wait(SOON)
        for seq in range(2, 21):
            writer.put(a_step(seq))
        assert len(writer.steps()) == 20
        slow.go_on.set()
        assert writer.settle(SOON)
    assert slow.written == [[1], list(range(2, 21))]


def test_waiting_says_how_much_and_since_when(slow: Slow) -> None:
    """The cells of all steps that wait, and the time of the first of them."""
    with writing(slow) as writer:
        assert writer.settle(SOON)
        writer.put(a_step(1))
        writer.put(a_step(2, cells=2))
        waiting = writer.waiting
        assert waiting is not None
        assert (waiting.cells, waiting.trouble) == (3, None)
        assert waiting.since == datetime(2022, 3, 1, 15, 42, 1)
        assert not writer.settle(0.01)
        slow.go_on.set()
        assert writer.settle(SOON)
        assert not writer.steps()


def test_what_failed_is_kept_and_tried_again_by_itself(slow: Slow) -> None:
    """After a while, without anybody asking; nothing is written twice."""
    slow.trouble = DiskFull("满了")
    slow.go_on.set()
    with writing(slow, retry=0.05) as writer:
        writer.put(a_step(1))
        slow.wait_told()
        assert not writer.settle(SOON)
        waiting = writer.waiting
        assert waiting is not None
        assert waiting.trouble is slow.trouble
        writer.put(a_step(2))
        slow.trouble = None
        while writer.waiting is not None:
            slow.wait_told()
    assert slow.written == [[1, 2]]


def test_a_poke_tries_at_once(slow: Slow) -> None:
    """Without waiting for the next time."""
    slow.trouble = DiskFull("满了")
    slow.go_on.set()
    with writing(slow) as writer:
        writer.put(a_step(1))
        slow.wait_told()
        slow.trouble = None
        writer.poke()
        assert writer.settle(SOON)
    assert slow.written == [[1]]


def test_stopping_writes_what_waits(slow: Slow) -> None:
    """Everything is in the file when `stop` comes back."""
    slow.go_on.set()
    with writing(slow) as writer:
        for seq in range(1, 6):
            writer.put(a_step(seq))
        writer.stop()
        assert writer.waiting is None
    assert [seq for together in slow.written for seq in together] == [1, 2, 3, 4, 5]


def test_stopping_gives_up_what_cannot_be_written(slow: Slow) -> None:
    """It waits for no better time; a defect of ours is trouble like any other."""
    slow.trouble = TypeError("a defect")
    slow.go_on.set()
    with writing(slow) as writer:
        writer.put(a_step(1))
        writer.stop()
        assert [step.row.seq for step in writer.steps()] == [1]
        waiting = writer.waiting
        assert waiting is not None
        assert waiting.trouble is slow.trouble


# A document file -----------------------------------------------------------------------------


@contextmanager
def background(path: Path, told: Callable[[], None] = lambda: None) -> Iterator[DocumentStore]:
    """A file open for writing in the background."""
    with DocumentStore.open(path) as store:
        store.write_in_background(told)
        yield store


def no_room(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no step be written."""

    def full(*_: object) -> None:
        raise DiskFull("磁盘满了")

    monkeypatch.setattr("core.document.store.write_missing", full)


def test_every_step_is_written_as_the_document_was_then(tmp_path: Path) -> None:
    """However far the document has got on; its history and numbers are as if written at once."""
    chance, document = Random(5), filled()  # noqa: S311 - no secret
    rows: list[HistoryRow] = []
    path = make(tmp_path)
    with background(path) as store:
        while len(rows) < 60:
            try:
                rows.append(step(store, document, random_edit(chance, document)))
            except EditRefused:
                continue
        assert store.load() == document
        assert store.history() == rows
        assert store.waiting is None
    with DocumentStore.open(path) as store:
        assert store.load() == document
        assert [row.seq for row in store.history()] == list(range(1, 61))
        assert not store.marks.left_open


def test_a_commit_does_not_wait_for_the_file(tmp_path: Path) -> None:
    """Nor does asking what waits; whoever reads the file gets it as it will be."""
    held, told = threading.Event(), threading.Semaphore(0)
    document = filled()
    with background(make(tmp_path), told.release) as store:
        store._connection.set_trace_callback(lambda sql: sql == "COMMIT" and held.wait(SOON))
        step(store, document, SetText(UNIT, "甲"))
        step(store, document, SetText(SCORE, "3"))
        waiting = store.waiting
        assert waiting is not None
        assert waiting.cells == 2
        held.set()
        assert store.load() == document
        assert told.acquire(timeout=SOON)


def test_what_the_file_could_never_keep_is_refused_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A lone surrogate, or too much: it would wait for ever, and everything after it."""
    document = filled()
    with background(make(tmp_path)) as store:
        with pytest.raises(EditRefused, match="不能保存的符号"):
            step(store, document, SetText(UNIT, "乙"), label="\ud800")
        monkeypatch.setattr("core.document.opening.MAX_VALUE", 20_000)
        with pytest.raises(EditRefused, match="分几次做"):
            step(store, document, SetText(UNIT, "字" * 5000))
        assert store.waiting is None
        assert document == filled()
        assert step(store, document, SetText(UNIT, "甲")).seq == 1
        assert store.load() == document


def test_while_steps_wait_nothing_else_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A version would say that it holds them; reading shows what is in the file."""
    document, before = filled(), filled()
    with background(make(tmp_path)) as store:
        with monkeypatch.context() as patch:
            no_room(patch)
            step(store, document, SetText(UNIT, "甲"))
            with pytest.raises(DocumentNotWritable, match="磁盘满了"):
                store.versions.note_export("a.xlsx", "0" * 64)
            assert store.load() == before
            assert store.versions.step() == 0
        store.try_again()
        store.versions.note_export("a.xlsx", "0" * 64)
        assert store.versions.step() == 1
        assert store.load() == document


def test_a_copy_has_the_steps_that_wait(tmp_path: Path) -> None:
    """The way out of a pulled stick: all of it, with its history, nothing twice."""
    document, path = filled(), make(tmp_path)
    copy = tmp_path / "copy.biaoli"
    with background(path) as store:
        step(store, document, SetText(UNIT, "甲"))
        assert store.load() == document
        path.rename(tmp_path / "pulled")
        step(store, document, new_project("p9"))
        step(store, document, SetText(SCORE, "3"))
        assert store.last_step() is not None
        waiting = store.waiting
        assert waiting is not None
        assert isinstance(waiting.trouble, DocumentGone)
        store.copy_to(copy)
    with DocumentStore.open(copy) as found:
        assert found.load() == document
        assert [row.seq for row in found.history()] == [1, 2, 3]


def test_closing_loses_only_what_was_not_told_as_written(tmp_path: Path) -> None:
    """The file is as it was after the last step that no longer waited, and says nothing else."""
    document, path = filled(), make(tmp_path)
    with background(path) as store:
        step(store, document, SetText(UNIT, "甲"))
        known = store.load()
        pulled = path.rename(tmp_path / "pulled")
        step(store, document, SetText(UNIT, "乙"))
    pulled.rename(path)
    with DocumentStore.open(path) as store:
        assert store.load() == known
        assert len(store.history()) == 1


def test_only_a_file_that_can_be_written_is_written_in_the_background(tmp_path: Path) -> None:
    """A document in memory takes its steps at once; one that is only looked at takes none."""
    document = filled()
    with DocumentStore.create(None, document, SNAPSHOT, META) as store:
        store.write_in_background(lambda: None)
        step(store, document, SetText(UNIT, "甲"))
        store.try_again()
        assert store.waiting is None
        assert store.load() == document
    with DocumentStore.open(make(tmp_path), read_only=True) as store:
        store.write_in_background(lambda: None)
        with pytest.raises(DocumentNotWritable, match="另存到电脑后可以填"):
            step(store, document, SetText(UNIT, "乙"))


def test_a_program_killed_while_steps_wait_keeps_what_was_told(tmp_path: Path) -> None:
    """Sound file, every step that was told as written, in order, and the figures they lead to."""
    path = tmp_path / "年报.biaoli"
    DocumentStore.create(path, Document("s", 1), {}, {}).close()
    for seed in range(3):
        with subprocess.Popen(
            [sys.executable, "-m", "tests.core.document.writer", str(path), str(seed), "later"],
            stdout=subprocess.PIPE,
            cwd=Path(__file__).parents[3],
            text=True,
        ) as child:
            assert child.stdout is not None
            told = [int(child.stdout.readline()) for _ in range(3)]
            child.kill()
            told += [int(line) for line in child.stdout.read().splitlines()]
        with DocumentStore.open(path) as store:
            rows, document = store.history(), Document("s", 1)
            assert [row.seq for row in rows] == list(range(1, len(rows) + 1))
            assert len(rows) >= max(told) > 0
            for row in rows:
                assert apply_edit(document, row.edit) == row.inverse
            assert store.load() == document
