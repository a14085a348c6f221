"""可以这样办: what is offered about a finding is done by one click, and undone by one key."""

from tests.gui.hands import Hands

SCORE = "项目自评[城乡居民医保]!指标[3].得分"


def test_a_score_goes_back_to_what_is_proposed(hands: Hands) -> None:
    """The button says what will happen, the status bar what has happened."""
    findings = hands.window.panels.findings
    hands.go(SCORE)
    before = hands.text(SCORE)
    findings.choose_at(hands.cell(SCORE))
    assert findings.settle.text() == "取回预填 20.00"
    findings.settle.click()
    assert hands.text(SCORE) == "20.00"
    assert hands.said().startswith("已取回预填 第3个指标")
    hands.run("undo")
    assert hands.text(SCORE) == before


def test_the_finding_of_the_current_cell_is_meant(hands: Hands) -> None:
    """From the grid nothing has to be chosen first."""
    hands.go(SCORE)
    hands.run("settle")
    assert hands.text(SCORE) == "20.00"


def test_a_guess_says_so_on_its_button(hands: Hands) -> None:
    """The whole of what can be done is the tooltip."""
    findings = hands.window.panels.findings
    finding = next(found for found in findings.shown() if found.rule == "BJ-28")
    findings.choose_at(finding.cells[0])
    assert findings.settle.text() == "可能填错了：取回预填 940.68"
    assert "取回预填 940.68" in findings.settle.toolTip()


def test_nothing_is_offered_where_nothing_is_known(hands: Hands) -> None:
    """The button is there only with something to do."""
    findings = hands.window.panels.findings
    offered = [bool(hands.session.remedies(found)) for found in findings.shown()]
    for row, can in enumerate(offered):
        findings.table.selectRow(row)
        assert findings.settle.isHidden() is not can
    assert {True, False} == set(offered)


def test_a_figure_typed_in_the_wrong_unit_is_mended_by_one_key(hands: Hands) -> None:
    """What was typed in 元 where 万元 belong breaks a relation that is listed at another cell."""
    typed = "整体自评表!任务[城乡居民医疗保险业务].财政拨款"
    hands.go(typed)
    assert hands.text(typed) == "10.00"
    hands.enter("100000")
    hands.go(typed)
    hands.run("settle")
    assert hands.text(typed) == "10.00"
    assert hands.said().startswith("已取回预填")
    hands.run("undo")
    assert hands.text(typed) == "100,000.00"
