"""Places that may not be entered and names too long for the system: a plain line, nothing else."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from core.cli.input_file import read_entries
from core.document.backups import backups_of
from core.document.model import Document
from core.document.places import own_folder
from core.document.store import DocumentStore
from core.errors import BiaoliError
from core.export.atomic import write_bytes_atomically
from core.paths import is_so
from tests.core.cli_calls import refused
from tests.core.document.files import powerless

LONG = "长" * 200
WAYS: dict[str, Callable[[Path], object]] = {
    "open": lambda folder: DocumentStore.open(folder / "年报.biaoli"),
    "read": lambda folder: DocumentStore.open(folder / "年报.biaoli", read_only=True),
    "create": lambda folder: DocumentStore.create(folder / "新.biaoli", Document("s", 1), {}, {}),
    "export": lambda folder: write_bytes_atomically(folder / "表.pdf", b""),
    "values": lambda folder: read_entries(folder / "值.csv"),
}
as_posix = pytest.mark.skipif(sys.platform == "win32", reason="permissions of POSIX")


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder with one in it that nobody may enter."""
    with powerless() as folder:
        closed = folder / "锁着"
        (closed / "里").mkdir(parents=True)
        closed.chmod(0)
        yield folder
        closed.chmod(0o700)


@as_posix
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("where", ["锁着", "锁着/里", LONG], ids=["closed", "deeper", "long"])
def test_a_place_out_of_reach_is_told(place: Path, where: str, way: str) -> None:
    """Every way to a file ends in an error of our own, on one line."""
    with pytest.raises(BiaoliError) as caught:
        WAYS[way](place / where)
    assert "\n" not in str(caught.value)


@as_posix
@pytest.mark.parametrize("where", ["锁着", "锁着/里", LONG], ids=["closed", "deeper", "long"])
def test_templates_out_of_reach_are_told(place: Path, where: str) -> None:
    """Neither a suite nor a folder of suites."""
    assert "读不出来" in refused("template", "check", place / where)


@as_posix
def test_own_folders_out_of_reach_hinder_nothing(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A home that may not be entered: no backups are found, a folder is proposed all the same."""
    for name in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(place / "锁着" / "里"))
    assert backups_of(place / "年报.biaoli") == []
    assert own_folder().is_relative_to(place / "锁着" / "里")


def test_what_cannot_be_looked_at_is_not_there(tmp_path: Path) -> None:
    """The system's own refusals are a no."""
    assert is_so(tmp_path.is_dir)
    assert not is_so((tmp_path / LONG).exists)
    assert not is_so((tmp_path / "无").exists)
