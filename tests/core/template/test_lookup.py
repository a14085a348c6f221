"""What names in formulas mean, seen from where they stand."""

import pytest

from core.template.form import Bound, Instances, Reach, Selector
from core.template.suite import load_suite
from tests.core.template.mistakes import (
    EVALUATION,
    SUITE,
    Mistake,
    messages,
    planted,
    small_sources,
    suite_of,
)
from tests.suites import load_test_suite

FORM = """notation: 1
form: a
title: 表
money_unit: 元
columns: [20, 20, 20, 20, 20]
grid: |
  | {单位数}   | #30101     | {.金额} | #30199:7 | {.金额} |
  | 合计       | #301       | {.金额} | {.2}     | {.3}    |
  | {.编码}    | {.1}       | {.2}    | {.3}     | {.名}   | 单位*
  | {.编码}    | {.1}       | {.2}    | {.3}     | {.名}   | 单位/明细*
fields:
  单位数: {type: count}
  金额:   {type: money}
  编码:   {type: text}
  名:     {type: text}
  栏1:    {type: money}
  栏2:    {type: money}
  栏3:    {type: money}
formulas:
  TARGET
"""


def bound(target: str, formula: str) -> Bound:
    """A formula of the form above, for one of its cells."""
    suite = load_suite(suite_of(FORM.replace("TARGET", f"{target}: '{formula}'")))
    slot = suite.forms["表"].slots[target.replace("科目", "行")]
    assert slot.formula is not None
    return slot.formula


@pytest.mark.parametrize(
    ("target", "formula", "reach", "names"),
    [
        ("科目301.金额", "SUM(科目30101:科目30199)", Reach.FIXED, ("行30101.金额", "行30199.金额")),
        ("行301.金额", "行30101", Reach.FIXED, ("行30101.金额",)),
        ("行301.金额", "科目30101.同列", Reach.FIXED, ("行30101.金额",)),
        ("行301.栏2", "SUM(行30101.金额:行30199)", Reach.FIXED, ("行30101.金额", "行30199.金额")),
        ("行301.金额", "SUM(栏2:栏3)", Reach.FIXED, ("行301.栏2", "行301.栏3")),
        ("行301.金额", "栏2", Reach.FIXED, ("行301.栏2",)),
        ("行301.金额", "SUM(单位.栏2)", Reach.ALL, ("单位.栏2",)),
        ("行301.金额", "单位[7].栏2", Reach.KEYED, ("单位.栏2",)),
        ("行301.金额", "SUM(单位[*].栏2)", Reach.ALL, ("单位.栏2",)),
        ("单位数", "COUNT(明细.编码)", Reach.ALL, ("明细.编码",)),
        ("单位.栏1", "SUM(栏2:栏3)", Reach.RECORD, ("单位.栏2", "单位.栏3")),
        ("单位.栏1", "SUM(下级.同列)", Reach.BELOW, ("明细.栏1",)),
        ("单位.栏1", "SUM(明细.同列)", Reach.BELOW, ("明细.栏1",)),
        ("单位.栏1", "行301.金额", Reach.FIXED, ("行301.金额",)),
        ("明细.栏1", "栏2", Reach.RECORD, ("明细.栏2",)),
        ("明细.栏1", "单位.栏2", Reach.RECORD, ("单位.栏2",)),
        ("明细.名", "编码", Reach.RECORD, ("明细.编码",)),
        ("明细.名", "键", Reach.KEY, ()),
        ("单位.栏1", "序号 * 1", Reach.ORDINAL, ()),
        ("行301.金额", "PREV(行30101.金额)", Reach.PREVIOUS, ("行30101.金额",)),
    ],
)
def test_a_name_means(target: str, formula: str, reach: Reach, names: tuple[str, ...]) -> None:
    """A name of a formula is looked up from the row and record of its cell."""
    (selector,) = bound(target, formula).selectors

    assert (selector.reach, selector.names) == (reach, names)


@pytest.mark.parametrize(
    ("key", "meant"),
    [
        ("201", "201"),
        ('"甲"', "甲"),
        ("甲", "甲"),
        ("(1.5)", "1.5"),
        ("单位数", "单位数"),
    ],
)
def test_a_key_is_a_text_unless_a_cell_of_the_row(key: str, meant: str) -> None:
    """In brackets a word that is no cell of the own row or record is taken as it is written."""
    assert bound("行301.金额", f"单位[{key}].栏2").selectors[0].key == meant


