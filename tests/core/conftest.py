"""Documents that several tests of the core begin with."""

import shutil
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def example_document(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped example, written once; not to be changed."""
    from core.session import Session  # a defect in it is a failed test, not a failed collection

    path = tmp_path_factory.mktemp("example") / "示例.biaoli"
    Session.example("tonghai-2021", path).close()
    return path


@pytest.fixture
def document(example_document: Path, tmp_path: Path) -> Path:
    """A copy of the shipped example to do anything with."""
    return Path(shutil.copyfile(example_document, tmp_path / "本年.biaoli"))
