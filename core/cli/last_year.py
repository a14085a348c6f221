"""biaoli last-year: the figures of last year that a document keeps."""

import argparse
from collections.abc import Iterable
from typing import Final

from core.cli.notes import say_notes, say_trouble
from core.cli.output import complain, say
from core.cli.usage import Command, Parser, file_path
from core.errors import UsageError
from core.keeping import back_up
from core.last_year import clear, left_over, offered, summary, take
from core.session import Session

_MOST_LINES: Final = 200


def _declare(parser: Parser) -> None:
    parser.add_argument("file", type=file_path, metavar="文件", help="填报文件")
    parser.add_argument(
        "old", type=file_path, nargs="?", metavar="上年文件", help="上年的填报文件，取它的数"
    )
    parser.add_argument("--clear", action="store_true", help="去掉取过的上年数")


def _run(options: argparse.Namespace) -> int:
    if options.clear and options.old:
        raise UsageError("--clear 是去掉上年数，不用写上年文件")
    changing = options.clear or options.old is not None
    with Session.open(options.file, read_only=not changing) as session:
        say_notes(session)
        if options.clear:
            clear(session)
            say("已去掉上年数")
        elif options.old is not None:
            offer = offered(session, options.old)
            take(session, offer)
            say_taken(session, offer.warnings)
        else:
            say_kept(session)
        trouble = back_up(session)
    say_trouble(trouble)
    return 0


def say_taken(session: Session, warnings: Iterable[str]) -> None:
    """What was taken just now, and what has no place; on the error stream what to check."""
    for words in warnings:
        complain(words)
    say_kept(session)


def say_kept(session: Session) -> None:
    """What the document keeps of last year, and what of it has no place."""
    say(summary(session) or "还没有取上年数")
    lines = left_over(session)
    if lines:
        say(f"今年的表里没有地方的 {len(lines)} 处：")
    for words in lines[:_MOST_LINES]:
        say(f"  {words}")
    if len(lines) > _MOST_LINES:
        say(f"  还有 {len(lines) - _MOST_LINES} 处没有列出")


COMMAND = Command("last-year", "取上年的数，供年初数和跨年审核用", _declare, _run)
