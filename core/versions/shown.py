"""What a document shows, in the form's own words: what a version keeps and a comparison reads.

It stands for itself: no template is needed to read it again, so a version can be read whatever
becomes of the suite.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from core.calc.engine import Calculation
from core.calc.explain import Explainer
from core.calc.names import Names
from core.document.model import Document
from core.errors import DocumentError
from core.layout.cell_order import cells_in_order
from core.layout.expand import build_plan
from core.refs import COVER, PROJECT_CARD, CellId, SheetId, card_cell, cover_cell
from core.template.suite import FormSuite

_FIGURES = ("money", "number", "percent")


@dataclass(frozen=True, slots=True)
class ShownCell:
    """A cell: where it stands in the form's words, what it prints, how it came to hold that.

    `kind` is 录入, 预填, 计算 or 已改写, `reason` that of 改写; `figure`: it holds a number.
    """

    record: str
    name: str
    place: str
    text: str
    kind: str
    reason: str
    figure: bool


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A floating row that somebody added: its record, its region and the words for it."""

    record: str
    region: str
    words: str


@dataclass(frozen=True, slots=True)
class ShownSheet:
    """A form, the cover, or the card of a project."""

    sheet: SheetId
    words: str
    cells: tuple[ShownCell, ...]
    rows: tuple[ShownRow, ...]

    def by_cell(self) -> dict[CellId, ShownCell]:
        """The cells by their ids."""
        return {CellId(*self.sheet, cell.record, cell.name): cell for cell in self.cells}

    @property
    def filled(self) -> int:
        """How many cells are not blank."""
        return sum(bool(cell.text) for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Shown:
    """All sheets in order, and the projects by id with their names."""

    sheets: tuple[ShownSheet, ...]
    projects: dict[str, str] = field(default_factory=dict)


def shown(calculation: Calculation) -> Shown:
    """What the document of a calculation shows now."""
    reader = _Reader(calculation)
    projects = calculation.document.projects
    return Shown(tuple(reader.sheets()), {p: reader.names.project_name(p) for p in projects})


def shown_of(suite: FormSuite, document: Document) -> Shown:
    """What a document shows that is not open."""
    return shown(Calculation(suite, document))


class _Reader:
    """Reads one calculation."""

    def __init__(self, calculation: Calculation) -> None:
        self.calculation = calculation
        self.suite = calculation.suite
        self.names = Names(calculation)
        self._explainer = Explainer(calculation, self.names)

    def sheets(self) -> Iterator[ShownSheet]:
        yield self._sheet(SheetId(COVER), [cover_cell(name) for name in self.suite.cover])
        for project in self.calculation.document.projects:
            cells = [card_cell(project, name) for name in self.suite.card]
            yield self._sheet(SheetId(PROJECT_CARD, project), cells)
        for sheet, shape in self.calculation.shape.sheets.items():
            plan = build_plan(self.suite, shape, self.names.words_for(sheet))
            yield self._sheet(sheet, cells_in_order(plan, shape))

    def _sheet(self, sheet: SheetId, cells: list[CellId]) -> ShownSheet:
        return ShownSheet(
            sheet,
            self.names.form_words(sheet),
            tuple(self._cell(cell) for cell in cells),
            tuple(self._rows(sheet)),
        )

    def _cell(self, cell: CellId) -> ShownCell:
        slot = self.calculation.slot(cell)
        override = self.calculation.override(cell)
        return ShownCell(
            cell.record,
            cell.name,
            self.names.place(cell),
            self._explainer.text(cell),
            self._explainer.kind(cell),
            override.reason if override else "",
            slot is not None and slot.field.type in _FIGURES,
        )

    def _rows(self, sheet: SheetId) -> Iterator[ShownRow]:
        shape = self.calculation.shape.sheets.get(sheet)
        listed = shape.rows.values() if shape is not None else ()
        for row in chain.from_iterable(listed):
            if shape is not None and not (row.phantom or row.derived or row.followed):
                column = shape.form.regions[row.region].columns[0]
                words = self.names.row_label(CellId(*sheet, row.id, f"{row.region}.{column}"))
                yield ShownRow(row.id, row.region, words)


# As JSON -------------------------------------------------------------------------------------


def shown_to_json(whole: Shown) -> str:
    """All of it as one text."""
    sheets = [
        [
            list(sheet.sheet),
            sheet.words,
            [[c.record, c.name, c.place, c.text, c.kind, c.reason, c.figure] for c in sheet.cells],
            [[row.record, row.region, row.words] for row in sheet.rows],
        ]
        for sheet in whole.sheets
    ]
    plain = {"projects": whole.projects, "sheets": sheets}
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":"))


def shown_from_json(text: str) -> Shown:
    """Read it back. DocumentError for a text that shown_to_json does not write."""
    try:
        plain = json.loads(text)
        sheets = tuple(_read_sheet(*sheet) for sheet in plain["sheets"])
        projects = {_word(key): _word(name) for key, name in plain["projects"].items()}
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise DocumentError("这一版的内容已损坏，读不出来。") from None
    return Shown(sheets, projects)


def _read_sheet(sheet: list[str], words: str, cells: list[Any], rows: list[Any]) -> ShownSheet:
    form, instance = map(_word, sheet)
    return ShownSheet(
        SheetId(form, instance),
        _word(words),
        tuple(_read_cell(*cell) for cell in cells),
        tuple(ShownRow(*map(_word, row)) for row in rows),
    )


def _read_cell(*words: Any) -> ShownCell:
    record, name, place, text, kind, reason = map(_word, words[:-1])
    return ShownCell(record, name, place, text, kind, reason, figure=words[-1] is True)


def _word(plain: Any) -> str:
    if not isinstance(plain, str):
        raise TypeError
    return plain
