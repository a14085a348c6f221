"""What a selected block comes to: figures only, exactly, units never mixed."""

from collections.abc import Iterator

import pytest

from core.layout.area import Area, Ground
from core.layout.tally import Tally, tally
from core.refs import SheetId
from core.session import Session

ROW = "一般公共预算收支!项[{}].栏9"


@pytest.fixture(scope="module")
def session() -> Iterator[Session]:
    """The shipped example."""
    with Session.example("tonghai-2021", None) as session:
        yield session


def tallied(session: Session, sheet: SheetId, area: Area | None = None) -> Tally:
    """The tally of an area, or of all of a sheet."""
    ground = Ground(session.plan(sheet))
    places = ground.places(area or ground.whole())
    return tally(places, session.value, session.calculation.slot)


def place_of(session: Session, address: str) -> Area:
    """Where an address stands."""
    cell = session.names.cell(address)
    places = session.plan(cell.sheet).cells
    return next(Area.of(place) for place in places if place.cell == cell)


def test_a_column_of_figures_is_added_exactly(session: Session) -> None:
    """Total and mean of two cells, blank ones counted as cells alone."""
    first = place_of(session, "支出决算表!项[2101501].栏1")
    second = place_of(session, "支出决算表!项[2101501].栏2")
    found = tallied(session, SheetId("支出决算表"), first | second)
    assert found == Tally(2, "4,814,771.62", "2,407,385.81")


def test_labels_are_not_counted(session: Session) -> None:
    """The head of a form has nothing in it to add up."""
    sheet = SheetId("支出决算表")
    first, end = session.plan(sheet).head
    assert tallied(session, sheet, Area(first, 0, end - first, 5)) == Tally(0)


def test_units_are_never_mixed(session: Session) -> None:
    """Money and scores together have no total."""
    sheet = next(title.sheet for title in session.sheets() if title.sheet.instance)
    found = tallied(session, sheet)
    assert (found.mixed, found.total, found.mean) == (True, "", "")
    assert found.cells > 20
