"""LibreOffice reckons the formulas we write, and gives our values."""

import pytest

from core.export import excel_formula
from tests.formula_suite import every_function
from tools.office import Office
from tools.oracle import Verdict, compare_formulas


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """LibreOffice with a profile of its own."""
    return Office(tmp_path_factory.mktemp("office"))


def test_every_function_gives_our_value(office):
    """Every function, with blanks, zeros, texts and halves, in thirty random forms."""
    verdict = Verdict("")
    with every_function(seed=1, projects=30) as session:
        forms = [session.printed(sheet.sheet) for sheet in session.sheets()]
        compare_formulas(verdict, forms, session, office)
    assert verdict.wrong == []
    assert verdict.counts["公式"] > 500


@pytest.mark.parametrize(
    "rate", ["{cap: print}", "{cap: none, divisor: initial, score_decimals: 1}"]
)
def test_every_setting_of_rates_gives_our_value(office, rate):
    """What the suite rules is written into the formulas."""
    verdict = Verdict("")
    with every_function(seed=3, projects=12, rate=rate) as session:
        forms = [session.printed(sheet.sheet) for sheet in session.sheets()]
        compare_formulas(verdict, forms, session, office)
    assert verdict.wrong == []
    assert verdict.counts["公式"] > 200


def test_a_wrong_formula_is_seen(office, monkeypatch):
    """The comparison can fail: the value written beside a formula is not what is compared."""
    monkeypatch.setitem(excel_formula._FUNCTIONS, "MAX", excel_formula.Translator.count)
    verdict = Verdict("")
    with every_function(seed=2, projects=1) as session:
        forms = [session.printed(sheet.sheet) for sheet in session.sheets()]
        compare_formulas(verdict, forms, session, office)
    [line] = verdict.wrong
    assert line.startswith("公式 1 它's 项目1 ")
