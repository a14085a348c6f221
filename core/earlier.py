"""Indicators of documents filled in earlier, collected for suggestions and kept in a small file.

Everything here gives way: a file that is open, damaged or gone is passed over without a word, and
so is the file of what was collected; it is made again.
"""

import json
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from threading import Lock
from typing import Any, Final

from core.document.model import Document
from core.document.store import DocumentStore
from core.errors import BiaoliError, DocumentInUse
from core.formula.measure import RELATIONS, Measure, read_measure
from core.refs import CellId, normalise_name
from core.template.form import Slot
from core.template.form_suite import FormSuite
from core.template.indicators import Indicator
from core.template.library import load_installed
from core.template.suite import load_suite
from core.temporary import temporary_beside

MOST_FILES: Final = 40
MOST_OF_ONE: Final = 500
LONGEST_NAME, LONGEST_TEXT = 120, 60
LARGEST_FILE: Final = 50_000_000
LARGEST_KEPT: Final = 1_000_000
"""Bytes of the file of what was collected; of what is more the oldest documents are left out."""

_VERSION: Final = 1
_KEPT: Final = ("name", "level1", "level2", "relation", "value", "unit")
_FIGURE: Final = re.compile(r"([+-]?[0-9][0-9,.]*)(.*)")

Stamp = tuple[int, int]
"""When a file was written last, and its size: whether it is still the one that was read."""


class EarlierIndicators:
    """Reads documents for their indicators, each as seldom as can be; for a thread of its own."""

    def __init__(self, kept: Path) -> None:
        """`kept` is the file of what was collected; it may not be there."""
        self._kept = kept
        self._busy: set[Path] = set()
        self._ours: set[Path] = set()
        self._reading = Lock()

    def keep_off(self, *paths: Path) -> None:
        """Read none of these files, for they are open here or are going to be.

        Waits while one is just being read: letting it go would let go of our lock on it, too.
        """
        with self._reading:
            self._ours = {_resolved(path) for path in paths}

    def collect(self, files: Iterable[Path]) -> list[Indicator]:
        """The indicators of these documents, of the newest first; what cannot be read has none."""
        stamped = {path: stamp for path in files if (stamp := _stamp(path)) is not None}
        newest = sorted(stamped, key=lambda path: stamped[path], reverse=True)[:MOST_FILES]
        before = _read_kept(self._kept)
        found: dict[Path, tuple[Stamp, list[Indicator]]] = {}
        for path in newest:
            known = before.get(path)
            if known is not None and known[0] == stamped[path]:
                found[path] = known
                continue
            indicators = self._of(path)
            if indicators is not None:
                found[path] = stamped[path], indicators
        if found != before:
            _keep(self._kept, found)
        return [replace(i, origin=path.stem) for path, (_, some) in found.items() for i in some]

    def _of(self, path: Path) -> list[Indicator] | None:
        """The indicators of one document; None for one that is in use, now or a while ago."""
        place = _resolved(path)
        with self._reading:
            if place in self._ours or place in self._busy:
                return None
            try:
                with DocumentStore.open(path, read_only=True) as store:
                    snapshot, document = store.snapshot, store.load()
            except DocumentInUse:
                self._busy.add(place)
                return None
            except (BiaoliError, OSError):
                return []
        return list(_indicators(snapshot, document))[:MOST_OF_ONE]


def _indicators(snapshot: dict[str, str], document: Document) -> Iterator[Indicator]:
    for slot in _asking(snapshot, document.suite):
        for cell, text in document.texts.items():
            if cell.form == slot.form and cell.name == slot.name and text.strip():
                found = _indicator(slot, document, cell)
                if len(found.name) <= LONGEST_NAME and len(found.target) <= LONGEST_TEXT:
                    yield found


def _asking(snapshot: dict[str, str], suite: str) -> list[Slot]:
    """The indicator columns of a document; a suite of before suggestions is asked as it is now."""
    with suppress(BiaoliError):
        if slots := _columns(load_suite(snapshot)):
            return slots
    with suppress(BiaoliError):
        return _columns(load_installed(suite))
    return []


def _columns(suite: FormSuite) -> list[Slot]:
    slots = (slot for form in suite.forms.values() for slot in form.slots.values())
    return [slot for slot in slots if slot.field.suggest]


def _indicator(slot: Slot, document: Document, cell: CellId) -> Indicator:
    front = f"{slot.row}." if slot.row else ""
    texts = {
        role: " ".join(document.texts.get(cell._replace(name=front + column), "").split())
        for column, role in slot.field.suggest
    }
    relation, value, unit = _target(texts.get("target", ""))
    return Indicator(
        " ".join(document.texts[cell].split()),
        texts.get("level1", ""),
        texts.get("level2", ""),
        RELATIONS.get(normalise_name(texts.get("relation", "")), relation),
        texts.get("value", "") or value,
        texts.get("unit", "") or unit,
    )


def _target(text: str) -> tuple[str, str, str]:
    """Relation, value and unit of a target in one text; words are the value alone."""
    measure = read_measure(text)
    figure = _FIGURE.fullmatch(measure.shown) if isinstance(measure, Measure) else None
    if not isinstance(measure, Measure) or figure is None:
        return "", text, ""
    return measure.relation or "=", figure[1], figure[2]


# What was collected ----------------------------------------------------------------------


def _read_kept(path: Path) -> dict[Path, tuple[Stamp, list[Indicator]]]:
    """What was collected before, by document; nothing where the file is not as we write it."""
    with suppress(OSError, ValueError, TypeError, KeyError, RecursionError):
        if path.stat().st_size > LARGEST_KEPT:
            return {}
        content = json.loads(path.read_text("utf-8"))
        if content["version"] == _VERSION:
            return dict(map(_read_one, content["files"]))
    return {}


def _read_one(entry: dict[str, Any]) -> tuple[Path, tuple[Stamp, list[Indicator]]]:
    written, size = entry["stamp"]
    indicators = [_made(texts) for texts in entry["indicators"]]
    return Path(entry["path"]), ((int(written), int(size)), indicators)


def _made(texts: list[str]) -> Indicator:
    if not all(isinstance(text, str) for text in texts):
        raise ValueError
    name, level1, level2, relation, value, unit = texts
    return Indicator(name, level1, level2, relation, value, unit)


def _keep(path: Path, found: dict[Path, tuple[Stamp, list[Indicator]]]) -> None:
    """Write what was collected, as much of it as there is room for; failing is no harm."""
    files: list[str] = []
    room = LARGEST_KEPT - 100
    for document, (stamp, indicators) in found.items():
        texts = [[getattr(indicator, name) for name in _KEPT] for indicator in indicators]
        entry = {"path": str(document), "stamp": stamp, "indicators": texts}
        files.append(json.dumps(entry, ensure_ascii=False))
        room -= len(files[-1].encode("utf-8", "replace")) + 2
        if room < 0:
            files.pop()
            break
    content = f'{{"version": {_VERSION}, "files": [{", ".join(files)}]}}'
    with suppress(OSError, ValueError):
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = temporary_beside(path)
        try:
            beside.write_text(content, "utf-8")
            beside.replace(path)
        finally:
            beside.unlink(missing_ok=True)


def _stamp(path: Path) -> Stamp | None:
    with suppress(OSError, ValueError):
        status = path.stat()
        if path.is_file() and status.st_size <= LARGEST_FILE:
            return status.st_mtime_ns, status.st_size
    return None


def _resolved(path: Path) -> Path:
    found = path.absolute()
    with suppress(OSError, RuntimeError):
        found = path.resolve()
    return found
