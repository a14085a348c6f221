"""Random formulas: trees of every shape the grammar can say, and operands of every kind."""

from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from core.formula.functions import FUNCTIONS
from core.formula.tree import (
    ALL,
    Binary,
    Call,
    Comparison,
    Membership,
    Name,
    Negation,
    Node,
    Number,
    Previous,
    Range,
    Step,
    Text,
)
from core.refs import normalise_name
from core.values import BLANK, Failed

WORDS = [
    "得分",
    "行31",
    "栏2",
    "键",
    "同列",
    "IN",
    "SUM",
    "PREV",
    "a",
    "（一）",
    "08",
    "o'k",
    "x y",
    "二、项目支出",
]

words = st.sampled_from([normalise_name(w) for w in WORDS]) | st.text(min_size=1, max_size=6).map(
    normalise_name
).filter(lambda w: bool(w) and normalise_name(w) == w)

numbers = st.builds(
    Number,
    st.decimals(min_value=0, max_value=10**9, places=3, allow_nan=False)
    | st.sampled_from([Decimal(0), Decimal(1), Decimal("0.01"), Decimal(10**28)]),
)
texts = st.builds(Text, st.text(max_size=8) | st.sampled_from(["", '"', "行政", "0101", "“”"]))

small_keys = (
    st.none()
    | st.just(ALL)
    | st.builds(Text, st.sampled_from(["1", "0101", "预算执行率", "十"]))
    | numbers
    | st.builds(Name, st.none(), st.none(), st.tuples(st.builds(Step, words)))
)


def names(keys: st.SearchStrategy[Any] = small_keys) -> st.SearchStrategy[Name]:
    """Names with and without a form, an instance, keys."""
    steps = st.lists(st.builds(Step, words, keys), min_size=1, max_size=3).map(tuple)
    local = st.builds(Name, st.none(), st.none(), steps)
    return local | st.builds(Name, words, keys, steps)


def leaves(keys: st.SearchStrategy[Any] = small_keys) -> st.SearchStrategy[Node]:
    """Everything that has a value in a form."""
    name = names(keys)
    return name | st.builds(Range, name, name) | st.builds(Previous, name)


def calls(arguments: st.SearchStrategy[Node]) -> st.SearchStrategy[Call]:
    """Calls with as many arguments as the function takes."""

    def call(name: str) -> st.SearchStrategy[Call]:
        entry = FUNCTIONS[name]
        most = entry.most or entry.least + 2
        counts = [n for n in range(entry.least, most + 1) if not entry.refuses(n)]
        lists = st.sampled_from(counts).flatmap(
            lambda n: st.lists(arguments, min_size=n, max_size=n).map(tuple)
        )
        return st.builds(Call, st.just(name), lists)

    return st.sampled_from(sorted(FUNCTIONS)).flatmap(call)


def deeper(below: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    """One level more."""
    signs = st.sampled_from(["=", "<>", "<", "<=", ">", ">="])
    several = st.lists(below, min_size=1, max_size=3).map(tuple)
    return (
        st.builds(Negation, below)
        | st.builds(Binary, st.sampled_from(["+", "-", "*", "/"]), below, below)
        | st.builds(Comparison, signs, below, below)
        | st.builds(Membership, below, words, st.just(()))
        | st.builds(Membership, below, st.none(), several)
        | calls(below)
        | leaves(st.none() | below)
    )


trees = st.recursive(numbers | texts | leaves(), deeper, max_leaves=12)

values = (
    st.just(BLANK)
    | st.just(Decimal(0))
    | st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-(10**6))
    | st.sampled_from(["", "　", "甲", "90%", "≥3100人", "2101501", "0.00", True, False])
    | st.sampled_from([Decimal("9E+6144"), Decimal("1E-6143"), Decimal("-1E+40"), Failed("坏")])
)
operands = values | st.lists(values, max_size=4).map(tuple)
