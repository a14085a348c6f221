"""One mistake of every other kind in a form file: one message, at its line."""

import pytest

from tests.core.template.mistakes import (
    DETAIL,
    EVALUATION,
    SUMMARY,
    Mistake,
    expected_line,
    messages,
    mistakes_in_form,
    planted,
)

TOTAL = "| 总计           | #5 "
HEAD = "  |---\n"
TITLE = "title: 收支总表\n"

DRAWN = [
    Mistake(
        "no bar in front", SUMMARY, "  " + TOTAL, "  总计 | #5 ", "每一行要以 | 开头", "总计 |"
    ),
    Mistake("a full-width bar", SUMMARY, TOTAL, "| 总计 ｜ #5 ", "全角竖线"),
    Mistake("a bad number", SUMMARY, "| #32:210 ", "| #32：210 ", "不是编号"),
    Mistake("nothing on the left", SUMMARY, "| 收入  ", "| <  ", "左边没有格子"),
    Mistake("nothing above", SUMMARY, "| 收入  ", "| ^  ", "上边没有格子"),
    Mistake(
        "a cell twice", SUMMARY, ":年末结转", "{行5.金额}", "“行5.金额”在表样里画了两次", TOTAL
    ),
    Mistake("a brace alone", SUMMARY, "| 本年收入合计", "| 本年收入{合计", "没有配对"),
    Mistake("a bad place", SUMMARY, "| 收入  ", "| {收-入}  ", "不是名称"),
    Mistake("a bare figure as place", SUMMARY, "| 收入  ", "| {12}  ", "不是名称"),
    Mistake(
        "three bars",
        SUMMARY,
        HEAD,
        HEAD * 3,
        "|--- 要成对",
        at="  |---\n  | 一",
    ),
    Mistake("a head of nothing", SUMMARY, HEAD, HEAD * 2, "前面没有表头行", "  |---\n  | 一"),
    Mistake(
        "a floating row in the head",
        DETAIL,
        "款/项*\n",
        "款/项*\n  |---\n",
        "不能有浮动行",
        "| 类*",
    ),
    Mistake("a bad row name", DETAIL, "| 合计\n", "| 合 计!\n", "行名“合 计!”只能用汉字"),
    Mistake("no row name", DETAIL, "{.3}     | 合计\n", "{.3}     |\n", "没有行名", "  | 合计  "),
    Mistake(
        "columns all wrong",
        SUMMARY,
        "columns: [40, 10, ",
        "columns: [40, ",
        "columns 里是 5 列",
        "  | 收入",
    ),
    Mistake(
        "no columns",
        SUMMARY,
        "columns: [40, 10, 30, 40, 10, 30]\n",
        "",
        "缺少“columns”",
        "notation",
    ),
    Mistake("a grid that is folded", SUMMARY, "grid: |", "grid: >", "写在“grid: |”下面"),
    Mistake("an empty grid", SUMMARY, "grid: |\n", 'grid: ""\nbasis: |\n', "写在“grid: |”下面"),
    Mistake(
        "a floating place in a note",
        DETAIL,
        "\nfields:",
        "\nnotes: [{left: '{项.栏1}'}]\nfields:",
        "不能用浮动行的单元格",
        "notes",
    ),
    Mistake(
        "a brace alone in a note", SUMMARY, "说明：本单位今年没有收支。", '"说明：{本"', "没有配对"
    ),
    Mistake(
        "a foreign row in a floating line",
        DETAIL,
        "　　{.科目名称}",
        "　　{合计.科目名称}",
        "要写成 {.科目名称}",
    ),
    Mistake(
        "a floating cell in a fixed line",
        DETAIL,
        "| 栏次       | <  ",
        "| {项.栏9}   | <  ",
        "只能画在它自己的行里",
    ),
]

