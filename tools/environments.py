"""Our own Python environments beside the project, installed from the hashed lock files.

An environment remembers the locks it was installed from. It is reused while they are unchanged,
gets more when a larger lock is asked for, and is made anew when a lock has changed.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from tools import system_packages
from tools.console import ROOT, clean_environ, give_up, say, succeeds, succeeds_telling

LOCKS = ROOT / "requirements"
# A line of pip's about a file of a megabyte or more: package and size.
DOWNLOAD = re.compile(r"(?:Downloading|Using cached) ([\w.]+-[\w.]+)-\S*\.whl.* (\([\d.]+ MB\))")


@dataclass(frozen=True)
class Environment:
    """One environment: its folder and the locks it may be installed from, the smallest first."""

    folder: Path
    locks: tuple[str, ...]
    has_program: bool = False

    @property
    def python(self) -> Path:
        """The environment's interpreter."""
        return self.script("python")

    def script(self, name: str) -> Path:
        """Return the path of a program installed in the environment."""
        if os.name == "nt":
            return self.folder / "Scripts" / f"{name}.exe"
        return self.folder / "bin" / name

    def ready(self, lock: str) -> Path:
        """Install what `lock` lists if it is not there yet, and return the interpreter."""
        recorded = self._recorded()
        larger = self.locks[self.locks.index(lock) :]
        if any(name in recorded for name in larger):
            return self.python
        if not recorded:
            self._create()
        say(f"安装 Python 包到 {self.folder.name}（清单 {lock}）", "installing Python packages")
        self._install(lock)
        self._record({*recorded, lock})
        return self.python

    def _recorded(self) -> set[str]:
        """Return the locks installed here, or nothing if any of them has changed since."""
        try:
            recorded = json.loads(self._stamp.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return set()
        names = {name for name in recorded if name in self.locks}
        if not self.python.exists():
            return set()
        return names if recorded == _fingerprints(names) else set()

    def _record(self, locks: set[str]) -> None:
        self._stamp.write_text(json.dumps(_fingerprints(locks)), encoding="utf-8")

    @property
    def _stamp(self) -> Path:
        return self.folder / "biaoli.json"

    def _create(self) -> None:
        system_packages.require(system_packages.VENV)
        shutil.rmtree(self.folder, ignore_errors=True)
        # Started from inside an environment, sys.executable may lie in the folder just removed.
        base = getattr(sys, "_base_executable", sys.executable)
        if not succeeds([base, "-m", "venv", self.folder], env=clean_environ()):
            give_up("无法建立 Python 环境，见上", "no environment could be made, see above")

    def _install(self, lock: str) -> None:
        self._pip("--require-hashes", "--only-binary", ":all:", "-r", LOCKS / f"{lock}.txt")
        if self.has_program:
            self._pip("--no-deps", "--no-build-isolation", "--editable", ROOT)

    def _pip(self, *arguments: str | Path) -> None:
        pip = ["-m", "pip", "--disable-pip-version-check", "install", "--progress-bar", "off"]
        command = [self.python, *pip, *arguments]
        if not succeeds_telling(command, _large_download, env=clean_environ()):
            give_up("Python 包安装失败，见上", "the packages could not be installed, see above")


def _large_download(line: str) -> str | None:
    """Return what pip fetches or unpacks, where that takes a while."""
    found = DOWNLOAD.match(line)
    if found:
        return f"{found[1]} {found[2]}"
    if line.startswith("Installing collected packages:") and "," in line:
        return f"安装 {line.count(',') + 1} 个包 / unpacking"
    return None


def _fingerprints(locks: set[str]) -> dict[str, str]:
    """Return what an environment with these locks depends on, as far as it may change."""
    sums = {name: hashlib.sha256((LOCKS / f"{name}.txt").read_bytes()) for name in locks}
    return {
        **{name: digest.hexdigest() for name, digest in sums.items()},
        # Not the third number: a system's own Python gets it changed, and environments go on.
        "python": f"{sys.version_info.major}.{sys.version_info.minor} {sys.base_prefix}",
        "root": str(ROOT),
    }


# The program, and what its development needs on top.
MAIN = Environment(ROOT / ".venv", ("runtime", "dev"), has_program=True)
# The core and its tests, without Qt.
CORE = Environment(ROOT / ".venv-core", ("core",))
# The program and PyInstaller, and nothing that could leak into the bundle.
BUILD = Environment(ROOT / ".venv-build", ("build",))
