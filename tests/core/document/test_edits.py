"""Edits change the document and give their exact inverse."""

from collections.abc import Iterable
from copy import deepcopy
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.document.edits import (
    LONGEST_WORD,
    MAX_DEPTH,
    AddProject,
    AddRecord,
    Batch,
    Edit,
    MoveProject,
    MoveRecord,
    RemoveProject,
    RemoveRecord,
    SelectForm,
    SetJustification,
    SetOverride,
    SetText,
    apply_edit,
)
from core.document.model import Document, Justification, Override, Record
from core.errors import EditRefused
from core.refs import CellId, SheetId, card_cell, cover_cell
from tests.core.document.vocabulary import DOCUMENTS, EDITS, random_edit

UNITS = SheetId("三公经费", "")
CELL = cover_cell("单位名称")


def of(record: str, name: str = "金额", sheet: SheetId = UNITS) -> CellId:
    """A cell of a record."""
    return CellId(*sheet, record, name)


@pytest.fixture
def document() -> Document:
    """Two units, the first with two lines that belong to it and figures in them."""
    made = Document("s", 1)
    made.records = {
        (UNITS, "单位"): [Record("u1"), Record("u2")],
        (UNITS, "明细"): [Record("d1", "u1"), Record("d2", "u2"), Record("d3", "u1")],
        (UNITS, "附注"): [Record("n1", "d3")],
    }
    made.texts = {of(id_): id_ for id_ in ("u1", "d1", "d2", "d3", "n1", "产出指标")}
    made.overrides = {of("d3", "合计"): Override("5", "按批复")}
    made.justifications = {("XM-01", of("n1")): Justification("抽样偏少")}
    return made


@given(DOCUMENTS, st.lists(EDITS, max_size=8))
def test_inverses_lead_back(document: Document, edits: list[Edit]) -> None:
    """Whatever is done is undone exactly, and redone exactly; a refused edit changes nothing."""
    do_and_undo(document, edits)


@pytest.mark.parametrize("start", range(0, 1000, 250))
def test_a_thousand_sequences_lead_back(start: int) -> None:
    """The same for long sequences that grow from an empty document."""
    for seed in range(start, start + 250):
        chance = Random(seed)  # noqa: S311 - no secret
        document = Document("s", 1)
        do_and_undo(document, (random_edit(chance, document) for _ in range(40)))


def do_and_undo(document: Document, edits: Iterable[Edit]) -> None:
    """Do all that can be done, then take it back step by step."""
    states, inverses = [deepcopy(document)], []
    for edit in edits:
        try:
            inverses.append(apply_edit(document, edit))
        except EditRefused:
            assert document == states[-1]
        else:
            states.append(deepcopy(document))
    for inverse, state in zip(reversed(inverses), reversed(states[:-1]), strict=True):
        again = apply_edit(document, inverse)
        assert document == state
        apply_edit(document, apply_edit(document, again))
        assert document == state


@given(DOCUMENTS, EDITS)
def test_inverses_do_not_grow(document: Document, edit: Edit) -> None:
    """Undoing and redoing for ever nests no deeper than the first time."""
    try:
        step = apply_edit(document, edit)
    except EditRefused:
        return
    deepest = max(1, depth(edit))
    for _ in range(4):
        assert depth(step) <= deepest
        step = apply_edit(document, step)


def depth(edit: Edit) -> int:
    """How many batches stand in each other."""
    return 1 + max(map(depth, edit.edits), default=0) if isinstance(edit, Batch) else 0


def test_a_text_is_typed_and_taken_away(document: Document) -> None:
    """The inverse of typing is what stood there before."""
    assert apply_edit(document, SetText(of("u1"), "7")) == SetText(of("u1"), "u1")
    assert apply_edit(document, SetText(of("u1"), None)) == SetText(of("u1"), "7")
    assert of("u1") not in document.texts


