"""A second document of the shipped suite, made up: far more rows than the example, and far fewer.

Forty 项 of many 类 and 款, none of them in the example; three projects, one with a single
indicator, one with sixty. The unit and its sentences are invented; its figures balance.
"""

from collections.abc import Iterator
from decimal import Decimal

from core.calc.examples import Example, read_example
from core.session import Session
from core.template.library import load_installed
from core.template.suite import FormSuite

SUITE = "yunnan-final-accounts-2021"
UNIT = "青溪县农业农村和水务局"
ROWS = 40
PROJECTS = {"高标准农田": 60, "水库除险": 1, "农技推广": 9}
"""How many indicators each project has, by its name."""

_SENTENCES = (
    "新建高标准农田，完善田间道路、灌排渠系和输配电设施，",
    "按进度拨付工程款并做好竣工验收和建后管护，",
    "面向种植大户、合作社和村组干部开展技术培训与现场观摩，",
    "落实项目法人责任制、招标投标制、建设监理制和合同管理制，",
    "加强资金监管，专款专用，接受审计和群众监督，",
)
_INDICATORS = (
    ("产出指标", "数量指标", "新建和改造高标准农田面积", ">=", "12000", "亩", "12350"),
    ("产出指标", "数量指标", "硬化田间道路", ">=", "36.5", "公里", "36.5"),
    ("产出指标", "质量指标", "单项工程验收合格率", "=", "100", "%", "100"),
    (
        "产出指标",
        "时效指标",
        "按期完工的标段占全部标段的比例（以监理单位签认的时间为准）",
        ">=",
        "95",
        "%",
        "92",
    ),
    ("产出指标", "成本指标", "亩均财政补助标准", "<=", "1500", "元", "1480"),
    ("效益指标", "经济效益指标", "项目区亩均粮食增产", ">=", "50", "公斤", "56"),
    ("效益指标", "社会效益指标", "受益农户", ">=", "2600", "户", "2741"),
    ("效益指标", "生态效益指标", "灌溉水利用系数", ">=", "0.65", "", "0.66"),
    ("效益指标", "可持续影响指标", "管护制度健全程度", "=", "健全", "", "基本健全"),
    ("满意度指标", "服务对象满意度指标", "受益群众满意度", ">=", "90", "%", "94"),
)
_LATE = "两个标段因汛期停工，已调整工期，明年汛前完工；今后合理安排施工计划，提前做好备料。"


