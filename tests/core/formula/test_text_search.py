"""Words and whole figures in a running text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.formula.text_search import occurs

TEXT = "2021年收入合计666.31万元，支出1，234，567.80元，占50.58 %；接待2批次16人次，人均56元。"


@pytest.mark.parametrize(
    "wanted",
    ["666.31", "1234567.80", "1,234,567.80", "50.58%", "50.58", "2", "16", "16人次", "56", "2021",
     "收入合计", "收入 合计", "６６６．３１"],
)  # fmt: skip
def test_what_stands_in_the_text_is_found(wanted):
    """Separators, blanks and full width make no difference."""
    assert occurs(wanted, TEXT)


@pytest.mark.parametrize(
    "wanted",
    ["66.31", "666.3", "666", "31", "234567.80", "567.80", "1234567", "0.58%", "6人次", "021",
     "5.6", "收入总计", "", " "],
)  # fmt: skip
def test_a_piece_of_a_figure_is_not_found(wanted):
    """No digit and no decimal point may stand before or behind."""
    assert not occurs(wanted, TEXT)


@pytest.mark.parametrize(
    ("wanted", "text", "found"),
    [
        ("1234.50", "共1 234.50元", True),
        ("1234.50", "共1　234.50元", True),
        ("12", "完成12，16，20", True),
        ("16", "完成12，16，20", True),
        ("345", "第12,345,16号", True),
        ("345", "共12,345元", False),
        ("2", "1.  2人", True),
        ("2", "1. 2人", True),
        ("12", "1  2人", False),
        ("12", "日期2021.12.31", False),
        ("100", "达到100.", True),
        ("100", "达到 100 ％", True),
        ("-5", "变动-5元", True),
        ("7119人次", "参保17119人次", False),
        ("第2", "第20项", False),
        ("4", "4", True),
        ("56", "5656 和 56", True),
    ],
)
def test_edges_of_figures(wanted, text, found):
    """Lists of figures, dates, full stops, the beginning and the end."""
    assert occurs(wanted, text) is found


@given(
    st.integers(min_value=0, max_value=10**12),
    st.integers(min_value=0, max_value=99),
    st.text(alphabet="收入万元，。、（）", max_size=5),
    st.text(alphabet="元人次。，）", max_size=5),
    st.sampled_from([",", "，", " ", "　", ""]),
)
def test_a_figure_is_found_however_its_thousands_are_parted(
    whole, cents, before, behind, separator
):
    """Between signs that are no digits every figure is found, and no figure with a digit more."""
    figure = f"{whole}.{cents:02}"
    written = f"{whole:,}".replace(",", separator) + f".{cents:02}"
    text = f"{before}{written}{behind}"
    assert occurs(figure, text)
    assert not any(occurs(other, text) for other in (f"1{figure}", f"{figure}1", figure[:-1]))


@given(st.text(max_size=40), st.text(max_size=6))
def test_any_texts_are_searched_without_harm(text, wanted):
    """Whatever is pasted in is yes or no; and a text holds itself unless it is empty."""
    assert occurs(wanted, text) in (True, False)
    assert occurs(text, text) is bool(text.strip())
