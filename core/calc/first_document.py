"""A new document: the unit and the year on its cover, and the records that its forms begin with."""

from typing import Final

from core.calc.engine import Calculation
from core.calc.entries import Entries
from core.calc.names import Names
from core.calc.typed import read_year
from core.document.edits import apply_edit
from core.document.model import Document
from core.errors import EditRefused
from core.refs import cover_cell
from core.template.suite import YEAR_CELL, FormSuite
from core.values import clean_text

LONGEST_UNIT: Final = 200


def first_document(suite: FormSuite, unit: str, year: str | None = None) -> Document:
    """The document with which filling in begins. Raises EditRefused."""
    document = Document(suite.id, suite.revision)
    if suite.unit:
        document.texts[cover_cell(suite.unit)] = _unit_name(suite.unit, unit)
    if year is not None:
        wanted = read_year(year)
        if wanted is None:
            raise EditRefused(f"年度“{year[:20]}”要写四位，例如 {suite.year}")
        document.texts[cover_cell(YEAR_CELL)] = str(wanted)
    fresh = Calculation(suite, document)
    entries = Entries(fresh, Names(fresh))
    for sheet in fresh.shape.sheets:
        for edit in entries.first_records(sheet):
            apply_edit(document, edit)
    return document


def _unit_name(asked: str, unit: str) -> str:
    """The name of a unit, clean. Raises EditRefused with what is asked for."""
    name = clean_text(unit)
    if not name:
        raise EditRefused(f"{asked}没有填")
    if len(name) > LONGEST_UNIT:
        raise EditRefused(f"{asked}太长（{len(name)} 字），最多 {LONGEST_UNIT} 字")
    return name
