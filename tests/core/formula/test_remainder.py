"""What rounding may do to a comparison: half a unit of every figure, no more and no less."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.formula.evaluate import Operand, compile_formula
from core.formula.parser import parse
from core.formula.remainder import Remainder, remainder_of
from core.formula.tree import leaves
from core.values import BLANK, Value
from tests.core.formula.environment import SUITE

FEN = Decimal("0.01")


def remainder(rule: str, **places: int) -> Remainder | None:
    """What rounding may do to a rule whose names were rounded to these places."""
    tree = parse(rule)
    return remainder_of(tree, [places.get(str(name)) for name in names(rule)])


def names(rule: str) -> list[str]:
    """The names of a rule in the order of its operands."""
    return [leaf.steps[0].name for leaf in leaves(parse(rule))]  # type: ignore[union-attr]  # names


def figures(*texts: str) -> tuple[Value, ...]:
    """Figures, "" for a blank."""
    return tuple(Decimal(text) if text else BLANK for text in texts)


def covers(rule: str, operands: Sequence[Operand], **places: int) -> bool:
    """Whether rounding explains that a rule does not hold."""
    known = remainder(rule, **places)
    assert known is not None
    return known.covers(operands, SUITE)


ALL = dict.fromkeys("abcd", 2)


@pytest.mark.parametrize(
    ("rule", "operands", "covered"),
    [
        ("a = b + c", ("3832.36", "1572.70", "2259.65"), True),
        ("a = b + c", ("3832.37", "1572.70", "2259.65"), False),
        ("a = b", ("236.63", "236.64"), True),
        ("a = b", ("236.62", "236.64"), False),
        ("a = b + c", ("0.02", "0.01", ""), True),
        ("a = b + c", ("0.03", "0.01", ""), False),
        ("a = b + c + d", ("0.02", "0.01", "0.01", "0.02"), True),
        ("a = b - c - d", ("0.02", "0.02", "0.01", "0.01"), True),
        ("a = SUM(b, c, d)", ("0.02", "0.01", "0.01", "0.02"), True),
        ("a * 10 = b", ("1.00", "10.05"), True),
        ("a * 10 = b", ("1.00", "10.06"), False),
        ("a = IF(b > 0, c, d)", ("1.01", "0.01", "1.00", "5"), True),
        ("a = IF(b > 0, c, d)", ("1.02", "0.01", "1.00", "5"), False),
        ("a <= b + c", ("1.01", "0.50", "0.50"), True),
        ("a <= b + c", ("1.02", "0.50", "0.50"), False),
        ("a >= b + c", ("0.99", "0.50", "0.50"), True),
        ("a >= b + c", ("0.98", "0.50", "0.50"), False),
        ("YUAN(a) = YUAN(b)", ("1.00", "1.01"), True),
        ("YUAN(a) = YUAN(b)", ("1.00", "1.02"), False),
    ],
)
def test_half_a_unit_of_every_figure(rule: str, operands: tuple[str, ...], covered: bool) -> None:
    """As the figures are reckoned: added, taken away, chosen, multiplied or converted."""
    assert covers(rule, figures(*operands), **ALL) is covered


def test_only_rounded_figures_count() -> None:
    """What is exact adds nothing, and what was rounded more coarsely adds more."""
    assert not covers("a = b", figures("1.01", "1.00"), a=2)
    assert covers("a = b", figures("1.01", "1.00"), a=1)


def test_a_side_that_is_rounded_for_the_comparison_is_one_figure_more() -> None:
    """元 added exactly and rounded to 万元, against 万元 rounded one by one."""
    rule = "a + b = ROUND(WAN(c), 2)"
    assert covers(rule, figures("12.35", "23.35", "356900"), a=2, b=2)
    assert not covers(rule, figures("12.35", "23.35", "356800"), a=2, b=2)
    assert remainder(rule) is None


def test_only_the_figures_of_a_column_that_are_added_count() -> None:
    """A row left out by the condition, or blank, is not rounded into the sum."""
    column = figures("1.00", "2.00", "5.00", "")
    chosen = ("甲", "甲", "乙", "甲")
    rule = 'a = SUMIF(b, "甲", c)'
    assert covers(rule, (*figures("3.01"), chosen, column), a=2, c=2)
    assert not covers(rule, (*figures("3.02"), chosen, column), a=2, c=2)


@pytest.mark.parametrize("rule", ["a <> b", "a < b", "a > b", 'a = ""', "AND(a = b, b = c)"])
def test_other_rules_have_no_remainder(rule: str) -> None:
    """Rounding makes nothing of what is no =, <= or >= of two sides."""
    assert remainder(rule, **ALL) is None


def test_a_side_that_cannot_be_reckoned_is_not_excused() -> None:
    """A difference that is no figure, or one that moving a figure makes none, is nothing small."""
    assert not covers("a = b / c", figures("1", "1", "0"), **ALL)
    assert not covers("a = b / (c + 0.005)", figures("0.03", "0.00", "-0.01"), c=2)


def test_places_that_are_reckoned_are_no_rounded_side() -> None:
    """ROUND(b, d) may round to anything: only its figures count, as far as they come through."""
    assert covers("a = ROUND(b, d)", figures("1.01", "1.00", "2"), a=2, b=2)


@given(
    st.lists(st.integers(-(10**9), 10**9), min_size=1, max_size=30), st.sampled_from((4, 100, 10))
)
def test_sums_of_figures_rounded_one_by_one_are_excused(fens: list[int], unit: int) -> None:
    """Whatever is added in the finer unit, the rounded figures differ from their sum by no more."""

    def published(exact: int) -> Decimal:
        return (Decimal(exact) / unit / 100).quantize(FEN, ROUND_HALF_UP)

    operands = (published(sum(fens)), tuple(map(published, fens)))
    tree = parse("a = SUM(b)")
    if compile_formula(tree).run(operands, SUITE, audit=True) is not True:
        assert covers("a = SUM(b)", operands, a=2, b=2)
