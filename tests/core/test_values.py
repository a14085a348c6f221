"""The one door for figures and texts: never an exception, never a guess, never a lost digit."""

import ast
import unicodedata
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from core import number_text, values
from core.values import (
    BLANK,
    CONTEXT,
    MAX_WHOLE_DIGITS,
    Blank,
    Failed,
    clean_text,
    parse_number,
    parse_percent,
    plain,
    quantise,
)

FIGURE_SIGNS = st.text(alphabet="0123456789０１２,，.．。-－+¥￥万亿元分% 　\n", max_size=25)

figures = st.decimals(
    min_value=-(10**MAX_WHOLE_DIGITS) + 1,
    max_value=10**MAX_WHOLE_DIGITS - 1,
    places=4,
    allow_nan=False,
    allow_infinity=False,
)


@pytest.mark.parametrize(
    ("typed", "figure"),
    [
        ("1234.5", "1234.5"),
        ("1,234.50", "1234.5"),
        ("１２３４．５", "1234.5"),
        ("1，234。5", "1234.5"),
        (" 1 234 ", "1234"),
        ("-5", "-5"),
        ("－5", "-5"),
        ("—5", "-5"),
        ("+5", "5"),
        ("-0", "0"),
        ("¥100", "100"),
        ("￥-100", "-100"),
        ("-¥100", "-100"),
        ("1.2万", "12000"),
        ("3万元", "30000"),
        ("1亿元", "100000000"),
        ("98分", "98"),
        ("100元", "100"),
        ("5.", "5"),
        (".5", "0.5"),
        ("007", "7"),
        ("9999999999999", "9999999999999"),
        ("\n12\n", "12"),
    ],
)
def test_what_people_type_is_read(typed, figure):
    """Separators, full-width signs, currency signs and units around one figure are understood."""
    assert parse_number(typed) == Decimal(figure)
    assert not str(parse_number(typed)).startswith("-0")


@pytest.mark.parametrize(
    ("typed", "yuan", "wan_yuan"),
    [
        ("1.2", "1.2", "1.2"),
        ("1.2万", "12000", "1.2"),
        ("1.2万元", "12000", "1.2"),
        ("12000元", "12000", "1.2"),
        ("-3亿", "-300000000", "-30000"),
        ("5分", "0.05", "0.000005"),
        ("0元", "0", "0"),
    ],
)
def test_a_unit_behind_an_amount_is_converted_to_the_forms(typed, yuan, wan_yuan):
    """An amount typed with its unit is the same money in a form in 元 and in one in 万元."""
    assert parse_number(typed, "元") == Decimal(yuan)
    assert parse_number(typed, "万元") == Decimal(wan_yuan)


@pytest.mark.parametrize("typed", ["", " ", "\n", "　", "\t\r\n"])
def test_nothing_typed_is_blank(typed):
    """Nothing but blanks is BLANK, as a figure and as a percentage."""
    assert parse_number(typed) is BLANK
    assert parse_percent(typed) is BLANK


@pytest.mark.parametrize(
    "typed",
    [
        "abc", "¥", "-", ".", "元", "1¥2", "5￥", "1,23", "1,234,5", "12,345,67", "1.2.3", "--5",
        "-¥-5", "100\n200", "100\u2028200", "1e5", "0x10", "1/2", "5%", "约5", "5人", "(5)",
        "1_000", "NaN", "Infinity", "\ud800",
    ],
)  # fmt: skip
def test_what_is_not_surely_one_figure_is_failed(typed):
    """Two figures, half a figure or anything beside it is refused with the text quoted."""
    result = parse_number(typed)
    assert isinstance(result, Failed)
    assert result.reason == f"“{typed.strip()}”不是能识别的数，已原样保留"


def test_a_long_text_is_cut_in_the_reason():
    """The reason quotes the first twenty signs."""
    assert parse_number("很" * 30) == Failed(f"“{'很' * 20}…”不是能识别的数，已原样保留")


@pytest.mark.parametrize(
    "typed", ["10000000000000", "1000000000万", "100000亿", "0." + "1" * 21, "-10000000000000"]
)
def test_too_many_places_are_refused(typed):
    """No account reaches 10^13, in whatever unit it is typed."""
    shown = typed if len(typed) <= 20 else typed[:20] + "…"
    assert parse_number(typed) == Failed(f"“{shown}”位数太多，请检查是否多填了")


@given(st.text() | FIGURE_SIGNS)
@example("1" * 5000)
@example("0" * 5000)
def test_any_text_is_a_figure_blank_or_failed(typed):
    """Whatever is typed or pasted, the door answers and never raises."""
    for result in (parse_number(typed), parse_percent(typed)):
        assert isinstance(result, Decimal | Blank | Failed)
        if isinstance(result, Decimal):
            assert result.is_finite()
            assert result.adjusted() < MAX_WHOLE_DIGITS


