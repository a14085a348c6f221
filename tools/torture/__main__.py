"""Everything that may happen to a program and its files, counted.

`python3 dev.py torture [--seed N] [--part K]`: with K every K-th trial only.
`python3 dev.py torture --case KIND:SEED:NUMBER` repeats one spoilt input, with its traceback.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from tools.torture.counted import COMMAND, Tried
from tools.torture.crowd import crowd
from tools.torture.faults import Faults
from tools.torture.kills import Kills, Stops
from tools.torture.mutations import KINDS, Cases
from tools.torture.promises import promises
from tools.torture.rooms import Room, small_room

KILLS, STOPS, FAULTS = 200, 500, 20


def torments(folder: Path, seed: int, part: int) -> Iterator[Tried]:
    """Kills, stops and faults, one kind after the other."""
    tried = Tried("随机时刻杀掉（kill -9）")
    Kills(tried, Room(_below(folder, "杀")), seed).run(KILLS // part)
    yield tried
    tried = Tried("在快满的磁盘上随机时刻杀掉")
    with small_room(_below(folder, "满")) as room:
        Kills(tried, room, seed + 1).run(KILLS // part)
    yield tried
    tried = Tried("随机时刻停住（SIGSTOP），拷出文件和日志，当作断电")
    Stops(tried, Room(_below(folder, "停")), seed + 2).run(STOPS // part)
    yield tried
    yield from Faults(Room(_below(folder, "坏")), seed + 3).run(FAULTS // part)


def _below(folder: Path, name: str) -> Path:
    inner = folder / name / "单位"
    inner.mkdir(parents=True)
    return inner


def whole(seed: int, part: int) -> bool:
    """Everything; whether all went well."""
    started = time.monotonic()
    found: list[Tried] = []
    with tempfile.TemporaryDirectory(prefix="biaoli-torture-") as name:
        folder = Path(name)
        folder.chmod(0o755)  # one writer works with nobody's rights
        os.environ["XDG_DATA_HOME"] = str(folder / "自己的")  # backups and logs
        found += _shown([promises(folder, seed, part)])
        with crowd(seed, part) as spoilt:
            found += _shown(torments(folder, seed, part))
            found += _shown(spoilt())
    made, wrong = sum(tried.made for tried in found), sum(len(tried.wrong) for tried in found)
    took = time.monotonic() - started
    print(f"种子 {seed}，共 {made} 次，出错 {wrong}，用时 {took:.0f} 秒")
    if wrong:
        print(f"再来一遍：{COMMAND} --seed {seed} --part {part}")
    return not wrong


def _shown(found: Iterator[Tried] | list[Tried]) -> Iterator[Tried]:
    for tried in found:
        print("\n".join(tried.lines()), flush=True)
        yield tried


def one_case(name: str) -> bool:
    """Repeat one spoilt input; what goes wrong comes as it is."""
    kind, _, rest = name.partition(":")
    seed, _, number = rest.partition(":")
    if kind not in KINDS or not (seed.isdigit() and number.isdigit()):
        print(f"要写成 种类:种子:号码，种类有{'、'.join(KINDS)}")
        return False
    with tempfile.TemporaryDirectory(prefix="biaoli-torture-") as folder:
        taken = Cases(Path(folder)).run(kind, int(seed), int(number))
    print("收下了" if taken else "说明为什么不收")
    return True


def main() -> int:
    """Torment the program; 1 when anything went wrong."""
    parser = argparse.ArgumentParser(prog="dev.py torture", description=__doc__)
    parser.add_argument("--seed", type=int, default=2021)
    parser.add_argument("--part", type=int, default=1, choices=range(1, 21), metavar="1-20")
    parser.add_argument("--case")
    options = parser.parse_args()
    well = one_case(options.case) if options.case else whole(options.seed, options.part)
    return 0 if well else 1


if __name__ == "__main__":
    sys.exit(main())
