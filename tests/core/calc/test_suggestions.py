"""A chosen indicator fills what is empty beside it, in one step, and nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.calc.suggestions import Row, row_of, suggested
from core.errors import TemplateError
from core.session import Session
from core.template.indicators import Indicator, Library
from core.template.suite import load_suite
from tests.core.sessions import cell, fill, text
from tests.core.template.mistakes import suite_of

FORM = """
notation: 1
form: suggesting
title: 联想
columns: [25, 25, 50, 15, 15, 15, 20]
grid: |
  | 一级 | 二级 | 三级 | 性质 | 值 | 单位 | 目标 |
  |---
  | {.一级} | {.二级} | {.三级} | {.性质} | {.值} | {.单位} | {.目标} | 指标*
fields:
  一级: {type: choice, choices: [完成指标, 效益指标]}
  二级: {type: choice, free: yes, choices: [数量指标, 质量指标, 社会效益指标]}
  三级: {type: text, suggest: {一级: level1, 二级: level2, 性质: relation, 值: value, 单位: unit, 目标: target}}
  性质: {type: choice, choices: [">=", "＝", 定性]}
  值: {type: text, max_length: 4}
  单位: {type: text}
  目标: {type: text}
"""  # noqa: E501 - a line of a form
OUTLINED = FORM.replace(
    "一级: {type: choice, choices: [完成指标, 效益指标]}", "一级: {type: choice}"
)
OUTLINED = (
    OUTLINED.replace(", choices: [数量指标, 质量指标, 社会效益指标]", "")
    + """
floating:
  指标:
    merge_equal: [一级, 二级]
    empty: keep
    outline:
      产出指标: {二级: [数量指标, 质量指标]}
      成本: {二级: [成本指标]}
      效益指标: {二级: [社会效益指标]}
"""
)
LIBRARY = Library((), {"产出指标": ("完成指标",), "社会效益指标": ("社会效益",)})
RATE = Indicator("参保率", "产出指标", "质量指标", "≥", "95", "%")
COST = Indicator("总成本", "产出指标", "成本指标", "≤", "", "万元")
WORDS = Indicator("欺诈骗保", "效益指标", "社会效益指标", "", "明显遏制")
COLUMNS = ("一级", "二级", "三级", "性质", "值", "单位", "目标")


def session(form: str = FORM, **texts: str) -> Session:
    """A document with one form, these columns of its first row typed."""
    made = Session.create_from(load_suite(suite_of(form)), None, "某某局")
    fill(made, {f"表!指标[1].{column}": typed for column, typed in texts.items()})
    return made


def choose(made: Session, indicator: Indicator, row: str = "指标[1]") -> None:
    """Choose an indicator in a row."""
    place = cell(made, f"表!{row}.三级")
    made.apply(suggested(made.entries, [place], indicator, LIBRARY))


def row(made: Session, name: str = "指标[1]") -> str:
    """What a row shows."""
    return "|".join(text(made, f"表!{name}.{column}") for column in COLUMNS)


@pytest.mark.parametrize(
    ("indicator", "shown"),
    [
        (RATE, "完成指标|质量指标|参保率|>=|95|%|≥95%"),
        (WORDS, "效益指标|社会效益指标|欺诈骗保|||明显遏制"),
        (Indicator("甲", "", "", "=", "100", "%"), "||甲|＝|100|%|100%"),
        (Indicator("甲", "无", "质量指标", "<", "3", "天"), "||甲||3|天|<3天"),
        (Indicator("甲", "产出指标", "时效指标", "≥", "", "天"), "完成指标|时效指标|甲|>=||天|"),
    ],
)  # fmt: skip
def test_an_empty_row_takes_what_fits(indicator, shown):
    """In the form's own spelling; what a choice does not have, and what is too long, stays away."""
    made = session(三级="x")
    if indicator is WORDS:
        shown = shown.replace("骗保|||", "骗保||明显遏制||")
    choose(made, indicator)
    assert row(made) == shown


def test_what_is_too_long_is_not_filled_in():
    """The field's own limit."""
    made = session(三级="x")
    choose(made, Indicator("甲", value="一直保持畅通"))
    assert row(made) == "||甲||||一直保持畅通"


def test_it_is_one_step():
    """Undo takes the name and everything beside it back."""
    made = session(三级="原来的")
    choose(made, RATE)
    assert made.undo_label().startswith("填 ")
    made.undo()
    assert row(made) == "||原来的||||"


