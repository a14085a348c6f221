"""Reading formulas: all that the forms need, and a clear word about every mistake."""

from decimal import Decimal

import pytest

from core.formula.parser import MAX_NESTING, MAX_OPERATORS, FormulaSyntaxError, parse
from core.formula.tree import (
    ALL,
    Binary,
    Call,
    Comparison,
    Membership,
    Name,
    Negation,
    Node,
    Number,
    Previous,
    Range,
    Step,
    Text,
    walk,
    written,
)

ONE, TWO, THREE = (Number(Decimal(n)) for n in (1, 2, 3))


def name(*words: str) -> Name:
    """A name without form or keys."""
    return Name(None, None, tuple(map(Step, words)))


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("1", ONE),
        ("1.50", Number(Decimal("1.5"))),
        ('"行政"', Text("行政")),
        ("“行政”", Text("行政")),
        ('"他说""好"""', Text('他说"好"')),
        ("“他说””好”", Text("他说”好")),
        ('""', Text("")),
        ("得分", name("得分")),
        ("总额.得分", name("总额", "得分")),
        ("'因公出国（境）费'.金额", name("因公出国(境)费", "金额")),
        ("‘2020年’.金额", name("2020年", "金额")),
        ("'o''k'", name("o'k")),
        ("１２＋３", Binary("+", Number(Decimal(12)), THREE)),
        ("1 + 2 * 3", Binary("+", ONE, Binary("*", TWO, THREE))),
        ("(1 + 2) * 3", Binary("*", Binary("+", ONE, TWO), THREE)),
        ("1 - 2 - 3", Binary("-", Binary("-", ONE, TWO), THREE)),
        ("1 / 2 * 3", Binary("*", Binary("/", ONE, TWO), THREE)),
        ("-1 * 2", Binary("*", Negation(ONE), TWO)),
        ("--1", Negation(Negation(ONE))),
        ("1 - -2", Binary("-", ONE, Negation(TWO))),
        ("1 + 2 = 3", Comparison("=", Binary("+", ONE, TWO), THREE)),
        ("(1 = 2) = 3", Comparison("=", Comparison("=", ONE, TWO), THREE)),
        ("SUM(1, 2)", Call("SUM", (ONE, TWO))),
        ("SUM (1)", Call("SUM", (ONE,))),
        ("SUM", name("SUM")),
        ("x IN 三公", Membership(name("x"), "三公", ())),
        ("x IN '三公 经费'", Membership(name("x"), "三公经费", ())),
        ('x IN ("a", 1 + 2)', Membership(name("x"), None, (Text("a"), Binary("+", ONE, TWO)))),
        ("IN IN IN", Membership(name("IN"), "IN", ())),
        ("1 IN (2)", Membership(ONE, None, (TWO,))),
        ("行1:行8", Range(name("行1"), name("行8"))),
        ("行1.金额:行8.金额", Range(name("行1", "金额"), name("行8", "金额"))),
        ("PREV(行59)", Previous(name("行59"))),
        ("公开03!合计.项目支出", Name("公开03", None, (Step("合计"), Step("项目支出")))),
        ("'08'!合计.栏6", Name("08", None, (Step("合计"), Step("栏6")))),
        ("项目表[*]!总额.得分", Name("项目表", ALL, (Step("总额"), Step("得分")))),
        ("项目表[键]!总分", Name("项目表", name("键"), (Step("总分"),))),
        ("指标[*].得分", Name(None, None, (Step("指标", ALL), Step("得分")))),
        ("类[202].栏1", Name(None, None, (Step("类", Text("202")), Step("栏1")))),
        ("类[０１０1].栏1", Name(None, None, (Step("类", Text("0101")), Step("栏1")))),
        ("类[(202)].栏1", Name(None, None, (Step("类", Number(Decimal(202))), Step("栏1")))),
        ("类[1.5].栏1", Name(None, None, (Step("类", Number(Decimal("1.5"))), Step("栏1")))),
        ("类[键].栏1", Name(None, None, (Step("类", name("键")), Step("栏1")))),
        ("a[序号 - 1]", Name(None, None, (Step("a", Binary("-", name("序号"), ONE)),))),
        ("a[b[1]]", Name(None, None, (Step("a", Name(None, None, (Step("b", Text("1")),))),))),
    ],
)
def test_a_text_means_this_tree(text, tree):
    """The grammar, case by case."""
    assert parse(text) == tree


