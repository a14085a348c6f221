"""One mistake of every kind in a suite file, a rule or a code dictionary: one message."""

import pytest

from tests.core.template.mistakes import (
    EVALUATION,
    SUITE,
    SUMMARY,
    Mistake,
    expected_line,
    messages,
    planted,
    small_sources,
    suite_of,
)

CODES = "codes/functional-2021.yaml"
ENTRY = "{name: 支出明细, file: forms/detail.yaml, number: 测02表, short: 02 支出明细}"

MISTAKES = [
    Mistake("an unknown key", SUITE, "lists:", "list:", "没有“list”这一项，是否想写“lists”"),
    Mistake(
        "an author nobody is asked for",
        SUITE,
        "cover:\n",
        "author: 主管部们\ncover:\n",
        "author 要是封面的一个字段，是否想写“主管部门”",
    ),
    Mistake("an author that is a list", SUITE, "cover:\n", "author: [甲]\ncover:\n", "一段文字"),
    Mistake("an id with hanzi", SUITE, "suite: small", "suite: 小", "suite 只能用小写字母"),
    Mistake("a year in words", SUITE, "year: 2021", "year: 今年", "“year”要写 2000 到 2100 的整数"),
    Mistake("no revision", SUITE, "revision: 1\n", "", "suite.yaml缺少“revision”", "notation"),
    Mistake(
        "no file",
        SUITE,
        "file: forms/detail.yaml",
        "file: forms/detial.yaml",
        "是否想写“forms/detail.yaml”",
    ),
    Mistake(
        "a file outside",
        SUITE,
        "file: forms/detail.yaml",
        "file: ../detail.yaml",
        "套表文件夹里没有“../detail.yaml”",
    ),
    Mistake(
        "itself as a form",
        SUITE,
        "file: forms/detail.yaml",
        "file: suite.yaml",
        "套表文件夹里没有“suite.yaml”",
    ),
    Mistake(
        "a form without number", SUITE, " number: 测02表,", "", "缺少“number”", "name: 支出明细"
    ),
    Mistake(
        "a form without name", SUITE, "{name: 支出明细, ", "{", "缺少“name”", "{file: forms/detail"
    ),
    Mistake(
        "a form that is a text", SUITE, ENTRY, "支出明细", "forms 的一张表要写成", "- 支出明细"
    ),
    Mistake(
        "a reserved name",
        SUITE,
        "forms:\n",
        "forms:\n  - {name: 项目, file: forms/detail.yaml, number: 9}\n",
        "“项目”用了两次、是专用名",
        "{name: 项目,",
    ),
    Mistake(
        "a number that counts nothing",
        SUITE,
        "number: 测02表",
        'number: "测{n}表"',
        "只用于每个项目一张的表",
    ),
    Mistake(
        "a title that names nothing",
        SUITE,
        "{项目卡.项目名称}",
        "{项目卡.项目名}",
        "项目卡里没有“项目名”",
    ),
    Mistake(
        "a cover field of no type",
        SUITE,
        "单位名称: {type: text,",
        "单位名称: {label: 名,",
        "缺少“type”",
    ),
    Mistake(
        "a cover choice of nothing",
        SUITE,
        "{type: choice, choices: [行政, 参公, 事业]}",
        "{type: choice}",
        "要写 choices",
    ),
    Mistake(
        "a cover field per group",
        SUITE,
        "  单位性质: {type",
        "  单位性质: {per: a, type",
        "封面里不能用 per",
    ),
    Mistake(
        "money without unit",
        SUITE,
        "  单位性质: {",
        "  经费: {type: money}\n  单位性质: {",
        "要写 unit",
        "经费",
    ),
    Mistake("a bad cover name", SUITE, "  单位性质: {", "  单位-性质: {", "不是名称"),
    Mistake(
        "a card without name", SUITE, "  name: 项目名称\n", "", "project_card 缺少“name”", "fields:"
    ),
    Mistake(
        "a card named by nothing",
        SUITE,
        "  name: 项目名称\n",
        "  name: 项目名\n",
        "是否想写“项目名称”",
    ),
    Mistake("a strange score", SUITE, "reverse: ratio", "reverse: rate", "只能写 ratio 或 linear"),
    *(
        Mistake(what, SUITE, "decimals: 2}", f"decimals: 2, bands: [{bands}]}}", message)
        for what, bands, message in (
            (
                "a band upside down",
                "{words: [甲], from: 1, to: 0.8}",
                "score 的 bands 里“甲”这一档的 from 要小于 to",
            ),
            (
                "bands that overlap",
                "{words: [甲], from: 0.8, to: 1}, {words: [乙], from: 0.5, to: 0.9}",
                "“乙”这一档与上面的重叠，各档从好到差写，to 不大于上一档的 from",
            ),
            (
                "a point that belongs to the better band",
                "{words: [甲], from: 0.8, to: 1}, {words: [乙], from: 0.6, to: 0.8, point: 0.8}",
                "“乙”这一档的 point 不在 from 和 to 之间",
            ),
            (
                "a word of two bands",
                "{words: [甲], from: 0.8, to: 1}, {words: [乙, 甲], from: 0.6, to: 0.8}",
                "“乙”这一档的“甲”上面已经写过",
            ),
            ("a share above 1", "{words: [甲], from: 0.8, to: 100}", "太大，最大 1"),
        )
    ),
    Mistake(
        "a strange rate",
        SUITE,
        "grades: {",
        "rate: {cap: all}\ngrades: {",
        "只能写 print、score 或 none",
    ),
    Mistake(
        "a limit without points",
        SUITE,
        "grades: {",
        "total: {by_rate: [{below: 0.8}]}\ngrades: {",
        "缺少",
    ),
    Mistake("a grade in words", SUITE, "良: 80", "良: 八十", "grades 的“良”要写分数线"),
    Mistake(
        "a list that is none", SUITE, "[行政运行, 事业运行]", "行政运行", "lists 的“重点科目”要写成"
    ),
    Mistake("a link of another kind", SUITE, "  defaults:\n", "  default:\n", "是否想写“defaults”"),
    Mistake(
        "rows that are a text",
        SUITE,
        "  defaults:\n",
        "  rows: 指标\n  defaults:\n",
        "“rows”要写成“表名!浮动行",
        "  rows",
    ),
    Mistake(
        "a target without form",
        SUITE,
        '"自评!项目名称"',
        '"项目名称"',
        "要写成“表名!单元格”",
        '    "项目名称"',
    ),
    Mistake(
        "a target of no form",
        SUITE,
        '"自评!项目名称"',
        '"自平!项目名称"',
        "没有“自平”这张表，是否想写“自评”",
    ),
    Mistake(
        "a target of no cell",
        SUITE,
        '"自评!项目名称"',
        '"自评!项目名字"',
        "没有“项目名字”，是否想写“项目名称”",
    ),
    Mistake(
        "a formula for two",
        SUITE,
        '"自评!项目名称": 项',
        '"自评!总额.得分": 项',
        "既有公式又有 default",
    ),
    Mistake(
        "two formulas",
        SUMMARY,
        "  行5.金额:  行3",
        "  行3.金额 : 1\n  行5.金额:  行3",
        "“行3.金额”写了两次",
        "行3.金额 :",
    ),
    Mistake(
        "two formulas by pattern",
        SUMMARY,
        "  行5.金额:  行3",
        '  "行{3}.金额": 1\n  行5.金额:  行3',
        "“行3.金额”有两条公式",
        '"行{3}',
    ),
    Mistake(
        "a rule of no form",
        SUITE,
        "rule: 收支总表!行33.金额 =",
        "rule: 行33.金额 =",
        "这里要写明是哪张表",
    ),
    Mistake(
        "a rule of no cell",
        SUITE,
        "rule: 收支总表!行33.金额 = 支出明细!合计.栏1",
        "rule: 1 = 1",
        "一个单元格也没有",
    ),
    Mistake(
        "a rule that asks nothing",
        EVALUATION,
        "rule: 得分 <= 分值",
        "rule: 得分 + 分值",
        "这里要写一个比较",
    ),
    Mistake(
        "a rule at no floating row",
        EVALUATION,
        "each: 指标\n    rule: 得分",
        "each: 指表\n    rule: 得分",
        "each 里没有浮动行“指表”，是否想写“指标”",
    ),
    Mistake(
        "a rule at no group",
        EVALUATION,
        "each: 指标.一级指标",
        "each: 指标.三级指标",
        "不在“指标”的 merge_equal 里",
    ),
    Mistake(
        "a rule that visits no form",
        SUITE,
        "    - id: BJ-01\n",
        "    - id: BJ-01\n      each: 自平!指标\n",
        "each 里没有“自平”这张表",
        "each",
    ),
    Mistake(
        "a severity in Chinese",
        SUITE,
        "severity: mandatory",
        "severity: 强制",
        "只能写 mandatory、verify 或 hint",
    ),
    Mistake(
        "reasons for what must be mended",
        SUITE,
        "severity: mandatory\n",
        "severity: mandatory\n      reasons: [会计差错更正]\n",
        "只有 verify 的审核公式可以写",
        "reasons",
    ),
    Mistake(
        "a misspelt severity",
        SUITE,
        "severity: mandatory",
        "serverity: mandatory",
        "是否想写“severity”",
    ),
    Mistake(
        "a misspelt message",
        EVALUATION,
        'message: "“{三级指标}”没',
        'mesage: "“{三级指标}”没',
        "是否想写“message”",
    ),
    Mistake("an id in small letters", SUITE, "id: BJ-02", "id: bj-02", "写法不对，例如 XM-01"),
    Mistake("an id of another file", SUITE, "id: BJ-02", "id: SZ-01", "“SZ-01”用了两次"),
    Mistake(
        "an open brace in a message",
        SUITE,
        "各项目执行数合计{SUM",
        "各项目执行数合计{{SUM",
        "“{”没有配对",
    ),
    Mistake(
        "a difference of one",
        SUITE,
        "{多少(收支总表!行33.金额, 支出明细!合计.栏1)}",
        "{多少(收支总表!行33.金额)}",
        "多少 要单独写成 {多少(甲, 乙)}",
    ),
    Mistake(
        "a difference inside",
        SUITE,
        "{多少(收支总表!行33.金额, 支出明细!合计.栏1)}",
        "{1 + 多少(收支总表!行33.金额, 支出明细!合计.栏1)}",
        "多少 要单独写成",
    ),
    Mistake(
        "a difference of units",
        SUITE,
        "{多少(收支总表!行33.金额, 支出明细!合计.栏1)}",
        "{多少(自评!总额.执行数, 支出明细!合计.栏1)}",
        "元和万元混在一起了",
    ),
    Mistake(
        "another form in a form file",
        SUMMARY,
        "rule: 行34.金额 >= 0",
        "rule: 支出明细!合计.栏1 >= 0",
        "表样文件里只写本表",
    ),
    Mistake(
        "an unknown list",
        EVALUATION,
        "when: 得分 < 分值",
        "when: 二级指标 IN 重点科",
        "没有“重点科”这个名单，是否想写“重点科目”",
    ),
    Mistake("a project by name", SUITE, "SUM(自评[*]!", "SUM(自评[甲]!", "不能指定某一个项目"),
    Mistake(
        "a key outside",
        EVALUATION,
        "总额.得分:   10 * MIN(执行率, 1)",
        "总额.得分:   键",
        "所在的行没有写键",
    ),
    Mistake(
        "an ordinal outside",
        EVALUATION,
        "总额.得分:   10 * MIN(执行率, 1)",
        "总额.得分:   序号",
        "“序号”只能用在浮动行里",
    ),
    Mistake(
        "下级 without any",
        EVALUATION,
        "SUM(指标.同列)",
        "SUM(下级.同列)",
        "“下级”只能用在里面还套着浮动行的行里",
    ),
    Mistake("too many steps", EVALUATION, "SUM(指标.同列)", "SUM(指标.同列.同列)", "层次太多"),
    Mistake(
        "a range of nothing",
        SUMMARY,
        "SUM(行1:行2)",
        "SUM(行91:行92)",
        "行91 到 行92 之间没有单元格",
    ),
    Mistake("a range of two kinds", SUMMARY, "SUM(行1:行2)", "SUM(行1:栏2)", "范围要写成"),
    Mistake(
        "同列 without any",
        SUMMARY,
        "rule: 行34.金额 >= 0",
        "rule: 行34.同列 >= 0",
        "这里没有“同列”",
    ),
    Mistake(
        "a row of several cells",
        EVALUATION,
        "GRADE(总分.得分 + 总额.得分)",
        "GRADE(总额)",
        "这一行有几格",
    ),
    Mistake("a formula as key", SUITE, "支出明细!类[键]", "支出明细!类[1 + 1]", "方括号里只能写"),
    Mistake(
        "a misspelt cover cell",
        SUITE,
        "default: 封面.单位名称}\n  单位性质",
        "default: 封面.单位名}\n  单位性质",
        "是否想写“单位名称”",
        "主管部门",
    ),
    Mistake("a code in letters", CODES, '"201": ', '"2A1": ', "编码“2A1”要写成"),
    Mistake(
        "a code without name",
        CODES,
        '"201": 一般公共服务支出',
        '"201": {initials: ybggfwzc}',
        "编码“201”要写成",
    ),
    Mistake(
        "initials in capitals",
        CODES,
        '"201": 一般公共服务支出',
        '"201": {name: 一般公共服务支出, initials: YBGGFWZC}',
        "initials 要写小写字母",
    ),
    Mistake(
        "something else beside a code",
        CODES,
        '"201": 一般公共服务支出',
        '"201": {name: 一般公共服务支出, short: 一般}',
        "编码“201”没有“short”这一项",
    ),
    Mistake("a dictionary without year", CODES, "year: 2021\n", "", "编码表缺少“year”", "notation"),
    Mistake("a dictionary of another key", CODES, "source:", "sauce:", "是否想写“source”"),
    Mistake("a dictionary without codes", CODES, "codes:", "code:", "是否想写“codes”"),
    Mistake(
        "a conversion of the wrong side",
        SUITE,
        "WAN(支出明细!合计.栏3)\n  audits",
        "YUAN(支出明细!合计.栏3)\n  audits",
        "换算的一方应是万元",
        "YUAN",
    ),
]


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.kind)
def test_one_mistake_gives_one_message(mistake: Mistake) -> None:
    """Every mistake alone gives exactly one message, at its file and line."""
    sources = planted([mistake])

    ((file, line, message),) = messages(sources)

    assert (file, line) == (mistake.file, expected_line(mistake, sources))
    assert mistake.says in message


def test_a_suite_without_its_file_is_told() -> None:
    """Without suite.yaml there is nothing to read."""
    assert messages({}) == [("suite.yaml", 1, "缺少 suite.yaml")]


def test_a_broken_form_file_is_the_only_message() -> None:
    """A form that is no YAML causes no other message, though links name its cells."""
    sources = {**small_sources(), "forms/detail.yaml": "a: [b"}

    assert [file for file, _, _ in messages(sources)] == ["forms/detail.yaml"]


def test_a_form_per_project_needs_the_card() -> None:
    """A form per project without a project card is refused once."""
    form = "notation: 1\nform: a\ntitle: 表\ncolumns: [20]\ngrid: |\n  | 甲 |\n"

    found = messages(suite_of(form, "number: 1, per: project"))

    assert [message for _, _, message in found] == [
        "有每个项目一张的表，要写 project_card（项目卡）"
    ]
