"""A code that is easily mistaken for another: both are named where only one form has each."""

from core.audit.auditor import Auditor
from core.audit.similar_codes import SIMILAR
from core.session import Session
from tests.core.sessions import fill, found

FUND, TOTAL = "一般公共预算收支!项[{}].{}", "支出决算表!项[{}].{}"


def document(texts: dict[str, str]) -> Session:
    """A new document of the shipped suite with one project."""
    session = Session.create("yunnan-final-accounts-2021", None, "县民政局")
    session.apply(session.entries.added_project("救助")[0])
    fill(session, texts)
    return session


def retirement() -> Session:
    """公开05表 has 2080501, 公开03表 a row of its own with 2080502."""
    return document({FUND.format(2080501, "栏5"): "10", FUND.format(2080501, "栏9"): "10",
                     TOTAL.format(2080502, "栏2"): "10"})  # fmt: skip


def test_both_codes_are_named_once_at_the_later_form():
    """The hint names form, codes and names; the cell with the other code is among its cells."""
    [finding] = found(retirement(), SIMILAR)
    assert finding.message == "公开05表没有 2080502 事业单位离退休，有相近的 2080501 行政单位离退休"
    assert finding.severity.value == "提示"
    assert finding.place == "2080502 事业单位离退休·支出功能分类科目编码"
    assert [cell.form for cell in finding.cells[:2]] == ["支出决算表", "一般公共预算收支"]


def test_a_mismatch_of_that_row_names_both_codes():
    """The rule that misses its partner says which code may be meant."""
    session = retirement()
    [wrong] = [f for f in found(session, "BJ-05") if "2080502" in f.message]
    assert wrong.message.endswith(
        "；公开05表没有 2080502 事业单位离退休，有相近的 2080501 行政单位离退休"
    )
    assert [f for f in found(session, "ZC-02") if "相近" in f.message] == []


def test_the_same_code_is_no_hint():
    """Mended, hint and addition are gone; undo brings both back."""
    session = retirement()
    fill(session, {TOTAL.format(2080502, "科目编码"): "2080501"})
    assert found(session, SIMILAR) == []
    session.undo()
    assert len(found(session, SIMILAR)) == 1


def test_a_form_that_has_both_codes_mixed_nothing_up():
    """Two neighbours side by side are told nowhere."""
    session = retirement()
    fill(session, {FUND.format(2080502, "栏5"): "1"})
    assert found(session, SIMILAR) == []


def test_a_code_on_a_card_is_compared():
    """2101302 on the card, 2101301 on the form: told at the card, as soon as it is typed."""
    session = document({FUND.format(2101301, "栏6"): "10"})
    fill(session, {"项目卡[1].功能科目": "2101302"})
    [finding] = found(session, SIMILAR)
    assert finding.message.startswith("公开05表没有 2101302 ")
    assert "2101301 城乡医疗救助" in finding.message
    assert finding.cells[0].form == "项目卡"
    fill(session, {"项目卡[1].功能科目": "2101301"})
    assert found(session, SIMILAR) == []


def test_a_code_that_no_dictionary_has_is_told_otherwise():
    """An unknown code has its own hint."""
    session = document({FUND.format(2080501, "栏5"): "1", TOTAL.format(2080511, "栏2"): "1"})
    assert found(session, SIMILAR) == []
    assert "2080501 行政单位离退休" in found(session, "填报-编码")[0].message


def test_the_audit_kept_up_to_date_is_the_audit_made_anew():
    """Step by step the same findings as from the beginning."""
    session = document({FUND.format(2101301, "栏6"): "10"})
    for address, text in (
        ("项目卡[1].功能科目", "2101302"),
        (TOTAL.format(2080502, "栏2"), "5"),
        (FUND.format(2080501, "栏5"), "5"),
        ("项目卡[1].项目简称", "又一名称"),
        (FUND.format(2080501, "科目编码"), "2080502"),
    ):
        fill(session, {address: text})
        assert session.findings() == Auditor(session.calculation).findings()


def test_forms_that_do_not_follow_each_other_may_have_different_codes():
    """Two lists of details have their own items; nothing was mixed up."""
    session = Session.create("henan-budget-2021", None, "某局")
    fill(session, {"定额明细!明细[1].经济科目": "30217", "补充明细!明细[1].经济科目": "30211"})
    assert found(session, SIMILAR) == []