@pytest.mark.parametrize(
    ("wide", "plain"),
    [
        ("（a＋b）×c÷2－1", "(a + b) * c / 2 - 1"),
        ("SUM（a，b）", "SUM(a, b)"),
        ("ＳＵＭ(a)", "SUM(a)"),
        ("公开03！合计．栏1", "公开03!合计.栏1"),
        ("行1：行8", "行1:行8"),
        ("a＞＝1", "a >= 1"),
        ("a＜＝1", "a <= 1"),
        ("a＜＞1", "a <> 1"),
        ("a≥1", "a >= 1"),
        ("a≤1", "a <= 1"),
        ("a≧1", "a >= 1"),
        ("a≦1", "a <= 1"),
        ("a≠1", "a <> 1"),
        ("a＝“，。”", 'a = "，。"'),
        ("a−１．５", "a - 1.5"),
        ("指标［＊］．得分", "指标[*].得分"),
        ("a　+\n b", "a + b"),
    ],
)
def test_full_width_signs_mean_the_same(wide, plain):
    """Nobody has to switch the input method; inside quotation marks nothing changes."""
    assert parse(wide) == parse(plain)
    assert written(parse(wide)) == plain


MISTAKES = [
    ("", "公式是空的", 0),
    ("  ", "公式是空的", 0),
    ("1 +", "公式没有写完，末尾缺一个数或名称", 3),
    ("SUM(", "公式没有写完，末尾缺一个数或名称", 4),
    ("* 2", "“*”前面缺一个数或名称", 0),
    ("1 + ，2", "“,”前面缺一个数或名称", 4),
    ("a b", "“b”前面缺运算符", 2),
    ('a "b"', "“b”前面缺运算符", 2),
    ("a)", "多了一个“)”", 1),
    ("a == b", "“=”前面缺一个数或名称", 3),
    ("(1 + 2", "括号没有成对，这里缺“)”", 6),
    ("(1 2)", "括号没有成对，这里缺“)”", 3),
    ("SUM(1", "括号没有成对，这里缺“)”或“,”", 5),
    ("SUM(1 2)", "括号没有成对，这里缺“)”或“,”", 6),
    ("a < b < c", "一次只能比较一对，多个比较请用 AND", 6),
    ("a = b IN c", "一次只能比较一对，多个比较请用 AND", 6),
    ("a IN b = c", "一次只能比较一对，多个比较请用 AND", 7),
    ("a IN", "IN 后面要写名单，或括号里的几个值", 4),
    ('a IN "b"', "IN 后面要写名单，或括号里的几个值", 5),
    ("a IN ()", "IN 的括号里至少要有一个值", 2),
    ("2020年 + 1", "以数字开头的名称要加单引号，例如 '2020年'", 0),
    ("08!合计", "以数字开头的名称要加单引号，例如 '2020年'", 0),
    ("1 '2'", "以数字开头的名称要加单引号，例如 '2020年'", 0),
    ("1.金额", "多了一个“.”", 1),
    ("a.1", "这里缺名称；以数字开头的名称要加单引号", 2),
    ("a!", "这里缺名称；以数字开头的名称要加单引号", 2),
    ("a.", "这里缺名称；以数字开头的名称要加单引号", 2),
    ("a!b!c", "多了一个“!”", 3),
    ("行1:8", "区域两端都要写全名称，例如 行1:行8", 3),
    ("行1:行2:行3", "多了一个“:”", 5),
    ("a[]", "方括号里要写行的名称、代码、序号或 *", 2),
    ("a[1", "方括号没有成对，这里缺“]”", 3),
    ("a[* 2]", "方括号没有成对，这里缺“]”", 4),
    ("a[1, 2]", "方括号没有成对，这里缺“]”", 3),
    ("PREV(1)", "PREV 里要写一个单元格的名称", 5),
    ("PREV()", "PREV 里要写一个单元格的名称", 5),
    ("PREV(a + b)", "PREV 里只能写一个单元格，这里缺“)”", 7),
    ("PREV(行1:行8)", "PREV 里只能写一个单元格，这里缺“)”", 7),
    ("1 + SMU(a)", "没有函数“SMU”，是否想写 SUM？", 4),
    ("sum(a)", "没有函数“sum”，是否想写 SUM？", 0),
    ("prev(a)", "没有函数“prev”，是否想写 PREV？", 0),
    ("因公出国（境）费", "没有函数“因公出国”；如果是带括号的名称，请加单引号", 0),
    ("SUM()", "SUM 要至少1个参数，现有0个", 0),
    ("1 + ROUND(a)", "ROUND 要2个参数，现有1个", 4),
    ("IF(a)", "IF 要2到3个参数，现有1个", 0),
    ("IF(a, 1, 2, 3)", "IF 要2到3个参数，现有4个", 0),
    ("SUMIFS(a, b, c, d)", "SUMIFS 的条件要成对：一列、一个值", 0),
    ('a = "行政', "双引号没有成对", 4),
    ("“行政", "双引号没有成对", 0),
    ("a”", "双引号没有成对", 1),
    ("'a", "单引号没有成对", 0),
    ("a + ''", "单引号里没有名称", 4),
    ("a + ' '", "单引号里没有名称", 4),
    ("SUM(a、b)", "分隔请用逗号“,”，不用顿号“、”", 5),
    ("SUM(a；b)", "分隔请用逗号“,”，不用分号", 5),
    ("a > 5%", "百分数请写成小数，例如 5% 写成 0.05", 5),
    ("{a,b}", "花括号只能写在公式左边的名称里", 0),
    ("a & b", "文字不能用 & 连接", 2),
    ("a ? b", "不认识的符号“?”", 2),
    ("a != b", "不等于请写 <>", 2),
    ("a！＝b", "不等于请写 <>", 1),
    ("1" * 31, "数太长，最多30位", 0),
    ("a" * 4001, "公式太长，最多4000个字", 4000),
]


