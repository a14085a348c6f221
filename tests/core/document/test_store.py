"""What is committed is in the file, durable, with its history; what fails leaves nothing."""

from copy import deepcopy
from datetime import datetime
from pathlib import Path
from random import Random
from typing import cast

import pytest

from core.document.edits import (
    AddRecord,
    Batch,
    Edit,
    RemoveProject,
    RemoveRecord,
    SetJustification,
    SetOverride,
    SetText,
    apply_edit,
)
from core.document.history import CellChange, UndoStep
from core.document.model import Document, Override, Record
from core.document.store import DocumentStore
from core.errors import DocumentInUse, DocumentNotWritable, EditRefused, NotADocument
from core.refs import CellId, SheetId
from tests.core.document.files import (
    META,
    NAME,
    SCORE,
    SHEET,
    SNAPSHOT,
    UNIT,
    cut_off,
    filled,
    make,
    new_project,
    state,
    step,
    tampered,
)
from tests.core.document.vocabulary import random_edit

# A whole file --------------------------------------------------------------------------------


def test_a_document_comes_back_as_it_was(tmp_path: Path) -> None:
    """Texts, overrides, justifications, records in order, projects in order, left out forms."""
    with DocumentStore.open(make(tmp_path)) as store:
        assert store.load() == filled()
        assert (store.snapshot, store.meta) == (SNAPSHOT, META)
        assert (store.name, store.read_only) == (NAME, False)
        assert store.history() == []


def test_opening_changes_nothing(tmp_path: Path) -> None:
    """Bytes and time of change stay, and nothing is left beside the file."""
    path = make(tmp_path)
    before = state(tmp_path)
    for read_only in (False, True):
        with DocumentStore.open(path, read_only) as store:
            store.load()
        assert state(tmp_path) == before


def test_a_store_in_memory_needs_no_file() -> None:
    """For tests and work without a window."""
    document = filled()
    with DocumentStore.create(None, document, SNAPSHOT, META) as store:
        step(store, document, new_project("p3"))
        assert store.load() == document
        assert store.path is None
        assert store.snapshot == SNAPSHOT


def test_an_existing_file_is_not_replaced_unless_told(tmp_path: Path) -> None:
    """Refused without `replace`; with it the old document is gone."""
    path = make(tmp_path)
    before = state(tmp_path)
    with pytest.raises(DocumentNotWritable, match="没有覆盖它"):
        DocumentStore.create(path, Document("s", 1), {}, {})
    assert state(tmp_path) == before
    with DocumentStore.create(path, Document("s", 1), {}, {}, replace=True) as store:
        assert store.load() == Document("s", 1)


def test_an_open_file_is_not_replaced(tmp_path: Path) -> None:
    """Neither a new document nor a copy takes the place of one that is being filled in."""
    path, other = make(tmp_path), make(tmp_path, "b.biaoli")
    with DocumentStore.open(path), DocumentStore.open(other) as store:
        with pytest.raises(DocumentInUse, match="没有覆盖它"):
            DocumentStore.create(path, Document("s", 1), {}, {}, replace=True)
        with pytest.raises(DocumentInUse):
            store.copy_to(path, replace=True)
    with DocumentStore.open(path) as store:
        assert store.load() == filled()


def test_a_foreign_file_is_replaced_when_told(tmp_path: Path) -> None:
    """The user was asked; a folder is never replaced."""
    path = tmp_path / NAME
    path.write_bytes(b"\xff\xd8\xff")
    DocumentStore.create(path, Document("s", 1), {}, {}, replace=True).close()
    with pytest.raises(DocumentNotWritable, match="是文件夹"):
        DocumentStore.create(tmp_path, Document("s", 1), {}, {}, replace=True)


def test_a_link_to_nowhere_is_replaced_when_told(tmp_path: Path) -> None:
    """What stands at the path cannot be opened at all; the new file takes its place."""
    path = tmp_path / NAME
    path.symlink_to(tmp_path / "nowhere")
    with pytest.raises(DocumentNotWritable, match="没有覆盖它"):
        DocumentStore.create(path, filled(), {}, {})
    with DocumentStore.create(path, filled(), {}, {}, replace=True) as store:
        assert store.load() == filled()


