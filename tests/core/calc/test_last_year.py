"""Last year's figures that a document holds, in calculations and audits."""

from dataclasses import replace
from decimal import Decimal

from core.audit.auditor import Auditor
from core.calc.engine import Calculation
from core.calc.taking import taken
from core.document.edits import SetText, apply_edit
from core.document.last_year import LastYear, Place
from core.findings import Finding, Scope
from core.session import Session
from core.values import BLANK
from tests.core.sessions import cell, changed, fill, small

SALARIES = "支出明细!项[2010301].栏2"
BROUGHT = ("项.栏1:             SUM(栏2:栏3)", "项.栏1:             PREV(项[键].栏2)")
COMPARED = ("rule: 栏2 >= 0", "rule: 栏2 = PREV(项[键].栏2)\n    when: 'PREV(项[键].栏2) <> \"\"'")


def last_year() -> LastYear:
    """What last year's document with two rows and a total leaves."""
    old = small({"收支总表!行34.金额": "51148.29", SALARIES: "12", "支出明细!项[2010302].栏2": "7"})
    return taken(old.calculation, old.names, "2020.biaoli")


def now(session: Session, last: LastYear | None) -> Calculation:
    """The document calculated with these figures of last year."""
    document = session.document.copy()
    document.last_year = last
    return Calculation(session.suite, document)


def test_a_fixed_cell_takes_the_same_cell_of_last_year():
    """Exactly; without a last year it is blank."""
    session = small()
    at = cell(session, "收支总表!行4.金额")
    exact = {f.place: f.value for f in last_year().figures}[Place("收支总表", "", "行34.金额")]
    assert now(session, last_year()).value(at) == exact
    assert isinstance(exact, Decimal)
    assert now(session, None).value(at) is BLANK


def test_a_row_takes_the_row_of_last_year_with_its_key():
    """Rows stand in another order; a row that is new this year has nothing to take."""
    session = changed("small", BROUGHT)
    fill(session, {f"支出明细!项[{code}].栏2": "1" for code in ("2010302", "2010301", "2010399")})
    calculation = now(session, last_year())
    brought = {
        code: calculation.value(cell(session, f"支出明细!项[{code}].栏1"))
        for code in ("2010301", "2010302", "2010399")
    }
    assert brought == {"2010301": Decimal(12), "2010302": Decimal(7), "2010399": BLANK}


def test_another_code_takes_another_row():
    """At once, and as if everything were calculated anew."""
    session = changed("small", BROUGHT)
    fill(session, {SALARIES: "1"})
    calculation = now(session, last_year())
    code = cell(session, SALARIES)._replace(name="项.科目编码")
    apply_edit(calculation.document, SetText(code, "2010302"))
    calculation.reshape({code.sheet}, [code])
    assert calculation.value(code._replace(name="项.栏1")) == 7
    assert calculation.values == Calculation(session.suite, calculation.document).values


def test_a_figure_that_differs_from_last_year_is_found():
    """Only where last year has one, and only if there is a last year."""
    session = changed("small", COMPARED)
    fill(
        session, {SALARIES: "13", "支出明细!项[2010302].栏2": "7", "支出明细!项[2010399].栏2": "5"}
    )

    def across(last: LastYear | None) -> list[Finding]:
        found = Auditor(now(session, last)).findings()
        return [one for one in found if one.scope is Scope.ACROSS_YEARS]

    assert [one.cells[0] for one in across(last_year())] == [cell(session, SALARIES)]
    assert across(None) == []
    assert across(replace(last_year(), figures=())) == []


def test_findings_follow_another_code():
    """A changed code is compared with the other row of last year, as in a new audit."""
    session = changed("small", COMPARED)
    fill(session, {SALARIES: "12"})
    calculation = now(session, last_year())
    auditor = Auditor(calculation)
    assert not [one for one in auditor.findings() if one.scope is Scope.ACROSS_YEARS]
    code = cell(session, SALARIES)._replace(name="项.科目编码")
    apply_edit(calculation.document, SetText(code, "2010302"))
    told = calculation.reshape({code.sheet}, [code])
    auditor.reshape(told.sheets, told.cells | {code})
    assert [one for one in auditor.findings() if one.scope is Scope.ACROSS_YEARS]
    assert auditor.findings() == Auditor(calculation).findings()


def test_a_row_without_a_key_in_the_formula_takes_its_own():
    """PREV(栏2) in a floating row is the row of last year that has its code."""
    session = changed("small", (BROUGHT[0], "项.栏1:             PREV(栏2)"))
    fill(session, {SALARIES: "1"})
    calculation = now(session, last_year())
    code = cell(session, SALARIES)._replace(name="项.科目编码")
    brought = code._replace(name="项.栏1")
    assert calculation.value(brought) == 12
    apply_edit(calculation.document, SetText(code, "2010302"))
    calculation.reshape({code.sheet}, [code])
    assert calculation.value(brought) == 7
    apply_edit(calculation.document, SetText(code, None))
    calculation.reshape({code.sheet}, [code])
    assert calculation.value(brought) is BLANK
