"""A program that fills in a document without end and says what is confirmed; made to be killed."""

import sys
from pathlib import Path
from random import Random

from core.document.edits import apply_edit
from core.document.store import DocumentStore
from core.errors import EditRefused
from tests.core.document.vocabulary import random_edit


def main(path: Path, seed: int, later: bool) -> None:
    """Take step after step; print the number of each as soon as it is committed.

    With `later` they are written in the background, some together: print how far that has got.
    """
    chance = Random(seed)  # noqa: S311 - no secret
    with DocumentStore.open(path) as store:
        if later:
            store.write_in_background(lambda: None)
        document = store.load()
        while True:
            edit = random_edit(chance, document)
            try:
                inverse = apply_edit(document, edit)
            except EditRefused:
                continue
            seq = store.commit(document, edit, inverse, "do", "张", "填").seq
            if later and chance.random() < 0.8:
                continue
            last = store.last_step()
            print(seq if last is None else last.seq, flush=True)


main(Path(sys.argv[1]), int(sys.argv[2]), later=sys.argv[3:] == ["later"])
