"""Areas of a plan grow until they cut no joined cell."""

from functools import cache

from hypothesis import given
from hypothesis import strategies as st

from core.layout.area import Area, Ground
from core.session import Session


@cache
def ground() -> Ground:
    """A form with many joined cells."""
    with Session.create("yunnan-final-accounts-2021", None, "甲局") as session:
        session.apply(session.entries.added_project("甲项目")[0])
        sheet = next(t.sheet for t in session.sheets() if t.sheet.instance)
        return Ground(session.plan(sheet))


@st.composite
def areas(draw: st.DrawFn) -> Area:
    """Some area of the form."""
    whole = ground().whole()
    row = draw(st.integers(0, whole.rows - 1))
    column = draw(st.integers(0, whole.columns - 1))
    rows = draw(st.integers(1, whole.rows - row))
    return Area(row, column, rows, draw(st.integers(1, whole.columns - column)))


@given(areas())
def test_a_grown_area_cuts_no_joined_cell(area: Area) -> None:
    """Every cell that it touches lies inside; what was inside still is."""
    grown = ground().grown(area)
    assert grown.holds(area)
    assert all(grown.holds(Area.of(place)) for place in ground().places(grown))
    assert ground().grown(grown) == grown


@given(areas())
def test_the_places_of_an_area_are_those_it_touches(area: Area) -> None:
    """Each once, in whatever way they are counted."""
    touched = [place for place in ground().plan.cells if area.touches(place)]
    found = list(ground().places(area))
    assert len(found) == len(touched)
    assert {(p.row, p.column) for p in found} == {(p.row, p.column) for p in touched}


@given(areas(), areas())
def test_the_area_around_two_holds_both(one: Area, other: Area) -> None:
    """Whichever comes first."""
    assert (one | other).holds(one)
    assert one | other == other | one
