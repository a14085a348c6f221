"""Figures are stored as numbers that show the same digits; everything else is text."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.export.xlsx_styles import Stored, column_width, safe_text, stored
from core.layout.plan import CellKind, CellPart, CellStyle
from core.layout.printed import PrintedCell
from core.number_text import NumberStyle, PercentStyle, format_number
from core.refs import CellId
from tests.core.export.sample_forms import draw


def entered(text: str) -> PrintedCell:
    """A text as it stands in an entry cell."""
    return draw("{t}", {"t": text}, (60,)).cells[0]


def figure(number: str, style: NumberStyle) -> PrintedCell:
    """A figure in a cell of that style."""
    value = Decimal(number)
    return replace(entered(format_number(value, style)), number=value, style=style)


@pytest.mark.parametrize(
    ("text", "value", "number_format"),
    [
        ("6000", "6000", "0"),
        ("95.76", "95.76", "0.00"),
        ("100%", "1", "0%"),
        ("34.50%", "0.3450", "0.00%"),
        ("1,234.50", "1234.50", "#,##0.00"),
        ("-3", "-3", "0"),
        ("0", "0", "0"),
        ("0.5", "0.5", "0.0"),
        ("0.00", "0.00", "0.00"),
        ("-0.5%", "-0.005", "0.0%"),
    ],
)
def test_typed_figures_are_numbers(text: str, value: str, number_format: str) -> None:
    """A plain figure in a text cell becomes a number that shows the typed digits."""
    assert stored(entered(text)) == Stored(Decimal(value), number_format)


@pytest.mark.parametrize(
    "text",
    [
        *("0101", "00", "-0", "-0.00", "007.5", ">=6000", "≥90%", "90％", "6000人", "1.", ".5"),
        *("1,23", "12,3456", "1234,567", "1e5", "１２", " 6", "6 ", "+5", "5-6", "3/4", "优", ""),
        *("1234567890123456", "1" * 40, "6\n7", "--3", "100%%", "∞", "٣"),
    ],
)
def test_other_texts_stay_texts(text: str) -> None:
    """What is not surely one figure, or would show other digits, stays as typed."""
    assert stored(entered(text)) == Stored(text)


def test_codes_stay_texts() -> None:
    """A code is digits but no figure; neither is what the form itself prints."""
    cell = entered("208")
    coded = replace(cell.place, content=(CellPart(CellId("表", "", "", "码"), code=True),))
    label = replace(cell.place, style=CellStyle(label=True))
    calculated = replace(cell.place, kind=CellKind.CALCULATED)

    assert stored(cell).value == Decimal(208)
    for place in (coded, label, calculated):
        assert stored(replace(cell, place=place)) == Stored("208")


@pytest.mark.parametrize(
    ("number", "style", "value", "number_format"),
    [
        ("1234.5", NumberStyle(thousands=True), "1234.50", "#,##0.00"),
        ("0.3455", NumberStyle(percent=PercentStyle.PLAIN), "34.55", "0.00"),
        ("0.3455", NumberStyle(percent=PercentStyle.SIGN), "0.3455", "0.00%"),
        ("0", NumberStyle(zero=""), "0.00", "0.00;-0.00;"),
        ("-5", NumberStyle(zero=""), "-5.00", "0.00;-0.00;"),
        ("98", NumberStyle(decimals=0, suffix="分"), "98", '0"分"'),
        ("238.60", NumberStyle(trim=True), "238.60", "0.0"),
    ],
)
def test_figures(number: str, style: NumberStyle, value: str, number_format: str) -> None:
    """A figure is stored as printed, in the format of its style."""
    content = stored(figure(number, style))

    assert content == Stored(Decimal(value), number_format)


@pytest.mark.parametrize(
    ("style", "number_format"),
    [
        (NumberStyle(thousands=True, zero=""), "#,##0.00;-#,##0.00;"),
        (NumberStyle(percent=PercentStyle.PLAIN), "0.00"),
        (NumberStyle(trim=True), "General"),
        (None, "General"),
    ],
)
def test_a_blank_place_waits_in_the_format_of_its_figures(
    style: NumberStyle | None, number_format: str
) -> None:
    """Whoever fills in the workbook sees a figure as the form prints it; trimmed ones stay open."""
    cell = entered("")
    part = CellPart(CellId("表", "", "", "t"), style)
    blank = replace(cell, place=replace(cell.place, content=(part,)))

    assert stored(blank) == Stored("", number_format)


def test_figure_too_long_for_a_double_is_text() -> None:
    """A figure of more digits than a workbook keeps is written out, none changed."""
    cell = figure("1234567890123.4567", NumberStyle(decimals=4))

    assert stored(cell) == Stored("1234567890123.4567")


def test_unreadable_entry_is_text() -> None:
    """What was typed into a figure's cell and is none is written as typed."""
    assert stored(entered("约5万")) == Stored("约5万")


@given(st.decimals(-(10**13), 10**13, places=2))
def test_doubles_keep_the_digits(number: Decimal) -> None:
    """A money figure survives the workbook's doubles to the last fen."""
    content = stored(figure(str(number), NumberStyle())).value

    assert not isinstance(content, Decimal) or Decimal(repr(float(content))) == content


@given(st.text(st.characters(codec=None)))
def test_safe_text_is_xml(text: str) -> None:
    """Whatever is in a text, what is left of it can be written."""
    safe = safe_text(text)

    safe.encode()
    assert not set(safe) & {chr(code) for code in range(32) if chr(code) not in "\t\n"}
    assert safe_text("甲\n乙 _x") == "甲\n乙 _x"


def test_column_width_in_digits() -> None:
    """25.4 mm are 96 pixels, twelve digits."""
    assert column_width(25.4) == 12
