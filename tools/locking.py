"""Write the lock files under requirements/ from pyproject.toml.

One lock serves every system and every Python we support: each line carries a marker where it is
needed and the checksums of all its files. The settings of the maintainer's machine (mirrors, local
indexes) are kept out, so that the checksums are those that everyone gets.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tools.console import ROOT, clean_environ, give_up, succeeds
from tools.environments import LOCKS, MAIN

# The smallest version is resolved for; markers cover the rest.
PYTHON = "3.11"


@dataclass(frozen=True)
class Lock:
    """One lock file: the dependency groups beside the program's own, and what is left out."""

    name: str
    groups: tuple[str, ...]
    without: tuple[str, ...] = ()


# The first is the largest; the others take their versions from it where they share a package.
ALL = [
    Lock("dev", ("install", "dev")),
    Lock("runtime", ("install",)),
    Lock("core", ("test",), without=("pyside6-essentials", "shiboken6")),
    Lock("build", ("build",)),
]


def write_all(*, upgrade: bool) -> None:
    """Bring every lock in line with pyproject.toml; with `upgrade`, to the newest versions."""
    for lock in ALL:
        resolve(lock, LOCKS / f"{lock.name}.txt", upgrade=upgrade)


def resolve(lock: Lock, output: Path, *, upgrade: bool = False) -> None:
    """Resolve one lock for all systems with uv; versions that `output` already names are kept."""
    command: list[str | Path] = ["pip", "compile", ROOT / "pyproject.toml", "--quiet"]
    command += ["--universal", "--python-version", PYTHON, "--generate-hashes"]
    command += ["--only-binary", ":all:", "--no-emit-index-url", "--no-annotate", "--no-header"]
    command += [part for group in lock.groups for part in ("--group", group)]
    command += [part for name in lock.without for part in ("--no-emit-package", name)]
    if lock is not ALL[0]:
        command += ["--constraints", LOCKS / f"{ALL[0].name}.txt"]
    command += ["--upgrade"] if upgrade else []
    if not uv(*command, "--output-file", output):
        give_up(f"无法锁定 {lock.name}，见上", "could not be resolved, see above")


def uv(*arguments: str | Path) -> bool:
    """Run uv without anybody's package indexes and with a cache of our own."""
    environ = {
        name: value
        for name, value in clean_environ().items()
        if not name.startswith(("UV_", "PIP_"))
    }
    environ["UV_CACHE_DIR"] = str(ROOT / ".cache" / "uv")
    return succeeds([MAIN.script("uv"), "--no-config", *arguments], env=environ)
