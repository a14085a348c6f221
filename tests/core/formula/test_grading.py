"""Totals that a low rate holds down, and the words for totals."""

import pytest

from core.formula.grading import TotalRule, explain_grade, explain_total, total_points
from core.values import BLANK
from tests.core.formula.environment import GRADES, figure

D = figure
HELD = TotalRule(((D("0.8"), D("89")), (D("0.5"), D("59"))))


@pytest.mark.parametrize(
    ("points", "share", "total", "sentence"),
    [
        ("94", "0.79", "89", "执行率79%，低于80%的总分最多89分，各项得分合计94，总分按89分"),
        ("94", "0.4", "59", "执行率40%，低于50%的总分最多59分，各项得分合计94，总分按59分"),
        ("80", "0.79", "80", "执行率79%，低于80%的总分最多89分，各项得分合计80，没有超过"),
        ("94", "0.8", "94", "各项得分合计94，没有封顶"),
        ("94", None, "94", "各项得分合计94，没有封顶"),
        (None, "0.1", None, "还没有得分，不能算总分"),
    ],
)
def test_a_low_rate_holds_the_total_down(points, share, total, sentence):
    """The strictest line counts; without a rate nothing is held."""
    values = [BLANK if text is None else D(text) for text in (points, share)]
    assert total_points(values, HELD) == (BLANK if total is None else D(total))
    assert explain_total(values, HELD) == sentence


def test_without_a_rule_a_total_is_the_sum():
    """Whatever the rate."""
    assert total_points([D("94"), D("0.1")], TotalRule()) == 94


@pytest.mark.parametrize(
    ("points", "sentence"),
    [
        ("94", "94分，90分以上为优"),
        ("85", "85分，80分以上、不到90分为良"),
        ("-1", "得分-1低于最低一档"),
        (None, "还没有得分，不能定等级"),
    ],
)
def test_a_grade_tells_its_line(points, sentence):
    """The line reached, and the one that is not."""
    assert explain_grade(BLANK if points is None else D(points), GRADES) == sentence
