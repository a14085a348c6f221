"""Edits are written as JSON and read back; nothing else is read."""

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.document.edit_json import (
    LONG,
    cell_to_json,
    edit_from_json,
    edit_to_json,
    entries_from_json,
    text_to_json,
    typed_from_json,
)
from core.document.edits import MAX_DEPTH, AddRecord, Batch, Edit, SetText
from core.document.model import Record
from core.errors import EditRefused
from core.refs import CellId, SheetId
from tests.core.document.vocabulary import CELLS, EDITS

CELL = CellId("公开03", "", "", "合计.项目支出")
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(EDITS)
def test_round_trip(edit: Edit) -> None:
    """What is written is read back the same, and written again the same."""
    text = edit_to_json(edit)
    assert edit_from_json(text) == edit
    assert edit_to_json(edit_from_json(text)) == text


def test_the_text_is_stable() -> None:
    """The files of today must be read for ever: the notation is fixed, keys sorted, no blanks."""
    edit = Batch(
        (SetText(CELL, "1,234.5"), AddRecord(SheetId("自评", "p1"), "指标", Record("r", "u"), 0)),
        "粘贴",
    )
    assert edit_to_json(edit) == (
        '{"edits":[{"cell":["公开03","","","合计.项目支出"],"kind":"text","text":"1,234.5"},'
        '{"kind":"add record","position":0,"record":["r","u"],"region":"指标",'
        '"sheet":["自评","p1"]}],"kind":"batch","label":"粘贴"}'
    )


@given(CELLS, st.none() | st.text(st.characters(codec="utf-8")))
def test_a_typed_text_is_read_from_its_two_parts(cell: CellId, text: str | None) -> None:
    """As from its whole JSON."""
    parts = cell_to_json(cell).encode(), text_to_json(text).encode()
    assert typed_from_json(*parts) == edit_from_json(edit_to_json(SetText(cell, text)))


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (b"", b'"1"'),
        (b'["a"]', b'"1"'),
        (b'["a","","",1]', b'"1"'),
        (b"{", b"null"),
        (b'["a","","","b"]', b"1"),
        (b'["a","","","b"]', b'"\xff"'),
        (b'["a","","","b"]', b'"\\ud800"'),
        (b'["a","","","b"]', b"[" * 100_000),
    ],
)
def test_other_parts_are_refused(cell: bytes, text: bytes) -> None:
    """Whatever stands in a damaged file."""
    with pytest.raises(EditRefused):
        typed_from_json(cell, text)


@given(st.text() | JSON.map(json.dumps))
def test_foreign_text_is_refused(text: str) -> None:
    """No text raises anything but EditRefused."""
    with pytest.raises(EditRefused):
        edit_from_json(text)
    assert entries_from_json(text, CELL) == []


@given(EDITS, st.data())
def test_spoilt_edits_are_refused_or_read(edit: Edit, data: st.DataObject) -> None:
    """A value replaced anywhere in the JSON ends in another edit or in EditRefused."""
    plain = json.loads(edit_to_json(edit))
    at = plain
    while isinstance(at, dict | list) and at:
        key = data.draw(st.sampled_from(sorted(at) if isinstance(at, dict) else range(len(at))))
        if data.draw(st.booleans()) or not isinstance(at[key], dict | list):
            at[key] = data.draw(JSON)
            break
        at = at[key]
    with suppress(EditRefused):
        edit_to_json(edit_from_json(json.dumps(plain)))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[" * 100_000,
        "9" * 10_000,
        '{"kind":"batch","edits":' * 500 + "[]" + ',"label":""}' * 500,
        '{"kind":["text"]}',
        '{"kind":"batch","edits":[],"label":"","more":1}',
        '{"kind":"batch","edits":{},"label":""}',
        '{"cell":["a","b","c"],"kind":"text","text":null}',
        '{"cell":["a","b","c","d","e"],"kind":"text","text":null}',
        '{"cell":"abcd","kind":"text","text":null}',
        '{"cell":["a","b","c",4],"kind":"text","text":null}',
        '{"cell":["a","b","c","d"],"kind":"text","text":1}',
        r'{"cell":["a","b","c","d"],"kind":"text","text":"\ud800"}',
        '{"cell":["a","b","c","d"],"kind":"override","override":["1","2"]}',
        '{"cell":["a","b","c","d"],"kind":"override","override":["1","2",["3"]]}',
        '{"kind":"add project","position":true,"project":"p"}',
        '{"kind":"add project","position":0.0,"project":"p"}',
        '{"form":"f","kind":"form","selected":1}',
    ],
)
def test_hostile_text_is_refused(text: str) -> None:
    """Depth, length, wrong kinds and missing or added parts all end in EditRefused."""
    with pytest.raises(EditRefused, match="读不出来"):
        edit_from_json(text)


def test_batches_are_read_as_deep_as_they_are_applied() -> None:
    """What apply_edit takes can be read back from the history."""
    edit: Edit = SetText(CELL, "1")
    for _ in range(MAX_DEPTH):
        edit = Batch((edit,))
    assert edit_from_json(edit_to_json(edit)) == edit
    with pytest.raises(EditRefused):
        edit_from_json(edit_to_json(Batch((edit,))))


@given(EDITS, CELLS)
def test_entries_of_a_cell_are_found(edit: Edit, cell: CellId) -> None:
    """They are those of the edit read whole, and their text names the cell."""
    text = edit_to_json(edit)
    found = entries_from_json(text, cell)
    assert found == [entry for entry in flat(edit) if getattr(entry, "cell", None) == cell]
    assert (cell_to_json(cell) in text) == bool(found)


@given(EDITS, CELLS)
def test_entries_are_found_in_a_step_of_thousands(edit: Edit, cell: CellId) -> None:
    """What is picked out of a long text is what reading it whole finds."""
    others = tuple(
        SetText(CellId("别的表", "", "", f"格{n}"), f'{{"cell":{n}}}') for n in range(400)
    )
    text = edit_to_json(Batch((*others, edit, *others)))
    assert len(text) > LONG
    wanted = [entry for entry in flat(edit) if getattr(entry, "cell", None) == cell]
    assert entries_from_json(text, cell) == wanted
    assert entries_from_json(text.encode(), cell) == wanted


def test_entries_of_a_long_unreadable_text_are_none() -> None:
    """What stands where an entry should be is no entry."""
    spoilt = f'{{"cell":{cell_to_json(CELL)},"kind":"x"}}'
    assert entries_from_json(spoilt.ljust(LONG + 1), CELL) == []
    project = f'{{"cell":{cell_to_json(CELL)},'.ljust(LONG + 1)
    assert entries_from_json(project, CELL) == []
    assert entries_from_json(b"\xff" * (LONG + 1), CELL) == []


def flat(edit: Edit) -> list[Edit]:
    """The edits of a batch, and of the batches in it, in order."""
    return (
        [one for inner in edit.edits for one in flat(inner)] if isinstance(edit, Batch) else [edit]
    )


def test_entries_of_an_unreadable_text_are_none() -> None:
    """A spoilt row hides no other row."""
    assert entries_from_json('{"kind":"batch","edits":[5]}', CELL) == []
    assert entries_from_json('{"kind":"batch"}', CELL) == []
    assert entries_from_json(f'{{"cell":{cell_to_json(CELL)},"kind":"x"}}', CELL) == []