def text_of(length: int) -> str:
    """An invented text of about so many signs."""
    whole = "".join(_SENTENCES) * (length // 60 + 1)
    return whole[: length - 1].rstrip("，") + "。"


def codes(suite: FormSuite) -> list[str]:
    """Forty 项 that the example does not have, from all over the dictionary."""
    known = " ".join(read_example("tonghai-2021").values)
    dictionary = suite.dictionaries["支出功能分类"]
    found = sorted(code for code in dictionary.names if len(code) == 7 and code not in known)
    return [found[index * len(found) // ROWS] for index in range(ROWS)]


def content() -> Example:
    """The document as it is typed: cover, project cards, and cells by their addresses."""
    suite = load_installed(SUITE)
    return Example(
        id="second",
        suite=SUITE,
        title="第二份",
        cover={"单位名称": UNIT, "单位编码": "530499", "单位性质": "行政", "编制人": "试填"},
        projects=tuple({"项目简称": name, "项目名称": f"{name}项目补助资金"} for name in PROJECTS),
        values=dict((*_budget(codes(suite)), *_evaluation(), *_projects())),
        overrides={},
    )


def second_document() -> Session:
    """The document, open in memory."""
    filled = content()
    session = Session.create_from(load_installed(SUITE), None, UNIT)
    session.fill(filled)
    return session


def _spent_on_projects(number: int) -> Decimal:
    """What the 项 of that number spent on projects, in 元; every third nothing."""
    return Decimal(number * 98765) / 4 if number % 3 else Decimal(0)


def _budget(rows: list[str]) -> Iterator[tuple[str, str]]:
    """公开05表 and 公开06表: people, running costs and projects; all that came in is spent."""
    people = running = Decimal(0)
    for number, code in enumerate(rows, 1):
        at = f"一般公共预算收支!项[{code}]"
        wages, costs = Decimal(number * 123456) / 10, Decimal(number * 4321) / 100
        tasks = _spent_on_projects(number)
        people, running = people + wages, running + costs
        yield f"{at}.栏5", f"{wages + costs}"
        yield f"{at}.栏9", f"{wages}"
        yield f"{at}.栏10", f"{costs}"
        if tasks:
            yield f"{at}.栏6", f"{tasks}"
            yield f"{at}.栏11", f"{tasks}"
    yield "基本支出!科目30101.金额", f"{people}"
    yield "基本支出!科目30201.金额", f"{running}"


def _evaluation() -> Iterator[tuple[str, str]]:
    """公开10表 and 公开11表, with texts longer than in the example."""
    for cell in ("部门概况", "绩效目标设立情况", "整体收支情况", "预算管理制度", "严控三公经费"):
        yield f"整体自评情况!{cell}", text_of(700)
    for cell in ("自评目的", "前期准备", "组织实施", "评价结论", "问题和整改", "结果应用"):
        yield f"整体自评情况!{cell}", text_of(260)
    yield "整体自评情况!经验和做法", text_of(1200)
    yield "整体自评表!部门职责", text_of(900)
    yield "整体自评表!总体绩效目标", text_of(900)
    for year in ("当年", "次年", "第三年"):
        yield f"整体自评表!{year}.目标", text_of(300)
    yield "整体自评表!当年.实际完成情况", text_of(300)
    for name in PROJECTS:
        yield f"整体自评表!任务[{name}项目补助资金].项目级次", "本级"
        yield f"整体自评表!任务[{name}项目补助资金].主要内容", text_of(60)
    yield "整体自评表!任务[人员经费和公用经费].项目级次", "本级"
    yield "整体自评表!任务[人员经费和公用经费].主要内容", text_of(60)
    yield from _indicators("整体自评表", 12, None)


def _projects() -> Iterator[tuple[str, str]]:
    """A form for each project; together they spent what 公开05表 says, in 万元."""
    left = sum(map(_spent_on_projects, range(1, ROWS + 1)), Decimal(0)).scaleb(-4)
    for number, (name, indicators) in enumerate(PROJECTS.items(), 1):
        at = f"项目自评[{name}]"
        spent = round(left / 2, 2) if number < len(PROJECTS) else round(left, 2)
        left -= spent
        yield f"{at}!拨款.年初预算数", f"{spent}"
        yield f"{at}!拨款.全年预算数", f"{spent + 12}"
        yield f"{at}!拨款.全年执行数", f"{spent}"
        yield f"{at}!预期目标", text_of(80 * number)
        yield f"{at}!实际完成情况", text_of(150 * number)
        yield from _indicators(at, indicators, Decimal(90) / indicators)
        yield f"{at}!需要说明的事项", "无" if number > 1 else text_of(120)


def _indicators(form: str, count: int, points: Decimal | None) -> Iterator[tuple[str, str]]:
    """So many indicators, in groups; one in seven needs a reason."""
    names = ("一级指标", "二级指标", "三级指标", "指标性质", "指标值", "度量单位", "实际完成值")
    for number in range(count):
        at = f"{form}!指标[{number + 1}]"
        kind = _INDICATORS[number * len(_INDICATORS) // count]
        for name, text in zip(names, kind, strict=True):
            marked = f"{text}（第{number + 1}标段）" if name == "三级指标" and count > 20 else text
            yield f"{at}.{name}", marked
        if points is not None:
            yield f"{at}.分值", f"{points}"
            if kind[-1] == "基本健全":  # in words: somebody has to judge
                yield f"{at}.得分", f"{points * Decimal('0.8')}"
        yield f"{at}.偏差原因", _LATE if number % 7 == 3 else "已完成"
