"""A damaged file: what can be read is in the new one, what is lost is told, nothing is touched."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from core.document import backups
from core.document.backups import make_backup
from core.document.model import Document
from core.document.pages import Pages
from core.document.recovery import Recovery, recover
from core.document.salvage import salvage
from core.document.schema import FORMAT
from core.document.store import DocumentStore
from core.errors import DocumentError, DocumentInUse, DocumentNotWritable, NewerDocument
from core.refs import cover_cell
from core.session import Session
from tests.core.cli_calls import MONEY, done, refused
from tests.core.document.files import cut_off, tampered

PAGE = 4096
UNREADABLE = "处读不出来，请照报送过的表再查一遍"


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test meets the backups of another."""
    monkeypatch.setattr(backups, "user_folder", lambda: tmp_path / "data")


@pytest.fixture(scope="module")
def worked_on(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example after some work: history, a row and a project added, one deleted."""
    path = tmp_path_factory.mktemp("worked") / "年报.biaoli"
    with Session.example("tonghai-2021", path) as session:
        for number in range(40):
            session.set_addresses([(MONEY, f"{number}"), ("封面.编制人", f"张{number}" * 200)])
        session.apply(session.entries.added_project("新项目")[0])
        session.set_addresses([("项目自评[新项目]!指标[1].三级指标", "参保率")])
        session.undo()
        session.redo()
    return path


def content_of(path: Path) -> Document:
    """The document in a file."""
    with DocumentStore.open(path, read_only=True) as store:
        return store.load()


def spoilt(whole: Path, path: Path, *pages: int, keep: int | None = None) -> Path:
    """A copy with pages (counted from 1) blanked, cut off after so many bytes."""
    content = bytearray(whole.read_bytes())
    for page in pages:
        content[(page - 1) * PAGE : page * PAGE] = bytes(PAGE)
    path.write_bytes(content[:keep])
    return path


def recovered(path: Path) -> tuple[Recovery, Document]:
    """Recover into a new file beside it; the damaged one keeps its bytes."""
    before, target = path.read_bytes(), path.with_name("救回.biaoli")
    report = recover(path, target)
    assert path.read_bytes() == before
    found = content_of(target)
    target.unlink()
    return report, found


def root(path: Path, table: str) -> int:
    """The page on which a table begins."""
    with closing(sqlite3.connect(path)) as connection:
        query = "SELECT rootpage FROM sqlite_master WHERE name = ?"
        return int(connection.execute(query, (table,)).fetchone()[0])


def leaves(path: Path, table: str) -> list[int]:
    """The pages that a table fills."""
    content = path.read_bytes()
    pages = Pages(content)
    list(pages.rows_from(root(path, table)))
    return sorted(page for page in pages.seen if content[(page - 1) * PAGE] == 0x0A)


# Reading pages -------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [512, 4096, 65536])
def test_every_row_of_a_sound_file_is_read(worked_on: Path, tmp_path: Path, size: int) -> None:
    """With small and large pages, long texts on pages of their own: exactly what SQLite reads."""
    path = tmp_path / "a.biaoli"
    with closing(sqlite3.connect(worked_on)) as source:
        source.execute(f"PRAGMA page_size = {size}")
        source.execute("VACUUM INTO ?", (str(path),))
    found = salvage(path.read_bytes())
    assert (found.lost, found.damaged) == (0, set())
    with closing(sqlite3.connect(path)) as connection:
        names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        for (name,) in names.fetchall():
            rows = connection.execute(f"SELECT * FROM {name}")  # noqa: S608
            assert sorted(found.rows[name]) == sorted(rows)


@given(
    content=st.binary(max_size=300)
    | st.builds(bytes.__add__, st.just(b"SQLite format 3\0\x02\0"), st.binary(max_size=3000)),
)
def test_any_bytes_are_answered(content: bytes) -> None:
    """Whatever they are: rows or none, and an end."""
    assert not salvage(content).is_ours


def test_a_page_that_leads_to_itself_is_read_once(worked_on: Path) -> None:
    """Counted as lost; the pages behind it are found on their own."""
    content = bytearray(worked_on.read_bytes())
    begin = (root(worked_on, "cell_text") - 1) * PAGE
    content[begin + 8 : begin + 12] = (begin // PAGE + 1).to_bytes(4, "big")
    content[begin + 12 : begin + 14] = b"\xff\xff"  # a cell outside its page
    found, whole = salvage(bytes(content)), salvage(worked_on.read_bytes())
    assert found.damaged == {"cell_text"}
    assert len(whole.rows["cell_text"]) - len(found.rows["cell_text"]) <= 1


@pytest.mark.parametrize("number", [-3, 1 << 62])
def test_a_row_with_a_number_that_none_can_have_is_lost(
    worked_on: Path, tmp_path: Path, number: int
) -> None:
    """Damage made it one: it is told as lost, and spoils neither history nor the new file."""
    path = tmp_path / "坏.biaoli"
    path.write_bytes(worked_on.read_bytes())
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("INSERT INTO word VALUES (?, '不是我们的')", (number,))
    report, found = recovered(path)
    assert any(UNREADABLE in line for line in report.told)
    assert found == content_of(worked_on)


def test_deleted_rows_do_not_come_back(worked_on: Path, tmp_path: Path) -> None:
    """Free pages may still hold them; only pages that are not known as free are looked through."""
    path = spoilt(worked_on, tmp_path / "a.biaoli")
    with tampered(path) as connection:
        connection.execute("PRAGMA secure_delete = OFF")
        rows = (("旧表", "", str(number), "格", "x" * 100) for number in range(2000))
        connection.execute("BEGIN")
        connection.executemany("INSERT INTO cell_text VALUES (?, ?, ?, ?, ?)", rows)
        connection.execute("COMMIT")
        connection.execute("DELETE FROM cell_text WHERE form = '旧表'")
    content = bytearray(path.read_bytes())
    assert content.count("旧表".encode()) > 1000
    begin = (root(path, "cell_text") - 1) * PAGE
    content[begin : begin + PAGE] = bytes(PAGE)
    assert "旧表" not in {values[0] for values in salvage(bytes(content)).rows["cell_text"]}


# Recovering ----------------------------------------------------------------------------------


def test_a_sound_file_is_recovered_whole(worked_on: Path, tmp_path: Path) -> None:
    """History, marks and templates included; nothing is said to be missing."""
    path = spoilt(worked_on, tmp_path / "a.biaoli")
    report = recover(path, tmp_path / "b.biaoli")
    with (
        DocumentStore.open(path, read_only=True) as before,
        DocumentStore.open(tmp_path / "b.biaoli") as after,
    ):
        assert after.load() == before.load()
        assert after.history() == before.history()
        assert (after.snapshot, after.meta) == (before.snapshot, before.meta)
        assert after.marks == before.marks
        assert after.undo_state() == before.undo_state()
        assert report.steps == len(before.history())
    assert report.told == ()
    assert report.cells["封面"] == 4


def test_a_page_may_be_lost(worked_on: Path, tmp_path: Path) -> None:
    """Whichever: the file opens again, nothing in it is wrong, at most a page of cells is gone."""
    whole = content_of(worked_on)
    count = worked_on.stat().st_size // PAGE
    for page in (*range(1, 16), *range(16, count + 1, 7)):
        _, found = recovered(spoilt(worked_on, tmp_path / "a.biaoli", page))
        assert found.texts.items() <= whole.texts.items()
        assert len(whole.texts) - len(found.texts) < 100
        assert sorted(found.projects) == sorted(whole.projects)
        assert found.records.keys() == whole.records.keys()


def test_the_first_pages_may_be_lost(worked_on: Path, tmp_path: Path) -> None:
    """Header, schema and the roots of most tables: the leaves are found one by one."""
    report, found = recovered(spoilt(worked_on, tmp_path / "a.biaoli", *range(1, 13)))
    whole = content_of(worked_on)
    assert found.texts.items() <= whole.texts.items()
    assert len(found.texts) > 0.8 * len(whole.texts)
    assert report.told[-1].endswith(UNREADABLE)


def test_a_file_cut_off_is_recovered_up_to_there(worked_on: Path, tmp_path: Path) -> None:
    """The stick was pulled while it was copied."""
    size = worked_on.stat().st_size
    report, found = recovered(spoilt(worked_on, tmp_path / "a.biaoli", keep=size // 2))
    whole = content_of(worked_on)
    older = found.texts.items() - whole.texts.items()
    assert {cell.form for cell, _ in older} <= {"封面", "收入支出总表"}
    assert report.told[0].startswith("从填报记录补回（记录也不全，不一定是最后填的）：")


def test_cells_that_are_gone_are_typed_again_from_the_history(
    worked_on: Path, tmp_path: Path
) -> None:
    """With the figure typed last; it is said which forms they are on."""
    path = spoilt(worked_on, tmp_path / "a.biaoli", *leaves(worked_on, "cell_text"))
    report, found = recovered(path)
    assert found.texts[cover_cell("编制人")] == "张39" * 200
    assert report.told[0].startswith("从填报记录补回：封面 1 格，")


def test_lost_records_come_back_with_their_texts(worked_on: Path, tmp_path: Path) -> None:
    """As typed: the rows stand in their form again."""
    _, found = recovered(spoilt(worked_on, tmp_path / "a.biaoli", *leaves(worked_on, "record")))
    whole = content_of(worked_on)
    for where, records in whole.records.items():
        with_text = {cell.record for cell in whole.texts if cell.sheet == where[0]}
        there = {record.id for record in found.records.get(where, ())}
        assert {record.id for record in records} & with_text <= there


def test_what_the_backup_has_more_is_listed(worked_on: Path, tmp_path: Path) -> None:
    """By form, with the counts: she can look it up there."""
    path = tmp_path / "a.biaoli"
    path.write_bytes(worked_on.read_bytes())
    with Session.open(path) as session:
        session.override(session.names.cell("支出决算表!合计.栏1"), "5", "按批复")
        make_backup(session.store)
    pages = [*leaves(path, "cell_text")[1:3], root(path, "override")]
    report, _ = recovered(spoilt(path, path, *pages))
    assert report.told[0].startswith("备份里有、这里没有的：")
    assert report.told[1] == "改写比备份里少 1 处"
    assert report.told[-1] == f"文件里有 3 {UNREADABLE}"


def test_lost_steps_are_counted_and_end_undo(worked_on: Path, tmp_path: Path) -> None:
    """What stands above the gap can be undone, nothing below it."""
    content = worked_on.read_bytes()
    pages = Pages(content)
    list(pages.rows_from(root(worked_on, "history")))
    middle = sorted(p for p in pages.seen if content[(p - 1) * PAGE] == 0x0D)[3]
    path = spoilt(worked_on, tmp_path / "a.biaoli", middle)
    report = recover(path, tmp_path / "b.biaoli")
    gone = 44 - report.steps
    assert gone > 0
    assert f"填报记录少了 {gone} 步，撤销只到那里" in report.told
    with Session.open(tmp_path / "b.biaoli") as session:
        while session.undo() is not None:
            pass
        assert session.typed(session.names.cell(MONEY))


def test_lost_templates_come_from_the_installed_suite(worked_on: Path, tmp_path: Path) -> None:
    """The very same ones if they are installed: then nothing needs to be said of them."""
    pages = [root(worked_on, "template"), *leaves(worked_on, "template")]
    path = spoilt(worked_on, tmp_path / "a.biaoli", *pages)
    report = recover(path, tmp_path / "b.biaoli")
    assert report.told == (f"文件里有 1 {UNREADABLE}",)
    with (
        DocumentStore.open(tmp_path / "b.biaoli") as after,
        DocumentStore.open(worked_on, read_only=True) as before,
    ):
        assert after.snapshot == before.snapshot


def test_lost_templates_come_from_the_backup(
    worked_on: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When the suite is not installed; without a backup nothing is written at all."""
    monkeypatch.setattr("core.template.library.template_folders", list)
    path = tmp_path / "a.biaoli"
    path.write_bytes(worked_on.read_bytes())
    bad = spoilt(worked_on, tmp_path / "bad.biaoli", root(worked_on, "template"))
    with pytest.raises(DocumentError, match="没有备份和同一套表可用"):
        recover(bad, tmp_path / "b.biaoli")
    assert not (tmp_path / "b.biaoli").exists()
    with DocumentStore.open(path) as store:
        make_backup(store)
    path.write_bytes(bad.read_bytes())
    assert recovered(path)[0].told == (f"文件里有 1 {UNREADABLE}",)


def test_other_templates_are_told(worked_on: Path, tmp_path: Path) -> None:
    """Of another revision, or changed in the file: used, and said."""
    path = tmp_path / "a.biaoli"
    path.write_bytes(worked_on.read_bytes())
    with tampered(path) as connection:
        connection.execute("UPDATE meta SET value = 'x' WHERE key = 'templates'")
    assert recovered(path)[0].told == ("文件里的表样和建文件时不一样，照文件里的用",)
    report, _ = recovered(spoilt(path, path, root(path, "template")))
    assert report.told[0].startswith("文件里的表样读不全，用了程序自带的同一套表的第 ")


def test_a_step_cut_off_is_taken_back_first(worked_on: Path, tmp_path: Path) -> None:
    """The journal beside the damaged file is used, and left where it is."""
    path = cut_off(Path(spoilt(worked_on, tmp_path / "a.biaoli")), tmp_path / "b.biaoli")
    _, found = recovered(path)
    assert found == content_of(worked_on)
    assert (tmp_path / "b.biaoli-journal").exists()


@pytest.mark.parametrize("lost", ["journal", "both"])
def test_a_step_cut_off_without_its_journal(worked_on: Path, tmp_path: Path, lost: str) -> None:
    """What is half written is read as it is: better than nothing, and it opens."""
    path = cut_off(Path(spoilt(worked_on, tmp_path / "a.biaoli")), tmp_path / "b.biaoli")
    journal = tmp_path / "b.biaoli-journal"
    if lost == "journal":
        journal.write_bytes(b"\xff" * 600)
    else:
        journal.unlink()
    assert recovered(path)[1].texts


@given(
    flips=st.lists(st.tuples(st.integers(0, 600_000), st.integers(0, 255)), max_size=8),
    blank=st.none() | st.tuples(st.integers(0, 600_000), st.integers(1, 20_000)),
    cut=st.none() | st.integers(0, 600_000),
)
@example(flips=[(3 * PAGE, 5)], blank=None, cut=None)
@example(flips=[], blank=(0, 100), cut=None)
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_damage_is_recovered_or_refused(
    tmp_path: Path,
    worked_on: Path,
    flips: list[tuple[int, int]],
    blank: tuple[int, int] | None,
    cut: int | None,
) -> None:
    """A new file that opens, or a plain refusal and no file; the damaged one is as it was."""
    content = bytearray(worked_on.read_bytes())
    for at, value in flips:
        content[at % len(content)] = value
    if blank is not None:
        start = blank[0] % len(content)
        length = min(blank[1], len(content) - start)
        content[start : start + length] = bytes(length)
    path, target = tmp_path / "a.biaoli", tmp_path / "救回.biaoli"
    path.write_bytes(content[:cut])
    target.unlink(missing_ok=True)
    before = path.read_bytes()
    try:
        recover(path, target)
    except DocumentError as error:
        refusal = str(error)
    else:
        refusal = ""
        Session.open(target).close()
    assert target.exists() is not refusal.startswith("“a.biaoli”")
    assert path.read_bytes() == before
    assert {file.name for file in tmp_path.iterdir()} <= {"a.biaoli", "救回.biaoli"}


# What cannot be recovered --------------------------------------------------------------------


def test_what_is_none_of_ours_is_refused(tmp_path: Path) -> None:
    """A photo, an empty file, another program's database, a folder, nothing."""
    target = tmp_path / "b.biaoli"
    path = tmp_path / "a.biaoli"
    for content in (b"", b"\xff\xd8\xff" * 3000):
        path.write_bytes(content)
        with pytest.raises(DocumentError, match="没有找到表里填的内容"):
            recover(path, target)
    path.unlink()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE contacts (name, telephone, street)")
        connection.execute("INSERT INTO contacts VALUES ('a', 1, 'b')")
        connection.commit()
    with pytest.raises(DocumentError, match="没有找到表里填的内容"):
        recover(path, target)
    for other, words in ((tmp_path, "是文件夹"), (tmp_path / "无", "没有找到")):
        with pytest.raises(DocumentError, match=words):
            recover(other, target)
    assert not target.exists()


def test_a_file_open_elsewhere_or_newer_is_refused(worked_on: Path, tmp_path: Path) -> None:
    """Neither is damaged."""
    path = spoilt(worked_on, tmp_path / "a.biaoli")
    with DocumentStore.open(path), pytest.raises(DocumentInUse):
        recover(path, tmp_path / "b.biaoli")
    with tampered(path) as connection:
        connection.execute(f"PRAGMA user_version = {FORMAT + 1}")
    with pytest.raises(NewerDocument):
        recover(path, tmp_path / "b.biaoli")


def test_nothing_is_written_over(worked_on: Path, tmp_path: Path) -> None:
    """Neither the damaged file nor another."""
    path = spoilt(worked_on, tmp_path / "a.biaoli", 5)
    with pytest.raises(DocumentNotWritable, match="没有覆盖它"):
        recover(path, path)


# The command ---------------------------------------------------------------------------------


def test_the_command_tells_what_it_read(worked_on: Path, tmp_path: Path) -> None:
    """Cells by form, steps, and what is missing; the damage itself leads there."""
    path = spoilt(worked_on, tmp_path / "a.biaoli", 1)
    assert "像是" in refused("show", path) or "认不出" in refused("show", path)
    lines = done("recover", path, "--to", tmp_path / "b.biaoli").out.splitlines()
    assert lines[0].endswith("格，44 步填报记录")
    assert "  封面 4 格" in lines
    assert lines[-1] == f"文件里有 1 {UNREADABLE}"
    whole = done("recover", worked_on, "--to", tmp_path / "c.biaoli").out
    assert whole.endswith("没有发现缺少的\n")
