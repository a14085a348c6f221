"""A suite in which formulas reach their cells in every way there is."""

from core.session import Session
from core.template.suite import load_suite

_CODES = """
notation: 1
form: codes
title: 分科目
money_unit: 元
columns: [20, 60, 30, 30]
grid: |
  | 编码 | 名称 | 金额 | 对照 |
  |---
  | 合计 | < | {.金额} | {.对照} | 合计
  | {.编码} | {.名称} | {.金额} | {.对照} | 类*
  | {.编码} | 　{.名称} | {.金额} | {.对照} | 类/项*
fields:
  编码: {type: code}
  名称: {type: text}
  金额: {type: money}
  对照: {type: money}
floating:
  类/项: {codes: {field: 编码, digits: [3, 5], names: 支出功能分类}}
formulas:
  类.金额: SUM(下级.同列)
  合计.金额: SUM(类.同列)
audits:
  - {id: DM-01, each: 项, rule: 金额 < 100, severity: hint, message: "{编码}"}
"""

_LOOK = """
notation: 1
form: look
title: 查询
money_unit: 元
columns: [20, 30, 30, 30]
grid: |
  | 按编码 | {.编码} | {.金额} | {.个数} | 查
  | 按次序 | {.编码} | {.金额} | {.个数} | 第二
  | 项目 | {.编码} | {.金额} | {.个数} | 项目数
fields:
  编码: {type: text}
  金额: {type: money}
  个数: {type: count}
"""

_NESTED = """
notation: 1
form: nested
title: 分单位
money_unit: 元
columns: [10, 40, 30, 30, 30, 20]
grid: |
  | 序 | 单位 | 类别 | 编码 | 金额 | 占比 |
  |---
  | {.序} | {.名称} | < | < | {.金额} | < | 单位*
  | {.序} | {.事项} | {.类别}（{.小计}，{.小计占比}） | {.编码} | {.金额} | {.占比} | 单位/明细*
fields:
  序: {type: count}
  名称: {type: text}
  事项: {type: text}
  类别: {type: text}
  小计: {type: money, per: 类别}
  小计占比: {type: percent, per: 类别}
  编码: {type: text}
  金额: {type: money}
  明细.金额: {max: "单位[编码].金额 + 1000"}
  占比: {type: percent}
floating:
  明细: {merge_equal: [类别]}
formulas:
  单位.序: 序号
  明细.序: 序号
  单位.金额: SUM(下级.同列)
  明细.占比: RATIO(金额, 单位.金额)
  明细.小计: SUM(金额)
  明细.小计占比: RATIO(小计, 单位.金额)
audits:
  - {id: MX-01, each: 明细.类别, rule: 小计 <= 单位.金额, severity: verify, message: "{类别}{小计}"}
"""

_CARD = """
notation: 1
form: card
title: "{项目卡.名称}"
money_unit: 元
columns: [30, 30]
grid: |
  | 经费 | {.金额} | 经费
fields:
  金额: {type: money, default: 项目卡.批复}
"""

_SUITE = """
notation: 1
suite: reaches
revision: 1
title: 各种引用
region: 测试
purpose: 测试
year: 2021
forms:
  - {name: 甲, file: codes.yaml, number: 甲}
  - {name: 乙, file: codes.yaml, number: 乙}
  - {name: 查询, file: look.yaml, number: 丙}
  - {name: 分单位, file: nested.yaml, number: 丁}
  - {name: 项目表, file: card.yaml, number: "{n}", per: project}
cover:
  单位名称: {type: text}
  经费: {type: money, unit: 元, default: 甲!合计.金额}
project_card:
  name: 名称
  fields:
    名称: {type: text}
    批复: {type: money, unit: 元, default: 查询!查.金额}
    支出: {type: money, unit: 元, default: 甲!合计.金额}
links:
  formulas:
    "甲!项.对照": "乙!项[键].金额"
    "甲!合计.对照": 乙!合计.金额
    "查询!查.金额": "甲!项[编码].金额"
    "查询!第二.金额": "分单位!单位[2].金额"
    "查询!第二.个数": COUNT(分单位!明细.金额)
    "查询!项目数.个数": COUNT(项目卡.名称)
    "查询!项目数.金额": "SUM(项目表[*]!经费.金额)"
  audits:
    - id: LJ-01
      each: 甲!项
      rule: "金额 = 乙!项[键].金额"
      severity: verify
      message: "{编码}{金额}"
    - id: LJ-02
      each: 分单位!明细
      rule: "金额 <= 甲!项[编码].金额"
      severity: verify
      message: "{编码}{甲!项[编码].金额}"
    - {id: LJ-03, each: 项目表!, rule: 经费.金额 = 项目卡.批复, severity: hint, message: 经费}
"""

_NAMES = """
notation: 1
dictionary: 支出功能分类
year: 2021
codes: {"201": 一般公共服务支出}
"""


def reaches() -> Session:
    """A new document of the suite, in memory."""
    sources = {
        "suite.yaml": _SUITE, "codes.yaml": _CODES, "look.yaml": _LOOK, "nested.yaml": _NESTED,
        "card.yaml": _CARD, "codes/functional-2021.yaml": _NAMES,
    }  # fmt: skip
    return Session.create_from(load_suite(sources), None, "县医疗保障局")