def test_the_place_is_kept_when_the_program_moves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A path given relative to a folder stays the same file in another folder."""
    make(tmp_path, "a.biaoli")
    monkeypatch.chdir(tmp_path)
    with DocumentStore.open(Path("a.biaoli")) as store:
        monkeypatch.chdir("/")
        step(store, filled(), SetText(UNIT, "甲"))
        assert store.path == tmp_path / "a.biaoli"


def test_a_left_over_journal_does_not_spoil_a_new_file(tmp_path: Path) -> None:
    """A journal of an earlier file of the same name is not played back into the new one."""
    path = cut_off(make(tmp_path), tmp_path / "b.biaoli")
    path.unlink()
    with DocumentStore.create(path, filled(), {}, {}) as store:
        assert store.load() == filled()


def test_a_document_that_cannot_be_written_leaves_no_file(tmp_path: Path) -> None:
    """Neither half a document nor a temporary file."""
    broken = Document("s", 1, texts={UNIT: "\ud800"})
    doubled = Document("s", 1, records={(SHEET, "a"): [Record("r"), Record("r")]})
    for document in (broken, doubled):
        with pytest.raises(EditRefused):
            DocumentStore.create(tmp_path / NAME, document, {}, {})
        with pytest.raises(EditRefused):
            DocumentStore.create(None, document, {}, {})
    with pytest.raises(DocumentNotWritable, match="没有找到文件夹"):
        DocumentStore.create(tmp_path / "nowhere" / NAME, filled(), {}, {})
    assert list(tmp_path.iterdir()) == []


def test_a_copy_carries_the_history(tmp_path: Path) -> None:
    """另存 takes everything along; the copy is a file of its own."""
    document = filled()
    with DocumentStore.open(make(tmp_path)) as store:
        step(store, document, SetText(UNIT, "甲"))
        store.copy_to(tmp_path / "copy.biaoli")
        step(store, document, SetText(UNIT, "乙"))
    with DocumentStore.open(tmp_path / "copy.biaoli") as copy:
        assert copy.load().texts[UNIT] == "甲"
        assert len(copy.history()) == 1


def test_a_copy_is_saved_without_the_stick(tmp_path: Path) -> None:
    """The way out of a pulled stick: everything confirmed is still at hand, history included."""
    document, path = filled(), make(tmp_path)
    with DocumentStore.open(path) as store:
        step(store, document, new_project("p9"))
        path.write_bytes(b"")
        store.copy_to(tmp_path / "copy.biaoli")
    with DocumentStore.open(tmp_path / "copy.biaoli") as copy:
        assert copy.load() == document
        assert len(copy.history()) == 1


def test_a_copy_to_nowhere_says_so(tmp_path: Path) -> None:
    """The folder is not there; the message is about writing, not about a damaged file."""
    with (
        DocumentStore.open(make(tmp_path)) as store,
        pytest.raises(DocumentNotWritable),
    ):
        store.copy_to(tmp_path / "nowhere" / "copy.biaoli")


# Step by step --------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(8))
def test_the_file_follows_the_document(tmp_path: Path, seed: int) -> None:
    """After every commit the file holds exactly what the document in memory holds."""
    chance = Random(seed)  # noqa: S311 - no secret
    document = filled()
    path = make(tmp_path)
    with DocumentStore.open(path) as store:
        for _ in range(40):
            try:
                step(store, document, random_edit(chance, document))
            except EditRefused:
                continue
            assert store.load() == document
    with DocumentStore.open(path) as store:
        assert store.load() == document


def test_a_record_may_change_its_region(tmp_path: Path) -> None:
    """Removing here and adding there in one step meets no duplicate in the file."""
    document = filled()
    with DocumentStore.open(make(tmp_path)) as store:
        for here, there in (("指标", "明细"), ("明细", "附注"), ("附注", "指标")):
            away = RemoveRecord(SHEET, here, "r2")
            step(store, document, Batch((away, AddRecord(SHEET, there, Record("r2"), 0))))
            assert store.load() == document


def test_a_step_has_its_row(tmp_path: Path) -> None:
    """Who, when, what, under which word, and how it is taken back."""
    document = filled()
    with DocumentStore.open(make(tmp_path)) as store:
        row = step(store, document, SetText(UNIT, "甲"), label="填单位名称")
        assert store.history() == [row]
    assert (row.seq, row.author, row.action, row.label) == (1, "张会计", "do", "填单位名称")
    assert (row.edit, row.inverse) == (SetText(UNIT, "甲"), SetText(UNIT, "通海县医疗保障局"))
    age = datetime.now().astimezone() - datetime.fromisoformat(row.at)
    assert abs(age.total_seconds()) < 60
    assert len(row.at) == len("2022-03-01T15:42:08+08:00")


def test_what_sqlite_cannot_keep_is_refused(tmp_path: Path) -> None:
    """A lone surrogate in the author or label; nothing is written, the store goes on."""
    document = filled()
    with DocumentStore.open(make(tmp_path)) as store:
        edit = SetText(UNIT, "甲")
        inverse = apply_edit(document, edit)
        with pytest.raises(EditRefused, match="不能保存的符号"):
            store.commit(document, edit, inverse, "do", "\ud800", "填")
        apply_edit(document, inverse)
        assert store.load() == document
        step(store, document, edit)
        assert len(store.history()) == 1


def test_any_other_text_is_kept(tmp_path: Path) -> None:
    """NUL, rare characters, quotes, marks of direction: exactly as typed."""
    document = filled()
    with DocumentStore.open(make(tmp_path)) as store:
        for text in ("a\0b", "𠮷\U0002a6d6", "'\";--", "\u202eabc", "", "\r\n\t", "1" * 20_000):
            step(store, document, SetText(UNIT, text))
            assert store.load().texts[UNIT] == text
            assert store.history()[-1].edit == SetText(UNIT, text)


# What fails ----------------------------------------------------------------------------------


def test_a_full_disk_leaves_nothing_half_written(tmp_path: Path) -> None:
    """The step is refused whole, said plainly, and can be done again when there is room."""
    document = filled()
    edit = Batch(tuple(SetText(CellId("表", "", "", str(n)), "字" * 900) for n in range(300)))
    with DocumentStore.open(make(tmp_path)) as store:
        (pages,) = store._connection.execute("PRAGMA page_count").fetchone()
        store._connection.execute(f"PRAGMA max_page_count = {pages + 2}")
        with pytest.raises(DocumentNotWritable, match="磁盘满了"):
            step(store, document, edit)
        assert document == filled() == store.load()
        assert store.history() == []
        store._connection.execute("PRAGMA max_page_count = 100000")
        step(store, document, edit)
        assert store.load() == document


def test_a_moved_file_is_noticed(tmp_path: Path) -> None:
    """A step is never written into a file that is no longer in its place; later it works again."""
    document, path = filled(), make(tmp_path)
    with DocumentStore.open(path) as store:
        step(store, document, SetText(UNIT, "甲"))
        path.rename(tmp_path / "elsewhere")
        with pytest.raises(DocumentNotWritable, match="不在原处"):
            step(store, document, SetText(UNIT, "乙"))
        path.write_bytes(b"another file")
        with pytest.raises(DocumentNotWritable, match="不在原处"):
            step(store, document, SetText(UNIT, "乙"))
        (tmp_path / "elsewhere").replace(path)
        step(store, document, SetText(UNIT, "丙"))
    with DocumentStore.open(path) as store:
        assert store.load().texts[UNIT] == "丙"
        assert len(store.history()) == 2


def test_a_file_opened_to_be_looked_at_takes_no_step(tmp_path: Path) -> None:
    """The message says the way out; the copy can be filled in."""
    document, path = filled(), make(tmp_path)
    with DocumentStore.open(path, read_only=True) as store:
        with pytest.raises(DocumentNotWritable, match="另存到电脑后可以填"):
            step(store, document, SetText(UNIT, "甲"))
        assert document == store.load()
        store.copy_to(tmp_path / "copy.biaoli")
    with DocumentStore.open(tmp_path / "copy.biaoli") as copy:
        step(copy, document, SetText(UNIT, "甲"))


def test_a_file_looked_at_is_not_held(tmp_path: Path) -> None:
    """Whoever only looks keeps nobody from filling in, and sees what was there."""
    path = make(tmp_path)
    with DocumentStore.open(path, read_only=True) as looking, DocumentStore.open(path) as store:
        step(store, filled(), SetText(UNIT, "甲"))
        assert looking.load() == filled()


def test_too_much_at_once_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An edit whose JSON SQLite would not read back is not written."""
    monkeypatch.setattr("core.document.opening.MAX_VALUE", 20_000)
    document = filled()
    with DocumentStore.open(make(tmp_path)) as store:
        edit = Batch(tuple(SetText(CellId("表", "", "", str(n)), "字" * 900) for n in range(30)))
        with pytest.raises(EditRefused, match="分几次做"):
            step(store, document, edit)
        assert store.load() == document == filled()


