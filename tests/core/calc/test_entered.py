"""The entered cells below a calculated one: what can be mended where a sum is wrong."""

import pytest

from core.calc import entered
from core.calc.entered import Entered
from core.session import Session
from tests.core.sessions import cell, national


def below(session: Session, address: str, most: int) -> list[str]:
    """The addresses of the entered cells below a cell."""
    found = Entered(session.calculation, most).below(cell(session, f"项目自评!{address}"))
    return [session.names.local_address(one) for one in found]


def test_through_calculated_cells_nearest_first():
    """Sums of sums end at what is typed; a proposal that is in use leads to its sources."""
    session = national(**{"拨款.全年预算数": "100", "拨款.全年执行数": "90"})
    assert below(session, "总额.全年预算数", 3) == [
        f"{row}.全年预算数" for row in ("拨款", "结转", "其他")
    ]
    assert below(session, "总额.得分", 9)[-1] == "其他.全年预算数"


def test_of_many_only_the_filled_ones():
    """Blank cells are named too where all are few, else the filled ones alone."""
    session = national(**{"拨款.全年预算数": "100"})
    assert below(session, "总额.全年预算数", 2) == ["拨款.全年预算数"]
    assert below(session, "总额.全年预算数", 0) == []


def test_an_override_stands_for_itself():
    """What is written over a calculation does not come from its formula."""
    session = national(**{"拨款.全年预算数": "100"})
    session.override(cell(session, "项目自评!总额.全年预算数"), "5", "按批复数填列")
    assert below(session, "总额.全年预算数", 9) == ["总额.全年预算数"]
    assert below(session, "拨款.全年预算数", 9) == ["拨款.全年预算数"]


def test_a_long_way_is_not_gone_to_its_end(monkeypatch: pytest.MonkeyPatch):
    """A sum of very many cells names none."""
    monkeypatch.setattr(entered, "LOOKED_AT", 3)
    assert below(national(**{"拨款.全年预算数": "100"}), "总额.全年预算数", 9) == []
