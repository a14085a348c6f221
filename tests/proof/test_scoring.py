"""The rules of scoring that the forms print, put to the figures that were published with them.

tests/proof/scoring/ has one sheet for each suite that prints its rules.
"""

from pathlib import Path

import pytest
import yaml

from core.template.library import load_installed
from tests.core.formula.environment import run
from tests.core.template.test_guide import points_told

SHEETS = Path(__file__).parent / "scoring"


def lines() -> list[tuple[str, str, str]]:
    """By suite each formula and what it gives."""
    found = []
    for path in sorted(SHEETS.glob("*.yaml")):
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        found += [(path.stem, *line) for rule in content.values() for line in rule.items()]
    return found


@pytest.mark.parametrize(("suite", "formula", "shown"), lines())
def test_a_printed_rule_gives_the_published_points(suite, formula, shown):
    """Under the settings of the suite; blank where a person has to judge."""
    assert points_told(run(formula, suite=load_installed(suite))) == shown
