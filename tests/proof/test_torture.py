"""`dev.py torture` finds what is wrong, and gives every input again for its seed."""

import hashlib
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from random import Random

import pytest

from core.document.edits import SetText
from core.document.model import Document
from core.document.opening import journal_of
from core.document.store import DocumentStore
from core.export.pdf import write_pdf
from core.export.xlsx import write_workbook
from core.refs import cover_cell
from core.session import Session
from tools.torture.counted import Fault, Tried, demand
from tools.torture.judge import (
    clone,
    judge_document,
    judge_exports,
    judge_rubbish,
    undo_everything,
)
from tools.torture.mutations import KINDS, Cases
from tools.torture.nasty import spoilt_bytes, spoilt_text
from tools.torture.pages import spoilt_document
from tools.torture.rooms import EXAMPLE
from tools.torture.script import COPY, PDF, WORKBOOK, digest
from tools.torture.worker import run
from tools.torture.writers import Heard

CELL = cover_cell("编制人")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Document, bytes]:
    """The example, and its file when it was typed in three times."""
    path = tmp_path_factory.mktemp("made") / "年报.biaoli"
    with Session.example(EXAMPLE, path) as session:
        before = clone(session.document)
        for text in "甲乙丙":
            session.apply(SetText(CELL, text))
    return before, path.read_bytes()


@pytest.fixture
def base(made) -> Document:
    """The document before it was typed in."""
    return clone(made[0])


@pytest.fixture
def document(made, tmp_path: Path) -> Path:
    """The file."""
    path = tmp_path / "年报.biaoli"
    path.write_bytes(made[1])
    return path


def heard(path: Path) -> Heard:
    """What a writer would have told of the document as it is."""
    with DocumentStore.open(path, read_only=True) as store:
        return Heard(steps=len(store.history()), digest=digest(store.load()))


# ---- the judge


def test_a_sound_document_passes(document, base):
    """Also one more step than was confirmed: the kill came before the word."""
    told = heard(document)
    assert judge_document(document, base, told) == 3
    with Session.open(document) as session:
        session.apply(SetText(CELL, "丁"))
    assert judge_document(document, base, told) == 4
    assert undo_everything(document, base) == 4


def test_a_lost_step_is_found(document, base):
    """A confirmed step that is not in the file."""
    told = heard(document)
    told.steps += 1
    with pytest.raises(Fault, match="确认了4步，文件里只有3步"):
        judge_document(document, base, told)


def test_two_steps_too_many_are_found(document, base):
    """Nobody confirmed them."""
    told = heard(document)
    told.steps -= 2
    with pytest.raises(Fault, match="文件里3步"):
        judge_document(document, base, told)


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        ("UPDATE cell_text SET text = '戊' WHERE text = '丙'", "得到的不是这份文件"),
        ("DELETE FROM history WHERE seq = 2", "记录缺了几步"),
        ("UPDATE history SET edit = '\"戊\"' WHERE seq = 3", "得到的不是这份文件"),
        ("UPDATE history SET inverse = '\"戊\"' WHERE seq = 1", "得到的不是开始时的文件"),
        ("PRAGMA user_version = 99", "打不开"),
    ],
)
def test_damage_is_found(document, base, damage, told):
    """Whatever is not as the writer told it."""
    before = heard(document)
    with closing(sqlite3.connect(document)) as connection:
        connection.execute(damage)
        connection.commit()
    with pytest.raises(Fault, match=told):
        judge_document(document, base, before)


def test_other_content_than_was_confirmed_is_found(document, base):
    """The sum of everything differs."""
    told = heard(document)
    told.digest = "0" * 16
    with pytest.raises(Fault, match="与确认过的不一样"):
        judge_document(document, base, told)


def test_an_undo_that_does_not_lead_back_is_found(document, base):
    """The beginning was another one."""
    base.texts[CELL] = "戊"
    with pytest.raises(Fault, match="回不到开始时的文件"):
        undo_everything(document, base)


