"""Say things to the developer, Chinese first, and run other programs."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent


def say(chinese: str, english: str) -> None:
    """Print one line in both languages at once, also when the output is not a terminal."""
    print(f"{chinese} / {english}", flush=True)


def give_up(chinese: str, english: str, *, code: int = 1) -> NoReturn:
    """Print one line and end with a failure."""
    say(chinese, english)
    sys.exit(code)


def succeeds(
    command: Sequence[str | Path],
    *,
    env: Mapping[str, str] | None = None,
    quiet: bool = False,
) -> bool:
    """Run a command in the project folder and return whether it ended well."""
    sink = subprocess.DEVNULL if quiet else None
    done = subprocess.run(command, cwd=ROOT, env=env, stdout=sink, stderr=sink, check=False)
    return done.returncode == 0


def succeeds_telling(
    command: Sequence[str | Path],
    tell: Callable[[str], str | None],
    *,
    env: Mapping[str, str] | None = None,
) -> bool:
    """Run a long command and print what `tell` makes of its lines; all of them if it fails."""
    heard: list[str] = []
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    ) as process:
        for line in process.stdout or ():
            heard.append(line)
            told = tell(line.strip())
            if told:
                print(f"  {told}", flush=True)
    if process.returncode:
        print("".join(heard), end="", flush=True)
    return process.returncode == 0


def clean_environ() -> dict[str, str]:
    """Return the environment without what would lead our Pythons to other people's modules."""
    hidden = {"PYTHONPATH", "PYTHONHOME", "PYTHONSTARTUP", "VIRTUAL_ENV"}
    return {name: value for name, value in os.environ.items() if name not in hidden}
