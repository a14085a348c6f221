"""How figures print, and that the Excel format beside them prints the same."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.number_text import (
    NumberStyle,
    PercentStyle,
    excel_format,
    excel_number,
    format_number,
    printed_number,
)
from core.values import parse_number, parse_percent
from tests.excel_format import rendered, to_places

WHOLE_PERCENT = NumberStyle(decimals=0, percent=PercentStyle.SIGN)
PLAIN_PERCENT = NumberStyle(percent=PercentStyle.PLAIN)

figures = st.decimals(
    min_value=-(10**11), max_value=10**11, places=5, allow_nan=False, allow_infinity=False
)
literals = st.text(alphabet='分元¥"a%0;#,\\', max_size=4)
styles = st.builds(
    NumberStyle,
    decimals=st.integers(0, 4),
    thousands=st.booleans(),
    trim=st.booleans(),
    zero=st.none() | st.sampled_from(["", "0", "—", 'a"b']),
    percent=st.sampled_from(PercentStyle),
    prefix=literals,
    suffix=literals,
)


@pytest.mark.parametrize(
    ("figure", "style", "text"),
    [
        ("6663125.83", NumberStyle(thousands=True), "6,663,125.83"),
        ("0", NumberStyle(thousands=True, zero=""), ""),
        ("0", NumberStyle(), "0.00"),
        ("-56.88", NumberStyle(), "-56.88"),
        ("-0.001", NumberStyle(), "0.00"),
        ("0.8701", WHOLE_PERCENT, "87%"),
        ("0", NumberStyle(decimals=0, percent=PercentStyle.SIGN, zero="0"), "0"),
        ("0.3455", PLAIN_PERCENT, "34.55"),
        ("1150.00", NumberStyle(trim=True), "1150"),
        ("0.50", NumberStyle(trim=True), "0.5"),
        ("0.0000", NumberStyle(trim=True), "0"),
        ("98", NumberStyle(decimals=0, suffix="分"), "98分"),
        ("-1.5", NumberStyle(prefix="¥", decimals=1), "¥-1.5"),
        ("2.345", NumberStyle(), "2.35"),
    ],
)
def test_figures_print_as_in_the_official_forms(figure, style, text):
    """The styles of the published forms, a negative figure with its sign before the digits."""
    assert format_number(Decimal(figure), style) == text


@pytest.mark.parametrize(
    ("style", "format_code"),
    [
        (NumberStyle(thousands=True, zero=""), "#,##0.00;-#,##0.00;"),
        (NumberStyle(decimals=0, suffix="分"), '0"分"'),
        (NumberStyle(decimals=0, percent=PercentStyle.SIGN, zero="0"), '0%;-0%;"0"'),
        (PLAIN_PERCENT, "0.00"),
        (NumberStyle(prefix="¥"), '"¥"0.00;"¥"-0.00'),
        (NumberStyle(suffix='a"b"'), r'0.00"a"\""b"\"'),
    ],
)
def test_excel_formats_are_as_expected(style, format_code):
    """One section where that is enough; a blank zero is an empty third section."""
    assert excel_format(Decimal("1.23"), style) == format_code


def test_a_format_of_a_zero_shows_the_minus_of_what_is_typed_there_later():
    """Whoever puts -5 in the place of a zero reads -5; only a figure that vanishes has no minus."""
    amounts = NumberStyle(thousands=True, zero="")
    assert excel_format(Decimal(0), amounts) == "#,##0.00;-#,##0.00;"
    assert excel_format(Decimal("-0.001"), amounts) == "#,##0.00;#,##0.00;"
    assert excel_format(Decimal(0), NumberStyle()) == "0.00"


def test_a_trimmed_style_takes_its_places_from_the_figure():
    """`0.##` would leave 15. behind."""
    style = NumberStyle(trim=True)
    assert [excel_format(Decimal(f), style) for f in ("15", "1.5", "1.25")] == ["0", "0.0", "0.00"]


def test_percentages_without_sign_are_stored_a_hundredfold():
    """A workbook has no format that multiplies without printing %."""
    assert excel_number(Decimal("0.3455"), PLAIN_PERCENT) == Decimal("34.55")
    assert excel_number(Decimal("0.3455"), WHOLE_PERCENT) == Decimal("0.3455")


@pytest.mark.parametrize(("style", "places"), [(NumberStyle(), 2), (PLAIN_PERCENT, 4)])
def test_a_ratio_is_kept_with_two_more_places(style, places):
    """`decimals` counts printed places."""
    assert style.value_decimals == places


@given(figures, styles)
def test_excel_prints_what_we_print(figure, style):
    """The workbook's figure under the workbook's format is the text of grid and PDF."""
    shown = rendered(excel_number(figure, style), excel_format(figure, style))
    assert shown == format_number(figure, style)


@given(figures, st.integers(0, 4), st.booleans(), st.booleans())
def test_a_printed_figure_is_read_as_the_rounded_one(figure, decimals, thousands, trim):
    """What the grid shows can be typed again."""
    style = NumberStyle(decimals, thousands=thousands, trim=trim)
    assert parse_number(format_number(figure, style)) == to_places(figure, decimals)


@given(figures, st.integers(0, 4), st.sampled_from([PercentStyle.SIGN, PercentStyle.PLAIN]))
def test_a_printed_percentage_is_read_as_the_rounded_ratio(figure, decimals, percent):
    """With and without its sign."""
    style = NumberStyle(decimals, percent=percent)
    ratio = figure / 1000
    assert parse_percent(format_number(ratio, style)) == to_places(ratio, style.value_decimals)
    assert printed_number(ratio, style) == ratio * 100
