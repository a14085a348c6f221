"""Forms that several suites use calculate and are audited the same in each of them.

What an example types into a shared form is typed into the same form of every other suite that has
it: each cell holds the same, and each rule finds the same, though the forms have other numbers and
some are not there.
"""

import pytest

from core.calc.examples import read_example
from core.paths import templates_folder
from core.session import Session
from core.template.folder import SHARED
from core.template.form_suite import FormSuite
from core.template.library import load_folder
from tests.proof.clean_document import EXAMPLES

SUITES = [load_folder(path.parent) for path in sorted(templates_folder().glob("*/suite.yaml"))]


def shared_with(example: str, other: FormSuite) -> set[str]:
    """The forms an example fills in that another suite has from the same file."""
    content = read_example(example)
    own = next(suite for suite in SUITES if suite.id == content.suite)
    return {
        name
        for name, form in own.forms.items()
        if form.file.startswith(SHARED)
        and name not in content.left_out
        and name in other.forms
        and other.forms[name].file == form.file
    }


PAIRS = [
    (example, other)
    for example in EXAMPLES
    for other in SUITES
    if other.id != read_example(example).suite and shared_with(example, other)
]


def filled(example: str, suite: FormSuite, forms: set[str]) -> Session:
    """A new document of a suite with what the example types into these forms."""
    content = read_example(example)
    unit = content.cover["单位名称"]
    session = Session.create_from(suite, None, unit)
    cover = [(f"封面.{name}", text) for name, text in content.cover.items() if name in suite.cover]
    typed = [(at, text) for at, text in content.values.items() if at.split("!")[0] in forms]
    session.set_addresses([*cover, *typed])
    return session


def texts(session: Session, forms: set[str]) -> dict[str, str]:
    """What every cell of these forms holds."""
    return {
        session.names.address(cell): session.text(cell)
        for cell in session.calculation.values
        if cell.form in forms
    }


def found(session: Session, forms: set[str], rules: set[str]) -> set[tuple[str, str]]:
    """What these rules find in these forms: rule and cell."""
    return {
        (finding.rule, session.names.address(finding.cells[0]))
        for finding in session.findings()
        if finding.rule in rules and finding.cells[0].form in forms
    }


def test_forms_are_shared():
    """There is something to compare."""
    assert PAIRS


@pytest.mark.parametrize(("example", "other"), PAIRS, ids=lambda case: getattr(case, "id", case))
def test_a_shared_form_is_the_same_in_every_suite(example, other):
    """In every cell, and in what its rules and those between the forms find."""
    forms = shared_with(example, other)
    rules = {rule.id for form in forms for rule in other.forms[form].audits}
    rules |= {rule.id for rule in other.audits}
    with Session.example(example, None) as own, filled(example, other, forms) as session:
        rules &= {rule.id for rule in own.suite.audits} | {
            rule.id for form in forms for rule in own.suite.forms[form].audits
        }
        assert texts(session, forms) == texts(own, forms)
        assert found(session, forms, rules) == found(own, forms, rules)
