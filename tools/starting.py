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
    has_window = not arguments and has_screen()
    qt = system_packages.QT if has_window else []
    system_packages.require([*system_packages.VENV, *qt])
    MAIN.ready("runtime")
    if arguments or has_window:
        return _biaoli(*arguments)
    return show_without_screen()


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
    _expect(_biaoli("check", document, only_last_line=True), allowed=(0, 1, 3))
    _expect(_biaoli("export", document, "--xlsx", workbook, "--pdf", pdf))
    for path in (document, workbook, pdf):
        print(path)
    return 0


def _expect(code: int, *, allowed: tuple[int, ...] = (0,)) -> None:
    if code not in allowed:
        give_up("演示未完成，见上", "the demonstration did not finish, see above")


def _biaoli(*arguments: str | Path, only_last_line: bool = False) -> int:
    """Run the program; its last line alone is shown where the others are a long list."""
    command = [MAIN.script("biaoli"), *arguments]
    print("$", "biaoli", *(_short(part) for part in arguments), flush=True)
    if not only_last_line:
        return subprocess.run(command, env=clean_environ(), check=False).returncode
    environ = {**clean_environ(), "PYTHONUTF8": "1"}
    done = subprocess.run(
        command, env=environ, stdout=subprocess.PIPE, encoding="utf-8", check=False
    )
    print("".join(done.stdout.splitlines(keepends=True)[-1:]), end="", flush=True)
    return done.returncode


def _short(argument: str | Path) -> str:
    """Return the argument as one would type it in the project folder."""
    if isinstance(argument, Path) and argument.is_relative_to(ROOT):
        return str(argument.relative_to(ROOT))
    return str(argument)
