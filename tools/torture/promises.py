"""How fast and how large a document stays when it is worked in for a year, on the disk."""

from __future__ import annotations

import statistics
import time
from pathlib import Path
from random import Random

from core.session import Session
from tools.torture.counted import Tried
from tools.torture.rooms import EXAMPLE

EDITS = 5000
COMMIT_MS, OPEN_MS, SIZE = 3.0, 200.0, 1_000_000
_TURNS = 7
_SLACK = 1.5
"""How far beyond its promise a time may be on a machine that does other things as well."""


def promises(folder: Path, seed: int, part: int) -> Tried:
    """Type all over a document, one cell at a time; `part`: only so many-th of it, times told."""
    tried = Tried("改一格，改完算出新的数、写到磁盘")
    path = folder / "一年.biaoli"
    Session.example(EXAMPLE, path).close()
    times = _type(path, seed, EDITS // part)
    tried.made = len(times)
    opening = [_timed_open(path) for _ in range(_TURNS)]
    size = path.stat().st_size
    commit, opened = statistics.median(times), statistics.median(opening)
    tried.notes += [
        f"改一格，中位 {commit:.2f} ms（最多 {COMMIT_MS:.0f} ms）",
        f"改过 {len(times)} 次的文件 {size / 1000:.0f} KB（最多 {SIZE / 1000:.0f} KB）",
        f"打开它，中位 {opened:.0f} ms（最多 {OPEN_MS:.0f} ms）",
    ]
    slow = commit > _SLACK * COMMIT_MS or opened > _SLACK * OPEN_MS
    if size > SIZE or (slow and part == 1):
        tried.wrong.append("超出了上面的最多")
    return tried


def _type(path: Path, seed: int, count: int) -> list[float]:
    """Milliseconds of each edit."""
    chance = Random(seed)  # noqa: S311 - which cells
    with Session.open(path) as session:
        calculation = session.calculation
        cells = [
            cell
            for sheet in calculation.shape.sheets
            for cell, slot in calculation.cells(sheet)
            if slot.field.is_figure and not slot.is_calculated and session.typed(cell)
        ]
        times = []
        for number in range(count):
            cell = chance.choice(cells)
            start = time.perf_counter()
            session.type_text([cell], f"{number}.25")
            times.append((time.perf_counter() - start) * 1000)
    return times


def _timed_open(path: Path) -> float:
    start = time.perf_counter()
    Session.open(path).close()
    return (time.perf_counter() - start) * 1000
