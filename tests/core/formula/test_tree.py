"""Trees: their leaves, and how they are written back, as a formula and in words."""

from decimal import Decimal

import pytest

from core.formula.parser import parse
from core.formula.tree import (
    Binary,
    Leaf,
    Name,
    Number,
    Step,
    Text,
    children,
    inputs,
    is_blank_test,
    leaves,
    words,
    written,
)


def texts(found: tuple[Leaf, ...]) -> list[str]:
    """Leaves by their texts."""
    return [written(leaf) for leaf in found]


def test_leaves_are_distinct_and_in_order_of_appearance():
    """The operands of a program stand in this order; keys are looked up by whoever knows forms."""
    tree = parse("b + SUM(行1:行8, a) * PREV(b) - b + 类[键].栏1 + IF(c IN (d, e), a, 公开05!b)")
    expected = ["b", "行1:行8", "a", "PREV(b)", "类[键].栏1", "c", "d", "e", "公开05!b"]
    assert texts(leaves(tree)) == expected


def test_leaves_are_the_same_wherever_they_stand():
    """`a` written twice, once with wide signs, is one leaf."""
    assert texts(leaves(parse("类[ 202 ].栏1 + 类［202］．栏1"))) == ["类[202].栏1"]


@pytest.mark.parametrize(
    ("formula", "counted"),
    [
        ('a <> ""', []),
        ('AND(a = "", b > c)', ["b", "c"]),
        ('IF("" = a, a, b)', ["a", "b"]),
        ('a = "　"', []),
        ('a < ""', ["a"]),
        ('SUM(a, b) <> ""', []),
    ],
)
def test_what_is_only_tested_for_blank_is_no_input(formula, counted):
    """A rule with nothing but blank inputs has no data; a test for blank is no input."""
    assert texts(inputs(parse(formula))) == counted


def test_only_equality_with_the_empty_text_tests_for_blank():
    """A comparison with a word or a figure does not."""
    assert [is_blank_test(parse(f)) for f in ('a = ""', 'a = "x"', 'a < ""', "a")] == [
        True, False, False, False,
    ]  # fmt: skip


def test_children_are_the_operands():
    """A leaf has none, keys or not."""
    assert children(parse("a[b].c")) == ()
    assert children(parse("1 + 2")) == (Number(Decimal(1)), Number(Decimal(2)))


def test_a_tree_is_its_meaning_not_its_place():
    """Equal and of equal hash, with other blanks between."""
    assert parse("a+1") == parse(" a + 1.0 ")
    assert hash(parse("a+1")) == hash(parse(" a + 1.0 "))
    assert parse("a+1") != parse("a-1")


@pytest.mark.parametrize(
    ("formula", "standard"),
    [
        ("(1+2)*3", "(1 + 2) * 3"),
        ("1-(2-3)", "1 - (2 - 3)"),
        ("(1-2)-3", "1 - 2 - 3"),
        ("((a))", "a"),
        ("-(a*b)", "-(a * b)"),
        ("(a=b)=c", "(a = b) = c"),
        ("a=(b=c)", "a = (b = c)"),
        ("(a=b)+1", "(a = b) + 1"),
        ("(a=b) IN ((c=d),1)", "(a = b) IN (c = d, 1)"),
        ("a IN'三公 经费'", "a IN 三公经费"),
        ("a IN '08'", "a IN '08'"),
        ('类["202"].栏1', "类[202].栏1"),
        ("类[(202)].栏1", "类[(202)].栏1"),
        ('指标["产出 指标"].得分', '指标["产出 指标"].得分'),
        ("'2020年'[*]!'（一）'.x", "'2020年'[*]!'(一)'.x"),
        ('"a""b"', '"a""b"'),
        ("1.50", "1.5"),
        ("0100", "100"),
    ],
)
def test_the_standard_form_has_no_needless_brackets(formula, standard):
    """One way to write a tree, for messages and comparisons."""
    assert written(parse(formula)) == standard


@pytest.mark.parametrize(
    ("formula", "said"),
    [
        ("拨款.同列 + 结转.同列 - 其他.同列", "拨款.同列 ＋ 结转.同列 − 其他.同列"),
        ("总额.分值 * MIN(总额.执行率, 1)", "总额.分值 × 较小者(总额.执行率，1)"),
        ("RATIO(全年执行数, 全年预算数)", "全年执行数 ÷ 全年预算数"),
        ("RATIO(a + b, c * d)", "(a ＋ b) ÷ (c × d)"),
        ("WAN(SUM(行1:行8)) >= 1", "合计(行1:行8) ÷ 10000 ≥ 1"),
        ("YUAN(a - b)", "(a − b) × 10000"),
        ("-a <> -(a + b)", "−a ≠ −(a ＋ b)"),
        ("a < b", "a ＜ b"),
        ('IF(性质 = "行政", a, "")', "如果 性质 ＝ “行政”，则 a，否则 空"),
        ("IF(a > 1, b)", "如果 a ＞ 1，则 b，否则 空"),
        ("1 + IF(a <= 1, b, c)", "1 ＋ (如果 a ≤ 1，则 b，否则 c)"),
        ('AND(a > 1, OR(b = "", c IN 名单))', "a ＞ 1 并且 (b ＝ 空 或者 c 属于 名单)"),
        ('a IN ("x", "y")', "a 是 “x”、“y” 之一"),
        ("ROUND(20 * 执行率, 0)", "四舍五入(20 × 执行率，0)"),
        ("SCORE(a, b, c) + GRADE(d)", "按完成情况计分(a，b，c) ＋ 等级(d)"),
        ("PREV(行59)", "PREV(行59)"),
    ],
)
def test_a_formula_is_read_to_the_clerk(formula, said):
    """Signs as printed in the notices, functions by what they do."""
    assert words(parse(formula), written) == said


def test_leaves_are_called_as_the_caller_says():
    """The form's own words come from whoever knows the form; unknown functions keep their names."""
    tree = parse("多少(总额.得分, 指标[1].得分)", ["多少"])
    assert (
        words(tree, lambda leaf: f"〔{written(leaf)}〕") == "多少(〔总额.得分〕，〔指标[1].得分〕)"
    )


def test_a_node_made_by_hand_needs_no_place():
    """Places are for messages; equality does not ask for them."""
    made = Binary("+", Name(None, None, (Step("a", Text("0101")),)), Number(Decimal("0.5")))
    assert written(made) == "a[0101] + 0.5"
    assert (made.at, parse("a[0101] + 0.5").at) == (0, 8)
