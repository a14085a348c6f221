"""Properties of the whole language, on random texts, trees and operands."""

from collections.abc import Callable
from decimal import Decimal
from functools import reduce

from hypothesis import given
from hypothesis import strategies as st

from core.formula.evaluate import Operand, compile_formula
from core.formula.operands import first_failed
from core.formula.parser import FormulaSyntaxError, parse
from core.formula.tree import (
    Binary,
    Call,
    Name,
    Negation,
    Node,
    Number,
    Step,
    children,
    leaves,
    with_children,
    words,
    written,
)
from core.values import BLANK, CONTEXT, Blank, Failed, Value
from tests.core.formula.environment import SUITE
from tests.core.formula.trees import operands, trees

LANGUAGE = st.text(
    alphabet="行栏键得分a1204.,:!\"'“”‘’()[]{}（），．：！＋－×÷＝<>=+-*/ INSUMIFPREV%、\n",
    max_size=60,
)
WORDS = st.lists(
    st.sampled_from(
        ["行1", ":", "!", ".", "[", "]", "*", "(", ")", ",", "1", "0101", '"a"', "'b c'", "+", "-",
         "/", "=", "<>", "IN", "SUM", "IF", "PREV", "SUMIFS", "（", "≥", " "]
    ),
    max_size=30,
).map("".join)  # fmt: skip


@given(trees)
def test_a_node_over_its_own_children_is_itself(tree):
    """Every kind of node is put together again as it was taken apart."""
    assert with_children(tree, children(tree)) == tree


@given(st.text() | LANGUAGE | WORDS)
def test_any_text_is_read_or_refused_with_its_place(text):
    """Nothing but a tree or a FormulaSyntaxError pointing into the text; a tree is written back."""
    try:
        tree = parse(text)
    except FormulaSyntaxError as error:
        place, message = error.at, error.message
        assert 0 <= place <= len(text)
        assert message
    else:
        assert parse(written(tree)) == tree


@given(trees)
def test_a_tree_written_out_is_read_back(tree):
    """The standard form loses nothing; and the explanation has words for every formula."""
    assert parse(written(tree)) == tree
    assert words(tree, written)


@given(trees, st.data(), st.booleans())
def test_no_operand_makes_a_formula_raise(tree, data, audit):
    """Blanks, texts, failures, columns and monstrous figures: always a value."""
    program = compile_formula(tree)
    count = len(program.leaves)
    given_operands = data.draw(st.lists(operands, min_size=count, max_size=count))
    result = program.run(given_operands, SUITE, audit)
    assert isinstance(result, Decimal | str | bool | Blank | Failed)
    assert not (isinstance(result, str) and not result.strip())


# --- an evaluator of a few lines, to compare with: rule 2 said once more

LEAVES: dict[str, Value] = {
    "空白": BLANK,
    "零": Decimal(0),
    "坏": Failed("坏"),
    "更坏": Failed("更坏"),
    "三": Decimal(3),
    "负": Decimal("-2.5"),
}

simple = st.recursive(
    st.sampled_from(sorted(LEAVES)).map(lambda word: Name(None, None, (Step(word),)))
    | st.builds(Number, st.integers(0, 9).map(Decimal)),
    lambda below: (
        st.builds(Negation, below)
        | st.builds(Binary, st.sampled_from(["+", "-", "*", "/"]), below, below)
        | st.builds(
            Call,
            st.sampled_from(["SUM", "MIN", "MAX", "RATIO"]),
            st.tuples(below, below),
        )
    ),
    max_leaves=10,
)

REDUCE: dict[str, Callable[[Decimal, Decimal], Decimal]] = {
    "SUM": CONTEXT.add, "+": CONTEXT.add, "-": CONTEXT.subtract, "*": CONTEXT.multiply,
    "/": CONTEXT.divide, "RATIO": CONTEXT.divide, "MIN": min, "MAX": max,
}  # fmt: skip


def expected(node: Node) -> Value:
    """The value of a simple tree by the words of rule 2."""
    match node:
        case Number(value=value):
            return value
        case Name(steps=(step,)):
            return LEAVES[step.name]
        case Negation(operand=operand):
            return joined("-", [Decimal(0), expected(operand)], blank_counts=True)
        case Binary(operator=name, left=left, right=right):
            return joined(name, [expected(left), expected(right)], name in "*/")
        case Call(function=name, arguments=arguments):
            return joined(name, [expected(a) for a in arguments], name != "SUM")
    raise AssertionError


def joined(name: str, values: list[Value], blank_counts: bool) -> Value:
    """Failed first, then blanks, then dividing by zero, then the figures."""
    failed = first_failed(values)
    blanks = [value is BLANK for value in values]
    if failed is not None:
        return failed
    if all(blanks) or (any(blanks) and blank_counts):
        return BLANK
    figures = [v if isinstance(v, Decimal) else Decimal(0) for v in values]
    if name in ("/", "RATIO") and figures[1] == 0:
        return BLANK if name == "RATIO" else Failed("除数是 0")
    return reduce(REDUCE[name], figures)


@given(simple)
def test_random_expressions_obey_the_table(tree):
    """The compiled program and the words of the rule agree."""
    given_operands: list[Operand] = [
        LEAVES[leaf.steps[0].name] for leaf in leaves(tree) if isinstance(leaf, Name)
    ]
    assert compile_formula(tree).run(given_operands, SUITE) == expected(tree)
