"""biaoli example: write a shipped example document."""

import argparse

from core.cli.output import say
from core.cli.usage import Command, Parser, file_path
from core.errors import UsageError
from core.session import Session, example_ids, read_example


def _declare(parser: Parser) -> None:
    parser.add_argument("id", nargs="?", metavar="示例", help="示例的代号，见 --list")
    parser.add_argument("file", nargs="?", type=file_path, metavar="文件", help="写到哪个文件")
    parser.add_argument("--list", action="store_true", help="列出示例")


def _run(options: argparse.Namespace) -> int:
    if options.list or options.id is None:
        for example_id in example_ids():
            say(f"{example_id}  {read_example(example_id).title}")
        return 0
    if options.file is None:
        raise UsageError(f"写上写到哪个文件，例如 biaoli example {options.id} 示例.biaoli")
    with Session.example(options.id, options.file):
        say(f"示例已写到 {options.file}")
    return 0


COMMAND = Command("example", "写出一份示例", _declare, _run)
