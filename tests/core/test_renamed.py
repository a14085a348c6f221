"""The program knows no name of a form: with all names changed, everything else stays the same."""

import re
from functools import cache
from typing import NamedTuple

import pytest

from core.layout.pages import paginate
from core.layout.printed import PrintedForm
from core.refs import COVER, PROJECT_CARD, SheetId
from core.session import Session, example_ids, read_example
from core.template.library import load_installed
from core.values import CellValue
from tests.core.renamed import HANZI, Renaming
from tests.second_document import content as second_content

# Not to compare next to nothing: the small suites have fewer cells than the large ones.
LEAST_VALUES = {"tonghai-2021": 500, "second": 500}
FIGURES = re.compile(r"[0-9][0-9,.]*")


class Pair(NamedTuple):
    """An example, and the same in other words."""

    renaming: Renaming
    known: Session
    other: Session


@cache
def pair(example_id: str) -> Pair:
    """A document twice; in memory, only to be looked at."""
    content = second_content() if example_id == "second" else read_example(example_id)
    suite = load_installed(content.suite)
    renaming = Renaming.of(suite)
    sessions = []
    for words, filled in (
        (suite, content),
        (renaming.suite(suite), renaming.example(content)),
    ):
        session = Session.create_from(words, None, filled.cover[words.unit])
        session.fill(filled)
        sessions.append(session)
    return Pair(renaming, *sessions)


every_example = pytest.mark.parametrize("example_id", [*example_ids(), "second"])


def values(session: Session) -> dict[str, CellValue]:
    """Every value by its address, in order; conditions of lines have none."""
    cards = (SheetId(PROJECT_CARD, project) for project in session.document.projects)
    sheets = (SheetId(COVER), *cards, *session.calculation.shape.sheets)
    cells = [cell for sheet in sheets for cell, _ in session.calculation.cells(sheet)]
    shown = [cell for cell in cells if not cell.name.startswith("#")]
    return {session.names.address(cell): session.calculation.value(cell) for cell in shown}


def placed(form: PrintedForm) -> object:
    """Where every line of text and every rule of a form stands, whatever it says."""
    return [
        (
            [(box.x, box.y, box.width, box.height) for box in page.boxes],
            [(t.x, t.y, t.size, t.align, t.face, len(t.text)) for b in page.boxes for t in b.texts],
            [(t.x, t.y, t.size, t.align, len(t.text)) for t in page.texts],
        )
        for page in paginate(form)
    ]


@every_example
def test_every_name_of_the_suite_is_another_one(example_id: str) -> None:
    """No form, place, field, floating row or list keeps its name, except for numbered ones."""
    renaming, known, other = pair(example_id)

    for before, after in zip(known.suite.forms.values(), other.suite.forms.values(), strict=True):
        names = [before.name, before.title, *before.slots, *before.regions]
        assert [*map(renaming.text, names)] == [
            after.name,
            after.title,
            *after.slots,
            *after.regions,
        ]
        worded = {s.row for s in before.slots.values()} | {s.column for s in before.slots.values()}
        unchanged = worded & {s for slot in after.slots.values() for s in (slot.row, slot.column)}
        assert [n for n in unchanged if HANZI.search(re.sub("^(行|栏|科目)(?=[0-9])", "", n))] == []
    assert known.suite.unit != other.suite.unit
    assert known.suite.author != other.suite.author
    if known.suite.card:  # a suite without projects has no card
        assert known.suite.card_name != other.suite.card_name
    assert not {*known.suite.cover} & {*other.suite.cover} - {"年度"}
    assert not {*known.suite.card} & {*other.suite.card}
    assert not {*known.suite.lists} & {*other.suite.lists}


@every_example
def test_every_value_is_the_same_under_its_other_address(example_id: str) -> None:
    """Figures are equal, and texts but for their words."""
    renaming, known, other = pair(example_id)

    renamed = {
        renaming.text(address): renaming.text(value) if isinstance(value, str) else value
        for address, value in values(known).items()
    }

    found = values(other)
    assert len(found) > LEAST_VALUES.get(example_id, 200)
    assert {k: (renamed.get(k), v) for k, v in found.items() if renamed.get(k) != v} == {}
    assert list(found) == list(renamed)


@every_example
def test_every_finding_is_the_same_at_the_same_place(example_id: str) -> None:
    """Rules end alike at the same cells, with the same figures in what they say."""
    renaming, known, other = pair(example_id)

    def told(session: Session, words: Renaming | None) -> list[object]:
        return [
            (
                (found.rule, found.severity, found.scope, found.outcome),
                [words.text(a) if words else a for a in map(session.names.address, found.cells)],
                FIGURES.findall(found.message),
            )
            for found in session.auditor.all_results()
        ]

    assert len(told(known, renaming)) > 100
    assert told(known, renaming) == told(other, None)


@every_example
def test_every_form_is_laid_out_the_same(example_id: str) -> None:
    """Rows, joined cells, styles, widths, heads are equal, and every line stands where it stood."""
    renaming, known, other = pair(example_id)

    for before, after in zip(known.sheets(), other.sheets(), strict=True):
        form, turned = known.printed(before.sheet), other.printed(after.sheet)
        assert renaming.text(before.short) == after.short
        assert form.plan.columns == turned.plan.columns
        assert (form.plan.head, form.plan.page) == (turned.plan.head, turned.plan.page)
        for cell, there in zip(form.cells, turned.cells, strict=True):
            place, that = cell.place, there.place
            span = (place.row, place.column, place.rows, place.columns, place.kind, place.style)
            assert span == (that.row, that.column, that.rows, that.columns, that.kind, that.style)
            assert renaming.text(cell.text) == there.text
        assert placed(form) == placed(turned)
