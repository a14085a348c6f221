"""常用说明: what is offered as the 审核说明 of a finding."""

import pytest

from core.audit.usual_reasons import MOST, Origin, UsualReason, usual_reasons
from core.calc.reasons import check_justification
from core.document.edits import SetJustification
from core.document.model import Justification
from core.errors import EditRefused
from core.findings import Finding
from core.session import Session
from core.template.library import load_folder, suite_folders
from tests.core.sessions import changed, found, national, small

FUNDS = {"拨款.全年预算数": "100", "拨款.全年执行数": "120"}


def offered(session: Session, finding: Finding) -> list[UsualReason]:
    """What is offered in a session."""
    return usual_reasons(session.calculation.suite, session.document, finding)


def official(*reasons: str) -> Session:
    """A project over budget, in a suite that has these reasons for it."""
    before = "  - {id: XM-03, "
    session = changed("national-project", (before, f"{before}reasons: [{', '.join(reasons)}], "))
    session.set_addresses((f"项目自评!{name}", text) for name, text in FUNDS.items())
    return session


def explain(session: Session, rule: str, text: str, name: str) -> None:
    """Write a 审核说明 somewhere, as a finding of that rule would have it."""
    cell = session.names.cell(f"项目自评!{name}")
    session.apply(SetJustification(rule, cell, Justification(text)))


def test_the_suites_own_reasons_come_first():
    """Then what was written about the same rule, then about others, the last one first."""
    session = official("年中追加", "上年结转")
    explain(session, "XM-09", "样本偏少，扣 1 分", "拨款.全年预算数")
    explain(session, "XM-03", "已函告财政局", "结转.全年预算数")
    explain(session, "XM-03", "年中追加", "其他.全年预算数")
    [finding] = found(session, "XM-03")
    assert offered(session, finding) == [
        UsualReason("年中追加", Origin.OFFICIAL),
        UsualReason("上年结转", Origin.OFFICIAL),
        UsualReason("已函告财政局", Origin.OWN),
        UsualReason("样本偏少，扣 1 分", Origin.OWN),
    ]


def test_what_a_finding_has_already_is_not_offered():
    """Nobody takes it again."""
    session = official("年中追加", "上年结转")
    session.justify(found(session, "XM-03")[0], "年中追加")
    assert [reason.text for reason in offered(session, found(session, "XM-03")[0])] == ["上年结转"]


def test_a_long_list_ends():
    """Of a hundred nobody chooses."""
    session = national(**FUNDS)
    for number in range(MOST + 5):
        explain(session, f"XM-{number}", f"原因之{number}", "拨款.全年预算数")
    assert len(offered(session, found(session, "XM-03")[0])) == MOST


def test_nothing_is_offered_where_nothing_is_known():
    """A new document of a suite without reasons."""
    session = small({"收支总表!行1.金额": "5"})
    assert [offered(session, finding) for finding in session.findings()] == [[]] * len(
        session.findings()
    )


@pytest.mark.parametrize("text", ["", " \n", "同上", "无", "正常", "。"])
def test_an_empty_phrase_is_refused_with_the_way_out(text: str):
    """It says what to write instead."""
    with pytest.raises(EditRefused, match=r"^请写出原因，例如“抽样样本偏少，扣 1 分”$"):
        check_justification(text)


def test_every_reason_that_is_installed_would_be_accepted():
    """Whoever takes one is not refused."""
    suites = [load_folder(folder) for folder in suite_folders()]
    rules = [r for s in suites for form in s.forms.values() for r in (*s.audits, *form.audits)]
    reasons = {text for rule in rules for text in rule.reasons}
    assert "会计差错更正" in reasons
    for text in reasons:
        check_justification(text)
