"""Build the program into dist/biaoli, a folder that runs without Python."""

from __future__ import annotations

from pathlib import Path

from tools import system_packages
from tools.console import ROOT, clean_environ, say, succeeds_telling
from tools.environments import BUILD

BUNDLE = ROOT / "dist" / "biaoli"


def build() -> bool:
    """Run PyInstaller in an environment that holds the program's own packages and nothing else."""
    system_packages.require([*system_packages.VENV, *system_packages.BUILD, *system_packages.QT])
    python = BUILD.ready("build")
    command: list[str | Path] = [python, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN"]
    command += ["--distpath", ROOT / "dist", "--workpath", ROOT / "build", ROOT / "build.spec"]
    cache = {"PYINSTALLER_CONFIG_DIR": str(ROOT / ".cache" / "pyinstaller")}
    say("打包，约一分钟", "bundling, about a minute")
    environ = {**clean_environ(), **cache, "PYTHONHASHSEED": "0"}
    # Heard only if it fails: it warns of libraries that parts of Qt want which are left out.
    if not succeeds_telling(command, lambda _: None, env=environ):
        return False
    size = sum(path.stat().st_size for path in BUNDLE.rglob("*") if not path.is_symlink())
    say(f"已打包：{BUNDLE}（{size / 1e6:.0f} MB）", "built")
    return True
