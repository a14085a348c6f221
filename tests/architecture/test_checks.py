"""What `dev.py test` runs: no test may stand where nobody runs it."""

from tools.checking import BUNDLE_TESTS, CORE_TESTS, OTHER_TESTS
from tools.console import ROOT


def test_every_folder_of_tests_is_run():
    """A folder under tests/ that holds tests is named by exactly one step."""
    named = [*CORE_TESTS, *OTHER_TESTS, BUNDLE_TESTS]
    with_tests = {path.relative_to(ROOT).parts[:2] for path in ROOT.glob("tests/**/test_*.py")}
    assert sorted(named) == sorted("/".join(parts) for parts in with_tests)
