"""Several sub-projects as one: results first, then the score."""

import pytest

from core.formula.evaluate import Operand
from core.formula.pool import pool
from core.values import BLANK, Failed
from tests.core.formula.environment import figure, run

D = figure


@pytest.mark.parametrize(
    ("results", "money", "pooled"),
    [
        (["1,000人", "200人", "34人"], ["1", "2", "3"], "1234人"),
        (["90%", "96%", "95%"], ["100", "200", "100"], "94.25%"),
        (["90%", "91%", "93%"], ["1", "1", "1"], "91.33%"),
        (["15万人", "5万人"], ["1", "1"], "20万人"),
        (["15万人", "5000人"], ["1", "1"], "155000人"),
        (["500元/人", "600元/人"], ["3", "1"], "525元/人"),
        (["2个百分点", "4个百分点"], ["1", "1"], "3百分点"),
        ([D("3"), D("4.5")], ["1", "1"], "7.5"),
        (["1人", "2人"], ["-", "-"], "3人"),
        (["90%", "-"], ["100", "-"], "90%"),
        (["90%", "-"], ["100", "0"], "90%"),
    ],
)
def test_absolute_results_are_added_and_relative_ones_averaged(results, money, pooled):
    """By the money of each; a row in which nothing stands is none."""
    assert pool(*columns(results, money)) == pooled


def columns(results, money):
    """Both columns as values; - is a blank."""
    return (
        [BLANK if text == "-" else text for text in results],
        [BLANK if text == "-" else D(text) for text in money],
    )


@pytest.mark.parametrize(
    ("results", "money"),
    [(["90%", "-"], ["100", "50"]), (["90%", "80%"], ["100", "-"]), (["-", "-"], ["-", "-"])],
)
def test_what_is_not_all_there_is_not_pooled(results, money):
    """A missing result or weight would make the whole look better or worse than it is."""
    assert pool(*columns(results, money)) is BLANK


@pytest.mark.parametrize(
    ("results", "money", "reason"),
    [
        (["140人", "100%"], ["1", "1"], "单位不一致：140人、100%，不能合在一起"),
        (["1人", "2"], ["1", "1"], "单位不一致：1人、2，不能合在一起"),
        (["1人", "全覆盖"], ["1", "1"], "“全覆盖”是文字，不是一个确定的数"),
        (["≥90%"], ["1"], "“≥90%”不是一个确定的数，完成值不写≥"),
        (["90%", "80%"], ["0", "0"], "作权重的资金合计是 0"),
        (["90%", "80%"], ["3", "-1"], "作权重的资金有负数"),
        (["90%"], ["1", "2"], "POOL 的两列长短不一"),
    ],
)
def test_results_that_do_not_fit_say_why(results, money, reason):
    """Never a sum of persons and percentages."""
    assert pool(*columns(results, money)) == Failed(reason)


def test_three_sub_projects_are_scored_by_what_they_did_together():
    """备注 2 of 曾都: the results are pooled, then compared with the target."""
    given: dict[str, Operand] = {
        "人数": ("100人", "200人", "60人"),
        "比率": ("80%", "90%", "100%"),
        "得分": (D("10"), D("8"), D("6")),
        "资金": (D("50"), D("30"), D("20")),
    }
    assert run('SCORE("≥400人", POOL(人数, 资金), 10)', given) == D("9.00")
    assert run("POOL(比率, 资金)", given) == "87%"
    assert run('SCORE("≥90%", POOL(比率, 资金), 10)', given) == D("9.67")
    assert run("WAVG(得分, 资金)", given) == D("8.6")


def test_a_weight_in_words_is_no_weight():
    """The money is figures."""
    given: dict[str, Operand] = {"比率": ("80%", "90%"), "资金": (D("50"), "不少")}
    assert run("POOL(比率, 资金)", given) == Failed("“不少”不是数")
