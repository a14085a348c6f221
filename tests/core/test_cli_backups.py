"""After a crash the document is there and says so; every changed session leaves a backup."""

import os
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from core.document import backups
from core.document.edits import Batch, SetText
from core.document.store import DocumentStore
from core.keeping import back_up, opening_notes
from core.refs import cover_cell
from core.session import Session
from tests.core.cli_calls import MONEY, call, done, refused, value_of
from tests.core.sessions import small

UNIT = cover_cell("单位名称")

_DIES = """
import os, sys
from pathlib import Path
from core.session import Session
session = Session.open(Path(sys.argv[1]))
for word in sys.argv[2:]:
    if word == "undo":
        session.undo()
    elif word == "project":
        session.apply(session.entries.added_project("新项目")[0])
    else:
        session.set_addresses([tuple(word.split("="))])
os._exit(9)
"""


def crashed(path: Path, *steps: str) -> None:
    """Let another program take these steps in the file and die without closing it."""
    root = Path(__file__).parents[2]
    environment = {**os.environ, "PYTHONPATH": str(root)}
    words = [sys.executable, "-c", _DIES, str(path), *steps]
    assert subprocess.run(words, cwd=root, env=environment, check=False).returncode == 9


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test meets the backups of another."""
    monkeypatch.setattr(backups, "user_folder", lambda: tmp_path / "data")


# After a crash -------------------------------------------------------------------------------


def test_a_crash_is_told_with_the_last_cell(document: Path) -> None:
    """On stderr, with time and cell in the form's words; what was confirmed is there."""
    crashed(document, f"{MONEY}=123.45")
    said = call("show", document, "--json")
    assert said.code == 0
    assert said.json["forms"]
    assert said.err.startswith("上次没有正常关闭。已恢复到 ")
    assert said.err.endswith("，最后填的是公开01表 行次29 年初结转和结余·金额。\n")
    assert value_of_quietly(document) == "123.45"


def value_of_quietly(document: Path) -> str:
    """The figure, after the file was opened for writing and closed: nothing is said any more."""
    Session.open(document).close()
    return str(value_of(document, MONEY))


@pytest.mark.parametrize(
    ("steps", "words"),
    [
        (["封面.编制人=甲", "undo"], "最后撤销了“填 1 格”。"),
        (["project"], "最后填的是项目卡[新项目] 项目简称。"),
        ([f"{MONEY}=5", f"{MONEY}="], "最后一步是“填 1 格”。"),
    ],
)
def test_the_last_step_is_told_as_what_it_was(document: Path, steps: list[str], words: str) -> None:
    """A step taken back, a project, a cell emptied."""
    crashed(document, *steps)
    with Session.open(document) as session:
        (note,) = opening_notes(session)
    assert note.endswith(words)


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (datetime.now().astimezone().replace(hour=9, minute=5, second=1), "恢复到 09:05:01，"),
        (datetime(2020, 3, 4, 15, 42, 7).astimezone(), "恢复到 3月4日 15:42:07，"),
        (None, "恢复到 最后一步，"),
    ],
)
def test_the_time_is_told_as_people_say_it(document: Path, at: datetime | None, words: str) -> None:
    """Today the hour alone; another day with its date; one that cannot be read not at all."""
    crashed(document, f"{MONEY}=5")
    with Session.open(document) as session:
        session.store._connection.execute(
            "UPDATE history SET at = ?", (at.isoformat() if at is not None else "昨天",)
        )
        assert words in opening_notes(session)[0]


def test_a_crash_without_a_step_left_is_told(document: Path) -> None:
    """The history was lost or spoilt: no more is said than is known."""
    crashed(document, f"{MONEY}=5")
    with Session.open(document) as session:
        session.store._connection.execute("DELETE FROM history")
        assert opening_notes(session) == ["上次没有正常关闭，填的数都在。"]


# Backups -------------------------------------------------------------------------------------


def test_every_changed_session_is_backed_up(document: Path, tmp_path: Path) -> None:
    """Listed with number and time, the newest first; one can be written to a new file."""
    assert "还没有备份" in done("backups", document).out
    done("set", document, "封面.编制人=甲")
    done("set", document, "封面.编制人=乙")
    lines = done("backups", document).out.splitlines()
    assert [line.split()[0] for line in lines[:-1]] == ["第2次", "第1次"]
    assert lines[0].endswith("本年")
    assert lines[-1].startswith("备份在 ")
    for wanted, name in (("1", "甲"), ("第1次", "甲"), ("最新", "乙")):
        file = tmp_path / f"{wanted}.biaoli"
        assert "已写到" in done("backups", document, "--restore", wanted, "--to", file).out
        assert value_of(file, "封面.编制人") == name


def test_a_damaged_document_is_restored(document: Path, tmp_path: Path) -> None:
    """The backup is found by the place of the file; the damaged one keeps its bytes."""
    done("set", document, "封面.编制人=甲")
    document.write_bytes(b"spoilt")
    done("backups", document, "--restore", "最新", "--to", tmp_path / "找回.biaoli")
    assert value_of(tmp_path / "找回.biaoli", "封面.编制人") == "甲"
    assert document.read_bytes() == b"spoilt"


def test_wrong_calls_are_told(document: Path, tmp_path: Path) -> None:
    """A backup that is not there, half a call, a file in the way."""
    new = tmp_path / "新.biaoli"
    assert "没有最新这一份" in refused("backups", document, "--restore", "最新", "--to", new)
    assert "写上写到哪个新文件" in refused("backups", document, "--restore", "1")
    assert "--restore 一起用" in refused("backups", document, "--to", new)
    done("set", document, "封面.编制人=甲")
    assert "没有9这一份" in refused("backups", document, "--restore", "9", "--to", new)
    assert "没有覆盖它" in refused("backups", document, "--restore", "1", "--to", document)
    assert not new.exists()


def test_a_backup_that_fails_is_told_and_hurts_nothing(document: Path, tmp_path: Path) -> None:
    """The values are set, the exit code is that of success."""
    (tmp_path / "data").write_text("a file where the folder should be")
    said = call("set", document, "封面.编制人=甲")
    assert said.code == 0
    assert "没有备份成，填的数都在文件里" in said.err
    assert value_of(document, "封面.编制人") == "甲"


def test_a_session_that_changed_nothing_makes_no_backup(document: Path) -> None:
    """Neither one that only looks, nor one in memory."""
    with Session.open(document) as session:
        assert back_up(session) == ""
    with Session.open(document, read_only=True) as session:
        assert back_up(session) == ""
    with small() as session:
        session.apply(Batch((SetText(UNIT, "甲"),)))
        assert back_up(session) == ""
    assert backups.backups_of(document) == []


def test_what_was_submitted_is_backed_up(document: Path) -> None:
    """A version and its unlocking are worth a backup as much as a step is."""
    done("versions", document, "--save", "上报")
    done("versions", document, "--unlock")
    lines = done("backups", document).out.splitlines()
    assert [line.split()[0] for line in lines[:-1]] == ["第2次", "第1次"]


def test_what_a_crash_left_is_backed_up(document: Path) -> None:
    """On the next opening, whether anything more is typed or not."""
    crashed(document, "封面.编制人=甲")
    with Session.open(document) as session:
        assert back_up(session) == ""
    (backup,) = backups.backups_of(document)
    with DocumentStore.open(backup.path, read_only=True) as store:
        assert store.load().texts[cover_cell("编制人")] == "甲"
    assert datetime.now() - backup.at < timedelta(minutes=5)
