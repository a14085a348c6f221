"""Several forms for each project: their order, those that only some have, and what they read."""

from pathlib import Path

import pytest

from core.document.edits import RemoveProject, SetText
from core.errors import AddressError
from core.findings import Outcome
from core.refs import card_cell
from core.session import Session
from core.template.suite import load_suite
from tests.core.sessions import cell, fill, outcomes, text
from tests.core.template.mistakes import messages

FORM = """
notation: 1
form: targets
title: 指标
columns: [40, 30]
grid: |
  | 指标 | 目标 |
  |---
  | {.指标} | {.目标} | 指标*
fields:
  指标: {type: text}
  目标: {type: text}
"""

SUITE = """
notation: 1
suite: projects
revision: 1
title: 测试
region: 测试
purpose: 测试
year: 2021
forms:
  - {name: 目标表, file: targets.yaml, number: "{n}", per: project}
  - {name: 大额表, file: targets.yaml, number: "{n}-1", per: project, when: '项目卡.大额 = "是"'}
  - {name: 汇总, file: targets.yaml, number: 总}
cover:
  单位名称: {type: text}
project_card:
  name: 名称
  fields:
    名称: {type: text}
    大额: {type: choice, choices: [是, 否]}
    金额: {type: money, unit: 元}
    简称: {type: text, default: 项目卡.名称}
links:
  rows:
    "汇总!指标": {from: 大额表!指标, key: 指标}
  defaults:
    "大额表!指标.目标": FIRST(目标表!指标.目标, 目标表!指标.指标, 指标)
  audits:
    - id: MB-01
      each: 大额表!指标
      rule: 目标 = FIRST(目标表!指标.目标, 目标表!指标.指标, 指标)
      severity: verify
      message: "{指标}{目标}"
"""
NAMES = ("修路", "架桥", "打井")
CONDITION = "'项目卡.大额 = \"是\"'"


def suite(condition: str = CONDITION) -> dict[str, str]:
    """The texts of the suite, with another condition."""
    return {"suite.yaml": SUITE.replace(CONDITION, condition), "targets.yaml": FORM}


@pytest.fixture
def session():
    """Three projects; the second has the form of large ones."""
    session = Session.create_from(load_suite(suite()), None, "县医保局")
    for name in NAMES:
        session.apply(session.entries.added_project(name)[0])
    fill(session, {"项目卡[架桥].大额": "是"})
    return session


def numbers(session: Session) -> list[str]:
    """The sheets by their numbers."""
    return [title.number for title in session.sheets()]


def test_the_forms_of_a_project_stand_together(session):
    """Project by project, and a project has the form of large ones where its card says so."""
    assert numbers(session) == ["1", "2", "2-1", "3", "总"]


def test_a_form_comes_and_goes_with_the_card(session):
    """At once, with undo; what was filled in stays and comes back with the form."""
    fill(session, {"大额表[架桥]!指标[1].指标": "长度", "大额表[架桥]!指标[1].目标": "90米"})
    fill(session, {"项目卡[架桥].大额": "否", "项目卡[打井].大额": "是"})
    assert numbers(session) == ["1", "2", "3", "3-1", "总"]
    session.undo()
    assert numbers(session) == ["1", "2", "2-1", "3", "总"]
    session.redo()
    fill(session, {"项目卡[架桥].大额": " 是 "})
    assert text(session, "大额表[架桥]!指标[1].目标") == "90米"


def test_no_answer_is_no(session):
    """A card that was not filled in has no conditional form."""
    fill(session, {"项目卡[架桥].大额": "否"})
    session.apply(SetText(cell(session, "项目卡[架桥].大额"), None))
    assert numbers(session) == ["1", "2", "3", "总"]


def test_rows_that_follow_a_form_go_with_it(session):
    """A form that no project has has no rows to follow."""
    fill(session, {"大额表[架桥]!指标[1].指标": "长度"})
    assert text(session, "汇总!指标[长度].指标") == "长度"
    fill(session, {"项目卡[架桥].大额": "否"})
    assert session.names.sheet("汇总").records("指标") == []
    fill(session, {"项目卡[架桥].大额": "是"})
    assert [row.key for row in session.names.sheet("汇总").records("指标")] == ["长度"]


