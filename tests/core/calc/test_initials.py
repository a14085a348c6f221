"""Initials of hanzi: those of the shipped codes, which were looked at one by one, come out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.calc.initials import initials
from core.template.library import load_installed


def test_the_initials_of_every_shipped_code_come_out():
    """Polyphones included."""
    books = load_installed("yunnan-final-accounts-2021").dictionaries.values()
    pairs = [(name, book.initials[code]) for book in books for code, name in book.names.items()]
    assert len(pairs) > 200
    assert [(name, initials(name)) for name, own in pairs if initials(name) != own] == []


@pytest.mark.parametrize(
    ("text", "letters"),
    [("参保率", "cbl"), ("“一站式”结算", "yzsjs"), ("DRG付费", "drgff"), ("２０２１年", "2021n"),
     ("嚚", ""), ("", "")],
)  # fmt: skip
def test_what_has_no_reading_is_left_out(text, letters):
    """Punctuation and rare hanzi; Latin letters and digits stay."""
    assert initials(text) == letters


@given(st.text(max_size=30), st.text(max_size=30))
def test_initials_are_taken_sign_by_sign(one, other):
    """Small letters and digits only, and those of two texts are those of both together."""
    found = initials(one)
    assert found.isascii()
    assert not found or (found.isalnum() and found == found.lower())
    assert initials(f"{one}。{other}") == found + initials(other)