def test_override_and_justification_are_set_and_taken_back(document: Document) -> None:
    """改写 and 审核说明 come and go like texts."""
    override, reason = Override("1", "按批复", "2"), Justification("抽样偏少", "3")
    assert apply_edit(document, SetOverride(CELL, override)) == SetOverride(CELL, None)
    assert apply_edit(document, SetOverride(CELL, None)) == SetOverride(CELL, override)
    justify = SetJustification("XM-01", CELL, reason)
    assert apply_edit(document, justify) == SetJustification("XM-01", CELL, None)
    assert document.justifications["XM-01", CELL] == reason


def test_a_record_goes_with_everything_below_it(document: Document) -> None:
    """Children, grandchildren, their texts, overrides and justifications go and come back."""
    before = deepcopy(document)
    inverse = apply_edit(document, RemoveRecord(UNITS, "单位", "u1"))
    assert document.records == {
        (UNITS, "单位"): [Record("u2")],
        (UNITS, "明细"): [Record("d2", "u2")],
    }
    assert set(document.texts) == {of("d2"), of("产出指标")}
    assert not document.overrides
    assert not document.justifications
    apply_edit(document, inverse)
    assert document == before


def test_a_record_of_the_same_id_elsewhere_stays(document: Document) -> None:
    """Ids are known within one sheet; another sheet's records are not touched."""
    elsewhere = SheetId("三公经费", "p1")
    apply_edit(document, AddRecord(elsewhere, "单位", Record("u1"), 0))
    apply_edit(document, SetText(of("u1", sheet=elsewhere), "9"))
    apply_edit(document, RemoveRecord(UNITS, "单位", "u1"))
    assert document.texts[of("u1", sheet=elsewhere)] == "9"


def test_records_that_belong_to_each_other_are_removed_once(document: Document) -> None:
    """A circle of parents, which only a damaged file has, ends."""
    document.records[UNITS, "环"] = [Record("x", "y"), Record("y", "x")]
    apply_edit(document, RemoveRecord(UNITS, "环", "x"))
    assert (UNITS, "环") not in document.records


def test_a_record_moves_to_its_final_position(document: Document) -> None:
    """The position is that in the finished list; the inverse names the old one."""
    inverse = apply_edit(document, MoveRecord(UNITS, "明细", "d1", 2))
    assert [record.id for record in document.records_of(UNITS, "明细")] == ["d2", "d3", "d1"]
    assert inverse == MoveRecord(UNITS, "明细", "d1", 0)


def test_a_project_moves_within_the_list(document: Document) -> None:
    """What it holds stays where it is: only the order of the projects changes."""
    for project in ("p1", "p2", "p3"):
        apply_edit(document, AddProject(project, 0))
    apply_edit(document, SetText(card_cell("p1", "项目名称"), "甲"))
    inverse = apply_edit(document, MoveProject("p1", 0))
    assert document.projects == ["p1", "p3", "p2"]
    assert inverse == MoveProject("p1", 2)
    assert document.texts[card_cell("p1", "项目名称")] == "甲"


def test_a_project_goes_with_card_and_forms(document: Document) -> None:
    """Card, forms and records of the project go; other projects keep theirs; all comes back."""
    sheet = SheetId("自评", "p1")
    for project in ("p1", "p2"):
        apply_edit(document, AddProject(project, 0))
        apply_edit(document, SetText(card_cell(project, "项目名称"), project))
    apply_edit(document, AddRecord(sheet, "指标", Record("i"), 0))
    apply_edit(document, SetText(of("i", sheet=sheet), "9"))
    before = deepcopy(document)
    inverse = apply_edit(document, RemoveProject("p1"))
    assert document.projects == ["p2"]
    assert card_cell("p2", "项目名称") in document.texts
    assert not any(cell.instance == "p1" for cell in document.texts)
    assert not document.records_of(sheet, "指标")
    apply_edit(document, inverse)
    assert document == before


def test_a_form_is_left_out_and_taken_back() -> None:
    """Leaving out twice is undone to left out."""
    document = Document("s", 1)
    assert apply_edit(document, SelectForm("附表", False)) == SelectForm("附表", True)
    assert apply_edit(document, SelectForm("附表", False)) == SelectForm("附表", False)
    assert document.deselected == {"附表"}


