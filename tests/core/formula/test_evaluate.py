"""Compiled formulas: operands by leaf, comparisons, texts, and that nothing ever raises."""

from decimal import Decimal

import pytest

from core.formula.evaluate import Operand, compile_formula
from core.formula.parser import FormulaSyntaxError, parse
from core.formula.tree import Call, Number, written
from core.values import BLANK, Failed
from tests.core.formula.environment import SUITE, figure, run

D = figure
BAD, WORSE = Failed("坏"), Failed("更坏")


def test_a_program_names_its_leaves_and_runs_again_and_again():
    """Compiled once, run with other operands whenever a cell changes."""
    program = compile_formula(parse("单价 * 数量 + 单价"))
    assert [written(leaf) for leaf in program.leaves] == ["单价", "数量"]
    assert program.run([D("2"), D("3")], SUITE) == 8
    assert program.run([D("2"), BLANK], SUITE) == 2


@pytest.mark.parametrize(
    ("formula", "result"),
    [
        ("1 + 2 * 3 - 4 / 8", D("6.5")),
        ("0.1 + 0.2 = 0.3", True),
        ("2 / 3", D("0.6666666666666666666666666666666667")),
        ("-0", D("0")),
        ('"文字"', "文字"),
        ('""', BLANK),
        ('"　"', BLANK),
        ("a", BLANK),
        ("word", "行政"),
        ("column", D("5")),
        ("行1:行1", D("5")),
        ("PREV(x)", D("4")),
        ("1 = 1", True),
    ],
)
def test_results_are_exact(formula, result):
    """Decimals throughout; an empty text is blank."""
    operands: dict[str, Operand] = {
        "word": "行政",
        "column": (D("5"),),
        "行1:行1": (D("5"),),
        "PREV(x)": D("4"),
    }
    assert run(formula, operands) == result


@pytest.mark.parametrize(
    ("formula", "holds"),
    [
        ('word = "行政"', True),
        ('word <> "行政"', False),
        ('word = "行 政"', False),
        ('wide = "ABC（1）"', True),
        ('wide <> " ABC(1)　"', False),
        ('blank = "行政"', False),
        ('blank <> "行政"', True),
        ('"行政" = blank', False),
        ('blank = ""', True),
        ('"" = blanks', True),
        ('blanks <> ""', False),
        ('word <> ""', True),
        ('zero = ""', False),
        ('(1 = 1) <> ""', True),
        ('"" = ""', True),
        ("zero = -0.00", True),
        ("zero < 1", True),
        ("zero <= 0", True),
        ("zero > -1", True),
        ("zero >= 0.01", False),
        ('word IN ("事业", "行政")', True),
        ("word IN (blank, wide)", False),
        ("zero IN (1, numbers)", True),
        ("meal IN 三公", True),
        ("wide_meal IN 三公", True),
        ("word IN 三公", False),
        ("word IN 没有的名单", False),
    ],
)
@pytest.mark.parametrize("audit", [False, True])
def test_comparisons_hold_or_not(formula, holds, audit):
    """Figures as figures, texts after NFKC and without blanks around them, in both modes alike."""
    operands: dict[str, Operand] = {
        "word": "行政",
        "wide": "ＡＢＣ(1)",
        "blanks": "  　",
        "zero": D("0"),
        "numbers": (D("2"), D("0")),
        "meal": "公务接待费",
        "wide_meal": " 因公出国(境)费",
    }
    assert run(formula, operands, audit) is holds


@pytest.mark.parametrize("formula", ["blank IN (1, 2)", 'blank IN ("")', "blank IN 三公"])
def test_a_blank_is_in_no_list(formula):
    """Nor can it be said to be missing."""
    assert run(formula) is BLANK