def test_a_defect_of_ours_leaves_no_open_transaction(tmp_path: Path) -> None:
    """Whatever is raised in the middle of a step, the next one can be taken."""
    document = filled()
    with DocumentStore.open(make(tmp_path)) as store:
        with pytest.raises(TypeError):
            store.commit(document, SetText(UNIT, "x"), cast(Edit, object()), "do", "a", "b")
        step(store, document, SetText(UNIT, "甲"))


# History -------------------------------------------------------------------------------------


def undo(store: DocumentStore, document: Document) -> None:
    """What the window does on Ctrl+Z."""
    last = store.undo_state()[0][-1]
    step(store, document, last.edit, "undo", last.label)


def redo(store: DocumentStore, document: Document) -> None:
    """What the window does on Ctrl+Y."""
    last = store.undo_state()[1][-1]
    step(store, document, last.edit, "redo", last.label)


def labels(store: DocumentStore) -> tuple[list[str], list[str]]:
    """The words of what can be undone and redone."""
    undoable, redoable = store.undo_state()
    return [s.label for s in undoable], [s.label for s in redoable]


def test_undo_survives_closing(tmp_path: Path) -> None:
    """Undo and redo go on where they were before the file was closed, back to the beginning."""
    document, path = filled(), make(tmp_path)
    states = [deepcopy(document)]
    with DocumentStore.open(path) as store:
        for edit, label in (
            (SetText(UNIT, "甲"), "一"),
            (RemoveProject("p1"), "二"),
            (new_project("p9"), "三"),
        ):
            step(store, document, edit, label=label)
            states.append(deepcopy(document))
        undo(store, document)
        assert labels(store) == (["一", "二"], ["三"])
    for number in (1, 0):
        with DocumentStore.open(path) as store:
            undo(store, document)
            assert document == states[number] == store.load()
    for number in (1, 2, 3):
        with DocumentStore.open(path) as store:
            redo(store, document)
            assert document == states[number] == store.load()
    with DocumentStore.open(path) as store:
        assert labels(store) == (["一", "二", "三"], [])
        undo(store, document)
        step(store, document, SetText(UNIT, "乙"), label="四")
        assert labels(store) == (["一", "二", "四"], [])


