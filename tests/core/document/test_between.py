"""From any document to any other: the edits lead there exactly, and their inverse leads back."""

from hypothesis import given

from core.document.between import edits_between
from core.document.edit_json import edit_from_json, edit_to_json
from core.document.edits import Batch, apply_edit
from core.document.model import Document
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


def test_a_copy_is_a_document_of_its_own() -> None:
    """What is typed into a copy is not in the document."""
    document = Document("s", 1, projects=["p1"])
    copied = document.copy()
    copied.projects.append("p2")

    assert document.projects == ["p1"]
