"""A killed program loses nothing that was confirmed."""

import subprocess
import sys
import time
from pathlib import Path
from random import Random

from core.document.edits import apply_edit
from core.document.model import Document
from core.document.store import DocumentStore


def killed_writer(path: Path, seed: int) -> int:
    """Let a writer work for a moment and kill it; the last step it confirmed."""
    chance = Random(seed)  # noqa: S311 - no secret
    with subprocess.Popen(
        [sys.executable, "-m", "tests.core.document.writer", str(path), str(seed)],
        stdout=subprocess.PIPE,
        cwd=Path(__file__).parents[3],
        text=True,
    ) as child:
        assert child.stdout is not None
        child.stdout.readline()
        time.sleep(chance.uniform(0.01, 0.15))
        child.kill()
        confirmed = child.stdout.read().splitlines()
    return int(confirmed[-1]) if confirmed else 1


def test_a_killed_program_loses_nothing_confirmed(tmp_path: Path) -> None:
    """After every kill: sound file, every confirmed step, the figures those steps lead to."""
    path = tmp_path / "年报.biaoli"
    DocumentStore.create(path, Document("s", 1), {}, {}).close()
    for seed in range(5):
        confirmed = killed_writer(path, seed)
        with DocumentStore.open(path) as store:
            rows = store.history()
            assert len(rows) >= confirmed > 0
            assert [row.seq for row in rows] == list(range(1, len(rows) + 1))
            assert store._connection.execute("PRAGMA quick_check").fetchall() == [("ok",)]
            document = Document("s", 1)
            for row in rows:
                assert apply_edit(document, row.edit) == row.inverse
            assert store.load() == document
