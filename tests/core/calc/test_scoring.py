"""Why a score is what it is: one plain sentence, whatever stands in the cell."""

from core.cli.program import main
from core.session import Session
from core.template.suite import load_suite
from tests.core.sessions import cell, fill, found

_FORM = """
notation: 1
form: scored
title: 计分
money_unit: 万元
columns: [30, 30, 30, 30, 30, 30]
grid: |
  | {指标值} | {完成值} | {分值} | {得分} | {分一} | {分二} |
  | {预算} | {执行} | {执行率} | {执行分} | {总分} | {等级} |
fields:
  指标值: {type: text}
  完成值: {type: text}
  分值: {type: number}
  得分: {type: number, decimals: 2, default: "SCORE(指标值, 完成值, 分值)"}
  分一: {type: number}
  分二: {type: number}
  预算: {type: money}
  执行: {type: money}
  执行率: {type: percent, decimals: 0}
  执行分: {type: number, decimals: 2}
  总分: {type: number}
  等级: {type: text}
formulas:
  执行率: RATE(执行, 预算)
  执行分: RATESCORE(20, 执行率, 执行, 预算)
  总分: TOTAL(得分 + 执行分 + 70, 执行率)
  等级: GRADE(总分)
  分一: 'IF(指标值 = "", 5, SCORE(指标值, 完成值, 分值) * 2)'
  分二: 'IF(指标值 <> "", -分值, SCORE(完成值, 完成值, 分值))'
audits:
  - id: JF-01
    rule: 执行率 >= 0.9
    severity: hint
    message: '执行率{RATE(执行, 预算)}，{COUNTIF(等级, "中")}个中'
"""
_SUITE = """
notation: 1
suite: scored
revision: 1
title: 计分
region: 测试
purpose: 测试
year: 2021
forms:
  - {name: 表, file: scored.yaml, number: 01表}
cover:
  单位名称: {type: text}
score:
  reverse: linear
  bands:
    - {words: [达成], from: 0.8, to: 1}
    - {words: [部分达成, 基本完成], from: 0.6, to: 0.8, point: 0.7}
rate: {score_decimals: 0, score_rounding: up}
total: {by_rate: [{below: 0.8, most: 79}]}
grades: {优: 90, 良: 80, 中: 60, 差: 0}
"""


def scored(path=None, **texts: str) -> Session:
    """The form with these cells typed."""
    suite = load_suite({"suite.yaml": _SUITE, "scored.yaml": _FORM})
    session = Session.create_from(suite, path, "县医疗保障局")
    fill(session, {f"表!{name}": text for name, text in texts.items()})
    return session


def said(session: Session, name: str) -> tuple[str, ...]:
    """The sentences about a cell."""
    return session.explain(cell(session, f"表!{name}")).scoring


def test_every_scoring_function_says_how_it_came_about():
    """Score, rate, points, total and grade of one filled-in form."""
    session = scored(指标值="≥3100人", 完成值="2066人", 分值="5", 预算="1150", 执行="860")
    assert said(session, "得分") == ("指标值≥3100人，实际2066人，完成66.65%，得分＝5×66.65%＝3.33",)
    assert said(session, "执行率") == ("执行数860÷预算数1150＝74.78%",)
    assert said(session, "执行分") == ("得分＝20×75%＝15",)
    assert said(session, "总分") == (
        "执行率75%，低于80%的总分最多79分，各项得分合计88.33，总分按79分",
    )
    assert said(session, "等级") == ("79分，60分以上、不到80分为中",)
    assert said(session, "指标值") == ()


def test_the_rule_in_use_is_named():
    """反向 by the linear rule of this suite; 定性 by its bands."""
    session = scored(指标值="≤5天", 完成值="8天", 分值="10")
    assert "完成40%（反向指标按线性）" in said(session, "得分")[0]
    fill(session, {"表!指标值": "明显", "表!完成值": "基本完成"})
    assert said(session, "得分") == (
        "定性指标，“基本完成”属部分达成（60%–80%），按70%，得分＝10×70%＝7",
    )


def test_a_score_left_to_a_person_says_why_once():
    """Blank for a reason, which stands in for “按公式算出来是空的”."""
    session = scored(指标值="3100人", 完成值="完成", 分值="5")
    told = session.explain(cell(session, "表!得分"))
    assert told.why_blank == ""
    assert told.scoring == ("实际完成值“完成”是文字，不是一个确定的数，不能自动计分",)


def test_a_typed_score_still_says_what_the_rule_gives():
    """The cell holds 4; the sentence and `computed` say 3.33."""
    session = scored(指标值="≥3100人", 完成值="2066人", 分值="5", 得分="4")
    told = session.explain(cell(session, "表!得分"))
    assert (told.text, told.computed) == ("4.00", "3.33")
    assert told.scoring[0].endswith("＝3.33")


def test_an_overridden_rate_still_says_what_the_rule_gives():
    """The points follow the rate that stands in the cell."""
    session = scored(预算="10", 执行="5")
    session.override(cell(session, "表!执行率"), "60%", "按批复数")
    assert said(session, "执行率") == ("执行数5÷预算数10＝50%",)
    assert said(session, "执行分") == ("得分＝20×60%＝12",)


def test_a_failed_amount_is_told_once():
    """The reason stands where it always stood."""
    session = scored(预算="-10", 执行="5")
    told = session.explain(cell(session, "表!执行率"))
    assert told.why_blank == "预算数是负数（-10），不能算执行率，请先核对"
    assert told.scoring == ()


def test_only_the_branch_that_is_taken_is_spoken_of():
    """And a score inside a larger formula is told as well."""
    session = scored(指标值="≥4", 完成值="2", 分值="10")
    assert said(session, "分一") == ("指标值≥4，实际2，完成50%，得分＝10×50%＝5",)
    assert said(session, "分二") == ()
    fill(session, {"表!指标值": ""})
    assert said(session, "分一") == ()
    assert said(session, "分二") == ("指标值2，实际2，达到指标值，得满分10",)


def test_a_message_prints_a_rate_as_a_percentage_and_a_count_whole():
    """As RATIO and COUNT print."""
    session = scored(指标值="≥4", 完成值="2", 分值="10", 预算="8", 执行="6")
    [finding] = found(session, "JF-01")
    assert finding.message == "执行率75.00%，1个中"


def test_the_command_line_says_it(tmp_path, capsys):
    """`explain` prints the sentence behind 按规定."""
    path = tmp_path / "甲.biaoli"
    with scored(path, 指标值="≥4", 完成值="2", 分值="10"):
        pass
    assert main(["explain", str(path), "表!得分"]) == 0
    assert "  按规定：指标值≥4，实际2，完成50%，得分＝10×50%＝5\n" in capsys.readouterr().out