def test_a_cell_not_emptied_is_not_said_to_be() -> None:
    """A record that comes after its texts was given nothing and lost nothing."""
    cell = CellId(*SHEET, "late", "金额")
    document = Document("s", 1)
    with DocumentStore.create(None, document, {}, {}) as store:
        step(store, document, SetText(cell, "5"))
        step(store, document, AddRecord(SHEET, "指标", Record("late"), 0))
        assert [change.seq for change in store.history_of(cell)] == [1]


@pytest.mark.parametrize("seed", range(4))
def test_any_walk_through_undo_leads_back(seed: int) -> None:
    """However one does, undoes and redoes: undoing everything gives the first document."""
    chance = Random(seed)  # noqa: S311 - no secret
    first = filled()
    document = deepcopy(first)
    with DocumentStore.create(None, document, {}, {}) as store:
        for _ in range(60):
            undoable, redoable = store.undo_state()
            choice = chance.random()
            if choice < 0.25 and undoable:
                undo(store, document)
            elif choice < 0.5 and redoable:
                redo(store, document)
            else:
                try:
                    step(store, document, random_edit(chance, document))
                except EditRefused:
                    continue
        while store.undo_state()[0]:
            undo(store, document)
        assert document == first == store.load()


@pytest.mark.parametrize("spoilt", ["'[]'", "CAST(x'7bff7d' AS TEXT)"])
def test_an_unreadable_step_ends_undo_there(tmp_path: Path, spoilt: str) -> None:
    """A spoilt row of history hides itself and what lies below it from undo, nothing else."""
    document, path = filled(), make(tmp_path)
    with DocumentStore.open(path) as store:
        for text in "甲乙丙":
            step(store, document, SetText(UNIT, text))
    with tampered(path) as connection:
        connection.execute("UPDATE history SET edit = '{' WHERE seq = 2")
        connection.execute(f"UPDATE history SET inverse = {spoilt} WHERE seq = 2")  # noqa: S608
    with DocumentStore.open(path) as store:
        assert store.undo_state() == ([UndoStep("填", SetText(UNIT, "乙"))], [])
        assert [row.edit for row in store.history()][1] == Batch(())
        assert [change.entry for change in store.history_of(UNIT)] == [
            SetText(UNIT, "丙"),
            SetText(UNIT, "甲"),
        ]


