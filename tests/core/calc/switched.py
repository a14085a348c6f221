"""A suite whose scores belong to groups or to records, as each project says."""

from core.session import Session
from core.template.suite import load_suite

FORM = """
notation: 1
form: scores
title: "{项目卡.名称}"
columns: [30, 40, 20, 20]
grid: |
  | 一级指标 | 三级指标 | 分值 | 得分 |
  |---
  | {.一级指标} | {.三级指标} | {.分值} | {.得分} | 指标*
  | 合计 | < | {.分值} | {.得分} | 合计
fields:
  一级指标: {type: text}
  三级指标: {type: text}
  分值: {type: number, decimals: 0}
  得分: {type: number, decimals: 0, per: 一级指标, per_if: 项目卡.分组计分}
floating:
  指标: {merge_equal: [一级指标]}
formulas:
  合计.{分值,得分}: SUM(指标.同列)
audits:
  - {id: FZ-01, each: 指标, rule: 得分 <= 分值, severity: verify, message: "{三级指标}{得分}"}
"""

SUITE = """
notation: 1
suite: switched
revision: 1
title: 测试
region: 测试
purpose: 测试
year: 2021
forms:
  - {name: 项目表, file: scores.yaml, number: "{n}", per: project}
cover:
  单位名称: {type: text}
project_card:
  name: 名称
  fields:
    名称: {type: text}
    分组计分: {type: choice, choices: [是, 否]}
"""


def switched(form: str = FORM) -> Session:
    """A new document of the suite, in memory."""
    sources = {"suite.yaml": SUITE, "scores.yaml": form}
    return Session.create_from(load_suite(sources), None, "县医保局")
