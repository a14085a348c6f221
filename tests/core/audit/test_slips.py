"""How a figure is mistyped: what is one slip away, and what is not."""

from hypothesis import given
from hypothesis import strategies as st

from core.audit.slips import Slip, significant, slips, unit_slip

FIGURES = st.integers(-(10**13), 10**13)


def found(figure: int, wanted: int, slack: int = 0) -> list[tuple[Slip, int]]:
    """The slips that lead there."""
    return list(slips(figure, wanted, slack))


def test_two_digits_exchanged():
    """Neighbouring digits, also across the point; digits further apart are no such slip."""
    assert found(123465700, 123456700) == [(Slip.SWAPPED, 123456700)]
    assert found(-1234, -1243) == [(Slip.SWAPPED, -1243)]
    assert found(1234, 3214) == []


def test_the_first_digit_never_becomes_zero():
    """1,023 is not read as 0,123, nor are equal digits exchanged."""
    assert found(1023, 123) == []
    assert found(1102, 1102) == []


def test_the_unit_or_the_point():
    """Ten thousand times, a hundred times, ten times, both ways; 元 in 万元 are rounded."""
    assert found(325, 3250000) == [(Slip.UNIT, 3250000)]
    assert found(325041234, 32504) == [(Slip.UNIT, 32504)]
    assert found(4280, 42800) == [(Slip.TEN, 42800)]
    assert found(42800, 428) == [(Slip.HUNDRED, 428)]
    assert found(42801, 4280) == []


def test_the_sign():
    """A minus too many, or too few."""
    assert found(-500, 500) == [(Slip.SIGN, 500)]


def test_one_digit():
    """One digit replaced, in figures long enough to be told from others."""
    assert found(4214829, 5214829) == [(Slip.DIGIT, 5214829)]
    assert found(-4214829, -4214827) == [(Slip.DIGIT, -4214827)]
    assert found(2000, 3000) == []
    assert found(4214829, 4214839 + 5) == []
    assert found(1234567, 234567) == []


def test_nothing_is_a_slip_of_nothing():
    """A blank cell was not mistyped, and nobody means 0."""
    assert found(0, 1234) == []
    assert found(4, 0) == []
    assert unit_slip(4) == 0


def test_slack_takes_what_is_near():
    """Where the sides are coarser than the cell the wanted figure is known only nearly."""
    assert found(123465712, 123456700, 500) == [(Slip.SWAPPED, 123456712)]
    assert (Slip.DIGIT, 4314829) in found(4214829, 4315000, 500)


def test_digits_that_tell():
    """Zeros at the ends say nothing."""
    assert [significant(n) for n in (0, 1000, 5040, -120300)] == [0, 1, 3, 4]


@given(FIGURES, FIGURES, st.integers(0, 1000))
def test_every_slip_is_another_figure_within_reach(figure, wanted, slack):
    """Whatever is found is neither the figure itself nor nothing, and as near as asked."""
    for _, meant in slips(figure, wanted, slack):
        assert meant not in (0, figure)
        assert abs(meant - wanted) <= slack


@given(FIGURES.filter(lambda n: abs(n) > 9), st.data())
def test_exchanged_digits_are_found(figure, data):
    """Any two neighbours exchanged are found again from what was typed."""
    digits = str(abs(figure))
    at = data.draw(st.integers(0, len(digits) - 2))
    typed = digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :]
    if typed[0] == "0" or typed == digits:
        return
    sign = 1 if figure > 0 else -1
    assert (Slip.SWAPPED, figure) in found(sign * int(typed), figure)


@given(FIGURES.filter(lambda n: significant(n) >= 5), st.data())
def test_a_wrong_digit_is_found(figure, data):
    """Any one digit replaced is found again, unless another slip says as much."""
    digits = str(abs(figure))
    at = data.draw(st.integers(1, len(digits) - 1))
    other = data.draw(st.sampled_from([d for d in "0123456789" if d != digits[at]]))
    typed = int(digits[:at] + other + digits[at + 1 :]) * (1 if figure > 0 else -1)
    if significant(typed) >= 4:
        assert figure in [meant for _, meant in slips(typed, figure)]
