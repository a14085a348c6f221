"""Edits as JSON, for the history in the document file: one line each, and back.

What is read may come from a foreign file: every text that is not exactly an edit is refused.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields
from functools import lru_cache
from typing import Any, Final, TypeVar

from core.document.edits import (
    MAX_DEPTH,
    AddProject,
    AddRecord,
    Batch,
    Edit,
    Entry,
    MoveProject,
    MoveRecord,
    RemoveProject,
    RemoveRecord,
    SelectForm,
    SetJustification,
    SetLastYear,
    SetOverride,
    SetText,
)
from core.document.last_year import Figure, LastYear, Place
from core.document.model import Justification, Override, Record
from core.errors import EditRefused
from core.refs import CellId, SheetId

LONG: Final = 20_000
"""Of a longer step only what is asked for is read."""

_DECODER: Final = json.JSONDecoder()


def edit_to_json(edit: Edit) -> str:
    """The edit as one line of JSON: stable, compact, read back by edit_from_json."""
    return _dump(_to_plain(edit))


def cell_to_json(cell: CellId) -> str:
    """The cell as it stands inside the JSON of every edit that names it."""
    return _dump(list(cell))


def text_to_json(text: str | None) -> str:
    """What a cell is given, as it stands inside the JSON of the edit that gives it."""
    return _dump(text)


def _dump(plain: Any) -> str:
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _to_plain(value: Any) -> Any:
    kind = _KIND_OF.get(type(value))
    if kind is not None:
        plain = {field.name: _to_plain(getattr(value, field.name)) for field in fields(value)}
        return {"kind": kind, **plain}
    if isinstance(value, Record | Override | Justification):
        return [getattr(value, field.name) for field in fields(value)]
    if isinstance(value, LastYear):
        return {field.name: _to_plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Figure):
        return [*value.place, *value[1:]]
    if isinstance(value, tuple):
        return [_to_plain(inner) for inner in value]
    return value


def edit_from_json(text: str | bytes) -> Edit:
    """Read an edit back; EditRefused for every text that edit_to_json does not write."""
    try:
        return _read_edit(json.loads(text), MAX_DEPTH)
    except (ValueError, RecursionError, TypeError):
        raise EditRefused("记录里的这一步读不出来，没有做") from None


def typed_from_json(cell: bytes, text: bytes) -> SetText:
    """The edit that gives a cell a text, from the cell's and the text's own JSON, read quickly.

    A year's history has thousands of them in a few hundred cells. Raises EditRefused.
    """
    try:
        return SetText(_known_cell(cell), _or_none(_string)(json.loads(text.decode())))
    except (ValueError, RecursionError, TypeError):
        raise EditRefused("记录里的这一步读不出来，没有做") from None


@lru_cache(maxsize=4096)
def _known_cell(text: bytes) -> CellId:
    return _cell(json.loads(text))


def entries_from_json(text: str | bytes, cell: CellId) -> list[Entry]:
    """The entries an edit makes in one cell, without reading the rest of it; none if unreadable."""
    try:
        if len(text) > LONG:
            return list(_picked(text if isinstance(text, str) else text.decode(), cell))
        return list(_entries(json.loads(text), list(cell), MAX_DEPTH))
    except (ValueError, RecursionError, TypeError):
        return []


def _picked(text: str, cell: CellId) -> Iterator[Entry]:
    """The same of a step of thousands of cells: only those places are read that name the cell.

    The keys are sorted, so an entry begins with its cell; inside a text the quotes are escaped.
    """
    begin, at = f'{{"cell":{cell_to_json(cell)},', -1
    while (at := text.find(begin, at + 1)) >= 0:
        entry = _read_edit(_DECODER.raw_decode(text, at)[0], 0)
        if isinstance(entry, Entry):
            yield entry


def _entries(plain: Any, cell: list[str], left: int) -> Iterator[Entry]:
    if not isinstance(plain, dict) or left < 0:
        raise TypeError
    if plain.get("kind") == "batch":
        for inner in _list(plain.get("edits")):
            yield from _entries(inner, cell, left - 1)
    elif plain.get("cell") == cell:
        entry = _read_edit(plain, 0)
        if isinstance(entry, Entry):
            yield entry


def _read_edit(plain: Any, left: int) -> Edit:
    if not isinstance(plain, dict) or left < 0:
        raise ValueError
    kind, parts = plain.pop("kind", None), plain
    if kind == "batch" and parts.keys() == {"edits", "label"}:
        inner = tuple(_read_edit(edit, left - 1) for edit in _list(parts["edits"]))
        return Batch(inner, _string(parts["label"]))
    if not isinstance(kind, str) or kind not in _READERS:
        raise ValueError
    make, readers = _READERS[kind]
    if parts.keys() != readers.keys():
        raise ValueError
    return make(**{name: read(parts[name]) for name, read in readers.items()})


def _list(plain: Any) -> list[Any]:
    if not isinstance(plain, list):
        raise TypeError
    return plain


def _string(plain: Any) -> str:
    if not isinstance(plain, str):
        raise TypeError
    plain.encode()  # a lone surrogate is a ValueError
    return plain


def _whole(plain: Any) -> int:
    if type(plain) is not int:
        raise TypeError
    return plain


def _truth(plain: Any) -> bool:
    if not isinstance(plain, bool):
        raise TypeError
    return plain


_Made = TypeVar("_Made")


def _strings(make: Callable[..., _Made], count: int) -> Callable[[Any], _Made]:
    """Reader of what is written as a list of so many texts."""

    def read(plain: Any) -> _Made:
        words = [_string(word) for word in _list(plain)]
        if len(words) != count:
            raise ValueError
        return make(*words)

    return read


def _or_none(read: Callable[[Any], _Made]) -> Callable[[Any], _Made | None]:
    return lambda plain: None if plain is None else read(plain)


def _last_year(plain: Any) -> LastYear:
    if not isinstance(plain, dict) or plain.keys() != _OF_LAST_YEAR.keys():
        raise ValueError
    return LastYear(**{name: read(plain[name]) for name, read in _OF_LAST_YEAR.items()})


def _figures(plain: Any) -> tuple[Figure, ...]:
    return tuple(map(_figure, _list(plain)))


def _figure(plain: Any) -> Figure:
    *words, is_number = _list(plain)
    form, key, name, text, shown, unit = map(_string, words)
    return Figure(Place(form, key, name), text, shown, unit, _truth(is_number))


_OF_LAST_YEAR: Final[Mapping[str, Callable[[Any], Any]]] = {
    "unit": _string,
    "year": _string,
    "suite": _string,
    "revision": _whole,
    "file": _string,
    "figures": _figures,
}
_cell = _strings(CellId, 4)
_sheet = _strings(SheetId, 2)

_READERS: Final[Mapping[str, tuple[Callable[..., Edit], dict[str, Callable[[Any], Any]]]]] = {
    "text": (SetText, {"cell": _cell, "text": _or_none(_string)}),
    "override": (SetOverride, {"cell": _cell, "override": _or_none(_strings(Override, 3))}),
    "justification": (
        SetJustification,
        {"rule": _string, "cell": _cell, "justification": _or_none(_strings(Justification, 2))},
    ),
    "add record": (
        AddRecord,
        {"sheet": _sheet, "region": _string, "record": _strings(Record, 2), "position": _whole},
    ),
    "remove record": (RemoveRecord, {"sheet": _sheet, "region": _string, "record": _string}),
    "move record": (
        MoveRecord,
        {"sheet": _sheet, "region": _string, "record": _string, "position": _whole},
    ),
    "add project": (AddProject, {"project": _string, "position": _whole}),
    "move project": (MoveProject, {"project": _string, "position": _whole}),
    "remove project": (RemoveProject, {"project": _string}),
    "form": (SelectForm, {"form": _string, "selected": _truth}),
    "last year": (SetLastYear, {"last_year": _or_none(_last_year)}),
}
_KIND_OF: Final[Mapping[Any, str]] = {
    Batch: "batch",
    **{make: kind for kind, (make, _) in _READERS.items()},
}
