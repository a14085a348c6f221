"""What each function does, and how each of them fails."""

from decimal import Decimal

import pytest

from core.formula.evaluate import Operand
from core.formula.functions import FUNCTIONS
from core.formula.score import ScoreRule
from core.values import BLANK, Failed
from tests.core.formula.environment import SmallSuite, figure, run

D = figure


@pytest.mark.parametrize(
    ("formula", "result"),
    [
        ("SUM(0.1, 0.2)", D("0.3")),
        ("SUM(a)", D("7")),
        ("SUM(a, 1, a)", D("15")),
        ("SUM(none)", BLANK),
        ("ROUND(2.345, 2)", D("2.35")),
        ("ROUND(-2.345, 2)", D("-2.35")),
        ("ROUND(1250, -2)", D("1300")),
        ("ROUND(3, 2)", D("3.00")),
        ("ROUNDUP(8.5, 0)", D("9")),
        ("ROUNDUP(-8.1, 0)", D("-9")),
        ("ROUNDUP(1201, -2)", D("1300")),
        ("ROUNDUP(9, 0)", D("9")),
        ("ABS(-1.5)", D("1.5")),
        ("MIN(3, a, 2)", BLANK),
        ("MIN(3, b, 2)", D("1")),
        ("MAX(3, b, 2)", D("3")),
        ("MIN(none)", BLANK),
        ("COUNT(a, t, 5)", D("5")),
        ("COUNT(none)", D("0")),
        ("RATIO(1, 3)", D("0.3333333333333333333333333333333333")),
        ("WAN(12345.6)", D("1.23456")),
        ("YUAN(1.5)", D("15000")),
        ("SUMIF(t, \"乙\", b)", D("2")),
        ("SUMIF(b, 2)", D("2")),
        ("SUMIF(b, 9)", BLANK),
        ("SUMIFS(b, t, \"甲\")", D("1")),
        ("SUMIFS(b, t, \" 乙　\", b, 2)", D("2")),
        ("SUMIFS(b, t, \"乙\", b, 3)", BLANK),
        ("SUMIFS(b, t, one)", D("1")),
        ("SUMIFS(a, codes, \"101\")", D("7")),
        ("FIRST(t, b, 2)", "乙"),
        ("FIRST(b, t, \"乙\", b, 3)", BLANK),
        ("FIRST(b, t, one)", D("1")),
        ("WAVG(b, w)", D("1.75")),
        ("WAVG(none, none)", BLANK),
        ("RATE(975, 1150)", D("0.8478260869565217391304347826086957")),
        ("RATE(975, 500, 1000)", D("0.975")),
        ("RATE(3, 2)", D("1.5")),
        ("RATESCORE(10, 0.85, 975, 1150)", D("8.50")),
        ("RATESCORE(10, 1.5, 3, 2)", D("10.00")),
        ("RATESCORE(10, \"\", 3, 0)", D("0")),
        ("RATESCORE(10, \"\", 0, 0)", BLANK),
        ("RATESCORE(10, \"\", 0, 5, 0)", BLANK),
        ("TOTAL(94, 0.1)", D("94")),
        ("COUNTIF(t, \"乙\")", D("1")),
        ("COUNTIF(b, 9)", D("0")),
        ("COUNTIF(b, \"\")", BLANK),
        ("FIGURE(\"≥43万人\")", D("430000")),
        ("FIGURE(\"95%\")", D("0.95")),
        ("FIGURE(\"5个百分点\")", D("5")),
        ("FIGURE(\"12月底前\")", BLANK),
        ("FIGURE(7)", D("7")),
        ("GRADE(90)", "优"),
        ("GRADE(89.99)", "良"),
        ("GRADE(0)", "差"),
        ("SCORE(\"≥3100人\", \"2066人\", 5)", D("3.33")),
        ("SCORE(\"≥\", 100, 91, 20)", D("18.20")),
        ("NAME(\"2101501\")", "行政运行"),
        ("NAME(\"30101\", \"部门经济\")", "基本工资"),
        ("NAME(\"30101\")", BLANK),
        ("NAME(\"9\", \"部门经济\")", BLANK),
        ("NAME(\"\")", BLANK),
        ("CONCAT(\"任务\", 3, \"\", \"：\")", "任务3："),
        ("CONCAT(t, 1)", "甲乙1"),
        ("CONCAT(\"\", \"\")", BLANK),
        ("HAS(\"收入666.31万元\", \"666.31\")", True),
        ("HAS(\"收入666.31万元\", \"支出\", \"收入\")", True),
        ("HAS(\"收入666.31万元\", \"支出\")", False),
        ("HAS(\"\", \"收入\")", BLANK),
        ("HAS(\"收入\", \"\")", BLANK),
        ("HAS(\"收入\", \"\", \"收\")", True),
        ("HAS(\"甲乙\", t)", True),
        ("TEXT(1234.5, \"0.00\")", "1234.50"),
        ("TEXT(1234.5, \"0\")", "1235"),
        ("TEXT(1234.5, \"#,##0.00\")", "1,234.50"),
        ("TEXT(0.3455, \"0%\")", "35%"),
        ("TEXT(0.34551, \"0.00%\")", "34.55%"),
        ("TEXT(1234.5, \"#,##0\")", "1,235"),
        ("IF(1 < 2, \"是\", \"否\")", "是"),
        ("IF(1 > 2, \"是\")", BLANK),
        ("IF(1 > 2, a, 3)", D("3")),
        ("AND(1 < 2, 2 < 3)", True),
        ("AND(1 < 2, 3 < 2)", False),
        ("OR(1 > 2, 3 < 2)", False),
        ("OR(1 > 2, 2 < 3)", True),
        ("AND(none)", BLANK),
    ],
)  # fmt: skip
def test_functions_do_what_their_names_say(formula, result):
    """As in Excel where Excel knows the name, by the rules of the forms elsewhere."""
    columns: dict[str, Operand] = {
        "a": (D("3"), BLANK, D("4")),
        "b": (D("1"), D("2")),
        "w": (D("1"), D("3")),
        "t": ("甲", "乙"),
        "codes": ("１０１", "", "101"),
        "one": ("甲",),
        "none": (),
    }
    assert run(formula, columns) == result


