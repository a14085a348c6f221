"""Start the program, or do its work without a window where there is no screen."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tools import system_packages
from tools.console import ROOT, clean_environ, give_up, say
from tools.environments import MAIN

EXAMPLE = "tonghai-2021"
OUT = ROOT / "out"


def run(arguments: list[str]) -> int:
    """Start the program with `arguments` and return its exit code."""
    MAIN.ready("runtime")
    if arguments:
        return _biaoli(*arguments)
    if not has_screen():
        return show_without_screen()
    system_packages.require(system_packages.QT)
    return _biaoli()


def has_screen() -> bool:
    """Return whether a window could be shown here."""
    if sys.platform != "linux":
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))


def show_without_screen() -> int:
    """Write an example document, check it and export it, all on the command line."""
    say("没有显示器，改用命令行演示同样的工作", "no display: the same work on the command line")
    OUT.mkdir(exist_ok=True)
    document, workbook, pdf = (OUT / f"{EXAMPLE}.{kind}" for kind in ("biaoli", "xlsx", "pdf"))
    document.unlink(missing_ok=True)
    _expect(_biaoli("example", EXAMPLE, document))
    # 1 and 3 say that the audit found something, not that the command failed.
    _expect(_biaoli("check", document), allowed=(0, 1, 3))
    _expect(_biaoli("export", document, "--xlsx", workbook, "--pdf", pdf))
    for path in (document, workbook, pdf):
        print(path)
    return 0


def _expect(code: int, *, allowed: tuple[int, ...] = (0,)) -> None:
    if code not in allowed:
        give_up("演示未完成，见上", "the demonstration did not finish, see above")


def _biaoli(*arguments: str | Path) -> int:
    command = [MAIN.script("biaoli"), *arguments]
    print("$", "biaoli", *arguments, flush=True)
    return subprocess.run(command, env=clean_environ(), check=False).returncode
