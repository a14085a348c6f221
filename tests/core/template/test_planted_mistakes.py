"""Twenty mistakes of twenty kinds in one suite: twenty messages, each at its line, no more."""

import pytest

from tests.core.template.mistakes import (
    DETAIL,
    EVALUATION,
    SUITE,
    SUMMARY,
    Mistake,
    expected_line,
    messages,
    planted,
    small_sources,
)

TWENTY = [
    Mistake(
        "a cell is missing in a line",
        SUMMARY,
        "| #32:210 | {.金额} |",
        "| #32:210 |",
        "这一行画了 5 格，columns 里是 6 列",
    ),
    Mistake(
        "joined cells are no rectangle",
        EVALUATION,
        "| 资金     | < ",
        "| 资金     | ^ ",
        "不是长方形",
        at="| 项目名称 |",
    ),
    Mistake(
        "a cell has no field",
        EVALUATION,
        "  说明:     {type: text, lines: 2, max_length: 200}\n",
        "",
        "fields 里没有“说明”",
        at="{.说明}",
    ),
    Mistake(
        "a field has no cell",
        DETAIL,
        "fields:\n",
        "fields:\n  备注栏位: {type: text}\n",
        "表样里没有“备注栏位”这一格",
        at="  备注栏位",
    ),
    Mistake(
        "a key is misspelt",
        DETAIL,
        "{type: money, label: 项目支出}",
        "{type: money, lable: 项目支出}",
        "没有“lable”这一项，是否想写“label”",
    ),
    Mistake(
        "a type is unknown",
        DETAIL,
        "{type: money, label: 基本支出}",
        "{type: mony, label: 基本支出}",
        "“type”只能写 text、money",
    ),
    Mistake("a number is no number", EVALUATION, "max: 20\n", "max: 二十\n", "“max”要写整数"),
    Mistake(
        "a name is unknown in a formula",
        EVALUATION,
        "RATIO(执行数, 预算数)",
        "RATIO(执行数, 预算)",
        "不存在的“预算”，是否想写“预算数”",
    ),
    Mistake(
        "a function is unknown",
        SUMMARY,
        "SUM(行1:行2)",
        "SUN(行1:行2)",
        "没有函数“SUN”，是否想写 SUM？",
    ),
    Mistake(
        "units are mixed",
        SUITE,
        '"自评!总额.预算数": WAN(支出明细!合计.栏3)',
        '"自评!总额.预算数": 支出明细!合计.栏3',
        "请用 WAN(…) 或 YUAN(…) 换算",
    ),
    Mistake(
        "a formula goes in a circle",
        DETAIL,
        "SUM(栏2:栏3)",
        "SUM(栏1:栏3)",
        "公式绕成了圈：支出明细!项.栏1 → 支出明细!项.栏1",
    ),
    Mistake(
        "an id stands twice", EVALUATION, "id: XM-03", "id: XM-01\n    # again", "“XM-01”用了两次"
    ),
    Mistake(
        "a floating row is not drawn",
        DETAIL,
        "  类/款/项: {max",
        "  类/款/项目: {max",
        "没有浮动行“项目*”，是否想写“项”",
    ),
    Mistake(
        "an undrawn field belongs to no group",
        EVALUATION,
        "组得分:   {type: number, decimals: 2, per: 一级指标}",
        "组得分:   {type: number, decimals: 2}",
        "表样里没有“组得分”这一格",
    ),
    Mistake(
        "a width is no width",
        SUMMARY,
        "columns: [40, 10, 30",
        "columns: [40, 10cm, 30",
        "列宽“10cm”要写 1 到 400 的毫米数",
    ),
    Mistake(
        "the paper is unknown",
        SUMMARY,
        "\nnotes:",
        "\nprint: {paper: A5}\nnotes:",
        "“paper”只能写 A4 或 A3",
        at="print:",
    ),
    Mistake(
        "a tab stands in the drawing",
        DETAIL,
        "| 合计       | <",
        "| 合计\t| <",
        "表样里有制表符（Tab）",
    ),
    Mistake(
        "a formula with a comma is not quoted",
        EVALUATION,
        "{default: 分值}",
        "{default: MIN(分值, 10)}",
        "整个公式要加引号",
    ),
    Mistake(
        "a message names nothing",
        EVALUATION,
        "分，分值{分值}分",
        "分，分值{分直}分",
        "不存在的“分直”，是否想写“分值”",
    ),
    Mistake(
        "a link names an unknown form",
        SUITE,
        "rule: SUM(自评[*]!",
        "rule: SUM(自评表[*]!",
        "没有“自评表”这张表，是否想写“自评”",
    ),
]


@pytest.mark.parametrize("mistake", TWENTY, ids=lambda mistake: mistake.kind)
def test_one_mistake_gives_one_message(mistake: Mistake) -> None:
    """Every mistake alone gives exactly one message, at its file and line."""
    sources = planted([mistake])

    ((file, line, message),) = messages(sources)

    assert (mistake.file, expected_line(mistake, sources)) == (file, line)
    assert mistake.says.strip() in message


def test_twenty_mistakes_give_twenty_messages() -> None:
    """All twenty together give exactly twenty messages: none hides, none echoes another."""
    sources = planted(TWENTY)

    found = messages(sources)

    wanted = {(m.file, expected_line(m, sources)): m.says for m in TWENTY}
    assert len(found) == len(TWENTY) == len(wanted)
    assert all(wanted[file, line] in message for file, line, message in found)


def test_the_suite_without_mistakes_gives_none() -> None:
    """The suite the mistakes are planted in is in order itself."""
    assert messages(small_sources()) == []
