"""A file knows which document it is, whether it was closed, and whether its templates are ours."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from core.document.edits import SetText
from core.document.store import DocumentStore
from core.errors import NotADocument
from tests.core.document.files import NAME, UNIT, filled, make, state, step, tampered

_LEAVES = """
import os, sys
from pathlib import Path
from core.document.edits import SetText
from core.document.store import DocumentStore
from tests.core.document.files import UNIT, step
store = DocumentStore.open(Path(sys.argv[1]))
step(store, store.load(), SetText(UNIT, sys.argv[2]), label="填单位")
os._exit(9)
"""


def left_open(path: Path, text: str = "甲") -> None:
    """Let another program take one step in the file and die."""
    root = Path(__file__).parents[3]
    environment = {**os.environ, "PYTHONPATH": str(root)}
    died = subprocess.run(
        [sys.executable, "-c", _LEAVES, str(path), text], cwd=root, env=environment, check=False
    )
    assert died.returncode == 9


def test_a_closed_file_was_not_left_open(tmp_path: Path) -> None:
    """Neither a new one nor one with steps."""
    path = make(tmp_path)
    with DocumentStore.open(path) as store:
        assert not store.marks.left_open
        assert store.last_step() is None
        step(store, filled(), SetText(UNIT, "甲"))
        assert store.needs_backup
    with DocumentStore.open(path) as store:
        assert not store.marks.left_open
        assert not store.needs_backup


def test_a_file_of_a_program_that_died_was_left_open(tmp_path: Path) -> None:
    """The last confirmed step is there and named; whoever only looks is told every time."""
    path = make(tmp_path)
    left_open(path)
    for _ in range(2):
        with DocumentStore.open(path, read_only=True) as store:
            assert store.marks.left_open
    with DocumentStore.open(path) as store:
        last = store.last_step()
        assert store.marks.left_open
        assert last is not None
        assert (last.label, last.edit) == ("填单位", SetText(UNIT, "甲"))
        assert store.load().texts[UNIT] == "甲"


def test_it_is_told_once(tmp_path: Path) -> None:
    """Once opened and closed again the file is as any other; then no byte changes any more."""
    path = make(tmp_path)
    left_open(path)
    DocumentStore.open(path).close()
    before = state(tmp_path)
    with DocumentStore.open(path) as store:
        assert not store.marks.left_open
    assert state(tmp_path) == before


def test_a_file_that_is_gone_is_closed_all_the_same(tmp_path: Path) -> None:
    """With the stick pulled nothing can be noted: the next opening says it was left open."""
    path = make(tmp_path)
    store = DocumentStore.open(path)
    step(store, filled(), SetText(UNIT, "甲"))
    path.rename(tmp_path / "elsewhere")
    store.close()
    store.close()
    with DocumentStore.open(tmp_path / "elsewhere") as again:
        assert again.marks.left_open


def test_a_copy_is_a_document_of_its_own(tmp_path: Path) -> None:
    """Another name; the same one when it is only another place. A copy was never left open."""
    with DocumentStore.open(make(tmp_path)) as store:
        step(store, filled(), SetText(UNIT, "甲"))
        store.copy_to(tmp_path / "own.biaoli")
        store.copy_to(tmp_path / "same.biaoli", same=True)
        name = store.marks.document
    with (
        DocumentStore.open(tmp_path / "own.biaoli") as own,
        DocumentStore.open(tmp_path / "same.biaoli") as same,
    ):
        assert name == same.marks.document != own.marks.document
        assert not own.marks.left_open
        assert not same.marks.left_open


@pytest.mark.parametrize(
    ("statement", "changed"),
    [
        ("SELECT 1", False),
        ("UPDATE template SET text = text || ' '", True),
        ("UPDATE template SET path = path || 'x'", True),
        ("DELETE FROM template WHERE path LIKE 'forms%'", True),
        ("DELETE FROM meta WHERE key = 'templates'", False),
    ],
)
def test_templates_changed_in_the_file_are_noticed(
    tmp_path: Path, statement: str, changed: bool
) -> None:
    """A text, a name, a missing one; a file without the mark says nothing."""
    path = make(tmp_path)
    with tampered(path) as connection:
        connection.execute(statement)
    with DocumentStore.open(path) as store:
        assert store.marks.templates_changed is changed


@pytest.mark.parametrize("name", ["../../x", "a b", "x" * 65, "表"])
def test_a_name_that_is_not_ours_is_refused(tmp_path: Path, name: str) -> None:
    """It names a folder of backups: nothing else may come in that way."""
    path = make(tmp_path)
    with tampered(path) as connection:
        connection.execute("UPDATE meta SET value = ? WHERE key = 'document'", (name,))
    with pytest.raises(NotADocument, match=f"“{NAME[:4]}"):
        DocumentStore.open(path)


def test_a_file_without_a_name_opens(tmp_path: Path) -> None:
    """Its document has none."""
    path = make(tmp_path)
    with tampered(path) as connection:
        connection.execute("DELETE FROM meta WHERE key IN ('document', 'closed')")
    with DocumentStore.open(path) as store:
        assert store.marks.document == ""
