"""Targets and results as people write them: what is read, and what is never guessed."""

from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from core.formula.measure import (
    RELATIONS,
    Measure,
    Unread,
    Why,
    figure_of,
    read_measure,
    written,
)

SPELLINGS = yaml.safe_load(Path(__file__).with_name("spellings.yaml").read_text("utf-8"))


@pytest.mark.parametrize(("text", "meant"), SPELLINGS.items(), ids=list(SPELLINGS))
def test_a_spelling_means_what_the_table_says(text, meant):
    """Relation, figure in base units and unit; or why it is no sure figure."""
    read = read_measure(text)
    if isinstance(meant, str):
        assert isinstance(read, Unread)
        assert read.why is Why(meant)
    else:
        assert read == Measure(
            meant[0], Decimal(meant[1]), meant[2], read.scale if isinstance(read, Measure) else 0
        )


def test_the_table_is_long_enough_to_mean_something():
    """Real spellings of five sets of forms, and as many refused ones as make guessing visible."""
    refused = [meant for meant in SPELLINGS.values() if isinstance(meant, str)]
    assert len(SPELLINGS) >= 200
    assert {Why(meant) for meant in refused} == set(Why)


def test_a_refusal_quotes_the_text_and_says_why():
    """Cut to what fits into a message."""
    assert Unread("约95", Why.ABOUT).told == "“约95”写的是大概的数，不是一个确定的数"
    assert Unread("很" * 30, Why.WORDS).told.startswith(f"“{'很' * 20}…”是文字")


@pytest.mark.parametrize(
    ("text", "figure"),
    [("95%", "0.95"), ("0.5‰", "0.0005"), ("≥43万人", "430000"), ("5个百分点", "5")],
)
def test_a_figure_is_in_base_units(text, figure):
    """A percentage is a share; points of it are counted."""
    read = read_measure(text)
    assert isinstance(read, Measure)
    assert figure_of(read) == Decimal(figure)


@given(st.text() | st.text("0123456789.,%万亿人元≥≤至约-以上 月日", max_size=12))
def test_any_text_is_read_or_refused(text):
    """Never an exception; a refusal is a sentence, a reading can be written and read again."""
    read = read_measure(text)
    if isinstance(read, Unread):
        assert read.told.endswith("不是一个确定的数")
    else:
        assert read_measure(written(read)) == read


numbers = st.decimals(0, 10**6, places=2).map(str)
units = st.sampled_from(["", "人", "元", "家", "人次", "元/人", "公里"])


@given(st.sampled_from(["", *RELATIONS]), numbers, units)
def test_a_ten_thousand_is_ten_thousand(relation, number, unit):
    """1.2万人 is 12000人, whatever the relation."""
    one, many = read_measure(relation + number + unit), read_measure(f"{relation}{number}万{unit}")
    assert isinstance(one, Measure)
    assert isinstance(many, Measure)
    assert many.number == one.number * 10000
    assert (many.relation, many.unit) == (one.relation, one.unit)


@given(
    st.sampled_from(["以上", "以下", "左右", "余人", "月底前", "多家", "至12", "-12天"]), numbers
)
def test_what_leaves_room_is_never_a_figure(rest, number):
    """Words behind a figure that say more than what is counted."""
    assert isinstance(read_measure(number + rest), Unread)
