"""An audit that holds 万元 against 元 rounds the finer side first; a calculation never does."""

import pytest

from core.formula.tree import written
from core.template.suite import FormSuite, load_suite
from tests.core.template.mistakes import small_sources

RULE = "SUM(自评[*]!总额.执行数) = WAN(支出明细!合计.栏3)"
MONEY = "  执行数:   {type: money"


def loaded(rule: str, decimals: int = 2) -> FormSuite:
    """The small suite with another rule BJ-02, and these decimals of 执行数."""
    sources = dict(small_sources())
    sources["suite.yaml"] = sources["suite.yaml"].replace(RULE, rule)
    evaluation = sources["forms/evaluation.yaml"]
    sources["forms/evaluation.yaml"] = evaluation.replace(MONEY, f"{MONEY}, decimals: {decimals}")
    return load_suite(sources)


def bound(rule: str, decimals: int = 2) -> str:
    """How the rule was bound, written out."""
    return written(loaded(rule, decimals).audits[1].rule.tree)


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (RULE, "SUM(自评[*]!总额.执行数) = ROUND(WAN(支出明细!合计.栏3), 2)"),
        ("WAN(支出明细!合计.栏3) >= 100", "ROUND(WAN(支出明细!合计.栏3), 2) >= 100"),
        (
            "WAN(支出明细!合计.栏3) = WAN(支出明细!合计.栏1)",
            "WAN(支出明细!合计.栏3) = WAN(支出明细!合计.栏1)",
        ),
        (
            "SUM(YUAN(SUM(自评[*]!总额.执行数))) = 支出明细!合计.栏3",
            "ROUND(SUM(YUAN(SUM(自评[*]!总额.执行数))), -2) = ROUND(支出明细!合计.栏3, -2)",
        ),
        ("支出明细!合计.栏3 <= YUAN(500)", "支出明细!合计.栏3 <= YUAN(500)"),
        ('WAN(支出明细!合计.栏3) <> ""', 'WAN(支出明细!合计.栏3) <> ""'),
        (
            "RATIO(WAN(支出明细!合计.栏3), SUM(自评[*]!总额.执行数)) < 1",
            "RATIO(WAN(支出明细!合计.栏3), SUM(自评[*]!总额.执行数)) < 1",
        ),
        (
            "OR(支出明细!合计.栏3 = 0, SUM(自评[*]!总额.执行数) <= WAN(支出明细!合计.栏3))",
            "OR(支出明细!合计.栏3 = 0, "
            "SUM(自评[*]!总额.执行数) <= ROUND(WAN(支出明细!合计.栏3), 2))",
        ),
    ],
)
def test_the_finer_side_is_rounded(rule: str, expected: str) -> None:
    """A side converted to 万元 takes the places of the other side; what is exact stays exact."""
    assert bound(rule) == expected


def test_the_places_are_those_of_the_coarser_cell() -> None:
    """A 万元 cell with four places is held against four places, with none against whole 万元."""
    assert "ROUND(WAN(支出明细!合计.栏3), 4)" in bound(RULE, 4)
    assert "ROUND(WAN(支出明细!合计.栏3), 0)" in bound(RULE, 0)


def test_a_difference_in_a_message_is_rounded_alike() -> None:
    """多少 says the difference of the figures that were compared."""
    sources = dict(small_sources())
    sources["suite.yaml"] = sources["suite.yaml"].replace(
        "{WAN(支出明细!合计.栏3)}", "{多少(SUM(自评[*]!总额.执行数), WAN(支出明细!合计.栏3))}"
    )

    part = load_suite(sources).audits[1].message[-2]

    assert not isinstance(part, str)
    assert written(part.bound.tree) == (
        "SUM(自评[*]!总额.执行数) - ROUND(WAN(支出明细!合计.栏3), 2)"
    )
    assert part.signed


def test_a_calculation_does_not_round_a_conversion() -> None:
    """WAN in a cell's formula stays exact; the cell rounds."""
    default = loaded(RULE).forms["自评"].slots["总额.预算数"].default

    assert default is not None
    assert written(default.tree) == "WAN(支出明细!合计.栏3)"