SECTIONS = [
    Mistake(
        "a key that is unknown",
        SUMMARY,
        TITLE,
        TITLE + "widths: [1]\n",
        "没有“widths”这一项",
        "widths",
    ),
    Mistake(
        "a misspelt section", SUMMARY, "notes:", "noets:", "没有“noets”这一项，是否想写“notes”"
    ),
    Mistake("a misspelt section of fields", SUMMARY, "fields:", "feilds:", "是否想写“fields”"),
    Mistake("another notation", SUMMARY, "notation: 1", "notation: 2", "notation 应为 1"),
    Mistake("no notation", SUMMARY, "notation: 1\n", "", "缺少“notation”", "form"),
    Mistake("an id with hanzi", SUMMARY, "form: summary", "form: 总表", "form 只能用小写字母"),
    Mistake("a strange unit", SUMMARY, "money_unit: 元", "money_unit: 亿元", "只能写 元 或 万元"),
    Mistake(
        "no unit for money",
        SUMMARY,
        "money_unit: 元\n",
        "",
        "要在上面写 money_unit",
        "金额:      {type",
    ),
    Mistake(
        "a text for a map", SUMMARY, TITLE, TITLE + "print: A4\n", "要写成“名称: 内容”", "print"
    ),
    Mistake("a title that is a list", SUMMARY, TITLE, "title: [a]\n", "“title”要写成一段文字"),
    Mistake("an empty title", SUMMARY, TITLE, 'title: " "\n', "“title”是空的"),
    Mistake("a long title", SUMMARY, TITLE, f"title: {'长' * 600}\n", "太长"),
    Mistake("a title that names a cell", SUMMARY, TITLE, 'title: "{金额}"\n', "不能用在这里"),
    Mistake(
        "a title that counts projects",
        SUMMARY,
        TITLE,
        'title: "第{n}表"\n',
        "只用于每个项目一张的表",
    ),
    Mistake(
        "a title that names the card",
        SUMMARY,
        TITLE,
        'title: "{项目卡.项目名称}"\n',
        "只用于每个项目一张的表",
    ),
    Mistake(
        "a title that names nothing",
        SUMMARY,
        TITLE,
        'title: "{封面.单位名}"\n',
        "是否想写“单位名称”",
    ),
    Mistake(
        "a heading that names nothing",
        SUMMARY,
        "{封面.单位名称}",
        "{封面.单位名}",
        "封面里没有“单位名”",
    ),
    Mistake(
        "a bad style of a type",
        SUMMARY,
        "\nnotes:",
        "\nstyles: {mony: {decimals: 1}}\nnotes:",
        "没有“mony”这种类型",
        "styles",
    ),
    Mistake(
        "a bad key of a style",
        SUMMARY,
        "\nnotes:",
        "\nstyles: {money: {decimal: 1}}\nnotes:",
        "是否想写“decimals”",
        "styles",
    ),
    Mistake("a bad line", SUMMARY, "{left: 说明", "{lefft: 说明", "是否想写“left”"),
    Mistake(
        "a line that is a text",
        SUMMARY,
        '  - {left: 说明：本单位今年没有收支。, when: 行5.金额 = ""}',
        "  - 说明",
        "要写成“名称: 内容”的样子",
    ),
    Mistake(
        "a condition that is none",
        SUMMARY,
        'when: 行5.金额 = ""',
        "when: 行5.金额",
        "这里要写一个比较",
    ),
    Mistake(
        "a big size", SUMMARY, "\nnotes:", "\nprint: {size: 40}\nnotes:", "太大，最大 14", "print"
    ),
    Mistake(
        "a key of later",
        DETAIL,
        "{max: 50,",
        "{max: 50, internal: yes,",
        "“internal”这一版程序还不支持",
    ),
    Mistake(
        "rounding of what is no figure",
        EVALUATION,
        "一级指标: {type: choice}",
        "一级指标: {type: choice, rounded: yes}",
        "“rounded”只用于 money、number、percent、count",
    ),
    Mistake(
        "a section of later",
        SUMMARY,
        TITLE,
        TITLE + "internal: yes\n",
        "“internal”这一版程序还不支持",
        "internal",
    ),
]

