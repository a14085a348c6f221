"""Rates of a budget and the points for them: every setting, and what each edge means."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.formula.rate import RateRule, explain_rate, explain_rate_score, rate, rate_score
from core.values import BLANK, Failed
from tests.core.formula.environment import figure

D = figure
USUAL = RateRule()
PRINTED = RateRule(cap="print", score_decimals=0, score_rounding="up")
OPEN = RateRule(cap="none")
FULL = RateRule(zero_budget="full")
INITIAL = RateRule(divisor="initial")


def values(text):
    """Figures, and - for a blank."""
    return [BLANK if word == "-" else D(word) for word in text.split()]


@pytest.mark.parametrize(
    ("given_", "rule", "result", "sentence"),
    [
        ("325.04 940.68", USUAL, "0.3455", "执行数325.04÷预算数940.68＝34.55%"),
        ("0 100", USUAL, "0", "执行数0÷预算数100＝0%"),
        ("8 5 10", USUAL, "0.8", "执行数8÷全年预算数10＝80%"),
        ("4 5 10", INITIAL, "0.8", "执行数4÷年初预算数5＝80%"),
        ("3 2", USUAL, "1.5", "执行数3÷预算数2＝150%，超过100%，执行率照印，得分按100%算"),
        ("3 2", PRINTED, "1", "执行数3÷预算数2＝150%，超过100%，执行率按100%"),
        ("3 2", OPEN, "1.5", "执行数3÷预算数2＝150%，超过100%，不封顶"),
        ("0 0", FULL, None, "预算数和执行数都是0，执行率不适用，空着"),
        ("3 9 0", USUAL, None, "全年预算数是0，执行数3，没有执行率；请核对全年预算数是否漏记追加"),
        ("- 9", USUAL, None, "执行数还没有填，不能算执行率"),
        ("9 -", USUAL, None, "预算数还没有填，不能算执行率"),
        ("9 5 -", USUAL, None, "全年预算数还没有填，不能算执行率"),
    ],
)
def test_a_rate_is_reckoned_by_the_rule_and_told(given_, rule, result, sentence):
    """What was spent by what there was; capped where the suite says so; never by nothing."""
    found = rate(values(given_), rule)
    shown = str(found.quantize(D("0.0001")).normalize()) if isinstance(found, Decimal) else None
    assert (D(shown) if shown else None) == (D(result) if result else None)
    assert explain_rate(values(given_), rule) == sentence


@pytest.mark.parametrize(
    ("given_", "reason"),
    [
        ("-1 10", "执行数是负数（-1），不能算执行率，请先核对"),
        ("1 -10", "预算数是负数（-10），不能算执行率，请先核对"),
    ],
)
def test_a_negative_amount_is_a_mistake(given_, reason):
    """In the rate and in the points, whatever stands in the cell of the rate."""
    assert rate(values(given_), USUAL) == Failed(reason)
    assert explain_rate(values(given_), USUAL) == reason
    assert rate_score(values(f"10 0.5 {given_}"), USUAL) == Failed(reason)
    assert explain_rate_score(values(f"10 0.5 {given_}"), USUAL) == reason


@pytest.mark.parametrize(
    ("given_", "rule", "points", "sentence"),
    [
        ("10 0.85 975 1150", PRINTED, "9", "得分＝10×85%＝8.5，进位到整数得9"),
        ("10 0.24 24 100", PRINTED, "3", "得分＝10×24%＝2.4，进位到整数得3"),
        (
            "20 0.91 91 100",
            RateRule(score_decimals=0),
            "18",
            "得分＝20×91%＝18.2，四舍五入到整数得18",
        ),
        ("10 0.5 1 2", USUAL, "5.00", "得分＝10×50%＝5"),
        ("10 1.5 3 2", USUAL, "10.00", "执行率150%按100%算，得分＝10×100%＝10"),
        ("10 1.5 3 2", OPEN, "15.00", "得分＝10×150%＝15"),
        ("10 0.5 - -", USUAL, "5.00", "得分＝10×50%＝5"),
        ("10 - 3 0", USUAL, "0", "预算数是0，执行数3，得0分"),
        ("10 - 0 0", FULL, "10", "预算数和执行数都是0，执行率不适用，按规定得满分10"),
        ("10 - 0 0", USUAL, None, "预算数和执行数都是0，执行率不适用，得分空着，由人填写"),
        ("10 - 0 9 0", FULL, "10", "全年预算数和执行数都是0，执行率不适用，按规定得满分10"),
        ("10 - 3 -", USUAL, None, "还没有执行率，不能计分"),
        ("10 - - 0", USUAL, None, "还没有执行率，不能计分"),
        ("- 0.5 1 2", USUAL, None, "分值还没有填，不能计分"),
    ],
)
def test_points_for_a_rate_follow_the_rule_and_are_told(given_, rule, points, sentence):
    """The rounded rate of the cell; capped and rounded as the suite says."""
    found = rate_score(values(given_), rule)
    assert (str(found) if isinstance(found, Decimal) else None) == points
    assert explain_rate_score(values(given_), rule) == sentence


@pytest.mark.parametrize(
    ("given_", "reason"),
    [
        ("10 -0.1 - -", "执行率是负数"),
        ("-10 0.1 1 10", "分值是负数"),
        ("1E+14 1 1 1", "分值太大，请检查是否多填了位数"),
    ],
)
def test_an_impossible_rate_or_full_score_fails(given_, reason):
    """With a reason, in both."""
    assert rate_score(values(given_), USUAL) == Failed(reason)
    assert explain_rate_score(values(given_), USUAL) == reason


amounts = st.decimals(0, 10**6, places=2)
rules = st.builds(
    RateRule,
    st.sampled_from(["full_year", "initial"]),
    st.sampled_from(["print", "score"]),
    st.sampled_from(["blank", "full"]),
    st.integers(0, 4),
    st.sampled_from(["half_up", "up"]),
)


@given(amounts, amounts, rules)
def test_capped_points_lie_between_nothing_and_the_full_score(spent, budget, rule):
    """Whatever was spent of whatever budget."""
    share = rate([spent, budget], rule)
    points = rate_score([D("10"), share, spent, budget], rule)
    assert points is BLANK or (isinstance(points, Decimal) and 0 <= points <= 10)
    assert (points is BLANK) == (spent == budget == 0 and rule.zero_budget == "blank")
