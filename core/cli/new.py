"""biaoli new: a new document of a 套表."""

import argparse

from core.cli.last_year import say_taken
from core.cli.notes import say_place
from core.cli.output import say
from core.cli.usage import Command, Parser, file_path
from core.last_year import Offer, offered, take
from core.session import Session


def _declare(parser: Parser) -> None:
    parser.add_argument("suite", metavar="套表", help="套表的代号，见 biaoli suites")
    parser.add_argument("file", type=file_path, metavar="文件", help="新文件，例如 2021.biaoli")
    parser.add_argument("--unit", required=True, metavar="单位", help="填报单位的名称")
    parser.add_argument("--year", metavar="年度", help="四位年度，不写就是套表的年度")
    parser.add_argument(
        "--last-year", type=file_path, metavar="上年文件", help="上年的填报文件，取它的数"
    )


def _run(options: argparse.Namespace) -> int:
    offer = _offer(options) if options.last_year else None
    with Session.create(options.suite, options.file, options.unit, options.year) as session:
        sheets = len(session.sheets())
        say(f"已建好 {options.file}：{session.suite.title}，{sheets}张表")
        say_place(session)
        if offer is not None:
            take(session, offer)
            say_taken(session, offer.warnings)
    return 0


def _offer(options: argparse.Namespace) -> Offer:
    """Last year's figures, looked at before any file is made."""
    with Session.create(options.suite, None, options.unit, options.year) as draft:
        return offered(draft, options.last_year)


COMMAND = Command("new", "新建填报文件", _declare, _run)