FIELDS = [
    Mistake("no type", SUMMARY, "金额:      {type: money}", "金额: {label: 元}", "缺少“type”"),
    Mistake(
        "a key of another type",
        DETAIL,
        "{type: text, align: left}",
        "{type: text, decimals: 2, align: left}",
        "“decimals”只用于",
    ),
    Mistake(
        "a choice of nothing",
        EVALUATION,
        "等级:     {type: text}",
        "等级:     {type: choice}",
        "要写 choices",
    ),
    Mistake(
        "a truth value",
        EVALUATION,
        "{type: text, required: yes}\n  预算",
        "{type: text, required: 是}\n  预算",
        "只能写 yes 或 no",
        "required: 是",
    ),
    Mistake("a bad pattern", SUMMARY, "  行5.金额:  {over", "  行{5.金额:  {over", "花括号"),
    Mistake("a bad name", SUMMARY, "  行5.金额:  {over", "  行5.金-额:  {over", "不是单元格的名称"),
    Mistake(
        "a field that is empty", SUMMARY, "  金额:      {type: money}", "  金额:", "这里没有内容"
    ),
    Mistake(
        "a field that is a text",
        SUMMARY,
        "  金额:      {type: money}",
        "  金额: money",
        "要写成“名称: 内容”的样子",
    ),
    Mistake(
        "a misspelt cell",
        EVALUATION,
        "  预算数:   {type",
        "  预算额:   {type",
        "没有“预算额”这一格，是否想写“预算数”",
    ),
    Mistake(
        "per of no column",
        EVALUATION,
        "decimals: 0, per: 一级指标}",
        "decimals: 0, per: 指标组}",
        "per 的“指标组”不是“指标”的列",
    ),
    Mistake(
        "an undrawn field per nothing",
        EVALUATION,
        "decimals: 2, per: 一级指标}",
        "decimals: 2, per: 大类}",
        "per: 大类 不是浮动行的列",
    ),
    Mistake(
        "no dictionary",
        DETAIL,
        "dictionary: 支出功能分类",
        "dictionary: 功能分类",
        "没有“功能分类”的编码表，是否想写“支出功能分类”",
    ),
    Mistake(
        "a text as default without quotes",
        SUMMARY,
        "default: PREV(行34.金额)",
        "default: 无",
        "不存在的“无”",
    ),
]

FLOATING = [
    Mistake(
        "per outside merge_equal",
        EVALUATION,
        "merge_equal: [一级指标, 二级指标]",
        "merge_equal: [二级指标]",
        "要写进“指标”的 merge_equal",
    ),
    Mistake(
        "merge_equal of no column",
        EVALUATION,
        "merge_equal: [一级指标, 二级指标]",
        "merge_equal: [一级指标, 二级指]",
        "不是“指标”的列，是否想写“二级指标”",
    ),
    Mistake(
        "an outline of no column",
        EVALUATION,
        "效益指标: {一级分值: 30,",
        "效益指标: {一级满分: 30,",
        "outline 的“一级满分”不是",
    ),
    Mistake(
        "an outline without merge_equal",
        EVALUATION,
        "merge_equal: [一级指标, 二级指标]\n",
        "merge_equl: []\n",
        "是否想写“merge_equal”",
    ),
    Mistake(
        "an outline value of a record",
        EVALUATION,
        "{一级分值: 30,",
        "{分值: 30,",
        "要是 per: 一级指标 的字段",
    ),
    Mistake(
        "an outline value that is no figure",
        EVALUATION,
        "{一级分值: 30,",
        "{一级分值: 卅,",
        "要写数",
    ),
    Mistake(
        "an outline list in the wrong column",
        EVALUATION,
        "{一级分值: 30,",
        "{一级分值: [30],",
        "只有 merge_equal 的第二列",
    ),
    Mistake("an outline map", EVALUATION, "{一级分值: 30,", "{一级分值: {a: 1},", "要写一个值"),
    Mistake(
        "min over max",
        EVALUATION,
        "max: 20\n",
        "max: 20\n    min: 21\n",
        "min 比 max 大",
        "min: 21",
    ),
    Mistake("too many records", EVALUATION, "max: 20\n", "max: 20000\n", "太大，最大 5000"),
    Mistake(
        "digits that do not rise",
        DETAIL,
        "digits: [3, 5, 7]",
        "digits: [3, 7, 5]",
        "digits 要从短到长写 3 个数",
    ),
    Mistake(
        "digits that are too few", DETAIL, "digits: [3, 5, 7]", "digits: [3, 7]", "对应 类/款/项"
    ),
    Mistake(
        "codes of no column", DETAIL, "field: 科目编码, digits", "field: 编码, digits", "没有“编码”"
    ),
    Mistake(
        "codes on the outside",
        DETAIL,
        "  类/款/项: {max",
        "  类: {max",
        "codes 要写在最里面的浮动行",
    ),
    Mistake("another path", DETAIL, "  类/款/项: {max", "  款/项: {max", "在表样里是“类/款/项*”"),
    Mistake(
        "codes of no dictionary",
        DETAIL,
        "names: 支出功能分类",
        "names: 支出分类",
        "没有“支出分类”的编码表",
    ),
    Mistake(
        "a floating row that is empty",
        EVALUATION,
        "floating:\n",
        "floating:\n  别的:\n",
        "这里没有内容",
        "别的",
    ),
]