@given(st.dictionaries(st.sampled_from([c for c in COLUMNS if c != "三级"]), st.just("占")))
def test_what_stands_in_a_row_is_never_touched(standing):
    """Whatever is filled in already."""
    made = session(三级="x", **standing)
    choose(made, RATE)
    for column, typed in standing.items():
        assert text(made, f"表!指标[1].{column}") == typed
    assert text(made, "表!指标[1].三级") == "参保率"


def test_a_second_level_needs_the_right_first_one():
    """In a row of another first level the second is left alone; in one of the same it is filled."""
    made = session(一级="效益指标")
    choose(made, RATE)
    assert row(made) == "效益指标||参保率|>=|95|%|≥95%"
    made = session(一级="完成指标")
    choose(made, RATE)
    assert row(made) == "完成指标|质量指标|参保率|>=|95|%|≥95%"


def test_a_blank_row_becomes_a_record_with_everything():
    """The row that is drawn for nothing yet; and in an outline the place it is kept for."""
    made = session()
    [sheet] = [title.sheet for title in made.sheets()]
    plan = made.plan(sheet)
    names = [p.cell for p in plan.cells if p.cell and p.cell.name == "指标.三级"]
    made.apply(suggested(made.entries, names, RATE, LIBRARY))
    assert row(made) == "完成指标|质量指标|参保率|>=|95|%|≥95%"


def test_the_outline_says_to_which_group_a_level_belongs():
    """成本指标 stands in a group of its own here; a kept place gives its own levels."""
    made = session(OUTLINED)
    fill(made, {"表!指标[1].一级": "", "表!指标[1].二级": ""})
    [sheet] = [title.sheet for title in made.sheets()]
    records = made.document.records_of(sheet, "指标")
    blank = next(one for one in records if not text_of(made, one.id, "一级"))
    place = cell(made, "表!指标[1].三级")._replace(record=blank.id)
    made.apply(suggested(made.entries, [place], COST, LIBRARY))
    assert [text_of(made, blank.id, c) for c in ("一级", "二级", "三级", "单位")] == [
        "成本", "成本指标", "总成本", "万元",
    ]  # fmt: skip


def text_of(made: Session, record: str, column: str) -> str:
    """What a column of a record shows."""
    return made.text(cell(made, "表!指标[1].三级")._replace(record=record, name=f"指标.{column}"))


def test_in_an_outline_a_standing_group_keeps_its_second_levels():
    """One that the group does not have is not put into it."""
    made = session(OUTLINED)
    place = cell(made, "表!指标[1].三级")
    made.type_text([place._replace(name="指标.二级")], None)
    levels = []
    for indicator in (WORDS, RATE):
        made.apply(suggested(made.entries, [place], indicator, LIBRARY))
        levels.append([text_of(made, place.record, c) for c in ("一级", "二级", "三级")])
        made.undo()
    assert levels == [["产出指标", "", "欺诈骗保"], ["产出指标", "质量指标", "参保率"]]


def test_a_cell_without_suggestions_has_none():
    """Only the column that the template names."""
    made = session(三级="x")
    assert row_of(made.calculation, cell(made, "表!指标[1].值"), LIBRARY) is None
    found = row_of(made.calculation, cell(made, "表!指标[1].三级"), LIBRARY)
    assert isinstance(found, Row)
    assert (found.level(1), found.level(2)) == ("", "")
    assert found.level(3) == ""


def test_a_fixed_row_is_filled_too():
    """Beside a cell that stands in no floating row."""
    form = FORM.replace("指标*", "甲").replace("三级:", "甲.三级:")
    made = Session.create_from(load_suite(suite_of(form)), None, "某某局")
    choose(made, RATE, "甲")
    assert row(made, "甲") == "完成指标|质量指标|参保率|>=|95|%|≥95%"


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ("一级: level1", "一极: level1", "suggest 里的“一极”不在“指标.三级”这一行"),
        ("一级: level1", "三级: level1", "suggest 填的是旁边的格，“三级”是它自己"),
        ("单位: {type: text}", "单位: {type: number}",
         "suggest 里的“单位”要是旁边的文字或选项，这里是 number"),
        ("一级: level1", "一级: level9", "只能写 level1、level2"),
        ("单位: {type: text}", "单位: {type: number, suggest: {值: value}}",
         "“suggest”只用于 text"),
    ],
)  # fmt: skip
def test_a_mistake_in_the_template_is_told(before, after, says):
    """A column that is not there, that is the same, that takes no text; an unknown part."""
    with pytest.raises(TemplateError) as raised:
        load_suite(suite_of(FORM.replace(before, after)))
    assert any(says in problem.message for problem in raised.value.problems)