@given(figures)
def test_a_figure_comes_back_from_its_text(figure):
    """The exact text kept in a file is read as the same figure, with separators too."""
    assert parse_number(plain(figure)) == figure
    assert parse_number(f"{figure:,f}") == figure


@given(figures)
def test_full_width_digits_are_the_same_figure(figure):
    """Whoever forgot to switch the input method means the same."""
    wide = plain(figure).translate({ord(c): ord(c) + 0xFEE0 for c in "0123456789.-"})
    assert parse_number(wide) == figure


@pytest.mark.parametrize(
    ("typed", "ratio"),
    [("34.55", "0.3455"), ("34.55%", "0.3455"), ("１００％", "1"), ("-5 %", "-0.05")],
)
def test_percentages_are_ratios(typed, ratio):
    """With or without the sign, 34.55 in a percentage cell is 0.3455."""
    assert parse_percent(typed) == Decimal(ratio)


@pytest.mark.parametrize("typed", ["%", "5%%", "百分之五"])
def test_no_percentage_is_failed(typed):
    """A lone percent sign is not nothing."""
    assert isinstance(parse_percent(typed), Failed)


@pytest.mark.parametrize(
    ("figure", "decimals", "rounded"),
    [("2.345", 2, "2.35"), ("-2.345", 2, "-2.35"), ("2.5", 0, "3"), ("-0.001", 2, "0.00")],
)
def test_rounding_is_half_up_without_minus_zero(figure, decimals, rounded):
    """Half up away from zero, as accountants round; nothing is never negative."""
    result = quantise(Decimal(figure), decimals)
    assert isinstance(result, Decimal)
    assert str(result) == rounded


@pytest.mark.parametrize("figure", ["1E13", "-1E13", "NaN", "Infinity"])
def test_figures_out_of_range_fail(figure):
    """What no account reaches says so instead of printing."""
    assert isinstance(quantise(Decimal(figure), 2), Failed)


@pytest.mark.parametrize(
    ("figure", "text"),
    [("1.50", "1.5"), ("100", "100"), ("1E+3", "1000"), ("0.00", "0"), ("1E-7", "0.0000001")],
)
def test_plain_has_no_exponent_and_no_trailing_zeros(figure, text):
    """The text in a file is what a person would type."""
    assert plain(Decimal(figure)) == text


@pytest.mark.parametrize(
    ("raw", "cleaned"),
    [
        ("a\r\nb\rc\u2028d\u2029e", "a\nb\nc\nd\ne"),
        ("a\tb", "a b"),
        ("\x00a\x07\x7f\ud800", "a"),
        ("　　缩进  \n", "　　缩进"),
        ("  \n a", "a"),
        ("\ufffe\uffff\U0002fffe", ""),
        ("𠮷\U00031350", "𠮷\U00031350"),
        ("=1+1", "=1+1"),
    ],
)
def test_texts_are_cleaned_and_otherwise_kept(raw, cleaned):
    """Line breaks, indentation and the rarest hanzi stay; control signs and surrogates go."""
    assert clean_text(raw) == cleaned


@given(st.text())
def test_cleaning_twice_is_cleaning_once(raw):
    """A clean text passes the door unchanged, and holds no control sign but the line break."""
    cleaned = clean_text(raw)
    assert clean_text(cleaned) == cleaned
    assert all(c == "\n" or unicodedata.category(c) not in ("Cc", "Cs") for c in cleaned)


def test_blank_is_false_and_says_its_name():
    """BLANK is never true; in a debugger it is called by its name."""
    assert not BLANK
    assert repr(BLANK) == "BLANK"


def test_the_context_rounds_half_up():
    """Thirty-four digits, half up, whatever the global context says."""
    assert CONTEXT.divide(Decimal(2), Decimal(3)) == Decimal("0." + "6" * 33 + "7")


@pytest.mark.parametrize("module", [values, number_text])
def test_no_binary_fraction_stands_in_the_source(module):
    """Not a single literal like 0.5 outside quotation marks."""
    tree = ast.parse(Path(module.__file__).read_text(encoding="utf-8"))
    constants = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)]
    assert not [value for value in constants if isinstance(value, float)]


@pytest.mark.parametrize("sign", ["\ue863", "\U0002cc56", "\U000323af"])
def test_rare_and_private_hanzi_of_names_are_kept(sign):
    """A name keeps the signs that old systems and new standards write it with."""
    assert clean_text(f"李{sign}") == f"李{sign}"
