"""Which audit rules of a suite stand in files that several suites share.

They are the same texts in each of these suites: their lines stand with one of them.
"""

import re

from core.template.folder import SHARED
from core.template.form_suite import FormSuite

ID = re.compile(r"\bid: *([A-Z0-9-]+)")


def all_rules(suite: FormSuite) -> list[str]:
    """The ids of a suite's rules, those of its forms first."""
    rules = [rule for form in suite.forms.values() for rule in form.audits]
    return [rule.id for rule in (*rules, *suite.audits)]


def shared_rules(suite: FormSuite) -> set[str]:
    """Those of them that stand in shared files."""
    texts = [text for name, text in suite.sources.items() if name.startswith(SHARED)]
    written = {rule for text in texts for rule in ID.findall(text)}
    return written & set(all_rules(suite))


def lines_are_complete(lines: set[str], suite: FormSuite) -> bool:
    """Whether every rule of a suite's own has a line, and no line is left over."""
    rules = set(all_rules(suite))
    return rules - shared_rules(suite) <= lines <= rules
