"""Backups: made from sound files only, thinned out by time, found again, never in the way."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.document import backups
from core.document.backups import Backup, backups_of, kept, make_backup, restore
from core.document.edits import SetText
from core.document.store import DocumentStore
from core.errors import DocumentError
from tests.core.document.files import UNIT, filled, make, step, tampered

NOON = datetime(2026, 11, 22, 12)


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """No test meets the backups of another."""
    folder = tmp_path / "data"
    monkeypatch.setattr(backups, "user_folder", lambda: folder)
    return folder


def files_in(folder: Path) -> list[str]:
    """Every file below the folder, by name."""
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def session(path: Path, text: str, at: datetime = NOON) -> Backup:
    """Type something, close and back up."""
    with DocumentStore.open(path) as store:
        document = store.load()
        step(store, document, SetText(UNIT, text))
        return make_backup(store, at)


def test_a_backup_is_the_document_as_it_is(tmp_path: Path) -> None:
    """Named after file and time; it can be written to a new file, which is the same document."""
    path = make(tmp_path, "年报.biaoli")
    made = session(path, "甲", datetime(2026, 11, 22, 15, 42, 7, 999))
    session(path, "乙")
    assert made.path.name == "年报 2026-11-22 15-42-07 第1次.biaoli"
    assert (made.title, made.at) == ("年报", datetime(2026, 11, 22, 15, 42, 7))
    found = backups_of(path)
    assert [backup.number for backup in found] == [2, 1]
    assert found[1] == made
    restore(made, tmp_path / "新.biaoli")
    with DocumentStore.open(tmp_path / "新.biaoli") as store, DocumentStore.open(path) as own:
        assert store.load().texts[UNIT] == "甲"
        assert len(store.history()) == 1
        assert store.marks.document == own.marks.document
        assert not store.marks.left_open
    with pytest.raises(DocumentError, match="没有覆盖它"):
        restore(made, path)


def test_a_moved_file_finds_its_backups(tmp_path: Path) -> None:
    """By its name inside, wherever it lies now; another document has its own."""
    path = make(tmp_path)
    session(path, "甲")
    moved = path.rename(tmp_path / "别处.biaoli")
    assert [backup.number for backup in backups_of(moved)] == [1]
    assert backups_of(make(tmp_path, "另一份.biaoli")) == []


def test_a_damaged_or_missing_file_finds_its_backups(tmp_path: Path) -> None:
    """By the place where it lay."""
    path = make(tmp_path)
    session(path, "甲")
    path.write_bytes(b"")
    assert [backup.number for backup in backups_of(path)] == [1]
    path.unlink()
    assert [backup.number for backup in backups_of(path)] == [1]


def test_a_document_without_a_name_is_backed_up_by_its_place(tmp_path: Path) -> None:
    """Files of early versions have none."""
    path = make(tmp_path)
    with tampered(path) as connection:
        connection.execute("DELETE FROM meta WHERE key = 'document'")
    session(path, "甲")
    assert len(backups_of(path)) == 1


def test_a_document_in_memory_has_no_backup() -> None:
    """There is no file yet."""
    with DocumentStore.create(None, filled(), {}, {}) as store, pytest.raises(DocumentError):
        make_backup(store)


def test_a_file_found_damaged_is_not_backed_up(tmp_path: Path, own_folder: Path) -> None:
    """What fails its check takes no good backup's place; the message says so."""
    path = make(tmp_path)
    session(path, "甲")
    before = files_in(own_folder)
    with DocumentStore.open(path) as store:
        store._connection.execute("PRAGMA shrink_memory")
        content = bytearray(path.read_bytes())
        content[3 * 4096 : 4 * 4096] = b"\xff" * 4096
        path.write_bytes(content)
        with pytest.raises(DocumentError, match="没有拿它备份，原来的备份都在"):
            make_backup(store)
    assert files_in(own_folder) == before


def full_disk(*_: object, **__: object) -> None:
    """Fail as a disk without room does."""
    raise OSError(28, "No space left on device")