@pytest.mark.parametrize(
    ("formula", "reason"),
    [
        ("SUM(a, t)", "“很多”不是数"),
        ("SUM(a, 1 = 1)", "比较的结果（是、否）不能当作数"),
        ('CONCAT("甲", 1 = 1)', "CONCAT 只连文字和数"),
        ("ABS(t)", "“很多”不是数"),
        ("MIN(a, t)", "“很多”不是数"),
        ("ABS(two)", "这里要一个值，却有2个"),
        ("ABS(none)", "这里要一个值，却有0个"),
        ("RATIO(two, 1)", "这里要一个值，却有2个"),
        ("ROUND(a, 0.5)", "小数位数要是 -15 到 15 的整数"),
        ("ROUND(a, 16)", "小数位数要是 -15 到 15 的整数"),
        ("ROUNDUP(a, -16)", "小数位数要是 -15 到 15 的整数"),
        ("SUMIFS(two, a, 1)", "取值的列与条件的列长短不一"),
        ("SUMIF(two, 1, a)", "取值的列与条件的列长短不一"),
        ("FIRST(two, a, 1)", "取值的列与条件的列长短不一"),
        ("SUMIFS(two, two, two)", "这里要一个值，却有2个"),
        ("SUMIFS(a, a, t)", "“很多”不是数，不能与数比较"),
        ("SUMIFS(t, a, 1)", "“很多”不是数"),
        ("SUMIFS(a, a, 1 = 1)", "比较的结果（是、否）不能再比较"),
        ("WAVG(two, a)", "WAVG 的两列长短不一"),
        ("WAVG(a, t)", "“很多”不是数"),
        ("WAVG(a, 0)", "权重合计是 0"),
        ("IF(a, 1, 2)", "条件要是一个比较，例如 得分 < 分值"),
        ("IF(t, 1, 2)", "条件要是一个比较，例如 得分 < 分值"),
        ("AND(a, 1 = 1)", "条件要是一个比较，例如 得分 < 分值"),
        ("OR(1 = 1, t)", "条件要是一个比较，例如 得分 < 分值"),
        ('TEXT(a, "yyyy")', "TEXT 只认这样的格式：0、0.00、#,##0.00、0%、0.00%"),
        ("TEXT(a, 1)", "TEXT 只认这样的格式：0、0.00、#,##0.00、0%、0.00%"),
        ('TEXT(t, "0")', "“很多”不是数"),
        ("NAME(a)", "NAME 的代码和代码表都要是文字"),
        ("NAME(t, a)", "NAME 的代码和代码表都要是文字"),
        ("GRADE(-1)", "得分-1低于最低一档"),
        ("YUAN(huge)", "数太大，算不出来"),
        ("SUM(huge, huge)", "数太大，算不出来"),
    ],
)
def test_what_cannot_be_done_says_why(formula, reason):
    """A failed value with a reason in plain Chinese, never an exception."""
    operands: dict[str, Operand] = {
        "a": D("1"),
        "t": "很多",
        "two": (D("1"), D("2")),
        "none": (),
        "huge": Decimal("9.9E+6144"),
    }
    assert run(formula, operands) == Failed(reason)


@pytest.mark.parametrize("name", sorted(FUNCTIONS))
def test_a_failed_operand_passes_through_every_function(name):
    """Wherever it stands among the arguments; only IF looks at nothing it does not take."""
    entry = FUNCTIONS[name]
    bad = Failed("坏")
    for place in range(1 if name == "IF" else entry.least):
        arguments = ["bad" if i == place else "a" for i in range(entry.least)]
        assert run(f"{name}({', '.join(arguments)})", {"bad": bad, "a": D("1")}) == bad


@pytest.mark.parametrize(
    "name", sorted(set(FUNCTIONS) - {"IF", "SUMIF", "SUMIFS", "FIRST", "AND", "OR"})
)
def test_a_column_with_one_value_is_that_value(name):
    """A region with a single record behaves like its cell."""
    count = FUNCTIONS[name].least
    one, column = (f"{name}({', '.join([leaf] * count)})" for leaf in ("a", "b"))
    assert run(one, {"a": D("2")}) == run(column, {"b": (D("2"),)})


def test_if_never_looks_at_the_other_branch():
    """A division by zero in the branch not taken does no harm."""
    assert run("IF(b = 0, 0, a / b)", {"a": D("1"), "b": D("0")}) == 0
    assert run("IF(b = 1, a / b, 0 / 0)", {"a": D("1"), "b": D("1")}) == 1


def test_a_suite_without_grades_says_so():
    """No grade is guessed."""
    assert run("GRADE(90)", suite=SmallSuite(grades=())) == Failed("套表没有规定等级")


def test_the_suite_decides_how_scores_are_made():
    """Linear and ratio differ a lot: 5 wanted, 8 taken, 10 points."""
    formula = 'SCORE("≤5天", "8天", 10)'
    assert run(formula) == D("6.25")
    assert run(formula, suite=SmallSuite(score=ScoreRule(reverse="linear"))) == D("4.00")


def test_every_function_has_a_line_of_help():
    """The guide to templates lists them."""
    assert all(entry.help and name == entry.name for name, entry in FUNCTIONS.items())