@pytest.mark.parametrize(("text", "message", "at"), MISTAKES)
def test_a_mistake_says_what_and_where(text, message, at):
    """One short sentence in Chinese, and the place in the text."""
    with pytest.raises(FormulaSyntaxError) as caught:
        parse(text)
    assert (caught.value.message, caught.value.at) == (message, at)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    "text",
    [
        "(" * 2000 + "1" + ")" * 1999,
        "-" * 3000 + "1",
        "SUM(" * 700 + "1" + ")" * 700,
        "a[b" * 1000,
        "a[b*c" * 700,
        "a[b" * 60 + "a+b*c[" * 300,
        "1=(" * 1000,
    ],
)
def test_deep_nesting_is_a_clear_mistake(text):
    """Never a RecursionError, wherever brackets pile up."""
    with pytest.raises(FormulaSyntaxError, match=f"嵌套超过{MAX_NESTING}层"):
        parse(text)


@pytest.mark.parametrize(
    "text",
    [
        "(" * MAX_NESTING + "1" + ")" * MAX_NESTING,
        "-" * MAX_NESTING + "1",
        "a+b*c[" * (MAX_NESTING // 2) + "1" + "]" * (MAX_NESTING // 2),
        "+".join(["(1)"] * (MAX_OPERATORS + 1)),
        "SUM(" + ",".join(["-1"] * 900) + ")",
    ],
)
def test_what_is_just_within_the_limits_is_read(text):
    """The limits count what is open at once, not what was closed long ago."""
    assert parse(text) == parse(written(parse(text)))


def test_an_endless_chain_is_a_clear_mistake():
    """A chain of operators makes a tree as deep as it is long."""
    with pytest.raises(FormulaSyntaxError, match="运算符超过100个") as caught:
        parse("+".join("1" * (MAX_OPERATORS + 2)))
    assert caught.value.at == 2 * MAX_OPERATORS + 1


def test_messages_have_functions_of_their_own():
    """多少(a, b) is a function only where the caller says so; its arguments are not counted."""
    assert parse("多少(a, 100)", ["多少"]) == Call("多少", (name("a"), Number(Decimal(100))))
    with pytest.raises(FormulaSyntaxError, match="没有函数“多少”"):
        parse("多少(a)")
    with pytest.raises(FormulaSyntaxError, match="是否想写 多少？"):
        parse("多少少(a)", ["多少"])


def test_every_node_knows_its_place():
    """Mistakes found later still point into the text."""
    text = '总额.得分 + SUM(指标[键].得分) * -2 >= IF(x IN 名单, PREV(y), "z")'
    places = {type(node).__name__: text[node.at] for node in walk(parse(text))}
    assert places == {
        "Comparison": ">", "Binary": "*", "Name": "x", "Call": "I", "Negation": "-",
        "Number": "2", "Membership": "I", "Previous": "P", "Text": '"',
    }  # fmt: skip


def test_steps_and_keys_know_their_places_too():
    """Each word of a name can be pointed at."""
    tree = parse("  公开05!项[键].栏8")
    assert isinstance(tree, Name)
    key = tree.steps[0].key
    assert (tree.at, [step.at for step in tree.steps]) == (2, [7, 12])
    assert isinstance(key, Name)
    assert key.at == 9


OFFICIAL: dict[str, list[str]] = {
    "DESIGN": [
        "拨款.同列 + 结转.同列 + 其他.同列",
        "RATIO(全年执行数, 全年预算数)",
        "总额.分值 * MIN(总额.执行率, 1)",
        "总额.分值 + SUM(指标.分值)",
        "总额.得分 + SUM(指标.得分)",
        "SCORE(年度指标值, 实际完成值, 分值)",
        "封面.主管部门",
        "10",
        "总分.分值 = 100",
        "得分 <= 分值",
        '偏差原因 <> ""',
        "SUM(分值) = 一级分值",
        "支出决算表!类[键].栏1",
        "一般公共预算收支!项[键].栏8 + 政府性基金!项[键].栏8",
        "收入支出总表!行57 = 支出决算表!合计.栏1",
        "项目支出自评表[*]!总额.全年执行数",
        "项目支出绩效自评表[城乡居民医保]!总额.得分",
        "指标[3].得分",
        "单位[1].明细[3].合计",
        "'因公出国（境）费'.金额",
    ],
    "notation": [
        "SUM(行1:行8)",
        "行27 + 行28 + 行29",
        "公开05!类[键].栏7",
        "SUM(科目30101:科目30199)",
        "SUM(下级.同列)",
        "SUM(类.同列)",
        "经济科目名称 IN 三公及会议培训差旅",
        "公开05!项[2101301]",
        "指标[产出指标].得分",
        '合计.栏1 = ""',
        "year + 1",
    ],
    "通海": [
        "PREV(公开05!项[键].栏13)",
        "栏2+栏3",
        "栏2+栏5-栏8",
        "NAME(科目编码)",
        "栏14 = 栏3+栏6-栏11",
        "栏12 = 栏1+栏4-栏7",
        "公开05!项[键].栏4 + 公开07!项[键].栏4 + 公开08!项[键].栏4",
        "栏2+栏3+栏4+栏6+栏7+栏8",
        "栏5 <= 栏4",
        "科目301+科目303",
        "科目302+科目307+科目310+科目312+科目399",
        "人员经费合计 = 公开05!合计.栏9",
        "公开05!合计.栏4",
        "SUM(行31:行56)",
        "行57+行58+行59",
        "PREV(行59)",
        "行30-行57-行58",
        "行30 = 行60",
        "行1+行2+行3 = 公开02!合计.栏2",
        "行32.栏1 = 行64.栏2",
        "公开06!科目30212",
        "公开06!科目30217 - 行10",
        'IF(封面.单位性质="行政", 公开06!公用经费合计, "")',
        "行2 = 行3+行4+行7",
        "行8.栏2+行10.栏2",
        "WAN(公开05!合计.栏8)",
        "SUMIFS(项目表!总额.全年预算数, 项目.任务名称, 任务名称)",
        "RATIO(实际支出, 总额)",
        "SUM(任务.同列)",
        "任务合计.实际支出 = WAN(公开01!行57)",
        "SCORE(指标性质, 指标值, 实际完成值, 分值)",
        "GRADE(总分.得分)",
        "SUMIFS(项目表[*]!拨款.全年执行数, 项目卡.功能科目, 键) = WAN(公开05!项[键].栏11)",
    ],
    "安阳": [
        "财政拨款+非税收入+政府性基金+教育收费+其他",
        "SUMIFS('08'!明细.合计, '08'!明细.科目编码, 科目编码)",
        "'03'!科目[键].总计 - 政府性基金 - 国有资本",
        "'03'!科目[键].同列 - '07'!科目[键].同列",
        "SUMIFS('05'!科目.合计, '05'!科目.类, 键)",
        "收入合计 = 支出合计.合计",
        "'（一）'.合计 = '03'!合计.人员经费",
        "'2、机关运行费补充'.财政拨款",
        "SUMIFS('09'!明细.财政拨款, '09'!明细.支出名称, 项目名称, '09'!明细.科目名称, \"会议费\")",
        "SUMIFS('08'!明细.财政拨款, '08'!明细.经济科目, 键)"
        " + SUMIFS('09'!明细.财政拨款, '09'!明细.经济科目, 键)",
        "WAN('02'!合计.一般公共预算小计)",
        "SUM(项目表!总额.年度) = WAN('03'!合计.项目支出)",
    ],
    "北关、广汉、曾都": [
        '"任务1"',
        "SUM(项目表!总额.同列)",
        "财政性+转移支付+其他",
        "指标[预算执行率].实际 = 总额.执行率",
        "RATIO(底稿.结转结余, 总额.全年预算数)",
        "MIN(RATIO(全年执行数, 全年预算数), 1)",
        "ROUNDUP(总额.分值 * 总额.执行率, 0)",
        "'表2-1'!合计.决算数 - 基本 - 项目",
        "年初预算+追加",
        "ROUND(20 * 执行率, 0)",
        "WAVG(指标.得分, 指标.分值)",
        "SCORE(年初目标值, 实际完成值, 分值)",
    ],
}


@pytest.mark.parametrize("text", [text for texts in OFFICIAL.values() for text in texts])
def test_the_formulas_of_the_forms_are_read(text):
    """Every formula that the 45 reference forms need, as it stands in the design."""
    tree: Node = parse(text)
    assert parse(written(tree)) == tree
