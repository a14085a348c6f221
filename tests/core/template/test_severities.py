"""The weight of every shipped rule follows from the relation it checks, held in one table."""

from pathlib import Path

import pytest
import yaml

from core.findings import Severity
from core.template.library import load_installed
from tests.shared_rules import lines_are_complete, shared_rules

pytestmark = pytest.mark.sweep

TABLES = Path(__file__).parents[2] / "severities"
SUITES = sorted(path.stem for path in TABLES.glob("*.yaml"))
WEIGHTS = {"mandatory": Severity.MANDATORY, "verify": Severity.VERIFY, "hint": Severity.HINT}
OF_KIND = {
    "none": Severity.MANDATORY,
    "plausibility": Severity.VERIFY,
    "guideline": Severity.VERIFY,
    "informative": Severity.HINT,
}


def table(suite: str) -> dict[str, dict[str, str]]:
    """The table of a suite."""
    read = yaml.safe_load((TABLES / f"{suite}.yaml").read_text(encoding="utf-8"))
    assert isinstance(read, dict)
    return read


def shipped(suite: str) -> dict[str, Severity]:
    """Every rule of a suite that has a line in its table, with its weight."""
    loaded = load_installed(suite)
    rules = [rule for form in loaded.forms.values() for rule in form.audits]
    found = {rule.id: rule.severity for rule in (*rules, *loaded.audits)}
    return {id_: weight for id_, weight in found.items() if id_ in table(suite)}


def wanted(entry: dict[str, str]) -> Severity:
    """The weight that a line of the table asks for."""
    return WEIGHTS[entry["weight"]] if "weight" in entry else OF_KIND[entry["kind"]]


@pytest.mark.parametrize("suite", SUITES)
def test_every_rule_has_the_weight_of_its_relation(suite):
    """Mandatory where the relation must hold, 核实性 where it usually does, else a hint."""
    expected = {rule: wanted(entry) for rule, entry in table(suite).items()}
    assert shipped(suite) == expected


@pytest.mark.parametrize("suite", SUITES)
def test_every_rule_has_a_line(suite):
    """None is missing and none is left over; of shared files, some table has them."""
    loaded = load_installed(suite)
    assert lines_are_complete(set(table(suite)), loaded)
    assert shared_rules(loaded) <= {rule for other in SUITES for rule in table(other)}


@pytest.mark.parametrize("suite", SUITES)
def test_every_rule_says_where_its_weight_comes_from(suite):
    """A relation with its kind, or a source; a weight of its own only with a reason."""
    for rule, entry in table(suite).items():
        if "source" in entry:
            assert entry.keys() == {"source", "weight"}, rule
        else:
            more = entry.keys() - {"relation", "kind"}
            assert more in (set(), {"weight", "because"}), rule
            assert entry["relation"], rule
            assert entry["kind"] in OF_KIND, rule
            assert not more or wanted(entry) is not OF_KIND[entry["kind"]], rule
