"""Every rule of every shipped suite is silent where all is well, and speaks where it is not.

tests/proof/rules/ has one sheet for each suite: what to type so that a rule fails. A new rule needs
a line there; a rule of a shared file, with one of the suites that use it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from core.audit.rules import placed_rules
from core.calc.taking import taken
from core.document.edits import SelectForm, SetLastYear
from core.document.last_year import LastYear
from core.findings import Outcome, Scope
from core.paths import templates_folder
from core.session import Session
from core.template.form import AuditRule
from core.template.form_suite import FormSuite
from tests.proof.clean_document import CLEAN, clean_document, left_open, suite_filled_by
from tests.shared_rules import all_rules, lines_are_complete, shared_rules
from tests.templates.test_every_template import loaded

pytestmark = pytest.mark.sweep

SHEETS = Path(__file__).parent / "rules"
SUITES = sorted(path.parent.name for path in templates_folder().glob("*/suite.yaml"))
CLEAN_OF = {suite_filled_by(name): name for name in CLEAN}
REASON = "按批复数填列"


@cache
def sheet(suite: str) -> Any:
    """The sheet of a suite."""
    return yaml.safe_load((SHEETS / f"{suite}.yaml").read_text(encoding="utf-8"))


def audits(suite: str) -> list[AuditRule]:
    """All rules of a suite, those of its forms first."""
    found = suite_of(suite)
    return [*(rule for form in found.forms.values() for rule in form.audits), *found.audits]


def suite_of(suite: str) -> FormSuite:
    """The shipped suite."""
    return loaded(templates_folder() / suite)


def rules(suite: str) -> list[str]:
    """The ids of those that have a line on the sheet of the suite."""
    return [rule for rule in all_rules(suite_of(suite)) if rule in sheet(suite)["rules"]]


@cache
def prepared(suite: str, name: str) -> Session:
    """The clean document of a suite ("") or one where more is filled in; to be left as it is."""
    session = clean_document(CLEAN_OF[suite])
    last_year = sheet(suite).get("last_year", {}).get(name)
    if last_year is not None:
        session.apply(SetLastYear(figures_of_last_year(session, last_year)))
    if name:
        for form in sheet(suite).get("taken_in", {}).get(name, ()):
            session.apply(SelectForm(form, True))
        session.set_addresses(sheet(suite)["prepared"].get(name, {}).items())
    return session


def figures_of_last_year(session: Session, typed: dict[str, str]) -> LastYear:
    """What a document of the year before leaves in which this was typed."""
    year = str(session.names.year() - 1)
    with Session.create_from(session.calculation.whole, None, "某某局", year) as old:
        old.set_addresses(typed.items())
        return taken(old.calculation, old.names, "上年.biaoli")


def names_of_prepared(suite: str) -> set[str]:
    """What is filled in before the mistakes, by name: cells of this year, of last year or both."""
    return {*sheet(suite).get("prepared", {}), *sheet(suite).get("last_year", {})}


@cache
def outcomes(suite: str, name: str) -> dict[str, set[Outcome]]:
    """By rule how it ends in a prepared document."""
    found: dict[str, set[Outcome]] = {}
    for result in prepared(suite, name).auditor.results.values():
        found.setdefault(result.rule, set()).add(result.outcome)
    return found


@contextmanager
def mistaken(suite: str, entry: dict[str, Any]) -> Iterator[Session]:
    """The prepared document of a line with its mistakes in it, for as long as the block lasts."""
    session = prepared(suite, entry.get("in", ""))
    with session.together("填错"):
        session.set_addresses(entry.get("type", {}).items())
        for address, text in entry.get("override", {}).items():
            session.override(session.names.cell(address), text, REASON)
    try:
        yield session
    finally:
        session.undo()


every_rule = pytest.mark.parametrize(
    ("suite", "rule"), [(suite, rule) for suite in SUITES for rule in rules(suite)]
)


@pytest.mark.parametrize("suite", SUITES)
def test_the_sheet_has_a_line_for_every_rule(suite):
    """None is missing and none is left over, and what is filled in before is used."""
    lines = sheet(suite)["rules"]
    assert lines_are_complete(set(lines), suite_of(suite))
    used = {line["in"] for line in lines.values() if "in" in line}
    assert used <= names_of_prepared(suite)


def test_every_shared_rule_has_a_line_on_some_sheet():
    """Several suites use it; it is tried with one of them."""
    lines = {rule for suite in SUITES for rule in sheet(suite)["rules"]}
    assert {rule for suite in SUITES for rule in shared_rules(suite_of(suite))} <= lines


@every_rule
def test_a_rule_is_silent_where_nothing_is_wrong(suite, rule):
    """It passes in the clean document or, where it does not apply there, in a fuller one."""
    names = ["", *sorted(names_of_prepared(suite))]
    assert any(Outcome.PASSED in outcomes(suite, name).get(rule, set()) for name in names)


@every_rule
def test_a_rule_fails_where_something_is_wrong(suite, rule):
    """What the line says makes this rule fail, and no other than those it names."""
    line = sheet(suite)["rules"][rule]
    before = {finding.identity for finding in left_open(prepared(suite, line.get("in", "")))}
    with mistaken(suite, line) as session:
        found = [finding for finding in left_open(session) if finding.identity not in before]
        failed = {finding.rule for finding in found if finding.outcome is Outcome.FAILED}
        [*own] = [finding for finding in found if finding.rule == rule]
        assert own
        assert all(finding.message and finding.remedy for finding in own)
    assert failed == {rule, *line.get("also", ())}


def test_what_asks_for_last_year_applies_only_with_it():
    """Rules across years fail, and say nothing in a document that has no figures of last year."""
    for suite in SUITES:
        lines = sheet(suite)["rules"]
        names = ["", *sorted(names_of_prepared(suite))]
        without = [n for n in names if prepared(suite, n).document.last_year is None]
        placed = placed_rules([rule for rule in audits(suite) if rule.id in rules(suite)])
        for rule in {one.rule.id for one in placed if one.scope is Scope.ACROSS_YEARS}:
            assert lines[rule].get("in", "") not in without
            for name in without:
                assert outcomes(suite, name).get(rule, set()) <= {Outcome.NOT_APPLICABLE}


def test_what_only_an_override_breaks_is_known():
    """The template's formulas keep what a sheet lists, as long as nobody writes over them."""
    for suite in SUITES:
        lines = sheet(suite)["rules"].items()
        kept = [rule for rule, line in lines if "override" in line and "type" not in line]
        assert kept == sheet(suite).get("only_overridden", [])
