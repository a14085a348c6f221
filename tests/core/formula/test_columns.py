"""Looking up in a long column gives what looking through it would, whatever stands in it."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from core.formula.columns import kinds_of, places_of
from core.formula.comparison import equals
from core.formula.operands import Operand
from core.values import BLANK, Failed, Value
from tests.core.formula.environment import run

WORDS = st.sampled_from(["甲", "乙", "１", "1", " 丙"])
OTHERS = st.sampled_from([Decimal(1), Failed("读不出来")])
LONG = st.lists(WORDS | st.just(BLANK), min_size=16, max_size=60).map(tuple)


@given(LONG, WORDS)
def test_the_places_of_a_text(column: tuple[Value, ...], wanted: str) -> None:
    """Full and half width are alike, a blank is nothing; a second look finds the same."""
    expected = [place for place, hit in enumerate(equals(column, wanted)) if hit is True]
    assert places_of(column, wanted) == expected
    assert places_of(column, wanted) == expected


@given(LONG, OTHERS, WORDS)
def test_only_texts_and_blanks_are_looked_up(
    column: tuple[Value, ...], other: Value, wanted: str
) -> None:
    """Figures and what cannot be read have to be looked at one by one, so has a short column."""
    assert places_of((*column, other), wanted) is None
    assert places_of(column[:3], wanted) is None
    assert places_of(column, Decimal(1)) is None
    assert kinds_of((*column, other)) == {*map(type, column), type(other)}


def test_many_columns_are_told_apart() -> None:
    """What was known of columns that are gone is forgotten."""
    columns = [tuple([f"第{number}列"] * 20) for number in range(200)]
    for number, column in enumerate(columns):
        assert places_of(column, f"第{number}列") == list(range(20))
        assert places_of(column, "第九百列") == []


def test_sums_and_first_values_of_a_long_column() -> None:
    """What is looked up in it is added up, or the first is taken."""
    operands: dict[str, Operand] = {
        "t": tuple(["甲", "乙"] * 10),
        "b": tuple(Decimal(number) for number in range(20)),
    }
    assert run('SUMIFS(b, t, "乙")', operands) == sum(range(1, 20, 2))
    assert run('FIRST(b, t, "乙")', operands) == 1
    assert run('FIRST(b, t, "丙")', operands) is BLANK
