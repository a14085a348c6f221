"""biaoli backups: the backups of a document, and one of them as a new document."""

import argparse
from collections.abc import Sequence

from core.cli.output import say
from core.cli.usage import Command, Parser, file_path
from core.document.backups import Backup, backups_folder, backups_of, restore
from core.errors import UsageError

_NEWEST = "最新"


def _declare(parser: Parser) -> None:
    parser.add_argument("file", type=file_path, metavar="文件", help="填报文件，损坏了的也可以")
    parser.add_argument(
        "--restore", metavar="第几次", help="把这一份备份写成新文件，写列出的次数或“最新”"
    )
    parser.add_argument("--to", type=file_path, metavar="新文件", help="写到哪个新文件，不覆盖")


def _run(options: argparse.Namespace) -> int:
    found = backups_of(options.file)
    if options.restore is None:
        if options.to is not None:
            raise UsageError("--to 要和 --restore 一起用，例如 --restore 最新 --to 找回.biaoli")
        _list(options.file.name, found)
        return 0
    if options.to is None:
        raise UsageError("写上写到哪个新文件，例如 --to 找回.biaoli")
    backup = _chosen(options.file.name, found, options.restore)
    restore(backup, options.to)
    say(f"第{backup.number}次备份（{backup.at}）已写到 {options.to}")
    return 0


def _list(name: str, found: Sequence[Backup]) -> None:
    if not found:
        say(f"“{name}”还没有备份。改过以后关闭，就有备份")
        return
    for backup in found:
        say(f"第{backup.number}次  {backup.at}  {backup.title}")
    say(f"备份在 {backups_folder()}")


def _chosen(name: str, found: Sequence[Backup], wanted: str) -> Backup:
    number = wanted.removeprefix("第").removesuffix("次")
    for backup in found:
        if wanted == _NEWEST or number == str(backup.number):
            return backup
    raise UsageError(f"“{name}”没有{wanted[:20]}这一份备份，用 biaoli backups 看有哪些")


COMMAND = Command("backups", "列出一个文件的备份，或写成新文件", _declare, _run)
