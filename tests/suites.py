"""The suites that tests share: small enough to read, loaded once."""

from functools import cache
from pathlib import Path

from core.template.library import load_folder
from core.template.suite import FormSuite

FOLDER = Path(__file__).parent / "suites"


@cache
def load_test_suite(name: str) -> FormSuite:
    """The suite in tests/suites/<name>/ (suites never change, so one is enough for all tests)."""
    return load_folder(FOLDER / name)
