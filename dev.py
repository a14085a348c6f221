"""The development command: `python3 dev.py run|test|errata|seed-errors|oracle|…`.

It needs nothing but Python 3.11 to 3.13. It makes its own environments beside this file from the
lock files, and brings the few system libraries that Qt needs, or says how to.
"""

import sys

if not (3, 11) <= sys.version_info[:2] <= (3, 13):
    sys.exit("需要 Python 3.11、3.12 或 3.13 / Python 3.11, 3.12 or 3.13 is needed")

import argparse
from typing import NoReturn

from tools import bundling, checking, locking, starting, system_packages
from tools.console import give_up, succeeds
from tools.environments import CORE, MAIN

COMMANDS = (
    "run",
    "test",
    "errata",
    "seed-errors",
    "oracle",
    "bench",
    "torture",
    "build",
    "shots",
    "lock",
    "fonts",
)

# The modules that do the work of a command, one after the other.
MODULES = {
    "shots": ("screenshots", "draw_images", "draw_icons"),
    "fonts": ("build_fonts",),
    "oracle": ("oracle",),
    "bench": ("bench",),
}


# What the audit finds and the files survive, told in a table; the core's environment is enough.
PROOFS = {
    "errata": "tools.errata",
    "seed-errors": "tools.seed_errors",
    "torture": "tools.torture",
}


def main() -> int:
    """Run the command named on the command line."""
    arguments = parser().parse_args()
    if arguments.command == "run":
        return starting.run([part for part in arguments.arguments if part != "--"])
    if arguments.command == "test":
        return 0 if checking.check() else 1
    if arguments.command == "build":
        return 0 if bundling.build() else 1
    if arguments.command in PROOFS:
        given = {name: value for name, value in vars(arguments).items() if value is not None}
        module = PROOFS[given.pop("command")]
        numbers = [f"--{name}={value}" for name, value in given.items()]
        return 0 if succeeds([CORE.ready("core"), "-m", module, *numbers]) else 1
    office = system_packages.OFFICE if arguments.command in ("oracle", "bench") else []
    system_packages.require([*system_packages.VENV, *system_packages.QT, *office])
    MAIN.ready("dev")
    if arguments.command == "lock":
        locking.write_all(upgrade=arguments.upgrade)
        return 0
    flags = ["--check"] if vars(arguments).get("check") else []
    names = MODULES[arguments.command]
    well = all(succeeds([MAIN.python, "-m", f"tools.{name}", *flags]) for name in names)
    return 0 if well else 1


class Parser(argparse.ArgumentParser):
    """A parser that answers a wrong call in one plain line."""

    def error(self, message: str) -> NoReturn:
        """Say how the command is used, and stop."""
        del message  # argparse's own words are for programmers
        names = "|".join(COMMANDS)
        give_up(f"用法：python3 dev.py {names}，-h 有说明", "wrong usage, -h tells more", code=2)


def parser() -> argparse.ArgumentParser:
    """Return the parser of our own command line."""
    whole = Parser(prog="dev.py", description="表里的开发命令 / development")
    commands = whole.add_subparsers(dest="command", required=True)
    run = commands.add_parser("run", help="启动程序 / start the program")
    run.add_argument("arguments", nargs=argparse.REMAINDER, help="交给程序 / for the program")
    commands.add_parser("test", help="全部检查 / every check")
    commands.add_parser("errata", help="示例的错处由哪条审核查出 / errata and their rules")
    seed = commands.add_parser("seed-errors", help="放进错数，看查出多少 / plant mistakes")
    seed.add_argument("--seed", type=int, default=2021, help="随机数的种子 / seed")
    seed.add_argument("--count", type=int, default=500, help="放几处 / how many")
    seed.add_argument("--example", help="只用一个示例 / one example only")
    commands.add_parser("oracle", help="用 LibreOffice 对照导出 / compare with LibreOffice")
    bench = commands.add_parser("bench", help="测速，与承诺对照 / speed against the promises")
    bench.add_argument("--check", action="store_true", help="太慢就算失败 / fail when too slow")
    torture = commands.add_parser("torture", help="杀、断电、写坏 / kills, faults, spoilt inputs")
    torture.add_argument("--seed", type=int, default=2021, help="随机数的种子 / seed")
    torture.add_argument("--part", type=int, default=1, help="只做几分之一，1 至 20 / every n-th")
    torture.add_argument("--case", help="重做一个写坏的输入 / repeat one spoilt input")
    commands.add_parser("build", help="打包到 dist/ / bundle into dist/")
    commands.add_parser("shots", help="重画图片和图标 / draw pictures and icons again")
    lock = commands.add_parser("lock", help="重写锁定文件 / write the lock files again")
    lock.add_argument("--upgrade", action="store_true", help="用最新版本 / to the newest versions")
    commands.add_parser("fonts", help="重新生成字体 / recreate the fonts")
    return whole


if __name__ == "__main__":
    sys.exit(main())