@pytest.mark.parametrize(
    ("formula", "reason"),
    [
        ("word + 1", "“行政”不是数"),
        ("1 - word", "“行政”不是数"),
        ("word * blank", "“行政”不是数"),
        ("word / 0", "“行政”不是数"),
        ("-word", "“行政”不是数"),
        ("-(1 = 1)", "比较的结果（是、否）不能当作数"),
        ("(1 = 1) + 1", "比较的结果（是、否）不能当作数"),
        ("long + 1", f"“{'很' * 20}…”不是数"),
        ("1 / 0", "除数是 0"),
        ("0 / 0", "除数是 0"),
        ("two + 1", "这里要一个值，却有2个"),
        ("two", "这里要一个值，却有2个"),
        ("none = 1", "这里要一个值，却有0个"),
        ("word = 1", "“行政”不是数，不能与数比较"),
        ("1 <> word", "“行政”不是数，不能与数比较"),
        ('word < "z"', "文字只能比较是否相同，不能比较大小"),
        ('blank >= ""', "文字只能比较是否相同，不能比较大小"),
        ('"a" > 1', "文字只能比较是否相同，不能比较大小"),
        ("word < other", "文字只能比较是否相同，不能比较大小"),
        ("blank < word", "文字只能比较是否相同，不能比较大小"),
        ("(1 = 1) = 1", "比较的结果（是、否）不能再比较"),
        ("blank = (1 = 1)", "比较的结果（是、否）不能再比较"),
        ("word IN (1, 2)", "“行政”不是数，不能与数比较"),
        ("1 IN 三公", "名单里是文字，不能查一个数"),
        ("(1 = 1) IN 三公", "名单里是文字，不能查一个数"),
        ("huge * huge", "数太大，算不出来"),
        ("tiny / huge * huge / tiny", "数太大，算不出来"),
    ],
)
def test_what_cannot_be_said_fails_with_a_reason(formula, reason):
    """Texts are no figures, and some things have no order."""
    operands: dict[str, Operand] = {
        "word": "行政",
        "other": "事业",
        "long": "很" * 30,
        "two": (D("1"), D("2")),
        "none": (),
        "huge": Decimal("9E+6144"),
        "tiny": Decimal("1E-6143"),
    }
    assert run(formula, operands) == Failed(reason)


@pytest.mark.parametrize(
    "formula",
    [
        "bad + worse", "bad / 0", "-bad", "word + bad", "blank * bad", "1 / 0 + bad - bad * worse",
        'bad = ""', '"" <> bad', 'bad < "a"', '"a" < bad', "bad = worse", "word = bad",
        "bad IN 三公", "bad IN (worse)", "1 IN (word, bad)", "IF(bad = 1, 1, 1)",
        "IF(1 = 1, bad, 1)", "column + 1", "SUM(1, mixed, worse)", "(1 = 1) = bad",
    ],
)  # fmt: skip
def test_the_failed_operand_furthest_left_is_the_result(formula):
    """Its reason reaches the user, whatever else is wrong, in both modes."""
    operands: dict[str, Operand] = {
        "bad": BAD,
        "worse": WORSE,
        "word": "行政",
        "column": (BAD,),
        "mixed": ("行政", BAD),
    }
    expected = Failed("除数是 0") if formula.startswith("1 / 0") else BAD
    assert run(formula, operands) == expected
    assert run(formula, operands, audit=True) == expected


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (Call("多少", (Number(D("1")),), at=7), "函数“多少”不能在这里使用"),
        (Call("ROUND", (Number(D("1")),), at=7), "ROUND 要2个参数，现有1个"),
    ],
)
def test_calls_made_by_hand_are_checked_too(call, message):
    """What the parser lets through for messages is no formula."""
    with pytest.raises(FormulaSyntaxError, match=message) as caught:
        compile_formula(call)
    assert caught.value.at == 7


def test_the_longest_formulas_run():
    """As deep and as long as the grammar lets them be."""
    chain = "+".join(["1"] * 101)
    assert run(chain) == 101
    assert run("(" * 60 + "1" + ")" * 60) == 1
    assert run("-" * 60 + "1") == 1
    assert run("SUM(" * 59 + chain + ")" * 59) == 101
