"""The lock files say what pyproject.toml asks for, on every system we support."""

import re
import shutil
from pathlib import Path

import pytest

from tools import locking
from tools.environments import LOCKS, MAIN

PLATFORMS = ["windows", "x86_64-manylinux_2_28", "aarch64-manylinux_2_31"]
PYTHONS = ["3.11", "3.12", "3.13"]
CHECKSUM = re.compile(r"--hash=sha256:([0-9a-f]{64})")
each_lock = pytest.mark.parametrize("lock", locking.ALL, ids=lambda lock: str(lock.name))


def lock_text(lock: locking.Lock) -> str:
    """Return the committed lock."""
    return (LOCKS / f"{lock.name}.txt").read_text(encoding="utf-8")


def pins(text: str) -> set[str]:
    """Return the pinned versions with their markers."""
    return {line.rstrip(" \\") for line in text.splitlines() if re.match(r"\w", line)}


@each_lock
def test_lock_agrees_with_the_project(lock: locking.Lock, tmp_path: Path) -> None:
    """Resolving again changes no version, and every checksum is still on offer."""
    committed = lock_text(lock)
    again = tmp_path / f"{lock.name}.txt"
    again.write_text("\n".join(sorted(pins(committed))), encoding="utf-8")
    locking.resolve(lock, again)
    fresh = again.read_text(encoding="utf-8")
    assert pins(fresh) == pins(committed)
    assert set(CHECKSUM.findall(committed)) <= set(CHECKSUM.findall(fresh))


@pytest.mark.parametrize("platform", PLATFORMS)
@pytest.mark.parametrize("python", PYTHONS)
@pytest.mark.parametrize("name", ["dev", "build"])
def test_every_pin_is_a_wheel_on_every_system(
    name: str, python: str, platform: str, tmp_path: Path
) -> None:
    """Nobody needs a compiler: each package is offered ready-made for each system and Python."""
    assert locking.uv(
        *("pip", "install", "--quiet", "--dry-run", "--target", tmp_path / "nowhere"),
        *("--python-platform", platform, "--python-version", python),
        *("--only-binary", ":all:", "--no-deps", "--require-hashes"),
        *("-r", LOCKS / f"{name}.txt"),
    )


@each_lock
def test_lock_names_no_place(lock: locking.Lock) -> None:
    """A lock holds names, versions and checksums, and no address of an index or a folder."""
    assert "//" not in lock_text(lock)
    assert "-index" not in lock_text(lock)
    assert "--find-links" not in lock_text(lock)


@each_lock
def test_every_pin_has_checksums(lock: locking.Lock) -> None:
    """Each pinned version is followed by the checksum of at least one file."""
    for entry in re.split(r"\n(?=\w)", lock_text(lock)):
        assert CHECKSUM.search(entry), entry


def test_smaller_locks_are_parts_of_the_development_lock() -> None:
    """What is tested is what is shipped: the same version everywhere."""
    whole = pins(lock_text(locking.ALL[0]))
    for lock in locking.ALL[1:3]:
        assert pins(lock_text(lock)) <= whole


def test_core_lock_has_no_qt() -> None:
    """The core's environment proves that the core works without Qt."""
    (core,) = [lock for lock in locking.ALL if lock.name == "core"]
    assert not re.search("pyside|shiboken|pytest-qt", lock_text(core))


def test_uv_is_there() -> None:
    """The tool that resolves the locks is part of the development lock."""
    assert shutil.which(MAIN.script("uv"))