def test_the_history_of_a_cell(tmp_path: Path) -> None:
    """Newest first: typed, pasted among others, overridden, removed with its record, back again."""
    document = filled()
    cell = SCORE
    with DocumentStore.open(make(tmp_path)) as store:
        row = step(store, document, SetText(cell, "8"))
        step(store, document, SetText(UNIT, str(list(cell))))
        step(store, document, Batch((SetText(UNIT, "x"), SetText(cell, "7"), SetText(cell, "6"))))
        step(store, document, SetOverride(cell, Override("5", "按批复")))
        step(store, document, RemoveRecord(SHEET, "指标", "r1"))
        undo(store, document)
        changes = store.history_of(cell)
        assert store.history_of(cell, limit=1)[0].seq == 6
    assert changes[-1] == CellChange(1, row.at, "张会计", "do", "填", SetText(cell, "8"))
    override = SetOverride(cell, Override("5", "按批复"))
    assert [(change.seq, change.entry) for change in changes if change.entry not in _JUSTIFIED] == [
        (6, SetText(cell, "6")),
        (6, override),
        (5, SetText(cell, None)),
        (5, SetOverride(cell, None)),
        (4, override),
        (3, SetText(cell, "6")),
        (1, SetText(cell, "8")),
    ]
    assert [change.seq for change in changes if change.entry in _JUSTIFIED] == [6, 5]


_JUSTIFIED = [
    SetJustification("XM-04", SCORE, None),
    SetJustification("XM-04", SCORE, filled().justifications["XM-04", SCORE]),
]


def test_a_cell_with_signs_of_json_has_its_history() -> None:
    """Quotes and brackets in names find the right cell and no other."""
    odd = CellId('a"],["', "[", "\\", "𠮷\n")
    document = Document("s", 1)
    with DocumentStore.create(None, document, {}, {}) as store:
        step(store, document, SetText(odd, "1"))
        step(store, document, SetText(CellId("a", "[", "\\", "𠮷\n"), "2"))
        assert [change.entry for change in store.history_of(odd)] == [SetText(odd, "1")]


@pytest.mark.parametrize(
    "damage",
    ["DELETE FROM word WHERE text LIKE '[%'", "UPDATE word SET text = id || CAST(x'ff' AS TEXT)"],
)
def test_a_history_without_its_words_hides_only_what_they_said(tmp_path: Path, damage: str) -> None:
    """Steps whose cell is lost are there, do nothing, and end undo; the document is whole."""
    document, path = filled(), make(tmp_path)
    with DocumentStore.open(path) as store:
        step(store, document, SetText(UNIT, "甲"))
        step(store, document, new_project("p3"))
    with tampered(path) as connection:
        connection.execute(damage)
    with DocumentStore.open(path) as store:
        assert [row.edit for row in store.history()] == [Batch(()), new_project("p3")]
        assert [step.edit for step in store.undo_state()[0]] == [store.history()[1].inverse]
        assert store.load() == document


def test_a_step_in_one_cell_takes_little_room() -> None:
    """Cells, labels and authors are kept once: a step costs its time and the two texts."""
    document = Document("s", 1)
    cells = [CellId("一般公共预算收支", "", "r4e274efdf6", f"项.栏{n}") for n in range(9)]
    with DocumentStore.create(None, document, {}, {}) as store:
        sizes = []
        for number in range(1000):
            step(store, document, SetText(cells[number % 9], f"{number}.25"), label="填" * 25)
            sizes.append(store._connection.execute("PRAGMA page_count").fetchone()[0] * 4096)
    assert (sizes[-1] - sizes[99]) / 900 < 80


# Use -----------------------------------------------------------------------------------------


def test_using_a_closed_store_is_a_defect(tmp_path: Path) -> None:
    """It is not told to the user as a damaged file."""
    store = DocumentStore.open(make(tmp_path))
    store.close()
    store.close()
    for use in (store.load, lambda: step(store, filled(), SetText(UNIT, "x"))):
        with pytest.raises(Exception, match="closed database") as caught:
            use()
        assert not isinstance(caught.value, NotADocument | DocumentNotWritable)


def test_a_sheet_may_have_many_records(tmp_path: Path) -> None:
    """Ids repeat from sheet to sheet, never within one."""
    document = Document("s", 1)
    for project in ("p1", "p2"):
        document.records[SheetId("自评", project), "指标"] = [Record(f"r{n}") for n in range(80)]
    with DocumentStore.create(tmp_path / NAME, document, {}, {}) as store:
        assert store.load() == document
