"""The suites that tests share: small enough to read, loaded once."""

from functools import cache
from pathlib import Path

from core.template.library import load_folder
from core.template.suite import FormSuite

FOLDER = Path(__file__).parent / "suites"


@cache
def load_test_suite(name: str) -> FormSuite:
    """The suite in tests/suites/<name>/; it never changes, so one serves all tests."""
    return load_folder(FOLDER / name)
