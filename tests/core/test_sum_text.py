"""Sums typed in place of a figure: what they come to, and what is none."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.calc.typed import read_value
from core.number_text import NumberStyle, PercentStyle
from core.sum_text import MOST_DEPTH, MOST_SIGNS, is_sum, read_sum
from core.template.form import Field
from core.values import Failed

MONEY = Field("money", "金额", number=NumberStyle(decimals=2), unit="元")
RATIO = Field("percent", "执行率", number=NumberStyle(decimals=2, percent=PercentStyle.SIGN))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("=1200+35.5", "1235.5"),
        ("＝１２００＋３５．５", "1235.5"),
        (" = 1,200 + 35.50 ", "1235.50"),
        ("=2+3*4", "14"),
        ("=（2+3）×4", "20"),
        ("=10÷4−1", "1.5"),
        ("=-(5-7)", "2"),
        ("=1.2万+3", "12003"),
        ("=200*5%", "10.00"),
        ("=¥5", "5"),
    ],
)
def test_sums_are_read_as_people_type_them(text: str, value: str) -> None:
    """Either width, thousands, units, percentages, brackets; products before sums."""
    assert is_sum(text)
    assert read_sum(text, "元") == Decimal(value)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("=", "不是能算的算式"),
        ("=1+", "不是能算的算式"),
        ("=1 2+3)", "不是能算的算式"),
        ("=A1+B2", "不是能算的算式"),
        ("=SUM(1)", "不是能算的算式"),
        ("=1,2+3", "不是能算的算式"),
        ("=(1+2", "少一个右括号"),
        ("=1/(2-2)", "除以了 0"),
        ("=" + "(" * (MOST_DEPTH + 2) + "1", "括号套得太深"),
        ("=" + "+1" * MOST_SIGNS, "太长"),
        ("=9999999999999*9999999999999*9999999999999", "太大"),
    ],
)
def test_what_is_no_sum_says_why(text: str, why: str) -> None:
    """The text is quoted, shortened, and stays as it was typed."""
    found = read_sum(text)
    assert isinstance(found, Failed)
    assert why in found.reason
    assert found.reason.startswith(f"“{text.strip()[:20]}")


def test_a_cell_rounds_what_its_sum_comes_to() -> None:
    """Half up, once, at the end; a ratio is typed in percent with or without the sign."""
    assert read_value("=10/3", MONEY) == Decimal("3.33")
    assert read_value("=0.005", MONEY) == Decimal("0.01")
    assert read_value("=1/3*3", MONEY) == Decimal("1.00")
    for typed in ("=30+4.55", "=30%+4.55%", "=30％+4.55％"):
        assert read_value(typed, RATIO) == Decimal("0.3455")
    assert isinstance(read_value("=1+x", RATIO), Failed)


FIGURES = st.decimals(0, 99999, places=2, allow_nan=False).map(lambda d: (str(d), Fraction(d)))


def _joined(parts: tuple[tuple[str, Fraction], str, tuple[str, Fraction]]) -> tuple[str, Fraction]:
    (left, a), sign, (right, b) = parts
    value = {"+": a + b, "-": a - b, "*": a * b}[sign]
    return f"({left}{sign}{right})", value


SUMS = st.recursive(
    FIGURES,
    lambda inner: st.tuples(inner, st.sampled_from("+-*"), inner).map(_joined),
    max_leaves=4,
)


@given(SUMS)
def test_a_sum_is_exact(made: tuple[str, Fraction]) -> None:
    """Additions and products come to exactly what fractions come to."""
    text, value = made
    found = read_sum(f"={text}")
    assert isinstance(found, Decimal)
    assert Fraction(found) == value


@given(st.lists(st.integers(1, 99), min_size=2, max_size=6), st.data())
def test_products_come_before_sums(numbers: list[int], data: st.DataObject) -> None:
    """Without brackets, from left to right."""
    signs = [data.draw(st.sampled_from("+-*")) for _ in numbers[1:]]
    total, term = 0, numbers[0]
    for sign, number in zip(signs, numbers[1:], strict=True):
        total, term = (
            (total, term * number)
            if sign == "*"
            else (total + term, number * (1 - 2 * (sign == "-")))
        )
    text = str(numbers[0]) + "".join(f"{s}{n}" for s, n in zip(signs, numbers[1:], strict=True))
    assert read_sum(f"={text}") == total + term


@given(st.text("=＝0123456789.,+-*/()（）×÷−%万亿元分¥ ab\n", max_size=260))
def test_any_text_is_a_figure_or_fails(text: str) -> None:
    """Nothing raises, and what is found can be held by a cell."""
    found = read_sum("=" + text, "万元")
    assert isinstance(found, Decimal | Failed)
    assert not isinstance(read_value("=" + text, MONEY), str)
