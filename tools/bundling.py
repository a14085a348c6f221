"""Build the program into dist/biaoli, a folder that runs without Python."""

from __future__ import annotations

from pathlib import Path

from tools import system_packages
from tools.console import ROOT, clean_environ, say, succeeds
from tools.environments import BUILD

BUNDLE = ROOT / "dist" / "biaoli"


def build() -> bool:
    """Run PyInstaller in an environment that holds the program's own packages and nothing else."""
    system_packages.require([*system_packages.VENV, *system_packages.BUILD, *system_packages.QT])
    python = BUILD.ready("build")
    command: list[str | Path] = [python, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN"]
    command += ["--distpath", ROOT / "dist", "--workpath", ROOT / "build", ROOT / "build.spec"]
    cache = {"PYINSTALLER_CONFIG_DIR": str(ROOT / ".cache" / "pyinstaller")}
    if not succeeds(command, env={**clean_environ(), **cache, "PYTHONHASHSEED": "0"}):
        return False
    size = sum(path.stat().st_size for path in BUNDLE.rglob("*") if not path.is_symlink())
    say(f"已打包：{BUNDLE}（{size / 1e6:.0f} MB）", "built")
    return True
