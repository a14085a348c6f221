"""A glance at a document file, without its forms: its suite, and what its cover says."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from core.document.store import DocumentStore
from core.errors import BiaoliError
from core.refs import COVER


@dataclass(frozen=True, slots=True)
class Glance:
    """A document's suite, and what was typed on its cover, by the cell's name."""

    path: Path
    suite: str
    cover: Mapping[str, str]


def glance(path: Path) -> Glance | None:
    """What a file says at a glance; None if it cannot be read now. Nothing is changed."""
    try:
        store = DocumentStore.open(path, read_only=True)
    except BiaoliError:
        return None
    try:
        document = store.load()
    except BiaoliError:
        return None
    finally:
        store.close()
    cover = {cell.name: text for cell, text in document.texts.items() if cell.form == COVER}
    return Glance(path, document.suite, cover)
