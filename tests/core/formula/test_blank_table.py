"""Every operator with a blank, 0, a failed value and a figure; the table itself is data."""

from collections.abc import Iterator
from decimal import Decimal

import pytest

from core.formula.evaluate import Operand
from core.formula.functions import FUNCTIONS
from core.values import BLANK, Failed, Value
from tests.core.formula.blank_table import (
    BLANK_WORD,
    COLUMNS,
    FAILED_WORD,
    FALSE_WORD,
    ROWS,
    TRUE_WORD,
    Row,
    markdown,
)
from tests.core.formula.environment import run

REASON = "这里填的不是数"
OPERANDS: dict[str, Operand] = dict(
    zip(COLUMNS, (BLANK, Decimal(0), Failed(REASON), Decimal(6)), strict=True)
)


def cases() -> Iterator[tuple[Row, str, str]]:
    """Every cell of the table with its column."""
    for row in ROWS:
        for column, expected in zip(COLUMNS, row[1:5], strict=True):
            yield row, column, expected


def word(value: Value) -> str:
    """A result as the table writes it."""
    if isinstance(value, bool):
        return TRUE_WORD if value else FALSE_WORD
    if isinstance(value, Failed):
        return FAILED_WORD if value.reason == REASON else f"{FAILED_WORD}：{value.reason}"
    return value if isinstance(value, str) else BLANK_WORD


@pytest.mark.parametrize(
    ("row", "column", "expected"),
    [pytest.param(*case, id=f"{case[0].formula} {case[1]}") for case in cases()],
)
def test_every_cell_of_the_table_holds(row, column, expected):
    """The program does what the guide says."""
    operands = {"a": OPERANDS[column], "b": Decimal(3), "c": BLANK}
    result = run(row.formula, operands, row.audit)
    if isinstance(result, Decimal):
        assert result == Decimal(expected)
    else:
        assert word(result) == expected


def test_no_function_is_missing_in_the_table():
    """A new function needs its row."""
    formulas = " ".join(row.formula for row in ROWS)
    assert [name for name in FUNCTIONS if f"{name}(" not in formulas] == []


def test_the_markdown_has_a_line_for_every_row():
    """One head, one rule, one line per row, five cells each."""
    lines = markdown().splitlines()
    assert len(lines) == len(ROWS) + 2
    assert {line.count(" | ") for line in lines} == {4}
    assert lines[2] == "| `a + b` | 3 | 3 | 不能算 | 9 |"
