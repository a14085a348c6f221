"""The library of indicators: what is shipped, and every mistake in a file with its line."""

import pytest

from core.errors import TemplateError
from core.formula.measure import Measure, read_measure
from core.template import indicators
from core.template.indicators import Indicator, installed, read_indicators

HEAD = """notation: 1
indicators: 试验
source: 自己写的
levels:
  产出指标: [数量指标, 质量指标]
also:
  产出指标: [完成指标]
list:
"""


def told(entries: str, head: str = HEAD) -> list[str]:
    """The mistakes of a file, each with its line."""
    _, problems = read_indicators(head + entries, "a.yaml")
    return [f"{problem.line} {problem.message}" for problem in problems.found]


def test_an_indicator_has_levels_relation_value_unit_and_words():
    """The first level follows from the second; a spelling of a relation is read."""
    text = (
        "  - {name: 参保率, level: 质量指标, relation: '>=', value: 95, unit: '%', words: 甲 乙}\n"
    )
    library, problems = read_indicators(HEAD + text, "a.yaml")
    assert not problems.found
    wanted = Indicator("参保率", "产出指标", "质量指标", "≥", "95", "%", ("甲", "乙"))
    assert library.indicators == (wanted,)
    assert wanted.target == "≥95%"
    assert library.names_of("产出指标") == ("产出指标", "完成指标")


def test_a_target_in_words_or_without_a_figure():
    """定性 has words only; where every unit has its own figure there is no target."""
    text = (
        "  - {name: 服务水平, level: 质量指标, text: 不断提升}\n"
        "  - {name: 参保人数, level: 数量指标, relation: ≥, unit: 人}\n"
        "  - {name: 覆盖率, level: 质量指标, relation: '=', value: 100, unit: '%'}\n"
    )
    library, problems = read_indicators(HEAD + text, "a.yaml")
    assert not problems.found
    assert [i.target for i in library.indicators] == ["不断提升", "", "100%"]


@pytest.mark.parametrize(
    ("entries", "message"),
    [
        ("  - {name: 甲, level: 数量指标, text: 好}\n  - {name: 甲, level: 质量指标, text: 好}\n",
         "10 “甲”在第9行已经有了"),
        ("  - {name: 甲, level: 数量指际, text: 好}\n",
         "9 levels 里没有“数量指际”，是否想写“数量指标”"),
        ("  - {name: 甲, level: 数量指标, relation: ≥, value: 九五}\n",
         "9 value 的“九五”不是数；定性的指标写 text"),
        ("  - {name: 甲, level: 数量指标, relation: 约, value: 9}\n",
         "9 relation 的“约”要写 ≥、>、=、< 或 ≤"),
        ("  - {name: 甲, level: 数量指标}\n",
         "9 “甲”要写 relation（定量）或 text（定性），只写一样"),
        ("  - {name: 甲, level: 数量指标, text: 好, relation: ≥}\n",
         "9 “甲”要写 relation（定量）或 text（定性），只写一样"),
        ("  - {name: 甲, level: 数量指标, text: 好, unit: 人}\n",
         "9 “甲”写了 text，是定性的，没有 unit"),
        ("  - {name: 甲, level: 数量指标, text: 好, value: 1}\n",
         "9 “甲”写了 text，是定性的，没有 value"),
        ("  - {level: 数量指标, text: 好}\n", "9 指标缺少“name”"),
        ("  - {name: 甲, level: 数量指标, text: 好, words: [乙]}\n",
         "9 指标的“words”要写成一段文字"),
        ("  - 甲\n", "9 指标要写成“名称: 内容”的样子"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_its_line(entries, message):
    """One mistake, one line."""
    assert told(entries) == [message]


@pytest.mark.parametrize(
    ("head", "message"),
    [
        (HEAD.replace("完成指标]", "完成指标]\n  效益: [好处]"),
         "8 also 里的“效益”不在 levels 里"),
        (HEAD.replace("质量指标]", "质量指标, 数量指标]"), "5 levels 里“数量指标”写了两次"),
        (HEAD.replace("indicators: 试验\n", ""), "1 指标库缺少“indicators”"),
        (HEAD.replace("notation: 1", "notation: 9"),
         "1 notation 应为 1，这一版程序只认这种写法"),
    ],
)  # fmt: skip
def test_a_mistake_in_the_head_is_told_with_its_line(head, message):
    """Levels, their other names, and what a file says of itself."""
    assert told("  []\n", head.replace("list:\n", "list:")) == [message]


def test_a_file_that_is_no_yaml_says_so():
    """Nothing of it is used."""
    library, problems = read_indicators("list: [", "a.yaml")
    assert library.indicators == ()
    assert problems.found


def test_a_broken_file_beside_the_others_is_named(tmp_path, monkeypatch):
    """Its folder, its line and what is wrong."""
    folder = tmp_path / "indicators"
    folder.mkdir()
    (folder / "own.yaml").write_text(HEAD + "  - {name: 甲, level: 无}\n", encoding="utf-8")
    monkeypatch.setattr(indicators, "template_folders", lambda: [tmp_path])
    with pytest.raises(TemplateError) as raised:
        installed.__wrapped__()
    first = raised.value.problems[0]
    assert (first.file, first.line) == ("indicators/own.yaml", 9)


def test_what_is_shipped_is_sound_and_enough():
    """At least 120, quantities and descriptions, every level used, every target a figure."""
    found = installed().indicators
    assert len(found) >= 120
    assert {i.level1 for i in found} == {"产出指标", "效益指标", "满意度指标"}
    assert len({i.level2 for i in found}) == 9
    assert sum(not i.relation for i in found) >= 25
    figures = [read_measure(i.target) for i in found if i.relation and i.value]
    assert all(isinstance(figure, Measure) for figure in figures)
    assert all("%" in i.unit for i in found if i.name.endswith(("率", "满意度")) and i.relation)
