"""Takes pictures of the window in every named state: `python3 dev.py shots`.

Each state (tools/shot_states.py) is taken in light colours and in high contrast, at 100 % and at
150 %, as on a laptop of 1366 × 728, into build/shots/, with a page that shows them side by side.
Two of them are the pictures of docs/images; parts of others (tools/shot_cuts.py) are those of the
manual. Nothing is shown on a screen; the same program gives the same pictures, the clock apart.

    python3 dev.py shots
    python -m tools.screenshots --only editing --only export     some states
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from html import escape
from pathlib import Path

from tools.console import ROOT

SHOTS = ROOT / "build" / "shots"
IMAGES, MANUAL = ROOT / "docs" / "images", ROOT / "docs" / "manual" / "images"
PICTURES = {"figure": "window.png", "writing_reason": "project.png"}
SCALES = (100, 150)
SCHEMES = ("light", "contrast")
SCREEN = {"name": "laptop", "x": 0, "y": 0, "width": 1366, "height": 728, "dpr": 1}


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the pictures; 1 where a state could not be shown."""
    parser = argparse.ArgumentParser(description="画窗口的各种样子")
    parser.add_argument("--only", action="append", default=[], metavar="STATE", help="只画这些")
    parser.add_argument("--look", help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.look:
        scheme, _, percent = options.look.partition("-")
        return _take(SHOTS / options.look, scheme, int(percent), options.only)
    if not options.only:
        shutil.rmtree(SHOTS, ignore_errors=True)
    looks = [f"{scheme}-{percent}" for scheme in SCHEMES for percent in SCALES]
    failed = [look for look in looks if _in_a_process_of_its_own(look, options.only)]
    _write_page(looks)
    for state, name in PICTURES.items():
        found = SHOTS / looks[0] / f"{state}.png"
        if found.is_file():
            shutil.copyfile(found, IMAGES / name)
    print(SHOTS / "index.html")
    return int(bool(failed))


def _in_a_process_of_its_own(look: str, only: Sequence[str]) -> int:
    """Take the pictures of one look: Qt is told of size and colours before it starts."""
    chosen = [word for state in only for word in ("--only", state)]
    with tempfile.TemporaryDirectory() as home:
        # A home of its own: what somebody opened here before is no part of the pictures.
        own = dict.fromkeys(("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"), home)
        screen = Path(home) / "screen.json"
        screen.write_text(json.dumps({"screens": [SCREEN]}), encoding="utf-8")
        environ = {**os.environ, **own, "QT_QPA_PLATFORM": f"offscreen:configfile={screen}"}
        command = [sys.executable, "-m", "tools.screenshots", "--look", look, *chosen]
        return subprocess.run(command, cwd=ROOT, env=environ, check=False).returncode


def _take(folder: Path, scheme: str, percent: int, only: Sequence[str]) -> int:
    from gui import appearance
    from tools.shot_states import take

    appearance.keep(percent, high_contrast=scheme == SCHEMES[1])
    folder.mkdir(parents=True, exist_ok=True)
    plain = (scheme, percent) == (SCHEMES[0], SCALES[0])
    take(folder, percent, only, manual=MANUAL if plain else None)
    return 0


def _write_page(looks: Sequence[str]) -> None:
    """A page with every state in a row, its looks beside each other."""
    names = sorted({path.stem for look in looks for path in (SHOTS / look).glob("*.png")})
    rows = "\n".join(
        f"<h2>{escape(name)}</h2><p>"
        + "".join(f'<img src="{look}/{name}.png" alt="{look}" width="49%"> ' for look in looks)
        + "</p>"
        for name in names
    )
    page = f'<!doctype html><meta charset="utf-8"><title>表里</title>\n{rows}\n'
    SHOTS.mkdir(parents=True, exist_ok=True)
    (SHOTS / "index.html").write_text(page, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