def test_a_form_reads_the_other_form_of_its_own_project(session):
    """Not those of all projects; it follows what is typed there, and so do the rules."""
    fill(session, {
        "目标表[修路]!指标[1].指标": "长度", "目标表[修路]!指标[1].目标": "3公里",
        "目标表[架桥]!指标[1].指标": "长度", "目标表[架桥]!指标[1].目标": "80米",
        "大额表[架桥]!指标[1].指标": "长度",
    })  # fmt: skip
    assert text(session, "大额表[架桥]!指标[1].目标") == "80米"
    fill(session, {"目标表[架桥]!指标[1].目标": "85米"})
    assert text(session, "大额表[架桥]!指标[1].目标") == "85米"
    fill(session, {"大额表[架桥]!指标[1].目标": "90米"})
    assert outcomes(session, "MB-01") == [Outcome.FAILED]
    fill(session, {"目标表[架桥]!指标[1].目标": "90米"})
    assert outcomes(session, "MB-01") == [Outcome.PASSED]
    fill(session, {"项目卡[修路].大额": "是", "大额表[修路]!指标[1].指标": "长度"})
    assert text(session, "大额表[修路]!指标[1].目标") == "3公里"
    assert outcomes(session, "MB-01") == [Outcome.PASSED] * 2
    fill(session, {"项目卡[架桥].大额": "否"})
    assert outcomes(session, "MB-01") == [Outcome.PASSED]


def test_a_list_fills_in_the_card_before_the_form(session):
    """Whatever their order in the list; without the card it says what to change."""
    with pytest.raises(AddressError, match="项目“修路”不填“大额表”；要填，先改项目卡的“大额”"):
        fill(session, {"大额表[修路]!指标[1].指标": "长度"})
    with pytest.raises(AddressError, match="不填“大额表”"):
        fill(session, {"项目卡[修路].大额": "否", "大额表[修路]!指标[1].指标": "长度"})
    fill(session, {"项目卡[修路].大额": "是", "大额表[修路]!指标[1].指标": "长度"})
    assert text(session, "大额表[修路]!指标[1].指标") == "长度"


def test_a_project_without_the_form_opens_again(session, tmp_path: Path):
    """Saved with what the hidden form holds, and removed with it."""
    path = tmp_path / "项目.biaoli"
    fill(session, {"大额表[架桥]!指标[1].指标": "长度"})
    fill(session, {"项目卡[架桥].大额": "否"})
    session.save_as(path).close()
    with Session.open(path) as again:
        assert numbers(again) == ["1", "2", "3", "总"]
        fill(again, {"项目卡[架桥].大额": "是"})
        assert text(again, "大额表[架桥]!指标[1].指标") == "长度"
        project = cell(again, "项目卡[架桥].大额").instance
        again.apply(RemoveProject(project))
        assert card_cell(project, "大额") not in again.document.texts
        assert not any(place.instance == project for place in again.document.texts)


@pytest.mark.parametrize(
    ("condition", "says"),
    [
        ("项目卡.大额", "这里要写一个比较"),
        ("'COUNT(项目卡.大额) = 1'", "forms 的 when 里只能用 AND、OR、HAS，不能用 COUNT"),
        ("'IF(项目卡.大额 = \"是\", 1, 0) = 1'", "forms 的 when 里只能用 AND、OR、HAS，不能用 IF"),
        ("'封面.单位名称 = \"甲\"'", "forms 的 when 只能看项目卡，不能看“封面.单位名称”"),
        ("'指标.指标 = \"甲\"'", "forms 的 when 只能看项目卡，不能看“指标.指标”"),
        ("'项目卡.金额 > 100'", "forms 的 when 只能看填的文字，“金额”是预填的或者是数"),
        ("'项目卡.简称 = \"甲\"'", "forms 的 when 只能看填的文字，“简称”是预填的或者是数"),
        ("'项目卡.大鹅 = \"是\"'", "项目卡里没有“大鹅”，是否想写“大额”"),
    ],
)
def test_a_wrong_condition_is_told_at_its_place(condition, says):
    """One message, with the line of the form."""
    ((file, line, message),) = messages(suite(condition))
    assert (file, line) == ("suite.yaml", 11)
    assert says in message


def test_a_form_that_is_there_once_has_no_condition():
    """No card would answer it."""
    sources = suite()
    sources["suite.yaml"] = SUITE.replace("number: 总}", f"number: 总, when: {CONDITION}}}")
    ((_, line, message),) = messages(sources)
    assert line == 12
    assert message == "forms 的 when 只用于每个项目一张的表（per: project）"
