"""Every format that was ever written opens for ever, and tells what it told then."""

import json
import shutil
from pathlib import Path

import pytest

from core.document.schema import FORMAT
from core.session import Session
from core.versions.keeping import restore_version, unlock
from tests.golden.told import told

FOLDER = Path(__file__).parents[2] / "golden" / "documents"
SAMPLES = sorted(FOLDER.glob("*.biaoli"))


@pytest.fixture
def sample(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A copy of a sample to do anything with."""
    return Path(shutil.copyfile(request.param, tmp_path / request.param.name))


def test_the_format_of_today_has_a_sample() -> None:
    """Whoever changes the format adds one."""
    assert f"format-{FORMAT}.biaoli" in [path.name for path in SAMPLES]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem, indirect=True)
def test_a_sample_tells_what_it_told(sample: Path) -> None:
    """Figures, texts, steps, versions and differences, and looking changes no byte."""
    before = sample.read_bytes()
    expected = json.loads((FOLDER / f"{sample.stem}.json").read_text(encoding="utf-8"))
    assert told(sample) == expected
    assert sample.read_bytes() == before


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem, indirect=True)
def test_a_sample_can_be_filled_in(sample: Path) -> None:
    """Unlocked, undone to its beginning, done again, brought back to its first version."""
    with Session.open(sample) as session:
        unlock(session)
        first = session.store.versions.one(1)
        while session.undo():
            pass
        assert not session.document.projects
        while session.redo():
            pass
        assert session.document == session.at_opening()
        restore_version(session, first)
        was = session.store.versions.document(first, session.document.suite)
        assert session.document == was