@pytest.mark.parametrize(
    ("target", "formula", "name", "region"),
    [
        ("行301.金额", "PREV(行30101.金额)", "行30101.金额", ""),
        ("行301.金额", "PREV(单位[7].栏2)", "单位.栏2", "单位"),
        ("单位.栏1", "PREV(单位[键].栏2)", "单位.栏2", "单位"),
        ("单位.栏1", "PREV(栏2)", "单位.栏2", "单位"),
    ],
)
def test_a_cell_of_last_year_keeps_its_row(
    target: str, formula: str, name: str, region: str
) -> None:
    """Which row and key is meant is not lost: a record is looked for in last year's document."""
    (selector,) = bound(target, formula).selectors

    assert (selector.reach, selector.names, selector.region) == (Reach.PREVIOUS, (name,), region)
    now = bound(target, formula[5:-1]).selectors[0]
    assert (selector.key, selector.form) == (now.key, "表")


@pytest.mark.parametrize("inside", ["单位.栏2", "单位[*].栏2", "键"])
def test_last_year_is_asked_for_one_cell(inside: str) -> None:
    """A column, or a word of the notation, has no figure of last year."""
    sources = suite_of(FORM.replace("TARGET", f"行30199.金额: 'PREV({inside})'"))

    assert [m for _, _, m in messages(sources)] == ["PREV 里只能写一格，不能是一列、“键”或“序号”"]


def test_a_key_may_be_a_cell() -> None:
    """In brackets the own record's code, another cell or the row's key may stand."""
    own = bound("明细.栏1", "单位[编码].栏2").selectors[0].key
    other = bound("行301.金额", "单位[行301.栏3].栏2").selectors[0].key

    assert isinstance(own, Selector)
    assert isinstance(other, Selector)
    assert (own.names, other.names) == (("明细.编码",), ("行301.栏3",))
    assert bound("行30199.金额", "单位[键].栏2").selectors[0].key == "7"


def test_a_group_field_counts_its_group() -> None:
    """In a value per group a bare name is the column of the group's records."""
    slot = load_test_suite("small").forms["自评"].slots["指标.组得分"]

    assert slot.formula is not None
    assert slot.formula.selectors[0].reach is Reach.MEMBERS


def test_a_rule_of_groups_sees_group_and_members() -> None:
    """`each` with a column visits groups: their value once, their records as a column."""
    rule = load_test_suite("small").forms["自评"].audits[1]

    assert [s.reach for s in rule.rule.selectors] == [Reach.MEMBERS, Reach.GROUP]
    assert (rule.each, rule.group) == ("指标", "一级指标")


def test_a_form_per_project_means_all_of_them_from_elsewhere() -> None:
    """Seen from another form, a form per project is all its projects."""
    rule = load_test_suite("small").audits[1]

    assert rule.rule.selectors[0].instances is Instances.ALL
    assert rule.rule.selectors[0].many


@pytest.mark.parametrize(
    ("formula", "instances"),
    [("项目卡.项目名称", Instances.SAME), ("TEXT(COUNT(项目[*].项目名称), 0)", Instances.ALL)],
)
def test_the_card_is_that_of_the_own_project(formula: str, instances: Instances) -> None:
    """A form per project sees its own card, and with [*] those of all projects."""
    right = '"自评!项目名称": 项目卡.项目名称'
    sources = planted([Mistake("", SUITE, right, f'"自评!项目名称": {formula}', "")])

    default = load_suite(sources).forms["自评"].slots["项目名称"].default

    assert default is not None
    assert default.selectors[0].instances is instances


def test_a_rule_may_visit_every_project() -> None:
    """A link rule with `each` runs on every sheet of a form per project, or on its records."""
    rule = "rule: SUM(自评[*]!总额.执行数) = WAN(支出明细!合计.栏3)"
    sources = planted(
        [Mistake("", SUITE, rule, "each: 自评!指标\n      rule: 得分 <= 自评!总额.得分", "")]
    )

    found = load_suite(sources).audits[1]

    assert (found.form, found.each, found.crossing) == ("自评", "指标", True)
    assert [s.reach for s in found.rule.selectors] == [Reach.RECORD, Reach.FIXED]


def test_a_rule_may_visit_every_sheet_of_a_form() -> None:
    """`each` with a form alone runs a link rule once for each project's own form."""
    rule = "rule: SUM(自评[*]!总额.执行数) = WAN(支出明细!合计.栏3)"
    each = "each: 自评\n      rule: 自评!总额.执行数 <= WAN(支出明细!合计.栏3)"

    found = load_suite(planted([Mistake("", SUITE, rule, each, "")])).audits[1]

    assert (found.form, found.each) == ("自评", "")
    assert found.rule.selectors[0].instances is Instances.SAME


