"""What has to be typed, and that all the rest of the publication follows from it."""

import json
import re
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from typing import Any

import pytest
import yaml

from core.document.edits import Batch, SetText
from core.paths import examples_folder
from core.session import Session, example_ids
from core.values import parse_number
from tests.core.export.official_layout import published_figures, references
from tests.proof.clean_document import clean_sheet
from tools.console import ROOT

SHEETS = ROOT / "tests" / "proof" / "typing"
EXAMPLES = sorted(path.stem for path in SHEETS.glob("*.yaml"))
FIGURE = re.compile(r"-?[\d,]*\d(\.\d+)?%?")
TONGHAI = "tonghai-2021"

Places = dict[str, tuple[str, str]]
"""By address the figure that was published and the one that is printed."""

every_example = pytest.mark.parametrize("example", EXAMPLES)


@cache
def sheet(example: str) -> Any:
    """What has to be typed for an example, and where it is not as published."""
    return yaml.safe_load((SHEETS / f"{example}.yaml").read_text(encoding="utf-8"))


def places(example: str, *keys: str) -> Places:
    """Where the program prints other figures, by the keys of the sheet."""
    return {at: (pair[0], pair[1]) for key in keys for at, pair in sheet(example)[key].items()}


@cache
def shipped(example: str) -> Session:
    """The example as it is shipped; to be left as it is."""
    return Session.example(example, None)


@cache
def without_errata(example: str) -> Session:
    """The example where nobody typed an erratum over what is proposed; to be left as it is."""
    session = Session.example(example, None)
    session.set_addresses((address, None) for address in sheet(example)["typed_errata"])
    return session


def page_inputs(example: str) -> list[str]:
    """The addresses of all figures that the published forms have people type."""
    content = sheet(example)["inputs"]
    return [f"{form}!{address}" for form, addresses in content.items() for address in addresses]


def is_typed(session: Session, address: str) -> bool:
    """Whether somebody typed the figure of a cell."""
    return session.names.cell(address) in session.document.texts


def otherwise(example: str, session: Session) -> Places:
    """Where a figure is not as published."""
    figures = published_figures(example)
    if figures:
        return otherwise_in_figures(figures, session)
    found: Places = {}
    forms = references(example).values()
    for title, form in zip(session.sheets(), forms, strict=True):
        wanted = {(cell.row, cell.column): cell.text for cell in form.cells}
        for printed in session.printed(title.sheet).cells:
            place = printed.place
            pair = wanted[place.row, place.column], printed.text
            if place.cell and pair[0] != pair[1] and any(FIGURE.fullmatch(text) for text in pair):
                found[session.names.address(place.cell)] = pair
    return found


def otherwise_in_figures(figures: Mapping[str, str], session: Session) -> Places:
    """The same where only the figures are known: any other figure was not printed."""
    places = [
        (cell.place.cell, cell.text)
        for title in session.sheets()
        for cell in session.printed(title.sheet).cells
        if cell.place.cell and cell.text
    ]
    printed = {
        session.names.address(cell): text
        for cell, text in places
        if (slot := session.calculation.slot(cell)) and slot.field.is_figure
    }
    pairs = {at: (figures.get(at, ""), printed.get(at, "")) for at in {**figures, **printed}}
    return {address: pair for address, pair in pairs.items() if pair[0] != pair[1]}


def test_every_shipped_example_has_its_sheet():
    """None is left out."""
    assert example_ids() == EXAMPLES


@every_example
def test_what_is_typed_reproduces_the_publication(example):
    """Every figure of the forms prints as published, and no other is printed."""
    assert otherwise(example, shipped(example)) == places(example, "as_printed")


@every_example
def test_the_errata_are_typed_and_nothing_else_is_wrong(example):
    """Where they are not typed every figure is as published, but what follows."""
    expected = places(example, "as_printed", "without_errata")
    assert otherwise(example, without_errata(example)) == expected
    assert set(sheet(example)["typed_errata"]) <= clean_sheet(example)["mended"].keys()


@every_example
def test_only_errata_are_typed_over_a_proposal(example):
    """A typed figure has no formula, and where it has a proposal that proposes nothing."""
    session = shipped(example)
    calculation, names = session.calculation, session.names
    over = [cell for cell in session.document.texts if calculation.computed.get(cell) is not None]
    figures = [cell for cell in over if isinstance(calculation.computed[cell], Decimal)]
    written_over = {names.address(cell) for cell in session.document.overrides}
    assert {names.address(cell) for cell in figures} == set(sheet(example)["typed_errata"])
    assert written_over == set(sheet(example).get("overridden", []))


@every_example
def test_every_typed_figure_is_one_the_forms_ask_for(example):
    """Nothing has to be typed that the forms print as calculated, and nothing twice."""
    content = json.loads((examples_folder() / f"{example}.json").read_text(encoding="utf-8"))
    typed = [at for at, text in content["values"].items() if is_figure(text)]
    calculation, names = shipped(example).calculation, shipped(example).names
    slots = {cell: calculation.slot(cell) for cell in map(names.cell, typed)}
    cells = [names.address(at) for at, slot in slots.items() if slot and slot.field.type != "code"]
    assert set(cells) <= set(page_inputs(example))
    assert len(set(cells)) == len(cells)


def is_figure(text: str) -> bool:
    """Whether a text is a figure."""
    return isinstance(parse_number(text), Decimal)


@every_example
def test_no_more_figures_are_typed_than_are_promised(example):
    """Of the figures (money, points, counts) that the forms have people type, so many at most.

    Counted are the cells that are input on the published forms, print a figure there and are
    figures in the template; the others come from elsewhere: prefilled, or linked. Those that only
    reproduce an erratum do not have to be typed. 指标值 and 实际完成值 are texts in the template
    (≥, 约, 是 may stand there); none of them is prefilled, and with them the share is higher; it is
    printed, too (`pytest -s`).
    """
    session, promised = shipped(example), sheet(example)
    errata = set(promised["typed_errata"])
    cells = {address: session.names.cell(address) for address in page_inputs(example)}
    slots = {address: session.calculation.slot(cell) for address, cell in cells.items()}
    figures = [address for address, slot in slots.items() if slot and slot.field.is_figure]
    typed = [a for a in cells if is_typed(session, a) and a not in errata]
    typed_figures = [address for address in figures if address in set(typed)]
    print(f"\ntyped: {len(typed_figures)} of {len(figures)} figures; with texts:", len(typed))
    assert (len(figures), len(cells)) == (promised["figures"], promised["with_texts"])
    assert 100 * len(typed_figures) <= promised["most_typed"] * len(figures)
    assert 100 * len(typed) <= promised["most_typed_with_texts"] * len(cells)


def test_a_figure_that_is_missing_is_seen():
    """The comparison with the publication notices one cent, and what follows from it."""
    session = without_errata(TONGHAI)
    cell = session.names.cell("一般公共预算收支!项[2210203].栏9")
    session.apply(Batch((SetText(cell, "12760.09"),), "一分"))
    found = otherwise(TONGHAI, session)
    session.undo()
    assert found["收入支出总表!行57.金额"] == ("6,663,125.83", "6,663,125.84")
    assert len(found) > len(places(TONGHAI, "as_printed", "without_errata")) + 20
