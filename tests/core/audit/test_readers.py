"""Which checks hang on a cell, whatever way they read it: nothing is forgotten, nothing lingers."""

from core.audit.auditor import Auditor
from core.audit.field_checks import LIMIT
from core.calc.engine import Calculation
from core.findings import Outcome
from core.session import Session
from core.template.suite import load_suite
from tests.core.sessions import fill, found, outcomes
from tests.core.template.mistakes import suite_of

FORM = """notation: 1
form: limited
title: 限额
money_unit: 元
columns: [30, 30, 30, 30]
grid: |
  | 上限    | {上限}  | 次数    | {次数} |
  |---
  | {.名称} | {.栏1} | {.栏2} | {.同}  | 明细*
fields:
  上限: {type: money, required: yes}
  次数: {type: number}
  名称: {type: text, label: 名称}
  栏1: {type: money, label: 甲, max: 上限}
  栏2: {type: money, label: 乙, required: yes}
  同: {type: number, label: 同, max: "明细[同].栏2"}
floating:
  明细: {start: 1}
audits:
  - id: XE-01
    each: 明细
    rule: SUM(栏1:栏2) <= 100
    severity: mandatory
    message: 两栏合计{SUM(栏1:栏2)}元，超过 100 元
    remedy: 核对两栏
  - id: XE-02
    each: 明细
    rule: 明细[同].栏1 = 栏2
    severity: verify
    message: 乙{栏2}元，另一行的甲{明细[同].栏1}元
    remedy: 核对
  - id: XE-03
    each: 明细
    rule: 栏1 <> 次数
    severity: hint
    message: 甲和次数都是{次数}，另一行的乙{明细[同].栏2}元
    remedy: 核对
"""
ROW = "表!明细[{}].{}"


def opened(*rows: str) -> Session:
    """A document with these rows: 甲, 乙, 同 of each, with blanks between."""
    session = Session.create_from(load_suite(suite_of(FORM)), None, "县医疗保障局")
    columns = ("栏1", "栏2", "同")
    texts = {
        ROW.format(n, column): text
        for n, row in enumerate(rows, 1)
        for column, text in zip(columns, row.split(), strict=False)
        if text != "-"
    }
    fill(session, {ROW.format(n, "名称"): "甲乙丙丁"[n - 1] for n in range(1, len(rows) + 1)})
    fill(session, texts)
    return session


def change(session: Session, address: str, text: str) -> None:
    """Type one cell; everything kept up to date is what a fresh audit gives."""
    fill(session, {address: text})
    fresh = Auditor(Calculation(session.suite, session.document))
    assert session.auditor.results == fresh.results
    assert session.findings() == fresh.findings()


def said(session: Session, rule: str) -> list[str]:
    """What a rule says."""
    return [finding.message for finding in found(session, rule)]


def test_a_limit_in_a_fixed_cell_holds_for_all_rows():
    """Changing it asks every row again."""
    session = opened("40 1", "60 1")
    change(session, "表!上限", "50")
    assert said(session, LIMIT) == ["填的是 60.00，不能大于 50.00，多 10.00"]
    change(session, "表!上限", "30")
    assert len(said(session, LIMIT)) == 2
    change(session, "表!上限", "60")
    assert said(session, LIMIT) == []


def test_a_limit_that_is_looked_up_follows_what_it_finds():
    """Another row's cell is the limit, and which row is typed, too."""
    session = opened("1 1 2", "1 5")
    assert said(session, LIMIT) == []
    change(session, ROW.format(2, "栏2"), "1")
    assert len(said(session, LIMIT)) == 1
    change(session, ROW.format(1, "同"), "1")
    assert said(session, LIMIT) == []


def test_a_rule_over_several_cells_of_its_row():
    """A range within the record is read there alone."""
    session = opened("60 30", "60 50")
    assert said(session, "XE-01") == ["两栏合计110.00元，超过 100 元"]
    change(session, ROW.format(1, "栏2"), "45.5")
    assert said(session, "XE-01") == [
        "两栏合计105.50元，超过 100 元",
        "两栏合计110.00元，超过 100 元",
    ]


def test_a_rule_looks_up_the_row_that_a_cell_names():
    """The message follows both rows; what is no number of a row names none."""
    session = opened("1 7 2", "9 9 2")
    assert said(session, "XE-02") == ["乙7.00元，另一行的甲9.00元"]
    change(session, ROW.format(2, "栏1"), "8")
    assert "乙7.00元，另一行的甲8.00元" in said(session, "XE-02")
    change(session, ROW.format(1, "同"), "8")
    assert "乙7.00元，另一行的甲空元" in said(session, "XE-02")
    change(session, ROW.format(1, "同"), "十")
    assert said(session, "XE-02") == ["乙9.00元，另一行的甲8.00元"]


def test_only_the_message_looks_something_up():
    """It is worded anew when that cell changes, once it has been told."""
    session = opened("3 4 2", "9 6 1")
    change(session, "表!次数", "3")
    assert said(session, "XE-03") == ["甲和次数都是3.00，另一行的乙6.00元"]
    change(session, ROW.format(2, "栏2"), "5")
    assert said(session, "XE-03") == ["甲和次数都是3.00，另一行的乙5.00元"]


def test_a_blank_that_has_to_be_filled_is_named():
    """Where it lacks is said; what cannot be read is said before."""
    session = opened("1 - 1")
    assert Outcome.NO_DATA in outcomes(session, "XE-02")
    lacking = [r.lacking for r in session.auditor.results.values() if r.rule == "XE-02"]
    assert lacking == [session.names.cell(ROW.format(1, "栏2"))]
    change(session, ROW.format(1, "同"), "8")
    assert Outcome.NO_DATA in outcomes(session, "XE-02")
    change(session, ROW.format(1, "同"), "1")
    change(session, ROW.format(1, "栏1"), "几")
    lacking = [r.lacking for r in session.auditor.results.values() if r.rule == "XE-02"]
    assert lacking == [session.names.cell(ROW.format(1, "栏1"))]


def test_rows_that_go_are_forgotten():
    """What was looked up for a row is not asked for when the row is gone."""
    session = opened("1 7 2", "9 9 2", "1 1 1")
    row = session.names.cell(ROW.format(1, "栏1"))
    session.apply(session.entries.removed_row(row.sheet, row.record))
    change(session, ROW.format(1, "栏1"), "5")
    assert all(key[3] != row.record for key in session.auditor.results)


def test_every_check_can_be_asked_for():
    """Rules at their places and cells, each with what it points to."""
    session = opened("1 7 2")
    checks = dict(session.auditor.book.every_check())
    row = session.names.cell(ROW.format(1, "栏1"))
    assert ("XE-01", "表", "", row.record, "表") in checks
    assert checks["", *row].cells == (row,)


def test_whatever_reads_a_cell_is_known():
    """The limits of all rows, and the rules that name it."""
    session = opened("1 7", "2 8")
    fill(session, {"表!上限": "50"})
    rows = [session.names.cell(ROW.format(n, "栏1")) for n in (1, 2)]
    keys = set(session.auditor.book.keys_at(session.names.cell("表!上限")))
    assert keys == {("", *row) for row in rows}
    keys = set(session.auditor.book.keys_at(session.names.cell("表!次数")))
    assert keys == {("XE-03", "表", "", row.record, "表") for row in rows}
