"""What has to be typed, and that all the rest of the publication follows from it."""

import json
import re
from collections.abc import Iterable
from decimal import Decimal

import pytest
import yaml

from core.document.edits import Batch, SetText
from core.paths import examples_folder
from core.session import Session
from core.values import parse_number
from tests.core.export.official_layout import references
from tests.proof.clean_document import EXAMPLE, MENDED, UNDUE_SCORES
from tools.console import ROOT

PAGES = ROOT / "tests" / "proof" / "page_inputs.yaml"
MOST = 60
FIGURE = re.compile(r"-?[\d,]*\d(\.\d+)?%?")

# Typed over what the program proposes, only to be wrong as the publication is.
BUDGET = "整体自评表!任务[医疗救助补助].财政拨款"
TYPED_ERRATA = (BUDGET, *UNDUE_SCORES)

# Where the example prints another figure than the publication.
AS_PRINTED = {
    "整体自评表!任务合计.执行率": ("", "43.25"),  # T-5
    "项目自评[医疗救助]!总额.分值": ("10", "10.00"),  # T-20
    "项目自评[医疗救助]!总分.分值": ("100", "100.00"),  # T-20
}
# What is printed where nobody types an erratum: the cell, what follows from it, and T-5, T-20.
WITHOUT_ERRATA = {
    **AS_PRINTED,
    BUDGET: ("991.08", "940.68"),  # T-2
    "整体自评表!任务[医疗救助补助].总额": ("991.08", "940.68"),  # T-2
    "整体自评表!任务[医疗救助补助].执行率": ("32.80", "34.55"),  # T-3
    "整体自评表!任务合计.总额": ("1,540.60", "1,490.20"),  # T-4
    "整体自评表!任务合计.财政拨款": ("1,540.60", "1,490.20"),  # T-4
    "整体自评表!任务合计.执行率": ("", "44.71"),  # T-5
}
for _place in UNDUE_SCORES:  # T-9
    _is_large = "指标[3]" in _place or ("能力" in _place and "指标[4]" in _place)
    WITHOUT_ERRATA[_place] = ("19.00", "20.00") if _is_large else ("9.00", "10.00")
for _project, _sums in {  # T-10
    "城乡居民医保": (("88.00", "90.00"), ("88.00", "90.00")),
    "能力提升第一批": (("88.00", "90.00"), ("96.56", "98.56")),
    "能力提升第二批": (("88.00", "90.00"), ("88.00", "90.00")),
}.items():
    WITHOUT_ERRATA[f"项目自评[{_project}]!指标合计.得分"] = _sums[0]
    WITHOUT_ERRATA[f"项目自评[{_project}]!总分.得分"] = _sums[1]


@pytest.fixture(scope="module")
def example():
    """The example as it is shipped."""
    with Session.example(EXAMPLE, None) as session:
        yield session


@pytest.fixture(scope="module")
def without_errata():
    """The example where nobody typed an erratum over what is proposed."""
    with Session.example(EXAMPLE, None) as session:
        session.set_addresses((address, None) for address in TYPED_ERRATA)
        yield session


def page_inputs() -> list[str]:
    """The addresses of all figures that the published forms have people type."""
    content = yaml.safe_load(PAGES.read_text(encoding="utf-8"))
    return [f"{form}!{address}" for form, addresses in content.items() for address in addresses]


def is_typed(session: Session, address: str) -> bool:
    """Whether somebody typed the figure of a cell."""
    return session.names.cell(address) in session.document.texts


def otherwise(session: Session) -> dict[str, tuple[str, str]]:
    """By address the figures that are not as published: what was, and what is printed."""
    found: dict[str, tuple[str, str]] = {}
    forms = references(EXAMPLE).values()
    for title, form in zip(session.sheets(), forms, strict=True):
        wanted = {(cell.row, cell.column): cell.text for cell in form.cells}
        for printed in session.printed(title.sheet).cells:
            place = printed.place
            pair = wanted[place.row, place.column], printed.text
            if place.cell and pair[0] != pair[1] and any(FIGURE.fullmatch(text) for text in pair):
                found[session.names.address(place.cell)] = pair
    return found


def test_what_is_typed_reproduces_the_publication(example):
    """Every figure of the fifteen forms prints as published, and no other is printed."""
    assert otherwise(example) == AS_PRINTED


def test_the_errata_are_typed_and_nothing_else_is_wrong(without_errata):
    """Where they are not typed every figure is as published, but what follows."""
    assert otherwise(without_errata) == WITHOUT_ERRATA
    assert set(TYPED_ERRATA) <= MENDED.keys()


def test_only_errata_are_typed_over_a_proposal(example):
    """A typed figure has no formula, and where it has a proposal that proposes nothing."""
    calculation = example.calculation
    over = [cell for cell in example.document.texts if calculation.computed.get(cell) is not None]
    figures = [cell for cell in over if isinstance(calculation.computed[cell], Decimal)]
    assert {example.names.address(cell) for cell in figures} == set(TYPED_ERRATA)
    assert not example.document.overrides


def test_every_typed_figure_is_one_the_forms_ask_for(example):
    """Nothing has to be typed that the forms print as calculated, and nothing twice."""
    content = json.loads((examples_folder() / f"{EXAMPLE}.json").read_text(encoding="utf-8"))
    typed = [at for at, text in content["values"].items() if is_figure(text)]
    cells = [example.names.address(example.names.cell(address)) for address in typed]
    assert set(cells) <= set(page_inputs())
    assert len(set(cells)) == len(cells)


def is_figure(text: str) -> bool:
    """Whether a text is a figure."""
    return isinstance(parse_number(text), Decimal)


def share(session: Session, addresses: Iterable[str]) -> tuple[int, int]:
    """How many of these were typed, though not to reproduce an erratum, and how many they are."""
    listed = list(addresses)
    return sum(is_typed(session, a) and a not in TYPED_ERRATA for a in listed), len(listed)


def test_at_most_three_in_five_input_figures_are_typed(example):
    """Of the figures (money, points, counts) that the forms have people type, 60 % at most.

    Counted are the cells that are input on the published forms, print a figure there and are
    figures in the template; the others come from elsewhere: prefilled, or linked. The seven that
    only reproduce an erratum do not have to be typed. 指标值 and 实际完成值 are texts in the
    template (≥, 约, 是 may stand there); none of them is prefilled, and with them the share is
    higher; it is printed, too (`pytest -s`).
    """
    calculation = example.calculation
    cells = {address: example.names.cell(address) for address in page_inputs()}
    slots = {address: calculation.slot(cell) for address, cell in cells.items()}
    figures = [address for address, slot in slots.items() if slot and slot.field.is_figure]
    typed, whole = share(example, figures)
    all_typed, everything = share(example, cells)
    print(f"\ntyped: {typed} of {whole} figures = {100 * typed / whole:.1f} %")
    print(f"with 指标值, 实际完成值: {all_typed} of {everything}")
    assert (whole, everything) == (128, 186)
    assert 100 * typed <= MOST * whole
    assert 100 * all_typed <= 71 * everything


def test_a_figure_that_is_missing_is_seen(without_errata):
    """The comparison with the publication notices one cent, and what follows from it."""
    cell = without_errata.names.cell("一般公共预算收支!项[2210203].栏9")
    without_errata.apply(Batch((SetText(cell, "12760.09"),), "一分"))
    found = otherwise(without_errata)
    without_errata.undo()
    assert found["收入支出总表!行57.金额"] == ("6,663,125.83", "6,663,125.84")
    assert len(found) > len(WITHOUT_ERRATA) + 20
