"""A suite that uses every function in the cells of a project form, filled in at random."""

from random import Random

from core.session import Session
from core.template.suite import load_suite

_FORM = """
notation: 1
form: every
title: "{项目卡.名称}"
money_unit: 元
columns: [30, 30, 30, 30, 30]
grid: |
  | 数 | {.甲} | {.乙} | {.丙} | {.词} | 数
  | 和 | {.甲} | {.乙} | {.丙} | {.词} | 和
  | 积 | {.甲} | {.乙} | {.丙} | {.词} | 积
  | 比 | {.甲} | {.乙} | {.丙} | {.词} | 比
  | 选 | {.甲} | {.乙} | {.丙} | {.词} | 选
  | 大 | {.甲} | {.乙} | {.丙} | {.词} | 大
  | 率 | {.率一} | {.率二} | {.率三} | {.词} | 率
  |---
  | {.类别} | {.金额} | {.金额二} | {.分} | | 明细*
  | 行 | {.比率} | {.得分} | {.总分} | {.个数} | 执行
fields:
  甲: {type: money}
  乙: {type: money}
  丙: {type: money}
  词: {type: text}
  率一: {type: percent, percent: "34.55"}
  率二: {type: percent, percent: "34.55"}
  率三: {type: percent, percent: 87%}
  类别: {type: text}
  金额: {type: money}
  金额二: {type: money}
  分: {type: number, decimals: 2}
  比率: {type: percent, decimals: 2}
  得分: {type: number, decimals: 0}
  总分: {type: number, decimals: 2}
  个数: {type: count}
  藏: {type: money, per: 类别}
floating:
  明细: {merge_equal: [类别]}
formulas:
  和.甲: SUM(明细.金额)
  和.乙: 数.甲 + 数.乙 - 数.丙
  和.丙: SUM(数.甲, 明细.金额, 明细.藏)
  和.词: 'IF(数.甲 >= 数.乙, "不少", "少")'
  积.甲: 数.甲 * 数.乙
  积.乙: 数.甲 / 数.乙
  积.丙: -数.甲 * (数.乙 - 3)
  积.词: GRADE(数.丙)
  比.甲: SUMIFS(明细.金额, 明细.类别, 数.词)
  比.乙: SUMIF(明细.类别, "人员", 明细.金额二)
  比.丙: COUNT(明细.金额, 数.词)
  比.词: TEXT(数.甲, "#,##0.0")
  选.甲: 'IF(数.词 = "人员", 数.乙, 数.丙)'
  选.乙: 'IF(数.甲 <> "", 1, 2)'
  选.丙: 'IF(数.词 IN (明细.类别, "其他"), 1, 0)'
  选.词: 'IF(AND(数.甲 <> "", 数.乙 <> ""), "全", "缺")'
  大.甲: MAX(数.甲, 数.乙, 数.丙)
  大.乙: 'MIN(数.甲, 数.乙) + ABS(数.丙) + IF(数.乙 > 2, 1, 2) + SUMIF(明细.类别, 数.词, 明细.金额)'
  大.丙: ROUND(数.甲, -1) + ROUNDUP(数.乙, 0)
  大.词: 'IF(数.词 IN 类别名单, "在", "不在")'
  率.率一: RATIO(数.甲, 数.乙)
  率.率二: RATIO(率.率一, 2)
  率.率三: RATIO(SUM(明细.金额), SUM(明细.金额二))
  率.词: 'IF(OR(数.甲 = "", 数.乙 = ""), "缺", 数.词)'
  明细.金额二: 金额 * 2
  明细.分: SCORE(">=", "90", TEXT(金额, "0.00"), 10)
  明细.藏: SUM(金额) / 3
  执行.比率: RATE(数.甲, 数.乙)
  执行.得分: RATESCORE(20, 执行.比率, 数.甲, 数.乙)
  执行.总分: TOTAL(执行.得分 + 70, 执行.比率)
  执行.个数: COUNTIF(明细.类别, 数.词)
"""

_SUITE = """
notation: 1
suite: every-function
revision: 1
title: 各种公式
region: 测试
purpose: 测试
year: 2021
forms:
  - {name: 表, file: every.yaml, number: "{n}", per: project, short: "{n} 它's {项目卡.名称}"}
  - {name: 汇总, file: total.yaml, number: 汇总}
cover:
  单位名称: {type: text}
project_card:
  name: 名称
  fields:
    名称: {type: text}
lists:
  类别名单: [人员, 公用]
grades: {优: 90, 良: 80, 中: 60, 差: 0}
rate: RATE
total: {by_rate: [{below: 0.8, most: 75}, {below: 0.5, most: 60}]}
links:
  formulas:
    "汇总!合计.金额": "SUM(表[*]!和.甲)"
    "汇总!合计.万元": "WAN(SUM(表[*]!和.甲))"
    "汇总!合计.元": "YUAN(合计.万元)"
"""

_TOTAL = """
notation: 1
form: total
title: 汇总
money_unit: 元
columns: [30, 30, 30, 30]
grid: |
  | 合计 | {.金额} | {.万元} | {.元} | 合计
fields:
  金额: {type: money}
  万元: {type: money, unit: 万元}
  元: {type: money}
"""

RATE = "{cap: score, zero_budget: full, score_decimals: 0, score_rounding: up}"
"""How the suite reckons rates unless told otherwise."""

WORDS = ("人员", "公用", " 人员 ", "其他", "")
FIGURES = (
    "",
    "0",
    "0.01",
    "0.05",
    "1",
    "2.5",
    "3",
    "60",
    "79.99",
    "89.995",
    "90",
    "-7.35",
    "123456.78",
)


def every_function(seed: int, projects: int, rows: int = 3, rate: str = RATE) -> Session:
    """A new document of the suite, in memory, with so many projects, filled in at random."""
    sources = {
        "suite.yaml": _SUITE.replace("RATE", rate),
        "every.yaml": _FORM,
        "total.yaml": _TOTAL,
    }
    session = Session.create_from(load_suite(sources), None, "县医疗保障局")
    random = Random(seed)  # noqa: S311  # figures for a test
    for number in range(1, projects + 1):
        session.apply(session.entries.added_project(f"项目{number}")[0])
        front = f"表[{number}]!"
        texts = {f"{front}数.{column}": random.choice(FIGURES) for column in "甲乙丙"}
        texts[f"{front}数.词"] = random.choice(WORDS)
        for row in range(1, rows + 1):
            texts[f"{front}明细[{row}].类别"] = random.choice(WORDS[:3])
            texts[f"{front}明细[{row}].金额"] = random.choice(FIGURES)
        session.set_addresses((address, text) for address, text in texts.items() if text)
    return session
