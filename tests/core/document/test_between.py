"""From any document to any other: the edits lead there exactly, and their inverse leads back."""

from hypothesis import given

from core.document.between import edits_between
from core.document.edit_json import edit_from_json, edit_to_json
from core.document.edits import Batch, MoveProject, MoveRecord, apply_edit
from core.document.model import Document, Record
from core.refs import SheetId
from tests.core.document.vocabulary import DOCUMENTS


@given(DOCUMENTS, DOCUMENTS)
def test_the_edits_lead_there_and_back(here: Document, there: Document) -> None:
    """Whatever differs, the edits make it equal; taken back, everything is as before."""
    walking, before = here.copy(), here.copy()

    edits = edits_between(here, there, "恢复")
    back = apply_edit(walking, edits)

    assert here == before
    assert walking == there
    assert edits.label == "恢复"
    apply_edit(walking, back)
    assert walking == before


@given(DOCUMENTS)
def test_a_document_is_made_out_of_nothing(document: Document) -> None:
    """Written as JSON and read back, the edits build the document in an empty one."""
    empty = Document(document.suite, document.revision)
    written = edit_to_json(edits_between(empty, document))

    apply_edit(empty, edit_from_json(written))

    assert empty == document


@given(DOCUMENTS)
def test_equal_documents_are_no_edit_apart(document: Document) -> None:
    """From a document to itself there is nothing to do."""
    assert edits_between(document, document.copy()) == Batch(())


def test_another_order_is_found() -> None:
    """Records are moved, and so is a project that stands elsewhere."""
    sheet = SheetId("自评", "p1")
    here = Document("s", 1, projects=["p1", "p2"])
    here.records[sheet, "指标"] = [Record("r1"), Record("r2"), Record("r3")]
    there = here.copy()
    there.records[sheet, "指标"] = [Record("r3"), Record("r1"), Record("r2")]
    assert edits_between(here, there) == Batch((MoveRecord(sheet, "指标", "r3", 0),))

    apply_edit(here, edits_between(here, there))
    there.projects = ["p2", "p1"]
    assert edits_between(here, there) == Batch((MoveProject("p2", 0),))
    apply_edit(here, edits_between(here, there))
    assert here == there


def test_a_copy_is_a_document_of_its_own() -> None:
    """What is typed into a copy is not in the document."""
    document = Document("s", 1, projects=["p1"])
    copied = document.copy()
    copied.projects.append("p2")

    assert document.projects == ["p1"]
