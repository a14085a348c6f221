"""A suite in which rows follow others in every way there is."""

from core.session import Session
from core.template.suite import load_suite

_CODES = """
notation: 1
form: codes
title: 分科目
money_unit: 元
columns: [20, 60, 30]
grid: |
  | 编码 | 名称 | 金额 |
  |---
  | 合计 | < | {.金额} | 合计
  | {.编码} | {.名称} | {.金额} | 类*
  | {.编码} | 　{.名称} | {.金额} | 类/项*
fields:
  编码: {type: code, required: yes}
  名称: {type: text}
  金额: {type: money}
floating:
  类/项: {codes: {field: 编码, digits: [3, 7], names: 支出功能分类}}
formulas:
  类.金额: SUM(下级.同列)
  合计.金额: SUM(类.同列)
"""

_TASKS = """
notation: 1
form: tasks
title: 任务
money_unit: 元
columns: [60, 60, 30]
grid: |
  | 任务 | 内容 | 金额 |
  |---
  | {.任务名称} | {.内容} | {.金额} | 任务*
  | 合计 | {.内容} | {.金额} | 合计
fields:
  任务名称: {type: text, required: yes}
  内容: {type: text}
  金额: {type: money}
formulas:
  合计.金额: SUM(任务.金额)
"""

_DETAIL = """
notation: 1
form: detail
title: "{项目卡.名称}"
money_unit: 元
columns: [60, 30]
grid: |
  | {.任务名称} | {.金额} | 明细*
fields:
  任务名称: {type: text}
  金额: {type: money}
"""

_SUITE = """
notation: 1
suite: follows
revision: 1
title: 跟着列出的行
region: 测试
purpose: 测试
year: 2021
forms:
  - {name: 总汇, file: codes.yaml, number: 丁}
  - {name: 汇总, file: codes.yaml, number: 丙}
  - {name: 甲, file: codes.yaml, number: 甲}
  - {name: 乙, file: codes.yaml, number: 乙}
  - {name: 任务表, file: tasks.yaml, number: 戊}
  - {name: 明细表, file: detail.yaml, number: "{n}", per: project}
  - {name: 又明细, file: detail.yaml, number: "又{n}", per: project}
  - {name: 明细汇总, file: tasks.yaml, number: 己}
  - {name: 大项, file: tasks.yaml, number: 庚}
lists:
  大类: [购置, 维修]
cover:
  单位名称: {type: text}
project_card:
  name: 名称
  fields:
    名称: {type: text}
    任务名称: {type: text, default: 项目卡.名称}
links:
  formulas:
    "任务表!任务.金额": "SUM(明细表[*]!明细.金额)"
  defaults:
    "汇总!项.金额": "甲!项[键].金额 + 乙!项[键].金额"
  rows:
    "汇总!类/项": {from: [甲!项, 乙!类/项], key: 编码, own: yes}
    "总汇!项": {from: 汇总!项, key: 编码}
    "任务表!任务": {from: 项目, key: 任务名称, own: yes}
    "又明细!明细": {from: 明细表!明细, key: 任务名称, own: yes}
    "明细汇总!任务": {from: 明细表!明细, key: 任务名称}
    "大项!任务": {from: 任务表!任务, key: 任务名称, where: 内容 IN 大类}
  audits:
    - id: GS-01
      each: 汇总!项
      rule: "金额 = 甲!项[键].金额 + 乙!项[键].金额"
      severity: verify
      message: "{编码}{金额}"
"""

_NAMES = """
notation: 1
dictionary: 支出功能分类
year: 2021
codes: {"201": 一般公共服务支出}
"""

_WHERE = "内容 IN 大类"

SOURCES = {
    "suite.yaml": _SUITE, "codes.yaml": _CODES, "tasks.yaml": _TASKS, "detail.yaml": _DETAIL,
    "codes/functional-2021.yaml": _NAMES,
}  # fmt: skip


def follows(
    texts: dict[str, str] | None = None, projects: tuple[str, ...] = (), where: str = _WHERE
) -> Session:
    """A new document of the suite, in memory, with these projects and cells."""
    suite = SOURCES["suite.yaml"].replace(f"where: {_WHERE}", f"where: '{where}'")
    sources = {**SOURCES, "suite.yaml": suite}
    session = Session.create_from(load_suite(sources), None, "县医疗保障局")
    for name in projects:
        session.apply(session.entries.added_project(name)[0])
    session.set_addresses((texts or {}).items())
    return session