def test_a_batch_is_undone_backwards_under_its_label() -> None:
    """The last edit is taken back first."""
    batch = Batch((SetText(CELL, "甲"), SetText(CELL, "乙")), "粘贴")
    inverse = apply_edit(Document("s", 1), batch)
    assert inverse == Batch((SetText(CELL, "甲"), SetText(CELL, None)), "粘贴")


def test_entries_of_a_record_that_comes_later_survive_its_undo() -> None:
    """Texts may stand before their record does, in a batch; undoing the record keeps them."""
    document = Document("s", 1, texts={of("r"): "5"})
    before = deepcopy(document)
    inverse = apply_edit(document, AddRecord(UNITS, "单位", Record("r"), 0))
    apply_edit(document, inverse)
    assert document == before


def nested(levels: int) -> Edit:
    """Batches in batches."""
    edit: Edit = SetText(CELL, "1")
    for _ in range(levels):
        edit = Batch((edit,))
    return edit


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        (AddRecord(UNITS, "单位", Record("u1"), 0), "已经在表里"),
        (AddRecord(UNITS, "附注", Record("u1"), 0), "已经在表里"),
        (AddRecord(UNITS, "单位", Record(""), 0), "没有自己的标识"),
        (AddRecord(UNITS, "单位", Record("x", "x"), 0), "没有自己的标识"),
        (AddRecord(UNITS, "单位", Record("x"), 3), "没有第 4 个位置"),
        (AddRecord(UNITS, "单位", Record("x"), -1), "位置"),
        (AddRecord(UNITS, "新区", Record("x"), 1), "最多到第 1 个"),
        (RemoveRecord(UNITS, "单位", "d1"), "没有这条记录"),
        (RemoveRecord(UNITS, "单位", "x"), "没有这条记录"),
        (MoveRecord(UNITS, "单位", "x", 0), "没有这条记录"),
        (MoveRecord(UNITS, "单位", "u1", 2), "没有第 3 个位置"),
        (MoveRecord(UNITS, "单位", "u1", -1), "位置"),
        (AddProject("", 0), "已经有了"),
        (AddProject("p1", 9), "没有第 10 个位置"),
        (Batch((AddProject("p1", 0), AddProject("p1", 0))), "已经有了"),
        (RemoveProject("p1"), "没有这个项目"),
        (MoveProject("p1", 0), "没有这个项目"),
        (Batch((AddProject("p1", 0), MoveProject("p1", 1))), "没有第 2 个位置"),
        (SetText(CELL, "\ud800"), "不能保存的符号"),
        (SetText(cover_cell("\udfff"), "x"), "不能保存的符号"),
        (SetText(CELL, "字" * (LONGEST_WORD + 1)), "文字太长"),
        (SetOverride(CELL, Override("1", "\ud800")), "不能保存的符号"),
        (SetJustification("\ud800", CELL, None), "不能保存的符号"),
        (SetJustification("X", CELL, Justification("", "\ud800")), "不能保存的符号"),
        (AddRecord(UNITS, "单位", Record("\ud800"), 0), "不能保存的符号"),
        (AddProject("\ud800", 0), "不能保存的符号"),
        (SelectForm("\ud800", False), "不能保存的符号"),
        (nested(MAX_DEPTH + 1), "套得太深"),
        (nested(5000), "套得太深"),
    ],
)
def test_what_cannot_be_done_is_refused_in_plain_words(
    document: Document, edit: Edit, words: str
) -> None:
    """The message says why; alone or at the end of a batch the document stays as it was."""
    before = deepcopy(document)
    with pytest.raises(EditRefused, match=words):
        apply_edit(document, edit)
    first = (RemoveRecord(UNITS, "单位", "u2"), SetText(CELL, "x"), Batch((AddProject("q", 0),)))
    if not isinstance(edit, Batch | RemoveRecord | MoveRecord):
        with pytest.raises(EditRefused):
            apply_edit(document, Batch((*first, edit)))
    assert document == before