def test_choices_follow_from_the_outline() -> None:
    """Grouping columns without choices of their own offer the outline's."""
    slots = load_test_suite("small").forms["自评"].slots

    assert slots["指标.一级指标"].field.choices == ("产出指标", "效益指标")
    assert slots["指标.二级指标"].field.choices == ("数量指标", "质量指标", "社会效益指标")
    assert slots["指标.一级分值"].outline == {"产出指标": "60", "效益指标": "30"}


def test_a_fuller_name_lies_over_the_bare_one() -> None:
    """Keys of a fuller name are added to those of the bare name, and win."""
    slots = load_test_suite("national-project").forms["项目自评"].slots

    assert slots["总额.分值"].default is not None
    assert slots["指标.分值"].default is None
    assert slots["总额.分值"].field.required
    assert slots["总分.得分"].most is not None


def test_codes_give_every_level_its_digits() -> None:
    """The digits of `codes` go to the levels from outside in."""
    regions = load_test_suite("small").forms["支出明细"].regions

    assert [(r.name, r.digits, r.derived) for r in regions.values()] == [
        ("类", 3, True),
        ("款", 5, True),
        ("项", 7, False),
    ]


def test_sources_come_before_what_is_built_on_them() -> None:
    """The order ranks a cell after everything it reads."""
    order = load_test_suite("small").order

    way = [("支出明细", "项.栏1"), ("支出明细", "类.栏1"), ("收支总表", "行31.金额")]
    ranks = [order[place] for place in [*way, ("收支总表", "行33.金额")]]
    assert ranks == sorted(ranks)


@pytest.mark.parametrize(
    ("formulas", "circle"),
    [
        ("{甲: 乙, 乙: 甲}", "甲 → 表!乙 → 表!甲"),
        ("{甲: 乙, 乙: 丙, 丙: 甲}", "甲 → 表!乙 → 表!丙 → 表!甲"),
        ("{甲: 乙 + 丙, 乙: 丙, 丙: 乙}", "乙 → 表!丙 → 表!乙"),
        ("{甲: 甲}", "甲 → 表!甲"),
    ],
)
def test_a_circle_is_shown_once_by_its_shortest_way(formulas: str, circle: str) -> None:
    """However many cells take part, a circle gives one message with the way around."""
    form = (
        "notation: 1\nform: a\ntitle: 表\ncolumns: [9, 9, 9]\ngrid: |\n  | {甲} | {乙} | {丙} |\n"
        "fields: {'{甲,乙,丙}': {type: number}}\n"
        f"formulas: {formulas}\n"
    )

    ((_, line, message),) = messages(suite_of(form))

    assert (line, message) == (8, f"公式绕成了圈：表!{circle}")


def test_a_deep_chain_of_formulas_is_no_trouble() -> None:
    """Hundreds of cells that build on each other load without recursion."""
    lines = "\n".join(f"  | #{n} | {{.数}} |" for n in range(1, 390))
    formulas = "\n".join(f"  行{n}.数: 行{n - 1} + 1" for n in range(2, 390))
    form = f"notation: 1\nform: a\ntitle: 表\ncolumns: [9, 9]\ngrid: |\n{lines}\n"
    form += f"fields: {{数: {{type: number}}}}\nformulas:\n{formulas}\n"

    order = load_suite(suite_of(form)).order

    assert order["表", "行2.数"] < order["表", "行389.数"]


def test_last_year_is_no_circle() -> None:
    """A cell may build on last year's value of a cell that builds on it."""
    slots = load_suite(dict(small_sources())).forms["收支总表"].slots

    assert slots["行4.金额"].default is not None
    assert slots["行4.金额"].default.selectors[0].names == ("行34.金额",)


@pytest.mark.parametrize("inside", ["总额.执行数", "项目卡.负责人"])
def test_a_project_has_no_last_year(inside: str) -> None:
    """Another project stood in its place; the loader says so, and where to look instead."""
    right = "when: 得分 < 分值\n    rule: 说明"
    wrong = f"when: 得分 < 分值\n    rule: PREV({inside})"

    told = [m for _, _, m in messages(planted([Mistake("", EVALUATION, right, wrong, "")]))]

    assert told == ["每个项目一张的表没有上年数，PREV 里写别的表的格"]


def test_a_name_in_a_list_and_units_of_the_items() -> None:
    """IN takes a list of the suite, or values."""
    right = "when: 得分 < 分值\n    rule: 说明"
    sources = planted(
        [Mistake("", EVALUATION, right, "when: 二级指标 IN 重点科目\n    rule: 说明", "")]
    )

    assert load_suite(sources).listed("重点科目") == {"行政运行", "事业运行"}
    assert load_suite(sources).name_of("201", None) == "一般公共服务支出"
    assert load_suite(sources).name_of("999", "支出功能分类") is None
