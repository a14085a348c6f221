"""biaoli upgrade: what a newer revision of the forms changes, and taking it over."""

import argparse

from core.cli.notes import say_notes, say_trouble
from core.cli.output import say
from core.cli.usage import Command, Parser, file_path
from core.keeping import back_up
from core.revisions.upgrade import Upgrade, offered, upgrade
from core.session import Session


def _declare(parser: Parser) -> None:
    parser.add_argument("file", type=file_path, metavar="文件", help="填报文件")
    parser.add_argument("--dry-run", action="store_true", help="只列出改了什么，不更新")


def _run(options: argparse.Namespace) -> int:
    with Session.open(options.file, read_only=options.dry_run) as session:
        say_notes(session)
        offer = offered(session)
        if offer is None:
            revision = session.suite.revision
            say(f"没有更新的表样，文件用的是第{revision}次修订")
            return 0
        _say_offer(session, offer)
        if options.dry_run:
            return 0
        copy = upgrade(session, offer)
        say(f"原来的另存为 {copy}")
        say(f"已更新到第{offer.suite.revision}次修订；撤销到此为止，要回去就用另存的那一份")
        trouble = back_up(session)
    say_trouble(trouble)
    return 0


def _say_offer(session: Session, offer: Upgrade) -> None:
    say(f"表样第{session.suite.revision}次修订，有第{offer.suite.revision}次修订：")
    for change in offer.changes:
        say(f"  {change.words}")
    if not offer.changes:
        say("  表样的内容没有变")
    if offer.drawer:
        say("没有地方放、留在抽屉里的：")
        for kept in offer.drawer:
            say(f"  {kept.words}")


COMMAND = Command("upgrade", "表样有新的修订版时，列出改了什么，另存一份再更新", _declare, _run)