@pytest.mark.parametrize(
    "mistake", [*DRAWN, *SECTIONS, *FIELDS, *FLOATING], ids=lambda mistake: mistake.kind
)
def test_one_mistake_gives_one_message(mistake: Mistake) -> None:
    """Every mistake alone gives exactly one message, at its file and line."""
    sources = planted([mistake])

    ((file, line, message),) = messages(sources)

    assert (file, line) == (mistake.file, expected_line(mistake, sources))
    assert mistake.says in message


SHAPES = {
    "fields": ("[a]", "“fields”要写成“名称: 内容”的样子"),
    "formulas": ("无", "“formulas”要写成“名称: 内容”的样子"),
    "floating": ("无", "“floating”要写成“名称: 内容”的样子"),
    "styles": ("无", "“styles”要写成“名称: 内容”的样子"),
    "audits": ("{a: 1}", "“audits”要写成“- 内容”的样子"),
    "heading": ("{a: 1}", "“heading”要写成“- 内容”的样子"),
    "notes": ("无", "“notes”要写成“- 内容”的样子"),
}
PLAIN = "notation: 1\nform: a\ntitle: 表\ncolumns: [20, 30]\ngrid: |\n  | 甲 | {乙} |\n"


@pytest.mark.parametrize("key", SHAPES)
def test_a_section_of_another_shape_is_named_once(key: str) -> None:
    """A whole section of another shape is one mistake, whatever would have stood in it."""
    content, says = SHAPES[key]
    fields = "" if key == "fields" else "fields: {乙: {type: text}}\n"

    assert mistakes_in_form(f"{PLAIN}{fields}{key}: {content}\n") == [
        ("form.yaml", 8 if fields else 7, says)
    ]


def test_a_number_in_a_floating_row_is_refused() -> None:
    """A floating row prints many times, so it cannot have one number."""
    form = PLAIN.replace("| 甲 | {乙} |", "| #1 | {.乙} | 行*") + "fields: {乙: {type: text}}\n"

    assert mistakes_in_form(form) == [("form.yaml", 6, "浮动行里不能有 # 编号")]


def test_a_floating_row_in_two_places_is_refused() -> None:
    """The lines of one floating row stand together."""
    form = PLAIN.replace("| 甲 | {乙} |", "| a | {.乙} | 行*\n  | b | |\n  | c | {.丙} | 行*")
    form += "fields: {乙: {type: text}, 丙: {type: text}}\n"

    assert mistakes_in_form(form) == [
        ("form.yaml", 8, "浮动行“行”画在了两处，同一浮动行的各行要连在一起")
    ]


@pytest.mark.parametrize(
    "grid",
    [
        "| a | {.乙} | 行*\n  | b | ^ | 行*\n  | ^ | {.丙} |",
        "| a | {.乙} | 甲*\n  | b | {.丙} | 甲/行*\n  | ^ | ^ |",
    ],
    ids=["part of a record", "part of a block"],
)
def test_a_cell_that_would_come_apart_is_refused(grid: str) -> None:
    """A cell joined out of a floating row takes in all its lines, or it would fall to pieces."""
    found = mistakes_in_form(PLAIN.replace("| 甲 | {乙} |", grid))

    assert any("会散开" in message for _, _, message in found)


def test_a_line_of_a_record_may_be_joined_with_the_whole_of_it() -> None:
    """A label beside a whole floating row is in order."""
    grid = "| a | 乙 |\n  | ^ | {.乙} | 行*"
    form = PLAIN.replace("| 甲 | {乙} |", grid) + "fields: {乙: {type: text}}\n"

    assert mistakes_in_form(form) == []


def test_floating_rows_lie_six_deep_at_most() -> None:
    """Nobody nests deeper; the line is told."""
    form = PLAIN.replace("| 甲 | {乙} |", "| 甲 | {.乙} | a/b/c/d/e/f/g*")

    assert mistakes_in_form(form + "fields: {乙: {type: text}}\n") == [
        ("form.yaml", 6, "浮动行最多套 6 层")
    ]
