"""Every formula of the published forms gives the published figure, unless an erratum says no.

tests/proof/formulas/ has a table for each publication: what the form's instructions say, the cell,
and the figure in print.
"""

from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from core.number_text import format_number
from core.session import Session, example_ids
from core.values import Blank
from tools import errata

TABLES = Path(__file__).parent / "formulas"


def rows(example: str) -> list[dict[str, str]]:
    """The table of an example, every value as text."""
    text = (TABLES / f"{example}.yaml").read_text(encoding="utf-8")
    content: Any = yaml.load(text, yaml.BaseLoader)  # noqa: S506 - texts only
    return list(content["formulas"])


ROWS = [(path.stem, row) for path in sorted(TABLES.glob("*.yaml")) for row in rows(path.stem)]


@cache
def shipped(example: str) -> Session:
    """An example; to be left as it is."""
    return Session.example(example, None)


def computed(session: Session, address: str) -> str:
    """What the formula of a cell gives, as the form prints it, whatever stands there."""
    cell = session.names.cell(address)
    slot = session.calculation.slot(cell)
    assert slot is not None
    assert session.names.cell(address) in session.calculation.computations, "has no formula"
    value = session.calculation.computed.get(cell, session.value(cell))
    if isinstance(value, Blank):
        return ""
    assert isinstance(value, str | Decimal)
    style = slot.field.number
    if isinstance(value, str):
        return value
    assert style is not None
    return format_number(value, style)


@pytest.mark.parametrize(
    ("example", "row"), ROWS, ids=[f"{example} {row['at']}" for example, row in ROWS]
)
def test_a_formula_gives_the_published_figure(example, row):
    """The figure is calculated or prefilled, not typed; an erratum says where it is another."""
    session = shipped(example)
    assert computed(session, row["at"]) == row.get("otherwise", row["figure"])
    if "otherwise" in row:
        assert session.text(session.names.cell(row["at"])) == row["figure"]
        assert row["erratum"] in {entry["id"] for entry in errata.read(example)["errata"]}


def test_the_tables_are_of_shipped_examples():
    """None is of a publication that is not shipped."""
    assert {example for example, _ in ROWS} <= set(example_ids())
