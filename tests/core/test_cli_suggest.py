"""biaoli suggest: what a text may mean, and what a suite's columns take of it."""

from tests.core.cli_calls import SUITE, call, done, refused


def test_matches_are_listed_with_level_and_target() -> None:
    """By initials; one a line."""
    lines = done("suggest", "cbl").out.splitlines()
    assert "基本医疗保险参保率　质量指标　≥95%" in lines
    assert all("参保" in line for line in lines[:5])


def test_what_has_no_usual_figure_says_what_is_counted() -> None:
    """Every unit sets its own."""
    assert "新增参保人数　数量指标　≥…人" in done("suggest", "新增参保").out


def test_with_a_suite_every_column_says_what_it_takes() -> None:
    """In the suite's own words."""
    out = done("suggest", "定点医药机构监督检查覆盖率", "--suite", SUITE).out
    taken = "一级指标 产出指标，二级指标 质量指标，指标性质 =，指标值 100，度量单位 %"
    assert f"    项目自评 三级指标：{taken}" in out.splitlines()
    whole = done("suggest", "服务对象满意度", "--suite", "henan-budget-2021").out
    assert "二级指标 服务对象满意度指标，指标值 ≥90%" in whole


def test_json_holds_everything() -> None:
    """For programs."""
    found = done("suggest", "欺诈骗保行为", "--json", "--suite", SUITE).json["indicators"]
    assert found[0]["name"] == "欺诈骗保行为"
    assert found[0]["qualitative"] is True
    assert found[0]["target"] == "明显遏制"
    assert found[0]["fills"][0]["texts"]["指标值"] == "明显遏制"
    assert done("suggest", "没有这样的", "--json").json["indicators"] == []


def test_nothing_found_says_what_to_do() -> None:
    """It is no failure."""
    said = call("suggest", "没有这样的")
    assert said.code == 0
    assert said.out == "指标库里没有“没有这样的”，少写几个字再找；自己的指标照样可以填\n"


def test_a_suite_that_is_not_there_or_has_no_indicators_is_refused() -> None:
    """With the nearest name; with the reason."""
    assert "没有“nowhere”这套表" in refused("suggest", "参保", "--suite", "nowhere")
    said = refused("suggest", "参保", "--suite", "national-final-accounts-2024")
    assert said == "这套表里没有能联想指标的列"