def test_half_written_exports_are_found(document, tmp_path):
    """Each kind, cut off; one that is gone; one that nobody wrote."""
    with Session.open(document) as session:
        forms = [session.printed(session.sheets()[0].sheet)]
        write_workbook(forms, tmp_path / WORKBOOK)
        write_pdf(forms, tmp_path / PDF)
        session.store.copy_to(tmp_path / COPY)
    names = (WORKBOOK, PDF, COPY)
    whole = {name: (tmp_path / name).read_bytes() for name in names}
    sums = {name: hashlib.sha256(content).hexdigest() for name, content in whole.items()}
    judge_exports(tmp_path, Heard(sums=sums), {})
    for name, content in whole.items():
        (tmp_path / name).write_bytes(content[: len(content) // 2])
        with pytest.raises(Fault, match="不是最后写的那一份"):
            judge_exports(tmp_path, Heard(sums=sums), {})
        with pytest.raises(Fault, match=name):
            judge_exports(tmp_path, Heard(sums=sums, writing=name), {})
        (tmp_path / name).unlink()
        with pytest.raises(Fault, match="不见了"):
            judge_exports(tmp_path, Heard(sums=sums), {})
        (tmp_path / name).write_bytes(content)


def test_rubbish_is_cleared_and_counted(tmp_path):
    """Half files of the program, and their journals."""
    half = tmp_path / ".biaoli-0123456789ab.tmp"
    half.write_bytes(b"half")
    journal_of(half).write_bytes(b"half")
    assert judge_rubbish(tmp_path) == 2
    (tmp_path / ".biaoli-foreign").write_bytes(b"")
    with pytest.raises(Fault, match="没有清掉"):
        judge_rubbish(tmp_path)


def test_a_refused_step_that_changed_something_is_found():
    """The writer tells the document's sum with every refusal."""
    told = Heard()
    told.hear(b'{"steps": 1, "digest": "a"}')
    told.hear(b'{"steps": 1, "digest": "a", "refused": "no"}')
    with pytest.raises(Fault, match="没有做成的一步改了文件"):
        told.hear(b'{"steps": 1, "digest": "b", "refused": "no"}')


def test_a_fault_is_counted_and_told_with_its_place():
    """Every trial counts; nothing stops at the first fault."""
    tried = Tried("试")
    tried.tried("第1次", lambda: demand(True, "甲"))
    tried.tried("第2次", lambda: demand(False, "乙"))
    tried.count("见过", 2)
    assert tried.lines() == ["     2 次 试：出错 1；见过 2", "   出错  第2次：乙"]


# ---- spoilt inputs


def test_slips_are_the_same_for_a_seed():
    """So that a failure can be had again."""
    content = b"SQLite format 3" * 999
    spoils: list[Callable[[Random], object]] = [
        lambda chance: spoilt_text(chance, "表样: 1\n列: [9]\n" * 9),
        lambda chance: spoilt_bytes(chance, content),
        lambda chance: spoilt_document(chance, content),
    ]
    for spoil in spoils:
        results = [spoil(Random(seed)) for seed in (1, 1, *range(2, 30))]  # noqa: S311
        assert results[0] == results[1]
        assert len(set(results)) > 20


def test_every_kind_of_input_runs(tmp_path, monkeypatch):
    """One case of each, all well."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    cases = Cases(tmp_path)
    assert {kind: run(cases, kind, 1, 0)["wrong"] for kind in KINDS} == dict.fromkeys(KINDS, "")


def test_a_defect_in_a_case_is_told():
    """A fault by its words, anything else with its traceback."""

    class Defective(Cases):
        """Fails in every way."""

        def __init__(self) -> None:
            pass

        def run(self, kind: str, seed: int, number: int) -> bool:  # noqa: ARG002
            """Fail."""
            if kind == "fault":
                raise Fault("一行太长")
            raise ZeroDivisionError

    assert run(Defective(), "fault", 1, 1)["wrong"] == "一行太长"
    assert "ZeroDivisionError" in str(run(Defective(), "other", 1, 2)["wrong"])