@pytest.mark.parametrize("fails", ["copy", "rename", "note"])
def test_a_full_disk_hurts_nothing(
    tmp_path: Path, own_folder: Path, monkeypatch: pytest.MonkeyPatch, fails: str
) -> None:
    """Document and earlier backups stay as they are, no half file is left, and it is said."""
    path = make(tmp_path)
    session(path, "甲")
    with DocumentStore.open(path) as store:
        step(store, filled(), SetText(UNIT, "乙"))
        before = path.read_bytes(), files_in(own_folder)
        if fails == "copy":
            monkeypatch.setattr(DocumentStore, "copy_to", full_disk)
        elif fails == "rename":
            monkeypatch.setattr(Path, "replace", full_disk)
        else:
            monkeypatch.setattr(Path, "write_text", full_disk)
            store.path = path.with_name("another place")
        with pytest.raises(DocumentError, match="没有备份成，填的数都在文件里"):
            make_backup(store)
        assert (path.read_bytes(), files_in(own_folder)) == before


def test_a_data_folder_that_is_a_file_is_told(tmp_path: Path, own_folder: Path) -> None:
    """Nothing can be made there; nothing is found there."""
    own_folder.write_text("a file")
    with (
        DocumentStore.open(make(tmp_path)) as store,
        pytest.raises(DocumentError, match="没有备份"),
    ):
        make_backup(store)
    assert backups_of(tmp_path / "none") == []


def test_other_files_in_the_folder_are_left_alone(tmp_path: Path, own_folder: Path) -> None:
    """Only what is named like a backup is listed or thinned out."""
    path = make(tmp_path)
    first = session(path, "甲")
    folder = first.path.parent
    for name in ("笔记.txt", "年报 2026-13-99 12-00-00 第3次.biaoli"):
        (folder / name).write_text("x")
    for number in range(12):
        session(path, f"{number}")
    assert (folder / "笔记.txt").exists()
    assert [backup.number for backup in backups_of(path)] == list(range(13, 3, -1))


def test_a_long_or_odd_name_is_backed_up(tmp_path: Path) -> None:
    """A name as long as disks allow, and one with a line break."""
    for name in ("长" * 80 + ".biaoli", "a\nb.biaoli", "第1次.biaoli"):
        path = make(tmp_path, name)
        session(path, "甲")
        assert [backup.number for backup in backups_of(path)] == [1]


# Thinning out --------------------------------------------------------------------------------


def series(*times: datetime) -> list[Backup]:
    """Backups numbered in the order they were made."""
    return [Backup(Path(f"{n}"), n, at, "年报") for n, at in enumerate(times, start=1)]


@pytest.mark.parametrize(
    ("apart", "count", "expected"),
    [
        (timedelta(minutes=5), 40, range(31, 41)),
        (timedelta(days=1), 9, range(1, 10)),
        (timedelta(hours=8), 60, [44, 47, *range(50, 61)]),
    ],
)
def test_sessions_days_and_months_are_kept(
    apart: timedelta, count: int, expected: list[int]
) -> None:
    """Ten sessions, the last of each of seven days, the last of each of twelve months."""
    made = series(*(datetime(2026, 3, 31) - apart * (count - 1 - n) for n in range(count)))
    assert sorted(backup.number for backup in kept(made)) == sorted(expected)


def test_twelve_months_are_kept() -> None:
    """One in each; the thirteenth goes."""
    days = [date(2024 + month // 12, month % 12 + 1, 5) for month in range(24)]
    made = series(*(datetime(day.year, day.month, day.day) for day in days))
    assert len(kept(made)) == 12


TIMES = st.lists(st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)), max_size=60)
ORDERS: list[Callable[[list[datetime]], list[datetime]]] = [sorted, list]


@given(times=TIMES, order=st.sampled_from(ORDERS))
def test_thinning_out_is_bounded_and_stable(
    times: list[datetime], order: Callable[[list[datetime]], list[datetime]]
) -> None:
    """The newest ten always stay, whatever the clock says; doing it twice takes nothing more."""
    made = series(*order(times))
    left = kept(made)
    assert left <= set(made)
    assert set(made[-10:]) <= left
    assert len(left) <= 10 + 7 + 12
    assert kept(left) == left
    assert {backup.at.year * 12 + backup.at.month for backup in made[-10:]} <= {
        backup.at.year * 12 + backup.at.month for backup in left
    }
